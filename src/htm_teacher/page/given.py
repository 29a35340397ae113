"""The page with somebody's data inside: one more element in a copy of it, which it reads when it opens."""

import base64
import json
from pathlib import Path

from ..keep.whole_file import whole_file
from .session import Session
from .trouble import PACKAGE

FILE = "htm-teacher-interactive.html"
MOST_BYTES = 2**26  # of a file that goes into the page, which has to hold it in memory
FIRST = b'<script type="application/json" id="first-run">'


def find_page() -> Path:
    """The page as it came with the package, or at the root of the source tree.

    Raises:
        ValueError: saying how to make it.
    """
    for place in (Path(__file__).with_name(FILE), PACKAGE.parents[1] / FILE):
        if place.is_file():
            return place
    raise ValueError(f"{FILE} is not there: in the source tree `make page` makes it")


def write_page(out: Path, given: Path | None = None) -> None:
    """Write the page to a file, with a CSV file or a snapshot inside if one is given.

    Raises:
        ValueError: if the page could not read what is given, or it is too large for a page.
        OSError: if something cannot be read or written; what was there before is unharmed.
    """
    page = find_page().read_bytes()
    if given is not None:
        if out.exists() and out.samefile(given):
            raise ValueError(f"{out} is the file itself: name another one to write the page to")
        page = _with(page, given.name, _checked(given))
    with whole_file(out) as draft:
        draft.write_bytes(page)


def _checked(given: Path) -> str:
    """The content as base64, once the page's own reader has taken it."""
    if given.stat().st_size > MOST_BYTES:
        raise ValueError(f"{given}: a page takes {MOST_BYTES:,} bytes; give it the first rows only")
    data = base64.b64encode(given.read_bytes()).decode("ascii")
    command = "open" if is_snapshot(given.name) else "read_csv"
    answer = json.loads(Session().ask(json.dumps({"do": command, "name": str(given), "data": data})))
    if "error" in answer:
        raise ValueError(answer["error"]["message"])
    return data


def is_snapshot(name: str) -> bool:
    """Whether the page takes a file of this name as a machine, and not as CSV."""
    return name.lower().endswith(".npz")


def _with(page: bytes, name: str, data: str) -> bytes:
    """The page with one more element, of a kind that no browser runs, before all that do something."""
    before, first, after = page.partition(FIRST)
    if not first:
        raise ValueError(f"{FILE} is not whole: in the source tree `make page` makes it anew")
    text = json.dumps({"name": name, "data": data}).replace("<", "\\u003c")
    element = f'<script type="application/json" id="given">{text}</script>\n'
    return b"".join([before, element.encode("ascii"), first, after])
