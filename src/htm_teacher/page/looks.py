"""A closer look at a bit, a column or a cell, with the reason for its state in a sentence.

Bits and columns are shown as they are right before the step: the overlap of a column decides whether it wins,
and only then does it learn. Cells are shown after the step, when they predict the next step.
"""

from copy import deepcopy
from dataclasses import asdict
from typing import Any, cast

from ..core.checks import check_whole, is_missing
from ..core.encoders import RDSE, Encoder, Fields, Log, Scalar
from ..core.model import Model
from ..core.sdr import SDR
from .live_run import LiveRun
from .names import cell_called, column_called
from .noisy import undisturbed
from .protocol import BitLook, CellLook, ColumnLook, Dendrite

MOST_CANDIDATES = 2_000  # the most values for which a bit is tried


def input_at(run: LiveRun, at: int) -> tuple[Model, SDR]:
    """The model right before the step, and the bits of the step; no bits before the first step."""
    model = run.history.look(at, before=True)
    if at == 0:
        return model, SDR(model.encoder.size)
    return model, deepcopy(model.encoder).encode(run.records[at - 1])


class Competition:
    """The competition of a step: the overlap of each column, and which columns win.

    Attributes:
        overlaps: the overlap of each column.
        boosted: overlap times boost, in thousandths.
        order: all columns, best first: by boosted overlap; in a tie by priority, which is drawn at the start.
        winners: the columns that win.
        cut: the lowest boosted overlap of a winner; None if no column wins.
    """

    def __init__(self, model: Model, bits: SDR) -> None:
        pooler = model.pooler
        self.pooler = pooler
        self.overlaps = pooler.overlaps(bits) if bits.active else [0] * pooler.parameters.columns
        self.boosted = [overlap * boost for overlap, boost in zip(self.overlaps, pooler.boost, strict=True)]
        merit = list(zip(self.boosted, pooler.priority, strict=True))
        self.order = sorted(range(len(merit)), key=merit.__getitem__, reverse=True)
        self.winners = pooler.inhibit(self.overlaps)
        self.cut = min((self.boosted[column] for column in self.winners), default=None)

    def reason(self, column: int, given: bool) -> str:
        """Why a column won or lost."""
        name, overlap, score = column_called(column), self.overlaps[column], self.boosted[column] / 1000
        if not given:
            return f"{name} is not active: this step has no input."
        if overlap == 0:
            least = self.pooler.parameters.stimulus_threshold
            few = f"fewer connected synapses than the stimulus threshold of {least}" if least > 1 else ""
            return f"{name} lost: it has {few or 'no connected synapses'} from active bits."
        place = f"{self.order.index(column) + 1} of {len(self.order)}"
        boost = self.pooler.boost[column] / 1000
        boosted = "" if boost == 1 else f", times its boost of {boost:g} a score of {score:g}"
        what = f"its overlap is {overlap}{boosted}, which is place {place}"
        if self.pooler.parameters.inhibition == "local":
            near = len(self.pooler.neighbours(column))
            return (
                f"{name} {'won' if column in self.winners else 'lost'} among its {near} neighbours: {what}."
            )
        low = (self.cut or 0) / 1000
        if column in self.winners:
            return f"{name} won: {what}; the best {len(self.winners)} win, down to a score of {low:g}."
        if score == low:
            tie = "the same score as the weakest winner; in a tie, the priority decides"
            return f"{name} lost: {what}, {tie}."
        return f"{name} lost: {what}; it needs a score of {low:g}."


def look_at_column(run: LiveRun, at: int, column: int) -> ColumnLook:
    """A column right before the step."""
    model, bits = input_at(run, at)
    pooler = model.pooler
    column = check_whole(column, "column", 0, pooler.parameters.columns - 1)
    contest, pool = Competition(model, bits), pooler.pool_of(column)
    return {
        "column": column,
        "sentence": contest.reason(column, bool(bits.active)),
        "pool": list(pool),
        "permanences": list(pool.values()),
        "connected_permanence": pooler.parameters.connected_permanence,
        "overlap": contest.overlaps[column],
        "score": contest.boosted[column] / 1000,
        "boost": pooler.boost[column] / 1000,
        "active_duty": pooler.activity_duty[column],
        "overlap_duty": pooler.overlap_duty[column],
        "rank": contest.order.index(column) + 1,
        "cut": None if contest.cut is None else contest.cut / 1000,
        "active": column in contest.winners,
        "expected": column in model.memory.predictive_columns,
    }


