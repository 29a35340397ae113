"""The whole machine: what a step records, scores, missing values, peek, why, changes."""

import math
from copy import deepcopy
from decimal import Decimal
from types import SimpleNamespace

import pytest

from core.helpers import learned_by, same, small_model, state_of
from htm_teacher import (
    PRESETS,
    RDSE,
    SDR,
    AnomalyLikelihood,
    Category,
    Classifier,
    Delta,
    Fields,
    LikelihoodParameters,
    Model,
    build,
)
from htm_teacher.core.by_hand import add_segment, kill_cells

WAVE = [0, 12, 24, 36, 48, 60]  # each value alone says what comes next
CALM = {"boost_strength": 0.0, "minimum_overlap_duty": 0.0, "predicted_decrement": 0.01}


def trained(engine, steps=120, **changes):
    """A small machine that has learned the wave; nothing upsets its columns."""
    model = small_model(engine, **CALM | changes)
    for n in range(steps):
        model.step(WAVE[n % 6])
    return model


# A step


def test_a_step_records_what_came_and_what_was_expected(engine):
    model = trained(engine)
    predicted = model.memory.predictive_columns
    step = model.step(0)
    assert (step.index, step.value, step.learn) == (120, 0, True)
    assert step.encoded == RDSE(resolution=1, size=60, active_bits=9).encode(0)
    assert step.predicted_columns == predicted
    assert step.bursting_columns == step.active_columns - predicted
    memory = model.memory
    assert step.active_cells == memory.now.active_cells
    assert step.winner_cells == memory.now.winner_cells
    assert step.predictive_cells == memory.now.predictive_cells
    assert {memory.column_of(cell) for cell in step.active_cells} == step.active_columns
    assert set(step.prediction) == {1, 3}
    assert model.steps == 121


def test_scores_compare_the_columns_of_now_with_those_predicted_one_step_ago(engine):
    model = trained(engine, steps=40)
    for n in range(20):
        predicted = model.memory.predictive_columns
        step = model.step(WAVE[n % 6])
        hits = len(step.active_columns & predicted)
        assert step.recall == hits / len(step.active_columns)
        assert step.anomaly == 1 - hits / len(step.active_columns)
        assert step.precision == (hits / len(predicted) if predicted else 0)
        assert 0 <= step.likelihood <= 1


def test_what_repeats_is_learned(engine):
    model = small_model(engine, **CALM)
    first = [model.step(WAVE[n % 6]).anomaly for n in range(12)]
    for n in range(288):
        model.step(WAVE[n % 6])
    last = [model.step(WAVE[n % 6]) for n in range(12)]
    assert sum(first[1:]) > 10
    assert [(step.anomaly, step.recall) for step in last] == [(0.0, 1.0)] * 12
    assert [step.prediction[1].value for step in last] == [WAVE[(n + 1) % 6] for n in range(12)]


def no_score(step):
    return step.anomaly is step.recall is step.precision is step.likelihood is None


def test_on_a_first_step_and_after_a_reset_there_is_no_score(engine):
    model = small_model(engine)
    assert no_score(model.step(1))
    assert not no_score(model.step(1))
    model.reset()
    records = model.likelihood.index
    assert no_score(model.step(1))
    assert model.likelihood.index == records
    assert not no_score(model.step(1))
    assert model.likelihood.index == records + 1


def test_where_no_column_becomes_active_there_is_no_score_and_what_follows_is_a_surprise(engine):
    """A stimulus threshold that one field alone cannot reach."""
    fields = Fields({"a": RDSE(1.0, size=60, active_bits=9), "b": RDSE(1.0, size=60, active_bits=9)})
    model = small_model(engine, fields, stimulus_threshold=12, potential_fraction=1)
    for pool in model.pooler.permanences:
        pool.update(dict.fromkeys(pool, 10_000))
    model.pooler.set_all_permanences(model.pooler.permanences)
    assert model.step({"a": 1, "b": 1}).active_columns
    records = model.likelihood.index
    silent = model.step({"a": 1})
    assert silent.encoded.active
    assert silent.active_columns == frozenset()
    assert no_score(silent)
    assert model.likelihood.index == records
    after = model.step({"a": 1, "b": 1})
    assert (after.anomaly, after.recall, after.precision) == (1.0, 0.0, 0.0)


# Missing input


@pytest.mark.parametrize("missing", [None, math.nan])
def test_a_missing_value_teaches_nothing_ends_the_context_and_is_still_a_step(engine, missing):
    model = trained(engine)
    before, records = deepcopy(learned_by(model)), model.likelihood.index
    assert model.memory.now.predictive_cells
    step = model.step(missing)
    assert step.index == 120
    assert model.steps == 121
    assert no_score(step)
    assert step.encoded == SDR(60)
    nothing = (step.active_columns, step.active_cells, step.winner_cells, step.predictive_cells)
    assert nothing == (frozenset(),) * 4
    assert step.predicted_columns == frozenset()
    assert step.prediction == {}
    assert learned_by(model) == before
    assert model.likelihood.index == records
    assert no_score(model.step(3))


