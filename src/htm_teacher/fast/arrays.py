"""How much room there is, and how it grows: the arrays that ``dendrites`` and ``remembering`` work on."""

from math import prod
from typing import Any

import numpy as np

from ..core.parameters import MemoryParameters
from ..core.permanence import to_permanence
from .kernels.desk import Desk, MemoryRules
from .kernels.net import NONE, PLACES, SHIFT, TOUCHED, WORD, Net

# What a moment consists of; the rest of a net is learned, or room to work in.
OF_THE_MOMENT = (
    *("numbers", "is_winner", "active_cells", "winner_cells"),
    *("matching", "potential", "active", "heard", "touched", "predictive"),
)
LINE = 64  # bytes that a processor fetches at once


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
PER_WORD = ("there", "connected", "heard", "touched")
PER_SLOT = ("source", "permanence")
PER_MATCH = ("following", "wrong", "learning", "potential")


def new_desk(net: Net, parameters: MemoryParameters) -> Desk:
    """Room to work in."""
    cells, columns = len(net.dead), parameters.columns
    return Desk(
        place=np.full(columns, columns, np.int32),
        counted=np.zeros(columns, np.uint8),
        first=np.zeros(columns + 1, np.int32),
        best=np.zeros(columns + 1, np.int32),
        ends=np.zeros(columns, np.int32),
        growing=np.zeros(columns, np.int32),
        active_cells=np.zeros(cells + 1, np.uint32),
        winner_cells=np.zeros(cells + 1, np.uint32),
        equals=np.zeros(parameters.cells_per_column, np.uint32),
        pool=np.zeros(cells + 1, np.uint32),
        marks=np.zeros(cells, np.uint8),
        **per_match(len(net.cell)),
    )


def per_match(segments: int) -> dict[str, Any]:
    """The part of a desk that grows with the segments."""
    return {name: np.zeros(segments + 1, np.int32) for name in PER_MATCH}


def by_lines(shape: tuple[int, ...], kind: Any) -> Any:
    """Zeros, the first of them at the start of a line of the processor's cache.

    A row that is as long as a line then lies in one, and not across two.
    """
    size, kind = prod(shape), np.dtype(kind)
    held = np.zeros(size * kind.itemsize + LINE, np.uint8)
    skipped = -held.ctypes.data % LINE
    return held[skipped : skipped + size * kind.itemsize].view(kind).reshape(shape)


def longer(numbers: Any, size: int) -> Any:
    """The same numbers with room for more."""
    grown = by_lines((size, *numbers.shape[1:]), numbers.dtype)
    grown[: len(numbers)] = numbers
    return grown


def rules_of(parameters: MemoryParameters) -> MemoryRules:
    """The parameters as the kernels take them."""
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


def more_segments(net: Net, needed: int) -> Net:
    """The same, with room for at least so many segments, and half as much again as before."""
    segments = max(needed, len(net.cell) * 3 // 2) + 64
    words = segments << int(net.numbers[SHIFT])
    sizes = dict.fromkeys(PER_SEGMENT, segments) | dict.fromkeys(PER_WORD, words + WORD)
    sizes |= dict.fromkeys(PER_SLOT, words * WORD)
    return net._replace(**{name: longer(getattr(net, name), size) for name, size in sizes.items()})


def wider(net: Net, shift: int) -> Net:
    """The same, with two to the power of ``shift`` words for each segment, which is more than before."""
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
    laid_out["heard"][:] = 0
    net.numbers[SHIFT], net.numbers[TOUCHED] = shift, 0
    return net._replace(**laid_out, order=np.zeros(WORD << shift, np.int64))


def words_for(synapses: int) -> int:
    """The power of two that is the number of words that so many synapses take."""
    return (-(-synapses // WORD) - 1).bit_length()
