"""The glossary has one row for each term, with a short definition, and leads to the parameters."""

import re
from pathlib import Path

GLOSSARY = (Path(__file__).resolve().parents[1] / "docs" / "glossary.md").read_text(encoding="utf-8")
HEAD = "| Term | In one sentence | BAMI | NuPIC | htm.core |"
ROWS = [
    line.strip("| ").split(" | ") for line in GLOSSARY.splitlines() if line.startswith("| ") and line != HEAD
]


def test_every_row_has_a_term_a_definition_and_three_names():
    assert len(ROWS) > 60
    assert not [row for row in ROWS if len(row) != 5 or not all(row)]


def test_no_term_is_defined_twice():
    terms = [term for term, *_ in ROWS]
    assert len(set(terms)) == len(terms)


def test_a_definition_is_one_or_two_short_sentences():
    for term, says, *_ in ROWS:
        sentences = re.findall(r"\S.*?[.](?= |$)", says)
        assert says.endswith("."), term
        assert len(sentences) <= 2, term
        assert all(len(sentence.split()) <= 25 for sentence in sentences), term


def test_parameters_have_their_own_page():
    assert "](parameters.md)" in GLOSSARY
