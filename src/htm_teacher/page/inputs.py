"""From the input of a setup to a series: waves, noise, letters, measured series, and the user's values."""

from collections.abc import Callable
from datetime import datetime
from itertools import cycle, islice

from ..core.checks import brief, is_missing
from ..series import Series, Value, generators, shipped
from ..series.series import counted
from .setups import Input, Setup


def series_of(setup: Setup) -> tuple[Series, list[str]]:
    """The values of the run, at most ``steps``, and notes on what was decided."""
    series, notes = _MAKERS[setup.input.kind](setup)
    if len(series) > setup.steps:
        series = series.head(setup.steps)
    elif len(series) < setup.steps:
        notes.append(f"The input has {counted(len(series), 'value')}, so the run has as many steps.")
    if all(is_missing(value) for value in series.values()):
        raise ValueError("the input has only missing values: give at least one number or letter")
    return series, notes


Made = tuple[Series, list[str]]


def _wave(make: Callable[..., list[float]]) -> Callable[[Setup], Made]:
    def made(setup: Setup) -> Made:
        given = setup.input
        values = make(setup.steps, given.period)
        if given.noise:
            added = generators.noise(setup.steps, given.noise, seed=setup.seed)
            values = [_rounded(value + extra) for value, extra in zip(values, added, strict=True)]
        return Series(given.kind, {f"{given.kind} wave": _values(values)}), []

    return made


def _noise(setup: Setup) -> Made:
    values = generators.noise(setup.steps, seed=setup.seed)
    return Series("noise", {"noise": _values(values)}), ["Noise cannot be predicted."]


def _walk(setup: Setup) -> Made:
    values = generators.random_walk(setup.steps, seed=setup.seed)
    note = "The best prediction of the next value of a random walk is its present value."
    return Series("random walk", {"random walk": _values(values)}), [note]


def _letters(setup: Setup) -> Made:
    """Words in random order, with a missing value after each, which ends the context."""
    words = setup.input.pairs
    rounds = -(-setup.steps // sum(len(word) + 1 for word in words))
    drawn = generators.letters(words, rounds, seed=setup.seed)
    values: list[Value] = [one for word in drawn for one in (*word, None)]
    note = "A step without a value follows each sequence and ends the context, like a reset."
    return Series("letters", {"letter": values}), [note]


def _shipped(setup: Setup) -> Made:
    series = shipped(setup.input.kind)
    return series, [series.description]


def _drawn(setup: Setup) -> Made:
    values = setup.input.values
    if len(values) < 2:
        raise ValueError("a drawn curve needs at least two values: draw it, or list some numbers")
    if any(isinstance(value, str) for value in values):
        raise ValueError("a drawn curve must have only numbers: write letters as sequences instead")
    repeated = list(islice(cycle(values), setup.steps))
    notes = [f"The curve of {len(values)} values is repeated."] if setup.steps > len(values) else []
    return Series("drawn", {"drawn curve": repeated}), notes


def _csv(setup: Setup) -> Made:
    given = setup.input
    texts = [isinstance(value, str) for value in given.values if value is not None]
    if any(texts) and not all(texts):
        raise ValueError(
            f"{brief(given.name)} has both numbers and text: all values must be one or the other"
        )
    times = None if given.times is None else _times(given)
    name = "value" if given.name == "time" else given.name
    return Series(given.name, {name: given.values}, times), []


def _times(given: Input) -> list[datetime]:
    texts = given.times or []
    if len(texts) != len(given.values):
        raise ValueError(
            f"times: {len(texts):,} times for {len(given.values):,} values; each value needs its time"
        )
    try:
        times = [datetime.fromisoformat(text) for text in texts]
    except ValueError as error:
        raise ValueError(f"times: {error}: use ISO dates such as 2024-02-29T06:30") from None
    if len({time.tzinfo is None for time in times}) > 1:
        raise ValueError("times: only some have a time zone: give it to all times or to none")
    return times


def _values(values: list[float]) -> list[Value]:
    return list(values)


def _rounded(value: float) -> float:
    return round(value, generators.DECIMALS) + 0.0  # -0.0 becomes 0.0


_MAKERS: dict[str, Callable[[Setup], Made]] = {
    "sine": _wave(generators.sine),
    "square": _wave(generators.square),
    "noise": _noise,
    "walk": _walk,
    "letters": _letters,
    "demand": _shipped,
    "water": _shipped,
    "drawn": _drawn,
    "csv": _csv,
}
