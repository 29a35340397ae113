"""What a run needs for its alerts, and keeps in its file for those of later rows.

A saved run keeps the values of the predicted column, and later the detector reads them again. That is exact,
takes far less room than the machines of the detector, and half a second for 1,000 rows.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ..core.checks import check_number, check_whole
from ..detect.stream import LEAST_WARM_UP
from ..series import Series, Value
from .alert_rule import Earlier, Rule, moment, rule
from .run import Run

WARM_UP, MOST_WARM_UP = 0.15, 750  # of the rows, as in the Numenta Anomaly Benchmark; and rows
MOST_KEPT = 1_000_000  # values in a saved run: far from the most that its file may hold


def asked_of(run: Run, when: Rule | None) -> Rule:
    """The rule that was asked for, or that of the run which continues, or the one that ships."""
    return when or (run.earlier.rule if run.earlier else Rule())


def check_budget(run: Run, when: Rule | None) -> None:
    """Raise if a budget is asked for, and the series has no times."""
    check_times(run.series, asked_of(run, when))


def check_times(series: Series, asked: Rule) -> None:
    """Raise if a budget is asked for, and the series has no times."""
    if asked.budget and series.times is None:
        needs = f"--alerts {asked.text} needs times"
        raise ValueError(f"{needs}: name their column with --time, or give a strength such as 0.5")


def values_so_far(run: Run) -> list[Value]:
    """The predicted column at all rows that this run and those before it have taken, if these are known."""
    earlier: list[Value] = [*run.earlier.values] if run.earlier else []
    return earlier + run.series.values()[run.first : len(run.rows)]


def known_of(values: Sequence[Value]) -> list[float | str]:
    """Those that are not missing."""
    return [value for value in values if value is not None]


def warm_up_of(run: Run) -> int:
    """How many values come before the first answer.

    15 % of the rows, at most 750 and at least 10; or a season, if it is longer and the rows hold two. A run
    that continues keeps that of the first run.
    """
    if run.earlier:
        return run.earlier.warm_up
    rows = len(run.series)
    usual = min(max(int(WARM_UP * rows), LEAST_WARM_UP), MOST_WARM_UP)
    return max(usual, run.season) if run.season and 2 * run.season <= rows else usual


def since_of(run: Run) -> datetime | None:
    """The time of the first row with a rank; None if there is none."""
    if run.earlier and run.earlier.since:
        return run.earlier.since
    values, warm_up = values_so_far(run), warm_up_of(run)
    places = [place for place, value in enumerate(values) if value is not None]
    if run.series.times is None or len(places) <= warm_up:
        return None
    return moment(run.series.times[places[warm_up] - len(values) + len(run.rows)])


def to_keep(run: Run, when: Rule | None = None) -> dict[str, Any] | None:
    """What a saved run keeps for the alerts of later rows, as JSON has it; None if they can have none."""
    values = values_so_far(run)
    unknown = run.first and run.earlier is None
    if unknown or len(values) > MOST_KEPT or any(isinstance(value, str) for value in values):
        return None
    since = since_of(run)
    return {
        "values": values,
        "warm_up": warm_up_of(run),
        "since": since and since.isoformat(),
        "rule": asked_of(run, when).text,
    }


def kept(found: Any, rows: int) -> Earlier | None:
    """What ``to_keep`` returned.

    Raises:
        ValueError, TypeError or KeyError: if it is damaged, or holds another number of rows.
    """
    if found is None:
        return None
    values = [None if value is None else check_number(value, "value") for value in found["values"]]
    if len(values) != rows:
        raise ValueError("there are more or fewer values than rows")
    since = None if found["since"] is None else datetime.fromisoformat(found["since"])
    return Earlier(
        values, check_whole(found["warm_up"], "warm_up", LEAST_WARM_UP), since, rule(found["rule"])
    )
