"""From a setup to a machine and what it will be given: the encoder is chosen, the model is built."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from ..build import build
from ..core.checks import is_missing
from ..core.encoders import RDSE, Category, DateTime, Encoder, Fields, Scalar
from ..core.model import Model
from ..core.parameters import PoolerParameters
from ..series import Series
from ..study.encoding import encode
from .inputs import series_of
from .noisy import Noisy, disturbed
from .setups import EncoderChoice, Setup

MOST_SYNAPSES, MOST_CELLS = 4_000_000, 2**19  # a page has about 2 GB of memory


@dataclass
class Ready:
    """All that a run needs: the values, the records that the model is given for them, and the model.

    The setup is as it was asked for, but with no more steps than there are values.
    """

    setup: Setup
    series: Series
    records: list[Any]
    model: Model
    notes: list[str]


def ready(setup: Setup) -> Ready:
    """A machine for this setup; everything is checked, nothing has happened."""
    with noted() as warned:
        series, notes = series_of(setup)
        if setup.input.kind == "letters":
            encoder, records = _for_letters(setup), list(series.values())
        else:
            encoder, records, chosen = _encoder(setup, series)
            notes += chosen
        encoder = disturbed(encoder, setup.noisy_bits, setup.seed)
        model = _model(setup, encoder, series)
    if setup.train >= len(series):
        notes.append("All of it is training: the machine is never tested on what it has not learned.")
    if setup.noisy_bits:
        notes.append(f"At every step {setup.noisy_bits:.0%} of the active bits are moved to drawn places.")
    train = min(setup.train, len(series))
    return Ready(replace(setup, steps=len(series), train=train), series, records, model, notes + warned)


@contextmanager
def noted() -> Iterator[list[str]]:
    """Warnings as sentences in a list, instead of on a screen."""
    notes: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield notes
    notes += dict.fromkeys(" ".join(str(one.message).split()) for one in caught)


def _model(setup: Setup, encoder: Encoder, series: Series) -> Model:
    given = setup.parameters
    predict = series.main if isinstance(encoder, Fields) else None
    usual = PoolerParameters()
    columns = given.get("columns", usual.columns)
    if columns * encoder.size * given.get("potential_fraction", usual.potential_fraction) > MOST_SYNAPSES:
        raise ValueError(
            f"{columns:,} columns on {encoder.size:,} bits are too many for a page: choose fewer of either"
        )
    if columns * given.get("cells_per_column", 1) > MOST_CELLS:
        raise ValueError(f"a page has room for {MOST_CELLS:,} cells: choose fewer columns or cells in each")
    named: dict[str, Any] = dict(given)
    return build(setup.preset, encoder, "textbook", setup.seed, predict, **named)


def _for_letters(setup: Setup) -> Encoder:
    """All letters are known beforehand, whatever comes in training."""
    if setup.encoder.kind != "auto":
        raise ValueError(
            f"letters are no numbers: with them the encoder must be auto, not {setup.encoder.kind}"
        )
    letters = sorted({letter for word in setup.input.pairs for letter in word})
    return Category(tuple(letters), **_given(setup.encoder, "active_bits"))


def _encoder(setup: Setup, series: Series) -> tuple[Encoder, list[Any], list[str]]:
    """The encoder, fitted to the training rows alone (to all rows if there is no value in those)."""
    choice, rows = setup.encoder, min(setup.train, len(series))
    if all(map(is_missing, series.values()[:rows])):
        rows = len(series)
    texts = any(isinstance(value, str) for value in series.values())
    if choice.kind != "auto" and texts:
        raise ValueError(f"texts are no numbers: with them the encoder must be auto, not {choice.kind}")
    if choice.kind != "auto":
        kind = Scalar if choice.kind == "scalar" else RDSE
        names = ("size", "active_bits") if kind is Scalar else ("size", "active_bits", "resolution")
        plain = kind(**_given(choice, *names))
        plain.fit(series.values()[:rows])
        left = ["The times are not encoded, since the encoder was chosen by hand."] if series.times else []
        return plain, list(series.values()), left
    encoded = encode(series, rows)
    encoder = encoded.encoder
    if isinstance(encoder, Fields):
        main = _adjusted(encoder.encoders[series.main], choice)
        encoder = Fields(encoder.encoders | {series.main: main})
    else:
        encoder = _adjusted(encoder, choice)
    return encoder, encoded.records, encoded.notes if choice == EncoderChoice() else []


def _adjusted(encoder: Encoder, choice: EncoderChoice) -> Encoder:
    """The chosen encoder with the sizes that were asked for."""
    names = ("active_bits",) if isinstance(encoder, Category) else ("size", "active_bits", "resolution")
    return replace(encoder, **_given(choice, *names))  # type: ignore[type-var]


def _given(choice: EncoderChoice, *names: str) -> dict[str, Any]:
    return {name: value for name, value in vars(choice).items() if name in names and value is not None}


def described(encoder: Encoder) -> str:
    """An encoder in a few words."""
    if isinstance(encoder, Fields):
        return "; ".join(f"{name}: {described(one)}" for name, one in encoder.encoders.items())
    if isinstance(encoder, Noisy):
        return f"{described(encoder.encoder)}, of which {encoder.fraction:.0%} are moved at each step"
    bits = f"{type(encoder).__name__}, {encoder.active_bits} of {encoder.size} bits are on"
    return f"{bits}{_meaning(encoder)}"


def _meaning(encoder: Encoder) -> str:
    """What its bits say."""
    if isinstance(encoder, RDSE):
        return f", and values {encoder.resolution:g} apart share all but one"
    if isinstance(encoder, Scalar):
        return f", a block that slides from {encoder.minimum:g} to {encoder.maximum:g}"
    if isinstance(encoder, Category):
        return ", and no two categories share any"
    if isinstance(encoder, DateTime):
        parts = ("time_of_day", "day_of_week", "weekend", "day_of_year", "holiday")
        return f", for {' and '.join(part.replace('_', ' ') for part in parts if getattr(encoder, part))}"
    return ""
