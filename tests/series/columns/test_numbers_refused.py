"""Cells that are refused in a column of numbers, and in which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher.series.columns.number_format import number, number_format
from htm_teacher.series.columns.number_reading import NumberFormat


def refused(cells, at, **options):
    """The message for the cell at this place."""
    form = number_format(cells, **options)
    with pytest.raises(ValueError, match=r"\A.+\Z") as error:
        number(cells[at], form)
    return str(error.value)


@pytest.mark.parametrize("cell", ["1_000", "1.2.3", "0x10", "12*", "25:30", "5'", "''5", "x" * 30, "1,23"])
def test_a_cell_that_is_not_a_number(cell):
    message = refused(["1.5", "2", cell], 2)
    assert message.startswith(f"{cell!r} is not a number")
    assert message.endswith("; correct it, or leave it empty if missing")


@pytest.mark.parametrize(("word", "option"), [("ERR", "ERR"), ("not ok", '"not ok"'), ("x", "x")])
def test_a_word_is_refused_with_the_option_that_settles_it(word, option):
    assert refused([*["1"] * 388, *[word] * 12], 399) == (
        f"{word!r} is not a number; correct it, leave it empty if missing, or give --missing {option}"
    )


@pytest.mark.parametrize("cell", ["inf", "-Infinity", "∞", "1.#INF"])
def test_infinity(cell):
    advice = "is infinite; correct it, or leave it empty if missing"
    assert refused([cell, "1"], 0) == f"{cell!r} {advice}"


@pytest.mark.parametrize("cell", ["1e400", "-1.7e308", "1.1e300", "9" * 400])
def test_numbers_too_large_to_calculate_with(cell):
    advice = "is beyond 1e300, too large to calculate with; correct it, or leave it empty if missing"
    assert refused([cell, "1"], 0).endswith(advice)
    assert number("1e300", NumberFormat()) == 1e300


@pytest.mark.parametrize("cell", ["<0.5", "> 100", "≤5", "~3", "ca. 3"])
def test_a_limit_is_not_a_number(cell):
    problem = "is a limit or an estimate, not a number; write a number, or give --missing "
    assert refused([cell, "1", "2"], 0).startswith(f"{cell!r} {problem}")
    assert number_format([cell, cell]) is not None


@pytest.mark.parametrize(
    ("cells", "at", "problem"),
    [
        (["12 kW", "13 kW", "800 W"], 2, "'800 W' has the unit 'W' where most cells have 'kW'"),
        (["5 mW", "5 mW", "5 MW"], 2, "'5 MW' has the unit 'MW' where most cells have 'mW'"),
        (["5 m2", "5 m2", "5 m3"], 2, "'5 m3' has the unit 'm3' where most cells have 'm2'"),
        (["5 km", "300 m", "2 mi"], 1, "'300 m' has the unit 'm' where most cells have 'km'"),
        (["2 h", "30 min", "45 s"], 1, "'30 min' has the unit 'min' where most cells have 'h'"),
        (["$5", "€6", "£7"], 1, "'€6' has the unit '€' where most cells have '$'"),
        (["$5", "$6", "€7"], 2, "'€7' has the unit '€' where most cells have '$'"),
        (["1", "2", "3 kW"], 2, "'3 kW' has the unit 'kW' where most cells have none"),
        (["12 kW", "13", "14 kW"], 1, "'13' has no unit where most cells have 'kW'"),
        ([*["45%"] * 50, "0.45"], 50, "'0.45' has no unit where most cells have '%'"),
    ],
)
def test_units_are_not_mixed(cells, at, problem):
    assert refused(cells, at).startswith(f"{problem}; write all ")


def test_a_decimal_mark_against_the_others():
    assert refused(["1,5", "2,5", "1.5"], 2) == (
        "'1.5' is not a number like the others of its column, whose decimal mark is ','; "
        "correct it, or leave it empty if missing"
    )
    assert "'1,5' is not a number" in refused(["1,5", "1.5", "2.5"], 0)


def test_groups_against_the_others():
    message = refused(["1.234.567", "2.345.678", "1.23"], 2)
    assert "whose decimal mark is ',', and points separate thousands" in message


def test_a_word_among_pairs():
    with pytest.raises(ValueError, match="'5' is neither 'on' nor 'off'; correct it"):
        number("5", number_format(["on", "off"]))


def test_a_long_cell_is_shown_shortened():
    assert len(refused(["1", "y" * 100_000], 1)) < 150


def read_or_refuse(cell, form):
    """The value; if there is none, the message."""
    try:
        return number(cell, form)
    except ValueError as error:
        return str(error)


@given(st.lists(st.text("019.,'-+()eE%$k mN/A\u2212\u00a0", max_size=9), min_size=1, max_size=6))
def test_any_cell_is_read_or_refused_in_one_line(cells):
    form = number_format(cells) or NumberFormat()
    for cell in cells:
        answer = read_or_refuse(cell, form)
        if isinstance(answer, str):
            assert answer.startswith(repr(cell))
            assert len(answer.splitlines()) == 1
        else:
            assert answer is None or abs(answer) <= 1e300
