"""What is read from CSV files, and how bad ones are refused."""

import csv
import gzip
import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from htm_teacher.series import SeriesError, SeriesWarning, read_csv


@pytest.fixture
def read(tmp_path):
    """Write a file with the given content, read it back."""

    def write_and_read(content, **options):
        path = tmp_path / "f.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_csv(path, **options)

    return write_and_read


@pytest.fixture
def refused(read, tmp_path):
    """The message with which a file is refused, without the folder."""

    def message(content, **options):
        with pytest.raises(SeriesError) as error:
            read(content, **options)
        assert "\n" not in str(error.value)
        return str(error.value).replace(str(tmp_path) + os.sep, "")

    return message


# What is worked out


def test_times_and_values_are_found_by_what_they_hold(read):
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
def test_a_name_may_hold_what_could_part_cells(read, name, end):
    assert list(read(f"v0,{name}\n1.0,1.0{end}\n").fields) == ["v0", next(csv.reader([name]))[0]]


def test_cells_of_numbers_tell_the_delimiter_from_the_decimal_mark(read):
    series = read("2020-01-01;1,5;2,5\n2020-01-02;3,5;0,25\n")
    assert series.fields == {"2": [1.5, 3.5], "3": [2.5, 0.25]}
    assert read("2020-01-01 00:00,1\n2020-01-01 01:00,2\n").fields == {"2": [1.0, 2.0]}


def test_lines_of_comment_above_are_passed_over_and_counted(read, refused):
    assert read("# made by hand\n#\nflow\n1\n2\n").fields == {"flow": [1.0, 2.0]}
    assert read("# of 2024, two\n# flow,depth\n1,2\n3,4\n").fields == {"flow": [1, 3], "depth": [2, 4]}
    assert "row 4, column 'flow': 'x'" in refused("# a comment\nflow\n1\nx\n3\n")


def test_runs_of_spaces_part_cells_too(read):
    assert read(" a   b\n 1   2 \n10  20\n").fields == {"a": [1.0, 10.0], "b": [2.0, 20.0]}


def test_an_unusual_delimiter_can_be_said(read):
    assert read("a:b\n1:2\n", delimiter=":").fields == {"a": [1.0], "b": [2.0]}


def test_one_column_is_enough_and_a_blank_line_in_it_is_a_missing_value(read):
    assert read("flow\n1\n\n3\n\n").fields == {"flow": [1.0, None, 3.0]}


def test_blank_lines_among_several_columns_are_passed_over(read):
    assert read("\n\na,b\n1,2\n\n3,4\n").fields == {"a": [1.0, 3.0], "b": [2.0, 4.0]}


def test_without_a_header_columns_are_called_by_their_numbers(read):
    assert read("1,2\n3,4\n").fields == {"1": [1.0, 3.0], "2": [2.0, 4.0]}
    series = read("2020-01-01,7\n2020-01-02,8\n", value="2")
    assert (series.fields, len(series.times)) == ({"2": [7.0, 8.0]}, 2)


def test_a_header_may_have_years_as_names(read):
    series = read("day,2019,2020\n2021-01-01,1,2\n", value="2020")
    assert series.fields == {"2020": [2.0]}


def test_whether_there_is_a_header_can_be_said(read):
    assert read("1\n2\n", header=True).fields == {"1": [2.0]}
    assert read("abc,2\nd,3\n", header=False).fields == {"2": [2.0, 3.0]}


def test_a_byte_order_mark_is_no_part_of_a_name(read):
    assert read("\ufeffflow\n1\n".encode()).main == "flow"


def test_quoted_cells_may_hold_delimiters_quotes_and_line_ends(read):
    series = read('"flow, l/s","a ""name"""\n1,"x,\ny"\n2,z\n', value="flow, l/s", text='a "name"')
    assert series.fields == {"flow, l/s": [1.0, 2.0], 'a "name"': ["x,\ny", "z"]}


def test_decimal_commas_are_read_where_the_comma_is_not_the_delimiter(read):
    assert read("a;b\n1,5;2\n-0,25;3,5e2\n").fields == {"a": [1.5, -0.25], "b": [2.0, 350.0]}


def test_each_column_has_its_own_decimal_mark(read):
    assert read("a;b\n1,5;1.5\n").fields == {"a": [1.5], "b": [1.5]}


