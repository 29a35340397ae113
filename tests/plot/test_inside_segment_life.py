"""The life of segments: what is drawn is what was born, used and gone in the recorded run."""

import random

import numpy as np
import pytest

from htm_teacher import RDSE, Category, Fields, History, build
from htm_teacher.keep.snapshot import to_bytes
from htm_teacher.plot.inside.segment_life import classes, life_of_segments, lives
from htm_teacher.plot.survey import Survey, survey
from plot.runs import line, pixels

SIZES = "How many exist, by their number of synapses"
FLOW = "Created and removed"
MAP = "When each was created and last used"


@pytest.fixture(scope="module")
def restless() -> History:
    """A run in which segments come and go, with missing values, a reset, and a test at the end."""
    changes = {"max_segments_per_cell": 2, "predicted_decrement": 0.15}
    history, draw = History(build("toy", RDSE(resolution=0.1), **changes)), random.Random(1)
    for step in range(150):
        if step == 60:
            history.reset()
        history.step(None if step % 25 == 24 else step % 5 + draw.choice([0, 0, 3]), learn=step < 130)
    return history


@pytest.fixture(scope="module")
def seen(restless) -> Survey:
    return survey(restless, samples=16)


@pytest.fixture(scope="module")
def truth(restless):
    """{serial: [step of birth, step of last use, first step after which it is missing]}, step by step."""
    known, uses = {}, {}
    for steps, model in enumerate(restless.replay()):
        living = {segment.serial: segment.last_used for segment in model.memory.segments}
        for serial, used in living.items():
            life = known.setdefault(serial, [steps - 1, steps - 1, None])
            if uses.get(serial, used) != used:
                life[1] = steps - 1
            uses[serial] = used
        for serial in known.keys() - living.keys():
            if known[serial][2] is None:
                known[serial][2] = steps - 1
    return known


def panel(sheet, title):
    (found,) = (axes for axes in sheet.body.axes if axes.get_title(loc="left") == title)
    return found


def squares(axes):
    """The map: {(across, up): how many}, by the steps in the middle of its squares, and their side."""
    (mesh,) = (one for one in axes.collections if hasattr(one, "get_coordinates"))
    counts, corners = np.ma.filled(mesh.get_array(), 0), mesh.get_coordinates()
    side = corners[0, 1, 0] - corners[0, 0, 0]
    return counts, corners[0, :-1, 0], side


def test_every_life_is_known_to_the_step(seen, truth):
    found = lives(seen)
    last = seen.samples[-1].serials.tolist()
    assert found.created.tolist() == [truth[serial][0] for serial in last]
    assert found.used.tolist() == [truth[serial][1] for serial in last]


def test_the_gone_went_between_the_look_that_saw_them_and_the_one_that_missed_them(seen, truth):
    found = lives(seen)
    gone = sorted(serial for serial, life in truth.items() if life[2] is not None)
    unseen = set(range(seen.made[-1])) - truth.keys()  # made and lost within one step
    assert len(gone) > 20
    assert len(found.removed_created) == len(gone) + len(unseen)
    looks = [moment.steps for moment in seen.samples]
    expected = {serial: min(look for look in looks if look > truth[serial][2]) - 1 for serial in gone}
    drawn = dict(
        zip(sorted(set(gone) | unseen), zip(found.removed_created, found.removed, strict=True), strict=True)
    )
    for serial in gone:
        assert drawn[serial] == (truth[serial][0], expected[serial])


def test_the_map_holds_every_living_segment_where_it_was_born_and_last_used(seen, truth):
    axes = panel(life_of_segments(seen), MAP)
    counts, corners, side = squares(axes)
    expected = np.zeros_like(counts)
    for born, used, gone in truth.values():
        if gone is None:
            expected[np.searchsorted(corners, used) - 1, np.searchsorted(corners, born) - 1] += 1
    assert side == int(side)
    assert counts.tolist() == expected.tolist()
    assert counts.sum() == len(seen.samples[-1].serials)


def test_those_never_used_again_are_counted_and_lie_on_the_diagonal(seen, truth):
    axes = panel(life_of_segments(seen), MAP)
    living = [life for life in truth.values() if life[2] is None]
    idle = sum(life[0] == life[1] for life in living)
    assert 0 < idle < len(living)
    assert f"never used again: {idle} of {len(living)}" in [text.get_text() for text in axes.texts]
    counts = squares(axes)[0]
    assert np.trace(counts) >= idle
    assert not np.triu(counts, 1).any()  # nothing is used before it is born


