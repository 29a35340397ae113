"""Towers of cells: each cell, each synapse where the records and the model have it; and turning."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from PIL import Image

from htm_teacher import RDSE, Category, Fields, History, build
from htm_teacher.core.by_hand import add_segment, kill_cells
from htm_teacher.keep.snapshot import to_bytes
from htm_teacher.plot import STYLES, VideoError, writers
from htm_teacher.plot.inside.choice import telling_cell
from htm_teacher.plot.inside.scene import THICK, THIN
from htm_teacher.plot.inside.towers import ANGLE, cells_in_3d, turn, turn_cells_in_3d
from plot.probing import probe

SMALL = (320, 180)


def towers(sheet):
    (axes,) = (axes for axes in sheet.axes if axes.name == "3d")
    return axes


def cells_at(points, across, high):
    """The cells that are at some points: in the row, the row, the height."""
    return [round(row * across + place) * high + round(height) for place, row, height in points]


def drawn(sheet, label, across=8, high=4):
    """The cells that have a mark with a label; no cell has two."""
    (found,) = (one for one in towers(sheet).collections if one.get_label() == label)
    cells = cells_at(zip(*found._offsets3d, strict=True), across, high)
    assert len(set(cells)) == len(cells)
    return set(cells)


def synapses(sheet, across=8, high=4):
    """{(whether active, whether connected): {source: width of its line}}, and the cell they all lead to."""
    kinds, ends = {}, set()
    for lines in towers(sheet).collections:
        if "connected" in lines.get_label():
            pairs = [cells_at(line, across, high) for line in lines._segments3d]
            ends |= {end for _, end in pairs}
            name = "an active" in lines.get_label(), " not connected" not in lines.get_label()
            kinds[name] = dict(zip([source for source, _ in pairs], lines.get_linewidths(), strict=True))
    return kinds, ends


def words(sheet):
    return [text.get_text() for legend in sheet.body.legends for text in legend.get_texts()]


@pytest.mark.parametrize("step", [0, 15, 60, -1])
def test_each_cell_is_marked_as_the_record_says(history, step):
    sheet, record = cells_in_3d(history, step), history[step]
    bursting = {cell for cell in record.active_cells if cell // 4 in record.bursting_columns}
    assert drawn(sheet, "active") == record.active_cells - bursting
    assert drawn(sheet, "bursting") == bursting
    assert drawn(sheet, "winner") == record.winner_cells
    assert drawn(sheet, "predictive") == record.predictive_cells
    idle = drawn(sheet, "idle") | drawn(sheet, "idle beside others")
    busy = record.active_cells | record.predictive_cells
    assert idle == set(range(256)) - busy
    said = words(sheet)
    assert f"{len(bursting)} active, bursting" in said
    assert f"{256 - len(busy)} idle" in said


def test_each_column_is_a_tower_and_those_with_something_to_see_are_stronger(history):
    sheet, record = cells_in_3d(history, 60), history[60]
    seen = record.active_cells | record.predictive_cells | drawn(sheet, "chosen")
    seen |= {source for kind in synapses(sheet)[0].values() for source in kind}
    for label, columns in (("columns", range(64)), ("busy columns", sorted({cell // 4 for cell in seen}))):
        (line,) = (one for one in towers(sheet).lines if one.get_label() == label)
        x, y, height = (np.reshape(part, (-1, 3)) for part in line.get_data_3d())
        assert (y * 8 + x)[:, 0].tolist() == list(columns)
        assert (height[:, :2] == [0, 3]).all()


def best(why):
    return max(why.dendrites, key=lambda one: (one.connected_active, one.potential_active))


@pytest.mark.parametrize("step", [37, 57, -1])
def test_the_chosen_cell_is_the_predictive_one_that_hears_most(history, step):
    model = history.at(range(120)[step] + 1)
    (cell,) = drawn(cells_in_3d(history, step), "chosen")
    assert cell in model.memory.now.predictive_cells
    heard = {one: best(model.why(one)).connected_active for one in model.memory.now.predictive_cells}
    assert heard[cell] == max(heard.values())


def test_where_nothing_is_predicted_the_choice_comes_as_near_as_can_be():
    history = History(build("toy", RDSE(resolution=0.1)))
    history.run([0.0, 0.5])
    memory = history.model.memory
    assert not memory.now.predictive_cells
    nearest = best(history.model.why(telling_cell(memory))).potential_active
    assert nearest == max(len(memory.now.active_cells & one.synapses.keys()) for one in memory.segments)
    beginner = build("toy", RDSE(resolution=0.1))
    assert telling_cell(beginner.memory) == 0
    beginner.step(0.0)
    assert telling_cell(beginner.memory) == min(beginner.memory.now.winner_cells)


def test_a_predictive_cell_is_chosen_before_one_that_hears_more():
    model = build("toy", RDSE(resolution=0.1))
    model.step(0.0, learn=False)
    loud = sorted(model.memory.now.active_cells)
    add_segment(model.memory, 7, dict.fromkeys(loud[:9], 0.4))  # more synapses, none of them connected
    add_segment(model.memory, 8, dict.fromkeys(loud[:5], 0.5))
    add_segment(model.memory, 9, dict.fromkeys(loud[:4], 0.9))  # connected, but too few
    model.step(0.0, learn=False)
    assert model.memory.now.predictive_cells == {8}
    assert telling_cell(model.memory) == 8


def test_a_dead_cell_is_not_chosen_before_a_living_one(history):
    model = history.at(120)
    kill_cells(model.memory, [telling_cell(model.memory)])
    assert telling_cell(model.memory) not in model.memory.dead_cells
    model.reset()  # all are equal now, but for being alive
    oldest = next(iter(model.memory.segments)).cell
    kill_cells(model.memory, [oldest])
    assert telling_cell(model.memory) != oldest


def expected_lines(dendrites):
    kinds = {}
    for one in (synapse for dendrite in dendrites for synapse in dendrite.synapses):
        width = THIN + (THICK - THIN) * one.permanence
        kinds.setdefault((one.active, one.connected), {})[one.source] = pytest.approx(width)
    return kinds


@pytest.mark.parametrize(("step", "cell"), [(60, None), (-1, None), (20, 116), (119, 7)])
def test_each_synapse_of_the_best_segment_is_a_line_thick_as_its_permanence(history, step, cell):
    sheet = cells_in_3d(history, step, cell)
    (chosen,) = drawn(sheet, "chosen")
    assert cell in {None, chosen}
    why = history.at(range(120)[step] + 1).why(chosen)
    lines, ends = synapses(sheet)
    assert lines == expected_lines([best(why)] if why.dendrites else [])
    assert ends <= {chosen}
    for active, connected in ((True, True), (True, False), (False, True), (False, False)):
        name = f"{'' if connected else 'not '}connected, from {'an active' if active else 'an inactive'} cell"
        assert f"{len(lines.get((active, connected), ()))} {name}" in words(sheet)
    assert why.sentence in [one.get_title().get_text().replace("\n", " ") for one in sheet.body.legends]


@pytest.fixture
def taught():
    """A run of one step in which cell 7 has a segment with synapses of every kind, and another."""
    model = build("toy", RDSE(resolution=0.1))
    loud = sorted(model.pooler.compute(model.encoder.encode(0.0), learn=False))
    first, second = (4 * column for column in loud[:2])
    quiet = [4 * column for column in range(64) if column not in loud][:3]
    add_segment(model.memory, 7, {first: 0.9, second: 0.2, quiet[0]: 0.7, quiet[1]: 0.1})
    add_segment(model.memory, 7, {quiet[2]: 0.5})
    history = History(model)
    history.step(0.0, learn=False)
    return (
        history,
        {
            (True, True): {first: 0.9},
            (True, False): {second: 0.2},
            (False, True): {quiet[0]: 0.7},
            (False, False): {quiet[1]: 0.1},
        },
        quiet[2],
    )


def test_the_best_segment_or_all_segments_are_drawn(taught):
    history, of_the_best, other = taught
    widths = {
        kind: {source: pytest.approx(THIN + (THICK - THIN) * held) for source, held in one.items()}
        for kind, one in of_the_best.items()
    }
    assert synapses(cells_in_3d(history)) == (widths, {7})
    widths[False, True][other] = pytest.approx(THIN + (THICK - THIN) * 0.5)
    assert synapses(cells_in_3d(history, segments="all")) == (widths, {7})


def test_connected_and_active_synapses_are_told_apart(taught):
    sheet = cells_in_3d(taught[0])
    kinds = [one for one in towers(sheet).collections if "connected" in one.get_label()]
    assert len(kinds) == 4
    for lines in kinds:
        label = lines.get_label()
        colour = sheet.look.precision if "an active" in label else sheet.look.gone
        assert (lines.get_colors() == to_rgba(colour)).all()
        _, dashes = lines.get_linestyle()[0]
        assert bool(dashes) == (" not connected" in label)


def test_columns_stand_as_on_the_sheet_of_the_pooler():
    shape = {"input_dimensions": (20, 20), "column_dimensions": (4, 16)}
    history = History(build("toy", RDSE(resolution=0.1), **shape))
    history.run([0.0, 0.5, 0.0, 0.5])
    sheet = cells_in_3d(history)
    assert drawn(sheet, "bursting", across=16) | drawn(sheet, "active", across=16) == history[3].active_cells
    axes = towers(sheet)
    assert (axes.get_xlim(), axes.get_ylim(), axes.get_zlim()) == ((-0.5, 15.5), (-0.5, 3.5), (-0.5, 3.5))
    ticks = [list(axis.get_ticklocs()) for axis in (axes.xaxis, axes.yaxis, axes.zaxis)]
    assert ticks == [[0, 4, 8, 12], [0, 1, 2, 3], [0, 1, 2, 3]]


def test_of_a_large_machine_cells_that_do_nothing_are_not_drawn():
    history = History(build("classroom", RDSE(resolution=0.1), columns=600))
    history.run([0.0, 0.5])
    sheet, record = cells_in_3d(history), history[1]
    assert drawn(sheet, "bursting", 25, 8) == record.active_cells
    assert not drawn(sheet, "idle", 25, 8)
    beside = drawn(sheet, "idle beside others", 25, 8)
    sources = {source for kind in synapses(sheet, 25, 8)[0].values() for source in kind}
    seen = record.active_cells | sources | drawn(sheet, "chosen", 25, 8)
    assert {cell // 8 for cell in beside} <= {cell // 8 for cell in seen}


@pytest.mark.parametrize("style", STYLES)
def test_colours_are_those_of_the_style_and_the_model_does_not_move(history, style):
    before = to_bytes(history.model)
    sheet = cells_in_3d(history, 15, style=style)
    look = STYLES[style]
    for label, colour in (("active", look.same), ("bursting", look.new)):
        (found,) = (one for one in towers(sheet).collections if one.get_label() == label)
        assert (found._facecolors == to_rgba(colour)).all()
    assert sheet._repr_png_().startswith(b"\x89PNG")
    assert to_bytes(history.model) == before


def test_missing_values_and_records_of_several_fields_can_be_drawn():
    history = History(build("toy", Fields({"a": RDSE(resolution=0.1), "b": Category(tuple("XY"))})))
    history.run([{"a": 0.0, "b": "X"}, None, {"a": 0.5, "b": "Y"}])
    for step in range(3):
        assert drawn(cells_in_3d(history, step), "bursting") == history[step].active_cells


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"step": 120}, "step is 120: it must be between -120 and 119"),
        ({"step": 1.5}, "step is 1.5: a whole number is needed"),
        ({"cell": 256}, "cell is 256: it must be between 0 and 255"),
        ({"segments": "none"}, "segments is 'none': it must be 'best' or 'all'"),
        ({"angle": "left"}, "angle is 'left': a .*number is needed"),
        ({"style": "grey"}, "unknown style 'grey': there are light, dark"),
    ],
)
def test_a_wrong_argument_is_named(history, arguments, message):
    with pytest.raises(ValueError, match=message):
        cells_in_3d(history, **arguments)


def test_a_run_without_steps_is_an_error():
    with pytest.raises(ValueError, match="history has no steps yet"):
        cells_in_3d(History(build("toy", RDSE(resolution=0.1))))


# Turning.


def test_a_frame_is_the_picture_from_its_angle(history):
    sheet = cells_in_3d(history, 60)
    frames = [frame.astype(int) for frame in turn(sheet, [ANGLE, 30.0, ANGLE])]
    for angle, frame in zip((ANGLE, 30.0), frames, strict=False):
        picture = cells_in_3d(history, 60, angle=angle)
        picture.canvas.draw()
        pixels = np.asarray(picture.canvas.buffer_rgba()).astype(int)
        assert (np.abs(frame - pixels).max(axis=2) > 2).mean() < 0.001
    assert np.array_equal(frames[0], frames[2])
    assert (np.abs(frames[0] - frames[1]).max(axis=2) > 2).mean() > 0.01


def test_the_towers_never_leave_their_place_as_they_turn(history):
    sheet = cells_in_3d(history, 60)
    axes = towers(sheet)
    axes.set_axis_off()
    ink = sheet.look.page
    for frame in turn(sheet, list(range(0, 360, 45))):
        drawn_at = np.argwhere(
            (frame[60:620, :920, :3] != Image.new("RGB", (1, 1), ink).getpixel((0, 0))).any(axis=2)
        )
        (top, left), (low, right) = drawn_at.min(axis=0), drawn_at.max(axis=0)
        assert top > 0
        assert low < 559
        assert left > 0
        assert right < 919


def test_gif(history, tmp_path):
    seen = []
    path = tmp_path / "towers.GIF"
    before = to_bytes(history.model)
    made = turn_cells_in_3d(
        history, path, 60, frames=5, fps=10, size=SMALL, style="dark", progress=lambda *now: seen.append(now)
    )
    assert made == path
    with Image.open(path) as film:
        assert (film.format, film.size, film.n_frames, film.info["duration"]) == ("GIF", SMALL, 5, 100)
        stills = []
        for place in range(5):
            film.seek(place)
            stills.append(film.convert("RGB").tobytes())
    assert len(set(stills)) == 5
    assert seen == [(done, 5) for done in range(1, 6)]
    assert list(tmp_path.iterdir()) == [path]
    assert to_bytes(history.model) == before


def test_mp4(history, tmp_path):
    try:
        writers.find_ffmpeg(tmp_path)
    except VideoError:
        pytest.skip("no ffmpeg here")
    path = turn_cells_in_3d(history, tmp_path / "towers.mp4", frames=6, fps=8, size=SMALL)
    assert probe(path) == ("h264", "yuv420p", 320, 180, 6)


def test_an_interruption_leaves_the_old_file(history, tmp_path):
    path = tmp_path / "towers.gif"
    path.write_text("old")

    def interrupt(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        turn_cells_in_3d(history, path, frames=3, size=SMALL, progress=interrupt)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("towers.html", {}, r"towers\.html: the name of a film must end in \.mp4 or \.gif"),
        ("towers.gif", {"frames": 0}, "frames is 0: it must be at least 1"),
        ("towers.gif", {"fps": 0}, "fps is 0: it must be above 0"),
        ("towers.gif", {"size": (8, 180)}, "size is 8: it must be at least 16"),
        ("towers.mp4", {"ffmpeg": "no-such-ffmpeg"}, "ffmpeg is 'no-such-ffmpeg'"),
        ("towers.gif", {"cell": -1}, "cell is -1"),
    ],
)
def test_a_wrong_argument_of_a_film_is_named(history, tmp_path, name, arguments, message):
    with pytest.raises(ValueError, match=message):
        turn_cells_in_3d(history, tmp_path / name, **arguments)
    assert not list(tmp_path.iterdir())
