"""The film shows the records step by step, in a file that is whole or not there."""

import sys
from dataclasses import replace

import matplotlib
import numpy as np
import pytest
from PIL import Image, ImageColor

from htm_teacher.keep.snapshot import to_bytes
from htm_teacher.plot import STYLES, Labels, VideoError, animate, film, four_panels, writers
from htm_teacher.plot.film import Frames, frame_places
from htm_teacher.plot.picture import SIZE, Page
from htm_teacher.plot.recording import read
from plot.probing import probe
from plot.runs import KINDS, columns_at, letter_steps, panels, pixels

SMALL = (320, 180)


def frames(steps, window=40, size=SMALL):
    return Frames(Page(read(steps), "light", window, size))


def test_each_frame_shows_the_recorded_columns(history):
    film = frames(history)
    axes = panels(film.page.figure)["Active Columns Over Time"]
    for place in (0, 7, 60, 119):
        film.draw(place)
        for label, kind in KINDS.items():
            for step in list(history)[max(0, place - 39) : place + 1]:
                assert columns_at(axes, label, step.index) == kind(step)
            assert not columns_at(axes, label, place + 1)


def test_the_last_frame_is_the_picture(history):
    picture = pixels(four_panels(history, window=40))
    frame = frames(history, size=SIZE).draw(119).astype(int)
    assert frame.shape == picture.shape
    assert np.abs(frame - picture).max(axis=2).astype(bool).mean() < 0.005


def test_a_frame_does_not_depend_on_those_before(history):
    film = frames(history)
    once = film.draw(60).copy()
    film.draw(119)
    assert np.array_equal(film.draw(60), once)


def test_artists_are_made_once(history):
    film = frames(history)
    film.draw(0)
    before = film.page.figure.findobj()
    film.draw(119)
    assert film.page.figure.findobj() == before


@pytest.fixture
def ffmpeg(tmp_path):
    try:
        return writers.find_ffmpeg(tmp_path)
    except VideoError:
        pytest.skip("no ffmpeg here")


def test_mp4(history, tmp_path, ffmpeg):
    seen = []
    path = tmp_path / "sine.mp4"
    made = animate(history, path, size=SMALL, every=10, fps=8, progress=lambda *now: seen.append(now))
    assert made == path
    assert probe(path) == ("h264", "yuv420p", 320, 180, 12)
    assert seen == [(done, 12) for done in range(1, 13)]
    assert list(tmp_path.iterdir()) == [path]


def test_gif(history, tmp_path):
    path = animate(history, tmp_path / "sine.GIF", size=SMALL, every=10, fps=10, style="dark")
    with Image.open(path) as film:
        assert (film.format, film.size, film.n_frames, film.info["duration"]) == ("GIF", SMALL, 12, 100)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("style", STYLES)
def test_a_gif_keeps_the_colours_of_the_style(history, tmp_path, style):
    path = animate(history, tmp_path / "sine.gif", every=60, style=style)
    look = STYLES[style]
    with Image.open(path) as film:
        film.seek(1)
        drawn = {colour for _, colour in film.convert("RGB").getcolors(1000)}
    for colour in (look.page, look.off, look.training, look.testing, look.same, look.new):
        assert ImageColor.getrgb(colour) in drawn


def test_rare_shades_stay_close_among_many_common_colours():
    common = np.random.default_rng(1).integers(0, 256, (4000, 1, 3), dtype=np.uint8)
    shades = np.linspace([213, 94, 0], [234, 238, 242], 60).round().astype(np.uint8)[:, None]
    frame = np.concatenate([np.repeat(common, 2, axis=0), shades])
    drawn = np.asarray(writers.Palette(frame).picture(frame).convert("RGB")).astype(int)
    assert abs(drawn - frame).max() < 64


