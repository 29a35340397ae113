"""A run in one call, single steps, and many runs side by side: all give the same answers."""

import copy
import math
import pickle
import subprocess
import sys
from array import array

import pytest

from htm_teacher import RDSE, Category, Delta, Fields, Log, Step, build, run_many

SCORES = ("anomaly", "recall", "precision", "likelihood")


def plain(state):
    if isinstance(state, dict):
        return {name: plain(one) for name, one in state.items()}
    return (state.typecode, state.tobytes()) if isinstance(state, array) else state


def same(one, other):
    return plain(one.state()) == plain(other.state())


def columns(results):
    scores = {name: getattr(results, name).tobytes() for name in (*SCORES, "bursting")}
    return scores | {"prediction": results.prediction}


def waves(steps):
    return [None if n % 41 == 40 else (n * n) % 23 / 2 for n in range(steps)]


def model(name, encoder=None):
    choices = {"horizons": (1, 3), "learning_period": 20, "estimation_samples": 10}
    return build("toy", encoder or RDSE(resolution=0.5), name, **choices)


def test_a_run_leaves_what_its_steps_leave(engine):
    one, other = model(engine.name), model(engine.name)
    results = one.run(waves(300))
    steps = [other.step(value) for value in waves(300)]
    assert same(one, other)
    for name in SCORES:
        expected = [math.nan if getattr(step, name) is None else getattr(step, name) for step in steps]
        assert getattr(results, name).tobytes() == array("d", expected).tobytes()
    assert results.bursting.tolist() == [len(step.bursting_columns) for step in steps]
    for horizon in (1, 3):
        told = [step.prediction[horizon].value if step.prediction else None for step in steps]
        assert results.prediction[horizon] == told
    assert len(set(results.likelihood.tolist())) > 10  # it got as far as that


def test_runs_and_steps_may_take_turns_and_learn_or_not(engine):
    one, other = model(engine.name), model(engine.name)
    for first, learn in enumerate([True, False, True, True, False]):
        part = waves(250)[50 * first : 50 * first + 50]
        told = one.run(iter(part[:20]), learn)
        assert len(told.anomaly) == 20
        steps = [one.step(value, learn) for value in part[20:]]
        assert [other.step(value, learn) for value in part][20:] == steps
        if first == 2:
            one.reset()
            other.reset()
            assert one.kill(0.1) == other.kill(0.1)
    assert same(one, other)


def encoders():
    yield "delta", Delta(resolution=1.0), [float((n * n) % 13) for n in range(120)]
    yield "log", Log(resolution=0.1), [1.0 + (n * n) % 13 for n in range(120)]
    yield "texts", Category("ABCDEFG", active_bits=8), ["ABCDEFGXY"[7 * n % 9] for n in range(120)]
    fields = Fields({"load": RDSE(resolution=1), "kind": Category("abc", active_bits=9)})
    rows = [
        {"load": n % 7, "kind": "abcd"[n % 4]} if n % 31 else {"load": None, "kind": None} for n in range(120)
    ]
    yield "fields", fields, rows


@pytest.mark.parametrize(("name", "encoder", "values"), list(encoders()))
def test_a_run_knows_every_encoder(engine, name, encoder, values):
    one = model(engine.name, copy.deepcopy(encoder))
    other = model("textbook", copy.deepcopy(encoder))
    assert columns(one.run(values)) == columns(other.run(values))
    assert same(one, other)


def test_an_encoder_may_be_changed_between_two_runs(engine):
    """Codes that were made with one setting are not used with another."""
    one, other = model(engine.name), model("textbook")
    for seed in (0, 5, 7):  # it decides which bits a bucket has
        one.encoder.seed = other.encoder.seed = seed
        assert columns(one.run(waves(80))) == columns(other.run(waves(80)))
    assert same(one, other)


def test_a_value_that_cannot_be_encoded_ends_the_run_after_those_before_it(engine):
    one, other = model(engine.name), model(engine.name)
    with pytest.raises(ValueError, match="value is 'oak'"):
        one.run([1.0, 2.0, "oak", 3.0])
    other.run([1.0, 2.0])
    assert one.steps == 2
    assert same(one, other)


