"""32 numbers compared at once, with the answers as the bits of one word: Numba has no function for this.

A loop over the 32 says the same, but is compiled to 32 single comparisons. This says it to LLVM in its own
language, and LLVM finds the best instructions that a processor has.
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import extending
from numba.core import cgutils, types

called: Callable[..., Any] = cgutils.get_or_insert_function
intrinsic: Callable[[Callable[..., Any]], Callable[..., Any]] = extending.intrinsic
INT32 = ir.IntType(32)
LANES = ir.VectorType(INT32, 32)


@intrinsic
def with_enough(context: Any, words: Any, first: Any, enough: Any) -> Any:
    """The word whose bit i tells whether at least ``enough`` bits of ``words[first + i]`` are set."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(words)(context, builder, arguments[0]).data
        place = builder.bitcast(builder.gep(data, [arguments[1]]), LANES.as_pointer())
        kind = ir.FunctionType(LANES, [LANES])
        ones = called(builder.module, kind, "llvm.ctpop.v32i32")
        counted = builder.call(ones, [builder.load(place, align=4)])
        nothing = ir.Constant(LANES, ir.Undefined)
        least = builder.insert_element(nothing, builder.trunc(arguments[2], INT32), INT32(0))
        least_of_each = builder.shuffle_vector(least, nothing, ir.Constant(LANES, [0] * 32))
        return builder.bitcast(builder.icmp_unsigned(">=", counted, least_of_each), INT32)

    return types.uint32(words, types.int64, types.int64), generate
