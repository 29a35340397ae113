"""Series made by a rule: waves, noise, a random walk, and sequences of letters.

Every generator is exact: the same arguments give the same values on every machine. Values are
rounded to 6 decimals, so that the last bits in which mathematical libraries differ are gone.
"""

from collections.abc import Callable, Sequence
from math import inf, pi, sin
from string import ascii_uppercase

from ..core.checks import check_number, check_whole
from ..core.rng import Random

DECIMALS = 6


def sine(
    steps: int,
    period: float = 20,
    amplitude: float = 1.0,
    offset: float = 0.0,
    phase: float = 0.0,
) -> list[float]:
    """A sine wave.

    >>> sine(5, period=4)
    [0.0, 1.0, 0.0, -1.0, 0.0]
    >>> sine(5, period=4, phase=-0.25)
    [-1.0, 0.0, 1.0, 0.0, -1.0]

    Args:
        steps: how many values, at least 0.
        period: steps in one wave, above 0; need not be whole.
        amplitude: from the middle to the top.
        offset: the middle.
        phase: where in the wave it starts, in periods: 0 in the middle going up, 0.25 at the top,
            0.5 in the middle going down, -0.25 (or 0.75) at the bottom.

    Raises:
        ValueError: naming the argument that is no finite number or out of range.
    """
    return _wave(lambda where: sin(2 * pi * where), steps, period, amplitude, offset, phase)


def square(
    steps: int,
    period: float = 20,
    amplitude: float = 1.0,
    offset: float = 0.0,
    phase: float = 0.0,
) -> list[float]:
    """A square wave: high in the first half of each period, low in the second.

    >>> square(5, period=4)
    [1.0, 1.0, -1.0, -1.0, 1.0]

    Args and errors are those of ``sine``; at phase 0 it starts at the first high value.
    """
    return _wave(lambda where: 1 if where < 0.5 else -1, steps, period, amplitude, offset, phase)


def triangle(
    steps: int,
    period: float = 20,
    amplitude: float = 1.0,
    offset: float = 0.0,
    phase: float = 0.0,
) -> list[float]:
    """A triangle wave: straight up, straight down, in phase with the sine of the same arguments.

    >>> triangle(5, period=4)
    [0.0, 1.0, 0.0, -1.0, 0.0]

    Args and errors are those of ``sine``.
    """
    return _wave(_zigzag, steps, period, amplitude, offset, phase)


def noise(steps: int, amplitude: float = 1.0, offset: float = 0.0, seed: int = 42) -> list[float]:
    """White noise: each value drawn for itself, evenly from ``offset`` ± ``amplitude``.

    Nothing in it can be predicted, which is what it is for.

    Raises:
        ValueError: naming the argument that is no finite number or out of range.
    """
    amplitude = check_number(amplitude, "amplitude", 0)
    offset = check_number(offset, "offset")
    draw = Random(seed, "series noise").uniform
    return [_rounded(offset + amplitude * (2 * draw() - 1)) for _ in range(check_whole(steps, "steps"))]


def random_walk(steps: int, largest_step: float = 1.0, start: float = 0.0, seed: int = 42) -> list[float]:
    """A random walk: each value is the last one and a step drawn evenly from ± ``largest_step``.

    The best prediction of the next value is the present one; there is nothing else to learn.

    Args:
        steps: how many values, at least 0; the first is ``start``.
        largest_step: the most that one value differs from the last, at least 0.
        start: the first value.
        seed: any integer.

    Raises:
        ValueError: naming the argument that is no finite number or out of range.
    """
    largest_step = check_number(largest_step, "largest_step", 0)
    here = _rounded(check_number(start, "start"))
    draw = Random(seed, "series random walk").uniform
    walk = []
    for _ in range(check_whole(steps, "steps")):
        walk.append(here)
        here = _rounded(here + largest_step * (2 * draw() - 1))
    return walk


def letters(
    words: Sequence[str] = ("ABCD", "XBCY"),
    repeats: int = 10,
    noise: int = 0,
    seed: int = 42,
    shuffle: bool = True,
) -> list[str]:
    """Sequences of letters, one string each: ``repeats`` rounds with every word once.

    Where a sequence ends a caller may reset the model, or leave that out for one endless stream::

        for word in letters(repeats=20):
            for letter in word:
                model.step(letter)
            model.reset()

    >>> letters(repeats=2, shuffle=False)
    ['ABCD', 'XBCY', 'ABCD', 'XBCY']
    >>> "".join(letters(repeats=2, noise=2))
    'ABCDPFXBCYSSXBCYIKABCDLG'

    Args:
        words: at least one letter each. In ABCD and XBCY what follows C depends on what was first.
        repeats: how many rounds, at least 0.
        noise: how many random letters, of those that occur in no word, come as a sequence of their
            own after each word; 0 for none.
        seed: any integer; fixes noise and order.
        shuffle: whether each round has the words in a newly drawn order.

    Raises:
        ValueError: if there is no word, a word is empty, or no capital letter is left for noise.
    """
    if isinstance(words, str) or not words or not all(words):
        raise ValueError(f"words is {words!r}: a list of words of at least one letter is needed")
    spare = [letter for letter in ascii_uppercase if not any(letter in word for word in words)]
    if check_whole(noise, "noise") and not spare:
        raise ValueError("noise needs a capital letter that occurs in no word; there is none left")
    draw, order = Random(seed, "series letters"), list(range(len(words)))
    sequences = []
    for _ in range(check_whole(repeats, "repeats")):
        for index in draw.sample(order, len(order)) if shuffle else order:
            sequences.append(words[index])
            if noise:
                sequences.append("".join(spare[draw.below(len(spare))] for _ in range(noise)))
    return sequences


def _wave(
    shape: Callable[[float], float],
    steps: int,
    period: float,
    amplitude: float,
    offset: float,
    phase: float,
) -> list[float]:
    """The values of ``shape``, which takes a place in the wave in [0, 1) and gives -1 to 1."""
    period = check_number(period, "period", 0, inf)
    if period == 0:
        raise ValueError("period is 0: it must be above 0")
    amplitude = check_number(amplitude, "amplitude")
    offset = check_number(offset, "offset")
    phase = check_number(phase, "phase")
    # The remainder first: then step 20 of a period of 20 is step 0 to the last bit.
    return [
        _rounded(offset + amplitude * shape((step % period / period + phase) % 1))
        for step in range(check_whole(steps, "steps"))
    ]


def _zigzag(where: float) -> float:
    return 4 * abs((where - 0.25) % 1 - 0.5) - 1


def _rounded(value: float) -> float:
    """To 6 decimals; adding 0 turns -0.0 into 0.0."""
    return round(value, DECIMALS) + 0.0
