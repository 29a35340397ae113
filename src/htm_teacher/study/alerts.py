"""Alerts: events in the predicted column, each raised once, with its reason.

The detector of ``htm_teacher.detect`` reads the predicted column alone, and nothing of the model. So it says
what is new in the values, also where the model is only beginning to learn.

Nothing that lies ahead is used, not even by a budget: 5/day raises an alert where the strength is among the
5 highest so far for each day so far, unless nothing was unusual enough.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..build import ENGINES
from ..detect import Detection, Detector
from ..detect.detector import WEAKEST
from ..detect.stream import LARGEST
from ..extras import install
from ..series import Value
from ..soon import engine_in_use, preparation
from .alert_rule import Rule, within_budget
from .alerts_kept import asked_of, check_budget, known_of, since_of, values_so_far, warm_up_of
from .labels import meets, stretches
from .run import Progress, Run

FEWEST = 100  # rows: in fewer, nearly all is new
CHUNK = 1000  # rows between two looks at whether to stop


@dataclass(frozen=True)
class Alerts:
    """What the detector says of the rows of a run.

    Attributes:
        rows: for each row taken; None during the warm-up, where the value is missing, and for the rows of
            an earlier run.
        warm_up: how many values of this run came before the first answer.
        rule: when an alert is raised.
        threshold: the strength from which an alert is raised, by a budget at the last row: see
            ``within_budget``.
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
        when: when an alert is raised; by default as in the earlier run, or from the threshold that ships.
        progress: called with the number of rows done and of all rows.
        stop: called now and then; if it returns True there are no alerts.

    Raises:
        ValueError: if a budget is asked for, and the series has no times.
    """
    when = asked_of(run, when)
    check_budget(run, when)
    values, skipped = values_so_far(run), len(known_of(run.earlier.values)) if run.earlier else 0
    warm_up, left = warm_up_of(run), max(0, warm_up_of(run) - skipped)
    if nothing := _why_none(run, values, warm_up) or _why_no_engine(run, stop):
        return Alerts([], left, when, when.strength, nothing)
    detector = Detector(warm_up, threshold=WEAKEST if when.budget else when.strength, engine="fast")
    found: list[Detection] = []
    for first in range(0, len(values), CHUNK):
        if stop():
            return Alerts([], left, when, when.strength, "None: you stopped the search for alerts.")
        found += detector.run(values[first : first + CHUNK])
        if progress is not None:
            progress(len(found), len(values))
    every = [one if one.surprise else None for one in found]
    before = len(every) - run.taken
    earlier, rows = every[:before], [None] * run.first + every[before:]
    if not when.budget:
        return Alerts(rows, left, when, when.strength)
    strengths = [one.strength for one in earlier if one is not None]
    rows, threshold = within_budget(rows, run.series.times or [], when, strengths, since_of(run))
    return Alerts(rows, left, when, threshold)


def _why_none(run: Run, values: Sequence[Value], warm_up: int) -> str:
    """Why there can be no alerts, in a sentence; "" if there can."""
    known = known_of(values)
    if any(isinstance(value, str) for value in known):
        return "None: the detector reads numbers, and the predicted column has texts."
    if run.first and run.earlier is None:
        return "None: the saved run does not keep the values that the detector needs to continue."
    if any(abs(value) > LARGEST for value in known if not isinstance(value, str)):
        return "None: the detector reads numbers from -1e300 to 1e300."
    if len(known) < max(FEWEST, warm_up + 1):
        return f"None: alerts need {max(FEWEST, warm_up + 1):,} values, and here are {len(known):,}."
    return ""


def _why_no_engine(run: Run, stop: Callable[[], bool]) -> str:
    """Why the fast engine cannot be used, in a sentence; "" if it can.

    The detector takes it whatever engine the model is on. A complete run waits until it is compiled; after
    Ctrl-C nobody wants to wait.
    """
    if "fast" not in ENGINES:
        return f"None: the detector needs the fast engine, or it would take minutes: {install('fast')}"
    if engine_in_use(run.history.model) == "fast engine":
        return ""
    while run.complete and preparation().stage and not stop():
        time.sleep(0.05)
    if preparation().stage:
        return "None: the fast engine, which the detector needs, is not ready yet."
    unusable = "None: the fast engine, which the detector needs, cannot be compiled here."
    return "" if preparation().kind else unusable


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
