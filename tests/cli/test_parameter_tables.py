"""What `htm-teacher info` prints."""

import dataclasses
import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from htm_teacher import PRESETS
from htm_teacher.cli.parameter_tables import explain
from htm_teacher.core.parameters import PARTS


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
    assert "What an active synapse gains" in printed("memory_permanence_increment")
    assert "potential_fraction" not in printed("memory_permanence_increment")
    assert "connected_permanence" in printed("synPermConnected")
    assert "the width of a bucket" in printed("resolution")
    assert "buckets. One string such as" in printed("categories")


def test_a_word_that_no_parameter_has_leads_to_the_glossary():
    with pytest.raises(ValueError, match=r"no parameter has 'recall'.* in (docs/glossary\.md) ") as error:
        printed("recall")
    (page,) = re.findall(r"docs/\S+", str(error.value))
    glossary = (Path(__file__).parents[2] / page).read_text("utf-8")
    assert "| recall |" in glossary
