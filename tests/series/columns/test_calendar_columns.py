"""Year, month, day and hour in columns of their own."""

from datetime import datetime

import pytest

from htm_teacher.series import SeriesError, SeriesWarning, read_csv
from htm_teacher.series.columns.calendar_columns import calendar_columns, clock_columns, joined_clocks
from htm_teacher.series.columns.calendar_reading import read_calendar


def read(headings, *rows):
    columns = list(zip(*rows, strict=True))
    parts = calendar_columns(headings, columns)
    return parts, read_calendar(parts, columns, range(2, len(rows) + 2), "f.csv", headings)


@pytest.mark.parametrize(
    ("headings", "rows", "times"),
    [
        ("Year Month value", ["2000 1 5", "2000 12 5"], [(2000, 1, 1), (2000, 12, 1)]),
        ("value Month Year", ["5 1 2000", "5 12 2000"], [(2000, 1, 1), (2000, 12, 1)]),
        ("Jahr Monat Tag Stunde x", ["2000 1 5 0 1", "2000 1 5 24 1"], [(2000, 1, 5), (2000, 1, 6)]),
        ("année mois x", ["2000 janv. 5", "2000 déc. 5"], [(2000, 1, 1), (2000, 12, 1)]),
        ("año mes día x", ["2000 ene 5 1", "2000 dic 5 1"], [(2000, 1, 5), (2000, 12, 5)]),
        ("YEAR DOY HR bz", ["2000 60 23 1", "2000 366 0 1"], [(2000, 2, 29, 23), (2000, 12, 31)]),
        ("YR DAY t2m", ["2001 1 1", "2001 365 1"], [(2001, 1, 1), (2001, 12, 31)]),
        ("year quarter gdp", ["1959.0 1.0 1", "1959.0 4.0 1"], [(1959, 1, 1), (1959, 10, 1)]),
        ("Year Qtr gdp", ["1959 Q1 1", "1959 Q4 1"], [(1959, 1, 1), (1959, 10, 1)]),
        ("Year Period rate", ["1948 Q01 3.7", "1948 Q04 3.8"], [(1948, 1, 1), (1948, 10, 1)]),
        ("Year Period rate", ["1948 M01 3.7", "1948 M12 3.8"], [(1948, 1, 1), (1948, 12, 1)]),
        ("Year Week n", ["2020 1 1", "2020 53 1"], [(2019, 12, 30), (2020, 12, 28)]),
        (
            "#YY MM DD hh mm w",
            ["2020 1 2 3 50 1", "2020 1 2 4 50 1"],
            [(2020, 1, 2, 3, 50), (2020, 1, 2, 4, 50)],
        ),
        ("Year Mo Dy Hr Min Sec x", ["2020 1 2 3 4 5.5 1"] * 2, [(2020, 1, 2, 3, 4, 5, 500_000)] * 2),
        (
            "Year Month Day Time x",
            ["2020 1 2 00:30 1", "2020 1 2 24:00 1"],
            [(2020, 1, 2, 0, 30), (2020, 1, 3)],
        ),
        ("Year Month Day Hour x", ["2020 1 2 30 1", "2020 1 2 2400 1"], [(2020, 1, 2, 0, 30), (2020, 1, 3)]),
        ("obs_year obs_month x", ["2000 1 5", "2000 12 5"], [(2000, 1, 1), (2000, 12, 1)]),
        (
            "1 2 3 4",
            ["1749 01 1749.04 58", "1749 02 1749.12 62", "1750 1 1750.04 1"],
            [(1749, 1, 1), (1749, 2, 1), (1750, 1, 1)],
        ),
    ],
)
def test_calendar_columns_are_the_time(headings, rows, times):
    found = read(headings.split(), *(row.split() for row in rows))[1]
    assert found == [datetime(*time) for time in times]


