"""docs/parameters.md is what docs/make/parameters.py writes, and it has every parameter."""

import dataclasses
import inspect
import re

import pytest

import parameters
from htm_teacher.cli.other_names import ENCODER_NAMES
from htm_teacher.cli.parameter_tables import arguments, textbook_encoders
from htm_teacher.core.parameters import PARTS


def test_the_page_is_what_the_command_writes():
    """If it is not: python docs/make/parameters.py."""
    assert parameters.PAGE.read_text(encoding="utf-8") == parameters.page()


def section(heading):
    return re.search(rf"^## {heading}$(.*?)(?=^## |\Z)", parameters.page(), re.MULTILINE | re.DOTALL)[1]


def test_the_page_has_every_parameter_with_its_default_range_unit_and_sentence():
    sections = [section(parameters.TITLES[part].partition(":")[0]) for part in PARTS]
    for text, kind in zip(sections, PARTS.values(), strict=True):
        assert len(re.findall(r"^\| `", text, re.MULTILINE)) == len(kind.declared())
        for name, one in kind.declared().items():
            row = next(line for line in text.splitlines() if line.startswith(f"| `{name}` |"))
            for cell in (parameters.default(one.default), one.unit, one.says):
                assert f"| {cell} |" in row
            assert one.allowed in row
            assert (one.allowed + "; fixed" in row) == one.fixed


def test_the_page_says_what_each_preset_changes():
    text = section("Presets")
    assert "| Parameter | toy | classroom | cortex |" in text
    assert "| memory: `permanence_decrement` | 0.05 | 0.05 | 0.1 |" in text
    assert "boost_strength" not in text


def test_a_name_in_another_library_is_code_and_a_remark_is_not():
    text = section("Spatial pooler")
    assert "`numActiveColumnsPerInhArea` (BAMI, NuPIC); `localAreaDensity`, as a fraction (htm.core)" in text


@pytest.mark.parametrize("kind", textbook_encoders(), ids=lambda kind: kind.__name__)
def test_every_argument_of_an_encoder_is_explained_there_or_where_it_is_inherited(kind):
    owners = [one for one in kind.__mro__ if inspect.getdoc(one) and "Args:" in (one.__doc__ or "")]
    explained = {name for owner in owners for names, _ in arguments(owner) for name in names}
    assert {field.name for field in dataclasses.fields(kind)} - explained <= {"last"}  # what Delta remembers
    assert explained <= set(ENCODER_NAMES)
