"""Which mark separates decimals and which thousands, judged by a whole column."""

import pytest

from htm_teacher.series.columns.number_format import number, number_format


def read(cells, **options):
    form = number_format(cells, **options)
    return [number(cell, form) for cell in cells], form.note, form.doubt


def values(cells, **options):
    return read(cells, **options)[0]


@pytest.mark.parametrize("comma_delimits", [True, False])
@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["0,5", "1,25", "12"], [0.5, 1.25, 12]),
        (["0,123", "1,234"], [0.123, 1.234]),
        (["0.123", "1.234"], [0.123, 1.234]),
        (["1.502,5", "7,5", "1.502"], [1502.5, 7.5, 1502]),
        (["-1,234.5", "2,345,678"], [-1234.5, 2345678]),
        (["1,234", "950.25"], [1234, 950.25]),
        (["1.234.567", "950"], [1234567, 950]),
        (["1 234,5", "1 234 567"], [1234.5, 1234567]),
        (["1 234.5", "12"], [1234.5, 12]),
        (["5\u00a0000", "1\u202f234", "2\u2009345,5"], [5000, 1234, 2345.5]),
        (["1'234.5", "2’345’678"], [1234.5, 2345678]),
        (["1,00,000", "50,000", "12,34,567.5"], [100_000, 50_000, 1_234_567.5]),
        (["1.234e5", "2"], [123_400, 2]),
    ],
)
def test_marks_with_only_one_meaning(cells, expected, comma_delimits):
    result, _, doubt = read(cells, comma_delimits=comma_delimits)
    assert (result, doubt) == (expected, "")


def test_thousands_and_quoted_decimal_commas_are_noted():
    assert read(["1,234.5"])[1] == "1,234.5 is read as 1234.5: its commas separate thousands"
    assert read(["0,5", "1"], comma_delimits=True)[1] == "0,5 is read as 0.5: its comma is the decimal mark"
    assert read(["0,5", "1"])[1] == ""


@pytest.mark.parametrize("comma_delimits", [True, False])
@pytest.mark.parametrize("mark", [".", ","])
def test_numbers_below_a_thousand_tell_thousands(mark, comma_delimits):
    cells = ["900", "950", f"1{mark}000", f"1{mark}050"]
    result, note, doubt = read(cells, comma_delimits=comma_delimits)
    assert (result, doubt) == ([900, 950, 1000, 1050], "")
    assert note.startswith(f"1{mark}000 is read as 1000: its ")


def test_four_digits_may_lack_the_mark_if_all_with_it_have_five():
    assert values(["9500", "12.345"]) == [9500, 12345]
    assert values(["9500", "2.345"]) == [9500, 2.345]


def test_an_ungrouped_large_number_tells_decimals():
    assert read(["1.234", "12345"]) == ([1.234, 12345], "", "")


@pytest.mark.parametrize(
    ("cells", "comma_delimits", "first", "doubt"),
    [
        (
            ["1.234", "2.345"],
            False,
            1.234,
            "1.234 is read with a decimal point; if it is 1234, give --decimal ,",
        ),
        (["1.234", "2.345"], True, 1.234, ""),
        (["1,234", "2,345"], False, 1.234, "1,234 is read as 1.234; if it is 1234, give --decimal ."),
        (["1,234", "2,345"], True, 1234, "1,234 is read as 1234; if it is 1.234, give --decimal ,"),
        (["1.125", "5"], False, 1125, "1.125 is read as 1125; if it is 1.125, give --decimal ."),
        (["1.125", "5"], True, 1.125, "1.125 is read with a decimal point; if it is 1125, give --decimal ,"),
        (["1,125", "5"], False, 1.125, "1,125 is read as 1.125; if it is 1125, give --decimal ."),
        (["1,125", "5"], True, 1125, "1,125 is read as 1125; if it is 1.125, give --decimal ,"),
        (["1,234", "1.234"], False, 1234, "1,234 is read as 1234; if it is 1.234, give --decimal ,"),
        (["1.000", "0"], True, 1, ""),
        (["$1,200", "$1,500"], True, 1200, ""),
        (["€1.459", "€1.559"], False, 1459, "1.459 is read as 1459; if it is 1.459, give --decimal ."),
    ],
)
def test_what_stays_undecided_is_doubted(cells, comma_delimits, first, doubt):
    result, _, doubted = read(cells, comma_delimits=comma_delimits)
    assert (result[0], doubted) == (first, doubt)


def test_one_slip_among_many_decimals_leaves_a_doubt():
    result, note, doubt = read([*["1.234"] * 30, "1,5"])
    assert (result[0], note) == (1234, "")
    assert doubt == "1.234 is read as 1234; if it is 1.234, give --decimal ."


@pytest.mark.parametrize(
    ("decimal", "cell", "expected"),
    [(",", "1,234", 1.234), (".", "1,234", 1234), (".", "1.234", 1.234), (",", "1.234", 1234)],
)
def test_a_given_decimal_mark_settles_it(decimal, cell, expected):
    result, _, doubt = read([cell, "950"], decimal=decimal)
    assert (result, doubt) == ([expected, 950], "")


def test_with_a_given_decimal_mark_other_decimals_are_no_numbers():
    assert number_format(["1,5", "2,5"], decimal=".") is None
    assert number_format(["1.5", "2.5"], decimal=",") is None


def test_a_unit_does_not_hide_the_marks():
    assert values(["950 kW", "1.050 kW", "1.000 kW"]) == [950, 1050, 1000]
    assert values(["1.234,5 €", "2 €"]) == [1234.5, 2]