def test_a_column_with_both_decimal_marks_is_refused(refused):
    assert "row 2, column 'a': '1,5' is not a number" in refused("a;b\n1,5;1\n1.5;1\n2.5;1\n")


def test_commas_that_may_mean_thousands_are_read_as_decimals_with_a_warning(read):
    with pytest.warns(SeriesWarning, match=r"column 'a': 1,234 is read as 1.234; if it means"):
        assert read("a;b\n1,234;1\n2,345;1\n").values() == [1.234, 2.345]


def test_a_said_decimal_mark_is_the_only_one(read, refused):
    assert read("a;b\n1,234;1\n", decimal=",").values() == [1.234]
    assert "row 2, column 'a': '1,234' is not a number; write thousands together" in refused(
        "a;b\n1,234;1\n", decimal="."
    )


MISSING = ["", " ", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "none", "-", "?"]


@pytest.mark.parametrize("missing", MISSING)
def test_missing_values_are_none(read, missing):
    assert read(f"time,flow\n2020-01-01,1\n2020-01-02,{missing}\n").values() == [1.0, None]


def test_gaps_between_times_stay_gaps(read):
    series = read("time,flow\n2020-01-01,1\n2020-01-02,1\n2020-03-01,2\n")
    assert series.times[2] - series.times[1] == timedelta(days=59)
    assert len(series) == 3


def test_columns_that_count_rows_are_no_values(read):
    assert read(",index,id,flow\n0,0,0,5\n1,1,1,6\n").fields == {"flow": [5.0, 6.0]}
    assert read("id\n5\n6\n").fields == {"id": [5.0, 6.0]}


def test_numbers_called_as_times_are_unix_times(read):
    series = read("flow,timestamp\n1,1406813400\n2,1406817000\n")
    start = datetime(2014, 7, 31, 13, 30, tzinfo=UTC)
    assert series.times == [start, start + timedelta(hours=1)]
    assert series.fields == {"flow": [1.0, 2.0]}


def test_small_numbers_called_as_times_are_neither_times_nor_values(read):
    series = read("time,flow\n0,5\n1,6\n")
    assert (series.times, series.fields) == (None, {"flow": [5.0, 6.0]})


def test_the_first_column_may_be_unix_times_whatever_its_name(read):
    series = read("x,load\n1406813400,1\n1406817000,2\n1406820600,4\n")
    assert (series.main, len(series.times)) == ("load", 3)
    assert any("'x' rises evenly as unix times do" in note for note in series.notes)
    assert read("x,load\n1406813400,1\n1406817001,2\n1406890600,4\n").times is None


@pytest.mark.parametrize("first", ["2001,2002,2003", "1,2,3", "10,20,30"])
def test_a_first_column_that_only_counts_is_no_value(read, first):
    one, two, three = first.split(",")
    series = read(f"year,load\n{one},5\n{two},6\n{three},9\n")
    assert (series.times, series.fields) == (None, {"load": [5.0, 6.0, 9.0]})
    assert "'year' only counts the rows, so it is no value" in series.notes
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


def test_a_number_beside_a_full_time_is_a_value(read):
    series = read("date,hour,load\n2020-01-01 00:00,0,1\n2020-01-01 01:00,1,2\n")
    assert (series.main, list(series.fields)) == ("hour", ["hour", "load"])


def test_notes_say_what_every_column_became(read):
    (note,) = read("when,a,b,word\n2020-01-01,1,2,x\n2020-01-02,1,2,y\n").notes
    assert note == "columns: 'when' is the time; 'a' is predicted; 'b' goes along; not used: 'word'"
    notes = read("1,2\n3,5\n").notes
    assert notes[0] == "the first row holds no names, so columns are called by their numbers"
    assert notes[1] == "columns: no column is the time; '1' is predicted; '2' goes along"


def test_many_columns_are_not_all_named(read):
    names = [f"c{place}" for place in range(50)]
    (note,) = read(f"{','.join(names)}\n{','.join('1' * 50)}\n").notes
    assert note.endswith("'c1', 'c2', 'c3', 'c4', 'c5' and 44 more go along")


def test_day_and_month_are_told_by_the_whole_column(read):
    series = read("date,flow\n01/02/2014,1\n13/02/2014,2\n")
    assert series.times == [datetime(2014, 2, 1), datetime(2014, 2, 13)]


