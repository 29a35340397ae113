"""The stream of random numbers: the same words in the same order as ``core.rng``."""

import numpy as np
from numpy.typing import NDArray

from .jit import inlined, shared

GOLDEN_GAMMA = np.uint64(0x9E3779B97F4A7C15)
FIRST_FACTOR = np.uint64(0xBF58476D1CE4E5B9)
SECOND_FACTOR = np.uint64(0x94D049BB133111EB)
MOST = np.uint64(0xFFFFFFFFFFFFFFFF)
ONE = np.uint64(1)


@inlined
def next_word(random: NDArray[np.uint64]) -> np.uint64:
    """The next 64 random bits; ``random`` is [position of the stream]."""
    random[0] += GOLDEN_GAMMA
    word = random[0]
    word = (word ^ (word >> np.uint64(30))) * FIRST_FACTOR
    word = (word ^ (word >> np.uint64(27))) * SECOND_FACTOR
    return word ^ (word >> np.uint64(31))


@shared
def below(random: NDArray[np.uint64], n: int) -> int:
    """A whole number in [0, n); with n = 1 nothing is drawn."""
    if n == 1:
        return 0
    size = np.uint64(n)
    last_round = MOST - size + ONE
    while True:
        word = next_word(random)
        drawn = word % size
        if word - drawn <= last_round:  # where the round began
            return np.int64(drawn)


@inlined
def sample(random: NDArray[np.uint64], pool: NDArray[np.uint32], count: int, k: int) -> None:
    """Draw k of the first ``count`` items of a pool, which ascend, and bring them to its front."""
    for i in range(k):
        j = i + below(random, count - i)
        pool[i], pool[j] = pool[j], pool[i]
