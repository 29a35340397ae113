"""What a state may hold: each value of the wrong kind or out of range is seen when a file is loaded."""

import json
import math
import zipfile
from array import array
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from core.helpers import same, small_model
from htm_teacher import (
    RDSE,
    Category,
    Delta,
    Encoder,
    Fields,
    Model,
    Scalar,
    SnapshotError,
    SpatialPooler,
    TemporalMemory,
    build,
    load,
    save,
)
from htm_teacher.core.saved_rows import from_rows
from htm_teacher.keep import snapshot
from htm_teacher.keep.state import _check_pooler, check_memory, check_state

# The encoders that some cases ask for; else it is an RDSE.
DELTA, SCALAR = Delta(1.0, size=60, active_bits=9), Scalar(0, 23, size=60, active_bits=9)


@pytest.fixture(scope="module")
def model(engine) -> Model:
    one = small_model(engine, boost_strength=0.0, minimum_overlap_duty=0.0, predicted_decrement=0.01)
    for n in range(121):
        one.step(n % 6 * 12)
    one.kill(0.05)
    assert len(one.memory.now.matching_segments) == len(one.memory.now.active_segments) > 1
    return one


def state_copy(model: Model) -> dict[str, Any]:
    """The state with dictionaries of its own, which may be changed."""
    return deepcopy(model.state())


