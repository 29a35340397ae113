"""Numbers, moments and time spans as people write them."""

from datetime import datetime, timedelta

UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60))


def number(value: float | str | None, digits: int = 2) -> str:
    """A number, or a dash where there is none."""
    if value is None:
        return "-"
    return value if isinstance(value, str) else f"{value:,.{digits}f}"


def moment(time: datetime | None) -> str:
    """A date and time as people write it; nothing where there is none."""
    return "" if time is None else f"{time:%a} {time.day} {time:%b %Y %H:%M}"


def duration(time: timedelta) -> str:
    """A time span in its largest whole unit."""
    seconds = round(time.total_seconds())
    for unit, length in UNITS:
        if seconds % length == 0:
            count = seconds // length
            return f"{count:,} {unit}{'s' * (count != 1)}"
    return f"{seconds:,} seconds"


def roughly(time: timedelta) -> str:
    """A time span to three figures, in a unit of which it has at least two."""
    seconds = time.total_seconds()
    unit, length = next(((u, one) for u, one in UNITS if seconds >= 2 * one), ("second", 1))
    return f"{seconds / length:,.3g} {unit}s"