def test_after_a_missing_value_a_machine_is_as_after_a_reset(engine):
    one, other = trained(engine), trained(engine)
    one.step(None)
    other.reset()
    ours, theirs = one.step(3), other.step(3)
    assert ours.active_cells == theirs.active_cells
    assert ours.winner_cells == theirs.winner_cells
    assert ours.prediction == theirs.prediction
    for value in WAVE:  # nor is anything learned across the gap, at any horizon
        one.step(value)
        other.step(value)
    assert learned_by(one) == learned_by(other)


@pytest.mark.parametrize("missing", [{}, {"a": None}, {"b": math.nan}, None, math.nan])
def test_a_record_with_nothing_in_it_is_missing(engine, missing):
    model = small_model(engine, Fields({"a": RDSE(1.0), "b": Category(("x",))}))
    model.step({"a": 1, "b": "x"})
    assert no_score(model.step(missing))
    assert not model.memory.now.has_context


def test_a_missing_field_is_not_learned_by_the_classifier_and_the_rest_counts(engine):
    model = small_model(engine, Fields({"a": RDSE(1.0), "b": Category(("x",))}))
    model.step({"a": 1, "b": "x"})
    step = model.step({"b": "x"})
    assert step.anomaly is not None
    assert model.classifier.counts == {1: 1}


# Errors


@pytest.mark.parametrize("value", [math.inf, -math.inf, "text", [1], 1e30])
def test_a_value_that_cannot_be_encoded_changes_nothing(engine, value):
    model = trained(engine)
    before = deepcopy(state_of(model))
    with pytest.raises(ValueError, match="value"):
        model.step(value)
    assert state_of(model) == before


def test_values_of_pandas_and_numpy_are_missing_or_errors_and_a_step_that_fails_moves_nothing(engine):
    np, pd = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    model = small_model(engine, Fields({"d": Delta(0.5), "x": RDSE(0.5)}))
    model.step({"d": 1.0, "x": 1.0})
    before = deepcopy(state_of(model))
    for wrong in (np.array([1, 2]), Decimal("sNaN"), b"1"):
        with pytest.raises(ValueError, match="field 'x': value is"):
            model.step({"d": 50.0, "x": wrong})
        assert state_of(model) == before
    assert len(model.step({"d": 50.0, "x": pd.NA}).encoded) == 21


def test_a_value_too_large_to_have_a_bucket_changes_nothing(engine):
    """Its change, 0, has a code; the value itself has no bucket for the classifier."""
    model = small_model(engine, Delta(resolution=0.001, size=60, active_bits=9))
    before = deepcopy(state_of(model))
    with pytest.raises(ValueError, match="too large"):
        model.step(1e17)
    assert state_of(model) == before


@pytest.mark.parametrize("value", [(1, 2), [1], {"a": 1}, math.inf, 1j])
def test_a_category_is_a_text_or_a_number_and_anything_else_changes_nothing(engine, value):
    model = small_model(engine, Category(("a", "b"), active_bits=9))
    before = deepcopy(state_of(model))
    with pytest.raises(ValueError, match="value"):
        model.step(value)
    assert state_of(model) == before


def test_an_unknown_field_is_an_error_that_names_it(engine):
    model = small_model(engine, Fields({"load": RDSE(1.0)}))
    with pytest.raises(ValueError, match="laod"):
        model.step({"laod": 1})


def test_parts_must_fit_one_another(engine):
    encoder = RDSE(1.0, size=60, active_bits=9)
    pooler = engine.pooler(inputs=60, columns=10, active_column_count=2)
    memory = engine.memory(columns=10)
    Model(encoder, pooler, memory)
    with pytest.raises(ValueError, match=r"encoder is .*: an Encoder"):
        build("toy", SimpleNamespace(size=60, encode=encoder.encode, bucket=encoder.bucket))
    with pytest.raises(ValueError, match="61 bits"):
        Model(RDSE(1.0, size=61, active_bits=9), pooler, memory)
    with pytest.raises(ValueError, match="11"):
        Model(encoder, pooler, engine.memory(columns=11))
    with pytest.raises(ValueError, match="wind"):
        Model(encoder, pooler, memory, predict="wind")
    with pytest.raises(ValueError, match="settle_after"):
        Model(encoder, pooler, memory, settle_after=-1)


# Phases