def read(folder: Path, state: dict[str, Any], engine: Any) -> Model:
    """What a file with this state, as it is, is loaded as."""
    path = folder / "model.npz"
    arrays: dict[str, Any] = {}
    plain = snapshot._take_arrays(state, "", arrays)
    header = {"format": snapshot.FORMAT, "version": snapshot.VERSION, "state": plain}
    arrays["header"] = array("B", json.dumps(header).encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, numbers in arrays.items():
            archive.writestr(f"{name}.npy", b"".join(snapshot._to_npy(numbers)))
    with patch.object(snapshot, "PACKS", snapshot.VERSION + 1):
        return load(path, engine.name)


def changed(state: dict[str, Any], place: str, value: Any) -> None:
    """Put a value at a place such as "memory.steps"; a function is given what is there."""
    *path, last = place.split(".")
    for name in path:
        state = state[name]
    state[last] = value(state[last]) if callable(value) else value


def all_are(typecode: str, value: Any) -> Callable[[Any], Any]:
    return lambda old: array(typecode, [value] * len(old))


def first_is(value: Any) -> Callable[[Any], Any]:
    """The same list or array with another value in the first place."""

    def change(old: Any) -> Any:
        new = old[:]
        new[0] = value
        return new

    return change


def last_is(value: Any) -> Callable[[Any], Any]:
    return lambda old: first_is(value)(old[::-1])[::-1]


def as_typecode(typecode: str) -> Callable[[Any], Any]:
    return lambda old: array(typecode, old)


def swapped(old: Any) -> Any:
    return old[1::-1] + old[2:]


def doubled(old: Any) -> Any:
    return old[:1] + old[:1] + old[2:]


SAME_SEGMENTS = ("active_segments", "matching_segments", "active_potential")  # in this model
COUNTERS = ("x", None, -1, 1.5, 2**70, float)
WRONG: dict[str, tuple[Any, ...]] = {
    "steps": COUNTERS,
    "pooler.random": COUNTERS,
    "pooler.learning_steps": COUNTERS,
    "pooler.priority": (all_are("I", 0), all_are("d", math.nan), lambda old: ["x"] * len(old), doubled),
    "pooler.overlap_duty": (first_is(math.inf), first_is(-0.1), all_are("I", 1)),
    "pooler.activity_duty": (first_is(math.nan), first_is(1e300), lambda old: [math.nan] * len(old)),
    "pooler.boost": (first_is(0), first_is(10**6 + 1), all_are("q", -5), all_are("d", math.nan)),
    "pooler.pools.sizes": (as_typecode("q"), lambda old: array("q", [-1, old[0] + old[1] + 1, *old[2:]])),
    "pooler.pools.indices": (all_are("I", 3), swapped, doubled, as_typecode("d")),
    "pooler.pools.permanences": (all_are("q", -5), all_are("d", 0.5), all_are("d", math.nan)),
    "memory.random": COUNTERS,
    "memory.steps": COUNTERS,
    "memory.fresh": ("no", None, []),
    "memory.next_serial": (*COUNTERS, 0),
    "memory.serials": (lambda old: old[::-1], doubled, first_is(-1), as_typecode("d")),
    "memory.last_used": (first_is(-1), first_is(10**6)),
    "memory.synapses.sizes": (lambda old: array("I", [sum(old), *[0] * (len(old) - 1)]),),
    "memory.synapses.indices": (all_are("I", 3), swapped),
    "memory.synapses.permanences": (all_are("q", -5), all_are("d", 5000.5)),
    "memory.active_segments": (lambda old: old + old, array("q", [-7]), as_typecode("I")),
    "memory.matching_segments": (lambda old: array("q"), lambda old: old[:-1]),
    "memory.active_potential": (lambda old: old[1:], as_typecode("q"), first_is(97), first_is(2**32 - 1)),
    "memory.active_cells": (lambda old: old + old[:1], as_typecode("d")),
    "memory.predictive_cells": (array("I", [0]), array("I")),
    "likelihood.index": (*COUNTERS, 3),
    "likelihood.scores": (["x"] * 10, first_is(math.nan), first_is(2.0), lambda old: old[1:]),
    "likelihood.averages": (first_is(math.nan), first_is(-1.0), lambda old: old[1:], array("d")),
    "likelihood.values": (first_is(math.inf), lambda old: old[1:], lambda old: old + old),
    "likelihood.usual": (
        [],
        ["a", 1],
        [0.5, 0],
        [0.5, -1],
        [0.5],
        [math.nan, 1],
        [0.5, math.inf],
        [0.01, 1],
        "ab",
    ),
    "likelihood.last_tail": (None, "x", math.nan, -1),
    "classifier.counts": (first_is(-1), first_is("x"), first_is(0), first_is(1.5), first_is(2**62 + 1)),
    "classifier.buckets": (first_is("a"), first_is(None), doubled, first_is(0.5), first_is(2**63)),
    "classifier.values": (
        *(first_is(None), first_is(math.nan), first_is([]), first_is(True), first_is(2**53 + 1)),
    ),
    "classifier.random": COUNTERS,
    "classifier.past.sequence": COUNTERS,
    "classifier.past.sequences": (first_is(-1), first_is(9), as_typecode("I"), lambda old: old[1:]),
    "classifier.past.sizes": (first_is(0), first_is(10**6), as_typecode("q"), lambda old: old[1:]),
    "classifier.past.features": (all_are("I", 3), swapped, last_is(96), as_typecode("q")),
    "classifier.past.known": (first_is(2), as_typecode("I"), lambda old: old[1:], first_is(0)),
    "classifier.past.targets": (as_typecode("d"), lambda old: old[1:]),
    "classifier.past": (lambda old: old | {name: old[name] * 9 for name in old if name != "sequence"},),
    "classifier.cells.1": (lambda old: array("I", [10**6 + i for i in range(len(old))]), swapped, doubled),
    "classifier.cells": (lambda old: old | {"99": array("I", [1])},),
    "classifier.weights.1": (first_is(math.nan), first_is(-math.inf), first_is(1e16), list),
    "encoder.seed": ("x", None, 1.5),
    "encoder.resolution": (math.nan, 0, "x"),
    "encoder.size": ("x", 59, 2**40),
    "predict": ("x", 1, []),
    "settle_after": (-1, "x", 1.5),
    "junk": (1,),
    "memory.junk": (array("B", [1]),),
    "memory": (
        lambda old: old | {name: old[name][1:] for name in ("matching_segments", "active_potential")},
        lambda old: old | {name: old[name][:1] + old[name] for name in SAME_SEGMENTS},
    ),
    "classifier": (lambda old: old | {name: doubled(old[name]) for name in ("buckets", "values", "counts")},),
}
CASES = [
    pytest.param(place, value, id=f"{place} {n}")
    for place, some in WRONG.items()
    for n, value in enumerate(some)
]


def test_a_state_that_was_not_changed_is_whole(engine, model, tmp_path):
    assert same(read(tmp_path, state_copy(model), engine), model)


@pytest.mark.parametrize(("place", "value"), CASES)
def test_a_value_that_cannot_be_is_seen_when_the_file_is_loaded(engine, model, tmp_path, place, value):
    state = state_copy(model)
    changed(state, place, value)
    with pytest.raises(SnapshotError, match=r"model\.npz: not a whole snapshot of htm-teacher$"):
        read(tmp_path, state, engine)


@pytest.mark.parametrize("place", ["pooler.pools.indices", "memory.synapses.indices"])
def test_indices_out_of_order_are_seen_before_a_model_is_made_of_them(model, place):
    """Compiled code trusts the order."""
    state = state_copy(model)
    changed(state, place, swapped)
    with pytest.raises(ValueError, match="indices are not in order"):
        check_state(state)


@pytest.mark.parametrize(
    ("encoder", "place", "value"),
    [
        (DELTA, "encoder.last", "x"),
        (DELTA, "encoder.last", math.inf),
        (SCALAR, "encoder.minimum", "x"),
        (SCALAR, "encoder.minimum", math.nan),
        (SCALAR, "encoder.maximum", 0),
        (SCALAR, "encoder.periodic", "no"),
        (Category(("a", 1)), "encoder.categories", ["a", None]),
        (Category(("a", 1)), "encoder.categories", "ab"),
        (Fields({"a": RDSE(1.0)}), "encoder.encoders", {"a": {"kind": "RDSE", "seed": "x"}}),
    ],
)
def test_the_state_of_an_encoder_is_checked_as_when_one_makes_it(engine, tmp_path, encoder, place, value):
    state = state_copy(small_model(engine, deepcopy(encoder)))
    changed(state, place, value)
    with pytest.raises(SnapshotError, match=r"model\.npz: not a whole snapshot of htm-teacher$"):
        read(tmp_path, state, engine)


def test_a_limit_that_was_lowered_on_the_way_is_no_damage(engine, tmp_path):
    """It applies to growth: what is there already may be more, and is loaded."""
    one = small_model(engine)
    for n in range(60):
        one.step(n * n % 23)
    one.change(sample_size=1, max_synapses_per_segment=1, max_segments_per_cell=1)
    assert max(len(segment.synapses) for segment in one.memory.segments) > 1
    save(one, tmp_path / "model.npz")
    other = load(tmp_path / "model.npz")
    assert [one.step(n) for n in range(20)] == [other.step(n) for n in range(20)]
    assert same(one, other)


@pytest.mark.parametrize("left", [0, 1])
def test_synapses_that_were_removed_by_hand_since_the_last_step_are_no_damage(engine, tmp_path, left):
    """The segment still matches in the present moment, with more synapses than it has now."""
    one = build("toy", RDSE(12.0), "textbook", activation_threshold=2, learning_threshold=1)
    for n in range(60):
        one.step(n % 6 * 12)
    segment = one.memory.now.matching_segments[0]
    for cell in list(segment.synapses)[left:]:
        one.memory.segments.remove_synapse(segment, cell)
    assert one.memory.now.potential[segment] > len(segment.synapses) == left
    save(one, tmp_path / "model.npz")
    other = load(tmp_path / "model.npz", engine.name)
    assert same(one, other)
    for n in range(30):
        assert one.step(n * n % 31) == other.step(n * n % 31)
        assert same(one, other)


def test_columns_with_more_neighbours_than_any_machine_computes_with_are_refused():
    """They are not in the file, which is small. To list them would take all memory."""
    state = SpatialPooler(
        **{"inputs": 9, "columns": 9, "active_column_count": 1},
        **{"inhibition": "local", "inhibition_radius": 2**31},
    ).state()
    _check_pooler(state)
    many = {"columns": 2**14, "inputs": 2**14, "active_column_count": 1}
    for shape in (None, (2**7, 2**7)):
        dimensions = {"column_dimensions": shape, "input_dimensions": shape}
        with pytest.raises(ValueError, match="too many neighbours"):
            _check_pooler(state | {"parameters": state["parameters"] | many | dimensions})


# What NumPy has is kept as Python's own, so that it can be written.


def numpy_encoders() -> list[tuple[Encoder, list[Any]]]:
    np = pytest.importorskip("numpy")
    fitted = Category()
    fitted.fit(np.array([1, 2, 3]))
    widest = RDSE()
    widest.fit(np.array([-1.7e308, 1.7e308]))
    return [
        (fitted, [np.int64(1), 2, 7]),
        (widest, [np.float64(1e308), 0]),
        (RDSE(np.float32(0.5), size=np.int64(400), active_bits=np.int32(21), seed=np.int64(3)), [1.0]),
        (Scalar(np.float32(0), np.int64(9), size=np.int64(50), periodic=np.bool_(True)), [np.float32(1)]),
        (Category((np.str_("a"), np.int64(5)), active_bits=np.int64(3)), [np.str_("a"), "b"]),
        (Delta(np.float32(0.5)), [np.float32(1), np.int64(2)]),
        (Fields({np.str_("a"): RDSE(np.float64(1))}), [{"a": np.float32(1)}]),
    ]


def test_a_machine_made_of_numpys_numbers_can_be_saved(engine, tmp_path):
    np = pytest.importorskip("numpy")
    for encoder, values in numpy_encoders():
        one = small_model(
            engine,
            encoder,
            seed=np.int64(3),
            settle_after=np.int64(10),
            input_dimensions=(np.int64(encoder.size),),
            horizons=np.array([1, 3]),
            columns=np.int64(32),
        )
        for value in values * 2:
            one.step(value)
        save(one, tmp_path / "model.npz")
        assert same(load(tmp_path / "model.npz"), one)
        assert same(small_model(engine, seed=np.int64(3)), small_model(engine, seed=3))


@pytest.mark.parametrize("size", [2**15, 2**15 + 1])
def test_a_segment_cannot_be_longer_than_any_parameter_allows(size):
    """Compiled code packs the place of a synapse into 16 bits."""
    state = TemporalMemory().state()
    state |= {"next_serial": 1, "serials": array("q", [0]), "last_used": array("q", [0])}
    state |= {"owners": array("I", [0]), "synapses": from_rows([dict.fromkeys(range(size), 5000)])}
    if size <= 2**15:
        check_memory(state, 2**16)
    else:
        with pytest.raises(ValueError, match="sizes are out of range"):
            check_memory(state, 2**16)
