"""How kernels are compiled: once, into a cache on disk, to run without Python's lock."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from typing import Any, TypeVar

import numba
from numba.core import event

from ...kernel_cache import cache_folder

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

FOLDER = cache_folder()
KERNELS: list[Any] = []
LOADING: set[int] = set()  # the threads that must not compile


@contextmanager
def only_loading() -> Iterator[None]:
    """Meanwhile this thread compiles nothing: ``LookupError`` if a kernel is not in the cache."""
    LOADING.add(get_ident())
    try:
        yield
    finally:
        LOADING.remove(get_ident())


class FirstUse(event.Listener):
    """Reports that kernels are compiled, and the progress, when they are not found in the cache.

    It prints a few whole lines, which are as readable in a notebook or a log as on a terminal.
    """

    def __init__(self) -> None:
        self.done = 0

    def on_start(self, event: event.Event) -> None:
        """A kernel is about to be compiled."""
        if get_ident() in LOADING:
            raise LookupError("a kernel is not in the cache")
        if self.done == 0 and ours(event):
            print("Compiling the fast engine for this machine, once: half a minute or so.", file=sys.stderr)
            self.done = 1

    def on_end(self, event: event.Event) -> None:
        """A kernel was compiled."""
        if ours(event):
            before, self.done = self.done, self.done + 1
            quarter = 4 * self.done // len(KERNELS)
            if quarter > 4 * before // len(KERNELS) and quarter < 4:
                print(f"Compiling: {25 * quarter} %", file=sys.stderr)


def ours(event: event.Event) -> bool:
    """Whether an event concerns a kernel of this engine."""
    return any(event.data["dispatcher"] is kernel for kernel in KERNELS)


event.register("numba:compile", FirstUse())  # type: ignore[no-untyped-call]


def compiled(kernel: Kernel) -> Kernel:
    """Compile a function at its first call, for the types of that call.

    Division by zero is not checked (NumPy's rules), so loops can be vectorised. Floating-point sums are not
    reordered, so answers are the textbook's. References are not counted (``_nrt``): kernels only borrow
    arrays, they create and return none.
    """
    return _compiled(kernel, from_python=True, inlined=False)


def shared(kernel: Kernel) -> Kernel:
    """``inner``, for what Python calls as well; compiled for Python at the first such call."""
    return Shared(kernel)


class Shared:
    """Two kernels of one function: for other kernels, which see the result of ``inner``, and for Python."""

    def __init__(self, kernel: Callable[..., Any]) -> None:
        made: Any = inner(kernel)
        self._numba_type_ = made._numba_type_  # Numba looks for this where a kernel calls it
        self._by_hand: Any = _compiled(kernel, from_python=True, inlined=False, folder=FOLDER / "by-hand")

    def __call__(self, *arguments: Any) -> Any:
        return self._by_hand(*arguments)


def inner(kernel: Kernel) -> Kernel:
    """``compiled`` for what only kernels call: no entry from Python, which takes long to compile."""
    return _compiled(kernel, from_python=False, inlined=False)


def inlined(kernel: Kernel) -> Kernel:
    """``inner`` for what is called many times in a step: inlined into the kernel that calls it."""
    return _compiled(kernel, from_python=False, inlined=True)


def _compiled(kernel: Kernel, from_python: bool, inlined: bool, folder: Path = FOLDER) -> Kernel:
    config: Any = numba.config
    options: dict[str, Any] = {"error_model": "numpy", "nogil": True, "_nrt": False}
    options |= {"forceinline": inlined, "no_cpython_wrapper": not from_python, "no_cfunc_wrapper": True}
    before, config.CACHE_DIR = config.CACHE_DIR, str(folder)
    try:
        made: Kernel = numba.njit(cache=True, **options)(kernel)
        if folder == FOLDER:  # kernels for calls by hand are few, and their progress is not reported
            KERNELS.append(made)
        return made
    finally:
        config.CACHE_DIR = before
