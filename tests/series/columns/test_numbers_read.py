"""Numbers in columns of text, in the ways in which people and programs write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher.series.columns.number_format import number, number_format, obstacle
from htm_teacher.series.series import MISSING


def read(cells, **options):
    """The values of a column, its note and its doubt."""
    form = number_format(cells, **options)
    return [number(cell, form) for cell in cells], form.note, form.doubt


def values(cells, **options):
    return read(cells, **options)[0]


@pytest.mark.parametrize("cells", [["1", "-2.5", "+7", ".5", "5.", "1e3", "1E+03"], [" 1 ", "NA", "-0.25"]])
def test_plain_numbers_say_nothing(cells):
    plain = [None if cell == "NA" else float(cell) for cell in cells]
    assert read(cells) == (plain, "", "")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["(1,234.5)", "5"], [-1234.5, 5]),
        (["12-", "5"], [-12, 5]),
        (["12.50- EUR", "5 EUR"], [-12.5, 5]),
        (["−5", "–6", "－７"], [-5, -6, -7]),
        (["- 5", "6"], [-5, 6]),
        (["1,5E3", "2,5e-1"], [1500, 0.25]),
        (["1.5D+03", "2"], [1500, 2]),
        (["１２", "3"], [12, 3]),
        (["٣٫٥", "١٢"], [3.5, 12]),
        (["\u200e5", "\ufeff6"], [5, 6]),
    ],
)
def test_signs_exponents_and_digits(cells, expected):
    assert values(cells) == expected


def test_a_minus_that_is_not_in_front_is_noted():
    assert read(["(5)", "6"])[1] == "'(5)' is read as -5"
    assert read(["5-", "6"])[1] == "'5-' is read as -5"


def test_a_mark_of_text_before_numbers_is_left_out_and_noted():
    assert read(["'1", "'-2.5", "3"]) == ([1, -2.5, 3], """"'1" is read as 1""", "")
    assert read(["'1,5 kW", "'20 kW"])[0] == [1.5, 20]
    assert number_format(["'a", "'b", "'t Hof"]) is None


@pytest.mark.parametrize(
    ("cells", "unit", "expected"),
    [
        (["12 kW", "13.5 kW"], "kW", [12, 13.5]),
        (["45%", "50.5 %"], "%", [45, 50.5]),
        (["+1,5%", "-0,3%"], "%", [1.5, -0.3]),
        (["%45", "%50"], "%", [45, 50]),
        (["3.5 °C", "4°C", "5 ℃", "6 º C"], "°C", [3.5, 4, 5, 6]),
        (["$1,200.50", "-$3", "$-4", "($5.00)"], "$", [1200.5, -3, -4, -5]),
        (["1\u00a0234,56 €", "5 €"], "€", [1234.56, 5]),
        (["£5", "£6.50"], "£", [5, 6.5]),
        (["¥500", "￥600"], "¥", [500, 600]),
        (["USD 5", "USD6.5"], "USD", [5, 6.5]),
        (["R$ 1.234,56", "R$ 5,00"], "R$", [1234.56, 5]),
        (["Rs. 1,00,000", "Rs 5,000"], "Rs.", [100_000, 5_000]),
        (["5 kWh/m²", "6 kWh/m2"], "kWh/m²", [5, 6]),
        (["1 day", "2 days"], "day", [1, 2]),
        (["5 MW", "6 MW", "7 Mw"], "MW", [5, 6, 7]),
        (["12 apples", "13 apples"], "apples", [12, 13]),
    ],
)
def test_a_unit_beside_the_numbers(cells, unit, expected):
    form = number_format(cells)
    assert form.unit == unit
    assert [number(cell, form) for cell in cells] == expected


def test_a_unit_is_noted():
    assert read(["12 kW", "13 kW"])[1:] == ("'12 kW' is read as 12: the unit is kW", "")
    assert read(["9 or so", "8 or so"])[1:] == ("'9 or so' is read as 9: the unit is 'or so'", "")
    assert read(["45%", "50%"])[1:] == ("'45%' is read as 45: per cent stay per cent", "")


def test_a_few_cells_may_lack_the_unit():
    result, note, _ = read([*["12 kW"] * 18, "13", "0"])
    assert result[-2:] == [13, 0]
    assert note.endswith("the unit is kW, like 2 cells without a unit")


def test_a_zero_needs_no_unit():
    assert values(["12 kW", "0", "13 kW"]) == [12, 0, 13]


PAIRS = (
    "ON OFF|true FALSE|Yes no|open closed|ja nein|oui non|sí no|si no|wahr falsch|vrai faux|up down|high low|"
    "running stopped|sì no|sim não|да нет|offen geschlossen|Y N|t f"
)


@pytest.mark.parametrize("pair", PAIRS.split("|"))
def test_a_pair_of_words_is_read_as_one_and_zero(pair):
    on, off = pair.split()
    assert read([on, off.upper(), "", on]) == (
        [1, 0, None, 1],
        f"{on!r} is read as 1 and {off.upper()!r} is read as 0",
        "",
    )


def test_one_word_of_a_pair_is_enough_but_a_single_letter_is_not():
    assert values(["OFF", "OFF"]) == [0, 0]
    assert number_format(["Y", "Y"]) is None


@pytest.mark.parametrize("cells", [["ON", "OFF", "AUTO"], ["low", "medium", "high"], ["yes", "nein"]])
def test_words_of_no_single_pair_are_not_numbers(cells):
    assert number_format(cells) is None


WORDS = (
    "n.a.|NIL|missing|--|---|...|…|–|—|*|***|#DIV/0!|#VALUE!|\\N|(null)|no data|nodata|unknown|error|.|-nan"
)


@pytest.mark.parametrize("word", WORDS.split("|"))
def test_usual_words_for_missing_are_read_with_a_note(word):
    cells = ["1", word, "2", word, "3.5"]
    assert read(cells) == ([1, None, 2, None, 3.5], f"2 cells {word!r} are read as missing", "")


def test_words_for_missing_are_counted_the_most_frequent_first():
    note = read(["1", "n.a.", "--", "--", "*", "nil", "bad", "5"])[1]
    start = "2 cells '--', 1 cell 'n.a.', 1 cell '*', 2 cells with other words"
    assert note == f"{start} are read as missing"
    assert read(["1", "nil"])[1] == "1 cell 'nil' is read as missing"
    assert read(["ON", "OFF", "unknown"])[0] == [1, 0, None]


def test_words_for_missing_mean_nothing_without_numbers():
    assert number_format(["n.a.", "--", "unknown"]) is None
    assert number_format(["unknown", "red", "green", "1"]) is None


@pytest.mark.parametrize("cell", ["-999", "-999.0", "-999,0", "-999 ", "−999"])
def test_the_caller_says_which_number_means_missing(cell):
    assert values(["1", cell, "2.5", "3.5"], missing=MISSING | {"-999"}) == [1, None, 2.5, 3.5]


def test_the_caller_says_which_word_means_missing():
    assert values(["1", "Err", "err"], missing=frozenset({"ERR"})) == [1, None, None]


@pytest.mark.parametrize("fill", ["-999", "-9999", "9999", "-99.9", "1e20", "99999", "-32768", "9.96921e36"])
def test_numbers_that_often_mean_missing_are_read_with_a_doubt(fill):
    result, note, doubt = read(["10", fill, "20.5", fill, "15"])
    assert (result[1], note) == (float(fill), "")
    shown = f"{float(fill):.15g}"
    assert doubt == f"2 cells are {shown}, far from all others; if they mean missing, give --missing {shown}"


def test_such_numbers_among_numbers_of_their_size_are_not_doubted():
    assert read(["-999", "-200", "400"])[2] != ""
    assert read(["-999", "-900", "400"])[2] == ""
    assert read(["999", "998", "998"])[2] == ""
    assert read(["9999", "9980", "9000"])[2] == ""
    assert read(["-999", "-1500", "400"])[2] == ""
    assert read(["-999", "5", "6"], missing=frozenset({"-999"}))[2] == ""


def test_several_such_numbers_are_named_together():
    assert read(["99999", "5", "6", "-9999"])[2] == (
        "1 cell is 99999, 1 cell is -9999, far from all others; "
        "if they mean missing, give --missing 99999 --missing -9999"
    )


@pytest.mark.parametrize(
    "cells",
    [
        ["12 Main Street", "5 Oak Avenue"],
        ["A12", "B7"],
        ["12A", "14B", "16C"],
        ["1st", "2nd"],
        ["192.168.1.1", "10.0.0.1"],
        ["1.2.3", "1.2.4"],
        ["2024-01-01", "2024-01-02"],
        ["2000Q1", "2000Q2"],
        ["10am", "11am"],
        ["0x10", "0x1F"],
        ["1.5 e3", "2.5 e3"],
        ["5 12", "3 14"],
        ["030 123 456", "040 222 333"],
        ["", "-"],
        [],
    ],
)
def test_what_is_no_number(cells):
    assert number_format(cells) is None


def test_half_of_the_cells_are_enough():
    assert number_format(["1", "x"]) is not None
    assert number_format(["1", "x", "y"]) is None


def test_the_obstacle_is_the_first_of_the_most_frequent_kind():
    assert obstacle(["red", "A12", "A13", "B7"]) == "'A12'"
    assert obstacle(["5", "7", "-", "x"]) == "'x'"
    assert obstacle(["12 apples", "5 pears", "5 pears", "1 fig", "1 nut"]) == "'5 pears'"
    assert obstacle(["", "-"]) == ""
    assert len(obstacle(["long " * 1_000])) == 60


@given(st.lists(st.floats(-1e300, 1e300), min_size=1), st.sampled_from(".,"))
def test_what_python_writes_is_read_exactly(numbers, decimal):
    cells = [repr(value).replace(".", decimal) for value in numbers]
    assert list(map(repr, values(cells, decimal=decimal))) == list(map(repr, numbers))
    if decimal == ".":
        assert values(cells, comma_delimits=True) == numbers


def test_it_is_said_if_a_whole_number_loses_digits():
    form = number_format(["9007199254740993", "9007199254740992"])
    assert "'9007199254740993' is read as 9007199254740992" in form.note
    assert not number_format(["9007199254740992", "1234567890123456"]).note
