"""A file as lines of text: unpacked and decoded, or refused."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from ..series import SeriesError, shown

_LONGEST_LINE = 1_000_000  # characters; a longer line is not CSV, and could be the whole of a huge file


@contextmanager
def opened(path: Path, encoding: str) -> Iterator[TextIO]:
    """The file as text, unpacked if gzipped; SeriesError if it cannot be opened or decoded."""
    _check_encoding(path, encoding)
    try:
        if path.is_dir():
            raise SeriesError("is a folder; name a file in it", path)
        with _binary(path) as raw, TextIOWrapper(raw, encoding, newline="") as text:
            yield text
    except FileNotFoundError:
        raise SeriesError("the file does not exist; check the name", path) from None
    except UnicodeError as error:
        is_not = f"this is not {encoding.removesuffix('-sig')} ({getattr(error, 'reason', error)})"
        others = [name for name in ("utf-8", "cp1252", "utf-16") if not encoding.lower().startswith(name)]
        problem = f"{is_not}; give the encoding, e.g. --encoding {' or '.join(others)}"
        raise SeriesError(problem, path, _row_of_bad_byte(path, encoding)) from None
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise SeriesError(f"cannot be read: {reason}", path) from None


def _check_encoding(path: Path, encoding: str) -> None:
    try:
        "".encode(encoding)
    except LookupError:
        problem = f"no encoding is called {shown(encoding)}; try --encoding utf-8, cp1252 or utf-16"
        raise SeriesError(problem, path) from None


def _binary(path: Path) -> BinaryIO:
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path)) if packed else path.open("rb")


def _row_of_bad_byte(path: Path, encoding: str) -> int | None:
    """The first line that cannot be decoded; None if the encoding does not show lines in bytes."""
    if encoding.lower().startswith(("utf-16", "utf16", "utf-32", "utf32")):
        return None
    with _binary(path) as file:
        for row, line in enumerate(file, start=1):
            try:
                line.decode(encoding)
            except UnicodeError:
                return row
    return None


def text_lines(file: TextIO, path: Path) -> Iterator[str]:
    """The lines, each limited in length so that no file fills the memory."""
    row = 0
    while line := file.readline(_LONGEST_LINE):
        row += 1
        if "\0" in line:
            problem = "has NUL bytes: not a text file (or UTF-16: try --encoding utf-16)"
            raise SeriesError(problem, path, row)
        if len(line) == _LONGEST_LINE:
            raise SeriesError("a line of over a million characters: not a CSV file", path, row)
        yield line