@pytest.mark.parametrize(
    ("headings", "rows", "parts"),
    [
        ("Year Month Max Min", ["2000 1 5 7", "2000 2 6 8"], {"year": 0, "month": 1}),
        ("Year Month Quarter x", ["2000 1 1 7", "2000 2 1 8"], {"year": 0, "quarter": 2, "month": 1}),
        ("Year value", ["2000 1", "2001 2"], {}),
        ("Month Day x", ["1 1 7", "1 2 8"], {}),
        ("Year Month x", ["2000 1 7", "2000 13 8"], {}),
        ("Year Month x", ["7 1 7", "8 2 8"], {}),
        ("date hour x", ["2000-01-01 1 7", "2000-01-01 2 8"], {}),
        ("Year Month Hour x", ["2000 1 5 7", "2000 2 6 8"], {"year": 0, "month": 1}),
        ("1 2", ["2000 1", "2000 2"], {}),
        ("1 2 3", ["2000 1 5", "2000 1 5", "2000 2 5"], {}),
        ("1 2 3", ["2000 5 1", "2000 2 2", "2000 7 2"], {}),
        ("1 2 3", ["5 1 1", "6 2 2", "7 3 3"], {}),
    ],
)
def test_names_and_cells_must_both_be_of_a_calendar(headings, rows, parts):
    assert calendar_columns(headings.split(), list(zip(*map(str.split, rows), strict=True))) == parts


def test_a_missing_part_or_a_day_that_does_not_exist_is_refused_by_row():
    said = r"'' is no month; give every row its date, and remove rows of totals"
    with pytest.raises(SeriesError, match=rf"^f.csv, row 3, column 'Month': {said}"):
        read(["Year", "Month", "x"], ["2000", "1", "5"], ["2000", "", "5"])
    with pytest.raises(
        SeriesError, match=r"^f.csv, row 3, column 'Day': no such day: 2001, 2, 29; correct it"
    ):
        read(["Year", "Month", "Day", "x"], ["2000", "2", "29", "5"], ["2001", "2", "29", "5"])
    with pytest.raises(SeriesError, match=r"row 3, column 'Hour': '' is no time of day"):
        read(
            ["Year", "Month", "Day", "Hour", "x"], ["2000", "2", "29", "5", "1"], ["2000", "2", "29", "", "1"]
        )
    rows = [["2000", "1", str(row % 24), "5", "1"] for row in range(501)]  # so many that not all are judged
    with pytest.raises(SeriesError, match=r"row 503, column 'Min': '60' is no minute; correct it"):
        read(["Year", "DOY", "Hour", "Min", "x"], *rows, ["2000", "1", "0", "60", "1"])


def test_hours_and_minutes_beside_a_date():
    columns = [["2020-01-01"] * 2, ["0", "23"], ["5", "50"], ["7", "8"]]
    parts = clock_columns(["date", "hour", "minute", "load"], columns)
    assert parts == {"hour": 1, "minute": 2}
    assert joined_clocks(parts, columns) == ["00:05", "23:50"]
    assert clock_columns(["date", "hour", "min", "load"], [*columns[:2], ["-5", "3"], columns[3]]) == {}
    assert clock_columns(["date", "hour"], columns[:2]) == {}


@pytest.mark.parametrize("hour", ["24", "25"])
def test_an_hour_that_no_clock_has_is_named_with_its_column(tmp_path, hour):
    path = tmp_path / "table.csv"
    rows = "".join(f"2024-01-01,{at},{part},{part}\n" for at in ("22", "23", hour) for part in (0, 30))
    path.write_text(f"date,hour,minute,x\n{rows}")
    said = rf"column 'hour': '{hour}' is no hour beside minutes, as in {hour}:\d0; write hours from 0 to 23"
    with pytest.raises(SeriesError, match=said):
        read_csv(path)
    path.write_text(f"year,month,day,hour,minute,x\n{rows}".replace("-", ","))
    with pytest.raises(SeriesError, match=rf"row [67], column 'hour': '{hour}' is no hour beside minutes;"):
        read_csv(path)


@pytest.mark.parametrize("names", ["date,hour", "year,month,day,hour", "date"])
def test_hour_24_is_hour_0_of_the_next_day(tmp_path, names):
    path, mark = tmp_path / "table.csv", {"date": " "}.get(names, ",")
    rows = "".join(
        f"2024-01-0{day}{mark}{hour:02}{':00' * (mark == ' ')},{hour * 7 % 11}\n"
        for day in (1, 2, 3)
        for hour in range(25)
    )
    path.write_text(f"{names},x\n{rows.replace('-', ',' if 'year' in names else '-')}")
    with pytest.warns(SeriesWarning) as caught:
        assert len(read_csv(path)) == 75
    (said,) = {str(one.message) for one in caught}
    for part in names.split(",")[:2]:
        assert f"'{part}'" in said
    assert said.endswith("again in row 27; all are kept; hour 24 of a day is hour 0 of the next")
