"""Every message is one line of bounded length, whatever value or name it speaks of."""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import htm_teacher
from htm_teacher import RDSE, Category, Coordinate, DateTime, Fields, Log, build, load, save
from htm_teacher.core.checks import (
    brief,
    check_choice,
    check_indices,
    check_whole,
    check_wholes,
    listed,
    shown,
)
from htm_teacher.core.permanence import to_permanence

LONG = [0.0] * 10_000
TEXT = "word\n" * 10_000
HUGE = 10**5000  # Python refuses to write more than 4,300 digits


class Shy:
    """A value that cannot be shown."""

    def __repr__(self):
        raise RuntimeError


VALUES = [LONG, tuple(LONG), TEXT, np.zeros((100, 100)), {TEXT: LONG}, HUGE, Shy(), b"x" * 9_999, "\n\n"]
PLACES = {
    "a number": lambda value: build("toy", RDSE(resolution=1)).step(value),
    "a logarithm": lambda value: Log(resolution=1).encode(value),
    "a setting": lambda value: RDSE(resolution=value),
    "a category": lambda value: Category((value,)).encode(value) and check_whole(value, "it"),
    "a date": lambda value: DateTime().encode(value),
    "a holiday": lambda value: DateTime(holiday=21, holidays=(value,)),
    "a place": lambda value: Coordinate().encode(value),
    "a record": lambda value: Fields({"a": RDSE(resolution=1)}).encode({"a": value}),
    "a field": lambda value: Fields({"a": RDSE(resolution=1)}).encode({str(shown(value)) * 999: 1}),
    "a parameter": lambda value: build("toy", RDSE(resolution=1), sample_size=value),
    "horizons": lambda value: build("toy", RDSE(resolution=1), horizons=(value,)),
    "an option": lambda value: check_choice(
        repr(value) if isinstance(value, str) else str(type(value)), "it"
    ),
    "an index": lambda value: check_indices([value if isinstance(value, int) else HUGE], "cell", 5),
    "several": lambda value: check_wholes([value], "it", 1),
    "a permanence": to_permanence,
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_any_value_gets_one_short_line(place, value):
    with pytest.raises(ValueError, match=r".") as caught:
        PLACES[place](value)
    said = str(caught.value)
    assert len(said) < 200
    assert "\n" not in said


def test_names_are_cut_and_long_lists_too():
    fields = Fields({f"{place} {TEXT}": RDSE(resolution=1) for place in range(500)})
    with pytest.raises(ValueError, match=r"unknown field 'a': there are 0 word .* and 490 more$") as caught:
        fields.encode({"a": 1})
    assert len(str(caught.value)) < 800


def test_what_fits_is_shown_as_it_is():
    assert shown("a b") == "'a b'"
    assert shown(date(2024, 2, 29)) == "datetime.date(2024, 2, 29)"
    assert brief("x" * 60) == "x" * 60
    assert brief("x" * 61) == "x" * 57 + "..."
    assert brief(" a\n b ") == "a b"
    assert brief("a  b\tc\x1bd") == r"a  b c\x1bd"
    assert listed("ab") == "a, b"
    assert listed(range(11)) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 1 more"


def test_no_message_shows_a_value_by_its_bare_repr():
    package = Path(htm_teacher.__file__).parent
    elsewhere = {"series"}  # it has a helper of its own
    bare = [
        f"{path.relative_to(package)}: {line.strip()}"
        for path in package.rglob("*.py")
        if path.relative_to(package).parts[0] not in elsewhere
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"!r\}", line) and "threshold!r" not in line  # a checked number in a legend
    ]
    assert bare == []


def test_a_path_that_is_far_too_long_is_cut_in_the_message(tmp_path):
    for call in (load, lambda path: save(build("toy", RDSE(resolution=1.0)), path)):
        with pytest.raises(OSError, match=r"x{20}") as error:
            call(str(tmp_path / ("x" * 10**5)))
        assert len(str(error.value)) < 1_000


@pytest.mark.parametrize("name", [["toy"], {}, None, 3])
def test_what_is_no_name_is_refused_like_an_unknown_one(name):
    with pytest.raises(ValueError, match="unknown preset"):
        build(name, RDSE(resolution=1.0))
    with pytest.raises(ValueError, match="unknown engine"):
        build("toy", RDSE(resolution=1.0), name)
