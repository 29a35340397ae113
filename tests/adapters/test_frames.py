"""Frames in, frames out: the index stays, and each group has a machine of its own."""

import re
from datetime import datetime, timedelta

import pytest

from htm_teacher import ENGINES
from htm_teacher.adapters.frames import detect, forecast, report
from htm_teacher.detect import Detector
from htm_teacher.study import forecast_after, run_series

pandas = pytest.importorskip("pandas")
pyarrow = pytest.importorskip("pyarrow")
polars = pytest.importorskip("polars")

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="the textbook takes minutes for such frames")
LIBRARIES = pytest.mark.parametrize(
    "make", [pandas.DataFrame, pyarrow.table, polars.DataFrame], ids=["pandas", "arrow", "polars"]
)
ROWS = 120
HOURS = [datetime(2024, 1, 1) + timedelta(hours=hour) for hour in range(ROWS)]
FLOW = [float(hour % 8) for hour in range(ROWS - 1)] + [19.0]
TABLE = {"at": HOURS, "flow": FLOW}


def columns(frame):
    return frame.to_dict("list") if hasattr(frame, "to_dict") and hasattr(frame, "iloc") else as_lists(frame)


def as_lists(frame):
    return frame.to_pydict() if hasattr(frame, "to_pydict") else frame.to_dict(as_series=False)


@pytest.fixture(scope="module")
def alone():
    return Detector(warm_up=40).run(FLOW)


@LIBRARIES
def test_the_answers_are_those_of_the_detector(make, alone):
    found = detect(make(TABLE), time="at", value="flow", warm_up=40)
    assert isinstance(found, type(make(TABLE)))
    said = columns(found)
    assert list(said) == ["at", "flow", "rank", "strength", "alert", "reason"]
    assert said["rank"] == [one.rank for one in alone]
    assert said["alert"] == [False] * (ROWS - 1) + [True]
    assert said["reason"][-1].startswith("a value of 18.38 or more ")


def test_high_is_anomalous(alone):
    found = detect(pandas.DataFrame({"flow": FLOW}), warm_up=40)
    assert found["rank"].idxmax() == found["strength"].idxmax() == ROWS - 1
    assert (found["rank"][:40] == 0).all()


def test_rows_are_taken_by_time_and_keep_their_index(alone):
    frame = pandas.DataFrame(TABLE, index=[f"row {i}" for i in range(ROWS)]).iloc[::-1]
    found = detect(frame, time="at", value="flow", warm_up=40)
    assert found.index.equals(frame.index)
    assert found["rank"].tolist() == [one.rank for one in alone][::-1]


def test_times_that_are_text_are_taken_as_what_they_mean(alone):
    offsets = [timedelta(hours=hour % 3) for hour in range(ROWS)]
    text = [
        f"{(at + by).isoformat()}+0{by.seconds // 3600}:00" for at, by in zip(HOURS, offsets, strict=True)
    ]
    assert text != sorted(text)
    found = detect(pandas.DataFrame({"at": text, "flow": FLOW}).iloc[::-1], "at", "flow", warm_up=40)
    assert found["rank"].to_list() == [one.rank for one in alone][::-1]
    for times, said in (
        (
            [f"{at:%d.%m.%Y %H:%M}" for at in HOURS],
            "row 1: the time is the text '01.01.2024 00:00', which is",
        ),
        ([*text[:-1], "2024-02-01"], "column 'at': some times have an offset, or are numbers, others not"),
    ):
        with pytest.raises(ValueError, match=re.escape(said)):
            detect(pandas.DataFrame({"at": times, "flow": FLOW}), "at", "flow", warm_up=40)


def test_each_group_has_a_detector_of_its_own(alone):
    mixed = [{"place": place, "flow": value} for value in FLOW for place in "ab"]
    found = detect(pandas.DataFrame([*mixed, {"place": "c", "flow": 1.0}]), group="place", warm_up=40)
    for place in "ab":
        assert found["rank"][found["place"] == place].tolist() == [one.rank for one in alone]
    assert found["rank"].iloc[-1] == 0  # too short


