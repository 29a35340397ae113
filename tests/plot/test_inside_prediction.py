"""The prediction as a distribution: every column is what was predicted for that step, and nothing moves."""

import random
from itertools import pairwise

import numpy as np
import pytest

from htm_teacher import RDSE, Category, DateTime, Fields, History, build, log_scale
from htm_teacher.core.chances import of_changes
from htm_teacher.keep.snapshot import to_bytes
from htm_teacher.plot.inside.prediction import arrange, prediction_as_distribution
from plot.runs import line, pixels, shades

ANOMALY = "Anomaly: the fraction of the active columns that was not predicted"
LIKELIHOOD = "Anomaly likelihood: how unusual the anomaly of the last ten steps is"


@pytest.fixture(scope="module")
def uneven() -> History:
    """Numbers that are not evenly spread, one of them missing, two horizons, training then testing."""
    history = History(build("toy", RDSE(resolution=0.01), horizons=(1, 3)))
    for step in range(80):
        history.step(None if step == 66 else (step % 6) ** 3 / 10, learn=step < 60)
    return history


@pytest.fixture(scope="module")
def letters() -> History:
    history = History(build("toy", Category(tuple("ABCDXY")), seed=1))
    for word in ["ABCD", "XBCY"] * 6:
        history.reset()
        history.run(word)
    return history


def panels(sheet):
    """The map, the anomaly, the likelihood."""
    found = [axes for axes in sheet.body.axes if axes.get_title(loc="left")]
    assert [axes.get_title(loc="left") for axes in found[1:]] == [ANOMALY, LIKELIHOOD]
    return found


def the_map(axes):
    """Probabilities, rows x steps, NaN where there are none; the edges of rows; the first step."""
    (mesh,) = (one for one in axes.collections if hasattr(one, "get_coordinates"))
    corners = mesh.get_coordinates()
    return np.ma.filled(mesh.get_array(), np.nan), corners[:, 0, 1], corners[0, 0, 0] + 0.5


def row_of(edges, value):
    return int(np.searchsorted(edges, value)) - 1


@pytest.mark.parametrize("horizon", [1, 3])
def test_each_column_is_what_was_predicted_for_its_step(uneven, horizon):
    axes, *_ = panels(prediction_as_distribution(uneven, horizon, window=50))
    table, edges, first = the_map(axes)
    assert table.shape == (6, 50)
    assert first == 30
    for step in (30, 41, 59, 79):
        made = uneven[step - horizon].prediction[horizon]
        for value, probability in zip(made.values, made.probabilities, strict=True):
            assert table[row_of(edges, value), step - 30] == probability
    assert np.isnan(table[:, 66 + horizon - 30]).all()  # at step 66 nothing came that could tell
    assert np.isfinite(np.delete(table, 66 + horizon - 30, axis=1)).all()


def test_rows_lie_around_the_values_of_their_buckets(uneven):
    _, edges, _ = the_map(panels(prediction_as_distribution(uneven))[0])
    values = [0.0, 0.1, 0.8, 2.7, 6.4, 12.5]
    middles = [(a + b) / 2 for a, b in pairwise(values)]
    assert edges[1:-1].tolist() == pytest.approx(middles)
    assert edges[0] < 0
    assert edges[-1] > 12.5


def test_what_came_is_the_line_over_it(uneven):
    sheet = prediction_as_distribution(uneven, window=30)
    x, y = line(panels(sheet)[0], "actual value")
    assert x.tolist() == list(range(50, 80))
    assert [None if np.isnan(one) else one for one in y] == [uneven[step].value for step in range(50, 80)]


