"""Every number of the machine that is worth changing, in plain words: what it does, and what to watch."""

from functools import cache
from typing import Any, NamedTuple

from ..build import PRESETS
from ..core.parameters import PARTS, sort_by_part


class Words(NamedTuple):
    """A parameter as people meet it, and the range in which it is worth trying."""

    name: str
    label: str
    low: float
    high: float
    step: float
    says: str


CONTROLS = (
    Words(
        "columns",
        "Minicolumns",
        16,
        2048,
        16,
        "How many minicolumns compete. More tell more inputs apart, and each step takes longer.",
    ),
    Words(
        "active_column_count",
        "Active columns",
        1,
        100,
        1,
        "How many columns win at each step. Too few are no pattern to recognise; with too many all inputs"
        " look alike.",
    ),
    Words(
        "potential_fraction",
        "Potential pool",
        0.05,
        1,
        0.05,
        "The part of the input that a column may ever hear. Look at a column: its pool grows and shrinks"
        " with this.",
    ),
    Words(
        "pooler_connected_permanence",
        "Column synapses count from",
        0.05,
        1,
        0.05,
        "The permanence at which a column's synapse counts. Higher: columns hear less until they have"
        " learned.",
    ),
    Words(
        "pooler_permanence_increment",
        "Column learns",
        0,
        0.1,
        0.001,
        "What a winning column's synapse on an active bit gains. Higher: columns settle on their inputs"
        " sooner.",
    ),
    Words(
        "pooler_permanence_decrement",
        "Column unlearns",
        0,
        0.1,
        0.0005,
        "What a winning column's synapse on a silent bit loses. Higher: columns grow choosier; too high,"
        " and they forget what comes rarely.",
    ),
    Words(
        "stimulus_threshold",
        "Stimulus threshold",
        0,
        20,
        1,
        "The smallest overlap that counts at all. Raise it, and a faint input finds no winners.",
    ),
    Words(
        "boost_strength",
        "Boosting",
        0,
        10,
        0.5,
        "How much columns that rarely win are favoured; 0: not at all. Watch the duty cycles even out, and"
        " predictions break while the winners change.",
    ),
    Words(
        "duty_cycle_period",
        "Duty cycle period",
        10,
        2000,
        10,
        "Over how many steps a column's activity is averaged. Short: boosting reacts quickly and restlessly.",
    ),
    Words(
        "minimum_overlap_duty",
        "Help for the deaf",
        0,
        1,
        0.001,
        "A column that hears something less often than this part of the busiest one's rate gets stronger"
        " synapses.",
    ),
    Words(
        "cells_per_column",
        "Cells in a column",
        1,
        32,
        1,
        "In how many contexts one input can be told apart. With 1 the C of ABCD and that of XBCY are the"
        " same.",
    ),
    Words(
        "activation_threshold",
        "Activation threshold",
        1,
        40,
        1,
        "How many active connected synapses make a segment active, and its cell predictive. Higher: fewer"
        " and surer predictions; above the active columns there are none.",
    ),
    Words(
        "learning_threshold",
        "Learning threshold",
        1,
        40,
        1,
        "How many active synapses, connected or not, let a bursting column pick this segment to learn on."
        " Lower: segments are reused for other moments. It cannot be above the activation threshold.",
    ),
    Words(
        "initial_permanence",
        "A new synapse starts at",
        0,
        1,
        0.01,
        "The permanence of a new synapse. Below the connected permanence it has to prove itself before it"
        " counts.",
    ),
    Words(
        "memory_connected_permanence",
        "Cell synapses count from",
        0.05,
        1,
        0.05,
        "The permanence at which a cell's synapse counts. Lower: a sequence is known after fewer"
        " repetitions.",
    ),
    Words(
        "memory_permanence_increment",
        "Cell learns",
        0,
        1,
        0.01,
        "What a synapse gains when its segment was right. Higher: fewer repetitions until the bursts end.",
    ),
    Words(
        "memory_permanence_decrement",
        "Cell unlearns",
        0,
        1,
        0.01,
        "What the silent synapses of a segment that was right lose. Higher: segments keep only what always"
        " comes; noise then costs more.",
    ),
    Words(
        "predicted_decrement",
        "Punishment",
        0,
        0.2,
        0.001,
        "What active synapses lose when their segment predicted in vain. Higher: wrong predictions fade"
        " sooner, and so do rare right ones.",
    ),
    Words(
        "sample_size",
        "Synapses to one moment",
        1,
        40,
        1,
        "To how many of the last winner cells a segment connects. Below the activation threshold a new"
        " one cannot become active.",
    ),
    Words(
        "max_synapses_per_segment",
        "Synapses in a segment",
        1,
        128,
        1,
        "How many synapses a segment can hold. When it is full the weakest make place.",
    ),
    Words(
        "max_segments_per_cell",
        "Segments of a cell",
        1,
        128,
        1,
        "How many moments one cell can learn to expect. When it is full the one unused for longest goes.",
    ),
    Words(
        "learning_period",
        "Likelihood: first steps left out",
        0,
        1000,
        8,
        "How many first steps, of a machine that knows nothing yet, do not count for what is usual. The"
        " anomaly likelihood is 0.5 until then.",
    ),
    Words(
        "estimation_samples",
        "Likelihood: steps to judge by",
        10,
        1000,
        10,
        "How many steps after those are looked at before the first likelihood is given. Few: sooner and"
        " less sure.",
    ),
    Words(
        "window",
        "Likelihood: memory",
        10,
        10000,
        10,
        "Over how many steps the usual surprise is taken. Short: what lasts becomes usual soon.",
    ),
    Words(
        "refit_every",
        "Likelihood: look again every",
        10,
        1000,
        10,
        "After how many steps it is worked out anew what is usual.",
    ),
    Words(
        "learning_rate",
        "Classifier learns",
        0,
        2,
        0.05,
        "How far one step moves the classifier's weights. Higher: predicted values come sooner and waver"
        " more; what the cells predict stays the same.",
    ),
)


@cache
def _usual() -> dict[str, dict[str, dict[str, Any]]]:
    """{preset: {part: {parameter: value}}}."""
    return {
        preset: {part: vars(kind(**sort_by_part(chosen).get(part, {}))) for part, kind in PARTS.items()}
        for preset, chosen in PRESETS.items()
    }


def controls() -> list[dict[str, Any]]:
    """Each with its part, unit, range and defaults; see ``Control`` in the protocol."""
    return [_control(words) for words in CONTROLS]


def _control(words: Words) -> dict[str, Any]:
    part, parameter = part_of(words.name)
    declared = PARTS[part].declared()[parameter]
    return words._asdict() | {
        "part": part,
        "unit": declared.unit,
        "fixed": declared.fixed,
        "defaults": {preset: values[part][parameter] for preset, values in _usual().items()},
    }


def part_of(name: str) -> tuple[str, str]:
    """The part that a parameter belongs to, and what it is called there; ``columns`` is the pooler's."""
    part, values = next(iter(sort_by_part({name: 0}).items()))
    return part, next(iter(values))
