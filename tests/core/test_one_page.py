"""The first rung of the ladder: the page and the textbook have the same machine after every step."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from htm_teacher import RDSE, build
from htm_teacher.core import one_page
from htm_teacher.series import shipped, sine

README = Path(__file__).resolve().parents[2] / "README.md"

# What the page leaves out. Topology and dead cells are off unless they are asked for.
SWITCHED_OFF = {"minimum_overlap_duty": 0.0, "boost_strength": 0.0, "max_segments_per_cell": 2**31}
WORDS = ["ABCD", "XBCY"] * 15
SEEDS = [1, 2, 3, 42, 2**70]


def whole(permanence: float) -> int:
    return round(permanence * one_page.ONE)


def page_like(model: Any, seed: int) -> tuple[Any, Any]:
    """The page's pooler and memory with the parameters of a textbook model."""
    p, m = model.pooler.parameters, model.memory.parameters

    class SpatialPooler(one_page.SpatialPooler):
        inputs, pool_size = p.inputs, round(p.potential_fraction * p.inputs)
        columns, active_column_count = p.columns, p.active_column_count
        connected_permanence = whole(p.connected_permanence)
        increment, decrement = whole(p.permanence_increment), whole(p.permanence_decrement)

    class TemporalMemory(one_page.TemporalMemory):
        cells_per_column = m.cells_per_column
        activation_threshold, learning_threshold = m.activation_threshold, m.learning_threshold
        initial_permanence = whole(m.initial_permanence)
        connected_permanence = whole(m.connected_permanence)
        increment, decrement = whole(m.permanence_increment), whole(m.permanence_decrement)
        punishment = whole(m.predicted_decrement)
        sample_size, max_synapses = m.sample_size, m.max_synapses_per_segment

    return SpatialPooler(seed), TemporalMemory(seed)


def assert_same(
    values: Iterable[float | None], preset: str, resolution: float, seed: int, **changes: Any
) -> None:
    """Both take these values, every seventh without learning; None begins a new sequence."""
    encoder = RDSE(resolution=resolution)
    model = build(preset, encoder, "textbook", seed=seed, **SWITCHED_OFF, **changes)
    pooler, memory = page_like(model, seed)
    for number, value in enumerate(values):
        learn = number % 7 < 6
        if value is None:
            model.reset()
            memory.reset()
            continue
        step, predicted = model.step(value, learn), memory.predicted_columns()
        bits = one_page.encode(value, resolution)
        columns = pooler.compute(bits, learn)
        memory.compute(columns, learn)
        assert (bits, predicted, columns) == (
            step.encoded.active,
            step.predicted_columns,
            step.active_columns,
        )
        assert memory.active_cells == step.active_cells
        assert memory.winner_cells == step.winner_cells
        assert {segment.cell for segment in memory.active_segments} == step.predictive_cells
        assert list(memory.matching.values()) == list(model.memory.now.potential.values())
        assert pooler.permanences == model.pooler.permanences
        ours = [(segment.cell, segment.synapses) for segment in memory.segments]
        assert ours == [(segment.cell, segment.synapses) for segment in model.memory.segments]


@pytest.mark.parametrize("resolution", [0.3, 1.0, 155.0])
def test_numbers_between_and_below(resolution):
    encoder = RDSE(resolution=resolution)
    for value in (number / 10 for number in range(-30, 30)):
        assert one_page.encode(value, resolution) == encoder.encode(value).active


@pytest.mark.parametrize("seed", SEEDS)
def test_letters(seed):
    letters = (value for word in WORDS for value in (None, *(100.0 * ord(letter) for letter in word)))
    assert_same(letters, "toy", 1.0, seed)


def test_letters_in_a_crowded_memory():
    """So many letters for so few synapses that segments are full, and the weakest synapses make room."""
    letters = (100.0 * ord(letter) for letter in "ABABBCABCCBADCAB" * 15)
    assert_same(letters, "toy", 1.0, 7, max_synapses_per_segment=7)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_sine_of_a_thousand_steps(seed):
    assert_same(sine(1000, period=20), "classroom", 0.02, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_thousand_rows_of_electricity_demand(seed):
    assert_same(shipped("demand").values()[:1000], "classroom", 155.0, seed)


def test_without_learning_neither_changes():
    pooler, memory = one_page.SpatialPooler(1), one_page.TemporalMemory(1)
    list(one_page.read("ABCABC", pooler, memory))
    synapses = [dict(segment.synapses) for segment in memory.segments]
    permanences, position = [dict(one) for one in pooler.permanences], memory.random.state
    list(one_page.read("CABXAB", pooler, memory, learn=False))
    assert [segment.synapses for segment in memory.segments] == synapses
    assert (pooler.permanences, memory.random.state) == (permanences, position)


def test_the_page_has_at_most_200_lines_and_imports_the_random_generator_alone():
    text = Path(one_page.__file__).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 200
    imports = [line for line in text.splitlines() if "import" in line]
    assert [line.partition("  #")[0] for line in imports] == ["from .rng import Random, hash_words"]


@pytest.fixture(scope="module")
def printed():
    """What the program prints. It needs nothing but Python: no package is installed for it (-S)."""
    command = [sys.executable, "-S", "-m", "htm_teacher.core.one_page"]
    source = Path(one_page.__file__).parents[2]
    return subprocess.run(command, cwd=source, check=True, capture_output=True, text=True).stdout.splitlines()


def test_run_as_a_program_it_prints_the_letters_being_learned(printed):
    assert len(printed) == 26
    assert printed[1] == "pass  1   ABCD 1 1 1 1   XBCY 1 1 1 1   ABCY 1 1 1 1   XBCD 1 1 1 1"
    assert printed[25] == "pass 25   ABCD 1 0 0 0   XBCY 1 0 0 0   ABCY 1 0 0 1   XBCD 1 0 0 1"


def test_the_readme_shows_what_it_prints(printed):
    """Some of its lines, in their order."""
    readme = README.read_text(encoding="utf-8")
    shown = readme.partition("-m htm_teacher.core.one_page")[2].partition("```text\n")[2].partition("```")[0]
    lines = [line for line in shown.splitlines() if line != " ..."]
    assert len(lines) >= 5
    assert lines == [line for line in printed if line in lines]


def test_the_readme_says_how_long_the_page_is():
    length = len(Path(one_page.__file__).read_text(encoding="utf-8").splitlines())
    assert f"[{length} lines](src/htm_teacher/core/one_page.py)" in README.read_text(encoding="utf-8")
