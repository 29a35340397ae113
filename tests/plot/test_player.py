"""The page that plays a film, in a real browser without a network: it shows the recorded frames."""

import base64
import io
import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageColor

from htm_teacher.keep.snapshot import to_bytes
from htm_teacher.plot import STYLES
from htm_teacher.plot.film import Frames
from htm_teacher.plot.picture import Page
from htm_teacher.plot.player import write_player
from htm_teacher.plot.recording import read
from htm_teacher.plot.writers import Palette

SIZE = (64, 36)
STEPS = range(1000, 1400, 4)  # of 100 frames
SURPRISES = [10, 40, 41, 90]
BUTTONS = ["start", "previous", "back", "play", "forward", "next", "end", "slower", "faster", "help"]


def picture(place):
    """A frame that is like no other: noise under a plain bar."""
    frame = np.random.default_rng(place).integers(0, 256, (*SIZE[::-1], 4), dtype=np.uint8)
    frame[:8, :, :3] = (place % 256, 255 - place % 256, 128)
    frame[..., 3] = 255
    return frame


def written(path, count=100, **changes):
    """The page of a small film, or of one that is a little different."""
    arguments = {
        "frames": map(picture, range(count)),
        "steps": list(STEPS)[:count] if count <= len(STEPS) else range(count),
        "surprises": [one for one in SURPRISES if one < count],
        "fps": 10,
        "title": "noise",
        "size": SIZE,
        "style": "light",
    }
    write_player(path, **arguments | changes)
    return path


@pytest.fixture
def opened(chromium):
    """Opens a page; in the end nothing may have been complained of or asked for, but the page itself."""
    contexts, heard, asked = [], [], []

    def note(route):
        asked.append(route.request.url)
        (route.continue_ if route.request.url.startswith("file:") else route.abort)()

    def opened(path, still=True, **options):
        context = chromium.new_context(**{"viewport": {"width": 1000, "height": 700}} | options)
        context.set_default_timeout(20_000)
        context.route("**/*", note)
        contexts.append((context, path.as_uri()))
        page = context.new_page()
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        if still:  # time passes only when a test lets it
            page.clock.install(time=0)
        page.goto(path.as_uri())
        if still:
            page.clock.pause_at(1000)
        return page

    opened.heard = heard
    yield opened
    for context, _ in contexts:
        context.close()
    assert not heard
    assert asked == [address for _, address in contexts]


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return written(tmp_path_factory.mktemp("film") / "noise.html")


@pytest.fixture
def page(opened, film):
    return opened(film)


def settle(page):
    """Wait until the frame is there that the film has got to, and say which it is."""
    page.wait_for_function("() => shown === place")
    return page.evaluate("() => place")


def canvas(page):
    """What the canvas shows: height x width x 3."""
    address = page.evaluate("() => by('picture').toDataURL()")
    with Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))) as picture:
        return np.asarray(picture.convert("RGB"))


def playing(page):
    return page.get_attribute("#play", "aria-label") == "Pause"


# It shows what was recorded.


@pytest.mark.parametrize("style", STYLES)
def test_the_pixels_are_those_of_the_recorded_frame(history, tmp_path, opened, style):
    size, places = (320, 180), [0, 59, 119]
    film = Frames(Page(read(history), style, 40, size))
    recorded = [film.draw(place)[..., :3].copy() for place in places]
    write_player(tmp_path / "a.html", film.play(places, None), places, [1], 10, "sine", size, style)
    page = opened(tmp_path / "a.html")
    for place, frame in enumerate(recorded):
        assert settle(page) == place
        assert np.array_equal(canvas(page), frame)
        page.click("#forward")
    assert not np.array_equal(recorded[0], recorded[1])


def test_in_a_palette_the_colours_of_the_style_stay(history, tmp_path, opened):
    size, places, style = (640, 360), [60, 119], "dark"
    film = Frames(Page(read(history), style, 40, size))
    palette = Palette(film.draw(119))
    recorded = [film.draw(place).copy() for place in places]
    write_player(tmp_path / "a.html", film.play(places, None), places, [], 10, "sine", size, style, palette)
    page = opened(tmp_path / "a.html")
    page.click("#end")
    assert settle(page) == 1
    assert np.array_equal(canvas(page), np.asarray(palette.picture(recorded[1]).convert("RGB")))
    for colour in (STYLES[style].page, STYLES[style].same, STYLES[style].new):
        plain = np.array(ImageColor.getrgb(colour))
        where = (recorded[1][..., :3] == plain).all(axis=2)
        assert where.any()
        assert (canvas(page)[where] == plain).all()


