"""A run from a snapshot file: the model continues where it stopped, with an input that fits its encoder."""

import tempfile
from copy import deepcopy
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from ..build import load, preset_parameters
from ..core.encoders import Category, DateTime, Fields
from ..core.model import Model
from ..keep.snapshot import SnapshotError
from ..series import Series, Value, generators, shipped
from ..series.series import counted
from .inputs import series_of
from .live_run import LiveRun
from .machine import Ready, described
from .noisy import undisturbed
from .protocol import Preset
from .setups import PRESETS, Input, Setup
from .transfer import content

MOST_BYTES = 2**26  # the largest snapshot file
STEPS, PERIOD = 400, 20


def open_run(name: str, data: str, present: LiveRun | None) -> LiveRun:
    """Run 0 from a snapshot. The model continues to learn.

    If the present run has the same encoder, the input is the rest of its values; otherwise it is values like
    those that the model has learned.
    """
    model = _load(name, data)
    series, kind, notes = _next_values(model, present)
    records = _records(model, series)
    try:
        deepcopy(model.encoder).encode(records[0])
    except ValueError:
        taken = described(model.encoder)
        raise ValueError(
            f"{name}: the page has no input for its encoder ({taken}): continue in Python"
        ) from None
    setup = Setup(
        input=kind,
        steps=len(series),
        train=len(series),
        preset=_preset(model),
        seed=present.setup.seed if present else 0,
        parameters=_differences(model),
    )
    been = f"{name} is a model that has done {counted(model.steps, 'step')}. It continues to learn."
    return LiveRun(0, Ready(setup, series, records, model, [been, *notes]))


def _load(name: str, data: str) -> Model:
    """The model in a file. ``SnapshotError`` says what is wrong with the file."""
    raw = content(name, data)
    if len(raw) > MOST_BYTES:
        raise SnapshotError(
            f"{name}: {len(raw):,} bytes are too many for a page; the limit is {MOST_BYTES:,}"
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "opened.npz"
        path.write_bytes(raw)
        try:
            return load(path, "textbook")
        except SnapshotError as error:
            said = str(error).replace(str(path), name)
            raise SnapshotError(
                f"{said}. Choose a file that was saved here or by htm_teacher.save()."
            ) from error


def _next_values(model: Model, present: LiveRun | None) -> tuple[Series, Input, list[str]]:
    """The values to continue with, their kind of input, and notes about them."""
    if present is not None and _same_input(model, present) and model.steps < len(present.series):
        rest = present.series.slice(model.steps)
        return rest, present.setup.input, [f"Its input continues from step {model.steps} of the earlier run."]
    encoder = model.encoder
    for known in ("demand", "water"):
        if (series := shipped(known)).main == _main(model):
            start = model.steps if model.steps + PERIOD < len(series) else 0
            return (
                series.slice(start, start + 2_000),
                Input(known),
                [f"Its input is {known}, from step {start}."],
            )
    if isinstance(encoder, Category):
        return _letters(encoder)
    return _wave(model)


def _same_input(model: Model, present: LiveRun) -> bool:
    now = undisturbed(present.history.model.encoder).state()
    return bool(now == model.encoder.state())


def _letters(encoder: Category) -> tuple[Series, Input, list[str]]:
    """The letters that its encoder can encode, in the sequences of the page; other categories in turn."""
    letters = [str(one) for one in encoder.categories if len(str(one)) == 1]
    if not letters or len(letters) < len(encoder.categories):
        values: list[Value] = [*islice(cycle(map(str, encoder.categories)), STEPS)]
        given = Input("csv", values=list(values), name="category")
        return Series("categories", {"category": values}), given, ["Its input is its categories in turn."]
    known = set(letters)
    default = Input("letters")
    words = default.pairs if known == {one for word in default.pairs for one in word} else ["".join(letters)]
    kind = Input("letters", pairs=words)
    series, notes = series_of(Setup(kind, STEPS, STEPS, "classroom", 0))
    return series, kind, [*notes, f"Its input is {', '.join(words)}."]


def _wave(model: Model) -> tuple[Series, Input, list[str]]:
    """A sine wave over the range of the values that the model has had; from -1 to 1 if it had none."""
    seen = [value for value in model.classifier.values.values() if not isinstance(value, str)] or [-1.0, 1.0]
    middle, height = (max(seen) + min(seen)) / 2, (max(seen) - min(seen)) / 2
    values: list[Value] = list(generators.sine(STEPS, PERIOD, height, middle))
    note = (
        f"Its input is a sine wave from {min(seen):.4g} to {max(seen):.4g}, the range of its values so far."
    )
    name = _main(model) or "value"
    drawn = Input("drawn", values=values[:PERIOD])
    return Series("drawn", {"value" if name == "time" else name: values}), drawn, [note]


def _main(model: Model) -> str | None:
    """The predicted field; None if the values have no fields."""
    encoder = model.encoder
    return (model.predict or next(iter(encoder.encoders))) if isinstance(encoder, Fields) else None


def _records(model: Model, series: Series) -> list[Any]:
    """The records for the model; fields that the series lacks are missing."""
    if not isinstance(model.encoder, Fields):
        return list(series.values())
    timed = isinstance(model.encoder.encoders.get("time"), DateTime)
    main = _main(model)
    return [
        {main: value} | ({"time": series.times[place]} if timed and series.times else {})
        for place, value in enumerate(series.values())
    ]


def _preset(model: Model) -> Preset:
    """The preset of the same size, or classroom."""
    size = _size(model.memory.parameters)
    return next((name for name in PRESETS if _size(preset_parameters(name)["memory"]) == size), "classroom")


def _size(memory: Any) -> tuple[int, int]:
    return memory.columns, memory.cells_per_column


def _differences(model: Model) -> dict[str, float]:
    """The numbers in which the model differs from this preset, by their names in a setup."""
    found: dict[str, float] = {}
    for part, usual in preset_parameters(_preset(model)).items():
        now = getattr(model, part).parameters
        for name in usual.declared():
            value = getattr(now, name)
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if number and name != "inputs" and value != getattr(usual, name):
                found["columns" if name == "columns" else f"{part}_{name}"] = value
    return found
