"""The page with a file inside: a copy of the page with one more element, which it reads when it opens."""

import base64
import json
from pathlib import Path

from ..core.checks import brief_path
from ..keep.whole_file import whole_file
from .session import Session
from .trouble import PACKAGE

FILE = "htm-teacher-interactive.html"
MOST_BYTES = 2**26  # the largest file in a page, which has to hold it in memory
FIRST = b'<script type="application/json" id="first-run">'


def find_page() -> Path:
    """The page in the package, or at the root of the source tree.

    Raises:
        ValueError: if it is missing; the message says how to make it.
    """
    for place in (Path(__file__).with_name(FILE), PACKAGE.parents[1] / FILE):
        if place.is_file():
            return place
    raise ValueError(f"{FILE} is missing: run `make page` in the source tree")


def write_page(out: Path, given: Path | None = None) -> None:
    """Write the page to a file, with the given CSV file or snapshot inside.

    Raises:
        ValueError: if the page could not read the given file, or the file is too large for a page.
        OSError: if a file cannot be read or written; an older file stays unchanged.
    """
    page = find_page().read_bytes()
    if given is not None:
        if out.exists() and out.samefile(given):
            raise ValueError(f"{brief_path(out)} is the given file: write the page to another file")
        page = _with(page, given.name, _checked(given))
    with whole_file(out) as draft:
        draft.write_bytes(page)


def _checked(given: Path) -> str:
    """The content as base64, if the page can read it."""
    if given.stat().st_size > MOST_BYTES:
        raise ValueError(
            f"{brief_path(given)}: it is larger than {MOST_BYTES:,} bytes; give only its first rows"
        )
    data = base64.b64encode(given.read_bytes()).decode("ascii")
    command = "open" if is_snapshot(given.name) else "read_csv"
    answer = json.loads(Session().ask(json.dumps({"do": command, "name": str(given), "data": data})))
    if "error" in answer:
        raise ValueError(answer["error"]["message"])
    return data


def is_snapshot(name: str) -> bool:
    """Whether the page opens a file with this name as a snapshot, and not as CSV."""
    return name.lower().endswith(".npz")


def _with(page: bytes, name: str, data: str) -> bytes:
    """The page with one more element, of a type that browsers do not run, before the others."""
    before, first, after = page.partition(FIRST)
    if not first:
        raise ValueError(f"{FILE} is damaged: run `make page` in the source tree")
    text = json.dumps({"name": name, "data": data}).replace("<", "\\u003c")
    element = f'<script type="application/json" id="given">{text}</script>\n'
    return b"".join([before, element.encode("ascii"), first, after])