def test_writing_leaves_the_model_as_it_was(history, tmp_path):
    before = to_bytes(history.model)
    film = Frames(Page(read(history), "light", 40, (320, 180)))
    write_player(tmp_path / "a.html", film.play([0, 9], None), [0, 9], [], 10, "sine", (320, 180), "light")
    assert to_bytes(history.model) == before


def test_each_frame_says_its_step(page):
    for place in (0, 1, 57, 99):
        page.locator("#time").fill(str(place))
        assert settle(page) == place
        assert np.array_equal(canvas(page), picture(place)[..., :3])
        assert page.inner_text("#step") == f"step {STEPS[place]:,}"
        assert page.inner_text("#frame") == f"· frame {place + 1} of 100"
        assert page.get_attribute("#time", "aria-valuetext") == f"step {STEPS[place]:,}"


# Playing.


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_it_does_not_start_by_itself(opened, film, motion):
    page = opened(film, reduced_motion=motion)
    page.clock.run_for(3000)
    assert settle(page) == 0
    assert not playing(page)


def test_play_and_pause(page):
    page.click("#play")
    assert playing(page)
    page.clock.run_for(2050)
    assert settle(page) == 20  # frames in two seconds
    assert page.get_attribute("#step", "aria-live") == "off"
    page.click("#play")
    page.clock.run_for(2000)
    assert not playing(page)
    assert settle(page) == 20
    assert page.get_attribute("#step", "aria-live") == "polite"


def test_it_stops_at_the_end_and_plays_again_from_the_start(page):
    page.click("#end")
    assert settle(page) == 99
    page.click("#play")
    page.clock.run_for(1050)
    assert settle(page) == 10
    page.clock.run_for(20_000)
    assert settle(page) == 99
    assert not playing(page)


def test_speed(page):
    for button, words in [("faster", "2×"), ("slower", "1×"), ("slower", "0.5×")]:
        page.click(f"#{button}")
        assert page.inner_text("#speed") == words
    page.click("#play")
    page.clock.run_for(4050)
    assert settle(page) == 20
    page.keyboard.press("+")
    page.keyboard.press("=")
    page.clock.run_for(1050)
    assert abs(settle(page) - 41) <= 1
    for _ in range(10):
        page.keyboard.press("-")
    assert page.inner_text("#speed") == "0.1×"
    assert page.is_disabled("#slower")


def test_after_a_while_out_of_sight_it_goes_on_where_it_was(page):
    page.click("#play")
    page.clock.run_for(1050)
    page.clock.fast_forward(5000)  # without a frame of the screen in between
    page.clock.run_for(50)
    assert settle(page) <= 10 + 3


def test_in_real_time_it_plays_as_long_as_it_says(opened, tmp_path):
    page = opened(written(tmp_path / "a.html", 12, fps=12), still=False)
    page.evaluate("() => { window.began = performance.now(); act.play(); }")
    page.wait_for_function("() => !playing && shown === LAST")
    assert page.evaluate("() => performance.now() - began") >= 900


# Moving by hand.


def test_buttons(page):
    for button, place in [
        ("forward", 1), ("forward", 2), ("back", 1), ("start", 0), ("back", 0), ("end", 99), ("forward", 99),
        ("start", 0), ("next", 10), ("next", 40), ("next", 41), ("previous", 40), ("next", 41), ("next", 90),
        ("next", 10), ("previous", 90), ("end", 99), ("previous", 90),
    ]:  # fmt: skip
        page.click(f"#{button}")
        assert settle(page) == place, button


