"""The survey: what it says of each moment is what the model was then, and the model stays as it is."""

import numpy as np
import pytest

from htm_teacher import RDSE, History, build
from htm_teacher.keep.snapshot import to_bytes
from htm_teacher.plot.survey import PROBES, Survey, survey, surveyed


@pytest.fixture(scope="module")
def eventful() -> History:
    """A run with resets, missing values, deaths, a changed threshold, segments that go, and a test."""
    changes = {"max_segments_per_cell": 2, "predicted_decrement": 0.1}
    history = History(build("toy", RDSE(resolution=0.1), **changes))
    for step in range(150):
        if step % 40 == 39:
            history.reset()
        if step == 70:
            history.kill(0.1)
        if step == 100:
            history.change(memory_connected_permanence=0.3)
        history.step(None if step % 25 == 24 else step * step % 7, learn=step < 130)
    return history


@pytest.fixture(scope="module")
def taken(eventful) -> Survey:
    return survey(eventful, samples=13)


def model_then(taken, moment):
    return taken.history.at(moment.steps)


def test_it_looks_from_before_the_first_step_to_after_the_last_and_evenly(taken):
    assert [moment.steps for moment in taken.samples] == [round(place * 12.5) for place in range(13)]


@pytest.mark.parametrize("place", [0, 5, 9, 12])
def test_permanences_are_those_of_the_model_then(taken, place):
    moment = taken.samples[place]
    model = model_then(taken, moment)
    pools = model.pooler.permanences
    segments = [segment.synapses for segment in model.memory.segments]
    thresholds = {0: 0.5, 5: 0.5, 9: 0.3, 12: 0.3}
    for seen, dendrites, threshold in (
        (moment.proximal, pools, 0.2),
        (moment.distal, segments, thresholds[place]),
    ):
        held = [permanence for one in dendrites for permanence in one.values()]
        parts = [0] * 50
        for permanence in held:
            parts[min(permanence // 200, 49)] += 1
        assert seen.counts.tolist() == parts
        assert seen.connected == sum(permanence >= threshold * 10_000 for permanence in held)
        assert seen.threshold == threshold


@pytest.mark.parametrize("place", [0, 5, 9, 12])
def test_columns_and_segments_are_those_of_the_model_then(taken, place):
    moment = taken.samples[place]
    model = model_then(taken, moment)
    pooler, memory = model.pooler, model.memory
    assert moment.overlap_duty.tolist() == pooler.overlap_duty
    assert moment.activity_duty.tolist() == pooler.activity_duty
    assert moment.boost.tolist() == [factor / 1000 for factor in pooler.boost]
    segments = list(memory.segments)
    assert moment.serials.tolist() == [segment.serial for segment in segments]
    assert moment.owners.tolist() == [segment.cell for segment in segments]
    assert moment.last_used.tolist() == [segment.last_used for segment in segments]
    assert moment.sizes.tolist() == [len(segment.synapses) for segment in segments]
    assert moment.next_serial == memory.segments.next_serial


def test_the_run_has_what_these_tests_are_about(taken):
    last = taken.samples[-1]
    assert 0 < len(last.serials) < last.next_serial
    assert taken.clock[-1] == 150 - 6


def test_segments_made_and_the_memorys_clock_are_known_after_every_step(taken):
    for steps in (0, 1, 24, 25, 70, 111, 150):
        memory = taken.history.at(steps).memory
        assert taken.made[steps] == memory.segments.next_serial
        assert taken.clock[steps] == memory.steps
    assert len(taken.made) == len(taken.clock) == 151


def test_answers_are_the_winners_for_inputs_from_all_over_the_run(taken):
    history = taken.history
    places = np.linspace(0, 149, PROBES).round().astype(int).tolist()
    probes = [history[place].encoded for place in places if history[place].encoded.active]
    assert len(probes) == PROBES - 4  # four of these values are missing
    for moment in taken.samples[::4]:
        pooler = model_then(taken, moment).pooler
        assert moment.answers == [pooler.compute(probe, learn=False) for probe in probes]


def test_the_model_does_not_move(eventful):
    before = to_bytes(eventful.model)
    survey(eventful, samples=5)
    assert to_bytes(eventful.model) == before


def test_how_often_it_looks_makes_no_difference_to_what_it_sees(eventful):
    """A look that moved the model would show in all that come after it."""
    one, other = (survey(eventful, samples).samples[-1] for samples in (2, 60))
    assert one.proximal.counts.tolist() == other.proximal.counts.tolist()
    assert one.distal.counts.tolist() == other.distal.counts.tolist()
    assert one.serials.tolist() == other.serials.tolist()


def test_a_short_run_is_looked_at_after_every_step():
    history = History(build("toy", RDSE(resolution=0.1)))
    history.run([1, 2, None])
    assert [moment.steps for moment in survey(history).samples] == [0, 1, 2, 3]


def test_a_run_of_missing_values_has_no_answers():
    history = History(build("toy", RDSE(resolution=0.1)))
    history.run([None, None])
    assert [moment.answers for moment in survey(history).samples] == [[], [], []]


def test_of_a_long_run_the_inputs_are_from_what_is_still_held():
    history = History(build("toy", RDSE(resolution=0.1)), keep=5)
    history.run(range(40))
    pooler, last = history.model.pooler, survey(history, samples=2).samples[-1]
    held = [history[place].encoded for place in range(35, 40)]
    assert last.answers == [pooler.compute(one, learn=False) for one in held]


def test_progress_is_told_after_each_step(eventful):
    told = []
    survey(eventful, samples=2, progress=lambda done, of: told.append((done, of)))
    assert told == [(done, 150) for done in range(1, 151)]


def test_a_survey_is_not_taken_twice(taken, history):
    assert surveyed(taken) is taken
    assert surveyed(history).history is history


def test_what_cannot_be_looked_at_is_an_error(eventful):
    with pytest.raises(ValueError, match="history has no steps yet"):
        survey(History(build("toy", RDSE(resolution=0.1))))
    with pytest.raises(ValueError, match="samples"):
        survey(eventful, samples=1)
