"""Looking from the session: every look is what a fresh model shows, and none of them moves anything."""

import json
import re
from collections import Counter
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from htm_teacher import RDSE, build
from htm_teacher.core.explain import explain
from htm_teacher.page import names
from page.asking import SINE, Asker

STEPS, TRAIN = 200, 150
NOISY = SINE | {
    "input": {"kind": "sine", "period": 10, "noise": 0.02},
    "parameters": {"boost_strength": 1},
    "steps": STEPS,
    "train": TRAIN,
}


@pytest.fixture(scope="module")
def ask():
    """A session at the end of its run, which nothing here moves."""
    ask = Asker()
    ask.run(**NOISY)
    return ask


@pytest.fixture(scope="module")
def records():
    return Asker().run(**NOISY)


@cache
def models():
    """{steps: the model after so many}, made by hand; and the values."""
    values = Asker()("setup", setup=NOISY)["values"]
    encoder = RDSE()
    encoder.fit(values[:TRAIN])
    model, found = build("toy", encoder, "textbook", 1, boost_strength=1), {}
    for place, value in enumerate(values):
        if place % 10 == 0:
            found[place] = deepcopy(model)
        model.step(value, place < TRAIN)
    return found | {STEPS: model}, values


PLACES = [10, 60, 130, 190]


@pytest.mark.parametrize("at", PLACES)
def test_a_column_is_shown_as_the_step_met_it(ask, records, at):
    all_models, values = models()
    model, record = all_models[at], records[at]  # so this is the record of the step after `at` steps
    overlaps = model.pooler.overlaps(model.encoder.encode(values[at]))
    boosted = [overlap * boost for overlap, boost in zip(overlaps, model.pooler.boost, strict=True)]
    looks = [ask("look_column", run=0, at=at + 1, column=column) for column in range(64)]
    assert [look["overlap"] for look in looks] == overlaps
    assert [look["score"] for look in looks] == [one / 1000 for one in boosted]
    assert [look["column"] for look in looks if look["active"]] == record["columns"]
    assert [look["column"] for look in looks if look["expected"]] == record["expected"]
    assert sorted(look["rank"] for look in looks) == list(range(1, 65))
    for look in looks:
        column = look["column"]
        assert dict(zip(look["pool"], look["permanences"], strict=True)) == model.pooler.pool_of(column)
        assert look["active"] == (look["rank"] <= 6)
        assert look["cut"] == min(boosted[one] for one in record["columns"]) / 1000
        assert look["boost"] == model.pooler.boost[column] / 1000
        assert look["active_duty"] == model.pooler.activity_duty[column]
        assert look["overlap_duty"] == model.pooler.overlap_duty[column]
        assert look["sentence"].startswith(f"Minicolumn {column} {'won' if look['active'] else 'lost'}: ")
        assert (
            f"place {look['rank']} of 64" in look["sentence"] or "no connected synapses" in look["sentence"]
        )
        heard = {i for i, held in zip(look["pool"], look["permanences"], strict=True) if held >= 0.2}
        assert len(heard & {*record["bits"]}) == look["overlap"]


@pytest.mark.parametrize("at", PLACES)
def test_the_ranking_is_that_of_the_columns(ask, records, at):
    ranking = ask("overlaps", run=0, at=at)
    looks = sorted(
        (ask("look_column", run=0, at=at, column=c) for c in range(64)), key=lambda one: one["rank"]
    )
    assert ranking["columns"] == [look["column"] for look in looks]
    assert ranking["overlaps"] == [look["overlap"] for look in looks]
    assert ranking["scores"] == [look["score"] for look in looks]
    assert ranking["scores"] == sorted(ranking["scores"], reverse=True)
    assert sorted(ranking["columns"][: ranking["winners"]]) == records[at - 1]["columns"]
    assert ranking["cut"] == ranking["scores"][ranking["winners"] - 1]
    assert [column for column, _ in ranking["heard"]] == ranking["columns"][: ranking["winners"]]
    of = {look["column"]: look for look in looks}
    for column, bits in ranking["heard"]:
        pool = dict(zip(of[column]["pool"], of[column]["permanences"], strict=True))
        connected = {bit for bit, held in pool.items() if held >= of[column]["connected_permanence"]}
        assert bits == sorted(connected & {*records[at - 1]["bits"]})
        assert len(bits) == of[column]["overlap"]


def test_in_a_tie_the_sentence_says_so():
    ask = Asker()
    ask("setup", setup=SINE)
    ask("step", run=0, count=1)
    ranking = ask("overlaps", run=0, at=1)
    place = ranking["winners"]
    looks = [ask("look_column", run=0, at=1, column=column) for column in ranking["columns"]]
    tied = [look for look in looks[place:] if look["score"] == ranking["cut"]]
    others = [look for look in looks[place:] if 0 < look["score"] < ranking["cut"]]
    assert others
    assert all("in a tie, the priority decides" in look["sentence"] for look in tied)
    assert all(f"it needs a score of {ranking['cut']:g}." in look["sentence"] for look in others)