def test_without_learning_nothing_is_learned_and_the_moment_moves(engine):
    model = trained(engine)
    before, records = deepcopy(learned_by(model)), model.likelihood.index
    steps = [model.step(value, learn=False) for value in (0, 50, 3, None, 6, 9)]
    assert learned_by(model) == before
    assert model.steps == 126
    assert model.likelihood.index == records + 4  # 50, 3 and 9, and the first; not the two others
    assert all(not step.learn for step in steps)


def test_a_delta_encoder_moves_on_without_learning(engine):
    model = small_model(engine, Delta(resolution=1, size=60, active_bits=9))
    model.step(5)
    model.step(7, learn=False)
    assert model.encoder.last == 7


def test_a_pooler_that_has_settled_learns_no_more_and_the_memory_goes_on(engine):
    model = small_model(engine, settle_after=10)
    for n in range(10):
        assert not model.settled
        model.step(WAVE[n % 6])
    assert model.settled
    before, segments = deepcopy(state_of(model.pooler)), state_of(model.memory)
    for n in range(12):
        model.step(WAVE[n % 6])
    assert state_of(model.pooler) == before
    assert state_of(model.memory) != segments


# Looking without touching


@pytest.mark.parametrize("value", [0, 50, None])
def test_a_peek_is_what_a_step_without_learning_would_be_and_moves_nothing(engine, value):
    model = trained(engine, encoder=Delta(resolution=1, size=60, active_bits=9))
    before = deepcopy(state_of(model))
    peeked = model.peek(value)
    assert state_of(model) == before
    assert peeked == model.step(value, learn=False)


def test_a_free_run_says_what_would_come_and_moves_nothing(engine):
    model = trained(engine, steps=301)  # up to a first value
    before = deepcopy(state_of(model))
    run = model.free_run(4)
    assert state_of(model) == before
    assert [one[1].value for one in run] == [24, 36, 48, 60]


def test_why_rests_on_segments_synapses_and_thresholds(engine):
    model = trained(engine)
    threshold = model.memory.parameters.activation_threshold
    assert model.memory.now.predictive_cells
    for cell in range(model.memory.size):
        why = model.why(cell)
        assert why.predictive is (cell in model.memory.now.predictive_cells)
        assert why.column == cell // 3
        assert len(why.dendrites) == len(model.memory.segments_of(cell))
        enough = [one for one in why.dendrites if one.connected_active >= threshold]
        assert bool(enough) is why.predictive
        assert {one.state for one in enough} <= {"active"}
        assert ("not predictive" in str(why)) is not why.predictive


def test_why_says_what_is_missing(engine):
    model = small_model(engine)
    assert "no segment" in str(model.why(0))
    segment = add_segment(model.memory, 0, {5: 0.5, 6: 0.2})
    assert "no context" in str(model.why(0))
    model.step(1)
    (dendrite,) = model.why(0).dendrites
    assert dendrite.serial == segment.serial
    assert [(s.source, s.permanence, s.connected) for s in dendrite.synapses] == [
        (5, 0.5, True),
        (6, 0.2, False),
    ]
    assert "3 are needed" in str(model.why(0))
    kill_cells(model.memory, {0})
    assert "dead" in str(model.why(0))
    with pytest.raises(ValueError, match="cell"):
        model.why(model.memory.size)


# Several fields


def test_the_first_field_is_predicted_unless_another_is_named(engine):
    fields = {"load": RDSE(1.0), "kind": Category(("a", "b"))}
    one = small_model(engine, Fields(dict(fields)))
    other = small_model(engine, Fields(dict(fields)), predict="kind")
    for model in (one, other):
        for _ in range(2):
            step = model.step({"load": 5, "kind": "b"})
        assert step.prediction[1].value == {one: 5.0, other: "b"}[model]


@pytest.mark.parametrize("predict", [None, "n"])
def test_of_a_record_within_a_record_nothing_is_predicted(engine, predict):
    fields = {"n": Fields({"x": RDSE(1.0)}), "y": RDSE(1.0)}
    model = small_model(engine, Fields(fields), predict=predict)
    steps = [model.step({"n": {"x": n % 2}, "y": n % 3}) for n in range(12)]
    assert [step.prediction for step in steps] == [{}] * 12
    assert model.classifier.buckets == []


# The state


def test_a_state_is_a_value_that_neither_changes_the_machine_nor_changes_with_it(engine):
    one, twin = trained(engine), trained(engine)
    state, known = one.state(), deepcopy(one.state())
    assert one.step(77) == twin.step(77)  # a bucket that is new
    assert state == known
    for part in ("pooler", "memory", "likelihood", "classifier"):
        state[part]["parameters"].clear()
    state["classifier"]["buckets"].clear()
    assert one.step(5) == twin.step(5)
    assert same(one, twin)


# Changes on the way


