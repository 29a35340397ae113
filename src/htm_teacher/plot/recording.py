"""A recording: the records of a run, read once and turned into arrays that can be drawn."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from numbers import Real
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ..core.checks import listed, shown
from ..core.encoders import Fields
from ..core.records import Step
from ..keep.history import History

Numbers = npt.NDArray[np.float64]
Bits = frozenset[int]

APART = 0.01  # surprises are at least this fraction of the run apart, so that marks can be told apart


def dated(time: datetime, form: str = "%a %d %b %Y %H:%M") -> str:
    """A time as text; the day of the month has no leading zero."""
    return time.strftime(form.replace("%d", f"{time.day}"))


class Steps(Protocol):
    """The records of a run, in order: a list of ``Step``, or a ``History``."""

    def __len__(self) -> int:
        """The number of steps."""

    def __getitem__(self, index: int, /) -> Step:
        """The record of a step."""

    def __iter__(self) -> Iterator[Step]:
        """All records, in order."""


@dataclass(frozen=True)
class Labels:
    """What a picture of a run says about its values.

    Args:
        times: when each step was, for the time axis; as many as there are steps.
        name, unit: what the value is called, and its unit.
        field: in records with named fields, the field to draw. If not given: the predicted field.
        predict: the field that the model predicts, if it is not ``field``. A ``History`` knows it; give it
            with bare records, so that the prediction is not drawn beside another field.
        written: writes a time as text, for the step that is shown; by default with day and clock.
        moments: steps to mark by their rank, such as the most anomalous, the first of them first.
        heading: what stands above the four panels; by default the name.
    """

    times: Sequence[datetime] | None = None
    name: str = "value"
    unit: str = ""
    field: str | None = None
    predict: str | None = None
    written: Callable[[datetime], str] = dated
    moments: Sequence[int] = ()
    heading: str = ""


NO_LABELS = Labels()


@dataclass(frozen=True)
class Recording:
    """A run as the panels need it. Entry ``i`` of each list belongs to step ``first + i``.

    Args:
        first: the index of the first step.
        values: the values in their unit, or the places of categories; NaN for a missing value.
        expected: the value predicted for each step, one step before; NaN without a prediction.
        categories: the names of the categories, by place; empty if the values are numbers.
        learn: whether the step was training.
        recall, precision: the scores of the step's columns, in [0, 1]; NaN without a score.
        encoded: the active bits of the input, out of ``bits``.
        active, predicted: the columns that were active, and those that were predicted for this step.
        columns: the number of columns; for bare records an estimate.
        name, unit, heading: what the value is called, its unit, and what stands above the four panels.
        times: when each step was, if known.
        written: writes a time as text.
        moments: {place: rank} of the steps to mark.
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
    heading: str
    times: list[datetime] | None
    written: Callable[[datetime], str]
    moments: dict[int, int]

    def __len__(self) -> int:
        """The number of steps."""
        return len(self.learn)

    def phases(self) -> list[tuple[int, int, bool]]:
        """The phases, training or testing: first place, place after the last, whether it is training."""
        cuts = [i for i in range(1, len(self)) if self.learn[i] != self.learn[i - 1]]
        ends = [*cuts, len(self)]
        return [(a, b, self.learn[a]) for a, b in zip([0, *cuts], ends, strict=True)]


def read(steps: Steps, labels: Labels = NO_LABELS) -> Recording:
    """Read a run; see ``four_panels`` for the errors."""
    records = list(steps)
    check(records, labels.times)
    field, predict = choose_field(steps, records, labels.field, labels.predict)
    values, categories = as_numbers([pick(step.value, field) for step in records])
    forecast = field == predict and not categories
    first = records[0].index
    kept = range(first, first + len(records))
    name = field if field is not None and labels.name == NO_LABELS.name else labels.name
    return Recording(
        first=first,
        values=values,
        expected=expectations(records) if forecast else np.full(len(records), np.nan),
        categories=categories,
        learn=[step.learn for step in records],
        recall=numbers(step.recall for step in records),
        precision=numbers(step.precision for step in records),
        encoded=[step.encoded.active for step in records],
        bits=records[0].encoded.size,
        active=[step.active_columns for step in records],
        predicted=[step.predicted_columns for step in records],
        columns=count_columns(steps, records),
        name=name,
        unit=labels.unit,
        heading=labels.heading or name,
        times=None if labels.times is None else list(labels.times),
        written=labels.written,
        moments={step - first: rank for rank, step in enumerate(labels.moments, 1) if step in kept},
    )


