"""The role of each column: time, value, label, group, or not used."""

import warnings
from datetime import datetime

import pytest

from htm_teacher.series import SeriesError, SeriesWarning, read_csv, read_groups


@pytest.fixture
def read(tmp_path):
    """Write a table, read it back with a function, by default as one series."""

    def write_and_read(content, how=read_csv, **settings):
        path = tmp_path / "table.csv"
        path.write_text(content, encoding="utf-8")
        return how(path, **settings)

    return write_and_read


def table(head, *rows):
    return "\n".join([head, *rows]) + "\n"


def days(*cells, head="date,flow"):
    return table(head, *(f"2024-01-{day:02},{cell}" for day, cell in enumerate(cells, 1)))


LABELS = [
    ("is_anomaly", "0", "1"),
    ("anomaly", "False", "True"),
    ("label", "normal", "attack"),
    ("Outlier", "no", "yes"),
    ("changepoint", "0.0", "1.0"),
    ("isAnomalous", "", "1"),
    ("ground_truth", "1", "-1"),
    ("etiqueta", "0", "1"),
    ("label", "BENIGN", "PortScan"),
    ("attack_type", "0", "3"),
]


@pytest.mark.parametrize(("name", "no", "yes"), LABELS)
def test_a_column_that_marks_anomalies_is_no_input(read, name, no, yes):
    series = read(days(f"5,{no}", f"7,{yes}", f"6,{no}", head=f"date,flow,{name}"))
    assert series.fields == {"flow": [5, 7, 6]}
    assert series.labels == [False, True, False]
    assert any(f"{name!r} marks known anomalies and is no input" in note for note in series.notes)
    assert series.slice(1, 3).labels == [True, False]


def test_of_several_labels_one_is_used_and_none_is_an_input(read):
    series = read(days("5,0,1", "7,1,0", "6,0,0", head="date,flow,anomaly,changepoint"))
    assert (list(series.fields), series.labels) == (["flow"], [False, True, False])
    assert "'changepoint' marks anomalies too, so it is not a value" in series.notes


def test_a_label_can_be_chosen_or_refused(read):
    content = days("5,0,1", "7,1,0", "6,0,0", head="date,flow,state,anomaly")
    assert read(content, label="state").labels == [False, True, False]
    series = read(content, label="")
    assert (list(series.fields), series.labels) == (["flow", "state", "anomaly"], None)
    assert list(read(content, value=["anomaly", "flow"]).fields) == ["anomaly", "flow"]


@pytest.mark.parametrize("cells", [("0.1", "0.7", "0.2"), ("-3", "2", "5")])
def test_an_anomaly_score_is_a_value(read, cells):
    series = read(days(*(f"5,{cell}" for cell in cells), head="date,flow,temperature_anomaly"))
    assert (series.main, series.labels) == ("temperature_anomaly", None)


def test_a_name_that_may_mean_labels_is_read_as_a_value_with_a_warning(read):
    rows = [f"{n},{int(n == 5)}" for n in range(1, 9)]
    with pytest.warns(SeriesWarning, match="if they mark known anomalies, give --label event"):
        assert read(days(*rows, head="date,flow,event")).labels is None


def test_labels_alone_are_values(read):
    assert read(days("0", "1", "0", head="date,label")).fields == {"label": [0, 1, 0]}


def test_the_first_column_that_varies_is_predicted(read):
    series = read(days("1,5,2", "1,7,2", "1,6,2", head="date,site,flow,version"))
    assert series.fields == {"flow": [5, 7, 6]}
    assert "'site' and 'version' never vary, so not read" in series.notes
    assert list(read(days("1,2", "1,2", head="date,a,b")).fields) == ["a", "b"]


@pytest.mark.parametrize("head", ["year,month,day", "Jahr,Monat,Tag", "YYYY,MM,DD", "年,月,日"])
def test_parts_of_the_calendar_are_the_time(read, head):
    series = read(table(f"{head},flow", "2024,1,30,5", "2024,1,31,7", "2024,2,1,6"))
    assert series.times == [datetime(2024, 1, 30), datetime(2024, 1, 31), datetime(2024, 2, 1)]
    assert series.fields == {"flow": [5, 7, 6]}


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("holiday", "010"),
        ("class", "100"),
        ("open", ["no", "yes", "no"]),
        ("month", ["12", "1", "2"]),
        ("hour", "344"),
        ("Year", ["98", "98", "99"]),
        ("weekday", "560"),
    ],
)
def test_switches_and_parts_of_the_calendar_are_not_predicted_beside_values(read, head, cells):
    rows = (f"{cell},{flow}" for cell, flow in zip(cells, (5, 7, 6), strict=True))
    assert list(read(table(f"{head},flow", *rows)).fields) == ["flow", head]
    assert list(read(table(head, *cells)).fields) == [head]


@pytest.mark.parametrize(
    "head", ["lat,lon", "Latitude (deg),Longitude (deg)", "start_lat,start_lng", "lat,long", "纬度,经度"]
)
def test_a_place_is_predicted_only_if_nothing_else_varies(read, head):
    where = ["52.5,13.4", "52.6,13.3", "52.7,13.2"]
    assert read(days(*where, head=f"date,{head}")).main == head.split(",")[0]
    for name, cells in (("flow", "576"), ("open", "010")):
        rows = (f"{place},{cell}" for place, cell in zip(where, cells, strict=True))
        assert read(days(*rows, head=f"date,{head},{name}")).main == name
    assert read(days(*(f"{place},5" for place in where), head=f"date,{head},flow")).main == head.split(",")[0]


