"""A run does what a model of one's own would do, and learns from the training rows alone."""

import pytest

from htm_teacher import PRESETS, RDSE, Category, Fields, build
from htm_teacher.core.parameters import MemoryParameters, PoolerParameters, sort_by_part
from htm_teacher.series import Series, shipped, sine
from htm_teacher.study import prepare, report_on, run_series
from htm_teacher.study.choices import CHOSEN, scaled
from htm_teacher.study.pace import usual_horizons
from htm_teacher.study.run import middle

WAVE = Series("wave", {"height": sine(120, period=12)})


@pytest.fixture(scope="module")
def wave():
    return run_series(WAVE, "toy", seed=7)


def test_the_first_part_is_learned_and_the_rest_is_not(wave):
    assert [row.phase for row in wave.rows] == ["training"] * 84 + ["testing"] * 36
    assert [step.learn for step in wave.steps()] == [True] * 84 + [False] * 36


def test_rows_are_those_of_a_model_stepped_by_hand(wave):
    encoder = RDSE()
    encoder.fit(WAVE.values()[:84])
    reading = vars(wave.history.model.classifier.parameters)
    model = build("toy", encoder, seed=7, **CHOSEN | reading)
    for row, value in zip(wave.rows, WAVE, strict=True):
        step = model.step(value, learn=row.step < 84)
        assert (row.anomaly, row.recall, row.precision, row.likelihood) == (
            step.anomaly,
            step.recall,
            step.precision,
            step.likelihood,
        )
        assert row.bursting == len(step.bursting_columns)
        assert row.prediction == {ahead: middle(one) for ahead, one in step.prediction.items()}


def test_same_seed_same_run(wave):
    assert run_series(WAVE, "toy", seed=7).rows == wave.rows
    assert run_series(WAVE, "toy", seed=8).rows != wave.rows


def test_test_rows_change_nothing_of_the_training(wave):
    values = sine(120, period=12)
    values[84:] = [value * 50 for value in reversed(values[84:])]
    other = run_series(Series("wave", {"height": list(values)}), "toy", seed=7)
    assert other.rows[:84] == wave.rows[:84]
    assert other.rows[84:] != wave.rows[84:]
    assert other.history.model.encoder == wave.history.model.encoder


def test_testing_learns_nothing(wave):
    trained = run_series(WAVE.head(84), "toy", seed=7, train=1)
    assert wave.history.model.memory.segments.next_serial == (
        trained.history.model.memory.segments.next_serial
    )
    assert wave.history.model.classifier.weights == trained.history.model.classifier.weights


def test_stop_leaves_it_whole_and_go_goes_on(wave):
    run = prepare(WAVE, "toy", seed=7)
    asked = []

    def stop():
        asked.append(None)
        return len(asked) > 50

    run.go(stop=stop)
    assert len(run.rows) == len(run.history) == 50
    assert not run.complete
    assert report_on(run).phases[0].last == 49
    run.go()
    assert run.complete
    assert run.rows == wave.rows


