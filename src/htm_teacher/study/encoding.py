"""From a series to what a model takes: an encoder fitted to the training rows alone, and records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from ..core.encoders import RDSE, Category, DateTime, Encoder, Fields
from ..series import Series, Value
from ..series.series import counted

FAR = 10  # times the usual range: a value that makes the range this wide is far out
USUAL = 0.01  # the fraction of the values, at either end, that lies outside the usual range
WIDEST = 1e12  # usual ranges: a value farther out gets no bucket of its own
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
    """
    encoders = {name: _encoder(values, training) for name, values in series.fields.items()}
    notes = [_on_encoder(name, encoder, series, training) for name, encoder in encoders.items()]
    notes += [note for name, values in series.fields.items() for note in _on_far(name, values[:training])]
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
    """The parts of clock and calendar that recur in these times, by the names of ``DateTime``.

    The time of day if a day has several rows, the day of the week from two weeks on, the day of the year from
    two years on.
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


def far_out(values: Sequence[Value]) -> list[float]:
    """The numbers that make the range at least ten times as wide as usual; mostly none.

    The usual range leaves out the lowest and the highest percent. A number is far out if it lies more than
    the width of this range beyond it.
    """
    ranked = sorted(value for value in values if isinstance(value, float | int))
    cut = ceil(USUAL * len(ranked))
    if len(ranked) <= 4 * cut:
        return []
    low, high = ranked[cut], ranked[-1 - cut]
    wide = high - low
    if wide == 0 or ranked[-1] - ranked[0] < FAR * wide:
        return []
    return [value for value in ranked if not low - wide <= value <= high + wide]


def _near(values: Sequence[Value]) -> list[Value]:
    """The values that determine the resolution."""
    far = set(far_out(values))
    near = [value for value in values if value not in far]
    numbers = [value for value in near if isinstance(value, float | int)]
    blind = far and max(map(abs, far)) > WIDEST * (max(numbers) - min(numbers))
    return list(values) if blind else near


def _encoder(values: Sequence[Value], training: int) -> Encoder:
    texts = any(
        isinstance(value, str) for value in values
    )  # of all rows: the training rows may hold gaps only
    encoder: Encoder = Category() if texts else RDSE()
    encoder.fit(values[:training] if texts else _near(values[:training]))
    return encoder


def _on_encoder(name: str, encoder: Encoder, series: Series, training: int) -> str:
    """What an encoder took from the training rows."""
    if not isinstance(encoder, RDSE):
        taken = f"the {counted(len(encoder.candidates()), 'category')}".replace("categorys", "categories")
        return f"{name}: {taken} of the training rows; the test rows were not used"
    unit = f" {series.unit}" if series.unit and name == series.main else ""
    chosen = f"{name}: an RDSE of resolution {encoder.resolution:g}{unit}"
    if len({value for value in series.fields[name][:training] if value is not None}) > 1:
        return f"{chosen}, 1/130 of the range of the training rows; the test rows were not used"
    return f"{chosen}: the values of the training rows are all alike, so they have no range"


def _on_far(name: str, values: Sequence[Value]) -> list[str]:
    """What was done about values that are far out, if there are any."""
    far = far_out(values)
    if not far:
        return []
    them = f"{counted(len(far), 'value')} far from all others, such as {max(far, key=abs):,.6g}"
    without = len(_near(values)) < len(values)
    made = "left out of the range" if without else "the range is now so wide that all others look alike"
    return [f"{name}: {them}: {made}; if this is a fault in the data, leave its cell empty and run again"]
