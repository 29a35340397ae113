"""Random numbers that are the same everywhere: SplitMix64 with named streams.

Source: Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators".

Some choices of a model are random: from which inputs a column has synapses, from which cells a segment
grows synapses. Python's own generator would do, but it is hard to reproduce elsewhere. SplitMix64 takes a
few lines in any language. So any program that follows the same rules can draw the same numbers.
"""

import struct
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import inf
from typing import Self

from .checks import check_whole

_GOLDEN_GAMMA = 0x9E3779B97F4A7C15  # 2**64 / golden ratio: steps the state through all 2**64 values
_FACTOR_1, _FACTOR_2 = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB  # odd: no two words become one
_WORD = 0xFFFFFFFFFFFFFFFF
_MOST_LANES = 1024  # longer integers do not compute faster


def mix(word: int) -> int:
    """Scramble 64 bits: a bijection that scatters neighbouring numbers."""
    word = (word + _GOLDEN_GAMMA) & _WORD
    word = ((word ^ (word >> 30)) * _FACTOR_1) & _WORD
    word = ((word ^ (word >> 27)) * _FACTOR_2) & _WORD
    return word ^ (word >> 31)


@lru_cache(2**14)  # an encoder hashes the words of a value again whenever one near it comes
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

    def below_each(self, limits: Sequence[int]) -> list[int]:
        """A number below each of these limits: the draws of ``below``, one after the other, but faster."""
        if words := self._words(len(limits), min(limits, default=1), max(limits, default=1)):
            return [word % limit for word, limit in zip(words, limits, strict=True)]
        return [self.below(limit) for limit in limits]

    def on_either_side(self, count: int, sides: tuple[int, int]) -> list[tuple[int, int]]:
        """``count`` pairs: a side, drawn below 2, and a number, drawn below ``sides[side]``."""
        if words := self._words(2 * count, min(sides), max(2, *sides)):
            return [
                (word & 1, after % sides[word & 1])
                for word, after in zip(words[::2], words[1::2], strict=True)
            ]
        return [(side := self.below(2), self.below(sides[side])) for _ in range(count)]

    def sample(self, items: Iterable[int], k: int) -> list[int]:
        """Draw k different items, in the order drawn: a Fisher-Yates shuffle that stops after k.

        Raises:
            ValueError: if there are fewer than k.
        """
        pool = sorted(items)
        if not 0 <= k <= len(pool):
            raise ValueError(f"k is {k}: it must be between 0 and {len(pool)}, the number of items")
        left = range(len(pool), 1, -1)[:k]  # how many are left at each draw; the last one is not drawn
        for i, ahead in enumerate(self.below_each(left)):
            j = i + ahead
            pool[i], pool[j] = pool[j], pool[i]
        return pool[:k]

    def _words(self, count: int, least: int, most: int) -> list[int]:
        """The next words, if each is certain to be one draw below a limit from ``least`` to ``most``.

        None are taken otherwise: if a limit is 1, which draws nothing, or if a word is so large that it may
        be discarded. Nor are a few words, which take longer than one by one.
        """
        if count < 8 or least < 2:
            return []
        words: list[int] = []
        state = self.state
        for first in range(0, count, _MOST_LANES):
            words += words_after(state, min(count - first, _MOST_LANES))
            state = (self.state + len(words) * _GOLDEN_GAMMA) & _WORD
        if max(words) > 2**64 - most:
            return []
        self.state = state
        return words


# Python takes about as long to multiply two short integers as to multiply one by an integer of a hundred
# digits. Therefore words are computed together, as one long integer, in which each has a lane of 128 bits.


def words_after(state: int, count: int) -> tuple[int, ...]:
    """The next words of a stream in this state, all computed at once.

    >>> words_after(1234567, 2)
    (6457827717110365317, 3203168211198807973)
    """
    # Each line is a line of mix(). A product needs the whole lane, and & cuts it back to 64 bits. A shift
    # moves bits into the upper half of the lane below, where & clears them.
    ones, lanes, steps = _lanes(count)
    words = state * ones + steps & lanes
    words = (words ^ words >> 30 & lanes) * _FACTOR_1 & lanes
    words = (words ^ words >> 27 & lanes) * _FACTOR_2 & lanes
    words ^= words >> 31 & lanes
    return struct.unpack(f"<{2 * count}Q", words.to_bytes(16 * count, "little"))[::2]


@lru_cache(maxsize=64)
def _lanes(count: int) -> tuple[int, int, int]:
    """In each lane 1; 64 bits that are set; and how far the state is from the start."""
    ones = int.from_bytes((b"\x01" + bytes(15)) * count, "little")
    lanes = ones * _WORD
    numbered = ones * ones & lanes  # 1, 2, 3 ...: 11 x 11 = 121, and 111 x 111 = 12321 ends in 321
    return ones, lanes, numbered * _GOLDEN_GAMMA
