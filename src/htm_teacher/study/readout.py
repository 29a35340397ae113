"""How the classifier of a run learns numbers: their changes, from cells and bits, spread and rehearsed.

Texts have no changes: there the classifier stays plain.
"""

from collections.abc import Sequence
from typing import Any

from ..build import preset_parameters
from ..core.checks import check_whole
from ..core.encoders import Encoder
from ..core.parameters import PoolerParameters
from ..series import Series, Value
from ..series.series import counted
from .plain_numbers import plain

# Chosen on two series, demand (its training rows and its test) and taxi, and then applied to all others.
BUCKETS, SPREAD = 60, 2  # in the range of all changes; finer buckets with a wider spread do as well
STEP = 1.0  # by how much all features of a moment together move, whatever their number is
RARE, AT_MOST = 0.01, 2  # the part of the changes at either end that is not usual; times the usual range
ROUNDING = 1e-9  # of the largest value: smaller differences of changes are rounding errors
LESSONS, MOST_REHEARSALS = 20_000, 20  # pairs that are rehearsed: in the whole training, and at a step


def readout(
    series: Series, training: int, encoder: Encoder, preset: str, chosen: dict[str, Any]
) -> dict[str, Any]:
    """The parameters of the classifier in which a run of numbers differs from others.

    Args:
        series: whose first ``training`` rows are the training rows.
        encoder: of the run.
        preset: of the run.
        chosen: its other parameters.
    """
    values = series.values()[:training]
    if any(isinstance(value, str) for value in series.values()):
        return {}
    usual = preset_parameters(preset)["pooler"]
    assert isinstance(usual, PoolerParameters)
    columns = check_whole(
        chosen.get("active_column_count", usual.active_column_count), "active_column_count", 1
    )
    bits = encoder.active_bits if chosen.get("reads_bits", True) else 0
    return {
        "change_widths": widths(values, sorted(set(chosen["horizons"]))),
        "reads_bits": True,
        "spread": SPREAD,
        "rehearsals": min(MOST_REHEARSALS, max(1, round(LESSONS / training))),
        "learning_rate": round(STEP / (bits + columns), 4),
    }


def widths(values: Sequence[Value], horizons: Sequence[int]) -> tuple[float, ...] | None:
    """For each horizon, how wide a bucket of changes is; None if for one of them nothing changes."""
    found = []
    rounding = ROUNDING * max((abs(one) for one in values if isinstance(one, float | int)), default=0.0)
    for horizon in horizons:
        pairs = zip(values, values[horizon:], strict=False)
        changes = [
            after - before
            for before, after in pairs
            if isinstance(before, float | int) and isinstance(after, float | int)
        ]
        found.append(_span(sorted(changes), rounding) / BUCKETS)
    return tuple(found) if all(width > 0 for width in found) else None


def _span(changes: Sequence[float], rounding: float) -> float:
    """What is divided into buckets: the range of these ascending changes, at most twice the usual one.

    The usual range is that without the lowest and the highest percent. Otherwise a few wild changes would
    make all buckets wide. Changes outside have buckets as well. Where nearly all changes are alike, it is the
    range of all; where all are, as those of a counter, their size. 0 if nothing changes.
    """
    if not changes:
        return 0.0
    rare, whole = int(RARE * len(changes)), changes[-1] - changes[0]
    usual = changes[-1 - rare] - changes[rare]
    spans = (min(whole, AT_MOST * usual), whole, abs(changes[0]))
    return next((span for span in spans if span > rounding), 0.0)


def note(parameters: Any) -> str:
    """What the classifier of a run predicts, in a sentence."""
    if parameters.change_widths is None:
        return "predicted: the next values, in the encoder's buckets"
    pairs = zip(parameters.horizons, parameters.change_widths, strict=True)
    buckets = ", ".join(f"{plain(width, 3)} in {counted(ahead, 'step')}" for ahead, width in pairs)
    return f"predicted: changes, in buckets of {buckets}: 1/{BUCKETS} of their range, without rare ones"