def test_day_first_can_be_said(read):
    series = read("date,flow\n01/02/2014,1\n02/02/2014,2\n", day_first=True)
    assert series.times == [datetime(2014, 2, 1), datetime(2014, 2, 2)]


# What the caller chooses


def test_the_first_value_asked_for_is_the_main_one(read):
    series = read("a,b,c\n1,2,3\n", value=["c", "a"])
    assert (series.main, series.fields) == ("c", {"c": [3.0], "a": [1.0]})


def test_the_time_can_be_chosen(read):
    series = read("made,when,v\n2021-01-01,2020-01-01,1\n", time="when")
    assert series.times == [datetime(2020, 1, 1)]


def test_times_can_be_left_out(read):
    assert read("when,v\n2020-01-02,1\n2020-01-01,2\n", time="").times is None


def test_text_is_read_as_categories(read):
    series = read("t,word\n1,A\n2,NA\n3,\n", text="word")
    assert (series.main, series.fields) == ("word", {"word": ["A", "NA", None]})


def test_texts_alone_leave_the_columns_of_numbers_there(read):
    series = read("load,station\n5,A\n6,B\n", text="station")
    assert (series.main, series.fields) == ("load", {"load": [5.0, 6.0], "station": ["A", "B"]})


def test_a_gzipped_file_is_unpacked(read):
    assert read(gzip.compress(b"v\n1\n2\n")).values() == [1.0, 2.0]


def test_other_encodings_can_be_said(read):
    assert read("höhe\n1\n".encode("cp1252"), encoding="cp1252").main == "höhe"
    assert read("höhe\n1\n".encode("utf-16"), encoding="utf-16").main == "höhe"


# What is refused


@pytest.mark.parametrize("content", ["", "\n", "\n \n\n"])
def test_an_empty_file(refused, content):
    assert refused(content) == "f.csv: is empty: there is nothing to read"


def test_a_header_alone(refused):
    assert refused("time,flow\n") == "f.csv: has a header but no rows after it"


def test_no_numeric_column(refused):
    assert refused("a,b\nx,y\n") == "f.csv: no column holds numbers; there are 'a', 'b'"


@pytest.mark.parametrize("length", [5, 3_000])
def test_ragged_rows(refused, length):
    rows = ["a,b", *["1,2"] * length]
    short, long = rows[:], rows[:]
    short[4], long[-1] = "1", "1,2,3"
    advice = "where the first row has 2 cells; correct or remove this row"
    assert refused("\n".join(short)) == f"f.csv, row 5: 1 cell {advice}"
    assert refused("\n".join(long)) == f"f.csv, row {length + 1}: 3 cells {advice}"


def test_a_row_is_counted_in_lines_of_the_file_by_the_one_it_begins_in(refused):
    assert refused('a,b\n\n"1",2\n"x\ny",3\n1,4\n') == (
        "f.csv, row 4, column 'a': 'x\\ny' is not a number; correct it, or leave it empty if missing"
    )


@pytest.mark.parametrize("row", [2, 500, 2_500])
@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("abc", "is not a number"),
        ("1_000", "is not a number"),
        ("1.2.3", "is not a number"),
        ("0x10", "is not a number"),
        ("inf", "is infinite"),
        ("-Infinity", "is infinite"),
        ("1e999", "is infinite"),
    ],
)
def test_a_cell_that_is_no_finite_number(refused, row, cell, problem):
    rows = ["time,flow", *(f"{1e9 + i:.0f},{i}" for i in range(3_000))]
    rows[row - 1] = f"{1e9 + row - 2:.0f},{cell}"
    assert refused("\n".join(rows)) == (
        f"f.csv, row {row}, column 'flow': {cell!r} {problem}; correct it, or leave it empty if missing"
    )


def test_parted_thousands(refused):
    assert refused('flow,n\n"1,234",1\n"2,345,678.5",2\n').startswith(
        "f.csv, row 2, column 'flow': '1,234' is not a number; write thousands together; "
    )


def test_thousands_parted_by_points_are_read_where_a_comma_shows_it(read, refused):
    assert read("a;b\n1.502,5;1\n-2.345.678,25;1\n7,5;1\n").values() == [1502.5, -2345678.25, 7.5]
    message = refused("a;b\n1.502,5;1\n1.502;1\n")
    assert "row 3, column 'a': '1.502' is not a number; write thousands together" in message


