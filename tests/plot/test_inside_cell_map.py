"""Cells of a step: every cell that is coloured or marked is one of the record, and the other way round."""

from datetime import datetime

import pytest

from htm_teacher import RDSE, Category, DateTime, History, build
from htm_teacher.core.encoders import Fields
from htm_teacher.keep.snapshot import to_bytes
from htm_teacher.plot.inside.cell_map import best_floor, cells_of_a_step, say

AT_REST, MISSING, PREDICTED, BURSTING = 0, 1, 2, 3


@pytest.fixture(scope="module")
def letters():
    history = History(build("toy", Category(tuple("ABCDXY")), seed=1))
    for word in ["ABCD", "XBCY"] * 10:
        history.reset()
        history.run(word)
    return history


def plan(axes, cells):
    """Where each cell is on the map, read from the names of the rows: {(x, y): cell}."""
    places = {}
    for middle, name in zip(axes.get_yticks(), axes.get_yticklabels(), strict=True):
        first, last = (int(number.replace(",", "")) for number in name.get_text().split("–"))
        foot = round(middle + (cells - 1) / 2)
        for column in range(first, last + 1):
            places |= {(column - first, foot - cell): column * cells + cell for cell in range(cells)}
    return places


def filled(axes, cells):
    """{kind: the cells filled so}."""
    table = axes.collections[0].get_array()
    kinds = {kind: set() for kind in range(4)}
    for (x, y), cell in plan(axes, cells).items():
        kinds[int(table[y, x])].add(cell)
    assert table.count() == sum(map(len, kinds.values()))
    return kinds


def marked(axes, cells, label):
    (found,) = (one for one in axes.lines if one.get_label() == label)
    places = plan(axes, cells)
    return {places[int(x), int(y)] for x, y in zip(*found.get_data(), strict=True)}


def check(sheet, step, cells):
    """Compare all that is drawn with the record."""
    (axes,) = sheet.axes
    kinds = filled(axes, cells)
    columns = {kind: {cell // cells for cell in found} for kind, found in kinds.items()}
    assert kinds[PREDICTED] | kinds[BURSTING] == step.active_cells
    assert columns[BURSTING] == step.bursting_columns
    assert columns[PREDICTED] == step.active_columns & step.predicted_columns
    assert columns[MISSING] == step.predicted_columns - step.active_columns
    assert len(kinds[MISSING]) == cells * len(columns[MISSING])
    assert marked(axes, cells, "active") == kinds[PREDICTED]
    assert marked(axes, cells, "winner") == step.winner_cells
    assert marked(axes, cells, "predictive") == step.predictive_cells
    return kinds


def test_every_cell_is_drawn_as_recorded(history):
    seen = set()
    for place in range(60, 120, 3):
        kinds = check(cells_of_a_step(history, place), history[place], 4)
        seen |= {kind for kind, cells in kinds.items() if cells}
    assert seen == {AT_REST, MISSING, PREDICTED, BURSTING}


def test_the_legend_counts(history):
    step = history[100]
    bursting = {cell for cell in step.active_cells if cell // 4 in step.bursting_columns}
    texts = [one.get_text() for one in cells_of_a_step(history, 100).axes[0].get_legend().get_texts()]
    assert texts == [
        f"active, as predicted: {len(step.active_cells - bursting)}",
        f"active, bursting: {len(bursting)}",
        f"winner: {len(step.winner_cells)}",
        f"predictive, for the next step: {len(step.predictive_cells)}",
        f"column predicted, not active: {len(step.predicted_columns - step.active_columns)}",
        "idle",
    ]


def test_a_word_begins_with_a_burst_and_goes_on_as_predicted(letters):
    first, second = (cells_of_a_step(letters, place) for place in (-4, -3))
    assert len(check(first, letters[-4], 4)[BURSTING]) == 24
    assert not check(second, letters[-3], 4)[BURSTING]
    assert "X, training: a sequence begins" in first.axes[0].get_title(loc="left")
    assert "B, training: 6 of 6 active columns were predicted" in second.axes[0].get_title(loc="left")


@pytest.mark.parametrize(("preset", "cells", "rows"), [("toy", 4, 2), ("classroom", 8, 3), ("cortex", 32, 5)])
def test_every_size_fits(preset, cells, rows):
    history = History(build(preset, RDSE(resolution=0.1, size=84)))
    history.run([1.0, 2.0])
    sheet = cells_of_a_step(history)
    check(sheet, history[1], cells)
    (axes,) = sheet.axes
    assert len(axes.get_yticks()) == rows
    assert sheet._repr_png_()
    box = axes.get_window_extent()
    assert box.width > 0.85 * 1280
    assert box.height > 0.45 * 720
    assert all(mark.get_markersize() >= 4.5 for mark in axes.lines)


def test_no_other_plan_has_larger_cells():
    floor = best_floor(256, 8, 2.5)
    sides = [min(2.5 / across, 1 / (-(-256 // across) * 9 - 1)) for across in range(1, 257)]
    assert min(2.5 / floor.across, 1 / floor.height) == max(sides)


def test_a_missing_value_leaves_all_at_rest():
    history = History(build("toy", RDSE(resolution=0.1)))
    history.run([1.0, None])
    sheet = cells_of_a_step(history)
    assert filled(sheet.axes[0], 4)[AT_REST] == set(range(256))
    assert sheet.axes[0].get_title(loc="left") == "Input missing, training: no column is active"


def test_fields_are_said_by_name():
    history = History(build("toy", Fields({"$^$": RDSE(resolution=0.1), "time": DateTime()})))
    history.step({"$^$": 1.25, "time": datetime(2024, 2, 29)}, learn=False)
    sheet = cells_of_a_step(history)
    title = sheet.axes[0].get_title(loc="left")
    assert title.startswith("Input $^$ 1.25, time Thu 29 Feb 2024 00:00, testing: ")
    assert sheet._repr_png_()  # $^$ is no formula
    assert say({"a": None, "b": "x"}) == "a missing, b x"


def test_nothing_moves_in_either_style(history):
    before = to_bytes(history.model)
    light, dark = (cells_of_a_step(history, style=style)._repr_png_() for style in ("light", "dark"))
    assert light != dark
    assert to_bytes(history.model) == before


def test_a_step_that_is_not_there_is_an_error(history):
    with pytest.raises(ValueError, match="step is -121: it must be between -120 and 119"):
        cells_of_a_step(history, -121)
    with pytest.raises(ValueError, match="history has no steps"):
        cells_of_a_step(History(history.at(0)))
    with pytest.raises(ValueError, match="unknown style"):
        cells_of_a_step(history, style="sepia")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (23574, "23,574"),
        (23574.0, "23,574"),
        (datetime(2000, 7, 6, 5, 30, 9), "Thu 6 Jul 2000 05:30:09"),
        ("A", "A"),
        (None, "missing"),
    ],
)
def test_a_value_is_said_as_everywhere(value, text):
    assert say(value) == text
