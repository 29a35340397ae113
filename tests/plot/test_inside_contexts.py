"""The same input in two contexts: the pair that is chosen, and what is drawn of both."""

from datetime import datetime
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.colors import to_hex

from htm_teacher import RDSE, Category, DateTime, Fields, History, build
from htm_teacher.keep.snapshot import to_bytes
from htm_teacher.plot import STYLES
from htm_teacher.plot.inside.choice import APART, contrast, two_contexts
from htm_teacher.plot.inside.contexts import same_input_in_two_contexts


@pytest.fixture(scope="module")
def letters():
    """ABCD and XBCY, a reset before each word; steps 4n are first letters, 4n + 2 are C."""
    history = History(build("toy", Category(tuple("ABCDXY")), seed=1))
    for word in ["ABCD", "XBCY"] * 25:
        history.reset()
        history.run(word)
    return history


def panels(sheet):
    return {axes.get_title(loc="left"): axes for axes in sheet.axes}


def line(axes, label):
    """The points of a line."""
    (found,) = (one for one in axes.get_lines() if one.get_label() == label)
    return list(zip(found.get_xdata(), found.get_ydata(), strict=True))


def cells(axes, label, cells_per_column=4):
    """The cells that have a mark, by the columns' names."""
    columns = [int(name.get_text()) for name in axes.get_xticklabels()]
    return {columns[round(x)] * cells_per_column + round(y) for x, y in line(axes, label)}


def shares(axes):
    """What is said and drawn of each share: in words, as a part."""
    bars = [bar.patches[0].get_width() for bar in axes.containers if bar.get_label() == "shared"]
    return list(zip([text.get_text() for text in axes.texts], bars, strict=True))


def overlap(one, other):
    larger = max(len(one), len(other))
    return f"{len(one & other)} of {larger}", len(one & other) / max(1, larger)


def test_of_two_words_the_letter_is_chosen_that_is_the_same_and_means_another(letters):
    first, second = two_contexts(letters)
    one, two = letters[first], letters[second]
    assert (one.value, two.value) == ("C", "C")
    assert one.active_columns == two.active_columns
    assert not one.active_cells & two.active_cells
    assert {letters[first + 1].value, letters[second + 1].value} == {"D", "Y"}
    assert second == 198  # the latest C


def agreement(one, other):
    return len(one & other) / max(1, len(one), len(other))


