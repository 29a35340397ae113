"""docs/how-fast-works.md: its example, its pictures and its table are those of the fast engine itself."""

import ast
import doctest
import re
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import draw_classifier
import draw_learning
import draw_outgoing
import draw_pooler
import draw_run
import draw_segments
import how_fast_works
from board import WORDS
from htm_teacher import ENGINES

if "fast" not in ENGINES:
    pytest.skip("there is one engine only", allow_module_level=True)

from htm_teacher.fast.kernels.net import FILLED

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "how-fast-works.md"
TEXT = PAGE.read_text(encoding="utf-8")
PACKAGE = ROOT / "src" / "htm_teacher"


@pytest.fixture(scope="module")
def step():
    """The worked example before and after."""
    return how_fast_works.one_step()


@pytest.fixture(scope="module")
def large():
    """A pooler of full size and an input; it takes seconds to make."""
    return how_fast_works.large_pooler()


@pytest.fixture(scope="module")
def page():
    """What the examples on the page leave behind."""
    names: dict = {}
    test = doctest.DocTestParser().get_doctest(TEXT, names, PAGE.name, str(PAGE), 0)
    result = doctest.DocTestRunner(verbose=False).run(test, clear_globs=False)
    assert result.failed == 0
    assert result.attempted > 20
    return test.globs


def texts(sheet, panel=0):
    return [one.get_text() for one in sheet.axes[panel].texts]


def synapses(memory):
    return {one.serial: (one.cell, one.synapses) for one in memory.segments}


# The page.


def test_the_example_on_the_page_is_that_of_the_pictures(page, step):
    assert vars(page["memory"].parameters) == vars(step[1].parameters)
    assert synapses(page["memory"]) == synapses(step[1])
    assert page["memory"].now.active_cells == step[1].now.active_cells


def test_the_words_on_the_page_are_those_of_the_engine(step):
    before, after = (one.net for one in step)
    words = [[int(getattr(net, name)[s]) for name in WORDS] for net in (before, after) for s in (0, 1)]
    assert words == [[0b111, 0b111, 0b011], [0b111, 0b110, 0b011], [0b1111, 0b0011, 0], [0b110, 0b100, 0]]
    for segment in words[:2]:
        assert str([f"{word:03b}" for word in segment]) in TEXT
    assert f"whose bit makes the word {words[2][0]:#b}" in TEXT


def test_the_search_for_the_cut_is_told_right(large):
    pooler, sdr = large
    overlaps = np.array(pooler.overlaps(sdr))
    *looks, (cut, above) = draw_pooler.search_for_cut(overlaps, 40)
    level = (overlaps == cut).sum()
    at = ", ".join(str(look) for look, _ in looks[:-1])
    told = f"{len(overlaps):,} columns: {above} above the cut at {cut}, and {level} right at it."
    words = " ".join(TEXT.split())
    assert told in words
    assert f"four looks, at {at} and {looks[-1][0]}." in words
    assert len(looks) == 4


