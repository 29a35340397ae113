"""Why a cell is predictive: every segment, synapse and count that is drawn is what the model answers."""

from itertools import pairwise

import pytest
from matplotlib.colors import to_hex

from htm_teacher import RDSE, Category, Fields, History, build
from htm_teacher.core.by_hand import add_segment
from htm_teacher.keep.snapshot import to_bytes
from htm_teacher.plot import STYLES
from htm_teacher.plot.inside.choice import telling_cell
from htm_teacher.plot.inside.why import MOST_SEGMENTS, MOST_SYNAPSES, why_a_cell

KINDS = [f"{one}, {other}" for one in ("active", "inactive") for other in ("connected", "not connected")]


def rows(sheet):
    """The panels of each segment: counts, synapses."""
    return list(zip(sheet.axes[::2], sheet.axes[1::2], strict=True))


def stems(axes):
    """The synapses from left to right: source, its column, permanence, kind."""
    names = [label.get_text().split("\n") for label in axes.get_xticklabels()]
    found = {}
    for line in axes.get_lines():
        if line.get_label() in KINDS:
            for place, height in zip(line.get_xdata(), line.get_ydata(), strict=True):
                found[place] = (*map(int, names[place]), height, line.get_label())
    assert sorted(found) == list(range(len(names)))
    return [found[place] for place in sorted(found)]


def counts(axes):
    """{what is counted: (how many, how many are needed)}."""
    bars = {bar.get_label(): bar.patches[0].get_width() for bar in axes.containers}
    needed = {line.get_label(): line.get_xdata()[0] for line in axes.get_lines()}
    return {name: (bars[name], needed[f"needed, {name}"]) for name in bars}


def texts(sheet):
    return [text.get_text() for part in sheet.body.subfigs for text in part.texts]


def kind(synapse):
    return f"{'active' if synapse.active else 'inactive'}, {'' if synapse.connected else 'not '}connected"


