"""The check of the English: it finds what it should, where it is, and nothing else."""

import json
import re

import pytest

import prose


def found(tmp_path, text, name="page.md"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return [(one.line, one.found) for one in sorted(prose.findings(path))]


@pytest.mark.parametrize(
    ("sentence", "pattern"),
    [
        ("It begins anew.", "anew"),
        ("It finds the times by itself.", "by itself"),
        ("The engine is there where Numba is.", "there where"),
        ("What is not there is left out.", "is not there"),
        ("A segment is born with one synapse.", "is born"),
        ("The column hears the input.", "hears"),
        ("Segments that listen to a cell.", "listen"),
        ("A predicted column speaks.", "speaks"),
        ("It says in which company a value came.", "in which company"),
        ("No segment knew the input.", "segment knew"),
        ("The model wants five cells.", "model wants"),
        ("It gives back that which came.", "that which"),
        ("With none of those it bursts.", "With none of those"),
        ("The winner grows a new one.", "a new one"),
        ("The old ones stay.", "The old ones"),
        ("Rows of old may be shorter.", "of old"),
        ("How often it won, of late.", "of late"),
        ("It has room for so many cells.", "so many"),
        ("It goes on where it stopped.", "goes on"),
        ("It stays as it was before.", "as it was before"),
        ("Half as far again as the rest.", "Half as far again"),
        ("Texts, be they short or long.", "be they"),
        ("Thereby it learns.", "Thereby"),
        ("The file is of no use.", "is of no use"),
        ("Each costs a way to memory.", "costs a"),
    ],
)
def test_a_bad_sentence_is_found(tmp_path, sentence, pattern):
    assert (1, pattern) in found(tmp_path, sentence)
    assert (3, pattern) in found(tmp_path, f'def f():\n    """Do it.\n    {sentence}\n    """\n', "code.py")
    assert (2, pattern) in found(tmp_path, f"x = 1\n# {sentence}\n", "code.py")
    assert (1, pattern) in found(tmp_path, f'raise ValueError(f"{{x}}: {sentence}")\n', "code.py")


@pytest.mark.parametrize(
    "sentence",
    [
        "Is there a faster way? There are two.",
        "If there is no room left, the oldest segment is removed.",
        "A machine-born bystander renewed the accompanying speakeasy.",
        "One column of three, and no one else.",
        "the known values; a goes-on sign",
        "It has so many that some are removed.",
    ],
)
def test_a_good_sentence_passes(tmp_path, sentence):
    assert found(tmp_path, sentence) == []


def test_a_pattern_is_found_across_lines_but_not_across_paragraphs(tmp_path):
    assert found(tmp_path, "It works by\n  itself.\n\nIt goes\n\non.") == [(1, "by itself")]
    assert found(tmp_path, "x = 1  # it works by\n#   itself\n", "code.py") == [(1, "by itself")]
    assert found(tmp_path, 'x = (\n    "it works by "\n    f"itself"\n)\n', "code.py") == [(2, "by itself")]
    assert found(tmp_path, 'x = ["it works by", "itself"]\n', "code.py") == []


def test_code_is_no_prose(tmp_path):
    assert found(tmp_path, "```\nanew\n```\nCall `anew`, or [it](anew.md).") == []
    assert found(tmp_path, 'anew = "`hears` and ``anew``"\n', "code.py") == []
    assert found(tmp_path, 'x = f"{heard[cell]} of 3"\n', "code.py") == []
    assert found(tmp_path, '"""A doctest.\n\n>>> anew(1)\n"""\n', "code.py") == []


def test_a_notebook_is_read_in_its_cells_of_markdown(tmp_path):
    def cell(kind, *lines):
        return {"cell_type": kind, "id": "x", "metadata": {}, "source": lines}

    cells = [
        cell("code", "anew = 1"),
        cell("markdown", "It works by\n", 'itself. "It\n', "\n", "goes\n", 'on"'),
    ]
    text = json.dumps({"cells": cells}, indent=1)
    assert found(tmp_path, text, "tour.ipynb") == [(16, "by itself"), (19, "goes on")]


def test_a_reference_is_read_without_its_directives(tmp_path):
    assert found(tmp_path, "It begins anew.\n\n.. class:: anew\n   :anew: anew\n", "a.rst") == [(1, "anew")]


def test_a_line_may_be_allowed_with_a_reason(tmp_path):
    assert found(tmp_path, "He hears a tone. <!-- prose-ok: a person does -->") == []
    assert found(tmp_path, "x = 1  # he hears a tone  prose-ok: a person does\n", "code.py") == []
    assert found(tmp_path, "He hears a tone. <!-- prose-ok: -->") == [(1, "prose-ok")]
    assert found(tmp_path, "He plays a tone. <!-- prose-ok: a person does -->") == [(1, "prose-ok")]


def test_what_is_printed_names_the_place_and_the_cure(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(prose, "ROOT", tmp_path)
    (tmp_path / "README.md").write_text("A page.\n\nIt begins anew.\n", encoding="utf-8")
    assert prose.main([]) == 1
    assert capsys.readouterr().out == "README.md:3: 'anew': say instead: again\nProse: 1 to rewrite\n"
    (tmp_path / "README.md").write_text("A page.\n", encoding="utf-8")
    assert prose.main([str(tmp_path)]) == 0
    assert capsys.readouterr().out == "Prose: 1 files are clean\n"


def test_everything_is_checked():
    names = {path.relative_to(prose.ROOT).as_posix() for path in prose.checked([])}
    assert {"README.md", "CHANGELOG.md", "docs/architecture.md", "src/htm_teacher/core/model.py"} <= names
    assert {"htm-teacher.ipynb", "docs/reference.rst"} <= names


def test_no_pattern_finds_nothing_at_all():
    assert not [pattern for pattern, _ in prose.BANNED if re.search(pattern, "")]