def methods(path):
    """The functions of a file, as ``name`` or ``Class.name``."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            yield node.name
        if isinstance(node, ast.ClassDef):
            yield from (f"{node.name}.{one.name}" for one in node.body if isinstance(one, ast.FunctionDef))


def test_every_pair_of_textbook_and_kernel_is_there():
    pairs = re.findall(r"^\| `(\w+)\.([\w.]+)` \| `(\w+)\.(\w+)` \|", TEXT, re.MULTILINE)
    assert len(pairs) > 40
    for chapter, method, file, kernel in pairs:
        assert method in methods(PACKAGE / "core" / f"{chapter}.py"), method
        assert kernel in methods(PACKAGE / "fast" / "kernels" / f"{file}.py"), kernel


def test_what_else_the_page_names_is_there():
    for name in re.findall(r"`((?:tests|src)/[\w/.]+)`", TEXT):
        assert (ROOT / name).exists(), name
    files = {path.stem: path for path in (PACKAGE / "fast" / "kernels").glob("*.py")}
    files["arrays"] = PACKAGE / "fast" / "arrays.py"
    for file, name in re.findall(rf"`({'|'.join(files)})\.([a-z]\w+)`", TEXT):
        assert name == "py" or name in methods(files[file]), name


def test_the_pictures_are_there_small_and_of_one_size():
    shown = re.findall(r"!\[[^\]]{40,}\]\(pictures/(fast-[\w-]+)\.png\)", TEXT)
    files = sorted(path.stem for path in (ROOT / "docs" / "pictures").glob("fast-*.png"))
    assert sorted(shown) == files == sorted(how_fast_works.pictures())
    for name in shown:
        file = ROOT / "docs" / "pictures" / f"{name}.png"
        assert file.stat().st_size < 150_000
        with Image.open(file) as picture:
            picture.load()
            assert picture.size == (1280, 720)


# The pictures.


def test_two_rows_are_two_lines_of_cache():
    sheet = draw_segments.lines_of_memory(how_fast_works.two_segments(), 1168, 28)
    assert "Fast engine: 2 lines" in texts(sheet, 1)
    assert f"Textbook: up to {19 + 64} lines" in texts(sheet, 0)


def test_the_matrices_show_every_permanence_and_the_sums():
    pooler, sdr = how_fast_works.small_pooler()
    shown = texts(draw_pooler.pooler_in_two_matrices(pooler, sdr))
    for held in pooler.pool.permanences[pooler.pool.permanences >= 0].tolist():
        assert str(held) in shown
    assert list(map(int, shown[-16:])) == pooler.overlaps(sdr)
    assert len(set(pooler.overlaps(sdr))) > 2


@pytest.mark.parametrize("wanted", [1, 20, 40, 41, 300])
def test_the_cut_is_what_the_pooler_finds(large, wanted):
    pooler, sdr = large
    pooler = deepcopy(pooler)
    pooler.set_parameters(replace(pooler.parameters, active_column_count=wanted))
    overlaps = np.array(pooler.overlaps(sdr))
    cut, above = draw_pooler.search_for_cut(overlaps, wanted)[-1]
    winners = pooler.compute(sdr, learn=False)
    assert set(np.flatnonzero(overlaps > cut)) <= winners
    assert above <= wanted < (overlaps > cut - 1).sum()
    assert {int(overlaps[one]) for one in winners} - {cut} == set(overlaps[overlaps > cut].tolist())


def test_the_segments_are_drawn_as_they_are(step):
    before = step[0]
    shown = texts(draw_segments.segments_in_rows(before))
    for said in ("segment 0, of cell 4, active", "segment 1, of cell 5, matching", "…  0b110",
                 "ones(from_active & connected) = 1: too few to be active"):  # fmt: skip
        assert said in shown
    assert [one for one in shown if one.startswith("start")] == [
        f"start {before.net.start[cell]}, length {before.net.length[cell]}, room {before.net.room[cell]}"
        for cell in (0, 1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("segment", "asked", "meant"), [(0, (1000, -1000), 0b111), (1, (-1000, 0), 0b011)], ids=["right", "wrong"]
)
def test_the_lanes_are_what_the_engine_does(step, segment, asked, meant):
    before, after = step
    lanes = draw_learning.lanes(before.net, segment, *asked, meant, 5000)
    occupied, gone = int(before.net.occupied[segment]), int((lanes["gone"] << np.arange(32)).sum())
    kept = occupied & ~gone
    net = after.net
    for slot in range(32):
        if kept >> slot & 1:
            assert lanes["moved"][slot] == net.permanence[32 * segment + slot]
            assert lanes["above"][slot] == int(net.connected[segment]) >> slot & 1
    assert int(net.occupied[segment]) & occupied == kept


def test_a_permanence_right_at_the_threshold_is_connected(step):
    net = step[0].net
    assert 5000 in net.permanence[:3]
    above = draw_learning.lanes(net, 0, 0, 0, 0b111, 5000)["above"]
    assert (above << np.arange(32)).sum() == net.connected[0] == 0b111


def test_a_lesson_shows_both_sides(step):
    shown = texts(draw_learning.lesson_in_lanes(*step))
    for said in (
        "reinforce: segment 0, of cell 4",
        "punish: segment 1, of cell 5",
        "+1000",
        "…  0b1111",
        "2100",
    ):
        assert said in shown


def test_closing_gaps_keeps_every_synapse():
    memory = how_fast_works.waves(300).memory
    closed = how_fast_works.closed(memory)
    counted = []
    for one in (memory, closed):
        owners, live = draw_outgoing.states_of(one.net, int(one.net.numbers[FILLED]))
        counted.append((sum(live), owners.count(-1)))
    synapses = sum(len(one.synapses) for one in memory.segments)
    assert counted[0][0] == counted[1][0] == synapses
    assert counted[0][1] > counted[1][1] == 0
    assert memory.state() == closed.state()
    titles = [axes.get_title(loc="left") for axes in draw_outgoing.stretches(memory, closed, 300).axes]
    assert titles[1].endswith("0 in gaps (orange)")
    assert all(f"{synapses:,} in use" in title for title in titles)


def test_the_table_shows_the_weights():
    classifier = how_fast_works.letters().classifier
    shown = texts(draw_classifier.table_of_weights(classifier))
    cell, weights = next(iter(classifier.weights[1].items()))
    assert f"cell {cell}" in shown
    assert {f"{one:+.2f}" for one in weights} <= set(shown)
    assert shown.count("room") == 2


def test_the_stops_of_a_run_are_few_and_get_rare():
    stops = how_fast_works.stops(3000)
    assert len(stops) < 20
    assert all(name for _, name in stops)
    early = sum(step < 25 for step, _ in stops)
    assert early >= len(stops) / 2
    sheet = draw_run.stops_of_a_run(3000, stops)
    assert sheet.title == f"A run of 3,000 steps in {len(stops) + 1} calls"


def test_drawing_moves_nothing(step):
    before, after = (deepcopy(one.state()) for one in step)
    draw_segments.segments_in_rows(step[0])
    draw_learning.lesson_in_lanes(*step)
    assert [one.state() for one in step] == [before, after]


@pytest.mark.slow
def test_all_pictures_are_written(tmp_path, monkeypatch):
    few = {"fast-segments": how_fast_works.pictures()["fast-segments"]}
    monkeypatch.setattr(how_fast_works, "pictures", lambda: few)
    how_fast_works.make(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["fast-segments.png"]
