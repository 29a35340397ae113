"""When an alert is raised: from a strength, or by a budget. And what a run that continues needs for that."""

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf
from typing import NamedTuple

from ..core.checks import check_number, shown
from ..detect import Detection
from ..detect.detector import THRESHOLD, WEAKEST

MICROSECOND = timedelta(microseconds=1)
SPANS = {"hour": 1, "day": 24, "week": 7 * 24, "month": 30 * 24, "year": 365 * 24}
"""{the time of a budget: its hours}."""


class Rule(NamedTuple):
    """When an alert is raised: from a strength, or by a budget.

    Attributes:
        strength: from which an alert is raised, in [0, 1]; not used by a budget.
        budget: how many alerts; 0 if there is no budget.
        span: the time in which there are that many; a key of ``SPANS``.
    """

    strength: float = THRESHOLD
    budget: int = 0
    span: str = ""

    @property
    def text(self) -> str:
        """How it is asked for."""
        return f"{self.budget}/{self.span}" if self.budget else repr(self.strength)


def rule(text: str | None) -> Rule:
    """The rule that a text such as 5/day, 2/week or 0.5 means; without a text the threshold that ships.

    >>> rule("5/day"), rule("0.5").strength
    (Rule(strength=0.595, budget=5, span='day'), 0.5)

    Raises:
        ValueError: if it is none.
    """
    if text is None:
        return Rule()
    if found := re.fullmatch(r"\s*([1-9][0-9]{0,5})\s*/\s*([a-z]+)\s*", text):
        if found[2] in SPANS:
            return Rule(budget=int(found[1]), span=found[2])
        raise ValueError(f"--alerts is {shown(text)}: after the slash comes {', '.join(SPANS)}")
    try:
        number = float(text)
    except ValueError:
        raise ValueError(
            f"--alerts is {shown(text)}: a budget such as 5/day or 2/week, or a strength from 0 to 1 such as"
            " 0.5, is needed"
        ) from None
    return Rule(check_number(number, "--alerts", 0, 1))


@dataclass(frozen=True)
class Earlier:
    """What the detector needs of the rows that earlier runs have taken: it reads them again.

    Attributes:
        values: the predicted column, from the very first row.
        warm_up: how many values come before the first answer.
        since: the time of the first row with a rank, in UTC if it has a zone; None if there is none yet.
        rule: when an alert is raised, unless the run that continues has another rule.
    """

    values: list[float | None]
    warm_up: int
    since: datetime | None
    rule: Rule


def within_budget(
    rows: Sequence[Detection | None],
    times: Sequence[datetime],
    when: Rule,
    earlier: Sequence[float] = (),
    since: datetime | None = None,
) -> tuple[list[Detection | None], float]:
    """The rows with the alerts of a budget, and the strength above which one is raised after the last row.

    A row is an alert if fewer rows up to it were as strong as the budget allows by then, and its strength is
    at least ``WEAKEST``. Equal rows count as well: one that is only as strong as those that the budget allows
    is no alert, also if these came too soon to be alerts. The time counts from the first row with a rank. The
    strength returned is ``WEAKEST`` if fewer rows were so strong than the budget allows, and infinite if it
    allows none yet.

    Args:
        rows, times: what the detector says of each row, and when the row was.
        when: the budget.
        earlier: the strengths of the rows before.
        since: the time of the first row with a rank, if it is one of those.
    """
    strengths = sorted(strength for strength in earlier if strength >= WEAKEST)
    span, start, allowed = timedelta(hours=SPANS[when.span]), since, 0
    found: list[Detection | None] = []
    for one, now in zip(rows, map(moment, times), strict=False):
        if one is None:
            found.append(None)
            continue
        start = start or now
        allowed = when.budget * ((now - start) // MICROSECOND) // (span // MICROSECOND)
        as_strong = len(strengths) - bisect_left(strengths, one.strength)
        alert = one.strength >= WEAKEST and as_strong < allowed
        found.append(one._replace(alert=alert, reason=one.reason if alert else ""))
        if one.strength >= WEAKEST:
            insort(strengths, one.strength)
    if not allowed:
        return found, inf
    return found, strengths[-allowed] if allowed <= len(strengths) else WEAKEST


def moment(time: datetime) -> datetime:
    """The time in UTC: Python subtracts two times of the same zone by wall clock."""
    return time if time.tzinfo is None else time.astimezone(UTC)