def test_many_buckets_share_rows_and_no_probability_is_lost():
    history, draw = History(build("toy", RDSE(resolution=0.001))), random.Random(1)
    history.run(draw.random() for _ in range(150))
    table, edges, first = the_map(panels(prediction_as_distribution(history, window=40))[0])
    together, many = 3, len(history[148].prediction[1].buckets)
    assert 120 < many <= 180
    assert table.shape == (-(-many // together), 40)
    assert table.sum(axis=0).tolist() == pytest.approx([1] * 40)
    last = history[148].prediction[1]
    low, high = edges[20], edges[24]
    assert sum(low < value < high for value in last.values) == 4 * together
    between = [p for value, p in zip(last.values, last.probabilities, strict=True) if low < value < high]
    assert table[20:24, -1].sum() == pytest.approx(sum(between))
    assert first == 110


def test_categories_have_a_row_each(letters):
    axes, *_ = panels(prediction_as_distribution(letters))
    table, edges, _ = the_map(axes)
    assert edges.tolist() == [-0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == list("ABCDXY")
    steps, places = line(axes, "actual value")
    assert "".join("ABCDXY"[int(place)] for place in places) == "ABCDXBCY" * 6
    for step in (9, 30, 47):
        made = letters[step - 1].prediction[1]
        chances = dict(zip(made.values, made.probabilities, strict=True))
        assert table[:, step].tolist() == [chances[letter] for letter in "ABCDXY"]
    assert table[:, 1].tolist() == [1, 0, 0, 0, 0, 0]  # only A had been seen
    assert len(steps) == 48


def test_of_several_fields_the_predicted_one_is_drawn():
    encoder = Fields({"load": RDSE(resolution=0.1), "day": Category(tuple("ab"))})
    history = History(build("toy", encoder, predict="day"))
    history.run({"load": step % 5, "day": "ab"[step % 2]} for step in range(20))
    axes, *_ = panels(prediction_as_distribution(history))
    assert axes.get_ylabel() == "day"
    assert line(axes, "actual value")[1].tolist() == [0, 1] * 10
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["a", "b"]


def test_long_names_are_told_apart_and_are_no_formulas():
    names = tuple(f"$a category with a long name${place}" for place in range(40))
    history = History(build("toy", Category(names)))
    history.run(names)
    sheet = prediction_as_distribution(history)
    assert sheet._repr_png_()
    ticks = [tick.get_text() for tick in panels(sheet)[0].get_yticklabels()]
    assert len(set(ticks)) == len(ticks) == 14
    assert max(map(len, ticks)) <= 14


def test_anomaly_and_likelihood_are_those_of_the_steps(uneven):
    _, anomaly, likelihood = panels(prediction_as_distribution(uneven, window=50))
    heights = [bar.get_height() for bar in anomaly.patches]
    assert len(heights) == 50
    for place, height in enumerate(heights):
        expected = uneven[30 + place].anomaly
        assert np.isnan(height) if expected is None else height == expected
    scores = [uneven[step].likelihood for step in range(30, 80)]
    assert None in scores
    curve = likelihood.get_lines()[0].get_ydata()
    assert [None if np.isnan(one) else one for one in curve] == [
        None if one is None else log_scale(one) for one in scores
    ]


def test_alarms_of_more_surprise_than_usual_are_marked_and_counted():
    quick = {"learning_period": 5, "estimation_samples": 5, "refit_every": 5}
    history, threshold, alarms = History(build("toy", Category(tuple("ABCDXYZ")), **quick)), 0.9, []
    for letter in "ABCD" * 20 + "ZYXZXYYZXX":
        step = history.step(letter)
        if step.is_alarm(history.model.likelihood, threshold):
            alarms.append(step.index)
    high = [step.index for step in history if (step.likelihood or 0) >= threshold]
    assert set(alarms) < set(high)  # it is also high where the letters have just been learned
    assert 80 <= min(alarms) <= max(alarms) < 90
    for window in (90, 12):  # a view that begins in the middle knows what was usual before
        *_, axes = panels(prediction_as_distribution(history, window=window, threshold=threshold))
        assert line(axes, "_alarm")[0].tolist() == [step for step in alarms if step >= 90 - window]
    _, level = line(axes, f"alarms, from {threshold!r} up: {len(alarms)}")
    assert set(level) == {log_scale(threshold)}
    assert axes.get_ylim()[1] > log_scale(max(history[step].likelihood for step in alarms))


def test_training_and_testing_are_shaded(uneven):
    axes, *below = panels(prediction_as_distribution(uneven, window=50))
    for one in below:
        assert list(shades(one, "_training")) == [(29.5, 59.5)]
        assert list(shades(one, "_testing")) == [(59.5, 79.5)]
    assert [text.get_text() for text in below[0].texts] == ["training", "testing"]
    assert 59.5 in [one.get_xdata()[0] for one in axes.get_lines()]


@pytest.mark.parametrize(
    ("encoder", "values"),
    [
        (RDSE(resolution=0.1), [1.0]),
        (RDSE(resolution=0.1), [None, float("nan")]),
        (RDSE(resolution=0.1), [2.0] * 4),
        (DateTime(), ["2024-01-01 01:00", "2024-01-01 02:00"]),
        (Fields({"x": RDSE(resolution=0.1), "y": RDSE(resolution=0.1)}), [{"x": None}, {"x": 1, "y": 2}]),
    ],
)
def test_tiny_and_empty_runs(encoder, values):
    history = History(build("toy", encoder))
    history.run(values)
    sheet = prediction_as_distribution(history)
    table = the_map(panels(sheet)[0])[0]
    assert table.shape[1] == len(values)
    assert np.isnan(table[:, 0]).all()
    sheet.canvas.draw()


@pytest.mark.slow
def test_nothing_moves_and_both_styles_show_themselves(uneven):
    before = to_bytes(uneven.model)
    light, dark = (prediction_as_distribution(uneven, style=style) for style in ("light", "dark"))
    assert to_bytes(uneven.model) == before
    assert light._repr_png_().startswith(b"\x89PNG")
    picture = pixels(dark)
    assert picture.shape == (720, 1280, 4)
    assert picture[0, 0, 0] < 50


def test_the_explanation_says_how_far_ahead(uneven):
    assert "in the prediction made one step before." in prediction_as_distribution(uneven).explanation
    assert "in the prediction made 3 steps before." in prediction_as_distribution(uneven, 3).explanation


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"horizon": 2}, "horizon is 2: the model predicts 1, 3 steps ahead"),
        ({"window": 0}, "window is 0: it must be at least 1"),
        ({"threshold": 1.5}, "threshold is 1.5: it must be between 0 and 1"),
        ({"style": "grey"}, "unknown style 'grey': there are light, dark"),
    ],
)
def test_wrong_arguments(uneven, wrong, says):
    with pytest.raises(ValueError, match=says):
        prediction_as_distribution(uneven, **wrong)