def test_progress_is_told_after_each_step():
    told = []
    run_series(WAVE.head(5), "toy", progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_iterations_is_how_many_values_are_taken():
    run = prepare(WAVE, "toy", iterations=50)
    assert len(run.series) == len(run.records) == 50
    assert run.training == 35
    assert len(prepare(WAVE, "toy", iterations=5000).series) == 120


def test_the_main_field_is_predicted():
    fields = {"a": [1.0, 2.0] * 20, "b": ["x", "y"] * 20}
    run = run_series(Series("s", fields, main="b"), "toy")
    assert isinstance(run.history.model.encoder, Fields)
    assert isinstance(run.history.model.encoder.encoders["b"], Category)
    assert set(run.rows[-1].prediction.values()) <= {"x", "y"}


def test_missing_values_have_no_scores():
    values = [*sine(20), None, *sine(20)]
    run = run_series(Series("s", {"v": list(values)}), "toy")
    gap, after = run.rows[20:22]
    assert (gap.anomaly, gap.recall, gap.precision, gap.bursting) == (None, None, None, None)
    assert after.anomaly is None
    assert after.bursting == after.active == 6


def test_a_value_that_cannot_be_encoded_is_named_with_its_step():
    series = Series("s", {"v": [0.0, 1e-6] * 10 + [1e30]})
    with pytest.raises(ValueError, match=r"^s, v, step 20: value 1e\+30 is too large"):
        run_series(series, "toy")


@pytest.mark.parametrize(
    ("choices", "problem"),
    [
        ({"train": 1.5}, "train is 1.5"),
        ({"train": 0}, "train is 0: of 120 rows that leaves none"),
        ({"train": float("nan")}, "train is nan"),
        ({"iterations": 0}, "iterations is 0"),
        ({"columns": 3}, "columns is 3: it must be at least 48"),
        ({"columns": 10.5}, "columns is 10.5"),
        ({"season": 0}, "season is 0"),
        ({"horizons": [0]}, "ahead is 0"),
        ({"preset": "huge"}, "unknown preset 'huge'"),
        ({"preset": "huge", "columns": 100}, "unknown preset 'huge'"),
        ({"engine": "steam"}, "unknown engine 'steam'"),
        ({"activation_threshold": 1}, "activation_threshold is 1"),
        ({"no_such": 1}, "unknown parameter 'no_such'"),
    ],
)
def test_what_is_out_of_range_is_named(choices, problem):
    with pytest.raises(ValueError, match=f"^{problem}"):
        prepare(WAVE, **({"preset": "toy"} | choices))


SIZES = {"toy": 64, "classroom": 256, "cortex": 2048}


@pytest.mark.parametrize("preset", SIZES)
def test_the_presets_own_number_of_columns_changes_nothing(preset):
    usual = vars(PoolerParameters()) | vars(MemoryParameters()) | PRESETS[preset]
    same = scaled(preset, SIZES[preset])
    assert same == {name: usual[name] for name in same}


@pytest.mark.parametrize("preset", SIZES)
@pytest.mark.parametrize("factor", [0.75, 0.9, 1.3, 3, 10])
def test_thresholds_can_be_reached_with_any_number_of_columns(preset, factor):
    parameters = PRESETS[preset] | scaled(preset, round(SIZES[preset] * factor))
    parts = sort_by_part(parameters)
    pooler, memory = PoolerParameters(**parts["pooler"]), MemoryParameters(**parts["memory"])
    usual = PoolerParameters(**sort_by_part(PRESETS[preset]).get("pooler", {}))
    before, after = (one.active_column_count / one.columns for one in (usual, pooler))
    assert after == pytest.approx(before, abs=0.501 / pooler.columns)
    assert 2 <= memory.learning_threshold <= memory.activation_threshold
    assert memory.activation_threshold <= min(memory.sample_size, pooler.active_column_count)


def test_a_run_with_fewer_columns_predicts():
    run = run_series(WAVE, "toy", columns=50)
    assert run.rows[0].active == 5
    assert any(row.recall for row in run.rows)


def test_horizons_are_a_step_and_a_day_where_there_are_days():
    assert usual_horizons(shipped("demand"), 2822) == (1, 48)
    assert usual_horizons(shipped("water"), 888) == (1, 24)
    assert usual_horizons(shipped("demand").head(120), 84) == (1, 5)
    assert usual_horizons(WAVE, 84) == (1, 5)
    assert usual_horizons(shipped("demand"), 4032) == (1, 48)  # all rows are for training
    assert usual_horizons(shipped("demand").head(95), 95) == (1, 5)


def test_the_season_is_given_or_known_or_found():
    assert prepare(WAVE, "toy").season == 12
    assert prepare(WAVE, "toy", season=24).season == 24
    assert prepare(shipped("water"), "toy").season_name == "about a day"  # it has gaps
    assert prepare(Series("s", {"v": [1.0, 2.0, 3.0]}), "toy").season is None


def test_all_records_are_kept_or_a_note_says_that_not():
    assert prepare(shipped("sea"), "toy").history.keep >= 19_226
    run = run_series(WAVE, "toy", keep=50)
    assert len(run.steps()) == 50
    assert (
        "pictures show only the last 50 steps, whose whole records are kept; steps.csv has all" in run.notes
    )
    assert not any("pictures" in note for note in prepare(WAVE, "toy", keep=120).notes)


def test_notes_of_the_reading_come_first():
    series = Series("s", {"v": [1.0, None] * 20}, notes=["made by hand"])
    assert prepare(series, "toy").notes[:2] == ["made by hand", "v: 20 values of 40 missing"]