def test_points_where_commas_are_the_decimal_marks(refused):
    content = "a;b\n" + "1,5;2\n" * 2_000 + "1.5;2\n"
    assert "row 2002, column 'a': '1.5' is not a number" in refused(content)


def test_text_in_a_chosen_column(refused):
    assert "row 2, column 'a': 'x' is not a number" in refused("a,b\nx,1\n", value="a")


def test_unsorted_times(refused):
    assert refused("time,v\n2020-01-02,1\n2020-01-03,1\n2020-01-01,2\n") == (
        "f.csv, row 4, column 'time': 2020-01-01 00:00:00 is earlier than "
        "2020-01-03 00:00:00 in row 3 above it; sort the rows by time"
    )


def test_times_that_occur_twice_are_kept_with_a_warning(read):
    with pytest.warns(SeriesWarning, match=r"f.csv, row 3, column 'time': .* occurs twice"):
        series = read("time,v\n2020-01-01,1\n2020-01-01,2\n")
    assert series.values() == [1.0, 2.0]


def test_a_time_that_cannot_be_read(refused):
    assert refused("time,v\n2020-01-01,1\n2020-13-01,2\n2020-01-03,3\n").startswith(
        "f.csv, row 3, column 'time': '2020-13-01' is no date that can be read; write it as "
    )
    assert "row 2, column 'time': '13:00' is no date" in refused("time,v\n13:00,1\n13:30,2\n")


def test_a_missing_time(refused):
    assert "row 3, column 'time': no time" in refused("time,v\n2020-01-01,1\n,2\n")


def test_times_with_and_without_a_zone(refused):
    content = "time,v\n2020-01-01 00:00Z,1\n2020-01-01 01:00,2\n"
    assert "row 3, column 'time': 2020-01-01 01:00:00 has no time zone" in refused(content)


@pytest.mark.parametrize("options", [{"time": "c"}, {"value": "c"}, {"value": ["a", "c"]}, {"text": "c"}])
def test_an_unknown_column(refused, options):
    assert refused("a,b\n1,2\n", **options) == "f.csv: no column 'c'; there are 'a', 'b'"


@pytest.mark.parametrize("load", ["3.5", "17", "99999999999999999"])
def test_numbers_that_are_no_times_are_refused_as_times(refused, load):
    message = refused(f"day,load\n2020-01-01,{load}\n2020-01-02,4\n", time="load")
    assert message.startswith("f.csv, column 'load': holds no times: a number is a time only as unix")


def test_many_columns_are_not_all_listed(refused):
    header = ",".join(f"c{i}" for i in range(500))
    message = refused(f"{header}\n{header.replace('c', '')}\n", value="x")
    assert message.endswith("'c9' and 490 more")


def test_a_column_asked_for_twice(refused):
    assert "asked for twice" in refused("a,b\n2020-01-01,1\n", time="a", value=["a", "b"])


def test_two_columns_of_one_name(refused):
    assert refused("a,a\n1,2\n") == "f.csv, row 1, column 'a': two columns have this name; rename one"


def test_a_wrong_encoding(refused):
    content = "flow\n1\n2 \N{DEGREE SIGN}\n".encode("latin-1")
    message = refused(content)
    assert message.startswith("f.csv, row 3: this is not utf-8 (")
    assert "--encoding cp1252" in message
    assert "row 3" in refused(gzip.compress(content))
    message = refused(b"v\n1\n", encoding="utf-16")
    assert message.startswith("f.csv: this is not utf-16 (")
    assert message.endswith("e.g. --encoding utf-8 or cp1252")


@pytest.mark.parametrize("encoding", ["martian", "hex"])
def test_an_encoding_that_does_not_exist(refused, encoding):
    assert f"no encoding is called {encoding!r}; try" in refused("v\n1\n", encoding=encoding)


def test_a_binary_file(refused):
    assert refused(b"v\n1\n\x00\x01\n").startswith("f.csv, row 3: has NUL bytes: not a text file")


def test_a_line_without_end(refused):
    assert refused("v\n" + "1" * 1_500_000) == (
        "f.csv, row 2: a line of over a million characters: not a CSV file"
    )


def test_a_quote_that_is_never_closed(refused):
    message = refused('v,w\n1,"2\n3,4\n')
    assert message.startswith("f.csv, row 2: not CSV: ")
    assert message.endswith("; check the quotes in this row, where it begins")
    assert refused('v\n"1\n2\n').startswith("f.csv, row 2: not CSV: ")
    message = "f.csv, row 1: has no end to its first row; check the quotes in it"
    assert refused('"v,w\n' + "1,2\n" * 2_000) == message


