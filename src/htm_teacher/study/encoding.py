"""From a series to what a model takes: an encoder fitted to the training rows alone, and records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..core.encoders import RDSE, Category, DateTime, Encoder, Fields
from ..series import Series, Value

TIME_BITS = 21  # of each part of the time: as many as a value has
TWO_WEEKS, TWO_YEARS = timedelta(days=14), timedelta(days=731)


@dataclass(frozen=True)
class Encoded:
    """A series made ready.

    Attributes:
        encoder: fitted to the training rows, and to no others.
        records: what the model is given at each step: a plain value, or a record of named fields.
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
    """The encoder and the records of a series of which the first ``training`` rows are to be learned.

    A column of numbers gets an RDSE, a column of texts a Category. Times become a field of their own,
    with as much of clock and calendar as the training rows show more than once.
    """
    encoders = {name: _encoder(values[:training]) for name, values in series.fields.items()}
    notes = [_say(name, one, series) for name, one in encoders.items()]
    times = series.times or []
    if parts := time_parts(times[:training]):
        bits: dict[str, Any] = {"time_of_day": 0} | dict.fromkeys(parts, TIME_BITS)
        encoders["time"] = DateTime(**bits)
        notes.append(f"time: {' and '.join(parts).replace('_', ' ')}, {TIME_BITS} active bits each")
    if list(encoders) == [series.main]:
        return Encoded(encoders[series.main], list(series.values()), notes)
    records = [{name: row[name] for name in encoders} for row in series.rows()]
    return Encoded(Fields(encoders), records, notes)


def time_parts(times: Sequence[datetime]) -> list[str]:
    """What of clock and calendar these times show more than once, by the names of ``DateTime``.

    The time of day if there are several rows a day, the day of the week from two weeks on, the day of the
    year from two years on.
    """
    if len(times) < 2:
        return []
    span, clocks = times[-1] - times[0], {time.time() for time in times}
    days = {time.date() for time in times}
    recurs = {
        "time_of_day": len(clocks) > 1 and len(times) >= 2 * len(days),
        "day_of_week": span >= TWO_WEEKS and len({day.weekday() for day in days}) > 1,
        "day_of_year": span >= TWO_YEARS,
    }
    return [name for name, shown in recurs.items() if shown]


def _encoder(values: Sequence[Value]) -> Encoder:
    texts = any(isinstance(value, str) for value in values)
    encoder: Encoder = Category() if texts else RDSE()
    encoder.fit(values)
    return encoder


def _say(name: str, encoder: Encoder, series: Series) -> str:
    """What an encoder took from the training rows."""
    unit = f" {series.unit}" if series.unit and name == series.main else ""
    if isinstance(encoder, RDSE):
        taken = f"an RDSE of resolution {encoder.resolution:g}{unit}, 1/130 of the range"
    else:
        taken = f"the {len(encoder.candidates())} categories"
    return f"{name}: {taken} of the training rows; the test rows had no part in it"
