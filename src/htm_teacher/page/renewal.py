"""Changing the textbook while it runs: write a chapter, then import the whole package again.

Nothing is patched. The imported modules of this package are put aside and imported again from the files. If
the import or the first use of the new modules fails, the old modules are put back.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import cache_from_source
from pathlib import Path
from types import ModuleType

from ..core.checks import shown
from .trouble import PACKAGE, in_textbook

NAME = __name__.partition(".")[0]
MOST_TEXT = 1_000_000  # characters in a chapter


def write_chapter(path: str, text: str) -> None:
    """Write the new text of a chapter to its file, if the text is valid Python.

    Raises:
        SyntaxError: with the line; the old text stays.
        ValueError: if the chapter does not exist, or the text is too long.
    """
    file = PACKAGE / path
    if in_textbook(str(file)) != path or not file.is_file():
        raise ValueError(
            f"there is no chapter {shown(path)}: only the files in the answer to 'sources' can be changed"
        )
    if len(text) > MOST_TEXT:
        raise ValueError(f"the text has {len(text):,} characters; the limit is {MOST_TEXT:,}")
    compile(text, str(file), "exec", dont_inherit=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    with suppress(OSError, NotImplementedError):  # a compiled copy may look as new as the text
        Path(cache_from_source(str(file))).unlink()


@contextmanager
def renewed(module: str) -> Iterator[ModuleType]:
    """A module of the package, imported again with everything it imports.

    If anything fails in the ``with`` block, the old modules are put back.
    """
    before = _taken_out()
    sys.path_importer_cache.clear()  # so that the folders are read again
    try:
        yield import_module(module)
    except BaseException:
        _taken_out()
        sys.modules.update(before)
        raise


def _taken_out() -> dict[str, ModuleType]:
    """Remove all imported modules of the package, and return them."""
    names = [name for name in sys.modules if name == NAME or name.startswith(f"{NAME}.")]
    return {name: sys.modules.pop(name) for name in names}
