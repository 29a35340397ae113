"""What a cell looks like at a glance."""

import pytest

from htm_teacher.series.csv.plain_cells import look_of, look_of_column

_NUMBERS = """
    1 -1.5 1,5 1.000 1.502,5 1,234,567.8 1'234.5 1,00,000 12kW 45% 3.5°C $1,200.50 (1,234.5) 12- −3 +4 1e3
    1,5E3
    2014.12 inf -Infinity 20140701 1.000.000
    .5 '7
"""
_TIMES = """
    2024-01-01 2024-01-01T00:00:00.123Z 01/02/2014 1.2.14 13:30 24:00 2024-W05 2024-W05-1 2024-123 2024-01
    2000Q1
    2000-Q1 Jan-20 01-JAN-2020 1/2000 20140701T1300 2024.01.01
"""


@pytest.mark.parametrize(
    "cell", [*_NUMBERS.split(), "12 kW", "1.34 kW", "3.5 °C", "1 234,56 €", "USD 5", "1 000", "1\u00a0000"]
)
def test_numbers(cell):
    assert look_of(cell) == look_of(f" {cell} ") == "number"


@pytest.mark.parametrize(
    "cell",
    [
        *_TIMES.split(),
        *("2024-01-01 00:00:00", "01.02.2014 13:30", "1:30 PM", "12/31/14 1:00 AM", "Q1 2000", "Mai 2020"),
        *("1. März 2024", "3 févr. 2024", "12 de marzo de 2024", "Mon 1 Jan 2024 00:00", "Mon 2024-01-01"),
        *("2024-01-01 00:00+02:00", "2024-01-01 00:00 Europe/Berlin", "2024-01-01 00:00 CET"),
        *("13.30 UTC", "1.30 PM"),
    ],
)
def test_times(cell):
    assert look_of(cell) == "time"


@pytest.mark.parametrize(
    "cell",
    [
        "flow",
        "PM2.5",
        "T1",
        "s0",
        "marker 5",
        "march",
        "5 Main Street",
        "from 2024-01-01",
        "x" * 99,
        "9" * 99,
    ],
)
def test_words(cell):
    assert look_of(cell) == "words"


def test_half_of_the_given_cells_are_enough():
    assert look_of_column(["1", "x", ""]) == "number"
    assert look_of_column(["1", "x", "y"]) == "words"
    assert look_of_column(["NA", "-"]) == "nothing"
    assert look_of_column(["2024-01-01", "x"]) == "time"
