"""What a saved state must be: checked here, once, before any engine makes a machine of it.

A file may be damaged, or made by anyone. ``from_state`` of the parts trusts what it is given, and a compiled
engine would write outside its arrays, so every size, index and range is checked first.
"""

from collections.abc import Sequence
from math import prod
from sys import float_info
from typing import Any

from ..core.anomaly import AVERAGED, LEAST_MEAN, LEAST_VARIANCE
from ..core.checks import check_number, check_whole
from ..core.parameters import (
    MOST_SYNAPSES,
    ClassifierParameters,
    LikelihoodParameters,
    MemoryParameters,
    PoolerParameters,
)
from ..core.permanence import ONE
from ..core.rng import Random
from ..core.saved_rows import Numbers

State = dict[str, Any]
Ask = type[Numbers]
MOST_COUNTED = 2**62
MOST_WEIGHT = 1e15  # far more than any learning comes to, and no sum of them overflows
MOST_NEIGHBOURS = 2**26  # pairs of columns. With more, a step would take minutes, and gigabytes


def check_state(state: State, ask: Ask = Numbers) -> None:
    """Check that this is the state of a model.

    Args:
        ask: answers questions about long arrays.

    Raises:
        ValueError, TypeError or KeyError: if something is missing, of the wrong kind, or out of range.
    """
    memory = MemoryParameters(**state["memory"]["parameters"])
    cells = memory.columns * memory.cells_per_column
    _check_pooler(state["pooler"], ask)
    check_memory(state["memory"], cells, ask)
    _check_likelihood(state["likelihood"], ask)
    _check_classifier(state["classifier"], cells, state["pooler"]["parameters"]["inputs"], ask)
    _count(state, "steps")


def _check_pooler(state: State, ask: Ask = Numbers) -> None:
    parameters = PoolerParameters(**state["parameters"])
    columns = parameters.columns
    if parameters.inhibition == "local" and parameters.inhibition_radius is not None:
        reach = 2 * parameters.inhibition_radius + 1
        near = prod(min(reach, length) for length in parameters.column_shape)
        _require(near * columns <= MOST_NEIGHBOURS, "columns have too many neighbours")
    _check_random(state)
    _count(state, "learning_steps")
    _check_range("overlap_duty", _array(state, "overlap_duty", "d", ask, columns), 0, 1, ask)
    _check_range("activity_duty", _array(state, "activity_duty", "d", ask, columns), 0, 1, ask)
    _check_range("boost", _array(state, "boost", "I", ask, columns), 1, 10**6, ask)
    _require(ask.ranks(_array(state, "priority", "I", ask, columns)), "two columns have the same priority")
    _check_rows(state["pools"], columns, parameters.inputs, ask)


def check_memory(state: State, cells: int, ask: Ask = Numbers) -> None:
    """Check that this is the state of a temporal memory with this number of cells."""
    _check_random(state)
    steps, next_serial = _count(state, "steps"), _count(state, "next_serial")
    _require(isinstance(state["fresh"], bool), "fresh is not true or false")
    for name in ("active_cells", "winner_cells", "predictive_cells", "dead_cells"):
        _check_ascending(name, _array(state, name, "I", ask), cells, ask)
    serials = _array(state, "serials", "q", ask)
    _check_ascending("serials", serials, next_serial, ask)
    _check_range("owners", _array(state, "owners", "I", ask, len(serials)), 0, cells - 1, ask)
    _check_range("last_used", _array(state, "last_used", "q", ask, len(serials)), 0, steps, ask)
    _check_range("sizes", _check_rows(state["synapses"], len(serials), cells, ask), 0, MOST_SYNAPSES, ask)
    matching = _array(state, "matching_segments", "q", ask)
    _check_ascending("matching_segments", matching, next_serial, ask)
    _require(ask.among(matching, serials), "a segment matches that does not exist")
    # Synapses may have been removed since the segment matched, so a count may be above the segment's size.
    # It is only compared and subtracted, by kernels in 32 bits: the bounds of any segment are enough.
    potential = _array(state, "active_potential", "I", ask, len(matching))
    _check_range("active_potential", potential, 0, min(cells, MOST_SYNAPSES), ask)
    active = _array(state, "active_segments", "q", ask)
    _check_ascending("active_segments", active, next_serial, ask)
    _require(ask.among(active, matching), "an active segment does not match")


