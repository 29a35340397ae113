"""What is worked out when a CSV file is read."""

import csv
from datetime import UTC, datetime, timedelta

import pytest

from htm_teacher.series import SeriesWarning, read_csv


def test_times_and_values_are_found_by_their_cells(read):
    series = read("place,when,flow,depth\nA,2020-01-01,1,5\nB,2020-01-02,2.5,6\n")
    assert series.fields == {"flow": [1.0, 2.5], "depth": [5.0, 6.0]}
    assert series.times == [datetime(2020, 1, 1), datetime(2020, 1, 2)]
    assert (series.name, series.main, series.season) == ("f", "flow", 7)


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_delimiter_and_line_end(read, delimiter, end):
    rows = ["time|flow", "2020-01-01 00:00|1.5", "2020-01-01 01:00|2"]
    series = read(end.join(rows).replace("|", delimiter))
    assert series.fields == {"flow": [1.5, 2.0]}
    assert len(series.times) == 2


@pytest.mark.parametrize("end", ["", "\n2.5,3"])
@pytest.mark.parametrize("name", ["v|", "v;", "a;b;c", '"v ""|"""'])
def test_a_name_may_contain_other_delimiters(read, name, end):
    assert list(read(f"v0,{name}\n1.0,1.0{end}\n").fields) == ["v0", next(csv.reader([name]))[0]]


def test_the_cells_tell_the_delimiter_from_the_decimal_mark(read):
    series = read("2020-01-01;1,5;2,5\n2020-01-02;3,5;0,25\n")
    assert series.fields == {"2": [1.5, 3.5], "3": [2.5, 0.25]}
    assert read("2020-01-01 00:00,1\n2020-01-01 01:00,2\n").fields == {"2": [1.0, 2.0]}


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("load [kWh]", "kWh"), ("price [EUR/MWh] ", "EUR/MWh"), ("load [1]", ""), ("load[0] kW", ""), ("v", "")],
)
def test_a_name_can_end_with_its_unit_in_brackets(read, heading, unit):
    series = read(f"{heading},b\n1,2\n3,5\n")
    assert (series.main, series.unit) == (heading.strip(), unit)


def test_the_name_of_a_log_has_no_ending(tmp_path):
    path = tmp_path / "pump.2.log"
    path.write_text("a,b\n1,2\n3,5\n", encoding="utf-8")
    assert read_csv(path).name == "pump.2"


def test_comments_at_the_top_are_skipped_but_counted(read, refused):
    assert read("# made by hand\n#\nflow\n1\n2\n").fields == {"flow": [1.0, 2.0]}
    assert read("# of 2024, two\n# flow,depth\n1,2\n3,4\n").fields == {"flow": [1, 3], "depth": [2, 4]}
    assert "row 4, column 'flow': 'x'" in refused("# a comment\nflow\n1\nx\n3\n")


def test_runs_of_spaces_can_separate_cells(read):
    assert read(" a   b\n 1   2 \n10  20\n").fields == {"a": [1.0, 10.0], "b": [2.0, 20.0]}


def test_an_unusual_delimiter_can_be_given(read):
    assert read("a:b\n1:2\n", delimiter=":").fields == {"a": [1.0], "b": [2.0]}


def test_one_column_is_enough_and_a_blank_line_in_it_is_a_missing_value(read):
    assert read("flow\n1\n\n3\n\n").fields == {"flow": [1.0, None, 3.0]}


def test_blank_lines_are_skipped_if_there_are_several_columns(read):
    assert read("\n\na,b\n1,2\n\n3,4\n").fields == {"a": [1.0, 3.0], "b": [2.0, 4.0]}


def test_without_a_header_columns_are_called_by_their_numbers(read):
    assert read("1,2\n3,4\n", delimiter=",").fields == {"1": [1.0, 3.0], "2": [2.0, 4.0]}
    series = read("2020-01-01,7\n2020-01-02,8\n", value="2")
    assert (series.fields, len(series.times)) == ({"2": [7.0, 8.0]}, 2)


