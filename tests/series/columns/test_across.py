"""Tables in which a series runs across."""

import pytest

from htm_teacher.series import SeriesWarning, read_csv
from htm_teacher.series.columns.across import across_doubt

ENGLISH = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
GERMAN = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]


@pytest.mark.parametrize(
    ("names", "first", "last", "number"),
    [
        (ENGLISH, "JAN", "DEC", 12),
        ([*GERMAN, "Jahr"], "Januar", "Dezember", 12),
        (["Lat", *map(str, range(1960, 1970))], "1960", "1969", 10),
        (["1/22/20", "1/23/20", "1/24/20", "1/25/20", "1/26/20"], "1/22/20", "1/26/20", 5),
        ([f"H{n}" for n in range(1, 25)], "H1", "H24", 24),
        (["temp", *(f"w_h{n}" for n in range(24))], "w_h0", "w_h23", 24),
        ([str(n) for n in range(1, 25)], "1", "24", 24),
        ([f"d_{n}" for n in range(1, 40)], "d_1", "d_39", 39),
        ([f"W{n:02}" for n in range(1, 53)], "W01", "W52", 52),
        (["Q1", "Q2", "Q3", "Q4", "Year"], "Q1", "Q4", 4),
        (["Sum", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], "Mon", "Sun", 7),
        (
            ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
            "Montag",
            "Sonntag",
            7,
        ),
        (["00:00", "00:30", "01:00", "01:30", "02:00", "sum"], "00:00", "02:00", 5),
    ],
)
def test_months_and_dates_beside_each_other_are_doubtful(names, first, last, number):
    doubt = across_doubt(names)
    assert doubt.startswith(f"columns {first!r} to {last!r} look like steps of one series that runs across")
    assert f"one step with {number} values" in doubt


@pytest.mark.parametrize(
    "names",
    [
        [],
        ENGLISH[:11],
        ENGLISH[::-1],
        list("123456"),
        ["1960", "1961"],
        ["a-1", "a-2", "a-3", "a-4", "a-5"],
        [""] * 24,
        [str(n) for n in range(24)],
        [f"s{n}" for n in range(1, 25)],
        [f"h{n}" for n in range(1, 6)],
        [f"Q{n}" for n in range(1, 11)],
        ["Mon", "Tue", "Wed", "Thu", "Fri"],
        ["Mon"] * 7,
    ],
)
def test_other_names_are_not(names):
    assert across_doubt(names) == ""


def test_the_reader_warns_unless_a_column_is_chosen(tmp_path, recwarn):
    path = tmp_path / "table.csv"
    rows = [f"{year},{','.join(str(year % 7 + month) for month in range(12))}" for year in range(1950, 1960)]
    path.write_text("\n".join([f"YEAR,{','.join(ENGLISH)}", *rows]))
    assert list(read_csv(path, value="JAN").fields) == ["JAN"]
    assert not recwarn.list
    with pytest.warns(SeriesWarning, match="'JAN' to 'DEC' look like"):
        assert len(read_csv(path).fields) == 12


def test_columns_without_names_are_not(tmp_path, recwarn):
    path = tmp_path / "table.csv"
    path.write_text(
        "".join(f"{','.join(str((row * row + n) % 5 / 2) for n in range(24))}\n" for row in range(9))
    )
    assert len(read_csv(path, header=False).fields) == 24
    assert not recwarn.list