@pytest.mark.parametrize("name", ["lat_error", "plate", "how long", "latency", "lat", "p99_lat"])
def test_other_names_than_those_of_places_are_predicted(read, name):
    assert read(days("5,1", "7,4", "6,2", head=f"date,{name},flow")).main == name


def test_values_called_like_a_part_of_the_calendar_are_predicted(read):
    assert list(read(table("hour,cost", "5.5,1", "3,2", "8,9")).fields) == ["hour", "cost"]


def test_values_called_index_are_values(read):
    assert list(read(days("100.5,1", "99.25,2", "101,5", head="date,index,flow")).fields) == ["index", "flow"]
    assert list(read(days("17,1", "23,2", "11,5", head="date,id,flow")).fields) == ["flow"]


def test_parts_of_a_time_that_is_there_are_no_values(read):
    content = table(
        "when,year,month,hour,flow", "2024-01-31 22:00,2024,1,22,5", "2024-02-01 03:00,2024,2,3,6"
    )
    series = read(content)
    assert (series.times[1], list(series.fields)) == (datetime(2024, 2, 1, 3), ["flow"])


def test_a_counter_is_predicted_only_with_a_warning_that_names_the_text(read):
    rows = [f"{row},{'abc'[row * row % 3]}" for row in range(30)]
    with pytest.warns(SeriesWarning, match="'n' only counts, .* give --text action to predict 'action'"):
        assert list(read("\n".join(["n,action", *rows])).fields) == ["n"]


def test_text_that_is_left_out_is_named_with_the_option_that_reads_it(read):
    series = read(days("5,open", "7,closed now", "6,ajar", head="date,flow,door"))
    assert "'door' holds words; --text reads them" in series.notes


PANEL = table("id,time,flow", *(f"{part},2024-01-0{day},{day}" for part in "ab" for day in (1, 2, 3)))
MIXED = table("time,id,flow", *(f"2024-01-0{day},{part},{day}" for day in (1, 2, 3) for part in "ab"))


@pytest.mark.parametrize(
    ("content", "why"), [(PANEL, "times restart in row 5"), (MIXED, "most times occur more than once")]
)
def test_several_series_in_one_table_are_refused_or_taken_apart(read, content, why):
    with pytest.raises(
        SeriesError, match=f"{why}, .*'id': a table of 2 series; keep the rows of one, or give --group id "
    ):
        read(content)
    apart = read(content, read_groups, group="id")
    assert {name: series.fields for name, series in apart.items()} == {
        name: {"flow": [1, 2, 3]} for name in "ab"
    }
    assert apart["b"].times == [datetime(2024, 1, day) for day in (1, 2, 3)]
    assert apart["b"].name == "b"


def test_several_series_can_be_read_as_one(read):
    with pytest.warns(SeriesWarning, match="occur"):
        assert len(read(MIXED, single=True)) == 6
    with pytest.raises(SeriesError, match="is earlier than"):
        read(PANEL, single=True)
    with pytest.warns(SeriesWarning, match="occur"):
        assert read(PANEL, single=True, sort=True).values() == [1, 1, 2, 2, 3, 3]


def test_series_of_numbers_as_names_are_found_too(read):
    with pytest.raises(SeriesError, match="give --group sensor"):
        read(PANEL.replace("id", "sensor").replace("a,", "17,").replace("b,", "18,"))


def test_each_group_is_put_in_order(read):
    rows = PANEL.splitlines()
    turned = "\n".join([rows[0], *rows[3:0:-1], *rows[6:3:-1]])
    apart = read(turned, read_groups, group="id")
    assert [series.values() for series in apart.values()] == [[1, 2, 3], [1, 2, 3]]


def test_a_row_without_a_group_is_refused(read):
    with pytest.raises(SeriesError, match=r"row 3, column 'id': is empty; say to which series"):
        read(PANEL.replace("a,2024-01-02", ",2024-01-02"), read_groups, group="id")


def test_a_doubt_about_groups_is_said_once(read):
    content = PANEL.replace("2024-01-0", "0").replace(",1\n", "/01/2024,1\n")
    content = content.replace(",2\n", "/01/2024,2\n").replace(",3\n", "/01/2024,3\n")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        read(content, read_groups, group="id")
    said = [str(warning.message) for warning in caught]
    assert len(said) == len(set(said))


def test_sorting_needs_times(read):
    with pytest.raises(SeriesError, match="--sort needs a column of times"):
        read("flow\n3\n1\n", sort=True)


def test_no_numbers_names_the_cell_in_the_way(read):
    with pytest.raises(
        SeriesError, match="no column holds numbers; 'power' has 'high'; give --text power to"
    ):
        read("power,door\nhigh,x\nhigh,y\nlow 2,x\n7,x\n")
    first = (
        "give --text A to read words or letters \\(--no-header and --text 1 if the first row is no header\\)"
    )
    with pytest.raises(SeriesError, match=first):
        read("A\nB\nC\nA\nB\nC\n")
    with pytest.raises(SeriesError, match="row 3, column 'power': '800 W' has the unit 'W'"):
        read("power\n12 kW\n800 W\n3 MW\n1 GW\n")


def test_of_days_and_days_with_a_clock_the_clock_is_taken(read):
    rows = [f"2024-01-0{day},2024-01-0{day} {hour:02}:00,{hour}" for day in (1, 2) for hour in range(9)]
    series = read(table("date,ts,flow", *rows))
    assert series.times[:2] == [datetime(2024, 1, 1, 0), datetime(2024, 1, 1, 1)]
    assert list(series.fields) == ["flow"]
