"""How the classifier of a run learns numbers: their changes, from cells and bits, spread and rehearsed.

Texts have no changes: there the classifier stays plain.
"""

from collections.abc import Sequence
from statistics import median
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
    horizons = sorted(set(chosen["horizons"]))
    none = (None,) * len(horizons)
    fixed = none if "change_widths" in chosen else origins(values, horizons)
    fixed = chosen.get("change_origins", fixed) or none
    return {
        "change_widths": widths(values, horizons, fixed),
        "change_origins": fixed if any(one is not None for one in fixed) else None,
        "reads_bits": True,
        "spread": SPREAD,
        "rehearsals": min(MOST_REHEARSALS, max(1, round(LESSONS / training))),
        "learning_rate": round(STEP / (bits + columns), 4),
    }


def origins(values: Sequence[Value], horizons: Sequence[int]) -> tuple[float | None, ...]:
    """For each horizon the median of the values, if what is usual tells more of a later value than now does.

    The second half of the rows decides: whether it is nearer to the median of the first half than to the
    values one horizon before. Where each value is drawn alone, or far ahead, nothing is left of the value of
    now: what can be learned is how far a value lies from what is usual.
    """
    half, found = len(values) // 2, list[float | None]()
    if not _numbers(values[:half]):
        return (None,) * len(horizons)
    usual = median(_numbers(values[:half]))
    for horizon in horizons:
        pairs = _pairs(values[max(0, half - horizon) :], horizon)
        nearer = sum(abs(b - usual) for _, b in pairs) < sum(abs(b - a) for a, b in pairs)
        found.append(float(median(_numbers(values))) if nearer else None)
    return tuple(found)


def _numbers(values: Sequence[Value]) -> list[float]:
    """Those that are known."""
    return [value for value in values if isinstance(value, float | int)]


def widths(
    values: Sequence[Value], horizons: Sequence[int], origins: Sequence[float | None] | None = None
) -> tuple[float, ...] | None:
    """For each horizon, how wide a bucket of changes is; None if for one of them nothing changes.

    ``origins``: from which values they are counted; by default from the value of now.
    """
    found = []
    rounding = ROUNDING * max(map(abs, _numbers(values)), default=0.0)
    for horizon, origin in zip(horizons, origins or [None] * len(horizons), strict=True):
        changes = [
            after - (before if origin is None else origin) for before, after in _pairs(values, horizon)
        ]
        found.append(_span(sorted(changes), rounding) / BUCKETS)
    return tuple(found) if all(width > 0 for width in found) else None


def _pairs(values: Sequence[Value], horizon: int) -> list[tuple[float, float]]:
    """Each number, and the number one horizon later, where both are known."""
    pairs = zip(values, values[horizon:], strict=False)
    return [(a, b) for a, b in pairs if isinstance(a, float | int) and isinstance(b, float | int)]


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
    buckets = [
        f"{plain(scale.width, 3)} in {counted(ahead, 'step')}"
        + f" counted from {plain(scale.origin or 0, 4)}" * (scale.origin is not None)
        for ahead, scale in parameters.by_horizon()
    ]
    range_of = f"1/{BUCKETS} of their range, without rare ones"
    return f"predicted: changes, in buckets of {', '.join(buckets)}: {range_of}"
