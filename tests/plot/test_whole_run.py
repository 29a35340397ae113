"""The picture of the whole run shows every peak, each alert at its value, and the labels."""

from datetime import datetime, timedelta

import numpy as np

from htm_teacher.plot.whole_run import ACROSS, whole_run

VALUES = [float(step % 7) for step in range(5000)]
VALUES[3333] = 50.0
VALUES[4000] = None
RANKS = [None] * 500 + [1.0] * 4500
RANKS[3340] = 80.0


def line(axes, name):
    (found,) = (one for one in axes.lines if one.get_label() == name)
    return found


def test_values_and_ranks_are_thinned_and_keep_their_peaks():
    above, below = whole_run(VALUES, RANKS).axes
    for axes, name, place, peak in ((above, "values", 3333, 50.0), (below, "rank", 3340, 80.0)):
        x, y = line(axes, name).get_data()
        assert len(x) < 3 * ACROSS
        assert y[list(x).index(place)] == peak
        assert axes.get_xlim() == (-0.5, 4999.5)
    x, y = line(below, "rank").get_data()
    assert np.isnan(y[: list(x).index(500)]).all()


def test_an_alert_stands_above_its_value_and_one_without_a_value_is_left_out():
    above, below = whole_run(VALUES, RANKS, alerts=[3333, 4000, 4500]).axes
    x, y = line(above, "alerts").get_data()
    assert list(x) == [3333, 4500]
    assert y[0] > 50
    assert VALUES[4500] < y[1] < VALUES[4500] + 5
    (marks,) = below.collections
    assert [segment[0][0] for segment in marks.get_segments()] == [3333, 4500]


def test_alarms_of_the_model_are_numbered_rings():
    above, _ = whole_run(VALUES, RANKS, moments=[4500, 4000, 10]).axes
    x, y = line(above, "alarms of the model").get_data()
    assert list(zip(x, y, strict=True)) == [(4500, VALUES[4500]), (10, VALUES[10])]
    marks = [text for text in above.texts if text.get_text() in {"1", "2", "3"}]
    assert [(text.get_text(), text.xy) for text in marks] == [
        ("1", (4500, VALUES[4500])),
        ("3", (10, VALUES[10])),
    ]


def test_phases_and_labels_have_their_places():
    above, _ = whole_run(VALUES, RANKS, training=3500, labelled=[(10, 20), (3333, 3333)]).axes
    spans = [(patch.get_x(), patch.get_x() + patch.get_width()) for patch in above.patches]
    assert spans == [(-0.5, 3499.5), (3499.5, 4999.5), (9.5, 20.5), (3332.5, 3333.5)]
    assert [text.get_text() for text in above.texts] == [" training", " testing"]
    above, _ = whole_run(VALUES, RANKS, training=5000).axes
    assert [text.get_text() for text in above.texts] == [" training"]


def test_the_key_names_what_is_drawn():
    def names(**choices):
        (key,) = whole_run(VALUES, RANKS, **choices).body.legends
        return [text.get_text() for text in key.get_texts()]

    assert names() == ["values"]
    assert names(alerts=[3333], labelled=[(1, 2), (5, 6)], moments=[1, 2]) == [
        "labels",
        "values",
        "alerts",
        "alarms of the model",
    ]


def test_ticks_are_times_where_these_are_known():
    times = [datetime(2024, 1, 1) + timedelta(hours=1) * hour for hour in range(5000)]
    _, below = whole_run(VALUES, RANKS, times=times, value="height (m)").axes
    assert [label.get_text() for label in below.get_xticklabels()][:2] == ["Feb 2024", "Mar 2024"]
    _, below = whole_run(VALUES, RANKS, first=300).axes
    assert below.get_xlabel() == "step"
    assert below.xaxis.get_major_formatter()(1000) == "1,300"


def test_the_heading_can_name_the_series():
    assert whole_run(VALUES, RANKS).title == "The whole run"
    assert whole_run(VALUES, RANKS, title="The whole run: demand").title == "The whole run: demand"