def test_a_column_that_hears_nothing_or_too_little_is_said_to():
    ask = Asker()
    ask("setup", setup=SINE | {"parameters": {"stimulus_threshold": 14}})
    ask("step", run=0, count=1)
    assert (
        ask("look_column", run=0, at=0, column=1)["sentence"]
        == "Minicolumn 1 is not active: this step has no input."
    )
    looks = [ask("look_column", run=0, at=1, column=column) for column in range(64)]
    said = [look["sentence"] for look in looks if look["overlap"] == 0]
    assert said
    assert all("fewer connected synapses than the stimulus threshold of 14" in one for one in said)


@pytest.mark.parametrize("at", [0, *PLACES, STEPS])
def test_a_cell_is_explained_as_in_python(ask, at):
    model = models()[0][at]
    memory = model.memory
    for cell in range(memory.size):
        look, why = ask("look_cell", run=0, at=at, cell=cell), explain(memory, cell)
        _, _, reason = str(why).partition(")")
        assert (look["sentence"], look["predictive"], look["column"]) == (
            f"Cell {cell % memory.parameters.cells_per_column} of minicolumn {why.column}{reason}",
            why.predictive,
            why.column,
        )
        assert look["active"] == (cell in memory.now.active_cells)
        assert look["winner"] == (cell in memory.now.winner_cells)
        assert (look["activation_threshold"], look["learning_threshold"]) == (5, 4)
        shown = zip(look["dendrites"], why.dendrites, memory.segments_of(cell), strict=True)
        for dendrite, known, segment in shown:
            synapses = [(one.source, one.permanence, one.connected, one.active) for one in known.synapses]
            assert [tuple(one.values()) for one in dendrite["synapses"]] == synapses
            assert (dendrite["serial"], dendrite["state"]) == (known.serial, known.state)
            assert dendrite["connected_active"] == known.connected_active
            assert dendrite["potential_active"] == known.potential_active
            assert dendrite["last_used"] == segment.last_used - 1  # the memory's first step is 1


def test_a_segment_knows_the_step_in_which_it_was_born(ask, records):
    born = {}
    for place, record in enumerate(records):
        before = records[place - 1]["born"] if place else 0
        born |= dict.fromkeys(range(before, record["born"]), place)
    seen = set()
    for cell in range(256):
        for dendrite in ask("look_cell", run=0, at=STEPS, cell=cell)["dendrites"]:
            assert dendrite["born"] == born[dendrite["serial"]] <= dendrite["last_used"]
            seen.add(dendrite["serial"])
    assert len(seen) == records[-1]["segments"]


@pytest.mark.slow
def test_a_bit_says_what_turns_it_on(ask, records):
    model, values = models()[0][60], models()[1]
    for bit in range(0, 400, 7):
        look = ask("look_bit", run=0, at=61, bit=bit)
        assert look["on"] == (bit in records[60]["bits"])
        assert look["connected"] == [c for c in range(64) if model.pooler.pool_of(c).get(bit, 0) >= 0.2]
        assert look["potential"] == sum(bit in model.pooler.pool_of(c) for c in range(64))
        on = {value for value in values if bit in model.encoder.encode(value).active}
        ranges = look["sentence"].removeprefix(f"Bit {bit} of 400: on for ").removesuffix(".")
        if ranges == "none of these values":
            assert not on
            continue
        spans = [[float(end) for end in one.split(" to ")] for one in ranges.split(", ")]
        width = model.encoder.resolution
        for value in values:
            inside = any(span[0] - width / 2 <= value <= span[-1] + width / 2 for span in spans)
            assert (value in on) <= inside


def test_a_bit_that_noise_has_moved_says_so():
    ask = Asker()
    clean = ask.run(steps=5)
    noisy = ask.run(steps=5, noisy_bits=0.5)
    moved_off = next(iter({*clean[2]["bits"]} - {*noisy[2]["bits"]}))
    moved_on = next(iter({*noisy[2]["bits"]} - {*clean[2]["bits"]}))
    assert ask("look_bit", run=0, at=3, bit=moved_off)["sentence"].endswith(
        "Noise has turned it off at this step."
    )
    assert ask("look_bit", run=0, at=3, bit=moved_on)["sentence"].endswith(
        "Noise has turned it on at this step."
    )
    stayed = next(iter({*noisy[2]["bits"]} & {*clean[2]["bits"]}))
    assert "Noise" not in ask("look_bit", run=0, at=3, bit=stayed)["sentence"]


