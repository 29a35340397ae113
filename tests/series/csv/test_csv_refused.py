"""What is refused in a CSV file, and in which words."""

import gzip
import os

import pytest

from htm_teacher.series import SeriesError, SeriesWarning, read_csv


@pytest.mark.parametrize("content", ["", "\n", "\n \n\n"])
def test_an_empty_file(refused, content):
    assert refused(content) == "f.csv: is empty; give a file with rows"


def test_a_header_without_rows(refused):
    assert refused("time,flow\n") == "f.csv: has a header but no rows after it"


def test_no_numeric_column(refused):
    assert refused("a,b\nx,y\n").startswith("f.csv: no column holds numbers; 'a' has 'x'; ")


@pytest.mark.parametrize("length", [5, 3_000])
def test_rows_that_are_too_short_or_too_long(refused, length):
    rows = ["a,b", *["1,2"] * length]
    short, long = rows[:], rows[:]
    short[4], long[-1] = "1", "1,2,3"
    advice = "where the first row has 2 cells; correct or remove this row"
    assert refused("\n".join(short)) == f"f.csv, row 5: 1 cell {advice}"
    assert refused("\n".join(long)) == f"f.csv, row {length + 1}: 3 cells {advice}"


def test_the_number_of_a_row_is_the_line_where_it_begins(refused):
    assert refused('a,b\n\n"1",2\n"x\ny",3\n1,4\n') == (
        "f.csv, row 4, column 'a': 'x\\ny' is not a number; correct it, or leave it empty if missing"
    )
    assert "row 5, column 'a': 'z' is" in refused('a,b\n\n1,"x\ny"\nz,v\n2,w\n')


@pytest.mark.parametrize(
    ("more", "said"), [(0, ""), (1, "1 more cell"), (3, "3 more cells"), (9, "9 more cells")]
)
def test_a_wrong_cell_is_told_with_how_many_more_there_are(refused, more, said):
    named = ", ".join(f"'x{one}' in row {14 + 2 * one}" for one in range(min(more, 3)))
    end = f"; {said} of the column cannot be read: {named}" if more else ""
    values = [
        *"123456789",
        "10",
        "11",
        "soon",
        *(f"{cell}\n5" for one in range(more) for cell in [f"x{one}"]),
    ]
    message = refused("a\n" + "\n".join(values) + "\n")
    assert message.startswith("f.csv, row 13, column 'a': 'soon' is not a number; ")
    assert message.endswith(f"or give --missing soon{end}")


def test_a_time_that_cannot_be_read_is_told_with_how_many_more_there_are(refused):
    rows = [f"{'soon' if day % 9 == 4 else f'2024-01-{day + 1:02}'},{day}" for day in range(30)]
    assert refused("time,a\n" + "\n".join(rows)).endswith(
        "; 2 more cells of the column cannot be read: 'soon' in row 15"
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
        ("1e999", "is beyond 1e300"),
    ],
)
def test_a_cell_that_is_not_a_finite_number(refused, row, cell, problem):
    rows = ["time,flow", *(f"{1e9 + i:.0f},{i}" for i in range(3_000))]
    rows[row - 1] = f"{1e9 + row - 2:.0f},{cell}"
    message = refused("\n".join(rows))
    assert message.startswith(f"f.csv, row {row}, column 'flow': {cell!r} {problem}")
    assert "correct it" in message


def test_text_in_a_chosen_column_is_read_as_categories_with_a_warning(read):
    with pytest.warns(SeriesWarning, match="'a' holds no numbers, so its cells are read as categories"):
        assert read("a,b\nx,1\n", value="a").values() == ["x"]


def test_a_decimal_point_in_a_column_with_decimal_commas(refused):
    content = "a;b\n" + "1,5;2\n" * 2_000 + "1.5;2\n"
    assert "row 2002, column 'a': '1.5' is not a number" in refused(content)


def test_unsorted_times(refused):
    assert refused("time,v\n2020-01-02,1\n2020-01-03,1\n2020-01-01,2\n") == (
        "f.csv, row 4, column 'time': 2020-01-01 00:00:00 is earlier than "
        "2020-01-03 00:00:00 in row 3 above it; sort the rows by time, or give --sort"
    )


def test_times_that_occur_twice_are_kept_with_a_warning(read):
    with pytest.warns(SeriesWarning, match=r"f.csv, column 'time': .* occurs twice, again in row 3"):
        series = read("time,v\n2020-01-01,1\n2020-01-01,2\n")
    assert series.values() == [1.0, 2.0]


def test_a_time_that_cannot_be_read(refused):
    assert refused("time,v\n2020-01-01,1\n2020-13-01,2\n2020-01-03,3\n").startswith(
        "f.csv, row 3, column 'time': '2020-13-01' is not a date that can be read; write it as "
    )


def test_a_column_that_is_called_time_and_holds_none_is_left_out_with_a_warning(read):
    for cells in (("13:00", "13:30"), ("0", "1")):
        with pytest.warns(SeriesWarning, match=f"'time' is not read as the time, because '{cells[0]}'"):
            series = read(f"time,v\n{cells[0]},1\n{cells[1]},2\n")
        assert (series.times, series.fields) == (None, {"v": [1.0, 2.0]})


