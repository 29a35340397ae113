"""What stands above a table and among its rows: comments, titles, names, units."""

import pytest

ROWS = "2024-01-01 00:00,1\n2024-01-01 01:00,2\n2024-01-01 02:00,3\n"
COLUMNS = [["2024-01-01 00:00", "2024-01-01 01:00", "2024-01-01 02:00"], ["1", "2", "3"]]
MARKS = ["#", "# ", "%", "//", ";", "!", "' ", "-- ", "REM ", "rem ", "* ", '"# ']


@pytest.mark.parametrize("mark", MARKS)
def test_a_comment_is_left_out_wherever_it_stands(sheet, mark):
    comment = f"{mark}lat 1, lon 2" + '"' * mark.startswith('"')
    first, rest = ROWS[:19], ROWS[19:]
    top = sheet(f"{comment}\ntime,value\n{ROWS}")
    middle = sheet(f"time,value\n{first}{comment}\n{rest}")
    foot = sheet(f"time,value\n{ROWS}{comment}\n{comment}\n")
    for found, rows in (top, [3, 4, 5]), (middle, [2, 4, 5]), (foot, [2, 3, 4]):
        assert (found.headings, found.columns, found.rows) == (["time", "value"], COLUMNS, rows)
    assert top.notes == ["1 comment is left out, in row 1"]
    assert middle.notes == ["1 comment is left out, in row 3"]
    assert foot.notes == ["2 comments are left out, the first in row 5"]


@pytest.mark.parametrize("mark", ["#", "# ", "% ", "// "])
@pytest.mark.parametrize("delimiter", list(",;\t "))
def test_names_may_be_in_a_comment_above_the_data(sheet, mark, delimiter):
    found = sheet(f"{mark}units: s, kW\n{mark}time,value\n\n1,2\n2,5\n".replace(",", delimiter))
    assert (found.headings, found.columns) == (["time", "value"], [["1", "2"], ["2", "5"]])
    assert found.notes[-1] == "the names are taken from the comment above row 4"


def test_a_comment_above_names_or_of_another_kind_holds_no_names(sheet):
    assert sheet("# a,b\ntime,value\n1,2\n").headings == ["time", "value"]
    assert sheet("# Station: X, Y\n1,2\n3,4\n").headings == ["", ""]
    assert sheet("# a,b,c\n1,2\n3,4\n").headings == ["", ""]
    assert sheet("#,time,v\n1,2024-01-01,5\n2,2024-01-02,6\n").headings == ["#", "time", "v"]


def test_marks_in_data_begin_no_comment(table):
    assert table("id,v\n#1,5\n#2,6\n#3,7\n") == [["id", "v"], ["#1", "5"], ["#2", "6"], ["#3", "7"]]
    assert table("v,w\n#N/A,5\n1,6\n2,7\n")[1] == ["#N/A", "5"]
    assert table("a;b\n;1\n2;3\n")[1] == ["", "1"]
    assert table("v,w\n--,5\n-1,6\n2,7\n")[1:3] == [["--", "5"], ["-1", "6"]]
    assert table("v\n*\n*\n5\n6\n") == [["v"], ["*"], ["*"], ["5"], ["6"]]
    assert table("'a','b'\n'1','2'\n'3','4'\n") == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_rulings_are_left_out(sheet):
    found = sheet("time v\n---------- ---\n2024-01-01 1\n2024-01-02 2\n==========\n")
    assert (found.headings, found.columns) == (["time", "v"], [["2024-01-01", "2024-01-02"], ["1", "2"]])
    assert found.notes == ["2 comments are left out, the first in row 2"]


@pytest.mark.parametrize(
    "above",
    [
        "Station: X\n\n",
        "Power of the plant\n",
        "Station,X\nLatitude,47.5\n",
        "Station,X\nLatitude,47.5\n,\n",
        "Station X, lat 1, lon 2\n",
        "Berlin, Germany\n",
        "Station,X\nOwner,Y\nPlace,Z\nDevice,W\nState,V\n",
        "Report,\nCreated: today,\n\n",
        "Logger 5\nStarted 2024-01-01\nHeight, width, depth\n",
    ],
)
def test_lines_above_the_names_are_left_out(sheet, above):
    found = sheet(f"{above}time,value\n{ROWS}")
    assert (found.headings, found.columns) == (["time", "value"], COLUMNS)
    (note,) = found.notes
    assert note.startswith("left out above the table: ")
    assert "row 1: '" in note or "rows from row 1: '" in note


def test_a_title_above_one_column(sheet, table):
    assert sheet("Flow at station X\nflow\n1\n2\n").headings == ["flow"]
    assert table("flow\nabc\n1\n2\n") == [["flow"], ["abc"], ["1"], ["2"]]


@pytest.mark.parametrize(
    ("cells", "units"),
    [
        ("s,kW", ["s", "kW"]),
        (",(°C)", ["", "°C"]),
        ("[s],[m/s]", ["s", "m/s"]),
        ("YYYY-MM-DD hh:mm,m3/s", ["YYYY-MM-DD hh:mm", "m3/s"]),
        ("UTC,-", ["UTC", "-"]),
        ("seconds,metres per second", ["seconds", "metres per second"]),
        ("ms,µg/m³", ["ms", "µg/m³"]),
    ],
)
def test_units_below_the_names(sheet, cells, units):
    found = sheet(f"time,value\n{cells}\n{ROWS}")
    assert (found.headings, found.units, found.columns) == (["time", "value"], units, COLUMNS)
    assert (found.rows, found.notes) == ([3, 4, 5], ["units are taken from row 2"])


def test_without_units_all_units_are_empty(sheet):
    assert sheet("s,kW\n1,2\n2,3\n").units == ["", ""]


