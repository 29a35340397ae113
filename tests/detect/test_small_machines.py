"""Small machines: levels, their codes, and what surprises a machine."""

import math
import pickle

import pytest

from htm_teacher import ENGINES
from htm_teacher.detect.small_machines import (
    ACTIVE_BITS,
    BITS,
    FARTHEST,
    NEW_STEP,
    LevelCodes,
    Levels,
    SmallMachine,
)

FASTEST = "fast" if "fast" in ENGINES else "textbook"


def machine(levels=None, lags=(), **choices):
    return SmallMachine(levels or Levels(0.0, 8.0, 8), lags, **{"engine": FASTEST} | choices)


def anomalies(found):
    return [one.anomaly for one in found]


@pytest.mark.parametrize("shift", [0.0, 0.25, 0.99])
def test_levels_ascend_and_are_equally_wide(shift):
    levels = Levels(-10.0, 10.0, 5, shift)
    found = [levels.of(-10 + i / 100) for i in range(2001)]
    assert found == sorted(found)
    counts = [found.count(level) for level in sorted(set(found))]
    assert all(399 <= count <= 401 for count in counts[1:-1])
    assert min(found) == 0


def test_the_highest_value_of_the_range_has_no_level_of_its_own():
    levels = Levels(0.0, 8.0, 4)
    assert levels.of(8.0) == levels.of(7.9) == 3


def test_a_value_outside_the_range_has_a_level_that_no_value_within_has():
    levels = Levels(0.0, 8.0, 4, 0.5)
    within = {levels.of(i / 100) for i in range(801)}
    assert not within & {levels.of(value) for value in (-1.0, -0.001, 8.001, 9.0, 1e9, -1e9)}
    assert levels.of(8.1) != levels.of(10.1)


def test_levels_far_outside_are_one():
    levels = Levels(0.0, 1e-300, 4)
    assert levels.of(1e300) == levels.of(1e299) == 4 + 1 + FARTHEST
    assert levels.of(-1e300) == -FARTHEST


def test_an_empty_range_has_one_level():
    levels = Levels(5.0, 5.0, 4)
    assert levels.of(5.0) == 0
    assert levels.of(5.1) != 0 != levels.of(4.9)


@pytest.mark.parametrize("value", [-3.0, -0.1, 0.0, 1.0, 3.3, 7.99, 8.0, 8.1, 31.0])
@pytest.mark.parametrize("shift", [0.0, 0.3])
def test_a_level_is_written_as_the_interval_that_holds_its_values(value, shift):
    levels = Levels(0.0, 8.0, 4, shift)
    said = levels.written(levels.of(value)).replace("above ", "").replace("below ", "")
    low, high = map(float, said.removeprefix("from ").split(" to "))
    assert low - 1e-9 <= value <= high + 1e-9
    assert high - low <= 2 + 1e-9