def test_keys(page):
    for key, place in [
        ("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("Home", 0), ("End", 99), ("Home", 0),
        ("s", 10), ("s", 40), ("Shift+S", 10), ("Control+s", 10), ("x", 10),
    ]:  # fmt: skip
        page.keyboard.press(key)
        assert settle(page) == place, key
    page.keyboard.press("Space")
    assert playing(page)
    page.clock.run_for(1050)
    assert settle(page) == 20
    page.keyboard.press("Space")
    assert not playing(page)


def test_moving_by_hand_pauses(page):
    for key in ("ArrowRight", "ArrowLeft", "s", "Home", "End"):
        page.keyboard.press("Space")
        page.clock.run_for(550)
        page.keyboard.press(key)
        place = settle(page)
        page.clock.run_for(1000)
        assert not playing(page), key
        assert settle(page) == place, key


def test_the_picture_plays_when_it_is_clicked(page):
    page.click("#picture")
    assert playing(page)


def test_on_the_slider_an_arrow_is_one_step(page):
    page.focus("#time")
    page.keyboard.press("ArrowRight")
    assert settle(page) == 1
    page.keyboard.press("ArrowUp")
    assert settle(page) == 2
    page.keyboard.press("Space")
    assert playing(page)


def test_space_presses_the_button_that_the_keyboard_went_to(page):
    page.focus("#next")
    page.keyboard.press("Space")
    assert settle(page) == 10
    assert not playing(page)


def test_space_plays_after_another_button_was_clicked(page):
    page.click("#forward")
    page.keyboard.press("Space")
    assert playing(page)
    assert settle(page) == 1


@pytest.mark.slow
def test_dragging_through_500_frames_keeps_few(opened, tmp_path):
    page = opened(written(tmp_path / "long.html", 500), still=False)
    page.evaluate("""() => {
        window.open_bitmaps = window.most = 0;
        const make = window.createImageBitmap, close = ImageBitmap.prototype.close;
        window.createImageBitmap = async (blob) => {
            const made = await make(blob);
            window.most = Math.max(window.most, ++window.open_bitmaps);
            return made;
        };
        ImageBitmap.prototype.close = function () { window.open_bitmaps--; close.call(this); };
    }""")
    box = page.locator("#time").bounding_box()
    height = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 8, height)
    page.mouse.down()
    for part in (1, 0, 1, 0, 0.5):
        page.mouse.move(box["x"] + part * box["width"], height, steps=30)
    page.mouse.up()
    assert abs(settle(page) - 250) <= 2
    assert np.array_equal(canvas(page), picture(page.evaluate("() => place"))[..., :3])
    assert page.evaluate("() => [cache.size, open_bitmaps <= MOST, most <= MOST + 1]") == [24, True, True]


# Everybody can use it.


def test_every_button_is_named_and_reached_by_the_keyboard(page):
    page.keyboard.press("Tab")
    reached = []
    for _ in range(1 + len(BUTTONS)):
        reached.append(page.evaluate("() => document.activeElement.id"))
        assert page.evaluate("() => getComputedStyle(document.activeElement).outline").endswith("solid 3px")
        page.keyboard.press("Tab")
    assert reached == ["time", *BUTTONS]
    for name in BUTTONS:
        assert page.evaluate("(name) => by(name).tagName", name) == "BUTTON"
        assert page.get_attribute(f"#{name}", "aria-label")
        assert page.get_attribute(f"#{name}", "title")
    assert page.get_by_role("slider", name="Time").count() == 1
    assert page.get_by_role("img", name="noise").count() == 1


def test_the_keys_are_shown(page):
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    assert dialog.is_visible()
    assert {one.strip() for one in dialog.locator("kbd").all_inner_texts()} == {
        "space", "→", "←", "home", "end", "s", "shift s", "+", "-", "?"
    }  # fmt: skip
    page.keyboard.press("ArrowRight")
    assert settle(page) == 0
    page.keyboard.press("?")
    assert not dialog.is_visible()
    page.click("#help")
    page.click("#close")
    assert not dialog.is_visible()


def inside(box, size):
    """Whether a box is on a screen, all of it."""
    right, below = box["x"] + box["width"], box["y"] + box["height"]
    return box["x"] >= 0 and box["y"] >= 0 and right <= size[0] and below <= size[1]


def apart(one, other):
    """Whether two boxes, the second to the right of or below the first, do not overlap."""
    return one["x"] + one["width"] <= other["x"] or one["y"] + one["height"] <= other["y"]


def test_it_fits_the_screen(page):
    for size in [(320, 568), (360, 740), (740, 360), (1280, 720), (3840, 2160)]:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert page.evaluate("() => [document.body.scrollWidth, document.body.scrollHeight]") == list(size)
        boxes = {name: page.locator(f"#{name}").bounding_box() for name in ["picture", "time", *BUTTONS]}
        assert all(inside(box, size) for box in boxes.values()), size
        assert all(apart(boxes[one], boxes[other]) for one, other in pairwise(boxes)), size
        assert all(boxes[name]["height"] >= 44 and boxes[name]["width"] >= 38 for name in BUTTONS), size
        assert boxes["picture"]["width"] > 0.9 * size[0]
        assert boxes["picture"]["height"] > 0.25 * size[1]


@pytest.mark.parametrize("style", STYLES)
def test_it_follows_the_style_of_the_film(opened, tmp_path, style):
    page = opened(written(tmp_path / "a.html", 2, style=style))
    background = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert background == "rgb({}, {}, {})".format(*ImageColor.getrgb(STYLES[style].page))
    assert page.evaluate("() => getComputedStyle(document.documentElement).colorScheme") == style


