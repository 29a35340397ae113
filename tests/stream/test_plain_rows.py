"""Rows from Python: the same decisions as for a row of a file, and nothing that a state cannot hold."""

import json
import math
from contextlib import closing
from datetime import datetime
from decimal import Decimal

import numpy
import pytest

from htm_teacher.stream import Rules, Stream, advance
from htm_teacher.stream.alert_file import AlertFile
from htm_teacher.stream.many_keys import KeyRow
from htm_teacher.stream.plain_rows import plain_row
from htm_teacher.stream.row_reader import Columns, RowReader
from stream.killing import QuickDisk

pandas = pytest.importorskip("pandas")
RULES = Rules(warm_up=10)
MISSING = [None, math.nan, numpy.float64("nan"), pandas.NA, pandas.NaT, "", "NaN", "n/a"]
NUMBERS = {
    "int": 3,
    "numpy.int64": numpy.int64(3),
    "numpy.float32": numpy.float32(3),
    "numpy.float64": numpy.float64(3),
    "array of no dimensions": numpy.array(3.0),
    "decimal": Decimal(3),
    "text": " 3.0 ",
}
WRONG = {
    "infinity": (math.inf, "value is inf: a finite number is needed"),
    "NumPy's infinity": (numpy.float64("inf"), "a finite number is needed"),
    "infinity as text": ("-inf", "value is -inf: a finite number is needed"),
    "too large": (1e301, "value is 1e+301: it must be between -1e+300 and 1e+300"),
    "too long": (10**400, "a finite number is needed"),
    "bool": (True, "value is True: a finite number is needed"),
    "NumPy's bool": (numpy.bool_(True), "True"),
    "text": ("high", "value is 'high': a finite number is needed"),
    "bytes": (b"3", "value is b'3': a finite number is needed"),
    "array": (numpy.array([1.0, 2.0]), "a finite number is needed"),
    "complex": (1 + 2j, "a finite number is needed"),
}


def opened(folder, rules=RULES):
    place = lambda at, disk: AlertFile(folder / "alerts", at, disk)  # noqa: E731
    return closing(Stream(folder, rules, place, QuickDisk()))


def taken(folder, *rows):
    """The state of a key after these rows, in a folder of its own, read again from the disk."""
    folder.mkdir()
    with opened(folder) as stream:
        stream.take([KeyRow(number, "a", None, None, value) for number, value in enumerate(rows, 1)], 12)
        stream.save(None)
    with opened(folder) as stream:
        return stream.state("a")


@pytest.mark.parametrize("value", NUMBERS.values(), ids=NUMBERS)
def test_a_number_of_any_type_is_taken_as_one_of_a_file(tmp_path, value):
    for name, rows in {"first": [value], "after the warm-up": [*map(float, range(11)), value]}.items():
        expected = [*rows[:-1], 3.0]
        assert taken(tmp_path / name, *rows) == taken(tmp_path / f"{name}, plain", *expected)
    assert advance(None, [(1, None, value)], RULES) == advance(None, [(1, None, 3.0)], RULES)


@pytest.mark.parametrize("value", MISSING, ids=map(repr, MISSING))
def test_what_is_missing_is_passed_over_as_in_a_file(tmp_path, value):
    assert taken(tmp_path / "one", 1.0, value, 2.0) == taken(tmp_path / "other", 1.0, None, 2.0)
    assert advance(None, [(1, None, value)], RULES) == advance(None, [(1, None, None)], RULES)
    assert plain_row(1, None, (1, value), Rules(fields=("a", "b"))).value == (1.0, None)


@pytest.mark.parametrize(("value", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_value_is_named_and_changes_nothing(tmp_path, value, said):
    """Neither the rows before it in the same call, nor the next save."""
    good = [KeyRow(1, "a", None, None, 1.0), KeyRow(2, "b", None, None, 2.0)]
    with opened(tmp_path) as stream:
        stream.take(good, 2)
        for wrong in ([KeyRow(3, "c", None, None, 1.0), KeyRow(4, "a", None, None, value)],) * 2:
            with pytest.raises(ValueError, match=r"^row 4: .* or None if it is missing$") as error:
                stream.take(wrong, 4)
            assert said in str(error.value)
        stream.save(None)
        assert (stream.rows, stream.keys()) == (2, 2)
    with opened(tmp_path) as stream:
        assert stream.state("a") == advance(None, [(1, None, 1.0)], RULES, "a")[0]
    with pytest.raises(ValueError, match="row 1: "):
        advance(None, [(1, None, value)], RULES)


@pytest.mark.parametrize("value", [True, "high", "Infinity", 1e301, "3", None, "n/a", 2])
def test_a_file_and_python_decide_alike(value):
    reader = RowReader(Columns())
    try:
        of_file = reader.read(json.dumps({"value": value}).encode()).value
    except ValueError as error:
        with pytest.raises(ValueError, match=str(error).replace("+", r"\+")):
            plain_row(1, None, value, RULES)
    else:
        assert plain_row(1, None, value, RULES).value == of_file


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (KeyRow("first", "a", None, None, 1.0), "the number of a row is 'first'"),
        (KeyRow(1, 5, None, None, 1.0), "row 1: key is 5: text is needed"),
        (KeyRow(1, "\ud800", None, None, 1.0), "text is needed"),
        (KeyRow(1, "a", datetime(2024, 1, 1), None, 1.0), "text in ISO 8601 is needed, or None"),
        (KeyRow(1, "a", "yesterday", None, 1.0), "row 1: time is 'yesterday': text in ISO 8601"),
        (KeyRow(1, "a", None, math.nan, 1.0), "row 1: clock is nan: a finite number"),
        (KeyRow(1, "a", None, None, (1.0, 2.0)), "row 1 has 2 values: 1 are needed"),
    ],
)
def test_what_else_of_a_row_is_wrong_is_named(tmp_path, row, said):
    with opened(tmp_path, Rules(every=60.0, gaps="fill")) as stream:
        with pytest.raises(ValueError, match=said):
            stream.take([row], 1)
        assert stream.keys() == 0


def test_of_several_fields_the_wrong_one_is_named():
    both = Rules(fields=("flow", "heat"))
    with pytest.raises(ValueError, match="row 7: heat is 'hot': a finite number is needed, or None"):
        advance(None, [(7, None, [1.0, "hot"])], both)
    assert advance(None, [(1, None, [1, 2])], both) == advance(None, [(1, None, (1.0, 2.0))], both)


def test_a_key_of_a_file_that_is_no_text_is_a_bad_row():
    with pytest.raises(ValueError, match=r"the key is .* text is needed"):
        RowReader(Columns(key="key")).read(b'{"key": "\\ud800", "value": 1}')