def test_a_burst_says_what_had_been_expected(ask, records):
    seen = Counter()
    for at in range(2, STEPS + 1):
        record, before = records[at - 1], records[at - 2]
        burst = ask("look_burst", run=0, at=at, column=None)
        assert burst["expected_columns"] == record["expected"]
        first, *others = burst["expected_values"]
        assert (first["value"], first["probability"]) == (
            before["next"]["value"],
            before["next"]["probability"],
        )
        assert all(one["probability"] <= first["probability"] for one in others)
        surprises = len({*record["columns"]} - {*record["expected"]})
        missed = len({*record["expected"]} - {*record["columns"]})
        if not record["expected"]:
            assert burst["sentence"].startswith("All 6 columns burst: nothing was predicted.")
            seen["nothing"] += 1
        elif surprises:
            assert burst["sentence"].startswith(f"{surprises} of 6 columns burst; ")
            assert f"{missed} did not become active" in burst["sentence"] or (
                missed == 0 and "all became active" in burst["sentence"]
            )
            seen["some"] += 1
        else:
            assert burst["sentence"].startswith("No column burst: all 6 were among the ")
            seen["none"] += 1
    assert min(seen.values()) > 0
    assert len(seen) == 3


def test_a_column_that_burst_is_told_from_one_that_did_not(ask, records):
    record = next(one for one in records[60:] if {*one["expected"]} - {*one["columns"]})
    for column in range(64):
        said = ask("look_burst", run=0, at=record["i"] + 1, column=column)["sentence"]
        came, expected = column in record["columns"], column in record["expected"]
        words = {
            (True, True): "did not burst: it was predicted",
            (True, False): "burst, all its living cells at once",
            (False, True): "is not active, although it was predicted",
            (False, False): "is not active, and it was not predicted",
        }
        assert words[came, expected] in said


def test_where_nothing_can_burst_that_is_said():
    ask = Asker()
    ask.run(input={"kind": "letters"}, steps=12)
    assert ask("look_burst", run=0, at=0, column=None)["sentence"] == "No step has been done yet."
    assert "became active without a context" in ask("look_burst", run=0, at=1, column=None)["sentence"]
    assert "This step has no input" in ask("look_burst", run=0, at=5, column=3)["sentence"]
    assert ask("overlaps", run=0, at=5) | {"columns": []} == {
        "columns": [],
        "overlaps": [0] * 64,
        "scores": [0] * 64,
        "winners": 0,
        "cut": None,
        "heard": [],
    }


@pytest.mark.parametrize("at", [0, *PLACES, STEPS])
def test_permanences_are_counted_once_each(ask, at):
    model = models()[0][at]
    pools = [held for column in range(64) for held in model.pooler.pool_of(column).values()]
    synapses = [held for one in model.memory.segments for held in one.permanences().values()]
    for name, held in {"proximal": pools, "distal": synapses}.items():
        histogram = ask("permanences", run=0, at=at)[name]
        edges = histogram["edges"]
        assert len(edges) == len(histogram["counts"]) + 1
        for place, count in enumerate(histogram["counts"]):
            last = place == len(histogram["counts"]) - 1
            inside = [one for one in held if edges[place] <= one and (one < edges[place + 1] or last)]
            assert len(inside) == count
    both = ask("permanences", run=0, at=at)
    assert (both["proximal"]["threshold"], both["distal"]["threshold"]) == (0.2, 0.5)


