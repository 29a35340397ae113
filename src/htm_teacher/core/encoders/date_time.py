"""DateTime: what the clock and the calendar show, each encoded by its own bits, side by side.

Source: Purdy 2016, "Encoding data for HTM systems".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ..checks import shown
from .base import Encoder
from .scalar import Scalar
from .settings import check_settings

DAY = 24 * 60 * 60  # seconds


@dataclass
class DateTime(Encoder):
    """A date and time, as a local clock shows it. Time zones are not converted.

    Args:
        time_of_day: active bits for the time of day; times within four hours share some. 0: left out.
        day_of_week: active bits for the day of the week; days share none.
        weekend: active bits that tell Saturday and Sunday from the other days.
        day_of_year: active bits for the season; days within a month share some.
        holiday: active bits that tell the holidays from other days; needed if ``holidays`` are given.
        holidays: the dates of the holidays, as "2024-12-25".

    Raises:
        ValueError: if a value is neither a date, with or without a time (also NumPy's), nor a string such as
            "2024-02-29 06:30"; or if holidays are given without bits for them.
    """

    time_of_day: int = 21
    day_of_week: int = 0
    weekend: int = 0
    day_of_year: int = 0
    holiday: int = 0
    holidays: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.holidays = tuple(map(_day, self.holidays))
        # Each part is a circle with room for ``width`` blocks of active bits. A day has 6 blocks, so times
        # less than 4 hours apart share bits. A week has 7, one for each day; yes or no has 2.
        self._parts = {
            name: Scalar(0, top, size=width * bits, active_bits=bits, periodic=True)
            for name, bits, top, width in (
                ("time_of_day", self.time_of_day, DAY, 6),
                ("day_of_week", self.day_of_week, 7, 7),
                ("weekend", self.weekend, 2, 2),
                ("day_of_year", self.day_of_year, 366, 12),
                ("holiday", self.holiday, 2, 2),
            )
            if bits
        }
        if self.holidays and not self.holiday:
            raise ValueError("holidays are given, but holiday is 0: it must say how many bits they get")
        self.size = sum(part.size for part in self._parts.values())
        self.active_bits = sum(part.active_bits for part in self._parts.values())
        check_settings(self)

    def bits(self, value: Any) -> set[int]:
        readings, bits, offset = self._readings(value), set(), 0
        for name, part in self._parts.items():
            bits |= {offset + bit for bit in part.bits(readings[name])}
            offset += part.size
        return bits

    def describe(self, bit: int, candidates: Iterable[Any] | None = None) -> str:
        """What one bit means: the part of the date that it belongs to, and the values it is active for."""
        offset = 0
        for name, part in self._parts.items():
            if candidates is None and 0 <= bit - offset < part.size:
                return f"{name.replace('_', ' ')}, {part.describe(bit - offset)}"
            offset += part.size
        return super().describe(bit, candidates)

    def _readings(self, value: Any) -> dict[str, float]:
        """What the clock and the calendar show, each on the scale of its part."""
        try:
            value = getattr(value, "start_time", value)  # a month or another Period of pandas
            if getattr(getattr(value, "dtype", None), "kind", "") == "M":  # NumPy's, perhaps a month
                fine = value.astype("datetime64[us]")
                if fine.astype("datetime64[s]") != value.astype("datetime64[s]"):
                    raise OverflowError  # so far away that NumPy counted round
                value = fine
            # Python's dates and NumPy's datetime64 write themselves like the strings.
            when = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        except Exception:  # a value that is no date may also fail to be written
            raise ValueError(f"value is {shown(value)}: a date and time is needed") from None
        day = when.date()
        return {
            "time_of_day": when.hour * 3600 + when.minute * 60 + when.second,
            "day_of_week": when.weekday(),
            "weekend": int(when.weekday() >= 5),
            "day_of_year": day.timetuple().tm_yday - 1,
            "holiday": int(str(day) in self.holidays),
        }


def _day(value: Any) -> str:
    """A date as ISO 8601 writes it."""
    try:
        return str(date.fromisoformat(str(value)))
    except Exception:  # a value's own str can fail in any way
        raise ValueError(f"holidays: {shown(value)} is not a date; write it as 2024-12-25") from None
