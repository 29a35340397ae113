"""What every encoder promises, for every encoder: section 3 of the algorithm.

``test_encoders_by_rule.py`` has what each of them promises by itself.
"""

import gc
import json
import math
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
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
from htm_teacher.core.encoders import encoder_from, encoder_kinds

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
    wrong: tuple[Any, ...] = (math.inf, -math.inf, "text", [1], 1j)


CASES = {
    "RDSE": Case(lambda: RDSE(resolution=0.5), moderate),
    "RDSE, dense": Case(lambda: RDSE(resolution=2.0, size=40, active_bits=10, seed=3), moderate),
    "Log": Case(
        lambda: Log(resolution=0.1),
        st.floats(min_value=0, exclude_min=True, allow_infinity=False),
        (math.inf, 0, -1.5, "text", [1]),
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
    assert encoder.encode(missing) == SDR(encoder.size)
    if isinstance(encoder, Fields):
        assert encoder.encode(dict.fromkeys(encoder.encoders, missing)) == SDR(encoder.size)


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


def own_kind(base, bit):
    """An encoder class that nothing but its registration keeps."""

    @dataclass
    class Own(base):
        size: int = 4
        active_bits: int = 1
        seen: list = field(default_factory=list)

        def bits(self, value):
            self.seen.append(value)
            return {bit}

    return Own


@pytest.fixture
def kinds():
    """Whatever classes a test defines, the encoders are afterwards those of before."""
    before = dict(Encoder.kinds)
    yield
    Encoder.kinds.clear()
    Encoder.kinds.update(before)


def test_of_several_encoders_with_one_name_the_last_defined_is_loaded(kinds):
    first = own_kind(RDSE, 1)  # a search from class to subclass comes to this one last
    second = own_kind(Encoder, 2)
    state = second().state()
    assert encoder_from(state).encode(0).active == {2}
    third = own_kind(RDSE, 3)
    assert type(encoder_from(state)) is third is not first
    assert [kind.__name__ for kind in encoder_kinds()].count("Own") == 1


def test_the_state_of_an_encoder_does_not_change_with_it(kinds):
    encoder = own_kind(Encoder, 2)()
    state = encoder.state()
    encoder.encode(5)
    assert (state["seen"], encoder.seen) == ([], [5])


def test_an_encoder_whose_class_nobody_holds_is_loaded(kinds):
    state = own_kind(Encoder, 2)().state()
    gc.collect()
    assert encoder_from(state).encode(0).active == {2}


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
        lambda: Fields([1]),
        lambda: Fields({1: RDSE(1.0)}),
        lambda: Fields({"a": 3}),
        lambda: RDSE(1.0, size="400"),
        lambda: RDSE(1.0, size=400.5),
        lambda: RDSE(1.0, size=2**24 + 1),
        lambda: RDSE(1.0, active_bits=None),
        lambda: RDSE(1.0, seed="a"),
        lambda: RDSE(1.0, seed=None),
        lambda: Log(True),
        lambda: Delta(1.0, last="x"),
        lambda: Delta(1.0, last=math.inf),
        lambda: Scalar(minimum="abc"),
        lambda: Scalar(minimum=math.nan),
        lambda: Scalar(maximum=math.inf),
        lambda: Scalar(0, 5e-324),
        lambda: Scalar(0, 1, periodic="no"),
        lambda: Category((1.5, "a")),
        lambda: Category(("a", None)),
        lambda: Category(5),
        lambda: Coordinate(radius="3"),
        lambda: Coordinate(seed=0.5),
        lambda: Geospatial(scale="x"),
        lambda: DateTime(time_of_day=2.5),
        lambda: DateTime(time_of_day=None),
        lambda: DateTime(time_of_day=-1, day_of_week=5),
        lambda: DateTime(holidays=("2024-12-25",)),
    ],
)
def test_an_encoder_that_cannot_be_is_an_error(make):
    with pytest.raises(ValueError, match=r"\w"):
        make()


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [
        (RDSE(1, size=400.0, active_bits=21.0, seed=3.0), RDSE(1.0, 400, 21, 3), 5),
        (Scalar(0, 10, size=400.0, active_bits=21.0, periodic=1), Scalar(0.0, 10.0, periodic=True), 5),
        (Coordinate(radius=3.0, size=1000.0), Coordinate(), (1, 2)),
        (DateTime(time_of_day=2.0, weekend=3.0), DateTime(2, weekend=3), "2024-02-29"),
        (Category(("a", 1.0), active_bits=5.0), Category(("a", 1), 5), 1),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Encoder) else "",
)
def test_a_whole_number_may_be_written_as_a_decimal(one, other, value):
    assert json.dumps(one.state()) == json.dumps(other.state())
    assert one.encode(value) == other.encode(value)
    assert isinstance(one.size, int)


