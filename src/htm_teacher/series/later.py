"""Names of a package whose modules are imported when one of the names is first used.

What reads files and tables is most of the code here. A program that reads none, such as the interactive page,
starts without it.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any


def later(package: str, places: dict[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """``__getattr__`` and ``__dir__`` of a package, for names that its modules have.

    Args:
        package: the name of the package.
        places: for each name the module that has it, as in ``{"read_nab": ".nab"}``.
    """

    def find(name: str) -> Any:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(places[name], package), name)

    return find, lambda: sorted({*vars(sys.modules[package]), *places})
