"""Sparse distributed representations: section 2 of the algorithm."""

import pickle
from copy import copy, deepcopy
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher import SDR, Random, capacity, false_match_probability, overlap_set_size

small = st.sets(st.integers(0, 19)).map(lambda active: SDR(20, active))


def test_an_sdr_has_a_size_and_a_set_of_active_bits():
    sdr = SDR(8, [5, 1, 5])
    assert (sdr.size, sdr.active, len(sdr), sdr.sparsity) == (8, {1, 5}, 2, 0.25)
    assert sdr == SDR(8, {1, 5})
    assert sdr != SDR(9, {1, 5})
    assert len(SDR(8)) == 0


@pytest.mark.parametrize(("name", "value"), [("active", frozenset({2})), ("size", 9)])
def test_an_sdr_never_changes_so_a_dictionary_finds_it_again(name, value):
    sdr = SDR(8, {1})
    found = {sdr: "here"}
    with pytest.raises(AttributeError):
        setattr(sdr, name, value)
    assert found[sdr] == found[SDR(8, {1})] == "here"


@pytest.mark.parametrize("copied", [copy, deepcopy, lambda sdr: pickle.loads(pickle.dumps(sdr))])
def test_a_copy_of_an_sdr_is_equal_to_it(copied):
    sdr = SDR(8, {1, 5})
    assert copied(sdr) == sdr
    assert hash(copied(sdr)) == hash(sdr)


@pytest.mark.parametrize(("size", "active"), [(8, {8}), (8, {-1}), (0, ()), (8, {1.5}), (2.5, {1})])
def test_a_bit_or_a_size_that_cannot_be_is_an_error(size, active):
    with pytest.raises(ValueError, match=r"bit|size"):
        SDR(size, active)


def test_overlap_is_the_size_of_the_intersection_and_match_is_overlap_at_theta_or_above():
    one, other = SDR(10, {1, 2, 3, 4}), SDR(10, {3, 4, 5})
    assert one.overlap(other) == other.overlap(one) == 2
    assert one.match(other, 2)
    assert not one.match(other, 3)


@given(small, small)
def test_a_union_matches_each_of_its_members_fully(one, other):
    union = one.union(other)
    assert union.overlap(one) == len(one)
    assert union.overlap(other) == len(other)
    assert len(union) == len(one) + len(other) - one.overlap(other)


def test_sdrs_of_different_sizes_do_not_compare():
    for method in (SDR.overlap, SDR.union):
        with pytest.raises(ValueError, match="must have the same size"):
            method(SDR(10, {1}), SDR(11, {1}))


@given(small, st.integers(0, 10).map(lambda n: n / 10), st.integers(0, 2**64 - 1))
def test_noise_swaps_a_fraction_of_the_active_bits_for_inactive_ones(sdr, fraction, state):
    moved = int(fraction * len(sdr) + 0.5)
    if moved > 20 - len(sdr):
        with pytest.raises(ValueError, match="noise"):
            sdr.noise(fraction, Random.at(state))
        return
    noisy = sdr.noise(fraction, Random.at(state))
    assert len(noisy) == len(sdr)
    assert sdr.overlap(noisy) == len(sdr) - moved


def test_noise_is_drawn_first_the_bits_that_go_then_those_that_come():
    twin = Random.at(5)
    lost, gained = twin.sample({1, 2, 3, 4}, 2), twin.sample({0, 5, 6, 7, 8, 9}, 2)
    noisy = SDR(10, {1, 2, 3, 4}).noise(0.5, Random.at(5))
    assert noisy.active == ({1, 2, 3, 4} - set(lost)) | set(gained)


@pytest.mark.parametrize("fraction", [-0.1, 1.1, float("nan"), None])
def test_noise_of_less_than_nothing_or_more_than_all_is_an_error(fraction):
    with pytest.raises(ValueError, match="fraction"):
        SDR(10, {1}).noise(fraction, Random.at(0))


def test_the_formulas_count_what_one_gets_by_trying_everything():
    n, w, b = 9, 4, 3
    given_bits = set(range(b))
    codes = [set(code) for code in combinations(range(n), w)]
    overlaps = [len(code & given_bits) for code in codes]
    assert capacity(n, w) == len(codes)
    for overlap in range(b + 1):
        assert overlap_set_size(n, w, b, overlap) == overlaps.count(overlap)
        matching = sum(one >= overlap for one in overlaps)
        assert false_match_probability(n, w, b, overlap) == Fraction(matching, len(codes))


def test_what_cannot_be_counts_nothing():
    assert overlap_set_size(10, 2, 5, 3) == 0  # more shared bits than the code has
    assert overlap_set_size(10, 8, 5, 2) == 0  # too few bits outside
    assert false_match_probability(10, 2, 5, 3) == 0


def test_the_numbers_are_exact_however_large():
    assert capacity(1024, 2) == 523_776
    assert capacity(1024, 4) == 45_545_029_376
    assert 2.37e84 < capacity(2048, 40) < 2.38e84
    assert sum(overlap_set_size(1024, 20, 30, overlap) for overlap in range(31)) == capacity(1024, 20)


@pytest.mark.parametrize(("n", "w", "b", "theta"), [(8, 9, 2, 1), (8, 2, 9, 1), (8, 2, 2, -1), (8, -2, 2, 1)])
def test_the_chance_of_what_cannot_be_is_an_error(n, w, b, theta):
    with pytest.raises(ValueError, match=r"(w|b|theta) is"):
        false_match_probability(n, w, b, theta)
