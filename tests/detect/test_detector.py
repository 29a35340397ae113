"""The detector: ranks, alerts and reasons, one value at a time."""

import copy
import math
import pickle

import numpy as np
import pytest

from htm_teacher import ENGINES
from htm_teacher.core.rng import Random
from htm_teacher.detect import Detection, Detector

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="the textbook takes minutes for such streams")
NOTHING = Detection()


def detector(warm_up=100, **choices):
    return Detector(warm_up, **choices)


def wave(rows):
    return [10 * math.sin(i * math.pi / 8) for i in range(rows)]


@pytest.fixture(scope="module")
def spiked():
    """A wave with a value out of its range at row 300, and what was detected."""
    values = wave(500)
    values[300] = 40.0
    return values, detector().run(values)


def test_a_value_never_seen_raises_an_alert_at_once(spiked):
    _, found = spiked
    alerts = [i for i, one in enumerate(found) if one.alert]
    assert alerts[0] == 300
    assert len(alerts) <= 3  # the shapes that hold the value are new as well


def test_the_machines_are_made_once_and_the_warm_up_gives_them_their_levels(spiked):
    values, found = spiked
    one = detector()
    models = [machine.model for machine in (*one.novelty, *one.shape)]
    assert one.run(values) == found
    machines = [*one.novelty, *one.shape]
    assert all(machine.model is model for machine, model in zip(machines, models, strict=True))
    assert [machine.levels.count for machine in machines] == [8, 12, 16, 24, 8, 8]
    assert machines[0].levels.shift != machines[4].levels.shift == machines[5].levels.shift
    assert {(machine.levels.low, machine.levels.high) for machine in machines} == {(-10.0, 10.0)}


def test_an_alert_says_why(spiked):
    _, found = spiked
    assert found[300].reason == (
        "a value of 40 or more never occurred before (novelty 1.00, usually 0.00; machine of 8 levels)"
    )
    assert all(bool(one.reason) == one.alert for one in found)


def test_an_unusual_shape_raises_an_alert_that_says_so():
    values = wave(700)
    values[400:440] = [values[400 + i // 2] for i in range(40)]  # half as fast, and no level is new
    found = detector(200).run(values)
    first = next(one for one in found if one.alert)
    assert 400 <= found.index(first) < 440
    assert "never occurred before (shape " in first.reason
    assert first.reason.endswith("; machine of 8 levels, now and 8 rows ago)")
    assert first.surprise[0] < 1


def test_the_rank_is_highest_around_the_anomaly(spiked):
    _, found = spiked
    ranks = [one.rank for one in found]
    assert 300 <= ranks.index(max(ranks)) < 312
    assert max(ranks) > 9 * max(ranks[200:300])  # without limit
    assert sum(ranks[300:312]) > 9 * sum(ranks[280:292])


def test_the_rank_is_the_mean_square_of_two_distances(spiked):
    values, found = spiked
    one = detector()
    one.run(values[:250])
    novelty, shape = copy.deepcopy((one.usual_novelty, one.usual_shape))
    next_one = one.step(values[250])
    far = [
        usual.distance(surprise) for usual, surprise in zip((novelty, shape), next_one.surprise, strict=True)
    ]
    assert next_one.rank == found[250].rank == (far[0] ** 2 + far[1] ** 2) / 2


def test_during_the_warm_up_nothing_is_said(spiked):
    _, found = spiked
    assert found[:100] == [NOTHING] * 100
    assert found[100].rank > 0


def test_a_stream_and_a_file_get_the_same_answers(spiked):
    values, found = spiked
    one = detector()
    assert [one.step(value) for value in values] == found
    parts = detector()
    assert [*parts.run(values[:37]), *parts.run(values[37:150]), *parts.run(values[150:])] == found


def test_warming_up_ends_with_its_last_row():
    one = detector()
    one.run(wave(99))
    assert one.warming_up
    one.step(1.0)
    assert not one.warming_up


def test_what_comes_later_changes_no_answer():
    values = wave(300)
    assert detector().run([*values, 1e6])[:300] == detector().run(values)


def test_a_missing_value_is_skipped(spiked):
    values, found = spiked
    gaps = detector().run([*values[:50], None, *values[50:200], math.nan, *values[200:]])
    assert gaps[50] == gaps[201] == NOTHING
    assert gaps[:50] + gaps[51:201] + gaps[202:] == found


def test_a_range_that_is_known_is_used():
    values = wave(200)
    assert detector(low=-10.0, high=10.0).run(values) == detector().run(values)
    assert detector(low=-50.0, high=50.0).run(values) != detector().run(values)


def test_the_seed_moves_the_levels():
    values = [Random(i, "value").uniform() for i in range(160)]
    one, same, other = (detector(seed=seed) for seed in (42, 42, 7))
    found = one.run(values)
    assert same.run(values) == found != other.run(values)
    assert [machine.levels.shift for machine in one.novelty] != [m.levels.shift for m in other.novelty]


@pytest.mark.parametrize("rows", [50, 150])
def test_a_detector_can_be_pickled_and_continues(rows, spiked):
    values, found = spiked
    one = detector()
    one.run(values[:rows])
    other = pickle.loads(pickle.dumps(one))
    assert other.run(values[rows:]) == found[rows:]
    assert one.run(values[rows:]) == found[rows:]


@pytest.mark.slow
def test_engines_agree():
    values = [float(i % 3) for i in range(14)]
    found = [detector(10, low=0.0, high=2.0, engine=name).run(values) for name in ENGINES]
    assert all(one == found[0] for one in found)


def test_a_constant_stream_raises_no_alert_until_it_moves():
    found = detector(50).run([5.0] * 150 + [6.0])
    assert [i for i, one in enumerate(found) if one.alert] == [150]


def test_numpys_numbers_are_taken(spiked):
    values, found = spiked
    assert detector().run(np.array(values)) == found


@pytest.mark.parametrize("value", ["high", True, math.inf, 1e301, [1.0]])
def test_a_value_that_is_no_number_is_refused_and_changes_nothing(value, spiked):
    values, found = spiked
    one = detector()
    one.run(values[:150])
    with pytest.raises(ValueError, match=r"^value is "):
        one.run([1.0, value])
    assert one.run(values[150:]) == found[150:]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"warm_up": 9}, "warm_up is 9: it must be at least 10"),
        ({"threshold": 1.5}, "threshold is 1.5: it must be between 0 and 1"),
        ({"low": 1.0}, "high is None: a finite number is needed"),
        ({"low": 1.0, "high": 0.0}, "high is 0.0: it must be between 1 and 1e"),
        ({"seed": 1.5}, "seed is 1.5: a whole number is needed"),
        ({"engine": "steam"}, "unknown engine 'steam'"),
        ({"cells_per_column": 0}, "cells_per_column is 0"),
    ],
)
def test_a_wrong_parameter_is_refused_at_once(wrong, said):
    with pytest.raises(ValueError, match=said):
        detector(**wrong)


def test_extreme_values_are_taken():
    found = detector(20).run([1e300, -1e300] * 20 + [0.0, 1e-320])
    assert all(math.isfinite(one.rank) for one in found)
    found = detector(20).run([0.0, 1e-320] * 20 + [1e300])
    assert found[-1].alert