def test_no_other_pair_is_better(history):
    """Against the rule in its own words: columns agree, predicted cells do not, little bursts."""

    def how_good(one, two):
        spoken = [
            frozenset(cell for cell in step.active_cells if cell // 4 not in step.bursting_columns)
            for step in (one, two)
        ]
        columns = agreement(one.active_columns, two.active_columns)
        recall = min(one.recall or 0, two.recall or 0)
        return columns**2 * (1 - agreement(*spoken)) * recall

    steps = list(history)
    best = max(how_good(one, two) for one in steps for two in steps if two.index - one.index >= APART)
    first, second = two_contexts(history)
    assert second - first >= APART
    assert best > 0.2
    assert how_good(steps[first], steps[second]) == pytest.approx(best, abs=0.003)


def record(index, columns, cell, ahead):
    """A step in which one cell of each of some columns had been predicted."""
    return SimpleNamespace(
        index=index,
        active_columns=frozenset(columns),
        active_cells=frozenset(4 * column + cell for column in columns),
        bursting_columns=frozenset(),
        predictive_cells=frozenset(4 * column for column in ahead),
        recall=1.0,
    )


def test_steps_that_lie_close_or_expect_the_same_come_after_others():
    memory = build("toy", RDSE(resolution=0.1)).memory
    steps = [record(0, {1}, 0, {5}), record(1, {1}, 1, {6}), record(9, {1}, 1, {5}), record(10, {1}, 2, {6})]
    score = contrast(steps, memory)
    assert score[0, 1] < 0.1 < score[0, 2] < score[0, 3]


def test_only_the_last_steps_are_searched(letters, monkeypatch):
    monkeypatch.setattr("htm_teacher.plot.inside.choice.WINDOW", 20)
    assert min(two_contexts(letters)) >= len(letters) - 20


@pytest.mark.parametrize("given", [{"first": 186}, {"second": 186}, {"first": -14}])
def test_to_a_given_step_the_other_is_found(letters, given):
    pair = two_contexts(letters, **given)
    assert pair["second" in given] == 186
    other = letters[pair["first" in given]]
    assert other.value == "C"
    assert not other.active_cells & letters[186].active_cells


def test_the_paths_are_the_values_that_came_and_then_the_likeliest(letters):
    axes = panels(same_input_in_two_contexts(letters, 186, 198))["What led to it"]
    names = [label.get_text() for label in axes.get_yticklabels()]
    paths = {step: [(x, names[round(y)]) for x, y in line(axes, f"step {step}")] for step in (186, 198)}
    assert paths == {186: [(-2, "A"), (-1, "B"), (0, "C")], 198: [(-2, "X"), (-1, "B"), (0, "C")]}
    after = {
        step: [(x, names[round(y)]) for x, y in line(axes, f"_after step {step}")] for step in (186, 198)
    }
    assert after == {186: [(0, "C"), (1, "D")], 198: [(0, "C"), (1, "Y")]}


def test_of_numbers_the_last_values_are_drawn_as_they_are(history):
    axes = panels(same_input_in_two_contexts(history, 97, 113))["What led to it"]
    for step in (97, 113):
        assert line(axes, f"step {step}") == [(back, history[step + back].value) for back in range(-4, 1)]
        assert line(axes, f"_after step {step}")[1] == (1, history[step].prediction[1].value)


def test_what_is_expected_is_the_prediction_to_the_left_and_to_the_right(history):
    axes = panels(same_input_in_two_contexts(history, 97, 113))["What is predicted in each"]
    for step, side in ((97, -1), (113, 1)):
        (bars,) = (one for one in axes.collections if one.get_label() == f"step {step}")
        ends = [tuple(path.vertices[-1]) for path in bars.get_paths()]
        made = history[step].prediction[1]
        assert ends == [(side * p, value) for p, value in zip(made.probabilities, made.values, strict=True)]


@pytest.mark.parametrize(("first", "second"), [(97, 113), (113, 97), (3, 60), (26, 84)])
def test_the_cells_are_those_of_the_records(history, first, second):
    drawn = panels(same_input_in_two_contexts(history, first, second))
    one, two = history[first], history[second]
    for step, other in ((one, two), (two, one)):
        axes = drawn[f"Cells at step {step.index}"]
        assert cells(axes, "active here") == step.active_cells - other.active_cells
        assert cells(axes, "active in both") == one.active_cells & two.active_cells
        assert (axes.get_legend() is not None) == bool(one.active_cells & two.active_cells)
        columns = [int(name.get_text()) for name in axes.get_xticklabels()]
        shared = sorted(one.active_columns & two.active_columns)
        assert columns[: len(shared)] == shared
        assert sorted(columns) == sorted(one.active_columns | two.active_columns)
        assert cells(axes, "inactive") == {4 * column + cell for column in columns for cell in range(4)}


@pytest.mark.parametrize(("first", "second"), [(97, 113), (3, 60)])
def test_the_overlaps_in_numbers(history, first, second):
    axes = panels(same_input_in_two_contexts(history, first, second))["What both share"]
    one, two = history[first], history[second]
    ahead = [{cell // 4 for cell in step.predictive_cells} for step in (one, two)]
    assert shares(axes) == [
        overlap(one.active_columns, two.active_columns),
        overlap(one.active_cells, two.active_cells),
        overlap(*ahead),
    ]


@pytest.mark.parametrize("style", STYLES)
def test_colours_are_those_of_the_style_and_the_model_does_not_move(letters, style):
    before = to_bytes(letters.model)
    sheet = same_input_in_two_contexts(letters, 186, 198, style=style)
    look = STYLES[style]
    for step, colour in ((186, look.same), (198, look.precision)):
        axes = panels(sheet)[f"Cells at step {step}"]
        shades = {one.get_label(): to_hex(one.get_color()) for one in axes.get_lines()}
        assert shades == {"inactive": look.off, "active here": colour, "active in both": look.ink}
    assert sheet._repr_png_().startswith(b"\x89PNG")
    assert to_bytes(letters.model) == before


def test_beginnings_and_missing_values_have_no_past():
    history = History(build("toy", RDSE(resolution=0.1)))
    history.run([0.0, None, 0.5, 0.0])
    axes = panels(same_input_in_two_contexts(history, 1, 2))["What led to it"]
    assert len(line(axes, "step 1")) == 1
    assert line(axes, "step 2") == [(0, 0.5)]
    assert line(panels(same_input_in_two_contexts(history, 0, 3))["What led to it"], "step 3") == [
        (-1, 0.5),
        (0, 0.0),
    ]


def test_steps_of_nothing_say_so():
    history = History(build("toy", RDSE(resolution=0.1)))
    history.run([None, float("nan")])
    sheet = same_input_in_two_contexts(history)
    sheet.canvas.draw()
    drawn = panels(sheet)
    assert drawn["Cells at step 0"].get_xlabel() == "no column is active"
    assert [text.get_text() for text in drawn["What is predicted in each"].texts] == ["nothing is predicted"]
    assert shares(drawn["What both share"]) == [("0 of 0", 0.0)] * 3


def test_of_records_the_predicted_field_is_drawn_or_one_that_can_be():
    fields = Fields({"time": DateTime(), "a": RDSE(resolution=0.1)})
    records = [{"time": datetime(2024, 2, 29, hour), "a": hour / 4} for hour in range(4)]
    for predict, expected in (("a", True), (None, False)):
        history = History(build("toy", fields, predict=predict))
        history.run(records)
        sheet = same_input_in_two_contexts(history, 1, 3)
        sheet.canvas.draw()
        axes = panels(sheet)["What led to it"]
        assert axes.get_ylabel() == "a"
        assert line(axes, "step 3") == [(-3, 0.0), (-2, 0.25), (-1, 0.5), (0, 0.75)]
        assert any(one.get_label() == "_after step 3" for one in axes.get_lines()) == expected


def test_the_prediction_of_another_field_is_not_drawn():
    fields = Fields({"a": RDSE(resolution=0.1), "b": Category(tuple("XY"))})
    history = History(build("toy", fields, predict="a"))
    history.run([{"a": 0.0, "b": "X"}] * 3 + [{"b": "X"}, {"b": "Y"}] * 4)
    assert history[9].prediction[1].values
    drawn = panels(same_input_in_two_contexts(history, 9, 10))
    assert drawn["What led to it"].get_ylabel() == "b"
    assert [text.get_text() for text in drawn["What is predicted in each"].texts] == ["nothing is predicted"]


def test_a_later_horizon_is_named():
    history = History(build("toy", RDSE(resolution=0.1), horizons=(5,)))
    history.run([0.0, 0.5] * 10)
    drawn = panels(same_input_in_two_contexts(history))
    assert drawn["What led to it"].get_xticklabels()[-1].get_text() == "predicted 5 later"
    assert "5 steps later" in drawn["What is predicted in each"].get_xlabel()


def test_many_columns_are_counted_rather_than_named():
    history = History(build("toy", RDSE(resolution=0.1), active_column_count=30))
    history.run([0.0, 9.0])
    axes = panels(same_input_in_two_contexts(history))["Cells at step 0"]
    both = history[0].active_columns | history[1].active_columns
    assert len(both) > 45
    assert axes.get_xlabel() == f"the {len(both)} columns"
    assert np.size(line(axes, "inactive")) == 2 * 4 * len(both)


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (120, None, "first is 120: it must be between -120 and 119"),
        (3, -121, "second is -121: it must be between -120 and 119"),
        (3, -117, "second is -117: it must be another step than first"),
        (3.5, 4, "first is 3.5: a whole number is needed"),
    ],
)
def test_a_wrong_step_is_named(history, first, second, message):
    with pytest.raises(ValueError, match=message):
        same_input_in_two_contexts(history, first, second)


def test_one_step_is_not_enough():
    history = History(build("toy", RDSE(resolution=0.1)))
    history.step(0.0)
    with pytest.raises(ValueError, match="history has fewer than two steps"):
        same_input_in_two_contexts(history)


def test_inputs_that_are_not_the_same_are_called_similar(letters):
    assert same_input_in_two_contexts(letters, 186, 198).title.startswith("The same input in two")
    assert same_input_in_two_contexts(letters, 186, 199).title.startswith("A similar input in two")


def test_of_two_pairs_the_one_that_predicts_different_columns_is_better():
    memory = build("toy", RDSE(resolution=0.1)).memory
    same, similar = set(range(9)), set(range(10))
    score = contrast([record(0, same, 0, {5}), record(9, same, 1, {5}), record(18, similar, 2, {6})], memory)
    assert 0.5 < score[0, 1] < 0.51
    assert score[0, 2] > 0.81
