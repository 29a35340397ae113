"""Years of two digits, fiscal and Buddhist years, and months of such years."""

import pytest

from htm_teacher.series import SeriesWarning, read_csv
from htm_teacher.series.columns.time_format import read_times, time_format

MONTHS = [f"{year}-{month:02}" for year in (1, 2) for month in range(1, 13)]


def read(cells, heading):
    form = time_format(cells, heading)
    times = form and read_times(cells, form, range(2, len(cells) + 2), "f.csv", heading)
    return times and [time.year for time in times]


@pytest.mark.parametrize(
    ("cells", "heading", "years"),
    [
        (["88", "89", "90"], "year", [1988, 1989, 1990]),
        (["98", "99", "0", "1"], "Jahr", [1998, 1999, 2000, 2001]),
        (["09", "10", "11"], "year", [2009, 2010, 2011]),
        (["90.0", "89.0", "88.0"], "year", [1990, 1989, 1988]),
        (["FY1990", "FY1991"], "x", [1990, 1991]),
        (["FY 98", "FY'99", "fy00"], "fy", [1998, 1999, 2000]),
        (["2567", "2568", "2570"], "year", [2024, 2025, 2027]),
        (["2442", "2443"], "year", [2442, 2443]),  # no year of ours is 2442 - 543
        (MONTHS, "x", [2001] * 12 + [2002] * 12),
        (["99/12", "00/01"], "x", [1999, 2000]),
    ],
)
def test_years_are_told_by_the_whole_column(cells, heading, years):
    assert read(cells, heading) == years


@pytest.mark.parametrize(
    ("cells", "heading"),
    [
        (["1", "2", "3"], "year"),  # counts
        (["0", "1", "2"], "year"),
        (["88", "89", "90"], "x"),
        (["88", "90", "91"], "year"),  # not in order
        (["88", "88", "89"], "year"),
        (["2567", "2568"], "x"),
        (MONTHS[:12], "x"),  # may be days of January
        ([*MONTHS[:5], *MONTHS[6:]], "x"),  # a month is left out
        (["FY1990", "FYX"], "x"),
        (["FY0000", "FY0000"], "x"),
    ],
)
def test_what_the_column_leaves_open_is_no_year(cells, heading):
    assert read(cells, heading) is None


@pytest.mark.parametrize("cells", [["88", "89"], ["2567", "2568"], ["99-12", "00-01"]])
def test_such_years_are_doubtful(cells):
    (doubt,) = time_format(cells, "year").doubts
    assert f"{cells[0]} is read as " in doubt
    assert not time_format(["FY1990"], "year").doubts


@pytest.mark.parametrize(("day", "calendar"), [("2567-01-01", "Buddhist"), ("1402-01-01", "Iranian")])
def test_dates_far_from_ours_may_be_of_another_calendar(day, calendar):
    assert f"if it is a date of the {calendar}" in time_format([day], "date").doubts[0]
    assert not time_format(["2567-01-01", "2024-01-01"], "date").doubts


@pytest.mark.parametrize(("years", "first"), [(["88", "89"], 1988), (["2567", "2568"], 2024)])
def test_years_beside_months_are_told_too(tmp_path, years, first):
    path = tmp_path / "f.csv"
    rows = [f"{year},{month},{month * month % 7}.5" for year in years for month in range(1, 13)]
    path.write_text("\n".join(["year,month,v", *rows]))
    with pytest.warns(SeriesWarning, match=rf"'year' holds years of .*: {years[0]} is read as {first}-"):
        series = read_csv(path)
    assert [(time.year, time.month) for time in series.times[11:13]] == [(first, 12), (first + 1, 1)]
    path.write_text("\n".join(["year,month,v", "FY1990,1,5", "FY1990,2,6", "FY90.5,3,5"]))
    assert read_csv(path, value="v").times is None


@pytest.mark.parametrize(("step", "said"), [(1, True), (5, False)])
def test_months_without_a_year_are_said(tmp_path, step, said):
    path = tmp_path / "f.csv"
    path.write_text("month,v\n" + "".join(f"{index * step % 12 + 1},{index}.5\n" for index in range(14)))
    note = "'month' holds months without a year, so it is not the time; if it is, add a column of years"
    assert (note in read_csv(path).notes) is said
    assert note not in read_csv(path, time="").notes
