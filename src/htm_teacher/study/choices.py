"""What a run is made with: how many rows to learn from, and the parameters of the model."""

from collections.abc import Sequence
from typing import Any

from ..build import PRESETS
from ..core.checks import check_number, check_whole, shown
from ..core.parameters import MemoryParameters, PoolerParameters
from ..series import Series

# Chosen on the training rows of the demand series alone: trained on rows up to 2,200, compared on those from
# there to 2,822. Boosting brings all columns into use, so that they tell more values apart: without it recall
# is higher (.56 against .49), but predictions have larger errors (a step ahead 1,057 MW against 967, a day
# ahead 1,312 against 1,040). The classifier sees each moment only once; three times its usual learning rate
# gives the smallest errors. What is usual is estimated from the last 500 records, so that the test is
# compared with steps at which the model had learned. With the default of 8,640, its untrained beginning
# counts too, and makes any surprise look usual: on the test rows of 12 files of NAB the default gives 32
# false alarms and meets no anomaly; 500 gives no false alarm and meets 2 of 11.
CHOSEN: dict[str, Any] = {"boost_strength": 1.0, "learning_rate": 0.3, "window": 500}

FEWEST_ACTIVE = 5  # columns: with fewer, patterns could not be told apart


def first_rows(series: Series, iterations: int | None) -> Series:
    """The first rows of a series, as many as there are to take; by default all."""
    taken = len(series) if iterations is None else check_whole(iterations, "iterations", 1)
    return series.head(taken) if taken < len(series) else series


def training_rows(rows: int, train: float) -> int:
    """How many of the rows are learned from."""
    part = check_number(train, "train", 0, 1)
    training = round(rows * part)
    if training == 0:
        raise ValueError(f"train is {shown(train)}: of {rows} rows that leaves none to learn from")
    return training


def parameters(
    preset: str, columns: int | None, horizons: Sequence[int], changes: dict[str, Any]
) -> dict[str, Any]:
    """The parameters in which a run differs from the preset; ``changes`` override all others."""
    resized = {} if columns is None else scaled(preset, columns)
    ahead = tuple(check_whole(horizon, "ahead", 1) for horizon in horizons)
    return CHOSEN | {"horizons": ahead} | resized | changes


def scaled(preset: str, columns: int) -> dict[str, int]:
    """A preset's parameters for another number of columns: as sparse, and recognised as easily.

    The same fraction of the columns is active. The thresholds stay the same fraction of the synapses that a
    segment can have to one moment, but never exceed those of the preset.
    """
    if preset not in PRESETS:
        raise ValueError(f"unknown preset {shown(preset)}: there are {', '.join(PRESETS)}")
    usual = {name: _of(preset, name) for name in ("columns", "active_column_count", "sample_size")}
    part = usual["active_column_count"] / usual["columns"]
    fewest = -int(-(FEWEST_ACTIVE - 0.5) // part)
    if check_whole(columns, "columns") < fewest:
        why = f"it must be at least {fewest}, so that {FEWEST_ACTIVE} are active at the sparsity of {preset}"
        raise ValueError(f"columns is {columns}: {why}")
    active = int(columns * part + 0.5)
    before = min(usual["sample_size"], usual["active_column_count"])
    shrunk = min(1.0, min(usual["sample_size"], active) / before)
    thresholds = {
        name: int(_of(preset, name) * shrunk + 0.5) for name in ("activation_threshold", "learning_threshold")
    }
    return {"columns": columns, "active_column_count": active} | thresholds


def _of(preset: str, name: str) -> int:
    """A parameter's value in a preset."""
    values = vars(PoolerParameters()) | vars(MemoryParameters()) | PRESETS[preset]
    return int(values[name])
