"""The order of day, month and year, by the evidence of a whole column."""

from datetime import datetime, timedelta

import pytest

from htm_teacher.series.columns.day_order import day_order

HOURS = [datetime(2014, 3, 1) + timedelta(hours=6 * index) for index in range(40)]
MONTHS = [datetime(2000 + index // 12, index % 12 + 1, 1) for index in range(40)]


@pytest.mark.parametrize("times", [HOURS, MONTHS, MONTHS[::-1]], ids=["hours", "months", "back"])
@pytest.mark.parametrize(("form", "order"), [("%d/%m/%Y %H:%M", "dmy"), ("%m/%d/%Y %H:%M", "mdy")])
def test_even_steps_tell_day_from_month(times, form, order):
    found = day_order([time.strftime(form) for time in times], "date")
    assert (found.order, found.doubt) == (order, "")


def test_what_evenness_decides_is_a_note():
    cells = [time.strftime("%d/%m/%Y") for time in MONTHS]
    assert day_order(cells, "date").note == (
        "dates are read with the day first, because they then follow evenly"
    )


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["01/02/2014", "13/02/2014"], "dmy"),
        (["01/02/2014", "02/13/2014"], "mdy"),
        (["13/02/2014", "02/13/2014"], "dmy"),
        (["02/13/2014", "13/02/2014"], "mdy"),
        (["02/13/2014", "13/02/2014", "14/02/2014"], "dmy"),
        (["01.02.2014", "02.02.2014"], "dmy"),
        (["2014-01-02", "1 May 2014"], "mdy"),
        (["01/01/2000", "02/02/2000"], "mdy"),
        (["99-02-01", "99-02-02"], "ymd"),
        (["14-02-01", "14-02-02"], "ymd"),
        (["31-12-99", "01-01-00"], "dmy"),
        ([], "mdy"),
    ],
)
def test_numbers_and_marks_tell_without_a_doubt(cells, order):
    found = day_order(cells, "date")
    assert (found.order, found.doubt) == (order, "")


@pytest.mark.parametrize(
    ("heading", "order", "reading"),
    [
        ("date", "mdy", "2014-01-02; if it is 2014-02-01, give --day-first"),
        ("Datum", "dmy", "2014-02-01; if it is 2014-01-02, give --month-first"),
        ("fecha", "dmy", "2014-02-01; if it is 2014-01-02, give --month-first"),
    ],
)
def test_what_nothing_tells_is_a_doubt(heading, order, reading):
    found = day_order(["01/02/2014", "02/02/2014"], heading)
    assert found.order == order
    assert found.doubt == f"day and month cannot be told apart: 01/02/2014 is read as {reading}"


@pytest.mark.parametrize(
    ("heading", "order"), [("date (dd/mm/yyyy)", "dmy"), ("DD.MM.YY", "dmy"), ("MM/DD/YYYY", "mdy")]
)
def test_the_name_may_show_the_order(heading, order):
    found = day_order(["01/02/2014", "02/02/2014"], heading)
    assert (found.order, found.doubt) == (order, "")


def test_the_caller_decides():
    cells = [time.strftime("%d/%m/%Y") for time in MONTHS]
    assert day_order(cells, "date", day_first=False) == ("mdy", "", "")
    assert day_order(["13/02/2014"], "date", day_first=True).order == "dmy"
