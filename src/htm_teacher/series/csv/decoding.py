"""Bytes as lines of text: the encoding is given, or shown by the bytes, or guessed and said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from ...core.checks import brief
from ..series import SeriesError, shown
from .file_kinds import head_of
from .guessed_encoding import guess, is_ebcdic

_LONGEST_LINE = 1_000_000  # characters; a longer line is not CSV, and could be the whole of a huge file
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_JAPANESE = re.compile(rb"\x1b\$[@B]")  # in text that otherwise is ASCII
_BLOCK = re.compile(r"^\0{8,}|\0{8,}(?=[\r\n]*$)")  # at an end of a line
_SAID = "the text is read as {}; if letters are wrong, give --encoding"
_BYTE_ORDER_MARK = "\ufeff"
_END_OF_DOS_FILE = "\x1a"


@dataclass
class Lines:
    """The lines of a text file, with their ends, and what was decided about them.

    Attributes:
        texts: the lines.
        notes: what was decided, a sentence each.
        doubts: what may be wrong, a sentence each.
    """

    texts: list[str]
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def read_lines(stream: BinaryIO, path: Path, encoding: str | None) -> Lines:
    """The lines of a stream of bytes.

    Without ``encoding``, a byte order mark tells it; then the zeros of UTF-16 or the escapes of
    ISO-2022-JP tell it; then it is UTF-8 if the bytes allow it, otherwise a guess.

    Raises:
        SeriesError: naming the line, if the bytes are not in the given encoding, or are no text.
    """
    lines = Lines([])
    if encoding is not None:
        _check_encoding(path, encoding)
        encoding = "utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding
        lines.texts = _decoded(stream, path, encoding)
    else:
        head = head_of(stream)
        marked = next((name for mark, name in _MARKS if head.startswith(mark)), None) or _by_zeros(head)
        if _JAPANESE.search(head) and head.isascii():
            marked = "iso2022_jp"
            lines.notes.append(_SAID.format(marked))
        try:
            lines.texts = list(_limited(stream, path, marked or "utf-8"))
        except UnicodeError:
            _guess(lines, stream, path, marked)
    _drop_fillers(lines)
    return lines


def _by_zeros(head: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte is zero, because most characters are ASCII."""
    half = len(head) // 2
    evens, odds = (head[start : 2 * half : 2].count(0) for start in (0, 1))
    if half >= 2 and min(evens, odds) <= half // 20 and max(evens, odds) >= 0.7 * half:
        return "utf-16-be" if evens > odds else "utf-16-le"
    return None


def _guess(lines: Lines, stream: BinaryIO, path: Path, marked: str | None) -> None:
    """Decode bytes that are not UTF-8 by the likeliest encoding."""
    stream.seek(0)
    if is_ebcdic(head_of(stream)):
        problem = "this is EBCDIC text; convert it to UTF-8, or give its encoding, e.g. --encoding cp037"
        raise SeriesError(problem, path)
    bad = [(row, line) for row, line in enumerate(_some_lines(stream), start=1) if not line.isascii()]
    wrong = [(row, line) for row, line in bad if not _is_utf8(line)]
    if marked or not wrong or 2 * len(wrong) <= len(bad):
        row = wrong[0][0] if wrong and marked in (None, "utf-8-sig") else None
        called = (marked or "utf-8").removesuffix("-sig")
        raise _wrong_bytes(path, called, "unlike the other lines" if row else "the bytes do not fit", row)
    guessed = guess([line for _, line in wrong])
    stream.seek(0)
    lines.texts = _decoded(stream, path, guessed.encoding)
    said = _SAID.format(guessed.encoding)
    (lines.notes if guessed.sure else lines.doubts).append(said)


def _some_lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(_LONGEST_LINE):
        yield line


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeError:
        return False
    return True


def _decoded(stream: BinaryIO, path: Path, encoding: str) -> list[str]:
    try:
        return list(_limited(stream, path, encoding))
    except UnicodeError as error:
        stream.seek(0)
        reason = getattr(error, "reason", error)
        raise _wrong_bytes(path, encoding.removesuffix("-sig"), reason, _bad_row(stream, encoding)) from None


def _wrong_bytes(path: Path, encoding: str, reason: object, row: int | None) -> SeriesError:
    others = [name for name in ("utf-8", "cp1252", "utf-16") if not encoding.lower().startswith(name)]
    advice = f"give the encoding, e.g. --encoding {' or '.join(others)}"
    return SeriesError(f"this is not {brief(encoding)} ({reason}); {advice}", path, row)


def _check_encoding(path: Path, encoding: str) -> None:
    try:
        "".encode(encoding)
    except (LookupError, ValueError):  # a name with NUL; "undefined", which refuses all
        problem = f"no encoding is called {shown(encoding)}; try --encoding utf-8, cp1252 or utf-16"
        raise SeriesError(problem, path) from None


def _bad_row(stream: BinaryIO, encoding: str) -> int | None:
    """The first line that cannot be decoded; None if the encoding does not show lines in bytes."""
    if re.match("utf_?-?(16|32)", encoding.lower()):
        return None
    for row, line in enumerate(_some_lines(stream), start=1):
        try:
            line.decode(encoding)
        except UnicodeError:
            return row
    return None


def _limited(stream: BinaryIO, path: Path, encoding: str) -> Iterator[str]:
    """The lines, each limited in length so that no file fills the memory."""
    text = TextIOWrapper(stream, encoding, newline="")
    try:
        row = 0
        while line := text.readline(_LONGEST_LINE):
            row += 1
            if len(line) == _LONGEST_LINE:
                raise SeriesError("a line of over a million characters: not a CSV file", path, row)
            if "\0" in line and "\0" in _BLOCK.sub("", line):
                problem = "has NUL bytes: not a text file (or UTF-16: try --encoding utf-16)"
                raise SeriesError(problem, path, row)
            yield line
    finally:
        text.detach()  # the stream is used again, or closed by whoever opened it


def _drop_fillers(lines: Lines) -> None:
    """Drop what is no text: a block of NUL bytes, as a logger leaves when its power fails; the mark of DOS.

    Also mends line ends that were converted twice: CR CR LF is one end, not two.
    """
    texts = lines.texts
    filled = [place for place, text in enumerate(texts) if "\0" in text]
    for place in filled:
        texts[place] = _BLOCK.sub("", texts[place])
    if filled:
        lines.notes.append(f"a block of NUL bytes in row {filled[0] + 1} is left out")
    if texts and texts[-1].endswith(_END_OF_DOS_FILE):
        texts[-1] = texts[-1].rstrip(_END_OF_DOS_FILE)
    if any(text.startswith(_BYTE_ORDER_MARK) for text in texts):  # of files that were put one after another
        texts = lines.texts = [text.removeprefix(_BYTE_ORDER_MARK) for text in texts]
    ends = texts[1::2]
    if ends and set(ends) <= {"\r\n", "\n"} and all(text.endswith("\r") for text in texts[0::2][: len(ends)]):
        lines.texts = texts[0::2]