def test_each_level_has_equally_many_bits_in_the_part_of_its_place():
    encoder = LevelCodes(3)
    for levels in ((0, 0, 0), (5, -7, 12), (1000, 1, 999)):
        bits = encoder.encode(levels).active
        assert [sum(bit // BITS == place for bit in bits) for place in range(3)] == [ACTIVE_BITS] * 3


def test_different_levels_share_bits_by_chance_only():
    encoder = LevelCodes(1)
    codes = [encoder.encode((level,)).active for level in range(24)]
    shared = [len(one & other) for i, one in enumerate(codes) for other in codes[:i]]
    assert sum(shared) / len(shared) < 2  # 21 x 21 / 400 is 1.1
    assert max(shared) < ACTIVE_BITS / 2


def test_what_occurred_once_surprises_no_more():
    found = anomalies(machine().take([0.5, 4.5, 2.5] * 3))
    assert found[:3] == [1.0] * 3
    assert 0.9 < found[3] <= NEW_STEP  # the step from the last to the first is new
    assert found[4:] == [0.0] * 5


def test_a_machine_sees_nothing_within_a_level():
    found = anomalies(machine().take([0.1, 4.9, 0.9, 4.1, 0.5, 4.5]))
    assert found[3:] == [0.0] * 3


def test_a_first_order_machine_needs_no_context_and_gets_none():
    """In ABCB, what follows B depends on what was before it: one cell predicts both, more cells one."""
    wave = [0.5, 4.5, 7.5, 4.5] * 30
    first = machine().take([*wave, 0.5, 4.5, 0.5])[-1]
    more = machine(cells_per_column=16).take([*wave, 0.5, 4.5, 0.5])[-1]
    assert first.anomaly == 0.0
    assert more.anomaly > 0.5


def test_a_shape_is_the_level_now_and_the_levels_of_means_before():
    one = machine(lags=(4, 8))
    found = one.take([float(i % 8) for i in range(20)])
    # At row 19: the value 3; the mean of rows 14 and 15, 6 and 7; the mean of rows 8 to 11, 0 to 3.
    assert found[19].levels == (3, 6, 1)
    assert found[0].levels == (0, 0, 0)  # the first value stands for those before it


def test_a_surprise_says_what_is_new():
    one = machine()
    found = one.take([0.5, 4.5, 0.5, 0.5, 4.5, 9.5])
    assert [each.new for each in found] == ["levels", "levels", "step", "step", "", "levels"]
    assert one.written(found[2]) == "a value from 0 to 1 never came right after a value from 4 to 5"
    assert one.written(found[4]) == "a value from 4 to 5 rarely comes right after a value from 0 to 1"
    assert one.written(found[5]) == "a value of 9 or more never occurred before"
    assert one.name == "machine of 8 levels"


@pytest.mark.parametrize("base", [1013.0, 1e6, 1e9])
def test_levels_that_are_narrow_for_their_values_are_written_apart(base):
    levels = Levels(base, base + 1, 8, 0.25)
    said = [levels.written(level).replace("above ", "").replace("below ", "") for level in range(-2, 12)]
    ends = [one.removeprefix("from ").split(" to ") for one in said]
    for level, (first, last) in enumerate(ends, -2):
        told = float(first.replace(",", "")), float(last.replace(",", ""))
        assert told == pytest.approx(levels.bounds(level), abs=levels.width / 10, rel=0)
        assert told[0] < told[1]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([8.0, 8.5], "a value above 8 never occurred before"),
        ([8.0, 12.5, 9.5], "a value from 9 to 10 never occurred before, only lower and higher ones"),
        ([8.0, 12.5, 8.5], "a value from above 8 to 9 never occurred before, only lower and higher ones"),
        ([0.0, -0.5], "a value below 0 never occurred before"),
        ([0.0, -3.5], "a value below -3 never occurred before"),
        ([0.5, 6.5, 3.5], "a value from 3 to 4 never occurred before, only lower and higher ones"),
        ([1.5, 6.5, 0.0], "a value below 1 never occurred before"),
    ],
)
@pytest.mark.parametrize("at_once", [False, True])
def test_a_new_level_is_written_without_a_value_that_occurred(values, said, at_once):
    one = machine()
    last = (one.take([*values, 99.0, -99.0])[:-2] if at_once else one.take(values))[-1]
    assert one.written(last) == said


def test_a_shape_is_written_with_how_long_ago_its_levels_were():
    one = machine(lags=(8, 32))
    assert (
        one.written(one.take([3.0])[0]) == "a value from 3 to 4, 8 rows after an average from 3 to 4"
        " and 32 rows after an average from 3 to 4, never occurred before"
    )
    assert one.name == "machine of 8 levels, now and 8 and 32 rows ago"


def test_values_at_once_and_one_at_a_time_surprise_alike():
    values = [4 + 4 * math.sin(i / 3) for i in range(60)]
    one, other = machine(lags=(8,)), machine(lags=(8,))
    assert one.take(values) == [other.take([value])[0] for value in values]


def test_a_machine_can_be_pickled_and_continues():
    one = machine(lags=(8,))
    one.take([4 + 4 * math.sin(i / 3) for i in range(60)])
    other = pickle.loads(pickle.dumps(one))
    assert one.take([1.0, 9.0, 2.0]) == other.take([1.0, 9.0, 2.0])


def test_engines_agree():
    values = [4 + 4 * math.sin(i) for i in range(6)]
    found = [machine(lags=(8,), engine=name).take(values) for name in ENGINES]
    assert all(one == found[0] for one in found)


def test_a_new_level_surprises_more_than_a_new_step_whatever_columns_they_share():
    values = [0.5, 1.5, 2.5, 3.5] * 3 + [2.5, 0.5, 1.5, 3.5, 4.5, 0.5]
    found = machine().take(values)[12:]
    assert [one.new for one in found] == ["step", "step", "", "step", "levels", "step"]
    assert found[4].anomaly == 1.0
    assert all(one.anomaly <= NEW_STEP for i, one in enumerate(found) if i != 4)
