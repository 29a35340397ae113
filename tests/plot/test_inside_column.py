"""What a column sees: the maps are its permanences, bit by bit."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from htm_teacher import RDSE, Category, History, build
from htm_teacher.core.encoders import Fields
from htm_teacher.keep.snapshot import to_bytes
from htm_teacher.plot.inside.column import what_a_column_sees
from htm_teacher.plot.style import STYLES

BEFORE = "Permanences before the first step"
COLUMN = 2  # of the shared history: of its synapses some became connected, some no longer are
AFTER = "Permanences after the last step"


def maps(sheet):
    """The panels with a map, by title."""
    named = {axes.get_title(loc="left"): axes for axes in sheet.axes}
    return {title: axes for title, axes in named.items() if title}


def drawn(axes):
    """What a map shows, row by row; NaN where it shows nothing."""
    return np.ma.filled(axes.collections[0].get_array(), np.nan)


def bits(axes, label):
    """The places, row by row, of marks of a label."""
    (found,) = (one for one in axes.lines if one.get_label() == label)
    across = drawn(axes).shape[1]
    return {int(x + across * y) for x, y in zip(*found.get_data(), strict=True)}


def permanences(model, column):
    """Of one column by input; NaN outside its pool."""
    pool = model.pooler.pool_of(column)
    return np.array([pool.get(i, np.nan) for i in range(model.pooler.parameters.inputs)])


def test_each_square_is_a_permanence(history):
    axes, size = maps(what_a_column_sees(history, COLUMN)), history.model.encoder.size
    before, after = permanences(history.at(0), COLUMN), permanences(history.model, COLUMN)
    assert not np.array_equal(before, after, equal_nan=True)
    for title, expected in {BEFORE: before, AFTER: after, "What changed": after - before}.items():
        shown = drawn(axes[title]).ravel()
        assert np.array_equal(shown[:size], expected, equal_nan=True)
        assert np.isnan(shown[size:]).all()
        assert bits(axes[title], "_outside") == set(np.flatnonzero(np.isnan(expected)))


def test_the_marks_are_synapses_that_crossed_the_threshold(history):
    axes = maps(what_a_column_sees(history, COLUMN))["What changed"]
    before, after = (
        history.at(0).pooler.connected_inputs[COLUMN],
        history.model.pooler.connected_inputs[COLUMN],
    )
    assert before - after
    assert bits(axes, "became connected") == after - before
    assert bits(axes, "no longer connected") == before - after


def test_the_last_map_is_what_was_on_when_it_won(history):
    sheet = what_a_column_sees(history, COLUMN)
    wins = [step.encoded.active for step in history if COLUMN in step.active_columns]
    shown = drawn(maps(sheet)["Bits on when it won"]).ravel()
    for bit in range(history.model.encoder.size):
        assert shown[bit] == sum(bit in active for active in wins) / len(wins)
    assert f"It won at {len(wins)} of 120 steps" in sheet.explanation


def test_the_column_is_the_one_that_won_most_often(history):
    wins = [sum(column in step.active_columns for step in history) for column in range(64)]
    assert what_a_column_sees(history).title == f"What column {wins.index(max(wins))} sees"


def test_all_learning_is_seen_and_of_equals_the_first_column():
    history = History(build("toy", RDSE(resolution=0.1)))
    steps = history.run([1.0] * 3)
    column = min(steps[0].active_columns)
    sheet = what_a_column_sees(history)
    assert sheet.title == f"What column {column} sees"
    change = drawn(maps(sheet)["What changed"]).ravel()
    pool, gain = (
        history.model.pooler.pool_of(column),
        3 * history.model.pooler.parameters.permanence_increment,
    )
    grown = {bit for bit in steps[0].encoded.active if bit in pool and pool[bit] < 1}
    assert grown
    assert set(np.flatnonzero(change > 0)) == grown
    assert change[sorted(grown)] == pytest.approx(gain)


@pytest.mark.parametrize("style", ["light", "dark"])
def test_blue_begins_where_synapses_connect(history, style):
    image, look = maps(what_a_column_sees(history, style=style))[AFTER].collections[0], STYLES[style]
    assert image.to_rgba([0.0, 0.1999, 0.2, 1.0]) == pytest.approx(
        np.array([to_rgba(colour) for colour in (look.faint, look.gone, look.same, look.ink)])
    )


def test_a_loss_is_not_coloured_as_a_gain_is(history):
    image = maps(what_a_column_sees(history))["What changed"].collections[0]
    low, high = image.get_clim()
    assert low == -high
    assert high == np.nanmax(abs(image.get_array()))
    shown = image.to_rgba([low, 0, high])
    look = STYLES["light"]
    assert shown == pytest.approx(
        np.array([to_rgba(one) for one in (look.new, look.off, look.same)]), abs=0.01
    )


def test_fields_begin_on_rows_of_their_own():
    encoder = Fields({"load of the grid": RDSE(resolution=1, size=130), "$": Category(tuple("AB"))})
    history = History(build("toy", encoder))
    history.run([{"load of the grid": 4, "$": "A"}, {"load of the grid": 5}, {}])
    axes = maps(what_a_column_sees(history, 3))[AFTER]
    shown, expected = drawn(axes), permanences(history.model, 3)
    first = -(-130 // shown.shape[1])
    assert np.array_equal(shown[:first].ravel()[:130], expected[:130], equal_nan=True)
    assert np.array_equal(shown[first:].ravel()[: encoder.size - 130], expected[130:], equal_nan=True)
    (line,) = (one for one in axes.lines if one.get_label() == "_field")
    assert set(line.get_ydata()) == {first - 0.5}
    assert [label.get_text() for label in axes.get_yticklabels()] == ["load of …", r"\$"]
    assert axes.get_yticks()[0] == 0
    assert axes.get_yticks()[1] >= first


def test_names_of_small_fields_do_not_cover_one_another():
    small = {name: Category(tuple("AB")) for name in ("one", "two", "three", "four")}
    history = History(build("toy", Fields({"load": RDSE(resolution=1, size=2000)} | small)))
    history.step({"load": 4})
    sheet = what_a_column_sees(history)
    sheet.canvas.draw()
    tops = [label.get_window_extent() for label in maps(sheet)[AFTER].get_yticklabels()]
    assert all(above.y0 >= below.y1 for above, below in pairwise(tops))


def test_a_sheet_is_shown_as_it_is():
    shapes = {"input_dimensions": (20, 6), "column_dimensions": (8, 8)}
    history = History(build("toy", RDSE(resolution=0.1, size=120), potential_radius=2, **shapes))
    history.run([1, 2, 1, 2])
    axes = maps(what_a_column_sees(history, 9))[AFTER]
    assert np.array_equal(drawn(axes), permanences(history.model, 9).reshape(20, 6), equal_nan=True)
    assert axes.get_xlabel() == "input, across"


def test_a_first_step_without_a_value_is_enough():
    history = History(build("toy", RDSE(resolution=0.1)))
    history.step(None)
    sheet = what_a_column_sees(history, style="dark")
    assert sheet.title == "What column 0 sees"
    assert not np.nansum(abs(drawn(maps(sheet)["What changed"])))
    assert not drawn(maps(sheet)["Bits on when it won"]).any(where=~np.isnan(drawn(maps(sheet)[BEFORE])))
    assert sheet._repr_png_()


def test_nothing_moves(history):
    before = to_bytes(history.model)
    assert what_a_column_sees(history)._repr_png_()
    assert to_bytes(history.model) == before


def test_what_is_not_there_is_an_error(history):
    with pytest.raises(ValueError, match="column is 64: it must be between 0 and 63"):
        what_a_column_sees(history, 64)
    with pytest.raises(ValueError, match="history has no steps"):
        what_a_column_sees(History(history.at(0)))
    with pytest.raises(ValueError, match="unknown style"):
        what_a_column_sees(history, style="sepia")