def test_a_missing_value_has_no_rank():
    found = detect(pandas.DataFrame({"flow": [*FLOW, None]}), warm_up=40)
    assert found["rank"].iloc[-1] == 0


WRONG = {
    "there is no column 'gone': there are at, flow": {"value": "gone"},
    "value is not given: which of at, flow is it?": {},
    "the longest series has 120 values that are not missing, and the detector warms up for 750": {
        "value": "flow"
    },
}


@pytest.mark.parametrize(("message", "choices"), WRONG.items(), ids=WRONG)
def test_what_cannot_be_done_is_said(message, choices):
    with pytest.raises(ValueError, match=re.escape(message)):
        detect(pandas.DataFrame(TABLE), **choices)


@pytest.mark.parametrize(
    ("groups", "says"),
    [
        (None, "all values of column 'flow' are missing"),
        ({"north": 0}, "all values of column 'flow' are missing where 'place' is north"),
        ({"north": 0, "b": 0}, "all values of column 'flow' are missing where 'place' is north, b"),
        (
            {"north": 0, "b": 30},
            "the longest series has 30 values that are not missing, and the detector warms up for 40: choose"
            " a smaller warm_up, of several seasons if possible; all values of column 'flow' are missing"
            " where 'place' is north",
        ),
    ],
)
def test_a_group_whose_values_are_all_missing_is_named(groups, says):
    rows = [
        {"flow": float(row) if row < known else None, "place": place}
        for place, known in (groups or {"": 0}).items()
        for row in range(60)
    ]
    frame = pandas.DataFrame(rows)
    with pytest.raises(ValueError, match=f"^{re.escape(says)}$"):
        detect(frame, value="flow", group=groups and "place", warm_up=40)


@pytest.mark.parametrize("group", [None, "place"])
def test_a_frame_without_rows_is_said_to_have_none(group):
    with pytest.raises(ValueError, match=r"^the frame has no rows$"):
        detect(pandas.DataFrame({"flow": [], "place": []}), value="flow", group=group)


@pytest.mark.parametrize(("name", "known"), [("time", HOURS[0]), ("group", "a")])
def test_a_missing_time_or_group_is_said(name, known):
    frame = pandas.DataFrame({"at": [known, None], "flow": [1.0, 2.0]})
    with pytest.raises(ValueError, match=f"column 'at', row 2: the {name} is missing"):
        detect(frame, value="flow", warm_up=10, **{name: "at"})


def test_columns_keep_their_types():
    frame = pandas.DataFrame(TABLE).astype({"flow": "Int64"}).assign(place=pandas.Categorical(["a"] * ROWS))
    found = detect(frame, "at", "flow", "place", warm_up=40)
    assert (found[["place", "at", "flow"]].dtypes == frame[["place", "at", "flow"]].dtypes).all()


def test_two_columns_of_a_name_are_said():
    frame = pandas.DataFrame([[1.0, 2.0]], columns=["flow", "flow"])
    with pytest.raises(ValueError, match="2 columns are named 'flow': rename all but one"):
        detect(frame, value="flow")


def test_a_name_that_the_answer_needs_is_refused():
    with pytest.raises(ValueError, match="the answer has a column 'rank' of its own"):
        detect(pandas.DataFrame({"rank": FLOW}), warm_up=40)


@pytest.mark.parametrize("function", [detect, forecast])
def test_what_is_no_frame_is_said(function):
    with pytest.raises(TypeError, match="a DataFrame of pandas or Polars, or an Arrow table, is needed"):
        function([1, 2, 3])


WAVE = {"at": HOURS, "flow": [float(hour % 8) for hour in range(ROWS)]}
CHOICES = {"preset": "toy", "horizon": 4}


@LIBRARIES
def test_a_forecast_is_that_of_a_run(make):
    from htm_teacher.series import Series

    frame = make(WAVE)
    found = forecast(frame, time="at", value="flow", **CHOICES)
    assert isinstance(found, type(frame))
    said = columns(found)
    run = run_series(Series("wave", {"flow": WAVE["flow"]}, HOURS), "toy", horizons=(1, 4))
    steps = forecast_after(run).steps
    assert said["ahead"] == [step.ahead for step in steps]
    assert said["median"] == [step.value for step in steps]
    assert said["low90"] == [step.most[0] for step in steps]