def test_a_missing_time(refused):
    assert "row 3, column 'time': the time is missing" in refused("time,v\n2020-01-01,1\n,2\n")


def test_times_with_and_without_a_zone(refused):
    content = "time,v\n2020-01-01 00:00Z,1\n2020-01-01 01:00,2\n"
    assert "row 3, column 'time': 2020-01-01 01:00:00 has no time zone" in refused(content)


@pytest.mark.parametrize("options", [{"time": "c"}, {"value": "c"}, {"value": ["a", "c"]}, {"text": "c"}])
def test_an_unknown_column(refused, options):
    assert refused("a,b\n1,2\n", **options) == "f.csv: no column 'c'; there are 'a', 'b'"


@pytest.mark.parametrize("load", ["3.5", "17", "word"])
def test_what_is_no_time_is_refused_as_times(refused, load):
    message = refused(f"day,load\n2020-01-01,{load}\n2020-01-02,{load}\n", time="load")
    assert message.startswith(f"f.csv, column 'load': holds no times: {load!r}")
    assert message.endswith("choose another column, or none")


def test_many_columns_are_not_all_listed(refused):
    header = ",".join(f"c{i}" for i in range(500))
    message = refused(f"{header}\n{header.replace('c', '')}\n", value="x")
    assert message.endswith("'c9' and 490 more")


def test_a_column_chosen_twice(refused):
    assert "chosen twice" in refused("a,b\n2020-01-01,1\n", time="a", value=["a", "b"])


def test_two_columns_with_the_same_name(refused):
    assert refused("a,a\n1,2\n") == "f.csv, row 1, column 'a': two columns have this name; rename one"


def test_a_wrong_encoding(refused):
    message = refused("flow\n1\n2 \N{DEGREE SIGN}\n".encode("latin-1"), encoding="utf-8")
    assert message.startswith("f.csv, row 3: this is not utf-8 (")
    assert "--encoding cp1252" in message
    message = refused(b"v\n1\n", encoding="utf-16")
    assert message.startswith("f.csv: this is not utf-16 (")
    assert message.endswith("e.g. --encoding utf-8 or cp1252")


@pytest.mark.parametrize("encoding", ["martian", "hex"])
def test_an_encoding_that_does_not_exist(refused, encoding):
    assert f"no encoding is called {encoding!r}; try" in refused("v\n1\n", encoding=encoding)


def test_a_binary_file(refused):
    assert refused(b"v\n1\n\x00\x01\n").startswith("f.csv, row 3: has NUL bytes: not a text file")


def test_a_line_that_does_not_end(refused):
    assert refused("v\n" + "1" * 1_500_000) == (
        "f.csv, row 2: a line of over a million characters: not a CSV file"
    )


def test_a_quote_that_is_never_closed(refused):
    message = refused('v,w\n1,"2\n3,4\n')
    assert message.startswith("f.csv, row 2: not CSV: ")
    assert message.endswith("; check the quotes in this row, where it begins")
    assert refused('v\n"1\n2\n').startswith("f.csv, row 2: not CSV: ")
    assert refused('"v,w\n' + "1,2\n" * 2_000).startswith("f.csv, row 1: not CSV: ")


def test_a_cell_too_long_for_csv(refused):
    message = refused('v,"w\n' + f"1,{'2' * 300}\n" * 999)
    assert "row 1: not CSV: field larger than field limit" in message


@pytest.mark.parametrize("length", [300, 3_000])
def test_an_open_quote_is_reported_where_it_begins(refused, length):
    rows = ["v,w", *['1,"x"'] * length]
    rows[51] = '1,"x'
    assert refused("\n".join(rows)).startswith("f.csv, row 52: not CSV: ")


def test_a_quoted_cell_may_span_the_end_of_the_sample(read):
    assert read("v,w\n" + '1,"a\nb"\n' * 2_000).values() == [1.0] * 2_000


def test_a_broken_gzip_file(refused):
    packed = gzip.compress(b"v\n" + b"1\n2\n3\n" * 1_000)
    damaged = "f.csv: is a packed file that is damaged; download or pack it again"
    assert refused(packed[:-12]) == damaged
    assert refused(packed[:12] + b"\xff" * 20) == damaged


@pytest.mark.parametrize("options", [{"delimiter": ",,"}, {"delimiter": ""}, {"decimal": "'"}])
def test_delimiters_and_decimal_marks_that_are_impossible(refused, options):
    assert refused("v\n1\n", **options).startswith(f"f.csv: {next(iter(options))} ")


def test_a_folder(tmp_path):
    with pytest.raises(SeriesError, match="is a folder; name a file in it"):
        read_csv(tmp_path)
    with pytest.raises(SeriesError, match=r"^\.: is a folder"):
        read_csv("")


def test_no_such_file(tmp_path):
    with pytest.raises(SeriesError, match=r"nowhere.csv: the file does not exist; check the name"):
        read_csv(tmp_path / "nowhere.csv")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("v\n1\n")
    path.chmod(0)
    with pytest.raises(SeriesError, match="cannot be read: Permission denied"):
        read_csv(path)
