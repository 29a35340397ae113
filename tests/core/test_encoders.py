"""What every encoder promises, for every encoder: section 3 of the algorithm.

``test_encoders_by_rule.py`` has what each of them promises by itself.
"""

import json
import math
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher import (
    RDSE,
    SDR,
    Category,
    Coordinate,
    DateTime,
    Delta,
    Encoder,
    Fields,
    Geospatial,
    Log,
    Scalar,
)
from htm_teacher.core.encoders import encoder_from

finite = st.floats(allow_nan=False, allow_infinity=False)
moderate = st.floats(-1e9, 1e9)
longitude, latitude = st.floats(-180, 180), st.floats(-85, 85)
whole = st.integers(-(2**62) + 100, 2**62 - 100)
moments = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))


@dataclass(frozen=True)
class Case:
    """An encoder, the values that it takes, and some that it does not."""

    make: Callable[[], Encoder]
    values: st.SearchStrategy[Any]
    wrong: tuple[Any, ...] = (math.inf, -math.inf, "text", [1], True, 1j)


CASES = {
    "RDSE": Case(lambda: RDSE(resolution=0.5), moderate),
    "RDSE, dense": Case(lambda: RDSE(resolution=2.0, size=40, active_bits=10, seed=3), moderate),
    "Log": Case(
        lambda: Log(resolution=0.1),
        st.floats(min_value=0, exclude_min=True, allow_infinity=False),
        (math.inf, 0, -1.5, "text", [1], True),
    ),
    "Delta": Case(lambda: Delta(resolution=0.5), moderate),
    "Scalar": Case(lambda: Scalar(-5, 5, size=100, active_bits=9), finite),
    "Scalar, periodic": Case(lambda: Scalar(0, 360, size=72, active_bits=5, periodic=True), finite),
    "Scalar, of one code": Case(lambda: Scalar(0, 1, size=9, active_bits=9), finite),
    "Category": Case(
        lambda: Category(("ash", "elm", "oak", 7), active_bits=5),
        st.sampled_from(["ash", "elm", "oak", 7, "unheard of", 8]),
        (),
    ),
    "DateTime": Case(lambda: DateTime(9, 5, 7, 11, 3, ("2024-12-25",)), moments, (5, "noon", math.inf, [1])),
    "Coordinate, 2-D": Case(
        lambda: Coordinate(radius=3),
        st.tuples(whole, whole),
        (5, (1,), (1, 2, 3, 4), (0.5, 1), (math.inf, 1), ("a", 1), "ab"),
    ),
    "Coordinate, 3-D": Case(lambda: Coordinate(radius=1, active_bits=9), st.tuples(whole, whole, whole)),
    "Geospatial": Case(
        lambda: Geospatial(radius=3),
        st.tuples(longitude, latitude, st.floats(0, 20)),
        (5, (1, 2), (181, 0, 1), (0, 86, 1), (0, 0, -1), (math.inf, 0, 1), (0, 0, "fast")),
    ),
    "Fields": Case(
        lambda: Fields({"load": RDSE(resolution=0.5), "kind": Category(("a", "b"), 5)}),
        st.fixed_dictionaries({"load": moderate, "kind": st.sampled_from(["a", "b", "c"])}),
        (5, "text", {"load": math.inf}, {"load": "text"}, {"unknown": 5}),
    ),
}

every_encoder = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


@every_encoder
@given(data=st.data())
def test_any_value_gets_exactly_active_bits_of_size(case, data):
    encoder = case.make()
    code = encoder.encode(data.draw(case.values))
    assert code.size == encoder.size
    assert len(code) == encoder.active_bits


@every_encoder
@given(data=st.data())
def test_the_same_value_gets_the_same_bits_whatever_came_before(case, data):
    one, other = case.make(), case.make()
    before, value = data.draw(st.lists(case.values, max_size=3)), data.draw(case.values)
    for earlier in before:
        other.encode(earlier)
    if isinstance(other, Delta):
        other.last = None  # it alone remembers, and this is all that it does
    assert one.encode(value) == other.encode(value)


@every_encoder
@pytest.mark.parametrize("missing", [None, math.nan])
def test_a_missing_value_gets_no_bit(case, missing):
    encoder = case.make()
    if isinstance(encoder, Fields):
        missing = dict.fromkeys(encoder.encoders, missing)
    assert encoder.encode(missing) == SDR(encoder.size)


WRONG = [
    pytest.param(case, wrong, id=f"{name}: {wrong!r}") for name, case in CASES.items() for wrong in case.wrong
]


@pytest.mark.parametrize(("case", "wrong"), WRONG)
def test_a_value_that_is_infinite_or_no_value_for_it_is_an_error_that_changes_nothing(case, wrong):
    encoder = case.make()
    before = deepcopy(encoder.state())
    with pytest.raises(ValueError, match=r"value|field|coordinate|longitude|latitude|speed"):
        encoder.encode(wrong)
    assert encoder.state() == before


@every_encoder
@given(data=st.data())
def test_the_state_goes_through_json_and_makes_the_same_encoder(case, data):
    encoder = case.make()
    encoder.encode(data.draw(case.values))
    again = encoder_from(json.loads(json.dumps(encoder.state(), allow_nan=False)))
    assert type(again) is type(encoder)
    assert again.state() == encoder.state()
    value = data.draw(case.values)
    assert again.encode(value) == encoder.encode(value)


@every_encoder
@given(data=st.data())
def test_decoding_a_code_finds_the_value_among_the_candidates(case, data):
    encoder = case.make()
    options = data.draw(st.lists(case.values, min_size=1, max_size=5))
    value = data.draw(st.sampled_from(options))
    code = SDR(encoder.size, encoder.bits(value))
    if isinstance(encoder, Fields):
        found = encoder.decode(code, {name: [one[name] for one in options] for name in value})
    else:
        found = encoder.decode(code, options)
    assert encoder.bits(found) == encoder.bits(value)


@every_encoder
@given(data=st.data())
def test_every_bit_can_be_described_by_the_values_that_turn_it_on(case, data):
    encoder, value = case.make(), data.draw(case.values)
    bit = data.draw(st.sampled_from(sorted(encoder.bits(value))))
    options = {name: [one] for name, one in value.items()} if isinstance(value, dict) else [value]
    said = encoder.describe(bit, options)
    assert "none of these" not in said
    for outside in (-1, encoder.size):
        with pytest.raises(ValueError, match="bit"):
            encoder.describe(outside, options)


def test_an_encoder_of_an_unknown_kind_is_an_error_that_names_it():
    with pytest.raises(ValueError, match="Telepathy"):
        encoder_from({"kind": "Telepathy"})


@pytest.mark.parametrize(
    "make",
    [
        lambda: RDSE(resolution=0),
        lambda: RDSE(resolution=-1.0),
        lambda: RDSE(resolution=math.inf),
        lambda: RDSE(1.0, size=20, active_bits=21),
        lambda: RDSE(1.0, active_bits=0),
        lambda: Scalar(5, 5),
        lambda: Scalar(5, math.inf),
        lambda: Scalar(0, 1, size=20, active_bits=21),
        lambda: Category(("a", "a")),
        lambda: Category(("a",), active_bits=0),
        lambda: Coordinate(radius=-1),
        lambda: Geospatial(scale=0),
        lambda: Geospatial(timestep=-1),
        lambda: DateTime(0),
        lambda: DateTime(holidays=("Christmas",)),
        lambda: Fields({}),
    ],
)
def test_an_encoder_that_cannot_be_is_an_error(make):
    with pytest.raises(ValueError, match=r"\w"):
        make()
