"""A file as a stream of unpacked bytes, and what they hold."""

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from ..series import SeriesError, listed
from .file_kinds import TABLES, TEXT, check_unlocked, files_in, head_of, kind_by_start, kind_in_zip

_DEEPEST = 3  # packed in packed in packed


@contextmanager
def unpacked(path: Path) -> Iterator[tuple[BinaryIO, str]]:
    """The bytes of a file, unpacked, and what they hold: "text" or a key of ``TABLES``.

    Unpacked are gzip, bzip2, xz, and a zip archive of one file; they are recognised by their first bytes.

    Raises:
        SeriesError: if the file cannot be read or unpacked, or holds no table.
    """
    try:
        if path.is_dir():
            raise SeriesError("is a folder; name a file in it", path)
        with ExitStack() as stack:
            yield _opened(path, stack)
    except FileNotFoundError:
        raise SeriesError("the file does not exist; check the name", path) from None
    except NotImplementedError as error:
        raise SeriesError(f"cannot be unpacked: {error}; unpack it first", path) from None
    except (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
        reason = getattr(error, "strerror", None)
        damaged = "is a packed file that is damaged; download or pack it again"
        raise SeriesError(f"cannot be read: {reason}" if reason else damaged, path) from None


def _opened(path: Path, stack: ExitStack) -> tuple[BinaryIO, str]:
    try:
        stream: BinaryIO = stack.enter_context(path.open("rb"))
    except ValueError:  # NUL, or half a character
        raise SeriesError("no file can have this name; check it", path) from None
    if not stream.seekable():
        raise SeriesError("is not a file on disk; save it to one first", path)
    try:
        for _ in range(_DEEPEST):
            kind = kind_by_start(head_of(stream))
            if kind == "xls":
                check_unlocked(stream)
            if kind == "zip":
                archive = stack.enter_context(zipfile.ZipFile(stream))
                kind = kind_in_zip(archive)
                stream.seek(0)
            if kind == TEXT or kind in TABLES:
                return stream, kind
            stream = stack.enter_context(
                _only_file(path, archive) if kind == "zip" else _inside(stream, kind)
            )
    except ValueError as error:
        if isinstance(error, SeriesError):
            raise
        raise SeriesError(str(error), path) from None
    raise SeriesError("is packed more than three times; unpack it first", path)


def _inside(stream: BinaryIO, kind: str) -> BinaryIO:
    if kind == "gzip":
        return cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb"))
    return cast(BinaryIO, bz2.BZ2File(stream) if kind == "bzip2" else lzma.LZMAFile(stream))


def _only_file(path: Path, archive: zipfile.ZipFile) -> BinaryIO:
    names = files_in(archive)
    if len(names) != 1:
        holds = f"several files; {listed(names)}" if names else "no file"
        raise SeriesError(f"this archive holds {holds}; unpack it and give one file", path)
    if archive.getinfo(names[0]).flag_bits & 1:
        raise SeriesError("this archive has a password; unpack it first", path)
    return cast(BinaryIO, archive.open(names[0]))
