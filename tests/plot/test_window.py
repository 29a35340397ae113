"""The window plays a run: its keys, buttons and slider, moved by matplotlib's own events."""

from dataclasses import replace
from itertools import pairwise

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backend_bases import KeyEvent, MouseEvent, ResizeEvent

from htm_teacher.keep.snapshot import to_bytes
from htm_teacher.plot import film, watch, window
from htm_teacher.plot.recording import read, surprises
from htm_teacher.plot.window import BUTTONS, Window
from plot.runs import KINDS, columns_at, panels


@pytest.fixture
def shown(history):
    figure = plt.figure(figsize=(12.8, 8.3), dpi=50)
    yield Window(read(history), figure, window=40)
    plt.close(figure)


def press(shown, *keys):
    for key in keys:
        event = KeyEvent("key_press_event", shown.figure.canvas, key)
        shown.figure.canvas.callbacks.process(event.name, event)


def mouse(shown, axes, name, across=0.5):
    x, y = axes.transAxes.transform((across, 0.5))
    canvas = shown.figure.canvas
    canvas.callbacks.process(name, MouseEvent(name, canvas, x, y, button=1))


def click(shown, axes, across=0.5):
    mouse(shown, axes, "button_press_event", across)
    mouse(shown, axes, "button_release_event", across)


def is_drawn(shown, history):
    """Whether the columns' panel shows what was recorded up to this place."""
    axes = panels(shown.figure)["Active Columns Over Time"]
    first = max(0, shown.place - 39)
    return all(
        columns_at(axes, label, step) == kind(history[step])
        for label, kind in KINDS.items()
        for step in range(first, shown.place + 1)
    ) and not columns_at(axes, "bursting: active, not predicted", shown.place + 1)


def test_arrows_home_and_end_go_where_they_say(shown, history):
    places = []
    for key in ("right", "right", "left", "end", "right", "left", "home", "left"):
        press(shown, key)
        places.append(shown.place)
        assert is_drawn(shown, history)
    assert places == [1, 2, 1, 119, 119, 118, 0, 0]


def test_space_plays_and_pauses_and_plays_again_from_the_start(shown, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(window.time, "monotonic", lambda: now[0])
    press(shown, " ")
    assert shown.playing
    assert shown.buttons[" "].label.get_text() == "pause [space]"
    for _ in range(3):
        now[0] += 0.25
        shown.tick()
    assert shown.place == 7  # 10 a second, for three quarters of one
    press(shown, " ")
    now[0] += 1
    shown.tick()
    assert (shown.playing, shown.place) == (False, 7)
    press(shown, "end", " ")
    assert (shown.playing, shown.place) == (True, 0)


def test_it_pauses_at_the_end(shown, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(window.time, "monotonic", lambda: now[0])
    shown.go(117)
    press(shown, " ")
    now[0] += 1
    shown.tick()
    assert (shown.playing, shown.place) == (False, 119)


def test_a_step_by_hand_pauses(shown):
    press(shown, " ", "right")
    assert not shown.playing


def test_s_goes_from_surprise_to_surprise_and_round(shown, history):
    expected = [
        now.index
        for before, now in pairwise(history)
        if now.recall is not None
        and now.recall <= 0.5
        and not (before.recall is not None and before.recall <= 0.5)
    ]
    assert len(expected) > 1
    seen = []
    for _ in expected:
        press(shown, "s")
        seen.append(shown.place)
    press(shown, "s")
    assert seen == expected
    assert shown.place == expected[0]


def test_of_surprises_close_together_the_strongest_is_kept(history):
    run = replace(read(history), learn=[True] * 1000, recall=np.ones(1000))
    run.recall[[100, 104, 108, 300, 309, 310, 320, 700]] = [0.5, 0.1, 0.4, 0.2, 0.2, 0.0, 0.3, 0.5]
    assert surprises(run) == [104, 300, 320, 700]  # 310 goes on with what began at 309


def test_plus_and_minus_change_the_speed_within_bounds(shown):
    press(shown, "+")
    assert shown.speed == 25
    press(shown, "-", "-")
    assert shown.speed == 5
    press(shown, *"-----")
    assert shown.speed == 1
    press(shown, *"++++++++++")
    assert shown.speed == 250
    assert shown.speed_word.get_text() == "250 steps a second"


def test_a_question_mark_shows_the_keys_and_hides_them(shown):
    assert not shown.helper.get_visible()
    press(shown, "?")
    assert shown.helper.get_visible()
    for word in ("space", "home", "end", "+  -", "surprise", "→"):
        assert word in shown.helper.get_text()
    press(shown, "?")
    assert not shown.helper.get_visible()


def test_other_keys_do_nothing(shown):
    press(shown, "q", "f5", None)
    assert shown.place == 0


def test_each_button_does_what_its_key_does(shown):
    assert set(BUTTONS) == set(shown.actions)
    places = []
    for key in ("right", "s", "end", "left", "home"):
        click(shown, shown.buttons[key].ax)
        places.append(shown.place)
    assert places == [1, next(place for place in shown.surprises if place > 1), 119, 118, 0]
    click(shown, shown.buttons["+"].ax)
    assert shown.speed == 25
    click(shown, shown.buttons[" "].ax)
    assert shown.playing
    click(shown, shown.buttons["?"].ax)
    assert shown.helper.get_visible()


def test_the_slider_goes_anywhere_and_follows(shown, history):
    press(shown, " ")
    click(shown, shown.slider.ax, 0.5)
    assert not shown.playing
    assert abs(shown.place - 60) <= 1
    assert is_drawn(shown, history)
    press(shown, "home")
    assert shown.slider.val == 0


def test_the_surprises_are_marked_on_the_slider(shown):
    (marks,) = (one for one in shown.slider.ax.collections if one.get_label() == "_surprises")
    assert [segment[0][0] for segment in marks.get_segments()] == shown.surprises


def test_after_a_full_redraw_all_is_there_again(shown):
    shown.go(60)
    before = np.asarray(shown.figure.canvas.buffer_rgba()).copy()
    shown.figure.canvas.draw()
    assert np.array_equal(np.asarray(shown.figure.canvas.buffer_rgba()), before)


def test_a_window_of_another_size_is_drawn_anew(shown, history):
    shown.go(50)
    before = shown.page
    shown.figure.set_size_inches(8, 6)
    event = ResizeEvent("resize_event", shown.figure.canvas)
    shown.figure.canvas.callbacks.process(event.name, event)
    assert shown.page is not before
    assert shown.place == 50
    assert is_drawn(shown, history)
    press(shown, "right")
    assert shown.place == 51
    click(shown, shown.buttons["right"].ax)
    assert shown.place == 52


def test_watching_leaves_the_model_as_it_was(shown, history):
    before = to_bytes(history.model)
    press(shown, "right", "end", "s", " ", "home", "?")
    assert to_bytes(history.model) == before


def test_without_a_display_a_file_is_written_and_that_is_said(history, tmp_path, capsys):
    assert matplotlib.get_backend().lower() == "agg"
    path = tmp_path / "run.gif"
    short = list(history)[:4]
    assert watch(short, instead=path) == path
    assert path.stat().st_size > 1000
    assert str(path) in capsys.readouterr().out


def test_a_toolkit_without_a_display_is_no_error(history, tmp_path, monkeypatch):
    def fails(**_):
        raise ImportError("cannot load backend, as headless is running")

    monkeypatch.setattr(plt, "figure", fails)
    monkeypatch.setattr(film, "SECONDS", 1.0)
    assert watch(list(history)[:2], instead=tmp_path / "run.gif") == tmp_path / "run.gif"
