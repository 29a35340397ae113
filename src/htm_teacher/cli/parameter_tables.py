"""Presets and parameters in plain words, as Rich tables that fit into 80 columns."""

import dataclasses
import inspect
import re
from collections.abc import Iterator
from textwrap import fill
from typing import Any

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ..build import PRESETS, preset_parameters
from ..core.checks import shown
from ..core.encoders import Encoder, encoder_kinds
from ..core.parameters import PARTS, sort_by_part
from ..study.choices import CHOSEN
from .other_names import NAMES, Names

TITLES = {
    "pooler": "Spatial pooler: which columns a value makes active",
    "memory": "Temporal memory: which columns follow which",
    "likelihood": "Anomaly likelihood: how unusual an anomaly is",
    "classifier": "Classifier: from cells back to values",
}
PRESET_WORDS = {
    "toy": "small enough to see every cell in a picture",
    "classroom": "quick enough to watch, large enough to be sparse; the default",
    "cortex": "full size, as Numenta published it; several times slower",
}
IMPORTANT = (
    "columns",
    "cells_per_column",
    "active_column_count",
    "activation_threshold",
    "learning_threshold",
    "sample_size",
    "memory_permanence_decrement",
    "predicted_decrement",
    "max_synapses_per_segment",
    "max_segments_per_cell",
)


def explain(word: str = "") -> Iterator[RenderableType]:
    """All presets and parameters, or only those with a word in their name, sentence, or other names.

    Raises:
        ValueError: if no parameter has it.
    """
    if word.lower() in PRESETS:
        yield from _one_preset(word.lower())
        return
    parts = [(TITLES[part], list(_parameters(part, word))) for part in PARTS]
    if word:
        parts += [(f"Encoder {kind.__name__}", list(_of_encoder(kind, word))) for kind in textbook_encoders()]
    if not any(entries for _, entries in parts):
        raise ValueError(
            f"no parameter has {shown(word)} in its name or meaning: list them with htm-teacher info; other"
            " terms, such as recall, are explained in docs/glossary.md of the project"
        )
    if not word:
        yield Text("Presets: parameters that work well together", "bold")
        for name, words in PRESET_WORDS.items():
            yield Text(f"  {name:<10} {words}")
        yield _presets()
        changed = ", ".join(f"{name} {value:g}" for name, value in CHOSEN.items())
        yield Text(
            f"demo and run also set {changed}; for numbers, they set the classifier's parameters from the"
            " training rows.\n"
        )
        yield Text(
            "Each parameter has its default (that of cortex), its unit and range, its meaning, and its names"
            " elsewhere. A permanence is how well established a synapse is, in steps of 0.0001."
            " * marks parameters that cannot change once the model is built."
        )
    for title, entries in parts:
        if entries:
            yield Text(f"\n{title}", "bold")
            yield from entries


def _presets() -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("preset")
    for name in PRESETS:
        table.add_column(name, justify="right")
    for parameter in IMPORTANT:
        table.add_row(parameter, *(f"{_in(preset, parameter):,g}" for preset in PRESETS))
    return table


def _one_preset(preset: str) -> Iterator[RenderableType]:
    """A preset in words, and every parameter in which it differs from the defaults."""
    yield Text(f"Preset {preset}: {PRESET_WORDS[preset]}", "bold")
    yield _presets()
    changed = PRESETS[preset]
    said = ", ".join(f"{name} {value}" for name, value in changed.items()) or "nothing"
    yield Text(f"{preset} changes these defaults: {said}. To explain a parameter: htm-teacher info columns")


def textbook_encoders() -> list[type[Encoder]]:
    """The encoders of the textbook."""
    return [kind for kind in encoder_kinds() if kind.__module__.startswith("htm_teacher.core.")]


def _of_encoder(kind: type[Encoder], word: str) -> Iterator[Text]:
    """The parameters of an encoder with a word in their name, as its docstring explains them."""
    defaults = {one.name: one.default for one in dataclasses.fields(kind)}  # type: ignore[arg-type]
    for names, says in arguments(kind):
        if any(word.lower() in name.lower() for name in names):
            entry = Text(", ".join(names), "bold cyan")
            given = [defaults[name] for name in names if name in defaults]
            known = [default(one) for one in given if one is not dataclasses.MISSING]
            entry.append(f"  {', '.join(known)}\n    {says}", "default")
            yield entry


def arguments(kind: type) -> Iterator[tuple[list[str], str]]:
    """The arguments that a class's docstring explains: their names, and the explanation."""
    lines = (inspect.getdoc(kind) or "").partition("Args:\n")[2]
    section = re.split(r"\n\n|\n(?=\S)", lines)[0]
    for entry in re.split(r"\n    (?=\S)", f"\n{section}")[1:]:
        names, _, says = entry.partition(":")
        yield [name.strip() for name in names.split(",")], " ".join(says.replace("``", "").split())


def _in(preset: str, parameter: str) -> float:
    """The value of a parameter in a preset."""
    part, named = next(iter(sort_by_part({parameter: 0}).items()))
    return float(getattr(preset_parameters(preset)[part], next(iter(named))))


def _parameters(part: str, word: str) -> Iterator[Text]:
    """Three parts for each parameter: its default and range, what it is, and what others call it."""
    for name, declared in PARTS[part].declared().items():
        names = NAMES[part][name]
        if word.lower() not in f"{part}_{name} {declared.says} {' '.join(names)}".lower():
            continue
        entry = Text.assemble((name + " *" * declared.fixed, "bold cyan"))
        entry.pad_right(28 - len(entry))
        allowed = ", ".join(filter(None, (declared.unit, declared.allowed)))
        entry.append(f"{default(declared.default):<8}{allowed}\n")
        entry.append(fill(declared.says, 80, initial_indent="    ", subsequent_indent="    ") + "\n")
        entry.append(f"    {elsewhere(names)}", "dim")
        yield entry


def default(value: Any) -> str:
    """A default as text."""
    if value is None:
        return "none"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def elsewhere(names: Names) -> str:
    """What other libraries call a parameter; each name once."""
    known: dict[str, list[str]] = {}
    for library, name in zip(("BAMI", "NuPIC", "htm.core"), names, strict=True):
        if name:
            known.setdefault(name, []).append(library)
    return "; ".join(f"{', '.join(libraries)}: {name}" for name, libraries in known.items())
