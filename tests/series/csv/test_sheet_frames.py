"""Files that a library reads: spreadsheets, Parquet, Feather."""

import zipfile
from io import BytesIO

import pytest

from htm_teacher.extras import install
from htm_teacher.series.csv import frames

pandas = pytest.importorskip("pandas")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def excel(**sheets):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


ROWS = [["time", "value"], ["2024-01-01", 1], ["2024-01-02", 2.5], ["2024-01-03", None]]


def test_an_excel_file(sheet):
    found = sheet(excel(one=ROWS))
    assert found.headings == ["time", "value"]
    assert found.columns == [["2024-01-01", "2024-01-02", "2024-01-03"], ["1", "2.5", ""]]
    assert (list(found.rows), found.notes, found.comma_delimits) == ([2, 3, 4], [], False)


def test_titles_and_totals_of_a_spreadsheet_are_left_out(sheet):
    found = sheet(excel(one=[["Power of the plant"], [], *ROWS, [], ["Total", 3.5]]))
    assert (found.headings, list(found.rows)) == (["time", "value"], [4, 5, 6])
    assert found.notes == [
        "left out above the table: row 1: 'Power of the plant'",
        "left out below the table: row 8: 'Total, 3.5'",
    ]


def test_the_first_sheet_that_holds_anything_is_read(sheet, no_sheet):
    found = sheet(excel(empty=[], one=ROWS, two=[["x"], [1]]))
    assert found.headings == ["time", "value"]
    assert found.notes == ["sheet 'one' is read; there are 'one', 'two'"]
    assert no_sheet(excel(empty=[])) == "f.csv: is empty; give a file with rows"


def test_a_sheet_that_tells_about_the_others_is_passed_over(sheet):
    found = sheet(excel(about=[["About"], ["Measured by us"], ["Version", 2]], data=ROWS))
    assert found.headings == ["time", "value"]
    assert found.notes == ["sheet 'data' is read; there are 'about', 'data'"]


@pytest.mark.parametrize("kind", ["parquet", "feather"])
def test_parquet_and_feather(sheet, kind):
    pytest.importorskip("pyarrow")
    packed = BytesIO()
    getattr(pandas.DataFrame({"time": ["2024-01-01"], "value": [1.5]}), f"to_{kind}")(packed)
    found = sheet(packed.getvalue())
    assert (found.headings, found.columns) == (["time", "value"], [["2024-01-01"], ["1.5"]])


def test_settings_that_say_nothing_about_a_file_are_named(sheet):
    pytest.importorskip("pyarrow")
    packed = BytesIO()
    pandas.DataFrame({"time": ["2024-01-01"], "value": [1.5]}).to_parquet(packed)
    found = sheet(packed.getvalue(), skip_rows=1, header=False, delimiter=";", encoding="cp1252")
    assert found.columns == [["2024-01-01"], ["1.5"]]
    assert found.notes == ["delimiter, encoding, header, skip_rows not used: this is a Parquet file"]


def test_rows_of_a_spreadsheet_can_be_skipped(sheet):
    found = sheet(excel(one=[["x", "y"], *ROWS]), skip_rows=1, header=True, encoding="cp1252")
    assert (found.headings, list(found.rows)) == (["time", "value"], [3, 4, 5])
    assert found.notes == ["encoding not used: this is an Excel file"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PAR1\x15\x04", "this is a Parquet file; save it as CSV, or: " + install("pandas")),
        (b"ARROW1\0\0", "this is a Feather file; save it as CSV, or: " + install("pandas")),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "this is an old Excel file; save it as CSV, or: pip install pandas xlrd",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9000) + "EncryptedPackage".encode("utf-16-le"),
            "this is an Excel file with a password; save it without one, or as CSV",
        ),
    ],
)
def test_without_the_library_the_file_is_named(no_sheet, monkeypatch, content, message):
    monkeypatch.setattr(frames, "find_spec", lambda name: None)
    assert no_sheet(content) == f"f.csv: {message}"


@pytest.mark.parametrize(
    ("inside", "called"), [("xl/workbook.xml", "an Excel file"), ("xl/workbook.bin", "a binary")]
)
def test_excel_without_the_library_is_named(no_sheet, monkeypatch, inside, called):
    monkeypatch.setattr(frames, "find_spec", lambda name: None)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr(inside, "")
    assert no_sheet(packed.getvalue()).startswith(f"f.csv: this is {called}")


@pytest.mark.parametrize("content", [b"PAR1\x15\x04" + b"x" * 100, b"PAR1" + bytes(50), b"PAR1"])
def test_a_damaged_file_is_refused_in_one_line(no_sheet, content):
    pytest.importorskip("pyarrow")
    message = no_sheet(content)
    assert message.startswith("f.csv: this is a Parquet file that cannot be read: ")
    assert message.endswith("; save it as CSV")


def test_a_column_may_be_called_like_a_parquet_file(table):
    assert table("PAR1,b\n1,2\n") == [["PAR1", "b"], ["1", "2"]]
