"""The report holds everything that is shown: numbers, and sentences on them."""

from datetime import datetime, timedelta

from htm_teacher.series import Series, sine
from htm_teacher.study import report_on, run_series
from htm_teacher.study.anomalies import known_anomalies, rank_moments
from htm_teacher.study.scores import errors, learning_curve, scores_of_phases
from htm_teacher.study.verdict import on_moments, verdict

START, HOUR = datetime(2024, 1, 1), timedelta(hours=1)


def test_the_report_is_made_of_its_parts():
    times = [START + HOUR * step for step in range(120)]
    series = Series("wave", {"height": sine(120, period=12)}, times, anomalies=[(times[90], times[95])])
    run = run_series(series, "toy", seed=7, horizons=[1, 24])
    report = report_on(run)
    assert report.period == "Mon 1 Jan 2024 00:00 to Fri 5 Jan 2024 23:00"
    assert (report.phases, report.curve) == (scores_of_phases(run), learning_curve(run))
    assert report.errors == [errors(run, 1), errors(run, 24)]
    assert [one.ahead for one in report.errors] == ["1 step, 1 hour", "24 steps, 1 day"]
    assert report.verdict == verdict(run, report.errors, report.phases, report.curve)
    assert report.ranking == rank_moments(run)
    assert report.on_moments == on_moments(report.ranking)
    assert report.known == known_anomalies(run, report.ranking)
    assert len(report.known) == 1


def test_a_series_without_times_has_no_period():
    report = report_on(run_series(Series("s", {"v": [1.0, 2.0] * 10}), "toy"))
    assert report.period == ""
    assert [one.ahead for one in report.errors] == ["1 step", "5 steps"]
