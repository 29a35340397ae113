"""Cells of a file: delimiters, quotes, widths, blank lines."""

import pytest


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_any_delimiter_and_line_end(sheet, delimiter, end):
    found = sheet(
        end.join(["time?flow", "2020-01-01 00:00?1.5", "2020-01-01 01:00?2", ""]).replace("?", delimiter)
    )
    assert found.headings == ["time", "flow"]
    assert found.columns == [["2020-01-01 00:00", "2020-01-01 01:00"], ["1.5", "2"]]
    assert list(found.rows) == [2, 3]
    assert found.comma_delimits == (delimiter == ",")
    assert found.notes == found.doubts == []


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_a_decimal_comma_is_no_delimiter(table, mark):
    rows = "time?v?w\n2024-01-01?1,5?2,5\n2024-01-02?3,5?4,5\n".replace("?", mark)
    assert table(rows)[1:] == [["2024-01-01", "1,5", "2,5"], ["2024-01-02", "3,5", "4,5"]]
    assert table(rows.replace("?w", "").replace(",5\n", "\n"))[0] == ["time", "v", "w"]


def test_decimal_commas_below_a_single_name(sheet, table):
    found = sheet("flow\n1,5\n2\n-3,25\n")
    assert (found.headings, found.columns, found.comma_delimits) == (["flow"], [["1,5", "2", "-3,25"]], False)
    assert table("flow,w\n1,5\n2,6\n") == [["flow", "w"], ["1", "5"], ["2", "6"]]


def test_a_decimal_comma_may_be_in_quotes(table):
    assert table('time,value\n2024-01-01,"0,5"\n2024-01-02,"1,5"\n')[1] == ["2024-01-01", "0,5"]
    assert table("'time','value'\n'2024-01-01','0,5'\n'2024-01-02','1,5'\n")[2] == ["2024-01-02", "1,5"]


def test_spaces_after_commas_are_no_part_of_cells(table):
    assert table('a, "b, c"\n1, "2,5"\n3, "4,5"\n') == [["a", "b, c"], ["1", "2,5"], ["3", "4,5"]]


def test_spaces_separate_cells_if_nothing_else_does(table):
    assert table(" a   b\n 1   2 \n10  20\n") == [["a", "b"], ["1", "2"], ["10", "20"]]
    assert table("flow rate    depth\n1            2\n3            4\n")[0] == ["flow rate", "depth"]
    wide = "  time        v    w\n2024-01-01  1.0  2.0\n2024-01-02 10.0 20.0\n"
    assert table(wide)[2] == ["2024-01-02", "10.0", "20.0"]


def test_a_space_inside_a_time_separates_nothing(table):
    expected = [["time", "value"], ["2024-01-01 00:00", "5"], ["2024-01-01 01:00", "16"]]
    assert table("time value\n2024-01-01 00:00 5\n2024-01-01 01:00 16\n") == expected
    assert table("time             value\n2024-01-01 00:00     5\n2024-01-01 01:00    16\n") == expected


def test_a_space_between_a_number_and_its_unit_separates_nothing(table, sheet):
    assert table("load\n1.34 kW\n8.47 kW\n") == [["load"], ["1.34 kW"], ["8.47 kW"]]
    rows = "time load\n2024-01-01 1.34 kW\n\n2024-01-02 8.47 kW\n"
    expected = [["time", "load"], ["2024-01-01", "1.34 kW"], ["2024-01-02", "8.47 kW"]]
    assert table(rows) == expected
    assert table(rows.replace(" 1.", " 00:00 1.").replace(" 8.", " 00:00 8."))[1][0] == "2024-01-01 00:00"
    assert table("v w\n1.5 °C 7 %\n2.5 °C 9 %\n") == [["v", "w"], ["1.5 °C", "7 %"], ["2.5 °C", "9 %"]]
    assert sheet(rows.replace("load", "load unit")).columns[1:] == [["1.34", "8.47"], ["kW", "kW"]]


def test_spaces_between_thousands_separate_nothing(table):
    assert table("flow\n1 234\n12 345\n") == [["flow"], ["1 234"], ["12 345"]]


@pytest.mark.parametrize("mark", [";", "\t", "|", " "])
def test_a_delimiter_must_split_half_of_the_lines_alike(sheet, no_sheet, mark):
    half = "1;2\n3;4\n5\n6;7;8\n".replace(";", mark)
    assert no_sheet(half).startswith("f.csv, row 3: 1 cell where the first row has 2 cells")
    assert len(sheet(f"{half}9\n").columns) == 1


def test_a_delimiter_can_be_given(table, no_sheet):
    assert table("a:b\n1:2\n", delimiter=":") == [["a", "b"], ["1", "2"]]
    assert no_sheet("a\n1\n", delimiter=",,").startswith("f.csv: delimiter ',,' is not a single character")
    assert no_sheet("a\n1\n", delimiter="").startswith("f.csv: delimiter '' is not a single character")


def test_excels_first_line_names_the_delimiter(sheet):
    found = sheet("sep=;\na;b,c\n1;2,5\n")
    assert (found.headings, found.columns, found.rows) == (["a", "b,c"], [["1"], ["2,5"]], [3])
    assert sheet('"sep=|"\na|b\n1|2\n').headings == ["a", "b"]


def test_empty_columns_without_a_name_are_dropped(table):
    assert table("a,b,\n1,2,\n3,,\n") == [["a", "b"], ["1", "2"], ["3", ""]]
    assert table("a,b\n1,2,\n3,4,\n") == [["a", "b"], ["1", "2"], ["3", "4"]]
    assert table("a,b,,\n1,2\n3,4,\n") == [["a", "b"], ["1", "2"], ["3", "4"]]
    assert table("| time | v |\n| 2024-01-01 | 1 |\n") == [["time", "v"], ["2024-01-01", "1"]]
    assert table("a,b\n1,\n2,\n") == [["a", "b"], ["1", ""], ["2", ""]]


