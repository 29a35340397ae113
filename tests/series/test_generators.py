"""What generated series promise."""

from itertools import pairwise
from math import inf, nan, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher.series import letters, noise, random_walk, sine, square, triangle

WAVES = [sine, square, triangle]
SEEDS = st.integers()


def test_a_sine_is_the_sine():
    exact = [round(sin(2 * pi * step / 20), 6) + 0.0 for step in range(20)]
    assert sine(20) == exact
    assert sine(20, amplitude=3, offset=1)[5] == 4.0


@pytest.mark.parametrize("wave", WAVES)
@pytest.mark.parametrize("twentieths", range(-20, 20))
def test_a_wave_repeats_exactly_after_its_period(wave, twentieths):
    values = wave(2_000, period=20, amplitude=0.7, offset=0.1, phase=twentieths / 20)
    assert values[20:] == values[:-20]
    assert len(values) == 2_000


@pytest.mark.parametrize("wave", [sine, triangle])
def test_a_wave_at_phase_minus_a_quarter_starts_at_its_minimum_and_rises(wave):
    values = wave(20, phase=-0.25)
    assert values[0] == min(values) == -1.0
    assert values[:11] == sorted(values[:11])
    assert values[10] == max(values) == 1.0


def test_a_square_is_high_for_half_of_its_period():
    assert square(8, period=4, amplitude=2, offset=1) == [3.0, 3.0, -1.0, -1.0] * 2


def test_a_triangle_goes_straight():
    assert triangle(8, period=8) == [0.0, 0.5, 1.0, 0.5, 0.0, -0.5, -1.0, -0.5]


@given(st.sampled_from(WAVES), st.floats(0.5, 100), st.floats(0, 50), st.floats(-5, 5))
def test_a_wave_stays_within_its_amplitude(wave, period, amplitude, phase):
    values = wave(50, period=period, amplitude=amplitude, phase=phase)
    assert all(abs(value) <= amplitude + 1e-6 for value in values)
    assert all(value == round(value, 6) and str(value) != "-0.0" for value in values)


@given(SEEDS, st.floats(0, 100), st.floats(-100, 100))
def test_noise_stays_within_its_amplitude(seed, amplitude, offset):
    values = noise(100, amplitude, offset, seed)
    assert len(values) == 100
    assert all(abs(value - offset) <= amplitude + 1e-6 for value in values)


def test_noise_is_uniform():
    values = noise(10_000)
    assert abs(sum(values)) / 10_000 < 0.02
    assert 0.24 < sum(value < -0.5 for value in values) / 10_000 < 0.26


@given(SEEDS, st.floats(0, 100), st.floats(-100, 100))
def test_a_walk_begins_at_its_start_and_no_step_exceeds_the_largest(seed, largest, start):
    values = random_walk(50, largest, start, seed)
    assert values[0] == round(start, 6)
    steps = [b - a for a, b in pairwise(values)]
    assert all(abs(step) <= largest + 1e-5 for step in steps)


@pytest.mark.parametrize("made", [noise, random_walk])
def test_a_seed_fixes_the_values_and_another_seed_changes_them(made):
    assert made(20, seed=1) == made(20, seed=1)
    assert made(20, seed=1) != made(20, seed=2)


def test_drawn_values_are_the_same_everywhere():
    assert noise(3, seed=0) == [0.571738, 0.816574, 0.328975]
    assert random_walk(3, seed=0) == [0.0, -0.33991, 0.225226]


@given(SEEDS, st.integers(0, 5), st.integers(0, 20))
def test_each_round_of_letters_has_each_word_once(seed, length, repeats):
    sequences = letters(["ABCD", "XBCY"], repeats, length, seed)
    per_round = 4 if length else 2
    assert len(sequences) == per_round * repeats
    for start in range(0, len(sequences), per_round):
        words = sequences[start : start + per_round : 2 if length else 1]
        assert sorted(words) == ["ABCD", "XBCY"]


@given(SEEDS, st.integers(1, 5))
def test_noise_letters_occur_in_no_word(seed, length):
    for word, between in zip(*[iter(letters(noise=length, seed=seed))] * 2, strict=True):
        assert word in ("ABCD", "XBCY")
        assert len(between) == length
        assert not set(between) & set("ABCDXY")


def test_letters_in_the_given_order_or_a_drawn_one():
    assert letters(repeats=3, shuffle=False) == ["ABCD", "XBCY"] * 3
    firsts = letters(repeats=50)[::2]
    assert 10 < firsts.count("ABCD") < 40


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: sine(-1), "steps"),
        (lambda: sine(1.5), "steps"),
        (lambda: sine(5, period=0), "period is 0"),
        (lambda: square(5, period=-1), "period"),
        (lambda: sine(5, amplitude=nan), "amplitude"),
        (lambda: triangle(5, offset=inf), "offset"),
        (lambda: triangle(5, phase="late"), "phase"),
        (lambda: noise(5, amplitude=-1), "amplitude"),
        (lambda: random_walk(5, largest_step=-1), "largest_step"),
        (lambda: random_walk(5, start=nan), "start"),
        (lambda: letters("ABCD"), "words is 'ABCD'"),
        (lambda: letters([]), "words is "),
        (lambda: letters(["AB", ""]), "words is "),
        (lambda: letters(repeats=-1), "repeats"),
        (lambda: letters(noise=-1), "noise"),
        (lambda: letters(["ABCDEFGHIJKLMNOPQRSTUVWXYZ"], noise=1), "noise needs a capital letter"),
    ],
)
def test_an_argument_out_of_range_is_refused_by_name(make, message):
    with pytest.raises(ValueError, match=message):
        make()
