"""Whatever is written is read back; whatever a file holds, the answer is a series or one line."""

import csv
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from htm_teacher.series import SeriesError, read_csv
from htm_teacher.series.series import MISSING

NUMBERS = st.floats(-1e300, 1e300)  # larger ones are refused
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
    missing=st.sampled_from(sorted(MISSING | {"NA", "N/A", "NaN", "NULL", "None"})),
    decimal=st.sampled_from(".,"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
)
@same_folder
@pytest.mark.filterwarnings("ignore::htm_teacher.series.SeriesWarning")  # of numbers far from all others
def test_a_written_table_is_read_back(tmp_path, fields, delimiter, missing, decimal, quoting, end):
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
def test_any_file_gives_a_series_or_an_error_of_one_line(tmp_path, content):
    answer = read_or_refuse(tmp_path / "drawn.csv", content)
    assert answer if isinstance(answer, int) else len(answer.splitlines()) == 1
