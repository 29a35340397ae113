"""Alerts are those of the detector on the predicted column, and of what lies ahead they use nothing."""

import csv
from datetime import datetime, timedelta
from math import inf
from types import SimpleNamespace

import pytest

from htm_teacher import ENGINES, soon
from htm_teacher.detect import Detection, Detector
from htm_teacher.series import Series, sine
from htm_teacher.study import run_series, write_steps
from htm_teacher.study.alert_rule import Rule, rule, within_budget
from htm_teacher.study.alerts import (
    Alerts,
    find_alerts,
    met_by_alerts,
)
from htm_teacher.study.alerts_kept import warm_up_of

needs_fast = pytest.mark.skipif("fast" not in ENGINES, reason="the detector runs on the fast engine")

HOUR = timedelta(hours=1)
VALUES = [*sine(200, period=12), 9.0, None, *sine(60, period=12), -7.0, *sine(37, period=12)]
TIMES = [datetime(2024, 1, 1) + place * HOUR for place in range(len(VALUES))]


def ran(values=VALUES, times=None, **choices):
    return run_series(Series("wave", {"height": list(values)}, times), "toy", **choices)


@pytest.fixture(scope="module")
def run():
    return ran(times=TIMES, season=12)


def detected(warm_up, **choices):
    return Detector(warm_up, engine="fast", **choices).run(VALUES)


@needs_fast
def test_the_alerts_are_those_of_the_detector(run):
    alerts, expected = find_alerts(run), detected(45)  # 15 % of 300 rows
    assert alerts.warm_up == 45
    assert alerts.rows == [one if one.surprise else None for one in expected]
    assert alerts.raised == [place for place, one in enumerate(expected) if one.alert]
    assert {200, 262} <= set(alerts.raised)
    assert alerts.rows[44] is None
    assert alerts.rows[201] is None  # the missing value
    assert alerts.ranked == 300 - 45 - 1


@needs_fast
def test_the_alerts_do_not_depend_on_the_engine_of_the_model(run):
    assert find_alerts(ran(times=TIMES, season=12, engine="textbook")) == find_alerts(run)


@needs_fast
def test_a_strength_is_the_threshold_of_the_detector(run):
    expected = detected(45, threshold=1.0)
    assert find_alerts(run, rule("1")).raised == [i for i, one in enumerate(expected) if one.alert]
    assert len(find_alerts(run, rule("1")).raised) < len(find_alerts(run).raised)


@needs_fast
def test_a_budget_chooses_among_the_same_strengths_and_gives_reasons(run):
    alerts, plain = find_alerts(run, rule("1/day")), detected(45)
    strengths = [one.strength for one in alerts.rows if one is not None]
    assert strengths == [one.strength for one in plain if one.surprise]
    assert alerts.raised
    assert all(bool(one.reason) is one.alert for one in alerts.rows if one is not None)


@needs_fast
def test_chunks_change_nothing_and_a_stop_leaves_none(run, monkeypatch):
    whole, told = find_alerts(run), []
    monkeypatch.setattr("htm_teacher.study.alerts.CHUNK", 70)
    assert find_alerts(run, progress=lambda *done: told.append(done)) == whole
    assert told == [(70, 300), (140, 300), (210, 300), (280, 300), (300, 300)]
    assert find_alerts(run, stop=lambda: True).nothing == "None: you stopped the search for alerts."


@needs_fast
def test_an_interrupted_run_has_the_alerts_of_its_rows(run):
    part = ran(times=TIMES, season=12)
    part.rows[250:] = []
    assert find_alerts(part).rows == find_alerts(run).rows[:250]


@needs_fast
def test_the_table_has_rank_alert_and_reason(run, tmp_path):
    alerts = find_alerts(run)
    write_steps(run, tmp_path / "steps.csv", alerts)
    with (tmp_path / "steps.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[-6:] == ["bursting", "rank", "alert", "reason", "prediction_1", "prediction_24"]
    for row, found in zip(rows, alerts.rows, strict=True):
        told = [row[name] for name in ("rank", "alert", "reason")]
        if found is None:
            assert told == ["", "", ""]
        else:
            assert told == [str(round(found.rank, 6)), str(int(found.alert)), found.reason]
    assert [row["reason"] for row in rows if row["alert"] == "1"] == [
        alerts.rows[place].reason for place in alerts.raised
    ]


def test_without_alerts_the_columns_are_empty_or_left_out(tmp_path):
    run = ran([1.0, 2.0] * 20)
    write_steps(run, tmp_path / "steps.csv", find_alerts(run))
    head, first, *_ = (tmp_path / "steps.csv").read_text().splitlines()
    cells = dict(zip(head.split(","), first.split(","), strict=True))
    assert (cells["rank"], cells["alert"], cells["reason"]) == ("", "", "")
    write_steps(run, tmp_path / "steps.csv")
    assert "rank" not in (tmp_path / "steps.csv").read_text()


@pytest.mark.parametrize(
    ("text", "means"),
    [
        (None, Rule(0.595, 0, "")),
        ("5/day", Rule(0.595, 5, "day")),
        (" 2 / week ", Rule(0.595, 2, "week")),
        ("0.7", Rule(0.7, 0, "")),
        ("1", Rule(1.0, 0, "")),
    ],
)
def test_what_a_rule_means(text, means):
    assert rule(text) == means


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("many", "--alerts is 'many': a budget such as 5/day"),
        ("0/day", "a budget such as 5/day"),
        ("5/fortnight", "after the slash comes hour, day, week, month, year"),
        ("1.5", "--alerts is 1.5: it must be between 0 and 1"),
        ("nan", "a finite number is needed"),
    ],
)
def test_what_no_rule_is(text, says):
    with pytest.raises(ValueError, match=says):
        rule(text)


