"""What the scores of a case depend on beside the case: the code that computes them."""

import hashlib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
COMPUTES = ("build.py", "core", "detect", "fast", "keep/history.py", "series", "study")


@cache
def code_hash() -> str:
    """16 hexadecimal digits that tell other code apart.

    It is that of the source files. Versions of other packages are not in it: both engines give the same.
    """
    found = hashlib.sha256()
    for name in COMPUTES:
        place = PACKAGE / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            text = path.read_bytes().replace(b"\r\n", b"\n")
            found.update(f"{path.relative_to(PACKAGE).as_posix()} {len(text)}\n".encode() + text)
    return found.hexdigest()[:16]
