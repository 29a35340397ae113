"""The picture of a forecast shows the values, the medians and both intervals, poor ones apart."""

from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from htm_teacher.plot.fan import fan
from htm_teacher.plot.style import STYLES


class Ahead(NamedTuple):
    step: int
    value: float
    half: tuple[float, float]
    most: tuple[float, float]
    poor: bool = False
    naive_value: float | None = None


STEPS = [Ahead(13, 1.0, (0.5, 1.5), (0.0, 2.0)), Ahead(15, 3.0, (2.5, 3.5), (2.0, 4.0), poor=True)]


def drawn(axes):
    """{label: (values, baseline)} of the stairs."""
    return {patch.get_label(): patch.get_data() for patch in axes.patches}


def test_medians_and_intervals_are_where_they_belong():
    (axes,) = fan([5.0, None, 6.0], 10, STEPS).axes
    (line,) = (line for line in axes.lines if line.get_label() == "values")
    np.testing.assert_array_equal(line.get_xdata(), [10, 11, 12])
    np.testing.assert_array_equal(line.get_ydata(), [5.0, np.nan, 6.0])
    found, nothing = drawn(axes), np.nan
    np.testing.assert_array_equal(found["median"].edges, [12.5, 13.5, 14.5, 15.5])
    np.testing.assert_array_equal(found["median"].values, [1.0, nothing, nothing])
    for name, low, high in (("90 %", 0.0, 2.0), ("50 %", 0.5, 1.5)):
        np.testing.assert_array_equal(found[name].baseline, [low, nothing, nothing])
        np.testing.assert_array_equal(found[name].values, [high, nothing, nothing])
    poor = found["no better than naive in the test"]
    np.testing.assert_array_equal(poor.values, [nothing, nothing, 3.0])
    assert axes.get_xlim() == (9.5, 15.5)


def test_a_key_names_the_poor_ones_only_if_there_are_some():
    def names(steps):
        (key,) = fan([5.0], 12, steps).body.legends
        return [text.get_text() for text in key.get_texts()]

    assert names(STEPS[:1]) == ["values", "90 %", "50 %", "median"]
    assert names(STEPS)[4:] == ["no better than naive in the test"]


def test_where_a_naive_predictor_was_as_good_its_values_are_dashed():
    other = Ahead(14, 2.0, (1.5, 2.5), (1.0, 3.0), naive_value=9.0)
    (axes,) = fan([5.0], 12, [other, STEPS[1]._replace(naive_value=2.5)]).axes
    np.testing.assert_array_equal(drawn(axes)["naive"].values, [np.nan, np.nan, 2.5])
    (axes,) = fan([5.0], 12, [other, STEPS[1]]).axes
    assert "naive" not in drawn(axes)


def test_ticks_are_times_where_these_are_known():
    times = [datetime(2024, 1, 1, 21) + timedelta(hours=1) * hour for hour in range(6)]
    (axes,) = fan([5.0, 5.0, 6.0], 10, STEPS, times, "height (m)").axes
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert labels == ["22:00", "23:00", "00:00", "01:00", "02:00"]
    assert axes.get_ylabel() == "height (m)"
    (axes,) = fan([5.0, 5.0, 6.0], 10, STEPS).axes
    assert axes.get_xlabel() == "step"


def test_every_style_is_readable():
    for name, look in STYLES.items():
        sheet = fan([5.0], 12, STEPS, style=name)
        (axes,) = sheet.axes
        assert sheet.get_facecolor() == axes.get_facecolor()
        (line,) = (line for line in axes.lines if line.get_label() == "values")
        assert line.get_color() == look.ink


def test_the_lowest_interval_keeps_its_distance_from_the_edge():
    (axes,) = fan([1000.0], 12, [Ahead(13, 0.0, (-900.0, 900.0), (-1000.0, 1000.0))]).axes
    low, high = axes.get_ylim()
    assert low < -1000 < 1000 < high
    assert "1,000" in [label.get_text() for label in axes.get_yticklabels()]
