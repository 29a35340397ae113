"""Permanences over time: the ridges are the permanences that the model had, and nothing moves."""

import numpy as np
import pytest

from htm_teacher import RDSE, Fields, History, build
from htm_teacher.keep.snapshot import to_bytes
from htm_teacher.plot.inside.ridges import permanences_over_time
from htm_teacher.plot.survey import Survey, survey
from plot.runs import line, pixels

TITLES = {
    "proximal": "Proximal (spatial pooler): from inputs to columns",
    "distal": "Distal (temporal memory): from cells to cells",
}


@pytest.fixture(scope="module")
def seen(history) -> Survey:
    return survey(history, samples=20)


def panel(sheet, part):
    """The panel of proximal or of distal synapses."""
    (found,) = (axes for axes in sheet.body.axes if axes.get_title(loc="left") == TITLES[part])
    return found


def moments(sheet):
    """After how many steps each ridge is, the one at the back first."""
    return [int(tick.get_text().replace(",", "")) for tick in panel(sheet, "proximal").get_yticklabels()]


def heights(axes, row):
    """The heights of one ridge over its own base, of each of the parts of [0, 1]."""
    x, y = line(axes, f"_ridge {row}")
    assert x.tolist() == pytest.approx(np.repeat(np.arange(51) / 50, 2)[1:-1])
    assert y[::2].tolist() == y[1::2].tolist()
    return y[::2] + row


def counted(permanences):
    """How many of these, in ten-thousandths, are in each fiftieth of [0, 1]."""
    return np.bincount([min(one // 200, 49) for one in permanences], minlength=50)


def held(history, steps):
    """All permanences of a kind after so many steps."""
    model = history.at(steps)
    dendrites = {
        "proximal": model.pooler.permanences,
        "distal": [segment.synapses for segment in model.memory.segments],
    }
    return {part: [held for one in some for held in one.values()] for part, some in dendrites.items()}


def said(axes):
    """What is written in a panel: {height: words} of what stands to its right."""
    return {text.get_position()[1]: text.get_text() for text in axes.texts if text.get_position()[0] > 1}


@pytest.mark.parametrize("part", list(TITLES))
def test_every_ridge_is_the_square_root_of_how_many_had_a_permanence_then(seen, part):
    sheet = permanences_over_time(seen)
    axes, steps = panel(sheet, part), moments(sheet)
    assert len(steps) == 16
    assert steps[0] == 0
    assert steps[-1] == 120
    largest = max(range(16), key=lambda row: heights(axes, row).max())
    scale = heights(axes, largest).max() ** 2 / counted(held(seen.history, steps[largest])[part]).max()
    for row in (0, 1, 5, 15):
        expected = scale * counted(held(seen.history, steps[row])[part])
        assert heights(axes, row) ** 2 == pytest.approx(expected)


@pytest.mark.parametrize(("part", "threshold"), [("proximal", 2000), ("distal", 5000)])
def test_the_connected_part_is_said_and_coloured(seen, part, threshold):
    sheet = permanences_over_time(seen)
    axes = panel(sheet, part)
    words, steps = said(axes), moments(sheet)
    for row in (1, 8, 15):
        permanences = held(seen.history, steps[row])[part]
        share = 100 * sum(one >= threshold for one in permanences) / len(permanences)
        assert words[-row] == f"{share:.1f} % of {len(permanences):,}"
        under, over = axes.collections[
            2 * row : 2 * row + 2
        ]  # all in grey, then from the threshold in colour
        assert under.get_paths()[0].vertices[:, 0].min() == 0
        assert over.get_paths()[0].vertices[:, 0].min() == threshold / 10_000
        assert over.get_facecolor()[0].tolist() != under.get_facecolor()[0].tolist()


def test_before_any_synapse_the_ridge_is_flat_and_says_so(seen):
    axes = panel(permanences_over_time(seen), "distal")
    assert said(axes)[0] == "no synapses"
    assert not heights(axes, 0).any()


def test_the_thresholds_are_drawn_and_named(seen):
    sheet = permanences_over_time(seen)
    for part, threshold in (("proximal", 0.2), ("distal", 0.5)):
        axes = panel(sheet, part)
        assert set(line(axes, "_threshold")[0]) == {threshold}
        assert f"connected from {threshold}" in [text.get_text() for text in axes.texts]


def test_a_threshold_that_was_changed_on_the_way_bends():
    history = History(build("toy", RDSE(resolution=0.1)))
    history.run([step % 5 for step in range(10)])
    history.change(memory_connected_permanence=0.31)
    history.run([step % 5 for step in range(10)])
    axes = panel(permanences_over_time(history), "distal")
    x, y = line(axes, "_threshold")
    assert [x[y == -row].tolist() for row in (1, 15)] == [[0.5], [0.31]]
    assert "connected from 0.5, then 0.31" in [text.get_text() for text in axes.texts]
    permanences = held(history, 20)["distal"]
    share = 100 * sum(one >= 3100 for one in permanences) / len(permanences)
    assert said(axes)[-15] == f"{share:.1f} % of {len(permanences):,}"


@pytest.mark.slow
def test_nothing_moves_and_both_styles_show_themselves(history, seen):
    before = to_bytes(history.model)
    light, dark = permanences_over_time(history), permanences_over_time(seen, style="dark")
    assert to_bytes(history.model) == before
    assert light._repr_png_().startswith(b"\x89PNG")
    picture = pixels(dark)
    assert picture.shape == (720, 1280, 4)
    assert picture[0, 0, 0] < 50


def test_tiny_runs_and_records_of_fields():
    for encoder, values in (
        (RDSE(resolution=0.1), [1.0]),
        (RDSE(resolution=0.1), [None, None]),
        (Fields({"x": RDSE(resolution=0.1), "y": RDSE(resolution=0.1)}), [{"x": 1, "y": 2}, {"x": None}]),
    ):
        history = History(build("toy", encoder))
        history.run(values)
        sheet = permanences_over_time(history)
        assert moments(sheet) == list(range(len(values) + 1))
        assert said(panel(sheet, "distal"))[0] == "no synapses"
        assert sheet._repr_png_()


def test_what_cannot_be_drawn_is_an_error(history):
    with pytest.raises(ValueError, match="history has no steps"):
        permanences_over_time(History(build("toy", RDSE(resolution=0.1))))
    with pytest.raises(ValueError, match="unknown style 'grey': there are light, dark"):
        permanences_over_time(history, style="grey")
