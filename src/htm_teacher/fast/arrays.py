"""The arrays of a temporal memory: how long they are, how they grow, how they are filled from a state."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from math import prod
from typing import Any

import numpy as np

from ..core.parameters import MemoryParameters
from ..core.permanence import to_permanence
from .kernels.desk import Desk, MemoryRules
from .kernels.net import FILLED, NEXT_SERIAL, NONE, PLACES, SHIFT, TOUCHED, WORD, Net
from .kernels.saved import fill_segments, fill_stretches

# What a moment consists of. The rest of a net is learned, or a work array.
OF_THE_MOMENT = (
    *("numbers", "is_winner", "active_cells", "winner_cells"),
    *("matching", "potential", "active", "from_active", "touched", "predictive"),
)
LINE = 64  # bytes in a line of the processor's cache
TYPECODES = {np.dtype(one).str[1:]: one for one in "BHIqd"}  # {NumPy's name: that of ``array``}
MOST_SLOTS = 2**32  # ``Net.outgoing`` holds their numbers in four bytes


def indices(numbers: Iterable[int]) -> Any:
    """Bits, columns, cells or rows as kernels take them: without a sign, which they would have to check."""
    return np.array(list(numbers), dtype=np.uint32)


def plain(typecode: str, numbers: Any) -> array[Any]:
    """An array of Python's own, as it is saved."""
    kept = array(typecode)
    kept.frombytes(np.ascontiguousarray(numbers, dtype=typecode).reshape(-1).view(np.uint8).data)
    return kept


def typecode_of(one: object) -> str | None:
    """The type of an array of Python's own or NumPy's, as ``array`` names it; None for anything else."""
    if isinstance(one, np.ndarray):
        return TYPECODES.get(one.dtype.str[1:])
    return one.typecode if isinstance(one, array) else None


def flat(typecode: str, numbers: Any) -> Any:
    """The same as an array of NumPy's, one-dimensional; not a copy if it has the type already."""
    return np.ascontiguousarray(numbers, dtype=typecode).reshape(-1)


def plain_state(state: Any) -> Any:
    """A state with arrays of Python's own in place of NumPy's."""
    if isinstance(state, dict):
        return {name: plain_state(one) for name, one in state.items()}
    return plain(str(typecode_of(state)), state) if isinstance(state, np.ndarray) else state


def given(numbers: Any) -> Any:
    """A saved array as kernels read it: in one type, whether it is a view of a file's bytes or not."""
    view = np.asarray(numbers).view()
    view.flags.writeable = False
    return view


def listed(values: Iterable[Any]) -> Any:
    """The values as NumPy takes them."""
    return values if isinstance(values, list | array | np.ndarray) else list(values)


def whole(name: str, parameters: MemoryParameters) -> int:
    """A permanence among the parameters, in ten-thousandths."""
    return to_permanence(getattr(parameters, name), name)


def new_net(parameters: MemoryParameters) -> Net:
    """A memory without segments."""
    cells = parameters.columns * parameters.cells_per_column
    per_segment: dict[str, Any] = {name: np.zeros(0, kind) for name, kind in PER_SEGMENT.items()}
    per_word: dict[str, Any] = {name: np.zeros(0, np.uint32) for name in PER_WORD}
    return Net(
        numbers=np.zeros(PLACES, np.int64),
        random=np.zeros(1, np.uint64),
        **per_segment,
        **per_word,
        source=np.zeros(0, np.uint16) if cells <= 2**16 else np.zeros(0, np.uint32),
        permanence=np.zeros(0, np.int16),
        oldest=np.full(cells, NONE, np.int32),
        segments=np.zeros(cells, np.int32),
        start=np.zeros(cells, np.int64),
        length=np.zeros(cells, np.int32),
        room=np.zeros(cells, np.int32),
        outgoing=np.zeros(0, np.uint32),
        dead=np.zeros(cells, np.uint8),
        is_winner=np.zeros(cells, np.uint8),
        active_cells=np.zeros(cells + 1, np.uint32),
        winner_cells=np.zeros(cells + 1, np.uint32),
        spared=np.zeros(1, np.uint32),
        order=np.zeros(WORD, np.int64),
    )


# The arrays that grow with the segments: by segment, by word, by slot.
PER_SEGMENT: dict[str, Any] = {
    "cell": np.int32,
    "column": np.uint32,
    "serial": np.int64,
    "last_used": np.int64,
    "younger": np.int32,
    "free": np.int32,
    "matching": np.uint32,
    "potential": np.int32,
    "active": np.uint8,
    "predictive": np.int32,
}
PER_WORD = ("occupied", "connected", "from_active", "touched")
PER_SLOT = ("source", "permanence")
PER_MATCH = ("following", "wrong", "learning", "potential")


def new_desk(net: Net, parameters: MemoryParameters) -> Desk:
    """The work arrays of a step."""
    cells, columns = len(net.dead), parameters.columns
    return Desk(
        place=np.full(columns, columns, np.int32),
        counted=np.zeros(columns, np.uint8),
        first=np.zeros(columns, np.int32),
        best=np.zeros(columns, np.int32),
        ends=np.zeros(columns, np.int32),
        growing=np.zeros(columns, np.int32),
        active_cells=np.zeros(cells + 1, np.uint32),
        winner_cells=np.zeros(cells + 1, np.uint32),
        equals=np.zeros(parameters.cells_per_column, np.uint32),
        pool=np.zeros(cells + 1, np.uint32),
        **per_match(len(net.cell)),
    )


