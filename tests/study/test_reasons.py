"""Where HTM wins and loses is what the numbers say."""

import pytest

from htm_teacher.study.arrivals import Arrivals
from htm_teacher.study.earned import BITS, WITH_COLUMNS
from htm_teacher.study.reasons import on_columns, on_reading, on_rivals
from htm_teacher.study.scores import Errors, Scores

TESTED = Scores("testing", 5, 9, 5, 0.5, 0.5, 0.5, 1, 2)


@pytest.mark.parametrize(
    ("repeated", "words"),
    [
        (0.8, "a recall of 0.80, higher than HTM's."),
        (0.2, "a recall of 0.20, lower than HTM's."),
        (0.501, "a recall of 0.50, as high as HTM's."),
    ],
)
def test_repeating_the_columns_is_compared(repeated, words):
    assert on_columns([TESTED], Arrivals(repeated, repeated, None, None)).endswith(words)
    said = on_columns([TESTED], Arrivals(repeated, repeated, 0.25, 0.5))
    assert f"{words} It predicts none of the new columns" in said
    assert said.endswith("HTM predicts 0.25 of them.")


def test_without_a_test_nothing_is_said_of_columns():
    assert on_columns([], Arrivals(0.5, 0.5, 0.5, 0.5)) == ""
    assert on_columns([TESTED], Arrivals(None, None, None, None)) == ""


@pytest.mark.parametrize(
    ("alone", "columns", "model", "words"),
    [
        (
            4.0,
            3.0,
            1.5,
            "columns take 25 % off the error of reading the bits alone, and the memory's cells take 50 %",
        ),
        (
            4.0,
            5.0,
            6.0,
            "columns add 25 % to the error of reading the bits alone, and the memory's cells add 20 % to",
        ),
        (4.0, 4.01, 4.0, "columns neither lower nor raise the error of reading the bits alone, and"),
    ],
)
def test_what_columns_and_cells_do_to_the_error(alone, columns, model, words):
    found = Errors(5, 9, model, 1.0, None, "", beside={BITS: alone, WITH_COLUMNS: columns})
    (said,) = on_reading([found])
    assert said.startswith("5 steps ahead, the pooler's ")
    assert words in said


def test_nothing_is_said_of_reading_where_it_is_not_known():
    both = {BITS: 0.0, WITH_COLUMNS: 1.0}
    assert on_reading([Errors(1, 9, 1.0, 1.0, None, ""), Errors(1, 9, 1.0, 1.0, None, "", beside=both)]) == []


def test_the_best_rival_is_named():
    beside = {BITS: 0.1, "ridge regression": 3.0, "Holt-Winters": 1.5, "none": None}
    found = [Errors(1, 9, 2.0, 1.0, None, "", beside=beside), Errors(5, 9, 1.5, 1.0, None, "", beside=beside)]
    assert on_rivals(found) == [
        "1 step ahead, the best rival is Holt-Winters: its error is 0.75 times that of HTM.",
        "5 steps ahead, the best rival is Holt-Winters: its error is as small as that of HTM.",
    ]
    assert on_rivals([Errors(1, 9, 2.0, 1.0, None, "", beside={BITS: 1.0})]) == []