def test_surprises_are_marked(page):
    marks = page.get_attribute("#marks path", "d")
    assert marks == "".join(f"M{place} 0v1" for place in SURPRISES)
    assert page.inner_text("#marked") == "4 surprises"


def test_one_frame_without_a_surprise(opened, tmp_path):
    page = opened(written(tmp_path / "a.html", 1))
    assert page.is_disabled("#next")
    assert page.is_disabled("#previous")
    for key in ("s", "Shift+S", "ArrowRight", "End", "Space"):
        page.keyboard.press(key)
        page.clock.run_for(200)
        assert settle(page) == 0
        assert not playing(page)
    assert page.inner_text("#marked") == "0 surprises"


def test_without_javascript_it_says_what_is_needed(opened, film):
    page = opened(film, still=False, java_script_enabled=False)
    assert "Allow JavaScript" in page.inner_text("noscript")


# Nothing gets in, nothing gets out.


def test_a_title_is_a_text_and_nothing_else(opened, tmp_path):
    title = """</script><b>"'> <img src=x onerror=alert(1)> & {{film}} {{frames}} \\ → \ud800"""
    page = opened(written(tmp_path / "a.html", 2, title=title))
    settle(page)
    assert page.title() == title.replace("\ud800", "?")
    assert page.get_by_role("img").get_attribute("aria-label").startswith(page.title())
    assert page.locator("b, img").count() == 0


def test_the_page_may_not_reach_the_network(opened, film):
    page = opened(film)
    assert page.evaluate("() => fetch('https://a.test').then(() => 'out', () => 'refused')") == "refused"
    assert all("Content Security Policy" in words for words in opened.heard)
    assert opened.heard
    opened.heard.clear()


def test_a_damaged_frame_is_said(opened, tmp_path):
    path = written(tmp_path / "a.html", 3)
    start, code, rest = path.read_text(encoding="utf-8").partition('<script class="frame" type="text/plain">')
    path.write_text(start + code + "AAAA" + rest[4:], encoding="utf-8")
    page = opened(path)
    page.wait_for_selector("#broken:visible")
    assert "cannot be read" in page.inner_text("#broken")
    page.click("#forward")
    assert settle(page) == 1
    assert page.is_hidden("#broken")


# Writing.


def test_memory_does_not_grow_with_the_film(tmp_path):
    peaks = []
    for count in (20, 20, 400):  # the first fills what Python and Pillow keep
        tracemalloc.start()
        path = written(tmp_path / f"{count}.html", count)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert path.stat().st_size > 2_500_000
    assert peaks[2] - peaks[1] < 200_000


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"steps": []}, "steps is empty"),
        ({"steps": [1, 2, 2]}, "steps: 2 follows 2; steps must ascend"),
        ({"steps": [1, 2, 2.5]}, "steps is 2.5: a whole number is needed"),
        ({"steps": [1, 2]}, "frames: more than the 2 steps"),
        ({"steps": [1, 2, 3, 4]}, "frames: 3 for 4 steps"),
        ({"surprises": [3]}, "surprises 3 is not one of 0 to 2"),
        ({"surprises": ["x"]}, "surprises: whole numbers from 0 to 2 are needed"),
        ({"fps": 0}, "fps is 0: it must be above 0 and at most 100"),
        ({"fps": 101}, "fps is 101: it must be above 0 and at most 100"),
        ({"fps": float("nan")}, "fps is nan: a finite number is needed"),
        ({"title": None}, "title is None: it must be text"),
        ({"size": (64, 35)}, "frame 1 is 64 x 36; size is 64 x 35"),
        ({"size": (64,)}, r"size is \(64,\): it must be a width and a height"),
        ({"size": (0, 36)}, "size is 0: it must be between 1 and 16,383"),
        ({"style": "blue"}, "unknown style 'blue': there are light, dark"),
    ],
)
def test_a_wrong_argument_is_named(tmp_path, changes, message):
    with pytest.raises(ValueError, match=message):
        written(tmp_path / "a.html", 3, **changes)


def test_numbers_of_numpy_are_taken(tmp_path):
    path = written(tmp_path / "a.html", 2, steps=np.array([3, 9]), surprises=np.array([1]), fps=np.float64(2))
    assert '{"steps":[3,9],"surprises":[1],"fps":2.0,"type":"image/webp"}' in path.read_text(encoding="utf-8")
