"""The order of day, month and year in dates such as 01/02/2014, by the evidence of a whole column."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from ...core.checks import brief
from ..calendar_steps import evenness
from ..setting_names import option
from .calendar_text import Style
from .date_text import moment, small_first
from .time_names import is_day_first_language, order_said

_COMPARED = 2_000  # cells: enough to compare how even two readings are
_OPTION = {"dmy": "--day-first", "mdy": "--month-first"}
_NAMES = {"mdy": "month first", "dmy": "day first", "ymd": "year first"}
Date = tuple[str, str, str, str]
"""First number, mark, second number and year of a date."""


class DayOrder(NamedTuple):
    """The order in which dates are read, and what has to be said about it."""

    order: str = "mdy"
    note: str = ""
    doubt: str = ""


def day_order(cells: Sequence[str], heading: str, day_first: bool | None = None) -> DayOrder:
    """The order of day, month and year in a column.

    A number above 12 is no month, one above 31 is a year. Points mean that the day is first. Then the name
    may show the order, as "dd/mm/yyyy" does. Then the more even reading counts: 01/01, 01/02, 01/03 ... can
    be twelve months, or twelve days before a jump. If nothing decides, the month is first, with a doubt.
    """
    dates = [(cell, date) for cell in cells if (date := small_first(cell))]
    if not dates:
        return DayOrder()
    if day_first is not None:
        return DayOrder("dmy" if day_first else "mdy")
    order = _by_values([date for _, date in dates])
    if order and not _could_begin_with_year([date for _, date in dates]):
        return DayOrder(order)
    if said := order_said(heading) or order:
        even = "" if order_said(heading) else _by_evenness(dates)
        return _even(even) if even else DayOrder(said)
    if found := _by_evenness(dates):
        return _even(found)
    return _undecided(dates, "dmy" if is_day_first_language(heading) else "mdy")


def _even(order: str) -> DayOrder:
    return DayOrder(order, f"dates are read with the {_NAMES[order]}, because they then follow evenly")


def _undecided(dates: Sequence[tuple[str, Date]], order: str) -> DayOrder:
    other = "dmy" if order == "mdy" else "mdy"
    for cell, _ in dates:
        time, otherwise = (moment(cell, Style(one, ignored=None)) for one in (order, other))
        if time and otherwise and time != otherwise:
            reading = f"{brief(cell)} is read as {time:%Y-%m-%d}; if it is {otherwise:%Y-%m-%d}"
            return DayOrder(
                order, "", f"day and month cannot be told apart: {reading}, give {option(_OPTION[other])}"
            )
    return DayOrder(order)  # 01/01/2000 is the same day either way


def _two_digits(dates: Sequence[tuple[str, Date]]) -> bool:
    return all(len(date[3]) == 2 and date[1] != "." for _, date in dates)


def _by_values(dates: Sequence[Date]) -> str:
    """The order that a number above 12 or 31 shows, or points; "" if nothing does."""
    firsts = [int(first) for first, _, _, _ in dates]
    seconds = [int(second) for _, _, second, _ in dates]
    if max(firsts) > 31:
        return "ymd"
    day_first = [first > 12 >= second for first, second in zip(firsts, seconds, strict=True)]
    month_first = [second > 12 >= first for first, second in zip(firsts, seconds, strict=True)]
    votes = sum(day_first) - sum(month_first)
    decided = any(day_first) or any(month_first)
    if decided and not votes:  # as many of either: the first of them counts, and the others are refused
        votes = 1 if day_first.index(True) < month_first.index(True) else -1
    if decided:
        return "dmy" if votes > 0 else "mdy"
    return "dmy" if all(mark == "." for _, mark, _, _ in dates) else ""


def _could_begin_with_year(dates: Sequence[Date]) -> bool:
    """Whether dates such as 14-02-01 can as well have the year first."""
    return all(
        len(year) == 2 and mark != "." and 1 <= int(second) <= 12 and 1 <= int(year) <= 31
        for _, mark, second, year in dates
    )


def _by_evenness(dates: Sequence[tuple[str, Date]]) -> str:
    """The order in which times follow each other more evenly than in the other orders; "" if equally so.

    Between a year that comes first and one that comes last, the shorter time from first to last decides.
    """
    cells, years_first = [cell for cell, _ in dates[:_COMPARED]], _two_digits(dates)
    readings = {}
    for order in ("mdy", "dmy", "ymd") if years_first else ("mdy", "dmy"):
        if times := _all_read(cells, order):
            readings[order] = times
    ranks = {order: evenness(times) for order, times in readings.items()}
    best = [order for order, rank in ranks.items() if rank == min(ranks.values())]
    if "ymd" in best:
        spans = {order: max(readings[order]) - min(readings[order]) for order in best}
        best = [order for order in best if spans[order] == min(spans.values())]
    return best[0] if len(best) == 1 else ""


def _all_read(cells: Sequence[str], order: str) -> list[datetime]:
    """The times of all cells without their zones; none if a cell cannot be read in this order."""
    times, style = [], Style(order, ignored=None)
    for cell in cells:
        time = moment(cell, style)
        if time is None:
            return []
        times.append(time.replace(tzinfo=None))
    return times
