"""The report on many streams: its facts, its table, and what is in the page."""

import csv
import json
import re
from base64 import b64decode
from datetime import datetime, timedelta

import pytest

from htm_teacher.detect import Detection
from htm_teacher.series import Series
from htm_teacher.study import Row, Run, run_series
from htm_teacher.study.alert_rule import Rule
from htm_teacher.study.alerts import Alerts
from htm_teacher.study.stream_facts import FACTS, LAST, NOTHING, Facts, by_surprise, facts_of
from htm_teacher.study.streams_page import page, write_streams
from htm_teacher.study.stretched import MOST, Stretched

ROWS = 330
EVIL = "</script><img src=x onerror=alert(1)>{{title}}"


@pytest.fixture(scope="module")
def run():
    values = [float(i % 8) for i in range(ROWS)]
    values[320] = None
    times = [datetime(2024, 1, 1) + timedelta(hours=i) for i in range(ROWS)]
    return run_series(Series("wave", {"level": values}, times), "toy", engine="textbook", horizons=[1, 5])


def alerts(**ranks):
    """Alerts of rows that have a rank each; above 5, an alert."""
    rows = [None] * ROWS
    for name, rank in ranks.items():
        rows[int(name[1:])] = Detection(rank, rank / 100, rank > 5, f"at {name[1:]}" if rank > 5 else "")
    return Alerts(rows, 0, Rule(), 0.5)


def test_the_facts_are_those_of_the_run_and_its_alerts(run):
    facts = facts_of("a", run, alerts(r20=99.0, r40=7.0, r100=6.0, r325=3.0), "a/b.png")
    assert (facts.rows, facts.last_value, facts.alerts) == (ROWS, float((ROWS - 1) % 8), 3)
    assert (facts.surprise, facts.surprise_step, facts.surprise_time) == (7.0, 40, run.series.times[40])
    assert (facts.last_alert_step, facts.last_alert_value, facts.reason) == (100, 4.0, "at 100")
    (interval,) = Stretched(run, 1, (MOST,)).intervals(run.record(ROWS - 1).prediction[1], ROWS - 1)
    assert (facts.low90, facts.high90) == interval


def test_a_picture_has_a_byte_for_each_of_the_last_rows(run):
    picture = facts_of("a", run, alerts(r20=99.0, r40=7.0, r325=32.0)).picture
    first = ROWS - LAST
    assert [len(one) for one in (picture.values, picture.lowest, picture.highest, picture.ranks)] == [
        LAST
    ] * 4
    assert (picture.least, picture.most, picture.since) == (0.0, 7.0, run.series.times[first])
    assert picture.values[320 - first] == NOTHING
    assert picture.values[200 - first] < picture.values[207 - first]  # 0 and 7
    assert picture.alerts == [40 - first, 325 - first]
    assert [picture.ranks[place - first] for place in (40, 325, 326)] == [round(254 * 7 / 16), 254, NOTHING]
    every = zip(picture.lowest, picture.values, picture.highest, strict=True)
    held = [low <= value <= high for low, value, high in every if NOTHING not in (low, value, high)]
    assert len(held) > LAST - 10
    assert sum(held) > 0.8 * len(held)
    assert len(b64decode(picture.packed["bytes"])) == 4 * LAST


def test_a_run_without_ranks_or_numbers_says_why():
    texts = Series("words", {"word": ["a", "b"] * 20})
    facts = facts_of(
        "w", run_series(texts, "toy", engine="textbook"), Alerts([], 0, Rule(), 0.5, "None: texts.")
    )
    assert (facts.picture, facts.surprise, facts.last_alert_step) == (None, None, None)
    assert (facts.last_value, facts.nothing, facts.low90) == ("b", "None: texts.", None)


@pytest.mark.parametrize("values", [[1e17], [0.0], [-1e308, 1e308]])
def test_any_numbers_are_drawn_or_left_out(values):
    series = Series("odd", {"level": values * 15})
    run = Run(series, 1, [], None, (1,), None, "", {}, [], [Row(0, "", *[None] * 5, 0, {}, None)] * 2)
    run.record = lambda place: None
    picture = facts_of("odd", run, Alerts([], 0, Rule(), 0.5)).picture
    assert (picture is None) == (len(values) == 2)
    assert picture is None or set(picture.values) == {127}


def test_the_most_surprising_comes_first_and_what_has_no_rank_last():
    every = [Facts("none"), Facts("low", surprise=0.0), Facts("high", surprise=9.0)]
    assert [one.stream for one in by_surprise(every)] == ["high", "low", "none"]


def test_the_table_has_the_same_facts_in_both_files(tmp_path, run):
    parquet = pytest.importorskip("pyarrow.parquet")
    every = [Facts("short", nothing="Left out."), facts_of("näme,", run, alerts(r40=7.0))]
    assert write_streams(tmp_path / "report.html", every, "t") == [
        "report.html",
        "streams.csv",
        "streams.parquet",
    ]
    with (tmp_path / "streams.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    whole = parquet.read_table(tmp_path / "streams.parquet").to_pylist()
    assert [list(one) for one in (*found, *whole)] == [list(FACTS)] * 4
    assert [one["stream"] for one in found] == ["näme,", "short"]
    for text, typed in zip(found, whole, strict=True):
        assert {name: "" if one is None else str(one) for name, one in typed.items()} == text
    assert whole[0]["surprise_time"] == "2024-01-02T16:00:00"


def test_texts_and_numbers_may_be_mixed_in_the_table(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    write_streams(tmp_path / "report.html", [Facts("a", last_value="on"), Facts("b", last_value=1.5)], "t")
    assert parquet.read_table(tmp_path / "streams.parquet")["last_value"].to_pylist() == ["on", "1.5"]


def test_without_pyarrow_there_is_the_csv_file_alone(tmp_path, monkeypatch):
    monkeypatch.setattr("htm_teacher.study.streams_page.find_spec", lambda name: None)
    assert write_streams(tmp_path / "report.html", [Facts("a")], "t") == ["report.html", "streams.csv"]
    assert not (tmp_path / "streams.parquet").exists()


def test_names_cannot_leave_the_data(run):
    text = page([Facts(EVIL, reason=EVIL, link="a/" + EVIL)], EVIL)
    assert text.count("</script>") == 2
    assert "<img" not in text
    (data,) = re.findall(r'<script id="data"[^>]*>(.*?)</script>', text)
    (stream,) = json.loads(data)["streams"]
    assert stream["name"] == stream["reason"] == EVIL
    assert set("<>{\"'") & set(stream["link"]) == set()


def test_a_stream_takes_two_kilobytes(run):
    facts = facts_of("a stream with a usual name", run, alerts(r40=7.0), "a_stream/whole-run.png")
    one, many = (len(page([facts] * count, "t")) for count in (1, 2001))
    assert (many - one) / 2000 < 2_200