def test_without_steps_there_is_nothing_to_see():
    with pytest.raises(ValueError, match="history has no steps"):
        prediction_as_distribution(History(build("toy", RDSE(resolution=0.1))))


def test_changes_are_drawn_at_the_values_that_they_lead_to():
    """At 0 and at 100 the same changes are probable: the first rows and the last."""
    low, high = (of_changes((0, 1), (0.5, 0.5), 10.0, base) for base in (0.0, 90.0))
    chances = arrange([low, None, high], [0.0, None, 95.0])
    assert len(chances.edges) == 61
    assert np.isnan(chances.table[:, 1]).all()
    assert np.nansum(chances.table, axis=0) == pytest.approx([0.98, 0, 0.98], abs=0.02)
    middles = (chances.edges[1:] + chances.edges[:-1]) / 2
    assert ((chances.table[:, 0] > 0) <= (middles < 16)).all()
    assert ((chances.table[:, 2] > 0) <= (middles > 84)).all()


def test_a_prediction_of_changes_can_be_drawn():
    history = History(build("toy", RDSE(resolution=1.0), change_widths=(1.0,), reads_bits=True))
    history.run([float(n % 7) for n in range(60)])
    table, edges, _ = the_map(panels(prediction_as_distribution(history))[0])
    assert table.shape == (60, 60)
    assert edges[0] < 0.0
    assert edges[-1] > 6.0