def test_a_header_may_have_years_as_names(read):
    series = read("day,2019,2020\n2021-01-01,1,2\n", value="2020")
    assert series.fields == {"2020": [2.0]}


def test_the_caller_can_say_whether_a_header_exists(read):
    assert read("1\n2\n", header=True).fields == {"1": [2.0]}
    assert read("abc,2\nd,3\n", header=False).fields == {"2": [2.0, 3.0]}


def test_a_byte_order_mark_is_not_part_of_a_name(read):
    assert read("\ufeffflow\n1\n".encode()).main == "flow"


def test_quoted_cells_may_hold_delimiters_quotes_and_line_ends(read):
    series = read('"flow, l/s","a ""name"""\n1,"x,\ny"\n2,z\n', value="flow, l/s", text='a "name"')
    assert series.fields == {"flow, l/s": [1.0, 2.0], 'a "name"': ["x,\ny", "z"]}


def test_decimal_commas_are_read_if_the_comma_is_not_the_delimiter(read):
    assert read("a;b\n1,5;2\n-0,25;3,5e2\n").fields == {"a": [1.5, -0.25], "b": [2.0, 350.0]}


def test_each_column_has_its_own_decimal_mark(read):
    assert read("a;b\n1,5;1.5\n").fields == {"a": [1.5], "b": [1.5]}


def test_a_column_with_both_decimal_marks_is_refused(refused):
    assert "row 2, column 'a': '1,5' is not a number" in refused("a;b\n1,5;1\n1.5;1\n2.5;1\n")


def test_commas_that_may_mean_thousands_are_read_as_decimals_with_a_warning(read):
    said = r"f.csv, column 'a': 1,234 is read as 1.234; if it is 1234, give --decimal \."
    with pytest.warns(SeriesWarning, match=said):
        assert read("a;b\n1,234;1\n2,345;1\n").values() == [1.234, 2.345]


def test_a_given_decimal_mark_decides(read):
    assert read("a;b\n1,234;1\n", decimal=",").values() == [1.234]
    assert read("a;b\n1,234;1\n", decimal=".").values() == [1234]


MISSING = ["", " ", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "none", "-", "?"]


@pytest.mark.parametrize("missing", MISSING)
def test_missing_values_are_none(read, missing):
    assert read(f"time,flow\n2020-01-01,1\n2020-01-02,{missing}\n").values() == [1.0, None]


def test_gaps_between_times_are_not_filled(read):
    series = read("time,flow\n2020-01-01,1\n2020-01-02,1\n2020-03-01,2\n")
    assert series.times[2] - series.times[1] == timedelta(days=59)
    assert len(series) == 3


def test_columns_that_count_rows_are_not_values(read):
    assert read(",index,id,flow\n0,0,0,5\n1,1,1,6\n").fields == {"flow": [5.0, 6.0]}
    assert read("id\n5\n6\n").fields == {"id": [5.0, 6.0]}


def test_numbers_under_a_name_of_times_are_unix_times(read):
    series = read("flow,timestamp\n1,1406813400\n2,1406817000\n")
    start = datetime(2014, 7, 31, 13, 30, tzinfo=UTC)
    assert series.times == [start, start + timedelta(hours=1)]
    assert series.fields == {"flow": [1.0, 2.0]}


def test_numbers_that_count_under_a_name_of_times_are_neither_times_nor_values(read):
    series = read("time,flow\n0,5\n1,6\n2,9\n")
    assert (series.times, series.fields) == (None, {"flow": [5.0, 6.0, 9.0]})


def test_the_first_column_may_be_unix_times_whatever_its_name(read):
    series = read("x,load\n1406813400,1\n1406817000,2\n1406820600,4\n")
    assert (series.main, len(series.times)) == ("load", 3)
    assert any("'x' rises evenly like unix times" in note for note in series.notes)
    assert read("x,load\n1406813400,1\n1406817001,2\n1406890600,4\n").times is None


