"""Numbers in a report: no power of ten where people write none, and no digit before the point is lost."""

from math import inf

import pytest

from htm_teacher.series import Series
from htm_teacher.study import run_series
from htm_teacher.study.plain_numbers import plain


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (6.23032e8, "623,032,000"),
        (623_032_123.4, "623,032,123"),
        (999_999.96, "1,000,000"),
        (-1234.5, "-1,234.5"),
        (0.1 + 0.2, "0.3"),
        (0.00001, "0.00001"),
        (0.0000099, "9.9e-06"),
        (999_999_999_999_999.0, "999,999,999,999,999"),
        (1e15, "1e+15"),
        (0, "0"),
        (-0.0, "0"),
        (inf, "inf"),
    ],
)
def test_a_number_is_written_as_people_do(value, written):
    assert plain(value) == written


def test_fewer_digits_round_only_what_follows_the_point():
    assert [plain(value, 4) for value in (12_345.6, 1.23456)] == ["12,346", "1.235"]


def test_no_note_on_large_values_has_a_power_of_ten():
    people = [623_000_000 + 1_000_000.0 * (step % 12) for step in range(96)]
    people[90], people[20] = 700_000_000.0, 9_000_000_000.0
    notes = " ".join(run_series(Series("people", {"people": people}), "toy").notes)
    assert "of resolution 84,600," in notes
    assert "such as 9,000,000,000" in notes
    assert "e+" not in notes
