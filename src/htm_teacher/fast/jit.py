"""How kernels are compiled: once, into a cache on disk; without holding Python's lock."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import platformdirs

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def cache_folder() -> Path:
    """Where compiled kernels are kept: one folder for each text that the kernels have had.

    Numba itself looks only at the file that a kernel is in, and would go on using it after another file,
    whose kernels it calls, has changed.
    """
    texts = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    home = os.environ.get("NUMBA_CACHE_DIR") or platformdirs.user_cache_path("htm-teacher")
    return Path(home) / hashlib.sha256(texts).hexdigest()[:16]


FOLDER = cache_folder()


def compiled(kernel: Kernel) -> Kernel:
    """Compile a function at its first call for the types it is called with.

    Division by nothing is not looked for (NumPy's rules), which lets loops be vectorised; there is no
    reordering of floating-point sums, so that answers are the textbook's. References are not counted
    (``_nrt``), since kernels only borrow their arrays: they make none, and return none.
    """
    return _compiled(kernel, inlined=False)


def inlined(kernel: Kernel) -> Kernel:
    """``compiled`` for what is called many times in a step: its text goes into the kernel that calls it."""
    return _compiled(kernel, inlined=True)


def _compiled(kernel: Kernel, inlined: bool) -> Kernel:
    config: Any = numba.config
    options: dict[str, Any] = {"error_model": "numpy", "nogil": True, "_nrt": False}
    before, config.CACHE_DIR = config.CACHE_DIR, str(FOLDER)
    try:
        made: Kernel = numba.njit(cache=True, forceinline=inlined, **options)(kernel)
        return made
    finally:
        config.CACHE_DIR = before
