"""Times at the ends of the calendar, numbers of thousands of digits, and names no file can have."""

import csv
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from htm_teacher.series import SeriesError, read_csv, read_groups, read_nab

NINES, ZEROS = "9" * 5_000, "0" * 5_000  # Python reads at most 4,300 digits as a whole number
NUMBERS = st.sampled_from(["2024", "1", "12", "31", "9999", "0001", "00", "59", "1e", "9" * 40, NINES, ZEROS])
WORDS = st.sampled_from(
    [*"-/:. TZ%,'hQ", "+02:00", "Jan", "AM", "年", "Monday", " Europe/Berlin", "inf", "0x"]
)
CELLS = st.lists(NUMBERS | WORDS, max_size=4).map("".join)
PARTS = ["year", "month", "day", "hour", "minute", "second", "week", "doy"]
HEADINGS = st.sampled_from([*PARTS, "time", "date", "v", "t", "label", "unix", "mjd", "q"])
UNREAL = "is not in the years 2 to 9998; correct it"


def table(heading, cells):
    """A column beside values."""
    return f"{heading},v\n" + "".join(f"{cell},{step % 3}\n" for step, cell in enumerate(cells))


@pytest.mark.parametrize(
    "time",
    [
        "9999-12-31T23:00-02:00",
        "0001-01-01T00:00+02:00",
        "9999-12-31 23:00 America/New_York",
        "9999-12-31",
    ],
)
def test_a_time_at_an_end_of_the_calendar_is_refused_by_row(time, refused):
    said = refused(table("time", [time, time, time]))
    assert said == f"f.csv, row 2, column 'time': '{time}' {UNREAL}"


def test_a_clock_after_the_last_day_is_refused(refused):
    said = refused("date,clock,v\n9998-12-31,23:00,1\n9999-12-31,24:00,2\n")
    assert said == f"f.csv, row 3, column 'date': '9999-12-31' {UNREAL}"


def test_times_near_the_ends_are_read(read):
    series = read(table("time", ["9998-12-31T23:00-02:00", "9998-12-31T23:30-02:00"]))
    assert series.times[0].astimezone(UTC) == datetime(9999, 1, 1, 1, tzinfo=UTC)


def test_the_last_days_of_months_are_compared_to_the_end(refused):
    assert UNREAL in refused(table("date", ["09/09/9999", "30/11/9999", "31/12/9999"]))
    assert UNREAL in refused(table("date", ["9999-10-31", "9999-11-30", "9999-12-31"]))


@pytest.mark.parametrize("heading", ["time", "year", "month", "a", ""])
@pytest.mark.filterwarnings("ignore:.*is not read as the time")
def test_numbers_of_thousands_of_digits_are_no_times(heading, read):
    text = table(heading, [f"{step}{ZEROS}" for step in range(1, 6)])
    assert read(text, value="v").times is None


def test_numbers_of_thousands_of_digits_are_no_calendar_without_names(read):
    assert list(read(f"{NINES},1\n{NINES},2\n{NINES},3\n")) == [1, 2, 3]


def test_zeros_before_a_unix_time_change_nothing(read):
    hours = [1_700_000_000 + 3_600 * step for step in range(5)]
    padded = read(table("time", [f"{ZEROS}{hour}" for hour in hours]))
    assert padded.times == read(table("time", hours)).times


@pytest.mark.parametrize("clock", ["{},4", "3,{}"], ids=["minute", "second"])
@pytest.mark.parametrize("wrong", ["61", NINES], ids=["61", "digits"])
def test_no_part_of_the_calendar_is_beyond_its_range_in_any_row(clock, wrong, refused):
    """Few rows are looked at to see what a column is."""
    clocks = ["3,4"] * 1_200
    clocks[701] = clock.format(wrong)
    lines = [f"{1500 + step // 2},{step % 2 + 1},1,12,{one},{step % 7}\n" for step, one in enumerate(clocks)]
    assert "row 703" in refused(f"year,month,day,hour,minute,second,v\n{''.join(lines)}")


@pytest.mark.parametrize("encoding", ["undefined", "a\0b", "x" * 5_000, "idna", "base64", "rot13"])
def test_encodings_that_are_none_are_refused(encoding, refused):
    assert "encoding" in refused(b"v\n1\n\xff\n", encoding=encoding)


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "x" * 5_000], ids=["NUL", "half", "long"])
def test_names_that_no_file_can_have_are_refused(name, tmp_path):
    for read in (read_csv, lambda path: read_groups(path, "part"), read_nab):
        with pytest.raises(SeriesError) as error:
            read(tmp_path / name)
        assert str(error.value).isprintable()


@given(
    headings=st.lists(HEADINGS, min_size=1, max_size=3, unique=True),
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=2, max_size=6),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.filterwarnings("ignore::htm_teacher.series.SeriesWarning")
def test_any_pieces_of_times_give_a_series_or_a_series_error(tmp_path, headings, rows):
    cells = [[*row[: len(headings)], str(step % 3)] for step, row in enumerate(rows)]
    with (tmp_path / "drawn.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*headings, "value"], *cells])
    try:
        said = f"{len(read_csv(tmp_path / 'drawn.csv'))} rows"
    except SeriesError as error:
        said = str(error)
    assert said.isprintable()
