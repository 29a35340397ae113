"""The C library's ``exp`` and ``erfc`` for kernels: the very functions that Python's ``math`` calls.

Libraries differ in the last digit. The compiler may replace Numba's own ``math.exp`` by another one, where it
computes several at once. It does not know the names used here, so it leaves these calls as they are.
"""

import ctypes
import sys
from typing import Any

from llvmlite import binding
from numba import float64, types


def _from_c(name: str) -> Any:
    """A C function of one float that gives a float, callable from kernels."""
    library = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
    address = ctypes.cast(getattr(library, name), ctypes.c_void_p).value
    binding.add_symbol(f"htm_teacher_{name}", address)
    return types.ExternalFunction(f"htm_teacher_{name}", float64(float64))


exp, erfc = _from_c("exp"), _from_c("erfc")
