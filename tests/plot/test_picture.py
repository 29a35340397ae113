"""The picture shows what is in the records, all of it legibly, and leaves the model alone."""

import math
import re
import subprocess
import sys
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from htm_teacher import RDSE, DateTime, Fields, History, build
from htm_teacher.keep.snapshot import to_bytes
from htm_teacher.plot import STYLES, Labels, four_panels
from htm_teacher.plot.recording import dated, read, rolling_mean
from htm_teacher.plot.scales import TimeTicks, usual_range
from plot.runs import KINDS, TITLES, bits_at, columns_at, letter_steps, line, panels, pixels, shades

TICK = re.compile(r"(?:[A-Z][a-z]{2} )?\d\d?(?: [A-Z][a-z]{2}|:\d\d)")
START = datetime(2024, 2, 28, 12)


def times(steps, minutes=30):
    return [START + timedelta(minutes=minutes * place) for place in range(steps)]


def test_four_panels_have_their_titles(history):
    assert [axes.get_title() for axes in four_panels(history).axes] == TITLES


def test_drawn_columns_are_the_recorded_ones(history):
    axes = panels(four_panels(history, window=50))["Active Columns Over Time"]
    for step in list(history)[-50:]:
        for label, kind in KINDS.items():
            assert columns_at(axes, label, step.index) == kind(step)
    assert not columns_at(axes, "predicted and active", 69)


def test_drawn_bits_are_those_of_the_last_step_and_the_one_before(history):
    axes = panels(four_panels(history))["Encoded Input SDR"]
    before, now = history[118].encoded.active, history[119].encoded.active
    assert bits_at(axes, "_off") == set(range(history[0].encoded.size))
    assert bits_at(axes, "still on") == now & before
    assert bits_at(axes, "turned on") == now - before
    assert bits_at(axes, "turned off since the step before") == before - now


def test_prediction_is_drawn_at_the_step_it_was_made_for(history):
    axes = panels(four_panels(history, Labels(name="load", unit="MW"), window=40))["Input Value Over Time"]
    x, y = line(axes, "load (MW)")
    assert list(x) == list(range(80, 120))
    assert list(y) == [history[step].value for step in range(80, 120)]
    x, y = line(axes, "predicted one step before")
    assert list(y) == [history[step - 1].prediction[1].expected for step in range(80, 120)]


def test_a_unit_in_the_name_is_not_repeated(history):
    axes = panels(four_panels(history, Labels(name="load [MW]", unit="MW")))["Input Value Over Time"]
    assert axes.get_legend().get_texts()[0].get_text() == "load [MW]"


def test_accuracy_is_the_rolling_mean_of_the_scores_there_are(history):
    axes = panels(four_panels(history))["Prediction Accuracy Over Time"]
    scores = [step.recall for step in history]
    (caption,) = (text.get_text() for text in axes.texts if "mean over the last" in text.get_text())
    steps = int(caption.split("last ")[1].split(" ")[0])
    assert "Either alone can mislead: predict every column and recall is 1." in caption.replace("\n", " ")
    assert scores[0] is None
    for place, drawn in enumerate(line(axes, "recall")[1]):
        known = [one for one in scores[max(0, place + 1 - steps) : place + 1] if one is not None]
        assert math.isnan(drawn) if not known else drawn == pytest.approx(sum(known) / len(known))


@pytest.mark.parametrize("style", STYLES)
def test_the_scores_are_said_with_the_steps_they_are_of(history, style):
    figure = four_panels(history, style=style)
    figure.canvas.draw()
    axes = panels(figure)["Prediction Accuracy Over Time"]
    (said,) = (text for text in axes.texts if text.get_text().startswith("last "))
    scores = [float(line(axes, name)[1][-1]) for name in ("recall", "precision")]
    assert said.get_text() == "last 6 steps:\nrecall {:.2f}, precision {:.2f}".format(*scores)
    assert said.get_window_extent().x0 > axes.get_legend().get_window_extent().x1


def test_days_are_written_without_a_leading_zero():
    assert dated(datetime(2000, 8, 4, 9, 30)) == "Fri 4 Aug 2000 09:30"
    assert dated(datetime(2000, 8, 14), "%a %d %b") == "Mon 14 Aug"


