"""Alerts: events in the predicted column, each raised once, with its reason.

The detector of ``htm_teacher.detect`` reads the predicted column alone, and nothing of the model. So it says
what is new in the values, also where the model is only beginning to learn.

Nothing that lies ahead is used, not even by a budget: 5/day raises an alert where the strength is among the
5 highest so far for each day so far.
"""

import re
import time
from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from ..build import ENGINES
from ..core.checks import check_number, shown
from ..detect import Detection, Detector
from ..detect.detector import THRESHOLD
from ..detect.stream import LARGEST, LEAST_WARM_UP
from ..soon import WaitingModel, preparation
from .labels import meets, stretches
from .run import Progress, Run

FEWEST = 100  # rows: in fewer, nearly all is new
WARM_UP, MOST_WARM_UP = 0.15, 750  # of the rows, as in the Numenta Anomaly Benchmark; and rows
CHUNK = 1000  # rows between two looks at whether to stop
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


def rule(text: str | None) -> Rule:
    """The rule that a text such as 5/day, 2/week or 0.7 means; without a text the threshold that ships.

    >>> rule("5/day"), rule("0.7").strength
    (Rule(strength=0.595, budget=5, span='day'), 0.7)

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
            " 0.7, is needed"
        ) from None
    return Rule(check_number(number, "--alerts", 0, 1))


@dataclass(frozen=True)
class Alerts:
    """What the detector says of the rows of a run.

    Attributes:
        rows: for each row taken; None during the warm-up and where the value is missing.
        warm_up: how many values came before the first answer.
        rule: when an alert is raised.
        threshold: the strength from which an alert is raised, by a budget at the last row.
        nothing: why the detector said nothing at all, in a sentence; "" if it did.
    """

    rows: list[Detection | None]
    warm_up: int
    rule: Rule
    threshold: float
    nothing: str = ""

    @property
    def raised(self) -> list[int]:
        """The rows with an alert."""
        return [place for place, found in enumerate(self.rows) if found is not None and found.alert]

    @property
    def ranked(self) -> int:
        """How many rows have a rank."""
        return sum(found is not None for found in self.rows)


def find_alerts(
    run: Run,
    when: Rule | None = None,
    progress: Progress | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Alerts:
    """The ranks and the alerts of the rows that a run has taken.

    Args:
        run: complete or not.
        when: when an alert is raised; by default from the threshold that ships.
        progress: called with the number of rows done and of all rows.
        stop: called now and then; if it returns True there are no alerts.

    Raises:
        ValueError: if a budget is asked for, and the series has no times.
    """
    when = when or Rule()
    check_budget(run, when)
    values, warm_up = run.series.values()[: len(run.rows)], warm_up_of(run)
    if nothing := _why_none(run, warm_up) or _why_no_engine(run, stop):
        return Alerts([], warm_up, when, when.strength, nothing)
    detector = Detector(warm_up, threshold=0.0 if when.budget else when.strength, engine="fast")
    found: list[Detection] = []
    for first in range(0, len(values), CHUNK):
        if stop():
            return Alerts([], warm_up, when, when.strength, "None: you stopped the search for alerts.")
        found += detector.run(values[first : first + CHUNK])
        if progress is not None:
            progress(len(found), len(values))
    rows = [one if one.surprise else None for one in found]
    if not when.budget:
        return Alerts(rows, warm_up, when, when.strength)
    rows, threshold = within_budget(rows, run.series.times or [], when)
    return Alerts(rows, warm_up, when, threshold)


def check_budget(run: Run, when: Rule) -> None:
    """Raise if a budget is asked for, and the series has no times."""
    if when.budget and run.series.times is None:
        asked = f"--alerts {when.budget}/{when.span}"
        raise ValueError(
            f"{asked} needs times: name their column with --time, or give a strength such as 0.7"
        )


def warm_up_of(run: Run) -> int:
    """How many values come before the first answer.

    15 % of the rows, at most 750 and at least 10; or a season, if it is longer and the rows hold two.
    """
    rows = len(run.series)
    usual = min(max(int(WARM_UP * rows), LEAST_WARM_UP), MOST_WARM_UP)
    return max(usual, run.season) if run.season and 2 * run.season <= rows else usual


def _why_none(run: Run, warm_up: int) -> str:
    """Why there can be no alerts, in a sentence; "" if there can."""
    values = [value for value in run.series.values()[: len(run.rows)] if value is not None]
    if run.first:
        return "None: a saved run keeps no detector, so a run that continues has no alerts."
    if any(isinstance(value, str) for value in values):
        return "None: the detector reads numbers, and the predicted column has texts."
    if any(abs(value) > LARGEST for value in values if not isinstance(value, str)):
        return "None: the detector reads numbers from -1e300 to 1e300."
    if len(values) < max(FEWEST, warm_up + 1):
        return f"None: alerts need {max(FEWEST, warm_up + 1):,} values, and here are {len(values):,}."
    return ""


def _why_no_engine(run: Run, stop: Callable[[], bool]) -> str:
    """Why the fast engine cannot be used, in a sentence; "" if it can.

    A complete run waits until it is compiled. After Ctrl-C nobody wants to wait.
    """
    slow = "None: on the textbook engine the detector would take minutes; --engine fast has alerts."
    if "fast" not in ENGINES or run.settings["engine"] == "textbook":
        return slow
    if not isinstance(run.history.model, WaitingModel):
        return ""
    while run.complete and preparation().stage and not stop():
        time.sleep(0.05)
    if preparation().stage:
        return "None: the fast engine, which the detector needs, is not ready yet."
    return "" if preparation().kind else slow


def within_budget(
    rows: Sequence[Detection | None], times: Sequence[datetime], when: Rule
) -> tuple[list[Detection | None], float]:
    """The rows with the alerts of a budget, and the strength that raises an alert after the last row.

    A row is an alert if fewer rows up to it were as strong as the budget allows by then. The time counts from
    the first row with a rank.
    """
    earlier: list[float] = []  # strengths, ascending
    span, start, allowed = timedelta(hours=SPANS[when.span]), None, 0
    found: list[Detection | None] = []
    for one, now in zip(rows, times, strict=False):
        if one is None:
            found.append(None)
            continue
        start = start or now
        allowed = when.budget * (now - start) // span
        as_strong = len(earlier) - bisect_left(earlier, one.strength)
        alert = one.strength > 0 and as_strong < allowed
        found.append(one._replace(alert=alert, reason=one.reason if alert else ""))
        if one.strength > 0:
            insort(earlier, one.strength)
    return found, earlier[-allowed] if 0 < allowed <= len(earlier) else 0.0


class MetByAlerts(NamedTuple):
    """How alerts meet the labels of a series.

    Attributes:
        stretches: how many labelled stretches do not end before the first row with a rank.
        met: how many of these are met by an alert.
        false: how many alerts meet none.
    """

    stretches: int
    met: int
    false: int


def met_by_alerts(run: Run, alerts: Alerts) -> MetByAlerts | None:
    """How the alerts meet the labels of the series; None if it has none, or no row has a rank."""
    first = next((place for place, one in enumerate(alerts.rows) if one is not None), None)
    if run.series.labels is None or first is None:
        return None
    every = stretches(run.series.labels[: len(run.rows)])
    scored, raised = [stretch for stretch in every if stretch[1] >= first], alerts.raised
    met = sum(any(meets(place, stretch) for place in raised) for stretch in scored)
    false = sum(not any(meets(place, stretch) for stretch in scored) for place in raised)
    return MetByAlerts(len(scored), met, false)