def test_the_gone_are_crosses_where_they_were_born_and_went(seen):
    axes, found = panel(life_of_segments(seen), MAP), lives(seen)
    x, y = line(axes, f"{len(found.removed)} removed, at the step of removal")
    assert (x.tolist(), y.tolist()) == (found.removed_created.tolist(), found.removed.tolist())


def test_how_many_live_is_stacked_by_size(seen, restless):
    axes = panel(life_of_segments(seen), SIZES)
    made = line(axes, "created in all")
    looks = [moment.steps for moment in seen.samples]
    assert made[0].tolist() == looks
    assert made[1].tolist() == [seen.made[look] for look in looks]
    names = [layer.get_label() for layer in axes.collections]
    assert names == ["1–3", "4–6", "7–9", "10–12"]
    for look in (looks[3], looks[9], looks[-1]):
        sizes = [len(segment.synapses) for segment in restless.at(look).memory.segments]
        below = 0
        for layer, largest in zip(axes.collections, (3, 6, 9, 12), strict=True):
            below = sum(size <= largest for size in sizes)
            heights = [y for x, y in layer.get_paths()[0].vertices if x == look]
            assert max(heights) == below
        assert below == len(sizes)


def test_born_and_gone_between_the_looks(seen, restless):
    axes = panel(life_of_segments(seen), FLOW)
    up, down = axes.containers
    looks = [moment.steps for moment in seen.samples]
    assert [bar.get_x() for bar in up] == looks[:-1]
    assert [bar.get_x() + bar.get_width() for bar in down] == looks[1:]
    for place in (0, 7, 11):
        before, after = (restless.at(look).memory.segments for look in looks[place : place + 2])
        born = after.next_serial - before.next_serial
        assert up[place].get_height() == born
        assert -down[place].get_height() == len(list(before)) + born - len(list(after))
    assert [up.get_label(), down.get_label()] == [
        f"created: {seen.made[-1]}",
        f"removed: {seen.made[-1] - len(seen.samples[-1].serials)}",
    ]


def test_testing_and_missing_values_move_nothing(seen):
    assert lives(seen).used.max() < 130
    assert seen.made[130] == seen.made[-1]


def test_a_model_that_has_a_past_before_its_history():
    model = build("toy", Category(tuple("ABCD")))
    for letter in "ABCD" * 5:
        model.step(letter)
    many = len(list(model.memory.segments))
    history = History(model)
    history.run("ABCD" * 5)
    taken = survey(history)
    assert many > 0
    assert lives(taken).created[:many].tolist() == [-1] * many
    assert "before this history" in panel(life_of_segments(taken), MAP).get_xlabel()


@pytest.mark.parametrize("largest", [1, 2, 4, 5, 12, 20, 32])
def test_classes_hold_every_size_once(largest):
    edges = classes(largest)
    assert edges[0] == 1
    assert edges[-1] == largest + 1
    assert edges == sorted(set(edges))
    assert len(edges) <= 6


def test_tiny_runs_and_records_of_fields():
    for encoder, values in (
        (RDSE(resolution=0.1), [1.0]),
        (RDSE(resolution=0.1), [None, None]),
        (Fields({"x": RDSE(resolution=0.1), "y": RDSE(resolution=0.1)}), [{"x": 1, "y": 2}, {"x": 2}]),
    ):
        history = History(build("toy", encoder))
        history.run(values)
        sheet, many = life_of_segments(history), history.model.memory.segments.next_serial
        assert squares(panel(sheet, MAP))[0].sum() == many
    assert many > 0
    assert sheet._repr_png_()


@pytest.mark.slow
def test_nothing_moves_and_both_styles_show_themselves(restless, seen):
    before = to_bytes(restless.model)
    light, dark = life_of_segments(restless), life_of_segments(seen, style="dark")
    assert to_bytes(restless.model) == before
    assert light._repr_png_().startswith(b"\x89PNG")
    picture = pixels(dark)
    assert picture.shape == (720, 1280, 4)
    assert picture[0, 0, 0] < 50


def test_what_cannot_be_drawn_is_an_error(seen):
    with pytest.raises(ValueError, match="history has no steps"):
        life_of_segments(History(build("toy", RDSE(resolution=0.1))))
    with pytest.raises(ValueError, match="unknown style 'grey': there are light, dark"):
        life_of_segments(seen, style="grey")
