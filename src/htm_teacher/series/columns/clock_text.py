"""Times of day: 13:30, 1:30:05.5 PM, 13h30, 1330; and durations: 1 days 02:00:00, PT1H."""

import re
from collections.abc import Sequence
from datetime import timedelta

_CLOCK = re.compile(
    r"(\d{1,2})(?:[:h](\d\d)(?:[:m](\d\d)(?:[.,:](\d+))?s?)?)?h?"
    r"(?:\s*([ap])\.?\s?m\.?)?(?:\s*(?:uhr|hrs?|h|uur|klo|godz\.?))?",
    re.IGNORECASE,
)
_POINTS = re.compile(r"(\d\d)\.(\d\d)(?:\.(\d\d))?")
_DIGITS = re.compile(r"(\d\d?)(\d\d)(?:(\d\d)(?:[.,](\d+))?)?")
_SPAN = re.compile(r"(?:(\d+) days?(?:, | |$))?(?:(\d+):(\d\d)(?::(\d\d(?:\.\d+)?))?)?")
_ISO = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", re.IGNORECASE)
_HOUR, _DAY = 3_600, 86_400
_UNITS = (_DAY, _HOUR, 60, 1)


def clock(text: str) -> timedelta | None:
    """The time from midnight to a time of day; None if the cell is none.

    Forms: 13:30, 13:30:05, with decimals after a point or comma (beyond microseconds they are cut), 1:30
    PM, 13h30, a whole hour from 0 to 24, and four or six digits such as 1330 or 133005.
    """
    cell = text.strip()
    match = _CLOCK.fullmatch(cell)
    if match:
        hour, minute, second, part, half = match.groups()
    else:
        match = _DIGITS.fullmatch(cell) if len(cell) >= 4 else None
        if not match:
            return None
        hour, minute, second, part = match.groups()
        half = None
    return _after_midnight(hour, minute, second, part, half)


def clock_after_date(text: str) -> timedelta | None:
    """Like ``clock``, also with points: 13.30, which alone would be a number."""
    match = _POINTS.fullmatch(text.strip())
    return _after_midnight(match[1], match[2], match[3], None, None) if match else clock(text)


def clocks_of(texts: Sequence[str]) -> list[timedelta | None]:
    """A whole column of times of day.

    Where a cell has three or four digits, all cells without marks are hours and minutes: 30 is 00:30
    beside 1330. Five or six digits are hours, minutes and seconds.
    """
    cells = [text.strip() for text in texts]
    widest = max((len(cell) for cell in cells if cell.isdecimal()), default=0)
    if widest <= 2:
        return [clock(_whole(cell)) for cell in cells]
    width = 4 if widest <= 4 else 6
    return [clock(cell.zfill(width) if cell.isdecimal() else cell) for cell in cells]


def seconds_of(text: str) -> float | None:
    """The seconds of a duration: 1 days 02:00:00, 25:30:00, PT1H30M; None if the cell is none.

    >>> seconds_of("1 days 00:00:01.5"), seconds_of("PT1H"), seconds_of("13 days later")
    (86401.5, 3600.0, None)
    """
    match = _SPAN.fullmatch(text) or _ISO.fullmatch(text)
    if not match or not any(match.groups()):
        return None
    return sum(unit * float(part or 0) for unit, part in zip(_UNITS, match.groups(), strict=True))


def _whole(cell: str) -> str:
    """A whole hour without its decimal zeros: 13.0 is 13."""
    whole, _, zeros = cell.partition(".")
    return whole if zeros and not zeros.strip("0") else cell


def _after_midnight(
    hour: str, minute: str | None, second: str | None, part: str | None, half: str | None
) -> timedelta | None:
    hours, minutes, seconds = int(hour), int(minute or 0), int(second or 0)
    if half and 1 <= hours <= 12:
        hours = hours % 12 + 12 * (half.lower() == "p")
    microseconds = int(f"{part:0<6}"[:6]) if part else 0
    total = hours * _HOUR + minutes * 60 + seconds
    if minutes >= 60 or seconds >= 60 or total > _DAY or (total == _DAY and microseconds):
        return None
    return timedelta(seconds=total, microseconds=microseconds)