def test_a_film_can_begin_and_end_at_any_step(history, tmp_path):
    part = list(history)[20:]
    path = animate(part, tmp_path / "sine.gif", size=SMALL, first=30, last=50, every=10, window=10)
    with Image.open(path) as film:
        assert film.n_frames == 3
    assert [place + 20 for place in frame_places(read(part), 30, 50, 10, 200)] == [30, 40, 50]


def test_letters_have_a_film(tmp_path):
    path = animate(letter_steps(), tmp_path / "letters.gif", Labels(name="letter"), size=SMALL, every=8)
    with Image.open(path) as film:
        assert film.n_frames == 4


def test_filming_leaves_the_model_as_it_was(history, tmp_path):
    before = to_bytes(history.model), len(history)
    animate(history, tmp_path / "sine.gif", size=SMALL, every=40)
    assert (to_bytes(history.model), len(history)) == before


@pytest.mark.parametrize("ending", [".mp4", ".gif"])
@pytest.mark.parametrize("steps", [60, 600, 4032, 19226])
def test_a_film_plays_for_15_to_20_seconds(steps, ending):
    run = replace(read(letter_steps()), learn=[True] * steps)
    places = frame_places(run, None, None, None, film.MOST_FRAMES[ending])
    rate = len(places) / film.SECONDS
    delay = writers.delay(rate) / 1000 if ending == ".gif" else 1 / rate
    assert 15 <= len(places) * delay <= 20
    assert places[-1] == steps - 1


@pytest.mark.parametrize("ending", [".mp4", ".gif"])
def test_an_interruption_leaves_the_old_file(history, tmp_path, ending, request):
    if ending == ".mp4":
        request.getfixturevalue("ffmpeg")
    path = tmp_path / f"sine{ending}"
    path.write_text("old")

    def interrupt(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        animate(history, path, size=SMALL, every=30, progress=interrupt)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_without_ffmpeg_it_says_what_to_do(history, tmp_path, monkeypatch):
    monkeypatch.setattr(writers, "bundled_ffmpeg", lambda: None)
    monkeypatch.setitem(matplotlib.rcParams, "animation.ffmpeg_path", "no-such-ffmpeg")
    with pytest.raises(VideoError, match=r"pip install .*video.* ends in \.gif"):
        animate(history, tmp_path / "sine.mp4")


def test_without_imageio_ffmpeg_another_is_found(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    monkeypatch.setitem(matplotlib.rcParams, "animation.ffmpeg_path", sys.executable)
    assert writers.find_ffmpeg(tmp_path / "sine.mp4") == sys.executable


def test_what_a_failing_ffmpeg_said_is_passed_on(history, tmp_path):
    with pytest.raises(VideoError, match=r"sine\.mp4: ffmpeg failed: \S+"):
        animate(history, tmp_path / "sine.mp4", size=SMALL, every=60, ffmpeg=sys.executable)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("sine.avi", {}, r"sine\.avi: the name of a film must end in \.mp4, \.gif or \.html"),
        ("sine.mp4", {"size": (321, 180), "ffmpeg": sys.executable}, "321 x 180: an MP4 needs even numbers"),
        ("sine.mp4", {"ffmpeg": "no-such-ffmpeg"}, "ffmpeg is 'no-such-ffmpeg': no such program was found"),
        ("sine.gif", {"every": 0}, "every"),
        ("sine.gif", {"first": 120}, "first is 120: it must be between 0 and 119"),
        ("sine.gif", {"first": 50, "last": 49}, "last is 49: it must be between 50 and 119"),
        ("sine.gif", {"fps": 0}, "fps is 0: it must be above 0"),
    ],
)
def test_a_wrong_argument_is_named(history, tmp_path, name, arguments, message):
    with pytest.raises(ValueError, match=message):
        animate(history, tmp_path / name, **arguments)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_named(history, tmp_path):
    with pytest.raises(FileNotFoundError, match=r"the folder .* does not exist"):
        animate(history, tmp_path / "none" / "sine.gif")
