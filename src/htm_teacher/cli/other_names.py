"""What other libraries call each parameter; ``docs/parameters.md`` has it all as tables."""

from typing import NamedTuple


class Names(NamedTuple):
    """The names of one parameter in BAMI, NuPIC and htm.core; "" where it has none."""

    bami: str
    nupic: str
    htm_core: str


def _everywhere(name: str) -> Names:
    """The same in all three."""
    return Names(name, name, name)


def _libraries(name: str, bami: str = "") -> Names:
    """The same in both libraries, and in BAMI another name or none."""
    return Names(bami, name, name)


NAMES: dict[str, dict[str, Names]] = {
    "pooler": {
        "inputs": _everywhere("inputDimensions"),
        "columns": _everywhere("columnDimensions"),
        "active_column_count": Names(
            "numActiveColumnsPerInhArea",
            "numActiveColumnsPerInhArea",
            "localAreaDensity, as a fraction",
        ),
        "potential_fraction": _everywhere("potentialPct"),
        "connected_permanence": _everywhere("synPermConnected"),
        "permanence_increment": _everywhere("synPermActiveInc"),
        "permanence_decrement": _everywhere("synPermInactiveDec"),
        "stimulus_threshold": _everywhere("stimulusThreshold"),
        "boost_strength": _everywhere("boostStrength"),
        "duty_cycle_period": _everywhere("dutyCyclePeriod"),
        "minimum_overlap_duty": _everywhere("minPctOverlapDutyCycle"),
        "input_dimensions": _everywhere("inputDimensions"),
        "column_dimensions": _everywhere("columnDimensions"),
        "potential_radius": _everywhere("potentialRadius"),
        "inhibition": _everywhere("globalInhibition"),
        "inhibition_radius": _everywhere("inhibitionRadius, computed"),
        "wrap_around": _everywhere("wrapAround"),
    },
    "memory": {
        "columns": _libraries("columnDimensions", bami="columns"),
        "cells_per_column": _libraries("cellsPerColumn", bami="cells per column"),
        "activation_threshold": _libraries("activationThreshold", bami="ACTIVATION_THRESHOLD"),
        "learning_threshold": _libraries("minThreshold", bami="LEARNING_THRESHOLD"),
        "initial_permanence": _libraries("initialPermanence", bami="INITIAL_PERMANENCE"),
        "connected_permanence": _libraries("connectedPermanence", bami="CONNECTED_PERMANENCE"),
        "permanence_increment": _libraries("permanenceIncrement", bami="PERMANENCE_INCREMENT"),
        "permanence_decrement": _libraries("permanenceDecrement", bami="PERMANENCE_DECREMENT"),
        "predicted_decrement": _libraries("predictedSegmentDecrement", bami="PREDICTED_DECREMENT"),
        "sample_size": _libraries("maxNewSynapseCount", bami="SYNAPSE_SAMPLE_SIZE"),
        "max_synapses_per_segment": _libraries("maxSynapsesPerSegment"),
        "max_segments_per_cell": _libraries("maxSegmentsPerCell"),
    },
    "likelihood": {
        "learning_period": _libraries("learningPeriod"),
        "estimation_samples": _libraries("estimationSamples"),
        "window": _libraries("historicWindowSize"),
        "refit_every": _libraries("reestimationPeriod"),
    },
    "classifier": {
        "horizons": _libraries("steps"),
        "learning_rate": _libraries("alpha"),
        **dict.fromkeys(
            ("change_widths", "change_origins", "reads_bits", "spread", "rehearsals", "rehearsal_window"),
            _libraries(""),
        ),
    },
}
"""{part: {parameter: its names}}."""

ENCODER_NAMES: dict[str, Names] = {
    "size": Names("", "n", "size"),
    "active_bits": Names("", "w", "activeBits"),
    "resolution": _libraries("resolution"),
    "seed": _libraries("seed"),
    "minimum": Names("", "minval", "minimum"),
    "maximum": Names("", "maxval", "maximum"),
    "periodic": _libraries("periodic"),
    "categories": Names("", "categoryList", ""),
    "time_of_day": _libraries("timeOfDay"),
    "day_of_week": _libraries("dayOfWeek"),
    "weekend": _libraries("weekend"),
    "day_of_year": _libraries("season"),
    "holiday": _libraries("holiday"),
    "holidays": Names("", "holidays", ""),
    "radius": _libraries("radius, part of the input"),
    "scale": Names("", "scale", ""),
    "timestep": Names("", "timestep", ""),
    "encoders": Names("", "", ""),
}
"""{argument of an encoder: its names}."""
