"""What run says about alerts: in the report, in steps.csv and on a picture."""

import csv
from dataclasses import replace
from datetime import datetime, timedelta
from math import inf

import pytest

from htm_teacher import ENGINES
from htm_teacher.cli import main
from htm_teacher.cli.alert_lines import MOST, alert_lines, draw_whole_run, last_alert
from htm_teacher.detect import Detection
from htm_teacher.plot import whole_run
from htm_teacher.series import Series, sine
from htm_teacher.study import run_series
from htm_teacher.study.alert_rule import rule
from htm_teacher.study.alerts import Alerts
from htm_teacher.study.anomalies import BY_LIKELIHOOD, Moment, Ranking

needs_fast = pytest.mark.skipif("fast" not in ENGINES, reason="the detector runs on the fast engine")


@pytest.fixture
def wave(tmp_path):
    """300 hours of a wave, one of which is far too high, and labelled."""
    path = tmp_path / "wave.csv"
    hours = [datetime(2024, 1, 1) + timedelta(hours=1) * hour for hour in range(300)]
    heights = [9.0 if hour == 222 else height for hour, height in enumerate(sine(300, period=12))]
    rows = [f"{time},{height},{int(height == 9)}" for time, height in zip(hours, heights, strict=True)]
    path.write_text("\n".join(["when,height,anomaly", *rows]) + "\n")
    return path


def call(*arguments):
    """The exit code."""
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return ended.value.code


