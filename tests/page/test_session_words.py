"""What the session says of the textbook and of what can be changed is true of both."""

import dataclasses
import json
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from htm_teacher import PRESETS, RDSE, build
from htm_teacher.core import READING_ORDER
from htm_teacher.core.parameters import PARTS
from htm_teacher.page import chapters, protocol
from htm_teacher.page.controls import part_of
from htm_teacher.page.first_run import LETTERS, SETUP, first_run
from page.asking import SINE, Asker

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def ask():
    return Asker()


# The textbook.


def test_the_sources_are_the_files_in_reading_order(ask):
    files = ask("sources")["files"]
    assert [one["path"] for one in files] == [f"core/{name}" for name, _ in READING_ORDER]
    assert files[0]["path"] == "core/one_page.py"
    for one in files:
        assert one["text"] == (ROOT / "src" / "htm_teacher" / one["path"]).read_text()


EXPECTED = {
    "encode": ["hashed_bits("],
    "overlap": ["def overlaps", "stimulus_threshold"],
    "inhibit": ["def inhibit", "nlargest", "def _wins_locally"],
    "learn_columns": ["def _learn", "def _raise_weak_columns", "def _update_boost"],
    "activate": ["def _activate", "burst", "def _least_used"],
    "learn_segments": ["def _learn", "def _punish", "def _grow"],
    "predict": ["def _predict", "activation_threshold", "def count_connected"],
    "read_out": ["def compute", "def predict"],
}


@pytest.mark.parametrize("stage", EXPECTED)
def test_a_stage_is_where_its_code_is(ask, stage):
    answer = Asker()("sources")
    texts = {one["path"]: one["text"].splitlines() for one in answer["files"]}
    found = answer["stages"][stage]
    lines = texts[found["path"]][found["first"] - 1 : found["last"]]
    assert lines[0].lstrip().startswith("def ")
    for word in EXPECTED[stage]:
        assert word in "\n".join(lines)
    following = next(line for line in [*texts[found["path"]][found["last"] :], "def "] if line.strip())
    assert not following.startswith("        "), "the last function is cut"
    assert found["says"].endswith(".")


def test_no_line_belongs_to_two_stages(ask):
    taken = [
        (one["path"], line)
        for one in ask("sources")["stages"].values()
        for line in range(one["first"], one["last"] + 1)
    ]
    assert len(set(taken)) == len(taken)


def test_the_stages_are_those_of_the_protocol(ask):
    assert tuple(ask("sources")["stages"]) == get_args(protocol.Stage)


def test_encoding_is_shown_for_the_encoder_in_use():
    ask = Asker()
    for given, encoder, path in (
        ({"kind": "sine"}, "auto", "core/encoders/rdse.py"),
        ({"kind": "sine"}, "scalar", "core/encoders/scalar.py"),
        ({"kind": "letters"}, "auto", "core/encoders/scalar.py"),
        ({"kind": "water"}, "auto", "core/encoders/rdse.py"),
    ):
        setup = SINE | {
            "input": given,
            "encoder": {"kind": encoder},
            "noisy_bits": 0.1,
            "steps": 50,
            "train": 30,
        }
        ask("setup", setup=setup)
        stage = ask("sources")["stages"]["encode"]
        assert stage["path"] == path
        text = (ROOT / "src" / "htm_teacher" / path).read_text().splitlines()
        assert text[stage["first"] - 1].strip() == "def bits(self, value: Any) -> set[int]:"


def test_lines_move_with_the_text():
    stage = chapters.STAGES["overlap"]
    text = (ROOT / "src/htm_teacher/core/spatial_pooler.py").read_text()
    before = chapters._lines(stage, text)
    after = chapters._lines(stage, f"# one\n# two\n{text}")
    assert (after["first"], after["last"]) == (before["first"] + 2, before["last"] + 2)
    gone = chapters._lines(stage, text.replace("def overlaps", "def hearing"))
    assert (gone["first"], gone["last"]) == (1, len(text.splitlines()))


# The controls.


def test_every_number_of_the_machine_can_be_changed_but_for_those_named_here(ask):
    offered = {part_of(one["name"]) for one in ask("controls")}
    every = {(part, one.name) for part, kind in PARTS.items() for one in dataclasses.fields(kind)}
    left = {
        ("pooler", "inputs"),  # as many as the encoder makes
        ("memory", "columns"),  # one number with the pooler's
        ("classifier", "horizons"),  # the page draws the next step
        *(
            ("classifier", name) for name in ("change_widths", "change_origins")
        ),  # and predicts values, with the plain classifier
        *(("classifier", name) for name in ("reads_bits", "spread", "rehearsals", "rehearsal_window")),
        *(("pooler", name) for name in ("input_dimensions", "column_dimensions", "potential_radius")),
        *(("pooler", name) for name in ("inhibition", "inhibition_radius", "wrap_around")),
    }
    assert offered == every - left


