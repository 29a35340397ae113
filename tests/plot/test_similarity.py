"""How alike any two moments are: what is drawn is what the records share."""

import numpy as np
import pytest

from htm_teacher.keep.snapshot import to_bytes
from htm_teacher.plot.inside import similarity_over_time
from htm_teacher.plot.inside.similarity import shared


def images(sheet):
    """The map of each panel, by title."""
    return {
        axes.get_title(loc="left"): np.asarray(axes.get_images()[0].get_array())
        for axes in sheet.findobj(lambda one: hasattr(one, "get_images"))
        if axes.get_images()
    }


def test_each_point_is_what_two_steps_share(history):
    drawn = images(similarity_over_time(history, window=30))
    parts = {
        "Bits of the input": lambda step: step.encoded.active,
        "Active columns": lambda step: step.active_columns,
        "Winner cells": lambda step: step.winner_cells,
    }
    assert set(drawn) == set(parts)
    for title, active in parts.items():
        for i, j in ((0, 0), (3, 17), (29, 9)):
            one, other = active(history[90 + i]), active(history[90 + j])
            assert drawn[title][i, j] == len(one & other) / max(len(one), len(other))


def test_sets_of_different_sizes_are_compared_by_the_larger():
    sets = [frozenset({1, 2, 3, 4}), frozenset({4, 5}), frozenset()]
    assert shared(sets).tolist() == [[1, 0.25, 0], [0.25, 1, 0], [0, 0, 0]]


def test_the_period_of_a_sine_is_a_diagonal(history):
    bits = images(similarity_over_time(history, window=60))["Bits of the input"]
    assert np.diag(bits, 20).min() > 0.9
    assert np.diag(bits, 15).min() < 0.4


def test_nothing_moves_and_it_shows_itself(history):
    before = to_bytes(history.model)
    sheet = similarity_over_time(history, window=10, style="dark")
    assert sheet._repr_png_().startswith(b"\x89PNG")
    assert "100" not in sheet.explanation
    assert "10 steps" in sheet.explanation
    assert to_bytes(history.model) == before


def test_a_window_of_one_step_is_an_error(history):
    with pytest.raises(ValueError, match="window"):
        similarity_over_time(history, window=1)


def test_steps_are_counted_as_everywhere(history):
    longer = history.branch(len(history))
    for place in range(1000):
        longer.step(place % 20 / 20, learn=False)
    sheet = similarity_over_time(longer, window=40)
    sheet.canvas.draw()
    texts = [label.get_text() for label in sheet.body.axes[0].get_xticklabels()]
    assert "1,104" in texts
