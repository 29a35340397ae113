"""`htm-teacher info` and the glossary tell the same names."""

import dataclasses
import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from htm_teacher import PRESETS
from htm_teacher.core.parameters import PARTS
from htm_teacher.study.explain import explain
from htm_teacher.study.names import NAMES

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
SECTIONS = {
    "pooler": "Spatial pooler",
    "memory": "Temporal memory",
    "likelihood": "Anomaly likelihood",
    "classifier": "Classifier",
}


def rows(part):
    """{parameter: the names that the glossary gives for it}."""
    text = GLOSSARY.read_text(encoding="utf-8")
    pattern = rf"^### {SECTIONS[part]}$(.*?)(?=^#|\Z)"
    (table,) = re.findall(pattern, text, re.MULTILINE | re.DOTALL)
    lines = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| `")]
    return {cells[0].strip("`"): " | ".join(cells[3:]) for cells in lines}


@pytest.mark.parametrize("part", PARTS)
def test_every_parameter_has_names(part):
    assert set(NAMES[part]) == {one.name for one in dataclasses.fields(PARTS[part])}


@pytest.mark.parametrize("part", PARTS)
def test_the_names_are_those_of_the_glossary(part):
    for parameter, cells in rows(part).items():
        for name in NAMES[part][parameter][1:]:
            assert name.partition(",")[0] in cells, parameter
        quoted = set(re.findall(r"`(\w+)`", cells)) - {"Predictor"}
        assert quoted <= {name.partition(",")[0] for name in NAMES[part][parameter][1:]}, parameter


def printed(word=""):
    console = Console(width=80, file=io.StringIO())
    for part in explain(word):
        console.print(part)
    return console.file.getvalue()


def test_info_tells_every_parameter_its_default_and_its_presets():
    text = printed()
    for part in PARTS:
        for one in dataclasses.fields(PARTS[part]):
            assert re.search(rf"^{one.name}\b", text, re.MULTILINE), one.name
    assert re.search(r"^columns +64 +256 +2,048$", text, re.MULTILINE)
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("preset", PRESETS)
def test_info_about_a_preset(preset):
    text = printed(preset)
    assert f"Preset {preset}: " in text
    assert re.search(r"^columns +64 +256 +2,048$", text, re.MULTILINE)


def test_info_about_one_word():
    text = printed("permanence_inc")
    assert text.count("permanence_increment") == 2
    assert "predicted_decrement" not in text
    assert "what a synapse gains" in printed("memory_permanence_increment")
    assert "potential_fraction" not in printed("memory_permanence_increment")
    assert "connected_permanence" in printed("synPermConnected")
    assert "the width of a bucket" in printed("resolution")
    assert "buckets. A text such as" in printed("categories")
    with pytest.raises(ValueError, match="no parameter has 'nonsense'"):
        printed("nonsense")
