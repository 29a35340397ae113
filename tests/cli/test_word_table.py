"""Tables wrap between words: a name is never broken, unless it alone is longer than the line."""

import io

import pytest
from rich.console import Console

from htm_teacher.cli.word_table import WordTable

NUMBERS = ("11,312", "0.12", "0.12", *["12,345.3"] * 3, "about a week")
HEADS = ("steps", "recall", "precision", "error", "last value", "season ago", "season")


def printed(*names, width=80):
    table = WordTable("series", *HEADS, left=["series", "season"])
    for name in names:
        table.add_row(name, *NUMBERS)
    console = Console(width=width, file=io.StringIO())
    console.print(table)
    return console.file.getvalue().splitlines()


@pytest.mark.parametrize(
    "name",
    ["Bangladesh", "Others-CCCPS105a", "art_daily_jumpsup_server_01", "n" * 80, "A name of " + 60 * "m"],
)
def test_a_name_is_not_broken_inside_a_word(name):
    lines = printed("north", name, "south")
    assert all(any(word in line for line in lines) for word in name.split())
    assert max(map(len, lines)) == 80
    assert [line.split()[:2] for line in lines if line.startswith(("north", "south"))] == [
        ["north", "11,312"],
        ["south", "11,312"],
    ]


def test_a_long_name_has_a_line_of_its_own_and_its_numbers_follow():
    lines = printed("art_daily_jumpsup_server_01")
    place = lines.index("art_daily_jumpsup_server_01")
    assert lines[place + 1].split()[:2] == ["11,312", "0.12"]


def test_only_a_name_longer_than_the_line_is_broken():
    assert "n" * 80 in printed("n" * 81)


def test_in_a_narrow_terminal_the_table_still_fits():
    assert max(map(len, printed("Bangladesh", width=40))) <= 40
