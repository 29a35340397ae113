"""Random numbers that are the same everywhere: SplitMix64 with named streams.

Source: Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators".

Some choices of a model are random: from which inputs a column has synapses, from which cells a segment
grows synapses. Python's own generator would do, but it is hard to reproduce elsewhere. SplitMix64 takes a
few lines in any language. So any program that follows the same rules can draw the same numbers.
"""

from collections.abc import Iterable
from math import inf
from typing import Self

from .checks import check_whole

_GOLDEN_GAMMA = 0x9E3779B97F4A7C15  # 2**64 / golden ratio: steps the state through all 2**64 values
_WORD = 0xFFFFFFFFFFFFFFFF


def mix(word: int) -> int:
    """Scramble 64 bits: a bijection that scatters neighbouring numbers."""
    word = (word + _GOLDEN_GAMMA) & _WORD
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & _WORD
    return word ^ (word >> 31)


def hash_words(*words: int) -> int:
    """One 64-bit hash of several integers, each in two's complement. Their order matters."""
    result = 0
    for word in words:
        result = mix(result ^ (word & _WORD))
    return result


class Random:
    """A stream of random numbers that belongs to one component.

    Each component draws from its own stream, named after it. What one component draws does not change the
    numbers that another gets. ``state`` is the position in the stream: save it, and set it to continue.

    Args:
        seed: any integer, the user's seed.
        name: the component's name, e.g. ``"temporal memory"``.

    Raises:
        ValueError: if the seed is not a whole number.
    """

    def __init__(self, seed: int, name: str) -> None:
        self.state = hash_words(check_whole(seed, "seed", -inf), *name.encode())

    @classmethod
    def at(cls, state: int) -> Self:
        """A stream at a saved position; ``ValueError`` if it is not in [0, 2**64)."""
        stream = cls(0, "")
        stream.state = check_whole(state, "a stream's position", 0, _WORD)
        return stream

    def next(self) -> int:
        """The next 64 random bits, as an integer in [0, 2**64)."""
        # SplitMix64 advances its state, then scrambles it. mix() does both to a copy of the state.
        bits = mix(self.state)
        self.state = (self.state + _GOLDEN_GAMMA) & _WORD
        return bits

    def uniform(self) -> float:
        """A number in [0, 1): the top 53 bits, as many as a float can hold."""
        return (self.next() >> 11) / 2**53

    def below(self, n: int) -> int:
        """A whole number in [0, n), each equally likely. With n = 1 nothing is drawn.

        The 2**64 words do not divide evenly among n numbers. The incomplete last round would favour small
        numbers, so words from it are discarded.

        Raises:
            ValueError: if n is below 1.
        """
        if n == 1:
            return 0
        if n < 1:
            raise ValueError(f"n is {n}: it must be at least 1, to draw a number below it")
        last_round = 2**64 - n
        while True:
            word = self.next()
            drawn = word % n
            if word - drawn <= last_round:  # where the round began
                return drawn

    def sample(self, items: Iterable[int], k: int) -> list[int]:
        """Draw k different items, in the order drawn: a Fisher-Yates shuffle that stops after k.

        Raises:
            ValueError: if there are fewer than k.
        """
        pool = sorted(items)
        if not 0 <= k <= len(pool):
            raise ValueError(f"k is {k}: it must be between 0 and {len(pool)}, the number of items")
        for i in range(k):
            j = i + self.below(len(pool) - i)
            pool[i], pool[j] = pool[j], pool[i]
        return pool[:k]
