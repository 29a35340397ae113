"""The most anomalous moments are marked where they are, by their rank, and legibly."""

import numpy as np
import pytest

from htm_teacher.cli.results import draw_picture
from htm_teacher.plot import STYLES, Labels, four_panels
from htm_teacher.series import Series, sine
from htm_teacher.study import run_series
from htm_teacher.study.anomalies import rank_moments
from plot.runs import line, panels, pixels

RINGS = "most anomalous moments"


def value_panel(figure):
    return panels(figure)["Input Value Over Time"]


def ranks(axes):
    """{rank: where its ring is}, for the marks that are seen."""
    seen = [text for text in axes.texts if text.get_visible() and text.get_text().isdecimal()]
    return {text.get_text(): text.xy for text in seen if text.get_path_effects()}


def test_moments_in_view_are_marked_by_rank_and_all_in_the_strip(history):
    axes = value_panel(four_panels(history, Labels(moments=[110, 20, 90]), window=40))
    at = {step: (step, history[step].value) for step in (110, 20, 90)}
    assert list(zip(*line(axes, RINGS), strict=True)) == [at[110], at[90]]
    assert ranks(axes) == {"1": at[110], "3": at[90]}
    (strip,) = axes.child_axes
    assert ranks(strip) == {"1": at[110], "2": at[20], "3": at[90]}


def test_without_moments_nothing_is_marked(history):
    axes = value_panel(four_panels(history))
    assert ranks(axes) == {}
    assert RINGS not in [text.get_text() for text in axes.get_legend().get_texts()]
    assert np.array_equal(pixels(four_panels(history)), pixels(four_panels(history, Labels(moments=[999]))))


def test_a_moment_beyond_the_panel_is_marked_at_its_edge_with_the_rank_inside():
    values = [*sine(200, period=12), 900.0, *sine(20, period=12)]
    run = run_series(Series("wave", {"height": values}), "toy")
    figure = four_panels(run.steps(), Labels(moments=[200, 210]), window=100)
    axes = value_panel(figure)
    assert ranks(axes)["1"] == (200, axes.get_ylim()[1])
    figure.canvas.draw()
    for rank in (text for text in axes.texts if text.get_path_effects()):
        assert axes.bbox.y0 < rank.get_window_extent().y0 < rank.get_window_extent().y1 < axes.bbox.y1


def test_of_ranks_that_would_cover_each_other_the_best_is_written():
    run = run_series(Series("wave", {"height": sine(1500, period=12)}), "toy")
    figure = four_panels(run.steps(), Labels(moments=[603, 615, 1203]), window=100)
    (strip,) = value_panel(figure).child_axes
    assert set(ranks(strip)) == {"1", "3"}
    assert len(line(strip, RINGS)[0]) == 3


@pytest.mark.parametrize("style", STYLES)
def test_the_legend_fits_with_a_long_name(history, style):
    labels = Labels(name="a name of more than forty characters, which is cut", moments=[110])
    axes = value_panel(four_panels(history, labels, style=style))
    axes.figure.canvas.draw()
    assert axes.get_legend().get_window_extent().x1 <= axes.bbox.x1 + 1


def test_the_picture_of_a_run_marks_what_its_report_lists(tmp_path, monkeypatch):
    values = sine(120, period=12)
    values[100] = 3.0
    run = run_series(Series("wave", {"height": values}), "toy", seed=7)
    given = []
    monkeypatch.setattr(
        "htm_teacher.plot.four_panels", lambda steps, labels: given.append(labels) or four_panels(steps)
    )
    draw_picture(run, tmp_path / "p.png")
    assert given[0].moments == [moment.row.step for moment in rank_moments(run).moments]
    assert given[0].moments[0] == 101
