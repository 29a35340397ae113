"""Times written as numbers: years, 20140731, unix seconds, ticks, Excel's days, decimal years."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from .calendar_text import EXCEL_CENTURY, PLAIN

_NUMBER = re.compile(r"\d+(?:[.,]\d*)?")
_SIGNED = re.compile(r"-?\d+(?:[.,]\d*)?")
_EXPONENT = re.compile(r"\d(?:\.\d+)?[eE]\+?\d\d?")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3}){2,}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXCEL = datetime(1899, 12, 30)  # Excel's day 0, right from 1 March 1900 on
_MILLISECOND = 1_000  # microseconds
_FIRST_YEAR, _LAST_YEAR = 1600, 2199
_FINE = 4  # decimals of a day, which tell minutes apart
_NEAR = 0.05  # of a month: 1949.08 is February


class Kind(NamedTuple):
    """A way of writing times as numbers.

    Attributes:
        name: what the numbers are, for messages.
        fits: whether a cell can be such a number.
        read: the time of a cell that fits.
        plain: whether it needs no note under a name of times.
        doubtful: whether it could well be something else.
        hint: what else it could be, and what settles it.
    """

    name: str
    fits: Callable[[str], bool]
    read: Callable[[str], datetime]
    plain: bool = False
    doubtful: bool = False
    hint: str = ""


def is_plain_number(cell: str) -> bool:
    """Whether a cell is a number without a sign or a unit."""
    return bool(_NUMBER.fullmatch(cell))


def is_number(cell: str) -> bool:
    """Whether a cell is a number without a unit, below zero or not."""
    return bool(_SIGNED.fullmatch(cell))


def plain_number(cell: str) -> str:
    """A number such as 1.7040672E9 or 1,704,067,200 in plain digits; any other cell unchanged."""
    if _EXPONENT.fullmatch(cell):
        return f"{Decimal(cell):f}"
    return cell.replace(",", "") if _THOUSANDS.fullmatch(cell) else cell


def _between(low: float, high: float, whole: bool = False) -> Callable[[str], bool]:
    """Whether a cell is a number from low to high, both included."""

    def fits(cell: str) -> bool:
        if not is_number(cell) or (whole and _fraction(cell)):
            return False
        return low <= _float(cell) <= high

    return fits


def _float(cell: str) -> float:
    return float(cell.replace(",", "."))


def _fraction(cell: str) -> str:
    """The decimals of a number, without zeros at the end."""
    return cell.replace(",", ".").partition(".")[2].rstrip("0")


def _count(nanoseconds: int, start: datetime = _EPOCH) -> Callable[[str], datetime]:
    """Times counted since a start in steps of these nanoseconds; what is finer than microseconds is cut."""

    def read(cell: str) -> datetime:
        count = int(Decimal(cell.replace(",", ".")) * 10**9)
        return start + timedelta(microseconds=count * nanoseconds // 10**12)

    return read


def _days(start: datetime, number: float = 0) -> Callable[[str], datetime]:
    """Days, of which ``number`` begins at ``start``; to the nearest millisecond, which is what they hold.

    Four or five decimals are the nearest that days get to whole minutes: 45292.04167 is 01:00.
    """

    def read(cell: str) -> datetime:
        time = start + timedelta(days=_float(cell) - number)
        places = len(cell.replace(",", ".").partition(".")[2])
        minute = (time + timedelta(seconds=30)).replace(second=0, microsecond=0)
        rounded = places >= _FINE and abs(time - minute) <= timedelta(days=0.51 / 10**places)
        return minute if rounded else _to_millisecond(time)

    return read


def _to_millisecond(time: datetime) -> datetime:
    over = time.microsecond % _MILLISECOND
    return time + timedelta(microseconds=-over if 2 * over < _MILLISECOND else _MILLISECOND - over)


def digits(order: str, name: str, plain: bool = False, doubtful: bool = False, century: int = 0) -> Kind:
    """Dates in digits alone, such as 20140731; ``order`` holds the letters of strptime.

    Years of two digits from ``century`` on are in the 1900s, those below in the 2000s.
    """
    widths = {"Y": 4, "j": 3, "q": 1}
    pattern = "".join(rf"(\d{{{widths.get(letter, 2)}}})" for letter in order)
    form = re.compile(rf"{pattern}(?:[.,]0*)?")

    def read(cell: str) -> datetime:
        match = form.fullmatch(cell)
        if not match:
            raise ValueError(cell)
        return _from_parts(dict(zip(order, map(int, match.groups()), strict=True)), century)

    def fits(cell: str) -> bool:
        if not form.fullmatch(cell):
            return False
        try:
            return _FIRST_YEAR <= read(cell).year <= _LAST_YEAR
        except (ValueError, OverflowError):
            return False

    return Kind(name, fits, read, plain, doubtful)


def _from_parts(part: dict[str, int], century: int) -> datetime:
    year = part["Y"] if "Y" in part else part["y"] + (1900 if part["y"] >= century else 2000)
    if "j" in part:
        found = datetime(year, 1, 1) + timedelta(days=part["j"] - 1)
        if found.year != year:
            raise ValueError(f"{year} has no day {part['j']}")
        return found
    if "W" in part:
        return datetime.fromisocalendar(year, part["W"], 1)
    month = 3 * part["q"] - 2 if "q" in part else part["m"]
    hour, minute, second = (part.get(letter, 0) for letter in "HMS")
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and minute + second):
        raise ValueError(f"no time of day: {hour}:{minute}:{second}")
    return datetime(year, month, part.get("d", 1)) + timedelta(hours=hour, minutes=minute, seconds=second)


def _year(cell: str) -> datetime:
    return datetime(int(_float(cell)), 1, 1)


def _decimal_year(cell: str) -> datetime:
    """The moment so far through the year: 1958.5 is the middle of 1958; to the nearest minute."""
    number = _float(cell)
    start = datetime(int(number), 1, 1)
    time = start + (number - start.year) * (datetime(start.year + 1, 1, 1) - start)
    return (time + timedelta(seconds=30)).replace(second=0, microsecond=0)


def _twelfth(cell: str) -> datetime:
    months = round(_float(cell) * 12)
    return datetime(months // 12, months % 12 + 1, 1)


def _is_twelfth(cell: str) -> bool:
    if not _IN_YEARS(cell):
        return False
    months = _float(cell) * 12
    return abs(months - round(months)) <= _NEAR


def _year_point_month(cell: str) -> datetime:
    return datetime(int(cell[:4]), int(cell[5:].ljust(2, "0")), 1)


def _year_point_quarter(cell: str) -> datetime:
    return datetime(int(cell[:4]), 3 * int(cell[5:]) - 2, 1)


_IN_YEARS = _between(1000, 2999)
_POINT_QUARTER = re.compile(r"(?:1[6-9]|2[01])\d\d[.,][1-4]")
_POINT_MONTH = re.compile(r"(?:1[6-9]|2[01])\d\d[.,](?:0[1-9]|1[0-2]?)")  # October may lose its zero

YEAR = Kind("years", _between(1000, 2999, whole=True), _year, plain=True)
LATE_YEAR = YEAR._replace(fits=_between(1500, 2200, whole=True))
YEAR_POINT_MONTH = Kind(
    "years and months", lambda cell: bool(_POINT_MONTH.fullmatch(cell)), _year_point_month
)
YEAR_POINT_QUARTER = Kind(
    "years and quarters", lambda cell: bool(_POINT_QUARTER.fullmatch(cell)), _year_point_quarter
)
TWELFTHS = Kind("twelfths of years, which are months", _is_twelfth, _twelfth)
DECIMAL_YEAR = Kind("decimal years", _IN_YEARS, _decimal_year)
YEAR_WEEK = digits("YW", "years and weeks")
YEAR_QUARTER = digits("Yq", "years and quarters")
YEAR_MONTH = digits("Ym", "years and months", plain=True)
MONTH_YEAR = digits("mY", "months and years", plain=True)
JULIAN = Kind("Julian days", _between(2.3e6, 2.6e6), _days(datetime(2000, 1, 1), 2451544.5), doubtful=True)
MODIFIED_JULIAN = Kind("modified Julian days", _between(15_000, 80_000), _days(datetime(1970, 1, 1), 40587))
EXCEL = Kind("days as Excel counts them", _between(25_569, 60_000), _days(_EXCEL), doubtful=True)
MATLAB = Kind(
    "days as MATLAB counts them",
    _between(700_000, 750_000),
    _days(datetime(1970, 1, 1), 719_529),
    doubtful=True,
    hint="if Python counts them, each is 366 days later: call the column 'ordinal'",
)
ORDINAL = Kind("days as Python counts them", MATLAB.fits, _days(datetime(1970, 1, 1), 719_163))
FILETIME = Kind(  # from 1970 to 2100, when unix times in nanoseconds are in 1974
    "tenths of microseconds since 1601, as Windows counts them",
    _between(1.164e17, 1.575e17),
    _count(100, datetime(1601, 1, 1, tzinfo=UTC)),
    doubtful=True,
    hint="if they are unix times in nanoseconds of 1973 or 1974, write them in seconds",
)
TICKS = Kind(  # from 1997 to 2092, when unix times in nanoseconds are in 1990
    "tenths of microseconds since the year 1, as .NET counts them",
    _between(6.3e17, 6.6e17),
    _count(100, datetime(1, 1, 1)),
    doubtful=True,
    hint="if they are unix times in nanoseconds of 1990, write them in seconds",
)
UNIX = (  # from 1973 to 2103; milliseconds and finer from 1973 too
    Kind("unix times", _between(1e8, 4.2e9), _count(10**9), plain=True),
    Kind("unix times in milliseconds", _between(1e11, 4.2e12), _count(10**6), plain=True),
    Kind("unix times in microseconds", _between(1e14, 4.2e15), _count(10**3)),
    Kind("unix times in nanoseconds", _between(1e17, 4.2e18), _count(1)),
)
BEFORE_1970 = tuple(  # if the lowest is as far below zero as unix times are above
    kind._replace(fits=_between(-4.2e9 * 1_000**power, 4.2e9 * 1_000**power))
    for power, kind in enumerate(UNIX)
)
COMPACT = (
    digits("Ymd", "dates", plain=True),
    digits("YmdH", "dates and hours", plain=True),
    digits("YmdHM", "dates and times", plain=True),
    digits("YmdHMS", "dates and times", plain=True),
    digits("dmY", "days, months and years"),
    digits("mdY", "months, days and years"),
    digits("Yj", "years and days of the year"),
)
SIX_DIGITS = tuple(
    digits(order, name, doubtful=True, century=century)
    for century in (EXCEL_CENTURY, PLAIN.century)
    for order, name in (
        ("ymd", "year, month and day"),
        ("dmy", "day, month and year"),
        ("mdy", "month, day and year"),
    )
)
