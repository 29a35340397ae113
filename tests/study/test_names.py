"""The names of the parameters in other libraries are those of the glossary."""

import dataclasses
import re
from pathlib import Path

import pytest

from htm_teacher.core.parameters import PARTS
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
        for name in NAMES[part][parameter]:
            assert name.partition(",")[0] in cells, parameter
        quoted = set(re.findall(r"`(\w+)`", cells)) - {"Predictor"}
        assert quoted <= {name.partition(",")[0] for name in NAMES[part][parameter]}, parameter
