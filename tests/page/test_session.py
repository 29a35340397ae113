"""The session without a browser: its commands, and that its records are those of the textbook."""

import json
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from htm_teacher import RDSE, Category, build
from htm_teacher.keep import snapshot
from htm_teacher.series import shipped, sine
from htm_teacher.study.encoding import encode
from htm_teacher.study.readout import readout
from page.asking import SINE, Asker


@pytest.fixture
def ask():
    return Asker()


def test_it_needs_the_standard_library_and_dateutil_only():
    code = (
        "import sys; import htm_teacher.page.session as session;"
        'session.Session().ask(\'{"do": "controls"}\');'
        "tops = {name.partition('.')[0] for name in sys.modules if not name.startswith('_')};"
        "print(sorted(tops - sys.stdlib_module_names - {'htm_teacher', 'dateutil', 'six', 'site'}))"
    )
    plain = [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"]
    ran = subprocess.run(plain, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]", ran.stdout


# Records are those of the textbook.


def plain(step, model, value=None):
    """A textbook step as the page has it, made without the session."""
    prediction, segments, likelihood = step.prediction.get(1), model.memory.segments, model.likelihood
    return {
        "i": step.index,
        "value": step.value if value is None else value,
        "learn": step.learn,
        "bits": sorted(step.encoded.active),
        "expected": sorted(step.predicted_columns),
        "columns": sorted(step.active_columns),
        "cells": sorted(step.active_cells),
        "winners": sorted(step.winner_cells),
        "predictive": sorted(step.predictive_cells),
        "anomaly": step.anomaly,
        "recall": step.recall,
        "precision": step.precision,
        "likelihood": step.likelihood,
        "alarm": step.is_alarm(likelihood, 0.99),
        "next": prediction
        and {
            "value": prediction.value,
            "expected": prediction.median,
            "probability": prediction.distribution[prediction.bucket],
        },
        "segments": len(list(segments)),
        "synapses": sum(len(one.synapses) for one in segments),
        "born": segments.next_serial,
        "gone": segments.next_serial - len(list(segments)),
    }


def through(model, records, values, train):
    steps = []
    for place, (record, value) in enumerate(zip(records, values, strict=True)):
        step = model.step(record, place < train)
        steps.append(plain(step, model, value))
    return steps


def test_a_sine_is_learned_as_by_hand(ask):
    records = ask.run(preset="classroom", steps=200, train=150, seed=7)
    values, encoder = sine(200, 10), RDSE()
    encoder.fit(values[:150])
    assert records == through(build("classroom", encoder, "textbook", 7), values, values, 150)
    assert any(one["segments"] for one in records)


def test_a_measured_series_is_learned_as_by_hand(ask):
    records = ask.run(input={"kind": "water"}, steps=80, train=50)
    series = shipped("water").head(80)
    encoded = encode(series, 50)
    reading = readout(series, 50, encoded.encoder, "toy", {"horizons": (1,)}) | {"rehearsals": 0}
    assert reading["change_widths"]
    model = build("toy", encoded.encoder, "textbook", 1, "flow", **reading)
    assert records == through(model, encoded.records, series.values(), 50)


@pytest.mark.parametrize(("kind", "alarms"), [("noise", False), ("water", True)])
def test_unusually_little_surprise_is_no_alarm(ask, kind, alarms):
    records = ask.run(input={"kind": kind}, steps=700, train=500)
    high = [one for one in records if one["likelihood"] is not None and one["likelihood"] >= 0.99]
    assert high
    assert {one["alarm"] for one in high} == {alarms}
    assert not any(one["alarm"] for one in records if one not in high)


@pytest.mark.parametrize("kind", ["demand", "water"])
def test_a_measured_series_is_predicted_better_than_by_its_last_value(ask, kind):
    records = ask.run(input={"kind": kind}, steps=1000, train=700, preset="toy")[700:]
    pairs = list(pairwise(records))
    errors = sum(abs(one["next"]["expected"] - then["value"]) for one, then in pairs)
    assert errors < sum(abs(one["value"] - then["value"]) for one, then in pairs)


def test_letters_come_in_sequences_with_an_end_to_each(ask):
    records = ask.run(input={"kind": "letters", "pairs": ["ABCD", "XBCY"]}, steps=100, train=100)
    values = [one["value"] for one in records]
    words = "".join(value or " " for value in values).split()
    assert set(words) == {"ABCD", "XBCY"}
    assert words.count("ABCD") == words.count("XBCY") == 10
    model = build("toy", Category(tuple("ABCDXY")), "textbook", 1)
    assert records == through(model, values, values, 100)
    assert all(one["columns"] == [] and one["next"] is None for one in records if one["value"] is None)


@st.composite
def setups(draw):
    kind = draw(
        st.sampled_from(["sine", "square", "noise", "walk", "letters", "demand", "water", "drawn", "csv"])
    )
    given = {"kind": kind, "period": draw(st.floats(2, 30)), "noise": draw(st.sampled_from([0, 0.2, 1]))}
    numbers = st.none() | st.floats(-1e6, 1e6) | st.integers(-5, 5)
    if kind == "drawn":
        given["values"] = draw(st.lists(numbers, min_size=2, max_size=12).filter(any_of))
    if kind == "csv":
        texts = st.none() | st.text(max_size=4)
        given["values"] = draw(
            st.one_of(st.lists(numbers, max_size=30), st.lists(texts, max_size=30)).filter(any_of)
        )
    setup = {"input": given, "steps": draw(st.integers(1, 40)), "preset": "toy", "seed": draw(st.integers())}
    setup["train"] = draw(st.integers(0, 40))
    if draw(st.booleans()):
        setup["noisy_bits"] = draw(st.floats(0, 1))
    if draw(st.booleans()):
        setup["kill"] = {"at": draw(st.integers(0, 40)), "fraction": draw(st.floats(0, 1))}
    if draw(st.booleans()):
        setup["parameters"] = {"boost_strength": draw(st.floats(0, 10)), "predicted_decrement": 0.1}
    return setup


def any_of(values):
    return any(value is not None for value in values)


@settings(max_examples=examples(40))
@given(setup=setups(), size=st.integers(1, 9))
def test_whatever_the_setup_a_fresh_model_gives_the_same_records(setup, size):
    ask = Asker()
    first = ask.answer(json.dumps({"do": "setup", "setup": setup}))
    if "error" in first:
        assert "the input has only missing values" in first["error"]["message"]
        return
    scene = first["ok"]
    model = snapshot.from_bytes(snapshot.to_bytes(ask.model))
    records = []
    while batch := ask("step", run=0, count=size):
        records += batch
    assert scene["setup"]["steps"] == len(scene["values"]) == len(records)
    run, kill = ask.session._commands._runs[0], setup.get("kill", {"at": -1})
    for place, record in enumerate(records):
        if place == kill["at"]:
            model.kill(kill["fraction"])
        step = model.step(run.records[place], place < setup["train"])
        assert record == plain(step, model) | {"value": scene["values"][place]}


def test_the_whole_setup_makes_the_same_run_again(ask):
    changed = {"noisy_bits": 0.1, "parameters": {"boost_strength": 1}, "kill": {"at": 20, "fraction": 0.2}}
    records = ask.run(**changed, encoder={"kind": "scalar", "size": 200})
    scene = ask("setup", setup=SINE | changed | {"encoder": {"kind": "scalar", "size": 200}})
    again = ask("setup", setup=scene["setup"])
    assert again == scene
    assert ask("step", run=0, count=500) == records


def test_steps_end_where_the_values_end(ask):
    assert ask("setup", setup=SINE)["done"] == 0
    assert [one["i"] for one in ask("step", run=0, count=3)] == [0, 1, 2]
    assert ask("step", run=0, count=0) == []
    assert len(ask("step", run=0, count=100_000)) == 117
    assert ask("step", run=0, count=1) == []


@pytest.mark.parametrize("kind", ["auto", "rdse", "scalar"])
def test_the_encoder_is_fitted_to_the_training_rows_alone(ask, kind):
    values = [0, 13] * 5
    scenes = [
        ask(
            "setup",
            setup=SINE
            | {"input": {"kind": "csv", "values": values + rest}, "train": 10, "encoder": {"kind": kind}},
        )
        for rest in ([1, 2], [1000, -1000])
    ]
    assert scenes[0]["encoder"] == scenes[1]["encoder"]
    assert ("0.1 apart" if kind != "scalar" else "from 0 to 13") in scenes[0]["encoder"]


def test_where_training_has_no_values_the_others_are_fitted_to(ask):
    late = {"kind": "csv", "values": [None, None, "a", "b"]}
    for train in (0, 1, 2):
        ask("setup", setup=SINE | {"input": late, "train": train})
        assert [len(one["bits"]) for one in ask("step", run=0, count=4)] == [0, 0, 21, 21]


def test_what_was_chosen_is_noted(ask):
    untested = "All steps are training, so the model is never tested on data it has not learned."
    for train, noted in ((120, True), (500, True), (119, False), (0, False)):
        assert (untested in ask("setup", setup=SINE | {"train": train})["notes"]) == noted
    assert "The input has 4 values, so the run has as many steps." in notes_on(
        ask, {"kind": "csv", "values": [1, 2, 3, 4]}
    )
    assert "The curve of 4 values is repeated." in notes_on(ask, {"kind": "drawn", "values": [1, 2, 3, 4]})
    assert "sine wave: an RDSE of resolution 0.0146, 1/130" in " ".join(notes_on(ask, SINE["input"]))
    crowded = notes_on(ask, SINE["input"], encoder={"kind": "rdse", "size": 40, "active_bits": 20})
    assert "unrelated values share about 10 of 20 bits: increase size" in crowded
    dated = {"kind": "csv", "values": [1, 2], "times": ["2024-01-01", "2024-01-02"]}
    by_hand = notes_on(ask, dated, encoder={"kind": "rdse", "resolution": 1})
    assert "The times are not encoded, because the encoder was chosen by hand." in by_hand
    assert any(
        "10% of the active bits are moved" in one for one in notes_on(ask, SINE["input"], noisy_bits=0.1)
    )


def notes_on(ask, given, **more):
    return ask("setup", setup=SINE | {"input": given} | more)["notes"]


def test_noise_moves_so_many_bits_and_the_same_ones_again(ask):
    clean = ask.run()
    noisy = ask.run(noisy_bits=0.33)
    for before, after in zip(clean, noisy, strict=True):
        assert len(after["bits"]) == 21
        assert len({*before["bits"]} & {*after["bits"]}) == 14
    assert noisy[3]["bits"] != noisy[13]["bits"], "the same value, but the same noise as well"
    assert ask.run(noisy_bits=0.33) == noisy
    other = ask.run(noisy_bits=0.33, seed=2)
    assert [one["bits"] for one in other] != [one["bits"] for one in noisy]


def test_cells_die_before_the_step_that_is_named(ask):
    records = ask.run(kill={"at": 60, "fraction": 0.5})
    healthy = ask.run()
    assert records[:60] == healthy[:60]
    assert records[60] != healthy[60]
    dead = ask.run(kill={"at": 0, "fraction": 1})
    assert all(one["cells"] == [] for one in dead)


# What can be done on the way.


def test_a_branch_is_what_a_fresh_model_does_with_the_change(ask):
    records = ask.run()
    scene = ask("branch", at=50, changes={"memory_permanence_increment": 0.2})
    assert (scene["run"], scene["done"]) == (1, 50)
    assert scene["parameters"]["memory"]["permanence_increment"] == 0.2
    branched = ask("step", run=1, count=500)
    values, encoder = sine(120, 10), RDSE()
    encoder.fit(values[:90])
    model = build("toy", encoder, "textbook", 1)
    before = through(model, values[:50], values[:50], 90)
    model.change(memory_permanence_increment=0.2)
    after = [plain(model.step(value, 50 + place < 90), model) for place, value in enumerate(values[50:])]
    assert (before, after) == (records[:50], branched)
    assert branched != records[50:]
    assert ask("digest", run=0, at=50) != ask("digest", run=1, at=51)


def test_a_branch_without_changes_is_the_first_run_again(ask):
    records = ask.run()
    for at in (0, 1, 64, 119, 120):
        ask("branch", at=at, changes={})
        assert ask("step", run=1, count=500) == records[at:]
        assert ask("digest", run=1, at=120) == ask("digest", run=0, at=120)


def test_what_is_done_now_is_done_between_two_steps(ask):
    ask("setup", setup=SINE)
    ask("step", run=0, count=40)
    killed = ask("kill", run=0, fraction=0.25)
    assert killed == sorted(killed)
    assert len(killed) == 64
    assert ask("look_cell", run=0, at=40, cell=killed[0])["dead"]
    ask("reset", run=0)
    ask("change", run=0, changes={"active_column_count": 4})
    (record,) = ask("step", run=0, count=1)
    assert record["expected"] == []
    assert record["anomaly"] is None
    assert len(record["columns"]) == 4
    assert not {*killed} & {*record["cells"]}
    assert not ask("look_cell", run=0, at=39, cell=killed[0])["dead"]
    assert ask("look_cell", run=0, at=41, cell=killed[0])["dead"]


def test_the_digest_tells_states_apart_and_nothing_else(ask):
    ask.run()
    digests = [ask("digest", run=0, at=at) for at in range(0, 121, 10)]
    assert len(set(digests)) == len(digests)
    other = Asker()
    other.run()
    assert [other("digest", run=0, at=at) for at in range(120, -1, -10)] == digests[::-1]
