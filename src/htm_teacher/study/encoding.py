"""From a series to what a model takes: an encoder fitted to the training rows alone, and records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import isfinite
from typing import Any

from ..core.checks import brief
from ..core.encoders import RDSE, Category, DateTime, Encoder, Fields
from ..series import Series, Value
from .dates import DAY
from .encoder_notes import notes_on_columns
from .far_out import near

TIME_BITS = 21  # active bits of each part of the time: as many as a value has
TWO_WEEKS, TWO_YEARS = timedelta(days=14), timedelta(days=731)


@dataclass(frozen=True)
class Encoded:
    """A series, ready for a model.

    Attributes:
        encoder: fitted to the training rows alone.
        records: the model's input at each step: a plain value, or a record of named fields.
        notes: what was decided, a sentence each.
    """

    encoder: Encoder
    records: list[Any]
    notes: list[str]

    @property
    def named(self) -> bool:
        """Whether the records have named fields."""
        return isinstance(self.encoder, Fields)


def encode(series: Series, training: int) -> Encoded:
    """The encoder and the records of a series whose first ``training`` rows are the training rows.

    A column of numbers gets an RDSE, a column of texts a Category. The resolution ignores values that are far
    out: with a single such value, all others would look alike. Times become a field of their own, with the
    parts of clock and calendar that recur in the training rows.

    Raises:
        ValueError: if the numbers to predict are so far apart that their differences cannot be added up.
    """
    check_span(series)
    encoders = {name: _encoder(values, training) for name, values in series.fields.items()}
    check_reach(series, encoders)
    parts = time_parts((series.times or [])[:training])
    bits: dict[str, Any] = {"time_of_day": 0} | dict.fromkeys(parts, TIME_BITS)
    time = DateTime(**bits) if parts else None
    notes = notes_on_columns(series, encoders, training, time.size if time else 0)
    if time:
        encoders["time"] = time
        notes.append(f"time: {' and '.join(parts).replace('_', ' ')}, {TIME_BITS} active bits each")
    if list(encoders) == [series.main]:
        return Encoded(encoders[series.main], list(series.values()), notes)
    records = [{name: row[name] for name in encoders} for row in series.rows()]
    return Encoded(Fields(encoders), records, notes)


def check_span(series: Series) -> None:
    """Raise a ValueError if errors of predictions could be larger than any float."""
    known = [value for value in series.values() if isinstance(value, float | int)]
    low, high = min(known, default=0.0), max(known, default=0.0)
    if not isfinite((high - low) * len(series)):
        apart = f"numbers from {low:.3g} to {high:.3g} are too far apart to add up their differences"
        raise ValueError(f"{brief(series.name)}, {brief(series.main)}: {apart}; divide them by 1e10, say")


def check_reach(series: Series, encoders: Mapping[str, Encoder]) -> None:
    """Raise a ValueError if a value is too large for its encoder: before a long run ends at it."""
    for name, encoder in encoders.items():
        values = series.fields[name]
        known = [step for step, value in enumerate(values) if isinstance(value, float | int)]
        for _, step in {pick((values[step], step) for step in known) for pick in (min, max) if known}:
            try:
                encoder.encode(values[step])
            except ValueError as error:
                where = f"{brief(series.name)}, {brief(name)}, step {step:,}"
                raise ValueError(f"{where}: {error}; correct it, or leave it empty if missing") from None


def time_parts(times: Sequence[datetime]) -> list[str]:
    """The parts of clock and calendar that recur in these times, by the names of ``DateTime``.

    The time of day if a day has several rows; the day of the week from two weeks on, if a step takes a day
    or less; the day of the year from two years on.
    """
    if len(times) < 2:
        return []
    span, clocks = times[-1] - times[0], {time.time() for time in times}
    days = {time.date() for time in times}
    step = sorted(now - before for before, now in pairwise(times))[(len(times) - 1) // 2]
    recurs = {
        "time_of_day": span >= DAY and len(clocks) > 1 and len(times) >= 2 * len(days),
        "day_of_week": span >= TWO_WEEKS and step <= DAY and len({day.weekday() for day in days}) > 1,
        "day_of_year": span >= TWO_YEARS and len({(day.month, day.day) for day in days}) > 1,
    }
    return [name for name, shown in recurs.items() if shown]


def _encoder(values: Sequence[Value], training: int) -> Encoder:
    texts = any(
        isinstance(value, str) for value in values
    )  # of all rows: the training rows may hold gaps only
    encoder: Encoder = Category() if texts else RDSE()
    encoder.fit(values[:training] if texts else near(values[:training]))
    return encoder