@pytest.mark.parametrize("at", [0, *PLACES, STEPS])
def test_duty_segments_and_distribution_are_those_of_the_model(ask, records, at):
    model = models()[0][at]
    assert ask("duty", run=0, at=at) == {
        "active": model.pooler.activity_duty,
        "overlap": model.pooler.overlap_duty,
        "boost": [one / 1000 for one in model.pooler.boost],
        "target": 6 / 64,
    }
    look, there = ask("segments", run=0, at=at), list(model.memory.segments)
    assert +Counter(dict(enumerate(look["sizes"]))) == Counter(len(one.synapses) for one in there)
    assert sum(look["ages"]) == sum(look["idle"]) == sum(look["sizes"]) == len(there)
    idle = [0] * 20
    for one in there:
        idle[(at - one.last_used) * 20 // at] += 1
    assert look["idle"] == idle
    distribution = ask("distribution", run=0, at=at)
    if at == 0:
        assert distribution == {"values": [], "probabilities": []}
        return
    prediction = model.classifier.predict(model.memory.now.winner_cells)[1]
    assert distribution["values"] == list(prediction.values)
    assert distribution["probabilities"] == list(prediction.probabilities)
    assert max(distribution["probabilities"]) == records[at - 1]["next"]["probability"]


looks = st.one_of(
    st.tuples(
        st.sampled_from(["overlaps", "permanences", "duty", "segments", "distribution", "digest"]),
        st.just({}),
    ),
    st.tuples(st.just("look_column"), st.fixed_dictionaries({"column": st.integers(0, 63)})),
    st.tuples(st.just("look_cell"), st.fixed_dictionaries({"cell": st.integers(0, 255)})),
    st.tuples(st.just("look_bit"), st.fixed_dictionaries({"bit": st.integers(0, 399)})),
    st.tuples(st.just("look_burst"), st.fixed_dictionaries({"column": st.none() | st.integers(0, 63)})),
    st.tuples(st.just("save"), st.just({})),
)


@cache
def two_runs(_):
    """A session with a run and a branch of it, both on their way."""
    ask = Asker()
    ask("setup", setup=NOISY | {"noisy_bits": 0.1})
    ask("step", run=0, count=40)
    ask("branch", at=20, changes={"predicted_decrement": 0.1})
    ask("kill", run=1, fraction=0.1)
    ask("step", run=1, count=20)
    return ask


def forgetful(ask):
    """The same session, with no model at hand from a look before."""
    for run in ask.session._commands._runs.values():
        run.history._cursors.clear()
    return ask


@pytest.mark.slow
@settings(max_examples=examples(25))
@given(asked=st.lists(st.tuples(looks, st.integers(0, 40), st.sampled_from([0, 1])), min_size=1, max_size=8))
def test_in_whatever_order_one_looks_the_answers_are_the_same_and_nothing_moves(asked):
    looking, fresh = two_runs("looking"), two_runs("fresh")
    for (name, arguments), at, run in asked:
        answer = looking(name, run=run, at=at, **arguments)
        assert answer == forgetful(fresh)(name, run=run, at=at, **arguments)
    for run in (0, 1):
        assert looking("digest", run=run, at=40) == two_runs("never looked at")("digest", run=run, at=40)


@pytest.mark.slow
def test_after_looking_both_runs_go_on_as_if_nobody_had():
    two_runs.cache_clear()
    looking, left_alone = two_runs("looking"), two_runs("left alone")
    for at in (40, 3, 39, 0, 40):
        for run in (0, 1):
            for name in ("overlaps", "permanences", "duty", "segments", "distribution", "save"):
                looking(name, run=run, at=at)
            looking("look_burst", run=run, at=at, column=None)
            looking("look_cell", run=run, at=at, cell=100)
            looking("look_column", run=run, at=at, column=10)
            looking("look_bit", run=run, at=at, bit=10)
    for run in (0, 1):
        assert looking("step", run=run, count=200) == left_alone("step", run=run, count=200)
    two_runs.cache_clear()


def test_values_are_encoded_without_touching_the_run(ask):
    encoder = models()[0][0].encoder
    for value in (0, 0.5, -1, None):
        assert ask("encode", value=value)["bits"] == sorted(encoder.encode(value).active)
    other = Asker()
    records = other.run(input={"kind": "water"}, steps=20, noisy_bits=0.2)
    other("setup", setup=SINE | {"input": {"kind": "water"}, "steps": 20, "noisy_bits": 0.2})
    other("step", run=0, count=10)
    assert len(other("encode", value=100)["bits"]) == 21
    assert other("encode", value=100) == other("encode", value=100)
    assert other("step", run=0, count=10) == records[10:]


def test_no_answer_has_what_json_has_not():
    ask = Asker()
    ask.run(input={"kind": "csv", "values": [1, None, 3] * 20}, steps=60)
    for at in range(61):
        for name in ("overlaps", "permanences", "duty", "segments", "distribution"):
            assert "NaN" not in json.dumps(ask(name, run=0, at=at))


@pytest.mark.slow
def test_with_little_room_for_models_the_past_is_the_same(ask, monkeypatch):
    monkeypatch.setattr("htm_teacher.page.live_run.MOST_BYTES", 200_000)
    cramped = Asker()
    cramped.run(**NOISY)
    models_held = cramped.session._commands._runs[0].history._models
    assert (
        sum(map(len, models_held.values()))
        < 200_000
        < sum(map(len, ask.session._commands._runs[0].history._models.values()))
    )
    for at in (0, 63, 64, 65, 130, 199, 200):
        assert cramped("digest", run=0, at=at) == ask("digest", run=0, at=at)
        assert cramped("overlaps", run=0, at=at) == ask("overlaps", run=0, at=at)


def test_columns_and_cells_are_named_in_one_place_as_in_the_picture():
    folder = Path(names.__file__).parent
    own = {
        file.name: found
        for file in folder.glob("*.py")
        if file.name != "names.py"
        if (found := re.findall(r"\b(?:[Cc]ell|[Cc]olumn) \{(?!shown)", file.read_text(encoding="utf-8")))
    }
    assert own == {}
    assert names.column_called(19) == "Minicolumn 19"
    assert names.cell_called(157, 8) == "Cell 5 of minicolumn 19"