def look_at_cell(run: LiveRun, at: int, cell: int) -> CellLook:
    """A cell after the step."""
    memory = run.history.look(at).memory
    cell = check_whole(cell, "cell", 0, memory.size - 1)
    why = run.history.look(at).why(cell)
    when = {one.serial: (run.born(one.serial), run.used(one.last_used)) for one in memory.segments_of(cell)}
    named = cell_called(cell, memory.parameters.cells_per_column)
    dendrites: list[Dendrite] = []
    for one in why.dendrites:
        born, last_used = when[one.serial]
        dendrites.append(cast(Dendrite, asdict(one) | {"born": born, "last_used": last_used}))
    return {
        "cell": cell,
        "column": why.column,
        "sentence": f"{named} {why.sentence.partition(') ')[2]}",  # core names the cell by its number
        "predictive": why.predictive,
        "active": cell in memory.now.active_cells,
        "winner": cell in memory.now.winner_cells,
        "dead": cell in memory.dead_cells,
        "activation_threshold": memory.parameters.activation_threshold,
        "learning_threshold": memory.parameters.learning_threshold,
        "connected_permanence": memory.parameters.connected_permanence,
        "dendrites": dendrites,
    }


def look_at_bit(run: LiveRun, at: int, bit: int) -> BitLook:
    """A bit right before the step."""
    model, bits = input_at(run, at)
    bit = check_whole(bit, "bit", 0, model.encoder.size - 1)
    clean = undisturbed(model.encoder)
    said = clean.describe(bit, _candidates(run, clean))
    sentence = f"{said.replace('bit', 'Bit', 1) if said.startswith('bit') else said}."
    if at:
        meant = bit in deepcopy(clean).encode(run.records[at - 1]).active
        if meant != (bit in bits.active):
            sentence += f" Noise has turned it {'off' if meant else 'on'} at this step."
    pools = model.pooler.permanences
    return {
        "bit": bit,
        "sentence": sentence,
        "on": bit in bits.active,
        "connected": sorted(model.pooler.connected_columns.get(bit, ())),
        "potential": sum(bit in pool for pool in pools),
    }


def _candidates(run: LiveRun, encoder: Encoder) -> Any:
    """The values for which a bit is tried; with several fields, for each field that needs them."""
    if isinstance(encoder, Fields):
        each = {name: _tried(run.series.fields.get(name, []), one) for name, one in encoder.encoders.items()}
        return {name: tried for name, tried in each.items() if tried is not None}
    return _tried(run.series.values(), encoder)


def _tried(values: list[Any], encoder: Encoder) -> list[float] | None:
    """The middle of each bucket between the lowest and the highest value, rounded as people write it."""
    known = [value for value in values if not is_missing(value)]
    if isinstance(encoder, Log):  # the buckets are powers of ten: try only values that occur
        return sorted(set(known))[:MOST_CANDIDATES]
    if isinstance(encoder, Scalar) and encoder.minimum is not None and encoder.maximum is not None:
        low, width = (
            encoder.minimum,
            (encoder.maximum - encoder.minimum) / max(1, encoder.size - encoder.active_bits),
        )
        first, last = 0, encoder.size - encoder.active_bits
    elif isinstance(encoder, RDSE) and encoder.resolution is not None and known:
        low, width = 0.0, encoder.resolution
        first, last = encoder.bucket(min(known)), encoder.bucket(max(known))
    else:
        return None
    stride = -(-(last - first + 1) // MOST_CANDIDATES)
    return [float(f"{low + width * place:.4g}") for place in range(first, last + 1, stride)]