def test_learning_parameters_can_change_on_the_way(engine):
    model = trained(engine)
    model.change(memory_permanence_increment=0.0, learning_rate=0.0, duty_cycle_period=5)
    assert model.memory.parameters.permanence_increment == 0.0
    assert model.pooler.parameters.duty_cycle_period == 5
    before = deepcopy(model.classifier.weights)
    model.step(WAVE[0])
    assert {h: {c: r for c, r in rows.items() if any(r)} for h, rows in before.items()} == {
        h: {c: r for c, r in rows.items() if any(r)} for h, rows in model.classifier.weights.items()
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"learning_rate": 0.2, "columns": 33},
        {"sample_size": 3, "activation_threshold": 1},
        {"learning_rate": 0.2, "permanence_increment": 0.1},
        {"learning_rate": 0.2, "no_such": 1},
        {"learning_rate": 0.2, "window": 10},
        {"learning_rate": 0.2, "horizons": (1,)},
    ],
)
def test_a_change_that_cannot_be_is_an_error_and_nothing_has_changed(engine, changes):
    model = small_model(engine)
    before = deepcopy(state_of(model))
    with pytest.raises(ValueError, match=r"\w"):
        model.change(**changes)
    assert state_of(model) == before


def test_the_same_horizons_said_as_a_list_are_no_change(engine):
    model = small_model(engine)
    before = deepcopy(state_of(model))
    model.change(horizons=[1, 3])
    assert state_of(model) == before


def test_killed_cells_stay_inactive_and_the_rest_copes(engine):
    model = trained(engine, steps=300)
    killed = set(model.kill(0.3))
    assert len(killed) == 29
    for n in range(60):
        step = model.step(WAVE[n % 6])
        assert not killed & (step.active_cells | step.winner_cells | step.predictive_cells)


# Building


@pytest.mark.parametrize(
    ("preset", "columns", "cells"), [("toy", 64, 4), ("classroom", 256, 8), ("cortex", 2048, 32)]
)
def test_presets(engine, preset, columns, cells):
    model = build(preset, RDSE(resolution=1), engine.name)
    assert set(PRESETS) == {"toy", "classroom", "cortex"}
    assert model.pooler.parameters.columns == model.memory.parameters.columns == columns
    assert model.memory.parameters.cells_per_column == cells
    step = model.step(1)
    assert len(step.active_columns) == model.pooler.parameters.active_column_count
    assert isinstance(model.pooler, engine.pooler)
    assert isinstance(model.memory, engine.memory)


def test_a_preset_an_engine_or_a_parameter_that_there_is_not_is_an_error_that_names_it():
    encoder = RDSE(resolution=1)
    with pytest.raises(ValueError, match="palaeocortex"):
        build("palaeocortex", encoder)
    with pytest.raises(ValueError, match="steam"):
        build("toy", encoder, engine="steam")
    with pytest.raises(ValueError, match="colums"):
        build("toy", encoder, colums=5)


@pytest.mark.parametrize(
    "wrong",
    [
        *({"seed": seed} for seed in ("a", 1.5, None)),
        *({"horizons": 5}, {"input_dimensions": 5}, {"wrap_around": "no"}, {"settle_after": "x"}),
        {"inputs": 399},
        {"cells_per_column": 2**31},
    ],
)
def test_an_option_that_cannot_be_is_an_error_that_names_it(wrong):
    with pytest.raises(ValueError, match="399" if "inputs" in wrong else next(iter(wrong))):
        build("toy", RDSE(resolution=1), **wrong)


def test_the_number_of_inputs_may_be_said_too(engine):
    assert same(build("toy", RDSE(1), engine.name, inputs=400), build("toy", RDSE(1), engine.name))


def test_the_same_seed_gives_the_same_machine_and_another_seed_another(engine):
    one, other, third = (trained(engine, steps=60, seed=seed) for seed in (1, 1, 2))
    assert same(one, other)
    assert state_of(one.pooler) != state_of(third.pooler)


def test_a_plot_or_a_second_machine_changes_no_draw(engine):
    alone = trained(engine, steps=30)
    beside, other = trained(engine, steps=0), small_model(engine, seed=7)
    for n in range(30):
        beside.step(WAVE[n % 6])
        other.step(WAVE[n % 5])
        other.peek(3)
        beside.peek(n)
    assert same(alone, beside)


def test_parts_that_are_not_given_are_made(engine):
    encoder = RDSE(1.0, size=60, active_bits=9)
    pooler = engine.pooler(inputs=60, columns=10, active_column_count=2)
    model = Model(encoder, pooler, engine.memory(columns=10))
    assert isinstance(model.likelihood, AnomalyLikelihood)
    assert isinstance(model.classifier, Classifier)
    assert model.likelihood.parameters == LikelihoodParameters()
