"""The C library's ``exp`` and ``erfc`` for kernels: the very functions that Python's ``math`` calls.

They differ in the last digit from one library to the next. Numba's own ``math.exp`` may become another
one where several are computed at once; under a name that the compiler does not know it stays as it is.
"""

import ctypes
import sys
from typing import Any

from llvmlite import binding
from numba import float64, types


def _from_c(name: str) -> Any:
    """A C function from a float to a float, as kernels call it."""
    library = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
    address = ctypes.cast(getattr(library, name), ctypes.c_void_p).value
    binding.add_symbol(f"htm_teacher_{name}", address)
    return types.ExternalFunction(f"htm_teacher_{name}", float64(float64))


exp, erfc = _from_c("exp"), _from_c("erfc")
