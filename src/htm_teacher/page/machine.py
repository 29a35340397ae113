"""From a setup to a model and its input: choose the encoder, and build the model."""

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
from ..study.readout import note, readout
from .inputs import series_of
from .noisy import Noisy, disturbed
from .setups import EncoderChoice, Setup

MEASURED = ("demand", "water", "csv")  # series of which the next value is worth knowing
MOST_SYNAPSES, MOST_CELLS = 4_000_000, 2**19  # a page has about 2 GB of memory


@dataclass
class Ready:
    """Everything that a run needs: the values, the record that the model is given for each, and the model.

    The setup has at most as many steps as there are values.
    """

    setup: Setup
    series: Series
    records: list[Any]
    model: Model
    notes: list[str]


def ready(setup: Setup) -> Ready:
    """Check a setup, and build its model."""
    with noted() as warned:
        series, notes = series_of(setup)
        if setup.input.kind == "letters":
            encoder, records = _for_letters(setup), list(series.values())
        else:
            encoder, records, chosen = _encoder(setup, series)
            notes += chosen
        encoder = disturbed(encoder, setup.noisy_bits, setup.seed)
        model = _model(setup, encoder, series)
        if setup.input.kind in MEASURED:
            notes.append(note(model.classifier.parameters))
    if setup.train >= len(series):
        notes.append("All steps are training, so the model is never tested on data it has not learned.")
    if setup.noisy_bits:
        notes.append(f"At every step {setup.noisy_bits:.0%} of the active bits are moved to random places.")
    train = min(setup.train, len(series))
    return Ready(replace(setup, steps=len(series), train=train), series, records, model, notes + warned)


@contextmanager
def noted() -> Iterator[list[str]]:
    """Collect warnings as sentences in a list."""
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
            f"{columns:,} columns with {encoder.size:,} bits are too many for a page: choose fewer of either"
        )
    if columns * given.get("cells_per_column", 1) > MOST_CELLS:
        raise ValueError(
            f"a page has room for {MOST_CELLS:,} cells: choose fewer columns, or fewer cells per column"
        )
    named: dict[str, Any] = dict(given)
    if setup.input.kind in MEASURED:
        # As the command reads them, but without rehearsal: the time of a step would double.
        chosen = {"horizons": (1,)} | named
        training = setup.train or len(series)  # without a training, all rows
        named = readout(series, training, encoder, setup.preset, chosen) | {"rehearsals": 0} | named
    return build(setup.preset, encoder, "textbook", setup.seed, predict, **named)


def _for_letters(setup: Setup) -> Encoder:
    """An encoder for all letters of the sequences, even if some do not occur in training."""
    if setup.encoder.kind != "auto":
        raise ValueError(f"letters are not numbers: their encoder must be auto, not {setup.encoder.kind}")
    letters = sorted({letter for word in setup.input.pairs for letter in word})
    return Category(tuple(letters), **_given(setup.encoder, "active_bits"))


def _encoder(setup: Setup, series: Series) -> tuple[Encoder, list[Any], list[str]]:
    """The encoder, fitted only to the training rows; to all rows if the training rows have no value."""
    choice, rows = setup.encoder, min(setup.train, len(series))
    if all(map(is_missing, series.values()[:rows])):
        rows = len(series)
    texts = any(isinstance(value, str) for value in series.values())
    if choice.kind != "auto" and texts:
        raise ValueError(f"text is not a number: its encoder must be auto, not {choice.kind}")
    if choice.kind != "auto":
        kind = Scalar if choice.kind == "scalar" else RDSE
        names = ("size", "active_bits") if kind is Scalar else ("size", "active_bits", "resolution")
        plain = kind(**_given(choice, *names))
        plain.fit(series.values()[:rows])
        left = ["The times are not encoded, because the encoder was chosen by hand."] if series.times else []
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
    """The encoder with the sizes in the setup."""
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
    """What the bits of an encoder stand for."""
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