def test_a_cell_too_long_for_csv(refused):
    message = refused('v,"w\n' + f"1,{'2' * 300}\n" * 999)
    assert "row 1: not CSV: field larger than field limit" in message


@pytest.mark.parametrize("length", [300, 3_000])
def test_a_quote_is_looked_for_where_it_was_opened_not_where_the_next_one_is(refused, length):
    rows = ["v,w", *['1,"x"'] * length]
    rows[51] = '1,"x'
    assert refused("\n".join(rows)).startswith("f.csv, row 52: not CSV: ")


def test_a_quoted_cell_may_lie_across_the_end_of_the_sample(read):
    assert read("v,w\n" + '1,"a\nb"\n' * 2_000).values() == [1.0] * 2_000


def test_a_broken_gzip_file(refused):
    packed = gzip.compress(b"v\n" + b"1\n2\n3\n" * 1_000)
    assert refused(packed[:-12]).startswith("f.csv: cannot be read: ")
    assert refused(packed[:12] + b"\xff" * 20).startswith("f.csv: cannot be read: ")


@pytest.mark.parametrize("options", [{"delimiter": ",,"}, {"delimiter": ""}, {"decimal": "'"}])
def test_marks_that_are_none(refused, options):
    assert refused("v\n1\n", **options).startswith(f"f.csv: {next(iter(options))} ")


def test_a_folder(tmp_path):
    with pytest.raises(SeriesError, match="is a folder; name a file in it"):
        read_csv(tmp_path)
    with pytest.raises(SeriesError, match=r"^\.: is a folder"):
        read_csv("")


def test_no_such_file(tmp_path):
    with pytest.raises(SeriesError, match=r"nowhere.csv: there is no such file; check the name"):
        read_csv(tmp_path / "nowhere.csv")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("v\n1\n")
    path.chmod(0)
    with pytest.raises(SeriesError, match="cannot be read: Permission denied"):
        read_csv(path)


# Whatever is written is read back

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
CELLS = st.one_of(NUMBERS, st.none())
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
CSV_LIKE = st.text('01,;.-:/ \t\n"aN', max_size=60)
same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def tables(draw):
    """Names and columns of one length, in which no column is without a number."""
    names = draw(st.lists(NAMES.map("v{}".format), min_size=1, max_size=4, unique=True))
    length = draw(st.integers(1, 20))
    columns = st.lists(CELLS, min_size=length, max_size=length).filter(any)
    return {name: draw(columns) for name in names}


@given(
    fields=tables(),
    delimiter=st.sampled_from(",;\t|"),
    missing=st.sampled_from([*MISSING[2:], ""]),
    decimal=st.sampled_from(".,"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
)
@same_folder
def test_a_table_written_is_read_back(tmp_path, fields, delimiter, missing, decimal, quoting, end):
    decimal = "." if delimiter == "," else decimal
    path = tmp_path / "drawn.csv"
    start = datetime(2020, 1, 1)
    times = [start + timedelta(minutes=7 * i) for i in range(len(next(iter(fields.values()))))]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator=end)
        writer.writerow(["time", *fields])
        for time, *cells in zip(times, *fields.values(), strict=True):
            texts = (missing if cell is None else repr(cell) for cell in cells)
            writer.writerow([time.isoformat(), *(text.replace(".", decimal) for text in texts)])
    # One column whose name holds another delimiter could be read either way.
    sure = delimiter if len(fields) == 1 else None
    series = read_csv(path, value=list(fields), decimal=decimal, delimiter=sure)
    assert series.fields == fields
    assert series.times == times


def read_or_refuse(path, content):
    """How many steps were read; if none, the message."""
    path.write_bytes(content)
    try:
        return len(read_csv(path))
    except SeriesError as error:
        return str(error)


@given(content=st.one_of(st.binary(max_size=300), CSV_LIKE.map(str.encode)))
@same_folder
@pytest.mark.filterwarnings("ignore::htm_teacher.series.SeriesWarning")
def test_whatever_the_file_there_is_a_series_or_one_line(tmp_path, content):
    answer = read_or_refuse(tmp_path / "drawn.csv", content)
    assert answer if isinstance(answer, int) else len(answer.splitlines()) == 1