@pytest.mark.parametrize(
    ("make", "values", "said"),
    [
        (lambda: Scalar(size=50), [1e300], "minimum"),
        (Delta, [-1.7e308, 1.7e308], "change is inf"),
        (Category, ["a", 1.5], "categories"),
        (RDSE, [1, "a"], "value"),
    ],
)
def test_training_values_that_cannot_be_fitted_change_nothing(make, values, said):
    encoder = make()
    before = deepcopy(encoder.state())
    with pytest.raises(ValueError, match=said):
        encoder.fit(values)
    assert encoder.state() == before


@every_encoder
def test_without_candidates_a_bit_is_described_as_well_as_it_can_be(case):
    encoder = case.make()
    for bit in (0, encoder.size - 1):
        assert "bit" in encoder.describe(bit)
    with pytest.raises(ValueError, match="bit"):
        encoder.describe(encoder.size)


def test_of_an_encoder_without_bounds_it_is_said_that_candidates_would_help():
    assert RDSE(0.5).describe(3) == "bit 3 of 400: on for some values; give candidates to see which"
    assert Fields({"x": RDSE(0.5)}).describe(3).startswith("x: bit 3 of 400")
    with pytest.raises(ValueError, match="candidates"):
        RDSE(0.5).decode(RDSE(0.5).encode(1))


def test_what_numpy_and_pandas_hand_out_is_encoded_like_the_plain_value():
    numpy, pandas = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    for encoder in (RDSE(0.5), Scalar(0, 10), Delta(0.5), Category((0, 1))):
        for cell, plain in ((numpy.True_, 1), (False, 0), (numpy.float32(1), 1), (numpy.int8(1), 1)):
            assert deepcopy(encoder).encode(cell) == deepcopy(encoder).encode(plain)
    clock = DateTime(day_of_year=5)
    moment = datetime(2024, 2, 29, 6, 30)
    for cell in (numpy.datetime64(moment), pandas.Timestamp(moment), pandas.Series([moment]).values[0]):
        assert clock.encode(cell) == clock.encode(moment)
    assert clock.encode(moment.date()) == clock.encode(datetime(2024, 2, 29))
    for cell in (numpy.datetime64("2024-02"), pandas.Period("2024-02")):
        assert clock.encode(cell) == clock.encode(datetime(2024, 2, 1))
    assert clock.encode(pandas.Period("2024Q2")) == clock.encode(datetime(2024, 4, 1))
    assert clock.encode(numpy.datetime64("2024")) == clock.encode(datetime(2024, 1, 1))
    for far in (numpy.datetime64(10**17, "s"), numpy.datetime64(10**15, "D")):
        with pytest.raises(ValueError, match="a date and time is needed"):
            clock.encode(far)
    both = Fields({"x": RDSE(0.5), "t": DateTime()})
    rows = pandas.DataFrame({"x": [1.5], "t": [moment]})
    assert both.encode(rows.iloc[0]) == both.encode({"x": 1.5, "t": moment})
    with pytest.raises(ValueError, match="unknown field 'y'"):
        both.encode(pandas.Series({"y": 1}))


def test_of_a_number_that_is_no_date_it_is_said():
    for wrong in (5, 1.5, b"2024-01-01", True):
        with pytest.raises(ValueError, match="a date and time is needed"):
            DateTime().encode(wrong)
