"""What every parameter is counted in, and what other libraries call it."""

from typing import NamedTuple


class Names(NamedTuple):
    """One parameter: its unit, and its name in BAMI, NuPIC and htm.core; "" where it has none there."""

    unit: str
    bami: str
    nupic: str
    htm_core: str


def _same(unit: str, name: str) -> Names:
    return Names(unit, name, name, name)


def _later(unit: str, name: str, htm_core: str | None = None) -> Names:
    """What BAMI does not name."""
    return Names(unit, "", name, name if htm_core is None else htm_core)


def _loud(unit: str, bami: str, others: str) -> Names:
    """What BAMI writes in capitals."""
    return Names(unit, bami, others, others)


NAMES: dict[str, dict[str, Names]] = {
    "pooler": {
        "inputs": _same("bits", "inputDimensions"),
        "columns": _same("columns", "columnDimensions"),
        "active_column_count": Names(
            "columns",
            "numActiveColumnsPerInhArea",
            "numActiveColumnsPerInhArea",
            "localAreaDensity, as a fraction",
        ),
        "potential_fraction": _same("fraction", "potentialPct"),
        "connected_permanence": _same("permanence", "synPermConnected"),
        "permanence_increment": _same("permanence", "synPermActiveInc"),
        "permanence_decrement": _same("permanence", "synPermInactiveDec"),
        "stimulus_threshold": _same("synapses", "stimulusThreshold"),
        "boost_strength": _same("exponent", "boostStrength"),
        "duty_cycle_period": _same("steps", "dutyCyclePeriod"),
        "minimum_overlap_duty": _same("fraction", "minPctOverlapDutyCycle"),
        "input_dimensions": _same("bits", "inputDimensions"),
        "column_dimensions": _same("columns", "columnDimensions"),
        "potential_radius": _same("inputs", "potentialRadius"),
        "inhibition": _same("", "globalInhibition"),
        "inhibition_radius": _same("columns", "inhibitionRadius"),
        "wrap_around": _same("", "wrapAround"),
    },
    "memory": {
        "columns": _loud("columns", "columns", "columnDimensions"),
        "cells_per_column": _loud("cells", "cells per column", "cellsPerColumn"),
        "activation_threshold": _loud("synapses", "ACTIVATION_THRESHOLD", "activationThreshold"),
        "learning_threshold": _loud("synapses", "LEARNING_THRESHOLD", "minThreshold"),
        "initial_permanence": _loud("permanence", "INITIAL_PERMANENCE", "initialPermanence"),
        "connected_permanence": _loud("permanence", "CONNECTED_PERMANENCE", "connectedPermanence"),
        "permanence_increment": _loud("permanence", "PERMANENCE_INCREMENT", "permanenceIncrement"),
        "permanence_decrement": _loud("permanence", "PERMANENCE_DECREMENT", "permanenceDecrement"),
        "predicted_decrement": _loud("permanence", "PREDICTED_DECREMENT", "predictedSegmentDecrement"),
        "sample_size": _loud("synapses", "SYNAPSE_SAMPLE_SIZE", "maxNewSynapseCount"),
        "max_synapses_per_segment": _later("synapses", "maxSynapsesPerSegment"),
        "max_segments_per_cell": _later("segments", "maxSegmentsPerCell"),
    },
    "likelihood": {
        "learning_period": _later("records", "learningPeriod"),
        "estimation_samples": _later("records", "estimationSamples"),
        "window": _later("records", "historicWindowSize"),
        "refit_every": _later("records", "reestimationPeriod"),
    },
    "classifier": {
        "horizons": _later("steps", "steps"),
        "learning_rate": _later("weight", "alpha"),
    },
}
"""{part: {parameter: its names}}, the same as in docs/glossary.md."""
