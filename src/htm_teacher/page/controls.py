"""What can be changed on the page: which parameters, the slider of each, and what to watch for.

The name, unit and sentence of a parameter come from its declaration in ``core/parameters.py``.
"""

from functools import cache
from typing import Any, NamedTuple, cast

from ..build import preset_parameters
from ..core.parameters import PARTS, sort_by_part
from .protocol import Control, Preset
from .setups import PRESETS


class Slider(NamedTuple):
    """A parameter on the page, and the part of its range that is worth trying."""

    name: str  # as in build(): with its part where two parts have it
    label: str
    step: float
    hint: str  # what to watch for; follows the declared sentence
    low: float | None = None  # None: as declared
    high: float | None = None  # None: as declared


CONTROLS = (
    Slider(
        "columns",
        "Minicolumns",
        step=16,
        hint="With more, the model can tell more inputs apart, but each step takes longer.",
        low=16,
        high=2048,
    ),
    Slider(
        "active_column_count",
        "Active columns",
        step=1,
        hint="Too few make no pattern to recognise; with too many, all inputs look alike.",
        high=100,
    ),
    Slider(
        "potential_fraction",
        "Potential pool",
        step=0.05,
        hint="Look at a column: its pool grows and shrinks with this.",
        low=0.05,
    ),
    Slider(
        "pooler_connected_permanence",
        "Column synapses count from",
        step=0.05,
        hint="Higher: columns have fewer connected synapses until they have learned.",
        low=0.05,
    ),
    Slider(
        "pooler_permanence_increment",
        "Column learns",
        step=0.001,
        hint="Higher: columns settle on their inputs sooner.",
        high=0.1,
    ),
    Slider(
        "pooler_permanence_decrement",
        "Column unlearns",
        step=0.0005,
        hint="Higher: columns become more selective; too high, and they forget rare inputs.",
        high=0.1,
    ),
    Slider(
        "stimulus_threshold",
        "Stimulus threshold",
        step=1,
        hint="If it is high, a faint input has no winners.",
        high=20,
    ),
    Slider(
        "boost_strength",
        "Boosting",
        step=0.5,
        hint="Watch the duty cycles even out, and predictions break while the winners change.",
        high=10,
    ),
    Slider(
        "duty_cycle_period",
        "Duty cycle period",
        step=10,
        hint="Short: boosting reacts quickly and restlessly.",
        low=10,
        high=2000,
    ),
    Slider(
        "minimum_overlap_duty",
        "Help for weak columns",
        step=0.001,
        hint="Help raises all of its permanences.",
    ),
    Slider(
        "cells_per_column",
        "Cells in a column",
        step=1,
        hint="With 1, the C of ABCD and the C of XBCY are the same.",
        high=32,
    ),
    Slider(
        "activation_threshold",
        "Activation threshold",
        step=1,
        hint="Higher: fewer and surer predictions. Above the number of active columns there are none.",
        high=40,
    ),
    Slider(
        "learning_threshold",
        "Learning threshold",
        step=1,
        hint="Lower: segments are used again in other contexts. It cannot be above the activation threshold.",
        high=40,
    ),
    Slider(
        "initial_permanence",
        "A new synapse starts at",
        step=0.01,
        hint="Below the connected permanence, a new synapse does not count until it has learned.",
    ),
    Slider(
        "memory_connected_permanence",
        "Cell synapses count from",
        step=0.05,
        hint="Lower: a sequence is learned after fewer repetitions.",
        low=0.05,
    ),
    Slider(
        "memory_permanence_increment",
        "Cell learns",
        step=0.01,
        hint="Higher: the bursts end after fewer repetitions.",
    ),
    Slider(
        "memory_permanence_decrement",
        "Cell unlearns",
        step=0.01,
        hint="Higher: segments keep only what always comes, and noise does more harm.",
    ),
    Slider(
        "predicted_decrement",
        "Punishment",
        step=0.001,
        hint="Higher: wrong predictions fade sooner, and so do right ones that are rare.",
        high=0.2,
    ),
    Slider(
        "sample_size",
        "Synapses to one moment",
        step=1,
        hint="Below the activation threshold, a new segment cannot become active.",
        high=40,
    ),
    Slider(
        "max_synapses_per_segment",
        "Synapses in a segment",
        step=1,
        hint="If it is full, its weakest synapses are removed.",
        high=128,
    ),
    Slider(
        "max_segments_per_cell",
        "Segments of a cell",
        step=1,
        hint="If it is full, its least recently used segment is removed.",
        high=128,
    ),
    Slider(
        "learning_period",
        "Likelihood: first steps left out",
        step=8,
        hint="The anomaly likelihood is 0.5 until then.",
        high=1000,
    ),
    Slider(
        "estimation_samples",
        "Likelihood: steps to judge by",
        step=10,
        hint="Few: the first score comes sooner and is less sure.",
        low=10,
        high=1000,
    ),
    Slider(
        "window",
        "Likelihood: memory",
        step=10,
        hint="Short: a change that lasts soon becomes usual.",
        low=10,
        high=10_000,
    ),
    Slider(
        "refit_every",
        "Likelihood: look again every",
        step=10,
        hint="Rarely: a change that lasts stays unusual for longer.",
        low=10,
        high=1000,
    ),
    Slider(
        "learning_rate",
        "Classifier learns",
        step=0.05,
        hint="Higher: predicted values come sooner and waver more. What the cells predict stays the same.",
        high=2,
    ),
)


def controls() -> list[Control]:
    """Each control with its part, unit, range and defaults."""
    return [_control(slider) for slider in CONTROLS]


def _control(slider: Slider) -> Control:
    part, parameter = part_of(slider.name)
    declared = PARTS[part].declared()[parameter]
    low = declared.low if slider.low is None else slider.low
    high = declared.high if slider.high is None else slider.high
    return {
        "name": slider.name,
        "label": slider.label,
        "low": cast(float, low),  # only an option has none
        "high": cast(float, high),
        "step": slider.step,
        "says": f"{declared.says} {slider.hint}",
        "part": part,
        "unit": declared.unit,
        "fixed": declared.fixed,
        "defaults": {preset: getattr(parts[part], parameter) for preset, parts in _presets().items()},
    }


@cache
def _presets() -> dict[Preset, dict[str, Any]]:
    """{preset: {part: its parameters}}."""
    return {preset: dict(preset_parameters(preset)) for preset in PRESETS}


def part_of(name: str) -> tuple[str, str]:
    """The part that a parameter belongs to, and its name there; ``columns`` is the pooler's."""
    part, values = next(iter(sort_by_part({name: 0}).items()))
    return part, next(iter(values))