def check(records: list[Step], times: Sequence[datetime] | None) -> None:
    """Raise a ValueError if these records cannot be drawn."""
    if not records:
        raise ValueError("steps is empty: there is nothing to draw")
    for before, step in pairwise(records):
        if step.index != before.index + 1:
            raise ValueError(
                f"steps: step {step.index} follows step {before.index}; all steps must be from the same run"
            )
    if times is None:
        return
    if len(times) != len(records):
        raise ValueError(f"times: {len(times)} times for {len(records)} steps; each step needs its time")
    for step, time in zip(records, times, strict=True):
        if not isinstance(time, datetime):
            raise ValueError(f"times: {shown(time)} at step {step.index} is not a datetime")


def choose_field(
    steps: Steps, records: list[Step], field: str | None, predict: str | None
) -> tuple[str | None, str | None]:
    """The field to draw, and the field that the model predicts; both None for plain values."""
    names = list(dict.fromkeys(n for r in records if isinstance(r.value, Mapping) for n in r.value))
    if field is not None and field not in names:
        known = f"the fields are {listed(map(repr, names))}" if names else "the values have no fields"
        raise ValueError(f"no field {shown(field)}: {known}")
    if not names:
        return None, None
    model = steps.model if isinstance(steps, History) else None
    if predict is None and model is not None and isinstance(model.encoder, Fields):
        predict = model.predict or next(iter(model.encoder.encoders))
    if field is None:
        field = predict if predict in names else first_drawable(records, names)
    return field, predict or field


def first_drawable(records: list[Step], names: list[str]) -> str:
    """The first field that holds numbers or text. Rows often begin with a date, which cannot be drawn."""
    for name in names:
        if any(isinstance(pick(record.value, name), (Real, str)) for record in records):
            return name
    return names[0]


def pick(value: Any, field: str | None) -> Any:
    """The value itself, or the field of a record."""
    return value if field is None else value.get(field) if isinstance(value, Mapping) else None


def as_numbers(values: list[Any]) -> tuple[Numbers, list[str]]:
    """Values as numbers, and the names of the categories if they are text. Anything else leaves a gap."""
    if not any(isinstance(value, str) for value in values):
        return numbers(values), []
    texts = [str(value) if isinstance(value, (str, Real)) else None for value in values]
    categories = sorted({text for text in texts if text is not None})
    places = {text: place for place, text in enumerate(categories)}
    return numbers(None if text is None else places[text] for text in texts), categories


def numbers(values: Any) -> Numbers:
    """Finite numbers unchanged, NaN for everything else."""
    finite = [float(value) if isinstance(value, Real) else math.nan for value in values]
    return np.array([value if math.isfinite(value) else math.nan for value in finite])


def expectations(records: list[Step]) -> Numbers:
    """The prediction *for* each step, made one step before."""
    before = [record.prediction.get(1) for record in records[:-1]]
    return numbers([None, *(one.expected if one else None for one in before)])


def count_columns(steps: Steps, records: list[Step]) -> int:
    """The number of columns. Bare records do not say it: take the highest, rounded up to a usual size."""
    if isinstance(steps, History):
        return steps.model.pooler.parameters.columns
    seen = [max(one.active_columns | one.predicted_columns, default=0) for one in records]
    return 64 * math.ceil((1 + max(seen)) / 64)


def rolling_mean(scores: Numbers, steps: int) -> Numbers:
    """The mean of the scores of the last ``steps``, without missing scores; NaN if all are missing."""
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
    """The places where half of the active columns or more burst, after a step where fewer did.

    Of places that are close together, only the one where most columns burst.
    """
    surprised = run.recall <= 0.5  # False without a score
    before = np.concatenate([[False], surprised[:-1]])
    found = np.flatnonzero(surprised & ~before)
    kept: list[int] = []
    for place in found[np.argsort(run.recall[found], kind="stable")].tolist():
        if all(abs(place - other) >= APART * len(run) for other in kept):
            kept.append(place)
    return sorted(kept)