def check(sheet, why, thresholds, cells_per_column):
    """Everything that is drawn of the segments against the answer of the model."""
    ranked = sorted(why.dendrites, key=lambda one: (-one.connected_active, -one.potential_active, one.serial))
    drawn = rows(sheet)
    assert len(drawn) == min(len(ranked), MOST_SEGMENTS)
    for dendrite, (left, right) in zip(ranked, drawn, strict=False):
        assert left.get_title(loc="left") == f"Segment {dendrite.serial}: {dendrite.state}"
        heard = {"connected": dendrite.connected_active, "of any kind": dendrite.potential_active}
        assert counts(left) == {name: (heard[name], thresholds[name]) for name in heard}
        expected = {
            (one.source, one.source // cells_per_column, one.permanence, kind(one))
            for one in dendrite.synapses
        }
        shown = stems(right)
        assert len(shown) == min(len(expected), MOST_SYNAPSES)
        assert set(shown) <= expected
        assert [KINDS.index(one[3]) for one in shown] == sorted(KINDS.index(one[3]) for one in shown)
    assert why.sentence in texts(sheet)
    verb = "is" if why.predictive else "is not"
    assert sheet.title.startswith(f"Why cell {why.cell} {verb} predictive after step")


NEEDED = {"connected": 5, "of any kind": 4}


@pytest.mark.parametrize(("step", "cell"), [(57, None), (-1, None), (87, 206), (20, 116), (119, 206)])
def test_what_is_drawn_is_what_the_model_answers(history, step, cell):
    model = history.at(range(120)[step] + 1)
    chosen = telling_cell(model.memory, cell)
    assert cell in {None, chosen}
    sheet = why_a_cell(history, cell, step)
    check(sheet, model.why(chosen), NEEDED, 4)
    assert sheet.title.endswith(f"after step {range(120)[step]}")


def test_a_model_can_be_asked_as_it_is_now(history):
    model = history.at(58)
    check(why_a_cell(model), model.why(telling_cell(model.memory)), NEEDED, 4)
    assert why_a_cell(model).title == why_a_cell(history, step=57).title


@pytest.fixture
def taught():
    """A model with a cell that has five segments, one of them with more synapses than fit."""
    model = build("toy", RDSE(resolution=0.1), max_synapses_per_segment=40)
    model.step(0.0, learn=False)
    loud = sorted(model.memory.now.active_cells)
    rest = [cell for cell in range(256) if cell not in loud]
    add_segment(model.memory, 9, {rest[0]: 0.5})
    add_segment(model.memory, 9, dict.fromkeys(loud[:4], 0.3))
    add_segment(
        model.memory, 9, dict.fromkeys(rest[:30], 0.6) | dict.fromkeys(loud[:6], 0.7) | {loud[6]: 0.4}
    )
    add_segment(model.memory, 9, {loud[0]: 0.5})
    add_segment(model.memory, 9, {rest[1]: 0.1})
    model.step(0.0, learn=False)
    return model


def test_of_many_the_most_telling_are_drawn_and_the_rest_is_counted(taught):
    sheet = why_a_cell(taught)
    check(sheet, taught.why(9), NEEDED, 4)
    titles = [left.get_title(loc="left") for left, _ in rows(sheet)]
    assert titles == ["Segment 2: active", "Segment 3: silent", "Segment 1: matching"]
    first = rows(sheet)[0][1]
    assert first.get_title(loc="left").startswith("37 synapses, of which 17 inactive or weaker")
    assert [one[2:] for one in stems(first)[:7]] == [(0.7, "active, connected")] * 6 + [
        (0.4, "active, not connected")
    ]
    assert "2 more segments, with fewer active synapses, are left out." in texts(sheet)


def test_the_threshold_is_where_synapses_become_connected():
    model = build("toy", RDSE(resolution=0.1), memory_connected_permanence=0.3)
    add_segment(model.memory, 9, {0: 0.3, 1: 0.2})
    ((_, axes),) = rows(why_a_cell(model))
    (line,) = (one for one in axes.get_lines() if one.get_label() == "threshold")
    assert set(line.get_ydata()) == {0.3}
    assert [one[3] for one in stems(axes)] == ["inactive, connected", "inactive, not connected"]


def test_a_cell_without_segments_says_so(history):
    model = history.model
    (cell, *_) = (one for one in range(256) if not model.memory.segments_of(one))
    sheet = why_a_cell(history, cell)
    assert not sheet.axes
    assert {"no segments yet", model.why(cell).sentence} <= set(texts(sheet))
    beginner = build("toy", RDSE(resolution=0.1))
    assert why_a_cell(beginner).title == "Why cell 0 is not predictive before the first step"


@pytest.mark.parametrize("style", STYLES)
def test_colours_are_those_of_the_style_and_the_model_does_not_move(taught, style):
    before = to_bytes(taught)
    sheet = why_a_cell(taught, style=style)
    look = STYLES[style]
    lines = {line.get_label(): line for line in rows(sheet)[0][1].get_lines()}
    for name in KINDS:
        colour = look.precision if name.startswith("active") else look.gone
        assert to_hex(lines[name].get_color()) == colour
        assert to_hex(lines[name].get_markerfacecolor()) == (look.page if "not" in name else colour)
    assert sheet._repr_png_().startswith(b"\x89PNG")
    assert to_bytes(taught) == before


def test_a_history_does_not_move(history):
    before = to_bytes(history.model)
    why_a_cell(history, step=50)
    assert to_bytes(history.model) == before


def test_labels_of_large_numbers_have_room_beside_each_other():
    model = build("toy", RDSE(resolution=0.1), cells_per_column=900, max_synapses_per_segment=40)
    add_segment(model.memory, 9, dict.fromkeys(range(44444, 44484), 0.5))
    sheet = why_a_cell(model)
    sheet.canvas.draw()
    ((_, axes),) = rows(sheet)
    boxes = [label.get_window_extent() for label in axes.get_xticklabels()]
    assert len(boxes) == MOST_SYNAPSES
    assert all(one.x1 + 3 < other.x0 for one, other in pairwise(boxes))
    assert boxes[-1].x1 < 1280


def test_missing_values_and_records_of_several_fields_can_be_drawn():
    history = History(build("toy", Fields({"a": RDSE(resolution=0.1), "b": Category(tuple("XY"))})))
    history.run([{"a": 0.0, "b": "X"}, {"a": 0.5, "b": "Y"}, None])
    for step in range(3):
        model = history.at(step + 1)
        check(why_a_cell(history, step=step), model.why(telling_cell(model.memory)), NEEDED, 4)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"step": -121}, "step is -121: it must be between -120 and 119"),
        ({"cell": 256}, "cell is 256: it must be between 0 and 255"),
        ({"cell": "first"}, "cell is 'first': a .*number is needed"),
        ({"style": "grey"}, "unknown style 'grey': there are light, dark"),
    ],
)
def test_a_wrong_argument_is_named(history, arguments, message):
    with pytest.raises(ValueError, match=message):
        why_a_cell(history, **arguments)


def test_a_step_of_a_model_is_an_error(history):
    with pytest.raises(ValueError, match="step is 3: a model has no past steps"):
        why_a_cell(history.model, step=3)


def test_a_run_without_steps_is_an_error():
    with pytest.raises(ValueError, match="history has no steps yet"):
        why_a_cell(History(build("toy", RDSE(resolution=0.1))))