@pytest.mark.parametrize("length", [5, 3_000])
def test_rows_that_are_too_short_or_too_long(no_sheet, length):
    rows = ["a,b", *["1,2"] * length]
    short, long = rows[:], rows[:]
    short[4], long[-1] = "1", "1,2,3"
    advice = "where the first row has 2 cells; correct or remove this row"
    assert no_sheet("\n".join(short)) == f"f.csv, row 5: 1 cell {advice}"
    assert no_sheet("\n".join(long)) == f"f.csv, row {length + 1}: 3 cells {advice}"


def test_names_that_do_not_match_the_rows(no_sheet):
    advice = "where most rows have 2 cells; correct or remove this row"
    assert no_sheet("a,b,c\n1,2\n3,4\n") == f"f.csv, row 1: 3 cells {advice}"
    assert no_sheet("1,2,3\n1,2\n3,4\n") == f"f.csv, row 1: 3 cells {advice}"


def test_blank_lines_are_missing_values_in_one_column_only(table, sheet):
    assert table("flow\n1\n\n3\n\n") == [["flow"], ["1"], [""], ["3"]]
    assert table("\nflow\n\n1\n2\n") == [["flow"], [""], ["1"], ["2"]]
    assert table('flow\n1\n""\n') == [["flow"], ["1"], [""]]
    found = sheet("\n\na,b\n1,2\n  \n3,4\n")
    assert (found.columns, found.rows) == ([["1", "3"], ["2", "4"]], [4, 6])


def test_quoted_cells_may_hold_line_ends_and_comment_marks(sheet):
    found = sheet('a,b\n1,"x\n# y"\n2,z\n')
    assert (found.columns, found.rows, found.notes) == ([["1", "2"], ["x\n# y", "z"]], [2, 4], [])
    assert len(sheet("v,w\n" + '1,"a\nb"\n' * 2_000).rows) == 2_000


@pytest.mark.parametrize("quote", list("\"'"))
def test_a_quote_within_quotes_may_follow_a_backslash(table, quote):
    content = "who,v\n'a \\'b\\', c',1\n'd',2\n'e','3'\n"
    found = table(content.replace("'", quote))
    assert found == [["who", "v"], [f"a {quote}b{quote}, c", "1"], ["d", "2"], ["e", "3"]]


def test_a_backslash_at_the_end_of_a_cell_escapes_nothing(table):
    rows = [["path", "v"], ["C:\\data\\", "1"], ["D:\\", "2"]]
    assert table('path,v\n"C:\\data\\",1\n"D:\\",2\n') == rows


def test_quotes_that_do_not_close(no_sheet):
    assert no_sheet('v,w\n1,"2\n3,4\n').startswith("f.csv, row 2: not CSV: ")
    rows = ["v,w", *['1,"x"'] * 300]
    rows[51] = '1,"x'
    assert no_sheet("\n".join(rows)).startswith("f.csv, row 52: not CSV: ")
    assert "row 1: not CSV: field larger than field limit" in no_sheet('v,"w\n' + f"1,{'2' * 300}\n" * 999)


@pytest.mark.parametrize("content", ["", "\n", "\n \n\n", ",,\n,,\n", "# a\n# b\n", "\ufeff"])
def test_an_empty_file(no_sheet, content):
    assert no_sheet(content) == "f.csv: is empty; give a file with rows"


def test_empty_rows_above_what_is_left_out(no_sheet):
    content = "x\n\n,,?Avg,\n,,,\nTotal,3\nx\n*\n\ta b\n"
    assert no_sheet(content, skip_rows=1) == "f.csv: is empty; give a file with rows"


def test_a_header_without_rows(no_sheet):
    assert no_sheet("time,flow\n") == "f.csv: has a header but no rows after it"


def test_a_single_row(no_sheet, sheet):
    assert sheet("1,2\n").columns == [["1"], ["2"]]
    assert no_sheet(",".join("1" * 50)) == (
        "f.csv, row 1: holds a single row of 50 cells; a series has a row for each step: turn it round"
    )


@pytest.mark.parametrize(
    "content",
    [
        "This is a text about many things.\nNo table is in it, as you see.\nSo it must be refused.\n",
        "Dear Sir, this is a letter.\nPlease, read it with care.\nThank you, and goodbye now.\n",
        "One long sentence without a number or a time in it\n",
    ],
)
def test_prose_is_no_table(no_sheet, content):
    assert no_sheet(content) == "f.csv: holds text but no table; give a file with rows of numbers"


def test_categories_are_a_table(table):
    assert table("word\nA\nB\n") == [["word"], ["A"], ["B"]]
    assert table("a,b\nx,y\n") == [["a", "b"], ["x", "y"]]
    assert table("letter\nA\nletter\nB\n") == [["letter"], ["A"], ["letter"], ["B"]]


def test_lines_at_the_top_can_be_skipped(sheet, no_sheet):
    found = sheet('junk "\n1,2,3\na,b\n1,2\n3,4\n', skip_rows=2)
    assert (found.headings, found.rows, found.notes) == (["a", "b"], [4, 5], [])
    assert no_sheet("a\n1\n", skip_rows=9) == "f.csv: is empty; give a file with rows"
    assert no_sheet("a\n1\n", skip_rows=-1).endswith("skip_rows is -1; give 0 or more")