def test_names_in_two_or_three_rows_are_put_together(sheet):
    found = sheet("Weather,,Load\ntemp,wind,plant\n1,2,3\n4,5,6\n")
    assert found.headings == ["Weather temp", "Weather wind", "Load plant"]
    assert found.notes == ["the names are put together from rows 1 to 2, as in 'Weather temp'"]
    found = sheet(",flow,flow\n,mean,max\ntime,,\n2024-01-01,1,2\n2024-01-02,2,3\n")
    assert (found.headings, found.rows) == (["time", "flow mean", "flow max"], [4, 5])
    assert sheet("temp,temp\nC,F\n1,2\n3,4\n").headings == ["temp C", "temp F"]


def test_types_and_flags_of_nupic_are_left_out(sheet):
    found = sheet("timestamp,value,c\ndatetime,float,int\nT,,C\n2024-01-01,1,2\n2024-01-02,3,4\n")
    assert found.headings == ["timestamp", "value", "c"]
    assert (found.columns[1], found.rows) == (["1", "3"], [4, 5])
    assert found.notes == [
        "rows 2 and 3 hold types and flags, as in a file of NuPIC ('timestamp' is T, 'c' is C)"
    ]
    assert found.flags == {0: "T", 2: "C"}
    assert sheet("x,,y\nint,int,int\n,,r\n1,,2\n0,,3\n").flags == {1: "R"}
    assert sheet("reset,x\nint,float\nR,\n1,2\n0,3\n").columns == [["1", "0"], ["2", "3"]]
    assert sheet("x,y\nfloat,float\n,\n1,2\n0,3\n").columns == [["1", "0"], ["2", "3"]]
    assert sheet("x,y\nfloat,int\n1,2\n0,3\n").columns == [["1", "0"], ["2", "3"]]


def test_the_four_rows_of_a_campbell_logger(sheet):
    found = sheet(
        '"TOA5","X","CR1000","1234"\n"TIMESTAMP","RECORD","T"\n"TS","RN","DegC"\n"","","Avg"\n'
        '"2024-01-01 00:00:00",1,5\n"2024-01-01 00:10:00",2,6\n'
    )
    assert (found.headings, found.units) == (["TIMESTAMP", "RECORD", "T"], ["TS", "RN", "DegC"])
    assert (found.columns[2], found.rows) == (["5", "6"], [5, 6])


def test_without_names_headings_are_empty(sheet):
    found = sheet("2020-01-01,7\n2020-01-02,8\n")
    assert (found.headings, found.rows) == (["", ""], [1, 2])
    assert found.notes == ["the first row holds no names, so columns are called by their numbers"]
    assert sheet("2024-01-01,ERR\n2024-01-02,5\n2024-01-03,6\n").headings == ["", ""]


def test_years_may_be_names(table):
    assert table("day,2019,2020\n2021-01-01,1,2\n")[0] == ["day", "2019", "2020"]


def test_the_caller_can_say_whether_names_exist(sheet):
    assert sheet("1\n2\n", header=True).headings == ["1"]
    assert sheet("abc,2\nd,3\n", header=False).columns == [["abc", "d"], ["2", "3"]]


def test_a_name_may_be_missing(sheet):
    assert sheet(",v\n1,2\n2,3\n").headings == ["", "v"]
    found = sheet("time value\n1 2024-01-01 5\n2 2024-01-02 6\n")
    assert found.headings == ["", "time", "value"]
    assert found.notes == ["the names are one fewer than the columns, so the first column has none"]


def test_a_decimal_comma_that_splits_a_column_is_refused(no_sheet):
    problem = "2 names above 3 columns; name each column, or put cells in quotes if a comma in them"
    assert problem in no_sheet("time,value\n2024-01-01,0,5\n2024-01-02,1,5\n2024-01-03,2,5\n")


def test_flags_of_a_single_column_may_be_a_blank_line(sheet):
    assert sheet("v\nfloat\n\n1.5\n2.5\n2\n").columns == [["1.5", "2.5", "2"]]


def test_two_columns_with_the_same_name(no_sheet):
    problem = "column 'a': two columns have this name; rename one"
    assert no_sheet("a,a\n1,2\n") == f"f.csv, row 1, {problem}"
    assert no_sheet("# x\nTitle: y\na,a\n1,2\n") == f"f.csv, row 3, {problem}"


def test_data_with_a_fault_at_the_top_are_data(table):
    assert table("time,v\n2024-01-01,abc\n2024-01-02,5\n2024-01-03,6\n")[1] == ["2024-01-01", "abc"]
    assert table("a,b\nERR,ERR\n1,2\n3,4\n")[1] == ["ERR", "ERR"]
    assert table("a,b\nNA,-\n1,2\n3,4\n")[1] == ["NA", "-"]


def test_nameless_whole_numbers_in_two_columns_may_be_decimals(sheet):
    found = sheet("1,5\n-2,5\n3,25\n")
    (doubt,) = found.doubts
    assert doubt.startswith("'1,5' is read as two cells")
    assert doubt.endswith('give --delimiter ";"')
    assert sheet("1,5\n-2,5\n3,25\n", delimiter=";").columns == [["1,5", "-2,5", "3,25"]]
    for plain in (
        "a,b\n1,5\n2,5\n",
        "1,5\n2,-5\n",
        "1.0,5\n2.5,5\n",
        "1,5,2\n2,5,3\n",
        "1404172800,5\n1404172860,7\n",
    ):
        assert sheet(plain).doubts == []


def test_an_empty_column_between_others_is_said(sheet):
    found = sheet("a,,b\n1,,2\n2,,3\n")
    assert found.headings == ["a", "b"]
    assert found.notes == ["1 column without a name and without cells left out"]