@needs_fast
def test_an_alert_is_in_the_report_in_the_table_and_on_a_picture(wave, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    plain = ["run", wave, "--preset", "toy", "--no-animation", "--out", tmp_path / "out"]
    assert call(*plain, "--engine", "fast", "--alerts", "0.5", "--season", "12") == 0
    said = " ".join(capsys.readouterr().out.split())
    where = "Wed 10 Jan 2024 06:00, step 222, 9"
    assert f"Alerts: 1 alert in 255 rows after the warm-up: {where}. Most anomalous moment" in said
    section = said.partition(" Alerts 1 alert in 255 rows, from a strength of 0.5. ")[2]
    with (tmp_path / "out" / "steps.csv").open(newline="") as file:
        (alert,) = (row for row in csv.DictReader(file) if row["alert"] == "1")
    assert alert["step"] == "222"
    assert (
        f"- {where}, strength 0.600: {alert['reason']} Labels: 1 of 1 labelled stretch after the warm-up met"
        in section
    )
    assert "by an alert; 0 alerts meet none." in section
    assert (tmp_path / "out" / "whole-run.png").read_bytes()[1:4] == b"PNG"
    assert "four-panels.png, whole-run.png, forecast.csv" in said


@needs_fast
def test_a_run_that_continues_has_the_alerts_of_one_run(wave, tmp_path):
    lines = wave.read_text().splitlines(keepends=True)
    first, out = tmp_path / "first.csv", [tmp_path / name for name in ("whole", "first", "later", "more")]
    first.write_text("".join(lines[:201]))
    usual = ["--preset", "toy", "--ahead", "1", "--season", "60", "--alerts", "3/week"]
    quiet = ["--no-animation", "-q"]
    saved = tmp_path / "run.npz"
    assert call("run", wave, *usual, *quiet, "--train", 2 / 3, "--out", out[0]) == 0
    assert call("run", first, *usual, *quiet, "--train", 1, "--out", out[1], "--save", saved) == 0
    assert call("run", wave, "--load", saved, *quiet, "--out", out[2]) == 0
    assert call("run", wave, "--load", saved, *quiet, "--alerts", "1", "--out", out[3]) == 0
    whole, *parts, none = (list(csv.DictReader((one / "steps.csv").read_text().splitlines())) for one in out)
    assert [*parts[0], *parts[1]] == whole
    assert "222" in [row["step"] for row in whole if row["alert"] == "1"]
    assert not any(row["alert"] == "1" for row in none)
    assert (out[2] / "whole-run.png").exists()


def test_without_a_detector_it_says_why_and_draws_nothing(wave, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("htm_teacher.study.alerts.ENGINES", {"textbook"})
    plain = ["run", wave, "--preset", "toy", "--no-animation", "--out", tmp_path / "out"]
    assert call(*plain, "--engine", "textbook") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Alerts None: the detector needs the fast engine, or it would take minutes: " in said
    assert "Alerts:" not in said
    assert not (tmp_path / "out" / "whole-run.png").exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--alerts", "often"], "--alerts is 'often': a budget such as 5/day"),
        (["--alerts", "5/day", "--time", ""], "--alerts 5/day needs times"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_learned(wave, tmp_path, capsys, options, says):
    assert call("run", wave, "--out", tmp_path / "out", *options) == 2
    assert says in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "out").exists()


def test_the_strongest_alerts_are_listed_in_order_of_time():
    run = run_series(Series("s", {"v": [1.0, 2.0] * 20}), "toy")
    found = [Detection(1.0, (place * 7 % 40) / 40, place % 2 == 1, "why", (0.5,)) for place in range(40)]
    alerts = Alerts(found, 10, rule("3/week"), 0.35)
    first, warm_up, more, *listed = alert_lines(run, alerts)
    assert first == (
        "20 alerts in 40 rows, for a budget of 3 a week, at the end only above a strength of 0.35:"
        " rows as strong as that have used it up."
    )
    hourly = next(iter(alert_lines(run, Alerts(found, 10, rule("3/hour"), 0.35))))
    assert hourly == first.replace("a week", "an hour")
    assert "Its warm-up is the first 10 values." in warm_up
    assert more == "The 10 strongest; steps.csv has all:"
    strongest = sorted(alerts.raised, key=lambda place: -(place * 7 % 40))[:MOST]
    said = [(place, 1 + place % 2, place * 7 % 40 / 40) for place in sorted(strongest)]
    assert listed == [f"- step {place}, {value}, strength {one:.3f}: why" for place, value, one in said]
    assert last_alert(run, alerts) == "20 alerts in 40 rows after the warm-up; the last: step 39, 2."
    nothing = Alerts([found[0]] * 40, 10, rule(None), 0.595)
    assert last_alert(run, nothing) == "No alert in 40 rows after the warm-up."


@pytest.mark.parametrize(("first", "ties"), [(0.6, True), (0.59, False)])
def test_of_equally_strong_alerts_the_latest_are_listed(first, ties):
    run = run_series(Series("s", {"v": [1.0, 2.0] * 20}), "toy")
    found = [Detection(1.0, first if place == 3 else 0.6, 3 <= place < 14, "", (0.5,)) for place in range(40)]
    _, _, more, *listed = alert_lines(run, Alerts(found, 3, rule(None), 0.595))
    equal = ", and of equally strong ones the latest" if ties else ""
    assert more == f"The 10 strongest{equal}; steps.csv has all:"
    assert [line.partition(",")[0] for line in listed] == [f"- step {place}" for place in range(4, 14)]


@pytest.mark.parametrize("limit", ["0.6", "0.601"])
def test_a_limit_that_leaves_out_new_values_says_so(limit):
    run = run_series(Series("s", {"v": [1.0, 2.0] * 20}), "toy")
    alerts = Alerts([Detection(1.0, 0.0, False, "", (0.5,))] * 40, 10, rule(limit), float(limit))
    says = " From 0.601 on, a new value alone raises none: its strength is at most 0.6."
    for said in (next(alert_lines(run, alerts)), last_alert(run, alerts)):
        assert said.endswith(says) is (limit == "0.601")


@pytest.mark.parametrize(
    ("strengths", "threshold", "says"),
    [
        ([0.0, 0.2], 0.3, "No alert in 40 rows, for a budget of 5 a day: nothing was unusual enough (a"),
        (
            [0.0, 0.3],
            0.3,
            "20 alerts in 40 rows, for a budget of 5 a day: fewer rows were unusual enough than",
        ),
        (
            [0.0, 0.2],
            inf,
            "No alert in 40 rows, for a budget of 5 a day, which allows none in so short a time.",
        ),
    ],
)
def test_a_budget_that_is_not_spent_says_why(strengths, threshold, says):
    run = run_series(Series("s", {"v": [1.0, 2.0] * 20}), "toy")
    found = [Detection(1.0, one, one >= 0.3, "", (0.5,)) for one in strengths * 20]
    first, *_ = alert_lines(run, Alerts(found, 10, rule("5/day"), threshold))
    assert first.startswith(says)
    assert "strength of 0 " not in first


def test_the_picture_of_a_run_that_continues_shows_its_own_rows(tmp_path, monkeypatch):
    run = run_series(Series("s", {"v": [1.0, 2.0] * 20}), "toy")
    run.first, run.before, run.training = 30, 100, 30
    found = [Detection(float(place), 0.9, place == 33, "why", (0.5,)) for place in range(30, 40)]
    draw, given = whole_run.whole_run, []

    def watched(*plain, **named):
        given.extend([*plain, named])
        return draw(*plain, **named)

    monkeypatch.setattr(whole_run, "whole_run", watched)
    draw_whole_run(run, Alerts([None] * 30 + found, 0, rule(None), 0.595), tmp_path / "run.png")
    values, ranks, raised, training, labelled, times, name, explanation, named = given
    assert (values, ranks, raised) == ([1.0, 2.0] * 5, [float(place) for place in range(30, 40)], [3])
    assert (training, labelled, times, name) == (0, [], None, "v")
    assert "warm-up" not in explanation
    assert named == {"title": "The whole run: s, v", "first": 130, "moments": []}
    assert (tmp_path / "run.png").read_bytes()[1:4] == b"PNG"


@pytest.mark.parametrize("leap", [0, 1])
def test_the_picture_says_where_times_leap(leap, tmp_path, monkeypatch):
    times = [datetime(2024, 1, 1) + timedelta(hours=1) * (hour + leap * (hour > 20)) for hour in range(40)]
    run = run_series(Series("s", {"v": [1.0, 2.0] * 20}, times), "toy")
    draw, said = whole_run.whole_run, []
    monkeypatch.setattr(
        whole_run, "whole_run", lambda *plain, **named: said.append(plain[7]) or draw(*plain, **named)
    )
    draw_whole_run(run, Alerts([None] * 40, 0, rule(None), 0.595), tmp_path / "run.png")
    assert ("where times leap, the picture has no gap" in said[0]) == bool(leap)


@pytest.mark.parametrize(("likelihood", "moments"), [(0.9998, []), (0.9999, [9])])
def test_only_an_alarm_has_a_ring_on_the_picture(likelihood, moments, tmp_path, monkeypatch):
    run = run_series(Series("s", {"v": [1.0, 2.0] * 20}), "toy")
    (row,) = (replace(row, likelihood=likelihood) for row in run.rows if row.step == 39)
    ranking = Ranking([Moment(row, 2.0, None, None)], BY_LIKELIHOOD, 20, 0)
    run.first = 30
    given = []
    draw = whole_run.whole_run
    monkeypatch.setattr("htm_teacher.cli.alert_lines.rank_moments", lambda run: ranking)
    monkeypatch.setattr(
        whole_run, "whole_run", lambda *plain, **named: given.append((plain, named)) or draw(*plain, **named)
    )
    draw_whole_run(run, Alerts([None] * 40, 0, rule(None), 0.595), tmp_path / "run.png")
    ((plain, named),) = given
    assert named["moments"] == moments
    assert ("A ring is an alarm of the model" in plain[7]) == bool(moments)
