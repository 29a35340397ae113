"""What a run is made with: parameters chosen for it, how many columns, and how many rows to learn from."""

from collections.abc import Sequence
from typing import Any

from ..build import PRESETS
from ..core.checks import check_number, check_whole
from ..core.parameters import MemoryParameters, PoolerParameters

# Chosen on the training rows of the demand series alone: learned up to row 2,200, looked at from there to
# 2,822. Boosting brings all columns into use, so that they tell more values apart: without it recall is
# higher (.56 against .49), but predictions err more (a step ahead 1,057 MW against 967, a day ahead 1,312
# against 1,040). The classifier hears each moment only once; three times its usual rate errs least.
CHOSEN: dict[str, Any] = {"boost_strength": 1.0, "learning_rate": 0.3}

FEWEST_ACTIVE = 5  # columns: fewer are no pattern that could be told from another


def horizons_ahead(horizons: Sequence[int]) -> tuple[int, ...]:
    """How many steps ahead to predict, each at least 1."""
    return tuple(check_whole(horizon, "ahead", 1) for horizon in horizons)


def training_rows(rows: int, train: float) -> int:
    """How many of the rows are learned from."""
    part = check_number(train, "train", 0, 1)
    training = round(rows * part)
    if training == 0:
        raise ValueError(f"train is {train!r}: of {rows} rows that leaves none to learn from")
    return training


def scaled(preset: str, columns: int) -> dict[str, int]:
    """A preset's parameters for another number of columns: as sparse, and as easily recognised.

    The active columns stay the same part of all. A segment recognises a moment by the same part of the
    synapses that it can have to it, but never by more than in the preset.
    """
    if preset not in PRESETS:
        raise ValueError(f"unknown preset {preset!r}: there are {', '.join(PRESETS)}")
    usual = {name: _of(preset, name) for name in ("columns", "active_column_count", "sample_size")}
    part = usual["active_column_count"] / usual["columns"]
    fewest = -int(-(FEWEST_ACTIVE - 0.5) // part)
    if check_whole(columns, "columns") < fewest:
        why = f"it must be at least {fewest}, for {FEWEST_ACTIVE} to be active as in {preset}"
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
