"""The files that rotations have made of one that is followed: found, put in order, and opened."""

import glob
import gzip
import os
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from ..keep.whole_file import named

PACKED = ".gz"
DATE = r"[-_.]\d{4}-?\d\d-?\d\d([-_.T]?[\d:-]{2,8})?"  # as logrotate and others write it, with a time


def rotated(path: Path) -> tuple[list[Path], list[Path]]:
    """What rotations have made of a file, the oldest first; and other files whose names begin alike.

    That is log.2, log.1 by their numbers, or log-20240101, log-20240102 (log-20240101.csv of log.csv) by
    their dates, also with .gz at the end. If there are both kinds, the time of the last change decides.
    """
    stem, end = glob.escape(path.stem), glob.escape(path.suffix)
    patterns = [f"{glob.escape(path.name)}?*", *(f"{stem}[-_.]*{end}{more}" for more in ("", PACKED) if end)]
    every = {
        one for pattern in patterns for one in path.parent.glob(pattern) if one != path and one.is_file()
    }
    every -= {one for one in every if one.suffix == PACKED and one.with_suffix("") in every}  # the same rows
    numbers: dict[Path, int] = {}
    dates: dict[Path, str] = {}
    for one in every:
        rest = one.name.removesuffix(PACKED).removeprefix(path.stem)
        if number := re.fullmatch(re.escape(path.suffix) + r"\.(\d{1,5})", rest):
            numbers[one] = int(number[1])
        elif re.fullmatch(DATE, rest.removeprefix(path.suffix).removesuffix(path.suffix)):
            dates[one] = re.sub(r"\D", "", rest)
    others = sorted(every - numbers.keys() - dates.keys())
    if numbers and dates:
        return sorted([*numbers, *dates], key=lambda one: (changed(one), one.name)), others
    return [*sorted(numbers, key=lambda one: -numbers[one]), *sorted(dates, key=dates.__getitem__)], others


def seen(path: Path) -> os.stat_result | None:
    """What the system says of a file; None if it is not there any more."""
    with suppress(OSError):
        return os.stat(path)
    return None


def changed(path: Path) -> int:
    """When a file was changed last, in nanoseconds; 0 if it is not there any more."""
    now = seen(path)
    return now.st_mtime_ns if now else 0


def opened(path: Path) -> int:
    """A file to read, by its number; what is packed is unpacked.

    Raises:
        OSError: if it cannot be read.
    """
    if path.suffix != PACKED:
        return os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))  # on Windows, lines end as they end
    with tempfile.TemporaryFile() as plain:
        try:
            with named(path), gzip.open(path) as packed:
                shutil.copyfileobj(packed, plain)
        except (EOFError, gzip.zlib.error) as error:  # type: ignore[attr-defined]
            raise OSError(f"{error}") from error
        plain.seek(0)
        return os.dup(plain.fileno())
