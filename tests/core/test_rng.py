"""Random numbers: SplitMix64 as published, and what is drawn from it."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher import Random
from htm_teacher.core.rng import hash_words, mix


def stream(state: int) -> Random:
    return Random.at(state)


@pytest.mark.parametrize(
    ("seed", "published"),
    [
        (
            1234567,
            [
                6457827717110365317,
                3203168211198807973,
                9817491932198370423,
                4593380528125082431,
                16408922859458223821,
            ],
        ),
        (0, [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]),
    ],
)
def test_the_words_are_those_of_splitmix64(seed, published):
    random = stream(seed)
    assert [random.next() for _ in published] == published


def test_uniform_is_the_top_53_bits():
    assert stream(1234567).uniform() == (6457827717110365317 >> 11) / 2**53


@given(st.integers(0, 2**64 - 1))
def test_uniform_is_below_one(state):
    assert 0 <= stream(state).uniform() < 1


def test_below_is_the_word_modulo_n():
    random = stream(1234567)
    assert [random.below(n) for n in (10, 7, 1000)] == [
        6457827717110365317 % 10,
        3203168211198807973 % 7,
        9817491932198370423 % 1000,
    ]


def test_below_throws_away_words_from_the_incomplete_last_round():
    """With n = 2^63 + 1 whole rounds end at n: about every second word is too large."""
    n, random = 2**63 + 1, stream(1234567)
    words = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431]
    assert [random.below(n) for _ in range(3)] == [word for word in words if word < n]


def test_the_first_word_after_the_whole_rounds_is_thrown_away_too():
    """2^64 holds the third word once: as n it ends the whole rounds, and is the first too large."""
    random = stream(1234567)
    random.next()
    random.next()
    assert random.below(9817491932198370423) == 4593380528125082431


def test_where_the_last_round_is_complete_no_word_is_thrown_away():
    """2^64 holds 2^63 twice; of these words the third is in the second round."""
    words = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431]
    random = stream(1234567)
    assert [random.below(2**63) for _ in range(4)] == [word % 2**63 for word in words]


def test_below_one_draws_nothing():
    random = stream(1234567)
    assert random.below(1) == 0
    assert random.next() == 6457827717110365317


@given(st.integers(0, 2**64 - 1), st.integers(1, 2**64))
def test_below_is_in_range(state, n):
    assert 0 <= stream(state).below(n) < n


def test_a_sample_is_a_partial_fisher_yates_over_the_items_in_ascending_order():
    random = stream(1234567)
    pool = [10, 20, 30, 40]
    i = 6457827717110365317 % 4
    pool[0], pool[i] = pool[i], pool[0]
    j = 1 + 3203168211198807973 % 3
    pool[1], pool[j] = pool[j], pool[1]
    assert random.sample({40, 20, 10, 30}, 2) == pool[:2]
    assert random.next() == 9817491932198370423


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 99)), st.data())
def test_a_sample_has_different_items_and_whatever_order_they_are_given_in(state, items, data):
    k = data.draw(st.integers(0, len(items)))
    drawn = stream(state).sample(items, k)
    assert len(set(drawn)) == len(drawn) == k
    assert set(drawn) <= items
    assert stream(state).sample(sorted(items, reverse=True), k) == drawn


def test_every_item_is_drawn_about_equally_often():
    random = Random(0, "a test")
    counts = Counter(item for _ in range(3000) for item in random.sample(range(6), 2))
    assert all(900 < counts[item] < 1100 for item in range(6))


def test_a_stream_is_of_the_seed_and_the_name_of_its_component():
    starts = {Random(seed, name).next() for seed in (0, 1, -1, 2**64 + 5) for name in ("a", "b", "")}
    assert len(starts) == 12
    assert Random(7, "spatial pooler").next() == Random(7, "spatial pooler").next()
    assert Random(7, "a").state == mix_all(7, ord("a"))


def mix_all(*words: int) -> int:
    """The hash as it is said: each word is mixed into what there is so far."""
    result = 0
    for word in words:
        result = mix(result ^ word)
    return result


def test_a_hash_takes_integers_in_twos_complement_and_their_order_matters():
    assert hash_words(-1) == hash_words(2**64 - 1) == mix(2**64 - 1)
    assert hash_words(1, 2) == mix(mix(1) ^ 2) != hash_words(2, 1)


def test_mixing_is_the_step_of_splitmix64():
    assert mix(1234567) == 6457827717110365317
    assert mix(1234567 + 0x9E3779B97F4A7C15) == 3203168211198807973


@pytest.mark.parametrize("seed", ["a", 1.5, None, True, [1]])
def test_a_seed_is_a_whole_number(seed):
    with pytest.raises(ValueError, match="seed"):
        Random(seed, "a test")


def test_a_seed_may_be_any_whole_number_and_one_of_numpy_is_the_same():
    assert Random(3.0, "a").state == Random(3, "a").state != Random(-(10**30), "a").state
    assert Random(pytest.importorskip("numpy").int64(3), "a").state == Random(3, "a").state


@pytest.mark.parametrize("state", ["x", 1.5, None, -1, 2**64])
def test_a_position_is_a_word(state):
    with pytest.raises(ValueError, match="position"):
        Random.at(state)


@pytest.mark.parametrize("n", [0, -3])
def test_there_is_no_number_below_nothing(n):
    with pytest.raises(ValueError, match="must be at least 1"):
        stream(0).below(n)


@pytest.mark.parametrize("k", [-2, 6])
def test_a_sample_is_no_more_than_there_is_and_no_less_than_nothing(k):
    with pytest.raises(ValueError, match="between 0 and 5"):
        stream(0).sample(range(5), k)


def test_a_stream_goes_on_from_a_saved_position():
    random = Random(3, "a test")
    random.next()
    again = Random.at(random.state)
    assert [random.next() for _ in range(5)] == [again.next() for _ in range(5)]


LIMITS = st.integers(1, 300) | st.sampled_from([2**62 + 1, 2**63 + 1])


@given(st.integers(0, 2**64 - 1), st.lists(LIMITS, max_size=40) | st.lists(st.integers(2, 300), min_size=8))
def test_many_draws_at_once_are_those_one_by_one(state, limits):
    together, single = stream(state), stream(state)
    assert together.below_each(limits) == [single.below(limit) for limit in limits]
    assert together.state == single.state


@given(st.integers(0, 2**64 - 1), st.integers(0, 30), st.tuples(LIMITS, LIMITS))
def test_draws_on_either_side_are_those_one_by_one(state, count, sides):
    together, single = stream(state), stream(state)
    pairs = [(side := single.below(2), single.below(sides[side])) for _ in range(count)]
    assert together.on_either_side(count, sides) == pairs
    assert together.state == single.state


def test_more_draws_than_fit_into_one_long_integer_are_those_one_by_one():
    together, single = stream(2**64 - 1), stream(2**64 - 1)
    assert together.below_each([300] * 2500) == [single.below(300) for _ in range(2500)]
    assert together.state == single.state


@given(st.integers(0, 2**64 - 1), st.integers(0, 20), st.integers(0, 20))
def test_a_sample_is_a_shuffle_that_stops(state, size, count):
    random, single, count = stream(state), stream(state), min(count, size)
    shuffled = list(range(size))
    for i in range(count):
        j = i + single.below(size - i)
        shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
    assert random.sample(range(size), count) == shuffled[:count]
    assert random.state == single.state
