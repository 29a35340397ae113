"""The order of times: what is refused, what is put in order, what is kept with a doubt, and the season."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from .calendar_steps import CalendarStep, calendar_step, is_monthly
from .series import SeriesError, counted
from .setting_names import option

_HOUR, _DAY, _NONE = timedelta(hours=1), timedelta(days=1), timedelta(0)
_MIDNIGHT = datetime.min.time()
_FAR, _FEWEST_GAPS = 100, 2  # steps in a gap; gaps that show pieces of several years
_YEAR_OF = {1: 12, 3: 4}  # steps in a year, by the months in a step


class Order(NamedTuple):
    """In which order the rows of a table follow each other in time.

    Attributes:
        places: the places of the rows, the earliest first; None if the rows are in order as they are.
        notes: what was done, a sentence each.
        doubts: what needs a look, a sentence each.
    """

    places: list[int] | None
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def order_of(
    times: Sequence[datetime], rows: Sequence[int], file: str | Path, column: str, *, sort: bool = False
) -> Order:
    """The order of these times. The newest first is turned round; other disorder is refused or sorted.

    Times that occur more than once are kept, with a doubt. So is the hour that repeats when daylight
    saving time ends, if the times have no zone: 01:00, 01:30, and again 01:00, 01:30.

    Args:
        times: the times as read.
        rows: the row of each time, for messages.
        file: the name of the file or table.
        column: the name of the column.
        sort: whether rows out of order are sorted. Rows of the same time keep their order.

    Raises:
        SeriesError: naming file, row, column and time, if times are out of order and ``sort`` is false, or
            if only some have a time zone.
    """
    _check_zones(times, rows, file, column)
    moments = _moments(times)
    back = steps_back(times)
    doubts = _repeated(times, moments, rows)
    if not back:
        if not doubts and any(now < before for before, now in pairwise(moments)):
            doubts = ("time goes back an hour, as when daylight saving time ends; all rows are kept",)
        return Order(None, (), doubts)
    if not steps_back(times[::-1]):
        newest = "the newest rows come first, so the rows are put in the order of time"
        return Order(list(reversed(range(len(times)))), (newest,), doubts)
    if sort:
        places = sorted(range(len(times)), key=moments.__getitem__)
        said = f"the rows are sorted by time; time goes back {_often(len(back))} in the order of the file"
        if apart := _apart(moments, len(back)):
            give = f"leave {option('--sort')} out and give {option('--time', '')}"
            doubts += (f"{apart}; if the order of the file is right, {give}",)
        return Order(places, (said,), doubts)
    raise _disorder(times, rows, back[0], file, column)


def steps_back(times: Sequence[datetime]) -> list[int]:
    """The places at which time goes back, as where another series begins in the same table.

    The hour that repeats when daylight saving time ends is no such place. Times must all have a zone, or
    all have none.
    """
    back, usual = [], _NONE
    for place, (before, now) in enumerate(pairwise(_moments(times)), start=1):
        step = now - before
        if step < _NONE and not (now.tzinfo is None and step + _HOUR == usual > _NONE):
            back.append(place)
        usual = step
    return back


def _disorder(
    times: Sequence[datetime], rows: Sequence[int], place: int, file: str | Path, column: str
) -> SeriesError:
    above = f"{times[place - 1]} in row {rows[place - 1]} above it"
    if _half_days(times):
        problem = f"{times[place]} follows {above}: the clock goes from 1 to 12 twice a day, without AM or PM"
        return SeriesError(f"{problem}; write AM and PM, or hours from 0 to 23", file, rows[place], column)
    apart = _apart(_moments(times), len(steps_back(times)))
    advice = f"{apart}, so give {option('--time', '')} to keep their order" if apart else ""
    advice = advice or f"sort the rows by time, or give {option('--sort')}"
    problem = f"{times[place]} is earlier than {above}; {advice}"
    return SeriesError(problem, file, rows[place], column)


def _half_days(times: Sequence[datetime]) -> bool:
    """Whether all hours are 1 to 12, and time goes back by about twelve hours, and only within a day."""
    hours = {time.hour for time in times}
    steps = [(times[place - 1], times[place]) for place in steps_back(times)]
    halves = all(
        before.date() == now.date() and timedelta(hours=6) <= before - now < 12 * _HOUR
        for before, now in steps
    )
    return hours <= set(range(1, 13)) and 12 in hours and halves


def _apart(moments: Sequence[datetime], back: int) -> str:
    """Why not to sort: rows that go back this often in time are pieces that stay far apart.

    An example is a typical year, whose months are of different years; "" if sorting puts rows together.
    """
    in_order = sorted(moments)
    steps = [now - before for before, now in pairwise(in_order) if now > before]
    usual = Counter(steps).most_common(1)[0][0]
    gaps = [step for step in steps if step >= _FAR * usual]
    if len(gaps) < max(back, _FEWEST_GAPS):
        return ""
    return f"rows sorted by time would have {len(gaps)} gaps, the longest of {max(gaps) // usual:,} steps"


def _check_zones(times: Sequence[datetime], rows: Sequence[int], file: str | Path, column: str) -> None:
    for row, time in zip(rows, times, strict=True):
        if (time.tzinfo is None) != (times[0].tzinfo is None):
            has = "no time zone" if time.tzinfo is None else "a time zone"
            problem = f"{time} has {has}, unlike the rows before; give a zone to all times or to none"
            raise SeriesError(problem, file, row, column)


def _moments(times: Sequence[datetime]) -> list[datetime]:
    """Times in UTC. Python compares two times of the same zone by wall clock, which can go back."""
    return [time if time.tzinfo is None else time.astimezone(UTC) for time in times]


def _repeated(times: Sequence[datetime], moments: Sequence[datetime], rows: Sequence[int]) -> tuple[str, ...]:
    """A sentence about times that occur more than once."""
    often = {moment: number for moment, number in Counter(moments).items() if number > 1}
    if not often:
        return ()
    place = _first_repeat(moments)
    fewest, most = min(often.values()), max(often.values())
    again = f"again in row {rows[place]}"
    if len(often) == 1:
        return (f"{times[place]} occurs {_often(most)}, {again}; {'both' if most == 2 else 'all'} are kept",)
    how = _often(most) if fewest == most else f"{fewest} to {most} times"
    first = f"the first is {times[place]}, {again}"
    repeated = {time.time() for time, moment in zip(times, moments, strict=True) if moment in often}
    whole = most == 2 and repeated == {_MIDNIGHT} != {time.time() for time in times}
    same = "; hour 24 of a day is hour 0 of the next" * whole
    return (f"{counted(len(often), 'time')} occur {how}, {first}; all are kept{same}",)


def _first_repeat(moments: Sequence[datetime]) -> int:
    """The place of the first time that occurred before; one does."""
    seen, place = {moments[0]}, 1
    while moments[place] not in seen:
        seen.add(moments[place])
        place += 1
    return place


def _often(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def season_of(times: Sequence[datetime]) -> tuple[int | None, str]:
    """The number of steps in a season, and its name, by the commonest step between times.

    The season is a day if the step divides a day evenly, a week if the step is a day, a year if the step
    is a month or a quarter; otherwise the answer is (None, ""). A week of working days has 5 steps, and a
    day that is measured from 8 to 18 has fewer steps than 24 hours hold.
    """
    in_order = [(before, now) for before, now in pairwise(_moments(times)) if now > before]
    steps = Counter(now - before for before, now in in_order)
    usual = steps.most_common(1)[0][0] if steps else _NONE
    if usual == _DAY:
        return _usual_rows([divmod(time.toordinal() - 1, 7) for time in times], 7), "a week"
    if _NONE < usual < _DAY and _DAY % usual == _NONE:
        return _usual_rows([(time.toordinal(), time.time()) for time in times], _DAY // usual), "a day"
    if usual > _DAY:
        months = _usual_months(times)
        return (_YEAR_OF[months], "a year") if months in _YEAR_OF else (None, "")
    return None, ""


def _usual_rows(places: Sequence[tuple[int, object]], full: int) -> int:
    """The rows that most seasons have, if these are fewer than a season without gaps has.

    If most of them do not agree, or there is only one, it can be a day of 23 hours or a week with a holiday.
    Then the different times of all seasons count.

    Args:
        places: for each row, the number of its day or week, and its time in it.
        full: the rows of a season without gaps. It is the answer if the seasons do not show another.
    """
    edges = places[0][0], places[-1][0]
    inner = [rows for season, rows in Counter(season for season, _ in places).items() if season not in edges]
    if not inner:
        return full
    rows, how_often = Counter(inner).most_common(1)[0]
    if how_often == 1 or 2 * how_often <= len(inner):
        rows = len({time for _, time in places})
    return rows if 1 < rows < full else full


def _usual_months(times: Sequence[datetime]) -> int:
    """The months in a step, by local time: the first of a month in Berlin is no first in UTC; 0 if none."""
    local = [time.replace(tzinfo=None) for time in times]
    steps: Counter[CalendarStep] = Counter(calendar_step(before, now) for before, now in pairwise(local))
    usual = steps.most_common(1)[0][0]
    if isinstance(usual, int):
        return usual
    return next((months for months in _YEAR_OF if is_monthly(local, months)), 0)
