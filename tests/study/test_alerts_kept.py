"""A run that continues has the alerts of one run over all rows."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from htm_teacher import ENGINES, SnapshotError
from htm_teacher.detect import Detection
from htm_teacher.series import Series, sine
from htm_teacher.study import alerts_kept, saved_run
from htm_teacher.study.alert_rule import Earlier, rule, within_budget
from htm_teacher.study.alerts import find_alerts
from htm_teacher.study.alerts_kept import kept, to_keep
from htm_teacher.study.continued import continue_run
from htm_teacher.study.run import prepare, run_series
from htm_teacher.study.saved_run import load_run, save_run
from htm_teacher.study.table import cells

needs_fast = pytest.mark.skipif("fast" not in ENGINES, reason="the detector runs on the fast engine")

SEASON = 48  # the warm-up, of a part and of the whole
VALUES = [*sine(90, period=12), 7.0, *sine(109, period=12), 9.0, None, *sine(60, period=12), -7.0]
TIMES = [datetime(2024, 1, 1) + timedelta(hours=1) * place for place in range(len(VALUES))]


def series(times=TIMES):
    return Series("wave", {"height": list(VALUES)}, times)


def ran(part, **choices):
    return run_series(part, "toy", season=SEASON, train=1, **choices)


def table(run, alerts):
    """The last columns of the table: rank, alert, reason."""
    return [
        tuple(cells(run.series, run.horizons, row, run.before, alerts)[-3 - len(run.horizons) :])
        for row in run.rows[run.first :]
    ]


@needs_fast
@pytest.mark.parametrize("when", ["0.3", "1/day"])
@pytest.mark.parametrize("cuts", [[30, 31], [110, 150]])
def test_its_alerts_are_those_of_one_run(when, cuts, tmp_path, monkeypatch):
    """Also if it is stopped within the warm-up, and its file keeps few of its other rows."""
    monkeypatch.setattr(saved_run, "FEWEST", 1)
    whole = find_alerts(ran(series()), rule(when))
    run = prepare(series() if cuts[0] < SEASON else series().head(cuts[0]), "toy", season=SEASON, train=1)
    run.go(stop=lambda: len(run.rows) == cuts[0])
    save_run(run, tmp_path / "run.npz", when=rule(when))
    first = find_alerts(run, rule(when))
    rows, lines = first.rows or [None] * cuts[0], table(run, first)
    for end in [*cuts[1:], len(VALUES)]:
        run = continue_run(load_run(tmp_path / "run.npz"), series(), iterations=end - len(rows))
        run.go()
        alerts = find_alerts(run)
        rows += alerts.rows[run.first :] or [None] * run.taken
        lines += table(run, alerts)
        save_run(run, tmp_path / "run.npz")
    assert rows == whole.rows
    assert alerts.rule == rule(when)
    assert alerts.threshold == whole.threshold
    assert alerts.warm_up == max(0, SEASON - cuts[-1])
    assert any(one.alert for one in rows[cuts[-1] :] if one)
    assert [line[:3] for line in lines] == [line[:3] for line in table(ran(series()), whole)]


@needs_fast
def test_another_rule_is_as_if_it_had_always_held(tmp_path):
    save_run(ran(series().head(150)), tmp_path / "run.npz")
    run = continue_run(load_run(tmp_path / "run.npz"), series())
    run.go()
    found, whole = find_alerts(run, rule("2/week")), find_alerts(ran(series()), rule("2/week"))
    assert (found.rows[run.first :], found.threshold) == (whole.rows[150:], whole.threshold)


def test_what_is_kept_is_every_value_and_since_when_there_are_ranks():
    run = ran(series().head(120))
    found = to_keep(run, rule("2/week"))
    assert found == {
        "values": VALUES[:120],
        "warm_up": SEASON,
        "since": TIMES[SEASON].isoformat(),
        "rule": "2/week",
    }
    assert kept(json.loads(json.dumps(found)), 120) == Earlier(
        VALUES[:120], SEASON, TIMES[SEASON], rule("2/week")
    )
    assert to_keep(ran(series(None).head(60)))["since"] is None
    run.first, run.earlier = 20, Earlier([1.0] * 40, SEASON, None, rule(None))  # 20 rows more than it has
    assert to_keep(run)["since"] == TIMES[SEASON - 20].isoformat()
    run.earlier = Earlier([1.0] * 60, SEASON, TIMES[7], rule(None))
    assert to_keep(run)["since"] == TIMES[7].isoformat()  # it was known before


def test_a_budget_counts_time_that_goes_by_when_clocks_go_back():
    zone = ZoneInfo("Europe/Berlin")
    start = datetime(2024, 10, 20, tzinfo=UTC)
    times = [(start + timedelta(hours=1) * place).astimezone(zone) for place in range(len(VALUES))]
    since = kept(json.loads(json.dumps(to_keep(ran(series(times).head(120))))), 120).since
    assert since == start + timedelta(hours=SEASON)
    rows = [Detection(1.0, 0.5, False, "", (0.5,))]
    day = [datetime(2024, 10, 26, 12, tzinfo=zone), datetime(2024, 10, 27, 11, tzinfo=zone)]  # 24 hours
    alerts, _ = within_budget([*rows, *rows], day, rule("2/day"))
    assert [one.alert for one in alerts] == [False, True]


def test_a_run_without_the_values_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(alerts_kept, "MOST_KEPT", 100)
    save_run(ran(series().head(101)), tmp_path / "run.npz")
    run = continue_run(load_run(tmp_path / "run.npz"), series(), iterations=20)
    run.go()
    assert find_alerts(run).nothing.startswith("None: the saved run does not keep the values")
    assert to_keep(run) is None
    assert to_keep(ran(Series("letters", {"v": ["A", "B"] * 20}))) is None


@pytest.mark.parametrize(
    "damage",
    [
        {"values": [1.0]},
        {"warm_up": 0},
        {"since": "soon"},
        {"rule": "often"},
        {"values": ["A"] * 60},
        {"since": "2024-01-01T00:00:00+00:00"},
    ],
)
def test_what_is_damaged_is_refused(damage, tmp_path, monkeypatch):
    run = ran(series().head(60))
    monkeypatch.setattr(saved_run, "to_keep", lambda *_: to_keep(run) | damage)
    save_run(run, tmp_path / "run.npz")
    with pytest.raises(SnapshotError, match="what it keeps of its run is damaged"):
        load_run(tmp_path / "run.npz")
