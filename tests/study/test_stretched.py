"""Intervals are stretched by what would have held the latest known values."""

from math import ceil
from types import SimpleNamespace

import pytest

from htm_teacher import Random
from htm_teacher.core.chances import of_changes
from htm_teacher.series import Series
from htm_teacher.study import run_series
from htm_teacher.study.forecast import forecast_after
from htm_teacher.study.possible import Possible
from htm_teacher.study.stretched import FEWEST, HALF, LATEST, MOST, WIDEST, Stretched

TRAINING, HORIZON = 100, 2


def made(base):
    """A prediction with its median at ``base``, and an interval that reaches 0.5 to either side."""
    return of_changes((0,), (1.0,), 1.0, base)


def a_run(values):
    """A run that predicted for each row the value of two rows before; nothing for the rows 120 to 129."""
    records = [
        SimpleNamespace(prediction={} if 118 <= i < 128 else {HORIZON: made(0.0)}) for i in range(len(values))
    ]
    return SimpleNamespace(
        series=Series("s", {"v": values}),
        rows=values,
        first=0,
        before=0,
        earlier=None,
        training=TRAINING,
        record=lambda place: records[place],
    )


@pytest.fixture(scope="module")
def values():
    draw = Random(1, "values")
    return [draw.uniform() - 0.5 if i % 7 else None for i in range(500)]


def test_the_factor_is_that_which_held_the_share_of_the_latest_values(values):
    share, found = 0.8, Stretched(a_run(values), HORIZON, (0.8,))
    for known in (160, 300, 499):
        needed = [
            abs(value) / (share / 2)
            for place, value in enumerate(values[: known + 1])
            if value is not None and place >= TRAINING // 2 and not 120 <= place < 130
        ][-LATEST:]
        factor = sorted(needed)[ceil(share * (len(needed) + 1)) - 1]
        ((low, high),) = found.intervals(made(3.0), known)
        assert (low, high) == pytest.approx((3.0 - factor * share / 2, 3.0 + factor * share / 2))


def test_values_that_come_later_change_nothing(values):
    later = [*values[:301], *(50.0 for _ in values[301:])]
    one, other = (Stretched(a_run(each), HORIZON, (HALF, MOST)) for each in (values, later))
    assert one.intervals(made(0.0), 300) == other.intervals(made(0.0), 300)
    assert one.intervals(made(0.0), 400) != other.intervals(made(0.0), 400)


def test_few_values_stretch_nothing_and_none_stretch_too_far():
    run = a_run([100.0] * 200)
    found = Stretched(run, HORIZON, (HALF,))
    place = TRAINING // 2 + FEWEST - 1
    assert [found.factors[0][i] for i in (place - 1, place)] == [1.0, WIDEST]


def test_an_interval_lies_within_that_of_a_larger_share():
    run = a_run([0.24 if i % 3 else 0.0 for i in range(200)])
    half, most = Stretched(run, HORIZON, (0.5, 0.51)).intervals(made(0.0), 199)
    assert most[0] <= half[0] <= half[1] <= most[1]


@pytest.mark.parametrize("times", [0.3, 3.0])
def test_they_hold_as_often_as_they_say_where_a_series_becomes_calmer_or_livelier(times):
    draw, level, values = Random(7, "walk"), 0.0, []
    for i in range(1500):
        level = 0.8 * level + (draw.uniform() - 0.5) * (times if i >= 1000 else 1.0)
        values.append(level)
    run = run_series(Series("s", {"v": values}), "toy", horizons=[1], train=0.6)
    stretched, parts = Stretched(run, 1, (MOST,)), []
    for intervals in (
        lambda made, known: stretched.intervals(made, known)[0],
        lambda made, _: made.interval(MOST),
    ):
        rows = [(intervals(run.record(i - 1).prediction[1], i - 1), values[i]) for i in range(1200, 1500)]
        parts.append(sum(low <= value <= high for (low, high), value in rows) / len(rows))
    assert abs(parts[0] - MOST) < 0.03
    assert abs(parts[1] - MOST) > 0.08


def test_a_number_becomes_one_that_can_be_a_value():
    assert [Possible([2.0, None, 0.0]).nearest(one, 2) for one in (-0.2, 0.49, 0.5, 7.2)] == [
        0.0,
        0.0,
        1.0,
        7.0,
    ]
    assert [Possible([2.5, 0.0]).nearest(one, 1) for one in (-0.2, 0.49)] == [0.0, 0.49]
    assert [Possible([2.0, -1.0]).nearest(one, 1) for one in (-0.6, 0.49)] == [-1.0, 0.0]
    assert Possible([-0.5]).nearest(-0.2, 0) == -0.2


def test_what_can_be_is_not_told_by_later_values():
    values = [float(place % 3) for place in range(400)]
    later = [*values[:301], -5.5, *values[302:]]
    one, other = (Stretched(a_run(each), HORIZON, (HALF, MOST)) for each in (values, later))
    assert one.intervals(made(0.2), 300) == other.intervals(made(0.2), 300) == [(0.0, 1.0), (0.0, 2.0)]
    assert other.intervals(made(0.2), 301)[0][0] < 0


def test_a_loaded_run_knows_what_can_be_if_it_has_all_earlier_values():
    run = a_run([1.0] * 200)
    run.first, run.before = 150, 30
    assert Stretched(run, HORIZON, (HALF,)).nearest(-0.2, 199) == -0.2
    for others, told in (([1.0] * 30, 0.0), ([0.5] * 30, 0.0), ([-2.0] * 30, 0.0), ([-2.5] * 30, -0.2)):
        run.earlier = SimpleNamespace(values=others + [1.0] * 150)
        assert Stretched(run, HORIZON, (HALF,)).nearest(-0.2, 199) == told
    run.earlier = SimpleNamespace(values=[1.0] * 180)
    run.rows = run.series.fields["v"] = [*[1.0] * 160, -2.5, *[1.0] * 39]
    stretched = Stretched(run, HORIZON, (HALF,))
    assert [stretched.nearest(-0.2, known) for known in (159, 160)] == [0.0, -0.2]


def test_the_share_that_was_held_is_that_of_the_intervals_as_they_were_then():
    draw, level, values = Random(9, "walk"), 0.0, []
    for i in range(600):
        level = 0.8 * level + (draw.uniform() - 0.5) * (4.0 if i >= 500 else 1.0)
        values.append(level)
    run = run_series(Series("s", {"v": values}), "toy", horizons=[3], train=0.7)
    stretched, held = Stretched(run, 3, (MOST,)), []
    for i in range(420, 600):
        ((low, high),) = stretched.intervals(run.record(i - 3).prediction[3], i - 3)
        held.append(low <= values[i] <= high)
    assert forecast_after(run).held[0].most == sum(held) / len(held)
    assert stretched.factors[0][597] > 1.2 * stretched.factors[0][490]


def test_the_forecast_of_a_count_is_a_count():
    draw = Random(3, "counts")
    values = [float(draw.below(3)) if draw.uniform() < 0.3 else 0.0 for _ in range(300)]
    found = forecast_after(run_series(Series("s", {"v": values}), "toy", horizons=[1, 4]))
    numbers = [number for step in found.steps for number in (step.value, *step.half, *step.most)]
    assert numbers
    assert all(number >= 0 and number.is_integer() for number in numbers)
