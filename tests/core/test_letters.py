"""What a sequence memory is for: letters in context, and patterns in a row."""

import random

import pytest

from htm_teacher import Category, Random, build, precision, recall

WORDS = ("ABCD", "XBCY")


def scores(model, word):
    """Recall and precision at each letter of a word but the first, without learning."""
    model.reset()
    steps = [model.step(letter, learn=False) for letter in word]
    return [(step.recall, step.precision) for step in steps[1:]]


def alternating(rounds, seed):
    return WORDS * rounds


def shuffled(rounds, seed):
    words = list(WORDS * rounds)
    random.Random(seed).shuffle(words)
    return words


@pytest.mark.parametrize("order", [alternating, shuffled])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_abc_exactly_d_is_predicted_and_after_xbc_exactly_y(engine, order, seed):
    """Each word about forty times, with a reset between words; then nothing is learned any more."""
    model = build("classroom", Category(tuple("ABCDXY")), engine.name, seed)
    for word in order(40, seed):
        model.reset()
        for letter in word:
            model.step(letter)
    for word in WORDS:
        assert scores(model, word) == [(1.0, 1.0)] * 3
        assert model.classifier.predict(model.memory.now.winner_cells)  # it has an opinion at the end


@pytest.mark.parametrize("seed", range(20))
def test_even_a_toy_knows_both_words_after_23_passes(engine, seed):
    """With so few columns two letters can share several, which must not make them one context."""
    model = build("toy", Category("ABCDXY"), engine.name, seed)
    for word in alternating(23, seed):
        model.reset()
        for letter in word:
            model.step(letter)
    for word in WORDS:
        assert scores(model, word) == [(1.0, 1.0)] * 3


@pytest.mark.parametrize("seed", [1, 2])
def test_after_bc_alone_both_words_are_possible(engine, seed):
    """Without the first letter the context is not known, and an honest memory says so."""
    model = build("classroom", Category(tuple("ABCDXY")), engine.name, seed)
    for word in alternating(40, seed):
        model.reset()
        for letter in word:
            model.step(letter)
    endings = {}
    for ending in "DY":
        model.reset()
        endings[ending] = [model.step(letter, learn=False) for letter in "BC" + ending][-1]
    assert endings["D"].recall == endings["Y"].recall == 1.0
    columns = endings["D"].active_columns | endings["Y"].active_columns
    assert endings["D"].predicted_columns == endings["Y"].predicted_columns == columns


def test_a_hundred_patterns_are_learned_in_the_fewest_passes_that_permanences_allow(engine):
    """A synapse is born at .21 in the first pass, and connected, at .51, after three more."""
    stream = Random(1, "a hundred patterns")
    patterns = [frozenset(stream.sample(range(2048), 40)) for _ in range(100)]
    memory = engine.memory(seed=1)
    for _ in range(4):
        memory.reset()
        for pattern in patterns:
            assert memory.predictive_columns == frozenset()
            memory.compute(pattern)
    memory.reset()
    found = []
    for pattern in patterns:
        predicted = memory.predictive_columns
        memory.compute(pattern)
        found.append((recall(pattern, predicted), precision(pattern, predicted)))
    assert found == [(0.0, 0.0)] + [(1.0, 1.0)] * 99
    assert len(memory.now.active_cells) == 40  # no column bursts, each speaks through one cell