def test_a_mean_of_no_scores_is_none():
    means = rolling_mean(np.array([np.nan, np.nan, 1.0, 0.0, np.nan, np.nan]), 2)
    assert list(means[2:5]) == [1.0, 0.5, 0.0]
    assert np.isnan(means[[0, 1, 5]]).all()


@pytest.mark.parametrize("title", [one for one in TITLES if "Over Time" in one])
def test_training_and_testing_are_shaded_and_named(history, title):
    axes = panels(four_panels(history))[title]
    assert list(shades(axes, "_training")) == [(-0.5, 89.5)]
    assert list(shades(axes, "_testing")) == [(89.5, 119.5)]
    named = {text.get_text(): text.get_position()[0] for text in axes.texts if text.get_visible()}
    assert (named["training"], named["testing"]) == (44.5, 104.5)


def test_drawing_leaves_the_model_as_it_was(history):
    before = to_bytes(history.model), len(history)
    four_panels(history).canvas.draw()
    assert (to_bytes(history.model), len(history)) == before


def test_a_list_of_records_looks_like_the_history(history):
    assert np.array_equal(pixels(four_panels(history)), pixels(four_panels(list(history))))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("window", [60, 200])
def test_legends_are_above_the_data_and_no_text_leaves_the_page(history, style, window):
    figure = four_panels(history, Labels(times(120), "load", "MW"), window=window, style=style)
    figure.canvas.draw()
    page = figure.bbox
    for axes in figure.axes:
        assert axes.get_legend().get_window_extent().y0 >= axes.bbox.y1
        for text in [axes.title, *axes.texts, *axes.get_legend().get_texts()]:
            if text.get_visible() and text.get_text():
                box = text.get_window_extent()
                assert 0 <= box.x0 < box.x1 <= page.width, text
                assert 0 <= box.y0 < box.y1 <= page.height, text


def test_a_long_run_shows_all_of_itself_in_a_strip(history):
    axes = panels(four_panels(history, window=40))["Input Value Over Time"]
    (strip,) = axes.child_axes
    assert list(strip.get_lines()[0].get_ydata()) == [step.value for step in history]
    assert (strip.patches[0].get_x(), strip.patches[0].get_width()) == (79.5, 40)
    assert not panels(four_panels(history, window=120))["Input Value Over Time"].child_axes


@pytest.mark.parametrize(("low", "high"), [(623_031_970, 623_033_419), (1.99223e9, 1.9924e9), (1, 1.000004)])
def test_ticks_of_large_numbers_in_a_small_range_differ(low, high):
    model = build("toy", RDSE(resolution=(high - low) / 9))
    steps = [model.step(value) for value in [low, high] * 5]
    axes = panels(four_panels(steps, Labels(name="v")))["Input Value Over Time"]
    shown = [label.get_text().replace(",", "") for label in axes.get_yticklabels()]
    assert len({*shown}) == len(shown) > 3
    base = float(axes.get_legend().get_texts()[0].get_text().partition(", axis + ")[2].replace(",", ""))
    assert [base + float(text) for text in shown] == pytest.approx(axes.get_yticks(), rel=1e-9)


def test_letters_have_an_axis_of_letters():
    steps = letter_steps()
    figure = four_panels(steps, Labels(name="letter"))
    figure.canvas.draw()
    axes = panels(figure)["Input Value Over Time"]
    assert [label.get_text() for label in axes.get_yticklabels()] == list("ABCDXY")
    assert ["ABCDXY"[int(y)] for y in line(axes, "letter")[1]] == [step.value for step in steps]
    assert np.isnan(line(axes, "predicted one step before")[1]).all()
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["letter"]


def test_names_are_never_formulas():
    model = build("toy", RDSE(resolution=1))
    figure = four_panels([model.step(1.0)], Labels(name="$x_{$", unit="$"))
    figure.canvas.draw()
    assert "$x_{$" in [text.get_text() for text in figure.texts]