def test_a_run_of_nothing_is_nothing(engine):
    one = model(engine.name)
    results = one.run([])
    assert columns(results) == columns(model(engine.name).run(()))
    assert results.prediction == {1: [], 3: []}
    assert one.steps == 0


def test_a_record_stays_what_it_was(engine):
    """Although its sets are made when they are read, and the model has moved on."""
    one, other = model(engine.name), model(engine.name)
    kept = [one.step(value) for value in waves(60)]
    one.kill(0.5)
    one.reset()
    for step, value in zip(kept, waves(60), strict=True):
        again = other.step(value)
        assert isinstance(step, Step)
        assert step == again
        assert again == step
        assert repr(step) == repr(again)
        assert step.bursting_columns == again.bursting_columns
    assert kept[3] != kept[4]
    assert kept[3] != "a step"


def test_a_record_can_be_copied_and_sent(engine):
    one = model(engine.name)
    step = [one.step(value) for value in waves(30)][-1]
    for twin in (copy.deepcopy(step), pickle.loads(pickle.dumps(step))):
        assert twin == step
        assert twin.prediction == step.prediction


@pytest.mark.parametrize("twin", [copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_model_can_be_copied_and_sent(engine, twin):
    """Raising weak columns is switched on, since it reads the same bytes as two types of numbers."""
    choices = {"minimum_overlap_duty": 0.9, "duty_cycle_period": 5, "stimulus_threshold": 9}
    one = build("toy", RDSE(resolution=0.5), engine.name, **choices)
    other = twin(one)
    for _ in range(2):
        assert columns(one.run(waves(60))) == columns(other.run(waves(60)))
        assert same(one, other)
        other = twin(one)


@pytest.mark.slow
def test_many_models_run_side_by_side(engine):
    series = [[(n * n + k) % 19 for n in range(100)] for k in range(12)]
    several, alone = (
        [build("toy", RDSE(resolution=1), engine.name, seed=k) for k in range(12)] for _ in range(2)
    )
    seen = []
    results = run_many(several, series, workers=4, progress=lambda done, total: seen.append((done, total)))
    for k in range(12):
        assert columns(results[k]) == columns(alone[k].run(series[k]))
        assert same(several[k], alone[k])
    assert seen == [(done, 12) for done in range(1, 13)]


def test_many_models_are_many(engine):
    one = model(engine.name)
    with pytest.raises(ValueError, match="given twice"):
        run_many([one, one], [[1], [2]])
    with pytest.raises(ValueError, match="zip"):
        run_many([one], [[1], [2]])
    with pytest.raises(ValueError, match="workers"):
        run_many([one], [[1]], workers=-1)
    with pytest.raises(ValueError, match="value is 'oak'"):
        run_many([one, model(engine.name)], [["oak"], [1, 2]])
    assert run_many([], []) == []


def test_numba_is_not_imported_before_it_is_used():
    script = (
        "import sys, htm_teacher\n"
        "assert list(htm_teacher.ENGINES) and 'textbook' in htm_teacher.ENGINES\n"
        "htm_teacher.build('toy', htm_teacher.RDSE(resolution=1), 'textbook').run([1, 2])\n"
        "assert not {'numba', 'numpy', 'llvmlite', 'concurrent.futures'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_run_lets_the_pooler_settle_in_its_middle(engine):
    one, other = (
        build("toy", RDSE(resolution=0.5), name, settle_after=33) for name in (engine.name, "textbook")
    )
    assert columns(one.run(waves(100))) == columns(other.run(waves(100)))
    assert one.settled
    assert one.pooler.learning_steps == 33
    assert same(one, other)


def test_without_numba_the_fast_engine_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(sys.modules["htm_teacher.build"], "find_spec", lambda name: None)
    with pytest.raises(ValueError, match=r'needs Numba: pip install -e "\.\[fast\]"'):
        build("toy", RDSE(resolution=1.0), engine="fast")
