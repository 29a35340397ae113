"""What is to be drawn: the records of a run, read once and turned into arrays."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from numbers import Real
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ..core.encoders import Fields
from ..core.records import Step
from ..keep.history import History

Numbers = npt.NDArray[np.float64]
Bits = frozenset[int]


class Steps(Protocol):
    """The records of a run, in order: a list of ``Step``, or a ``History``."""

    def __len__(self) -> int:
        """How many steps there are."""

    def __getitem__(self, index: int, /) -> Step:
        """One of them."""

    def __iter__(self) -> Iterator[Step]:
        """All of them, in order."""


@dataclass(frozen=True)
class Labels:
    """What a picture of a run says about its values.

    Args:
        times: when each step was, for the time axis; as many as there are steps.
        name, unit: what the value is called, and its unit.
        field: in records with named fields, the field to draw. If not given: the predicted field.
        predict: the field that the model predicts, if it is not ``field``. A ``History`` knows it; give it
            with bare records, so that the prediction is not drawn beside another field.
    """

    times: Sequence[datetime] | None = None
    name: str = "value"
    unit: str = ""
    field: str | None = None
    predict: str | None = None


NO_LABELS = Labels()


@dataclass(frozen=True)
class Recording:
    """A run as the panels need it; entry ``i`` of each list belongs to step ``first + i``.

    Args:
        first: the index of the first step.
        values: what came, in the value's unit, or the place of a category; NaN where it is missing.
        expected: what was predicted for that step one step before; NaN where nothing was.
        categories: their names, by place, where the values are texts; otherwise empty.
        learn: whether the step was training.
        recall, precision: of the step's columns, in [0, 1]; NaN where there is no score.
        encoded: the active bits of the input, of ``bits`` in all.
        active, predicted: columns that came, and that had been predicted for that step.
        columns: how many columns there are, or, if nobody knows, may be.
        name, unit: of the value, for labels.
        times: when each step was, if known.
    """

    first: int
    values: Numbers
    expected: Numbers
    categories: list[str]
    learn: list[bool]
    recall: Numbers
    precision: Numbers
    encoded: list[Bits]
    bits: int
    active: list[Bits]
    predicted: list[Bits]
    columns: int
    name: str
    unit: str
    times: list[datetime] | None

    def __len__(self) -> int:
        """How many steps there are."""
        return len(self.learn)

    def phases(self) -> list[tuple[int, int, bool]]:
        """Stretches of training and testing: first place, place after the last, whether training."""
        cuts = [i for i in range(1, len(self)) if self.learn[i] != self.learn[i - 1]]
        ends = [*cuts, len(self)]
        return [(a, b, self.learn[a]) for a, b in zip([0, *cuts], ends, strict=True)]


def read(steps: Steps, labels: Labels = NO_LABELS) -> Recording:
    """Read a run; see ``four_panels`` for the errors."""
    records = list(steps)
    check(records, labels.times)
    field, predict = choose_field(steps, records, labels.field, labels.predict)
    values, categories = as_numbers([pick(step.value, field) for step in records])
    shown = field == predict and not categories
    return Recording(
        first=records[0].index,
        values=values,
        expected=expectations(records) if shown else np.full(len(records), np.nan),
        categories=categories,
        learn=[step.learn for step in records],
        recall=numbers(step.recall for step in records),
        precision=numbers(step.precision for step in records),
        encoded=[step.encoded.active for step in records],
        bits=records[0].encoded.size,
        active=[step.active_columns for step in records],
        predicted=[step.predicted_columns for step in records],
        columns=count_columns(steps, records),
        name=field if field is not None and labels.name == NO_LABELS.name else labels.name,
        unit=labels.unit,
        times=None if labels.times is None else list(labels.times),
    )


def check(records: list[Step], times: Sequence[datetime] | None) -> None:
    """Raise a ValueError for what cannot be drawn."""
    if not records:
        raise ValueError("steps: there are none, so there is nothing to draw")
    for before, step in pairwise(records):
        if step.index != before.index + 1:
            raise ValueError(f"steps: {step.index} follows {before.index}; they must be of one run")
    if times is None:
        return
    if len(times) != len(records):
        raise ValueError(f"times: {len(times)} for {len(records)} steps; each step needs one")
    for step, time in zip(records, times, strict=True):
        if not isinstance(time, datetime):
            raise ValueError(f"times: {time!r} at step {step.index}; a datetime is needed")


def choose_field(
    steps: Steps, records: list[Step], field: str | None, predict: str | None
) -> tuple[str | None, str | None]:
    """The field to draw, and the one that the model predicts; both None where values are plain."""
    names = list(dict.fromkeys(n for r in records if isinstance(r.value, Mapping) for n in r.value))
    if field is not None and field not in names:
        there = f"there are {', '.join(map(repr, names))}" if names else "the values are plain"
        raise ValueError(f"no field {field!r}: {there}")
    if not names:
        return None, None
    model = steps.model if isinstance(steps, History) else None
    if predict is None and model is not None and isinstance(model.encoder, Fields):
        predict = model.predict or next(iter(model.encoder.encoders))
    if field is None:
        field = predict if predict in names else first_drawable(records, names)
    return field, predict or field


def first_drawable(records: list[Step], names: list[str]) -> str:
    """The first field that holds numbers or texts: the date that rows begin with does not."""
    for name in names:
        if any(isinstance(pick(record.value, name), (Real, str)) for record in records):
            return name
    return names[0]


def pick(value: Any, field: str | None) -> Any:
    """The value itself, or of a record the field."""
    return value if field is None else value.get(field) if isinstance(value, Mapping) else None


def as_numbers(values: list[Any]) -> tuple[Numbers, list[str]]:
    """Values on a scale, and the names on it if they are texts; what is neither leaves a gap."""
    if not any(isinstance(value, str) for value in values):
        return numbers(values), []
    texts = [str(value) if isinstance(value, (str, Real)) else None for value in values]
    categories = sorted({text for text in texts if text is not None})
    places = {text: place for place, text in enumerate(categories)}
    return numbers(None if text is None else places[text] for text in texts), categories


def numbers(values: Any) -> Numbers:
    """Finite numbers as they are, NaN for all else."""
    finite = [float(value) if isinstance(value, Real) else math.nan for value in values]
    return np.array([value if math.isfinite(value) else math.nan for value in finite])


def expectations(records: list[Step]) -> Numbers:
    """What was expected of each step one step before: the prediction *for* it."""
    before = [record.prediction.get(1) for record in records[:-1]]
    return numbers([None, *(one.expected if one else None for one in before)])


def count_columns(steps: Steps, records: list[Step]) -> int:
    """A history knows; of bare records the highest seen must do, rounded up as sizes mostly are."""
    if isinstance(steps, History):
        return steps.model.pooler.parameters.columns
    seen = [max(one.active_columns | one.predicted_columns, default=0) for one in records]
    return 64 * math.ceil((1 + max(seen)) / 64)


def rolling_mean(scores: Numbers, steps: int) -> Numbers:
    """The mean of the scores among the last ``steps``; missing ones are left out; NaN if all are."""
    known = np.isfinite(scores)
    sums = np.concatenate([[0.0], np.cumsum(np.where(known, scores, 0.0))])
    counts = np.concatenate([[0], np.cumsum(known)])
    ends = np.arange(1, len(scores) + 1)
    starts = np.maximum(ends - steps, 0)
    many = counts[ends] - counts[starts]
    mean: Numbers = np.full(len(scores), np.nan)
    np.divide(sums[ends] - sums[starts], many, out=mean, where=many > 0)
    return mean


def surprises(run: Recording) -> list[int]:
    """Where half of the columns came unexpected, and in the step before fewer did: places in the run."""
    surprised = run.recall <= 0.5  # False where there is no score
    before = np.concatenate([[False], surprised[:-1]])
    found: list[int] = np.flatnonzero(surprised & ~before).tolist()
    return found
