"""A machine and a tape that stay where kernels find them, from one call to the next.

Numba looks at each array of an argument at each call. A machine and its tape have some 80 arrays: for a
single step, that takes half as long as the step itself. So the structure that kernels see is stored once,
and the next calls only say where it is.
"""

import hashlib
from collections.abc import Callable
from operator import is_
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba import extending
from numba.core import types
from numpy.typing import NDArray

from .jit import compiled
from .model import Machine, Tape, run

WORDS = 1024  # room for the structure, in words of 64 bits; before it, one word tells its type
OTHER_TYPE = -1  # the answer if what is stored has another type than ``run_stored`` was compiled for

INT64 = ir.IntType(64)
intrinsic: Callable[[Callable[..., Any]], Callable[..., Any]] = extending.intrinsic
typeof: Any = numba.typeof
_run: Any = run
in_place: Any = numba.njit(inline="always")(_run.py_func)  # all of a kernel that is called is optimised again
TYPES: list[Any] = []  # the type that ``run_stored`` is compiled for


class Held:
    """Stores a machine and a tape, keeps their arrays alive, and runs one along the other.

    A copy holds nothing: what is stored are places in the memory of the original.
    """

    def __init__(self) -> None:
        self._parts: tuple[Machine, Tape] | None = None
        self._words = np.zeros(1 + WORDS, np.int64)
        self._made_of: tuple[Any, ...] = ()

    def __reduce__(self) -> tuple[type["Held"], tuple[()]]:
        return Held, ()

    def machine(self, made_of: tuple[Any, ...], make: Callable[[], Machine]) -> Machine:
        """The machine that ``make`` makes of these objects; made again only if one of them is another."""
        if not (self._made_of and all(map(is_, made_of, self._made_of))):
            self._machine, self._made_of = make(), made_of
        return self._machine

    def run(self, machine: Machine, tape: Tape, i: int, perceived: bool, learn: bool) -> tuple[int, bool]:
        """``kernels.model.run``."""
        if not (self._parts and tape is self._parts[1] and machine is self._parts[0]):
            self._parts = None  # if storing is interrupted, nothing is stored
            if not TYPES:
                TYPES.append(typeof((machine, tape)))
            store((machine, tape), self._words)
            self._parts = machine, tape
        at = run_stored(self._words, i, perceived, learn)
        return run(machine, tape, i, perceived, learn) if at[0] == OTHER_TYPE else at


@compiled
def store(parts: tuple[Machine, Tape], words: NDArray[np.int64]) -> None:
    """Write the structure, and the number of its type, to these words."""
    _write(parts, words)


@compiled
def run_stored(words: NDArray[np.int64], i: int, perceived: bool, learn: bool) -> tuple[int, bool]:
    """``run`` with the machine and the tape that are stored in these words."""
    if words[0] != _expected():
        return OTHER_TYPE, perceived
    machine, tape = _read(words)
    return in_place(machine, tape, i, perceived, learn)


# What Numba has no function for: each function below returns a signature, and how to generate its code.


@intrinsic
def _write(context: Any, parts: Any, words: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        model = context.data_model_manager[parts]
        if context.get_abi_sizeof(model.get_data_type()) > 8 * WORDS:
            raise ValueError(f"{parts} needs more than {WORDS} words")
        numbers = context.make_array(words)(context, builder, arguments[1]).data
        builder.store(_number(parts), numbers)
        place = builder.bitcast(builder.gep(numbers, [INT64(1)]), model.get_data_type().as_pointer())
        builder.store(model.as_data(builder, arguments[0]), place, align=8)
        return context.get_dummy_value()

    return types.void(parts, words), generate


@intrinsic
def _read(context: Any, words: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        model = context.data_model_manager[TYPES[0]]
        numbers = context.make_array(words)(context, builder, arguments[0]).data
        place = builder.bitcast(builder.gep(numbers, [INT64(1)]), model.get_data_type().as_pointer())
        return model.from_data(builder, builder.load(place, align=8))

    return TYPES[0](words), generate


@intrinsic
def _expected(context: Any) -> Any:
    return types.int64(), lambda *_: _number(TYPES[0])


def _number(kind: Any) -> Any:
    """A number that tells a type from all others."""
    digest = hashlib.sha256(str(kind).encode()).digest()
    return INT64(int.from_bytes(digest[:7], "little"))