@pytest.mark.parametrize("first", ["1,2,3", "10,20,30"])
def test_a_first_column_that_only_counts_is_not_a_value(read, first):
    one, two, three = first.split(",")
    series = read(f"year,load\n{one},5\n{two},6\n{three},9\n")
    assert (series.times, series.fields) == (None, {"load": [5.0, 6.0, 9.0]})
    assert "'year' only counts the rows, so it is not a value" in series.notes
    assert read(f"load,year\n5,{one}\n6,{two}\n9,{three}\n").main == "load"
    assert read(f"load\n{one}\n{two}\n{three}\n").main == "load"


@pytest.mark.parametrize("name", ["time", "Hour", "start"])
@pytest.mark.parametrize("clocks", [["00:00", "13:30"], ["12:00:00 AM", "1:30 p.m."]])
def test_a_date_and_a_time_of_day_may_be_in_two_columns(read, name, clocks):
    series = read(f"date,{name},load\n2020-01-01,{clocks[0]},1\n2020-01-01,{clocks[1]},2\n")
    assert series.times == [datetime(2020, 1, 1), datetime(2020, 1, 1, 13, 30)]
    assert series.fields == {"load": [1.0, 2.0]}


def test_the_time_of_day_may_be_whole_hours(read):
    days = "".join(f"2020-01-0{day},{hour},{hour}\n" for day in (1, 2) for hour in range(1, 25))
    series = read(f"date,hour,load\n{days}")
    assert series.fields == {"load": [*range(1, 25)] * 2}
    assert series.times[22:25] == [datetime(2020, 1, 1, 23), datetime(2020, 1, 2), datetime(2020, 1, 2, 1)]
    assert series.season_name == "a day"


def test_a_number_beside_a_full_time_is_a_value_unless_it_repeats_the_time(read):
    series = read("date,hour,load\n2020-01-01 00:00,0,1\n2020-01-01 01:00,1,2\n")
    assert list(series.fields) == ["load"]
    assert "'hour' is a part of the time, so it is not a value" in series.notes
    series = read("date,hour,load\n2020-01-01 00:00,0,1\n2020-01-01 01:00,5,2\n")
    assert list(series.fields) == ["load", "hour"]


def test_notes_give_the_role_of_every_column(read):
    note, words = read("when,a,b,word\n2020-01-01,1,2,x\n2020-01-02,1,2,y\n").notes
    assert note == "columns: 'when' is the time; 'a' is predicted; 'b' is also read; not used: 'word'"
    assert words == "'word' holds words; --text reads them"
    notes = read("1,2\n3,5\n", delimiter=",").notes
    assert notes[0] == "the first row holds no names, so columns are called by their numbers"
    assert notes[1] == "columns: no column is the time; '1' is predicted; '2' is also read"


def test_many_columns_are_not_all_named(read):
    names = [f"c{place}" for place in range(50)]
    (note,) = read(f"{','.join(names)}\n{','.join('1' * 50)}\n").notes
    assert note.endswith("'c1', 'c2', 'c3', 'c4', 'c5' and 44 more are also read")


def test_day_and_month_are_told_by_the_whole_column(read):
    series = read("date,flow\n01/02/2014,1\n13/02/2014,2\n")
    assert series.times == [datetime(2014, 2, 1), datetime(2014, 2, 13)]


def test_day_first_can_be_given(read):
    series = read("date,flow\n01/02/2014,1\n02/02/2014,2\n", day_first=True)
    assert series.times == [datetime(2014, 2, 1), datetime(2014, 2, 2)]


def test_a_column_of_numbers_may_have_half_wrong_cells_which_are_then_named(read, refused):
    assert "row 3, column 'a': 'x' is not a number" in refused("a,b\n1,5\nx,6\n")
    assert read("a,b\n1,5\nx,6\ny,7\n").fields == {"b": [5.0, 6.0, 7.0]}
