"""An error as plain data that the page can show: a line of text, and the place in the textbook."""

import traceback
from pathlib import Path

from .field_names import in_page_words
from .protocol import Trouble

PACKAGE = Path(__file__).resolve().parents[1]


def trouble(error: BaseException) -> Trouble:
    """An error as plain data. The line is that of the innermost frame in the textbook."""
    path, line = _place(error)
    message, fields = _one_line(error), list[str]()
    if type(error) is ValueError:  # not one about a file, whose columns have names of their own
        message, fields = in_page_words(message)
    return {
        "kind": type(error).__name__,
        "message": message,
        "path": path,
        "line": line,
        "fields": fields,
        "trace": "".join(traceback.format_exception(error)),
    }


def in_textbook(filename: str | None) -> str | None:
    """The path of a file as the page names it, such as "core/model.py"; None outside the textbook."""
    try:
        inside = Path(filename or "").resolve().relative_to(PACKAGE)
    except ValueError:
        return None
    return inside.as_posix() if inside.parts[:1] == ("core",) else None


def _place(error: BaseException) -> tuple[str | None, int | None]:
    if isinstance(error, SyntaxError) and (path := in_textbook(error.filename)):
        return path, error.lineno
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if path := in_textbook(frame.filename):
            return path, frame.lineno
    return None, None


def _one_line(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return f"This is not valid Python: {error.msg}."
    if isinstance(error, MemoryError):
        return "The memory is full: choose fewer columns, cells or steps."
    text = " ".join(str(error).split())
    return text or f"{type(error).__name__}, without a message."