def per_match(segments: int) -> dict[str, Any]:
    """The work arrays that grow with the segments."""
    return {name: np.zeros(segments + 1, np.int32) for name in PER_MATCH}


def by_lines(shape: tuple[int, ...], kind: Any) -> Any:
    """Zeros that start at the start of a line of the processor's cache.

    A row as long as a line then is one line, and not parts of two.
    """
    size, kind = prod(shape), np.dtype(kind)
    held = np.zeros(size * kind.itemsize + LINE, np.uint8)
    skipped = -held.ctypes.data % LINE
    return held[skipped : skipped + size * kind.itemsize].view(kind).reshape(shape)


def longer(numbers: Any, size: int) -> Any:
    """The same numbers, with room for more."""
    grown = by_lines((size, *numbers.shape[1:]), numbers.dtype)
    grown[: len(numbers)] = numbers
    return grown


def rules_of(parameters: MemoryParameters) -> MemoryRules:
    """The parameters, as kernels take them."""
    return MemoryRules(
        cells_per_column=parameters.cells_per_column,
        activation_threshold=parameters.activation_threshold,
        learning_threshold=parameters.learning_threshold,
        initial=whole("initial_permanence", parameters),
        connected=whole("connected_permanence", parameters),
        gain=whole("permanence_increment", parameters),
        loss=whole("permanence_decrement", parameters),
        punishment=whole("predicted_decrement", parameters),
        sample_size=parameters.sample_size,
        max_synapses_per_segment=parameters.max_synapses_per_segment,
        max_segments_per_cell=parameters.max_segments_per_cell,
    )


def most_segments(shift: int) -> int:
    """How many segments of 2 to the power of ``shift`` words have slots that can be numbered."""
    return MOST_SLOTS // WORD >> shift


def check_slots(segments: int, shift: int) -> None:
    """MemoryError if not all slots of these segments can be numbered."""
    if segments > (most := most_segments(shift)):
        raise MemoryError(
            f"room for {segments:,} segments of up to {WORD << shift:,} synapses is needed: the fast engine"
            f" has room for {most:,}; the textbook has no such limit"
        )


def more_segments(net: Net, needed: int) -> Net:
    """The same, with room for ``needed`` segments, and if possible half as many more than before.

    Raises:
        MemoryError: if slots would have numbers that do not fit into ``Net.outgoing``.
    """
    shift = int(net.numbers[SHIFT])
    check_slots(needed, shift)
    segments = min(max(needed, len(net.cell) * 3 // 2) + 64, most_segments(shift))
    words = segments << shift
    sizes = dict.fromkeys(PER_SEGMENT, segments) | dict.fromkeys(PER_WORD, words + WORD)
    sizes |= dict.fromkeys(PER_SLOT, words * WORD) | {"matching": segments + 1}
    return net._replace(**{name: longer(getattr(net, name), size) for name, size in sizes.items()})


def wider(net: Net, shift: int) -> Net:
    """The same, with 2 to the power of ``shift`` words for each segment, which is more than before.

    Raises:
        MemoryError: as for ``more_segments``.
    """
    check_slots(len(net.cell), shift)
    before, segments = int(net.numbers[SHIFT]), len(net.cell)
    laid_out = {}
    for name in (*PER_WORD, *PER_SLOT):
        numbers = getattr(net, name)
        each = (WORD if name in PER_SLOT else 1) << before
        wide = by_lines((segments, each << (shift - before)), numbers.dtype)
        wide[:, :each] = numbers[: segments * each].reshape(segments, each)
        laid_out[name] = wide.reshape(-1)
    segment, slot = np.divmod(net.outgoing, np.uint32(WORD << before))
    laid_out["outgoing"] = segment * np.uint32(WORD << shift) + slot
    laid_out["from_active"][:] = 0
    laid_out["spared"] = np.zeros(1 << shift, np.uint32)
    laid_out["order"] = np.zeros(WORD << shift, np.int64)
    net.numbers[SHIFT], net.numbers[TOUCHED] = shift, 0  # once there is room for all of it
    return net._replace(**laid_out)


def words_for(synapses: int) -> int:
    """The power of 2 that is the number of words for these synapses."""
    return (-(-synapses // WORD) - 1).bit_length()


def with_segments(net: Net, state: dict[str, Any], cells_per_column: int) -> Net:
    """The same, with the segments of a saved state in place of none; see ``core.segments.Segments.state``.

    A segment may be longer than ``max_synapses_per_segment``, if that was lowered after it had grown. So its
    words are counted from the longest segment, too.
    """
    owners, sizes = given(state["owners"]), given(state["synapses"]["sizes"])
    shift, segments = words_for(int(sizes.max(initial=1))), len(sizes)
    if shift > net.numbers[SHIFT]:
        net = wider(net, shift)
    net = more_segments(net, segments)
    net.numbers[NEXT_SERIAL] = state["next_serial"]
    net.serial[:segments], net.last_used[:segments] = state["serials"], state["last_used"]
    synapses = given(state["synapses"]["indices"]), given(state["synapses"]["permanences"])
    fill_segments(net, cells_per_column, owners, sizes, *synapses)
    net = net._replace(outgoing=np.zeros(net.numbers[FILLED], np.uint32))
    fill_stretches(net)
    return net