def test_missing_values_leave_gaps():
    model = build("toy", RDSE(resolution=0.1))
    steps = [model.step(value) for value in (0.1, None, 0.3, float("nan"), 0.2)]
    figure = four_panels(steps)
    figure.canvas.draw()
    drawn = line(panels(figure)["Input Value Over Time"], "value")[1]
    assert [None if math.isnan(one) else one for one in drawn] == [0.1, None, 0.3, None, 0.2]


def test_a_run_of_nothing_but_missing_values_can_be_drawn():
    model = build("toy", RDSE(resolution=0.1))
    four_panels([model.step(None)]).canvas.draw()


def records():
    encoders = {"load": RDSE(resolution=1), "time": DateTime(), "wind": RDSE(resolution=1)}
    history = History(build("toy", Fields(encoders)))
    for place, time in enumerate(times(8)):
        history.step({"time": time, "load": place % 4, "wind": -place})
    return history


def test_of_a_record_the_predicted_field_is_drawn_unless_another_is_asked_for():
    history = records()
    axes = panels(four_panels(history))["Input Value Over Time"]
    assert list(line(axes, "load")[1]) == [0, 1, 2, 3, 0, 1, 2, 3]
    assert np.isfinite(line(axes, "predicted one step before")[1]).any()
    axes = panels(four_panels(history, Labels(field="wind")))["Input Value Over Time"]
    assert list(line(axes, "wind")[1]) == [-place for place in range(8)]
    assert np.isnan(line(axes, "predicted one step before")[1]).all()


def test_of_bare_records_the_first_number_is_drawn():
    assert read(list(records())).name == "load"
    bare = read(list(records()), Labels(field="wind", predict="load"))
    assert np.isnan(bare.expected).all()


@pytest.mark.parametrize(
    ("minutes", "labels"),
    [
        (1, ["12:10", "12:20", "12:30", "12:40", "12:50"]),
        (30, ["Wed 18:00", "Thu 00:00", "Thu 06:00", "Thu 12:00", "Thu 18:00", "Fri 00:00", "Fri 06:00"]),
        (240, ["4 Mar", "11 Mar"]),
    ],
)
def test_times_are_said_where_hours_days_or_weeks_begin(history, minutes, labels):
    count = {1: 60, 30: 90, 240: 90}[minutes]
    axes = panels(four_panels(list(history)[:count], Labels(times(count, minutes))))[
        "Active Columns Over Time"
    ]
    shown = [text for text in axes.texts if text.get_visible() and any(map(str.isdigit, text.get_text()))]
    assert [text.get_text() for text in shown if "bursting" not in text.get_text()] == labels


@pytest.mark.parametrize("jump", [1, 2, 3])
def test_labels_of_uneven_times_do_not_touch(history, jump):
    """Two nights follow each other within a few steps, then come days without one."""
    nights = (60, 60 + jump, 90, 90 + jump)
    hours = [place * 0.5 + 20 * sum(place >= night for night in nights) for place in range(120)]
    figure = four_panels(list(history), Labels([START + timedelta(hours=hour) for hour in hours]))
    figure.canvas.draw()
    for axes in figure.axes:
        shown = [text for text in axes.texts if text.get_visible() and TICK.fullmatch(text.get_text())]
        boxes = sorted((text.get_window_extent() for text in shown), key=lambda box: box.x0)
        assert all(left.x1 < right.x0 for left, right in pairwise(boxes)), axes.get_title()
        assert boxes or "Over Time" not in axes.get_title()


def test_long_names_and_units_are_cut(history):
    figure = four_panels(
        history, Labels(times(120), "the load of " + 20 * "a very long name ", 30 * "MW"), window=50
    )
    figure.canvas.draw()
    name, status = figure.texts
    assert name.get_text().endswith("…")
    assert name.get_window_extent().x1 < status.get_window_extent().x0
    axes = panels(figure)["Input Value Over Time"]
    assert axes.get_legend().get_window_extent().x1 < axes.bbox.x1
    assert all(text.get_window_extent().x0 > axes.title.get_window_extent().x1 for text in [word(axes)])