def budgeted(strengths, when="1/day", hours=12):
    """Which rows are alerts, half a day apart; None is a row of the warm-up."""
    rows = [None if one is None else Detection(1.0, one, True, "why", (0.5,)) for one in strengths]
    times = [datetime(2024, 1, 1) + place * hours * HOUR for place in range(len(rows))]
    found, threshold = within_budget(rows, times, rule(when))
    return [place for place, one in enumerate(found) if one and one.alert], threshold


def test_a_budget_grows_from_the_first_row_with_a_rank():
    assert budgeted([0.5] * 2) == ([], inf)  # half a day: not one yet
    assert budgeted([0.0, 0.0, 0.5]) == ([2], 0.5)
    assert budgeted([None, None, 0.0, 0.0, 0.5]) == ([4], 0.5)
    assert budgeted([0.0, 0.0, 0.5], "1/week") == ([], inf)


def test_a_budget_may_be_as_large_as_a_rule_allows():
    assert budgeted([0.3] * 800, "999999/hour", hours=7 * 24) == ([*range(1, 800)], 0.3)


def test_a_budget_takes_what_is_stronger_than_all_but_a_few_so_far():
    assert budgeted([0.9, 0.0, 0.5]) == ([], 0.9)  # one a day was used up by the first row
    assert budgeted([0.9, 0.0, 0.0, 0.0, 0.5]) == ([4], 0.5)
    assert budgeted([0.5, 0.0, 0.6]) == ([2], 0.6)
    assert budgeted([0.0, 0.0, 0.5, 0.5]) == ([2], 0.5)  # an equal one is not among the strongest


def test_a_budget_raises_no_alert_where_nothing_is_unusual_enough():
    assert budgeted([0.0] * 9) == ([], 0.3)
    assert budgeted([0.0, 0.0, 0.3, 0.299], "9/day") == ([2], 0.3)


@needs_fast
def test_a_quiet_series_has_no_alert_however_large_the_budget_is():
    alerts = find_alerts(ran([1.0, 2.0] * 100, TIMES[:200]), rule("5/day"))
    assert (alerts.raised, alerts.threshold) == ([], 0.3)


def test_a_budget_uses_nothing_that_lies_ahead():
    strengths = [0.1, 0.4, 0.2, 0.7, 0.0, 0.3, 0.5, 0.9, 0.6, 0.8]
    whole, _ = budgeted(strengths)
    for rows in range(10):
        assert budgeted(strengths[:rows])[0] == [place for place in whole if place < rows]


def test_a_budget_needs_times():
    with pytest.raises(ValueError, match=r"--alerts 5/day needs times: name their column with --time"):
        find_alerts(ran([1.0, 2.0] * 20), rule("5/day"))


@pytest.mark.parametrize(
    ("rows", "season", "warm_up"),
    [(40, None, 10), (400, None, 60), (9000, None, 750), (400, 100, 100), (400, 201, 60), (9000, 900, 900)],
)
def test_the_warm_up_is_a_part_of_the_rows_or_a_season(run, rows, season, warm_up):
    run = ran([1.0, 2.0] * 20)
    run.series, run.season = Series("s", {"v": [1.0] * rows}), season
    assert warm_up_of(run) == warm_up


def test_where_there_can_be_none_it_says_why(monkeypatch):
    assert find_alerts(ran(VALUES[:60])).nothing == "None: alerts need 100 values, and here are 60."
    letters = ran(["A", "B"] * 60)
    assert "the predicted column has texts" in find_alerts(letters).nothing
    assert "from -1e300 to 1e300" in find_alerts(ran([1e301, 1.0] * 60)).nothing
    plain = ran(VALUES, engine="textbook", iterations=120)
    monkeypatch.setattr("htm_teacher.study.alerts.ENGINES", {"textbook"})
    assert "the detector needs the fast engine, or it would take minutes" in find_alerts(plain).nothing
    plain.first = 100
    assert "does not keep the values" in find_alerts(plain).nothing


@needs_fast
def test_only_a_complete_run_waits_for_a_compiler(monkeypatch):
    coming = SimpleNamespace(kind=None, stage="compiling")
    monkeypatch.setattr(soon, "preparation", lambda: coming)
    monkeypatch.setattr("htm_teacher.study.alerts.preparation", lambda: coming)
    run = ran(engine="soon", season=12)
    rows, run.rows = run.rows, run.rows[:200]
    assert "is not ready yet" in find_alerts(run).nothing
    run.rows = rows
    assert "is not ready yet" in find_alerts(run, stop=lambda: True).nothing

    def compile_it(seconds):
        coming.kind, coming.stage = ENGINES["fast"], ""

    monkeypatch.setattr("htm_teacher.study.alerts.time.sleep", compile_it)
    assert find_alerts(run).rows == [one if one.surprise else None for one in detected(45)]
    coming.kind = None  # it could not be compiled
    assert "cannot be compiled here" in find_alerts(run).nothing


def test_labels_score_alerts():
    run = ran([1.0, 2.0] * 20)
    seen, raised = Detection(1.0, 0.5, False, "", (0.5,)), Detection(1.0, 0.9, True, "why", (0.5,))
    rows = [None] * 10 + [raised if place in (20, 24, 39) else seen for place in range(10, 40)]
    alerts = Alerts(rows, 10, Rule(), 0.595)
    assert met_by_alerts(run, alerts) is None
    labelled = {5, 18, 19, 30}
    object.__setattr__(run.series, "labels", [place in labelled for place in range(40)])
    assert met_by_alerts(run, alerts) == (2, 2, 0)  # 39 is at most ten rows after 30
    object.__setattr__(run.series, "labels", [place in {18, 19} for place in range(40)])
    assert met_by_alerts(run, alerts) == (1, 1, 1)
