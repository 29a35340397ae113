"""Generated series: waves, noise, a random walk, and sequences of letters.

The same arguments give the same values on every machine. Values are rounded to 6 decimals, because
mathematical libraries differ in the last bits.
"""

from collections.abc import Callable, Sequence
from math import inf, pi, sin
from string import ascii_uppercase

from ..core.checks import check_number, check_whole, shown
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
        steps: the number of values, at least 0.
        period: the number of steps in a wave, above 0; it need not be whole.
        amplitude: the height from the middle to the top.
        offset: the value in the middle.
        phase: where the wave starts, in periods: 0 in the middle going up, 0.25 at the top, 0.5 in
            the middle going down, -0.25 (or 0.75) at the bottom.

    Raises:
        ValueError: naming the argument that is out of range or not a finite number.
    """
    return _wave(lambda where: sin(2 * pi * where), steps, period, amplitude, offset, phase)


def square(
    steps: int,
    period: float = 20,
    amplitude: float = 1.0,
    offset: float = 0.0,
    phase: float = 0.0,
) -> list[float]:
    """A square wave: high in the first half of each period, low in the second half.

    >>> square(5, period=4)
    [1.0, 1.0, -1.0, -1.0, 1.0]

    Arguments and errors are those of ``sine``; phase 0 starts at the first high value.
    """
    return _wave(lambda where: 1 if where < 0.5 else -1, steps, period, amplitude, offset, phase)


def triangle(
    steps: int,
    period: float = 20,
    amplitude: float = 1.0,
    offset: float = 0.0,
    phase: float = 0.0,
) -> list[float]:
    """A triangle wave: straight up and straight down, in phase with the sine of the same arguments.

    >>> triangle(5, period=4)
    [0.0, 1.0, 0.0, -1.0, 0.0]

    Arguments and errors are those of ``sine``.
    """
    return _wave(_zigzag, steps, period, amplitude, offset, phase)


def noise(steps: int, amplitude: float = 1.0, offset: float = 0.0, seed: int = 42) -> list[float]:
    """White noise: each value is drawn independently and uniformly from ``offset`` ± ``amplitude``.

    It is for tests, because nothing in it can be predicted.

    Raises:
        ValueError: naming the argument that is out of range or not a finite number.
    """
    amplitude = check_number(amplitude, "amplitude", 0)
    offset = check_number(offset, "offset")
    draw = Random(seed, "series noise").uniform
    return [_rounded(offset + amplitude * (2 * draw() - 1)) for _ in range(check_whole(steps, "steps"))]


def random_walk(steps: int, largest_step: float = 1.0, start: float = 0.0, seed: int = 42) -> list[float]:
    """A random walk: each value is the last plus a step drawn uniformly from ± ``largest_step``.

    The best prediction of the next value is the current value; nothing else can be learned.

    Args:
        steps: the number of values, at least 0; the first is ``start``.
        largest_step: the largest difference between two values in a row, at least 0.
        start: the first value.
        seed: any integer.

    Raises:
        ValueError: naming the argument that is out of range or not a finite number.
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
    """Sequences of letters as strings: ``repeats`` rounds, each with every word once.

    At the end of a sequence, reset the model; without the reset the letters form one endless stream::

        for word in letters(repeats=20):
            for letter in word:
                model.step(letter)
            model.reset()

    >>> letters(repeats=2, shuffle=False)
    ['ABCD', 'XBCY', 'ABCD', 'XBCY']
    >>> "".join(letters(repeats=2, noise=2))
    'ABCDPFXBCYSSXBCYIKABCDLG'

    Args:
        words: at least one letter each. In ABCD and XBCY, the letter after C depends on the first.
        repeats: the number of rounds, at least 0.
        noise: the number of random letters in the extra sequence after each word; they are drawn from
            the capital letters that no word contains; 0 for no extra sequence.
        seed: any integer; it fixes noise and order.
        shuffle: whether to draw a new order of the words in each round.

    Raises:
        ValueError: if ``words`` is empty, a word is empty, or no capital letter is left for noise.
    """
    if isinstance(words, str) or not words or not all(words):
        raise ValueError(f"words is {shown(words)}: give a list of words of at least one letter each")
    spare = [letter for letter in ascii_uppercase if not any(letter in word for word in words)]
    if check_whole(noise, "noise") and not spare:
        raise ValueError(
            "noise needs a capital letter that occurs in no word, but none is left; set noise to 0"
        )
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
    """The values of ``shape``, a function from a place in the wave, in [0, 1), to -1 to 1."""
    period = check_number(period, "period", 0, inf)
    if period == 0:
        raise ValueError("period is 0: it must be above 0")
    amplitude = check_number(amplitude, "amplitude")
    offset = check_number(offset, "offset")
    phase = check_number(phase, "phase")
    # The remainder comes first, so that step 20 of a period of 20 equals step 0 to the last bit.
    return [
        _rounded(offset + amplitude * shape((step % period / period + phase) % 1))
        for step in range(check_whole(steps, "steps"))
    ]


def _zigzag(where: float) -> float:
    return 4 * abs((where - 0.25) % 1 - 0.5) - 1


def _rounded(value: float) -> float:
    """Rounded to 6 decimals; adding 0 turns -0.0 into 0.0."""
    return round(value, DECIMALS) + 0.0