def _check_likelihood(state: State, ask: Ask) -> None:
    window, index = LikelihoodParameters(**state["parameters"]).window, _count(state, "index")
    held = min(index, window)
    check_number(state["last_tail"], "last_tail", 0, 1)
    _check_range("scores", _array(state, "scores", "d", ask, min(index, AVERAGED)), 0, 1, ask)
    _check_range("averages", _array(state, "averages", "d", ask, held), 0, 1, ask)
    _require(not ask.infinite(_array(state, "values", "d", ask, held)), "a value is infinite")
    if state["usual"] is not None:
        mean, variance = state["usual"]
        check_number(mean, "the usual mean", LEAST_MEAN, 10**6)
        check_number(variance, "the usual variance", LEAST_VARIANCE, 10**6)


def _check_classifier(state: State, cells: int, inputs: int, ask: Ask) -> None:
    parameters, buckets = ClassifierParameters(**state["parameters"]), state["buckets"]
    horizons, features = parameters.horizons, cells + (inputs if parameters.reads_bits else 0)
    _check_random(state)
    _check_past(state["past"], parameters, features, ask)
    for bucket, value, count in zip(buckets, state["values"], state["counts"], strict=True):
        _require(type(bucket) is int and -(2**63) <= bucket < 2**63, "a bucket is out of range")
        _require(type(count) is int and 1 <= count <= MOST_COUNTED, "a count is out of range")
        if not isinstance(value, str):
            _require(check_number(value, "value") == value, "a value is no float")
    _require(len(set(buckets)) == len(buckets), "a bucket occurs twice")
    for part in ("cells", "weights"):
        _require(sorted(state[part]) == sorted(map(str, horizons)), f"{part} do not fit the horizons")
    for horizon, rows in state["cells"].items():
        _check_ascending("cells", _array(state["cells"], horizon, "I", ask), features, ask)
        weights = _array(state["weights"], horizon, "d", ask, len(rows) * len(buckets))
        _check_range("weights", weights, -MOST_WEIGHT, MOST_WEIGHT, ask)


def _check_past(state: State, parameters: ClassifierParameters, features: int, ask: Ask) -> None:
    sequences = _array(state, "sequences", "q", ask)
    _require(len(sequences) <= parameters.most_remembered, "more moments are remembered than are needed")
    _check_range("sequences", sequences, 0, _count(state, "sequence"), ask)
    ends = ask.ends(_array(state, "sizes", "I", ask, len(sequences)))
    indices = _array(state, "features", "I", ask, ends[-1])
    _require(ask.ascend(indices, ends), "features are not in order")
    _check_range("features", indices, 0, features - 1, ask)
    _check_range("known", _array(state, "known", "B", ask, len(sequences)), 0, 1, ask)
    if parameters.change_widths is None:
        _array(state, "targets", "q", ask, len(sequences))
    else:
        targets = _array(state, "targets", "d", ask, len(sequences))
        _check_range("targets", targets, -float_info.max, float_info.max, ask)


def _check_rows(flat: State, rows: int, bound: int, ask: Ask) -> Sequence[int]:
    """Check rows of {index: permanence}, indices below ``bound``; returns how long each row is."""
    sizes: Sequence[int] = _array(flat, "sizes", "I", ask, rows)
    ends = ask.ends(sizes)
    indices = _array(flat, "indices", "I", ask, ends[-1])
    _check_range("permanences", _array(flat, "permanences", "H", ask, ends[-1]), 0, ONE, ask)
    _check_range("indices", indices, 0, bound - 1, ask)
    _require(ask.ascend(indices, ends), "indices are not in order")
    return sizes


def _check_random(state: State) -> None:
    _require(type(state["random"]) is int, "random is not a whole number")
    Random.at(state["random"])


def _check_ascending(name: str, numbers: Sequence[int], bound: int, ask: Ask) -> None:
    """Indices below ``bound``, ascending, each once."""
    _require(ask.ascend(numbers, (0, len(numbers))), f"{name} are not in order")
    _check_range(name, numbers, 0, bound - 1, ask)


def _check_range(name: str, numbers: Sequence[float], low: float, high: float, ask: Ask) -> None:
    """Numbers in [low, high], which NaN never is."""
    _require(ask.in_range(numbers, low, high), f"{name} are out of range")


def _array(state: State, name: str, typecode: str, ask: Ask, size: int | None = None) -> Any:
    """An array of the right type, and size if given."""
    numbers = state[name]
    _require(ask.typecode(numbers) == typecode, f"{name} has the wrong type")
    _require(size is None or len(numbers) == size, f"{name} has the wrong size")
    return numbers


def _count(state: State, name: str) -> int:
    """A counter, with room to continue counting."""
    _require(type(state[name]) is int, f"{name} is not a whole number")
    return check_whole(state[name], name, 0, MOST_COUNTED)


def _require(holds: bool, problem: str) -> None:
    if not holds:
        raise ValueError(problem)
