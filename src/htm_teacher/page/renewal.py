"""Changing the textbook while it runs: a chapter is written anew, and all that was imported goes.

Nothing is patched. What has been imported of this package is put aside and imported again from the
files; if that fails, or what it was wanted for fails, everything is put back as it was.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import cache_from_source
from pathlib import Path
from types import ModuleType

from .trouble import PACKAGE, in_textbook

NAME = __name__.partition(".")[0]
MOST_TEXT = 1_000_000  # characters of one chapter


def write_chapter(path: str, text: str) -> None:
    """Write a chapter's new text over its file, once it is known to be Python.

    Raises:
        SyntaxError: with the line; the old text stays.
        ValueError: if there is no such chapter, or the text is far too long.
    """
    file = PACKAGE / path
    if in_textbook(str(file)) != path or not file.is_file():
        raise ValueError(f"there is no chapter {path!r}: those of the answer to 'sources' can be changed")
    if len(text) > MOST_TEXT:
        raise ValueError(f"the text has {len(text):,} characters: {MOST_TEXT:,} are the most")
    compile(text, str(file), "exec", dont_inherit=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    with suppress(OSError, NotImplementedError):  # a compiled copy may look as new as the text
        Path(cache_from_source(str(file))).unlink()


@contextmanager
def renewed(module: str) -> Iterator[ModuleType]:
    """A module of the package, imported anew with all that it needs.

    What is done with it belongs to the trial: if that fails, the package is again the one of before.
    """
    before = _taken_out()
    sys.path_importer_cache.clear()  # so that the folders are looked at again
    try:
        yield import_module(module)
    except BaseException:
        _taken_out()
        sys.modules.update(before)
        raise


def _taken_out() -> dict[str, ModuleType]:
    """All that has been imported of the package; it is not imported any more."""
    names = [name for name in sys.modules if name == NAME or name.startswith(f"{NAME}.")]
    return {name: sys.modules.pop(name) for name in names}
