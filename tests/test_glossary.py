"""The glossary knows every parameter, with its default and the names that other libraries use."""

import dataclasses
import re
from pathlib import Path

import pytest

from htm_teacher.core import parameters

GLOSSARY = Path(__file__).resolve().parents[1] / "docs" / "glossary.md"
SECTIONS = {
    "Spatial pooler": parameters.PoolerParameters,
    "Temporal memory": parameters.MemoryParameters,
    "Anomaly likelihood": parameters.LikelihoodParameters,
    "Classifier": parameters.ClassifierParameters,
}


def rows(section):
    """{parameter: (default as printed, the whole row)} of one table of parameters."""
    text = GLOSSARY.read_text(encoding="utf-8")
    (table,) = re.findall(rf"^### {section}$(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    found = re.findall(r"^(\| `(\w+)` \| ([^|]*) \|.*)$", table, re.MULTILINE)
    return {name: (default, row) for row, name, default in found}


def printed(default):
    match default:
        case None:
            return "none"
        case tuple():
            return ", ".join(str(one) for one in default)
        case _:
            return str(default)


@pytest.mark.parametrize("section", SECTIONS)
def test_glossary_has_every_parameter_with_its_default(section):
    defaults = {one.name: printed(one.default) for one in dataclasses.fields(SECTIONS[section])}
    assert {name: default for name, (default, _) in rows(section).items()} == defaults
