"""Whatever is written is found again; whatever a file holds, the answer is a sheet or one line."""

import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from htm_teacher.series import SeriesError
from htm_teacher.series.csv.sheet_reader import read_sheet

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
CELLS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr), st.sampled_from(["", "NA", "12 kW"])
)
CSV_LIKE = st.text("01,;.-:/ \t\n\r\"'aN#%!=()°Ts", max_size=80)
same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(data=st.data())
@same_folder
def test_a_written_table_is_found_again(tmp_path, data):
    names = data.draw(st.lists(NAMES.map("v{}".format), min_size=1, max_size=4, unique=True))
    width, length = len(names), data.draw(st.integers(1, 12))
    columns = [data.draw(st.lists(CELLS, min_size=length, max_size=length)) for _ in range(width)]
    delimiter = data.draw(st.sampled_from(",;\t|"))
    quoting = data.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    times = [f"2020-01-{day + 1:02} 00:00" for day in range(length)]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting)
    writer.writerows([["time", *names], *zip(times, *columns, strict=True)])
    path = tmp_path / "drawn.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    # A name that holds another delimiter could be split by it, if it is the only one.
    sheet = read_sheet(path, delimiter=delimiter if width == 1 else None)
    assert sheet.headings == ["time", *names]
    assert sheet.columns == [times, *columns]
    assert list(sheet.rows) == list(range(2, length + 2))
    assert sheet.comma_delimits == (delimiter == ",")
    assert sheet.notes == sheet.doubts == []


def read_or_refuse(path):
    """The sheet, or the message."""
    try:
        return read_sheet(path)
    except SeriesError as error:
        return str(error)


@given(
    content=st.one_of(
        st.binary(max_size=300), CSV_LIKE.map(str.encode), CSV_LIKE.map(lambda t: t.encode("utf-16"))
    )
)
@same_folder
def test_any_file_gives_a_sheet_or_an_error_of_one_line(tmp_path, content):
    path = tmp_path / "drawn.csv"
    path.write_bytes(content)
    sheet = read_or_refuse(path)
    if isinstance(sheet, str):
        assert len(sheet.splitlines()) == 1
        return
    assert sheet.columns
    assert {len(column) for column in sheet.columns} == {len(sheet.rows)} != {0}
    assert len(sheet.headings) == len(sheet.columns) == len(sheet.units)