def word(axes):
    """What is said of the step that is shown."""
    (found,) = (text for text in axes.texts if "(predicted" in text.get_text())
    return found


def test_huge_values_are_said_in_few_characters():
    history = History(build("toy", RDSE(resolution=1e295)))
    for place in range(40):
        history.step(1e300 * (place % 2))
    figure = four_panels(history)
    figure.canvas.draw()
    axes = panels(figure)["Input Value Over Time"]
    assert word(axes).get_text().startswith("1e+300 (predicted 9.")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"steps": []}, "nothing to draw"),
        ({"labels": Labels([START])}, "times: 1 times for 120 steps"),
        ({"labels": Labels([START] * 119 + ["noon"])}, "times: 'noon' at step 119 is not a datetime"),
        ({"style": "pink"}, "unknown style 'pink': there are light, dark"),
        ({"window": 1}, "window"),
        ({"size": (8, 720)}, "size"),
        ({"labels": Labels(field="load")}, "no field 'load': the values have no fields"),
    ],
    ids=lambda one: one if isinstance(one, str) else next(iter(one)),
)
def test_a_wrong_argument_is_named(history, arguments, message):
    with pytest.raises(ValueError, match=message):
        four_panels(**{"steps": history, **arguments})


def test_an_unknown_field_is_named_with_those_there_are():
    with pytest.raises(ValueError, match="no field 'lod': the fields are 'time', 'load', 'wind'"):
        four_panels(records(), Labels(field="lod"))


def test_steps_of_two_runs_are_refused(history):
    with pytest.raises(ValueError, match="step 3 follows step 1"):
        four_panels([history[0], history[1], history[3]])


def test_pyplot_stays_out():
    check = "import sys, htm_teacher.plot; sys.exit('matplotlib.pyplot' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True)


def test_one_value_far_from_all_others_is_marked_at_the_edge():
    values = [math.sin(step / 3) for step in range(150)]
    values[140], values[145] = 900.0, -700.0
    history = History(build("toy", RDSE(resolution=0.1)))
    history.run(values)
    low, high = usual_range(np.array(values))
    assert (low, high) == (min(values[:140]), max(values[:140]))
    axes = four_panels(history, window=20).axes[0]
    bottom, top = axes.get_ylim()
    assert -2 < bottom < -1 < 1 < top < 2
    marks = {line.get_marker(): line.get_xydata().tolist() for line in axes.lines if len(line.get_xdata())}
    assert (marks["^"], marks["v"]) == ([[140, top]], [[145, bottom]])


def test_values_that_are_not_few_or_not_far_are_all_in_range():
    wave = [math.sin(step / 3) for step in range(150)]
    for far in ([2.5], [900.0] * 3):
        assert usual_range(np.array(wave + far))[1] == max(far)
    assert usual_range(np.array([0.0] * 150 + [1.0])) == (0.0, 1.0)
    assert usual_range(np.array([])) == (0.0, 1.0)


@pytest.mark.parametrize("years", [9, 145, 310, 4_000])
def test_of_any_number_of_years_no_more_are_labelled_than_fit(years):
    times = [datetime(1700 + year % 8_000, 1, 1) for year in range(years)]
    ticks = TimeTicks(times, 0, 8)
    found = ticks.tick_values(0, years - 1)
    assert 2 <= len(found) <= 8
    assert ticks.label(found[0]) == str(times[round(found[0])].year)


def test_many_years_have_more_than_one_label():
    times = [datetime(2001, 1, 15) + timedelta(days=30 * step) for step in range(195)]
    ticks = TimeTicks(times, 0, 8)
    labels = [ticks.label(step) for step in ticks.tick_values(0, 194)]
    assert labels == ["2002", "2004", "2006", "2008", "2010", "2012", "2014", "2016"]


def test_a_third_of_a_year_begins_in_january():
    times = [datetime(2001, 1, 15) + timedelta(days=7 * step) for step in range(104)]
    ticks = TimeTicks(times, 0, 8)
    labels = [ticks.label(step) for step in ticks.tick_values(0, 103)]
    assert labels == ["May 2001", "Sep 2001", "Jan 2002", "May 2002", "Sep 2002"]