@pytest.mark.parametrize("preset", PRESETS)
def test_controls_say_what_the_presets_have(ask, preset):
    model = build(preset, RDSE(resolution=1, size=64, active_bits=5), "textbook")
    for one in ask("controls"):
        part, parameter = part_of(one["name"])
        assert part == one["part"]
        assert one["defaults"][preset] == getattr(getattr(model, part).parameters, parameter)


def test_controls_have_ranges_that_hold_their_defaults(ask):
    for one in ask("controls"):
        assert one["low"] < one["high"], one["name"]
        assert 0 < one["step"] <= one["high"] - one["low"], one["name"]
        for value in one["defaults"].values():
            assert one["low"] <= value <= one["high"], one["name"]
            places = (value - one["low"]) / one["step"]
            assert places == pytest.approx(round(places), abs=1e-6), (one["name"], "no stop at", value)


def test_controls_say_and_allow_what_is_declared(ask):
    for one in ask("controls"):
        part, parameter = part_of(one["name"])
        declared = PARTS[part].declared()[parameter]
        assert one["says"].startswith(f"{declared.says} "), one["name"]
        assert (one["unit"], one["fixed"]) == (declared.unit, declared.fixed), one["name"]
        assert declared.low <= one["low"] < one["high"] <= declared.high, one["name"]


SMALL = SINE | {"encoder": {"kind": "rdse", "size": 100, "active_bits": 9}, "steps": 3}


def test_both_ends_of_every_control_make_a_machine_or_say_with_what_they_do_not_go():
    ask = Asker()
    for one in ask("controls"):
        for value in (one["low"], one["high"]):
            setup = SMALL | {"parameters": {one["name"]: value}}
            answer = ask.answer(json.dumps({"do": "setup", "setup": setup}))
            if "error" not in answer:
                part, parameter = part_of(one["name"])
                assert answer["ok"]["parameters"][part][parameter] == value
                assert len(ask("step", run=0, count=3)) == 3
            else:
                message = answer["error"]["message"]
                assert one["label"] in message.replace("a segment holds", "Synapses in a segment")


def test_what_is_fixed_cannot_be_changed_on_the_way_and_the_rest_can():
    ask = Asker()
    ask("setup", setup=SMALL)
    ask("step", run=0, count=2)
    for one in ask("controls"):
        other = one["defaults"]["toy"] + one["step"] * (-1 if one["name"] == "learning_threshold" else 1)
        answer = ask.answer(json.dumps({"do": "change", "run": 0, "changes": {one["name"]: other}}))
        if one["fixed"]:
            assert "cannot change while the model runs" in answer["error"]["message"]
        else:
            assert answer == {"ok": None}, one["name"]


def test_controls_speak_plainly(ask):
    for one in ask("controls"):
        assert one["label"][0].isupper()
        assert one["says"].endswith(".")
        assert 40 < len(one["says"]) < 240
    labels = [one["label"] for one in ask("controls")]
    assert len(set(labels)) == len(labels)


# The first run.


def test_the_first_run_is_what_the_session_answers():
    made, ask = first_run(), Asker()
    assert made["scene"] == ask("setup", setup=SETUP)
    assert made["records"][:30] == ask("step", run=0, count=30)
    assert len(made["records"]) == 400
    assert made["records"][-1]["recall"] == 1.0
    ask("setup", setup=LETTERS)
    letters = ask("step", run=0, count=LETTERS["steps"])
    assert [one["value"] for one in letters] == list("ABCBDB" * 13)
    assert made["opening"] == [{name: one[name] for name in made["opening"][0]} for one in letters]


def test_the_first_screen_sees_guesses_and_predictions_become_right():
    steps = first_run()["opening"]
    right = [before["next"]["value"] == one["value"] for before, one in pairwise(steps)]
    assert sum(right[:5]) == 1  # the first round
    assert all(right[5:])  # and no wrong guess later
    rounds = [steps[first : first + 6] for first in range(0, len(steps), 6)]
    predicted = [sum(len({*one["columns"]} & {*one["expected"]}) for one in letters) for letters in rounds]
    assert predicted[:3] == [0, 0, 1]
    assert predicted[-2:] == [36, 36]  # it ends on its best round
    assert len(steps) * 0.25 < 20  # seconds


def test_encoders_are_described_in_words():
    ask = Asker()
    for choice, words in (
        (
            {"kind": "rdse", "resolution": 0.25},
            "RDSE, 21 of 400 bits are on, and values 0.25 apart share all but one.",
        ),
        (
            {"kind": "scalar", "size": 100, "active_bits": 9},
            "Scalar, 9 of 100 bits are on, a block that slides from -0.",
        ),
    ):
        assert ask("setup", setup=SINE | {"encoder": choice})["encoder"].startswith(words)