def test_in_pandas_the_index_is_the_time():
    found = forecast(pandas.DataFrame(WAVE), time="at", value="flow", **CHOICES)
    assert found.index.name == "time"
    assert found.index[0] == HOURS[-1] + timedelta(hours=1)


def test_each_group_has_a_forecast_of_its_own():
    two = [
        {"place": place, "at": time, "flow": value + shift}
        for time, value in zip(*WAVE.values(), strict=True)
        for place, shift in (("a", 0), ("b", 100))
    ]
    found = forecast(pandas.DataFrame(two), "at", "flow", "place", **CHOICES)
    assert (found["median"][found["place"] == "a"] < 50).all()
    assert (found["median"][found["place"] == "b"] > 50).all()


def test_a_group_keeps_its_type_and_its_times_where_another_has_none():
    times, values = WAVE.values()
    uneven = [time + timedelta(minutes=place**2) for place, time in enumerate(times)]
    two = [
        {"place": place, "at": at, "flow": value}
        for place, its in ((7, times), (8, uneven))
        for at, value in zip(its, values, strict=True)
    ]
    found = forecast(pandas.DataFrame(two), "at", "flow", "place", **CHOICES).reset_index()
    assert set(found["place"]) == {7, 8}
    assert found["time"][found["place"] == 7].notna().all()
    assert found["time"][found["place"] == 8].isna().all()


def test_a_group_that_is_named_as_a_column_of_the_forecast_is_refused_before_any_work():
    frame = pandas.DataFrame(WAVE).assign(ahead="a")
    with pytest.raises(
        ValueError, match="the answer has a column 'ahead' of its own: rename the column given"
    ):
        forecast(frame, "at", "flow", "ahead")


@LIBRARIES
def test_a_report_on_the_series_of_a_frame(make, tmp_path):
    both = {"at": HOURS * 2, "flow": FLOW + FLOW[:2] * 60, "place": ["<north>"] * ROWS + ["south"] * ROWS}
    both = {name: [*values, values[0]] for name, values in both.items()} | {
        "place": [*both["place"], "west"],
    }
    done = []
    found = report(
        make(both),
        time="at",
        value="flow",
        group="place",
        path=tmp_path / "all.html",
        alerts="0.5",
        progress=lambda *count: done.append(count),
        preset="toy",
        train=0.4,
    )
    assert isinstance(found, type(make(both)))
    said = columns(found)
    assert said["stream"] == ["<north>", "south", "west"]
    assert said["surprise"][0] > said["surprise"][1]
    assert said["last_value"][:2] == [19.0, 1.0]
    assert said["nothing"][2].startswith("Left out: ")
    assert done == [(1, 3), (2, 3), (3, 3)]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["all.html", "streams.csv", "streams.parquet"]
    text = (tmp_path / "all.html").read_text()
    assert "<h1>place</h1>" in text
    assert "<north>" not in text


def test_a_report_on_one_series_has_its_name_and_a_series_that_is_too_short_is_refused(tmp_path):
    frame = pandas.DataFrame(TABLE)
    found = report(frame, time="at", value="flow", path=tmp_path / "report.html", preset="toy")
    assert found["stream"].tolist() == ["flow"]
    for group in (None, "place"):
        with pytest.raises(ValueError, match="leaves none to learn from"):
            report(frame[:1].assign(place="a"), "at", "flow", group, tmp_path / "report.html", train=0.4)


def test_a_budget_of_a_report_needs_times_before_any_work(tmp_path, monkeypatch):
    def never(*_, **__):
        raise AssertionError

    monkeypatch.setattr("htm_teacher.adapters.frames.streams_report.run_series", never)
    frame = pandas.DataFrame({"flow": FLOW, "place": "a"})
    for group in (None, "place"):
        with pytest.raises(ValueError, match="--alerts 5/day needs times"):
            report(frame, value="flow", group=group, path=tmp_path / "all.html", alerts="5/day")
    assert not list(tmp_path.iterdir())
