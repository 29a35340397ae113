"""Every help text is shown as it is written: Rich takes a word in brackets for markup and drops it."""

import inspect
import re
from pathlib import Path

import pytest
import typer
from rich.text import Text

from htm_teacher.cli import app, main
from htm_teacher.extras import install

COMMANDS = typer.main.get_command(app).commands
TAGS = re.compile(r"\[/?bold\]")  # the only markup that help texts use


def texts(command):
    """Every text of a command's help, as it is written."""
    yield command.help or ""
    yield command.epilog or ""
    yield from (one.help or "" for one in command.params)


@pytest.mark.parametrize("name", COMMANDS)
def test_no_bracket_is_dropped(name):
    for text in texts(COMMANDS[name]):
        assert Text.from_markup(text).plain == TAGS.sub("", text).replace(r"\[", "[")


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_bracket_is_shown(name, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    with pytest.raises(SystemExit) as ended:
        main([*([name] if name else []), "--help"])
    assert ended.value.code == 0
    said = re.sub(r"[│\s]+", " ", capsys.readouterr().out)
    command = COMMANDS[name] if name else typer.main.get_command(app)
    for text in texts(command):
        written = TAGS.sub("", inspect.cleandoc(text))
        for part in re.findall(r"\S*\[\S*", written):
            assert part.replace(r"\[", "[") in said


def test_help_and_readme_say_alike_how_long_the_demo_takes():
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    in_readme = re.search(r"make demo +#.*: (\d+ seconds)", readme)
    in_help = re.search(r"After about (\d+ seconds)", COMMANDS["demo"].help)
    assert in_readme[1] == in_help[1]


def test_an_extra_is_installed_from_the_folder():
    (rivals,) = (one.help for one in COMMANDS["run"].params if one.name == "rivals")
    assert Text.from_markup(rivals).plain.endswith(f"(need {install('rivals')}).")


def test_a_bracket_that_is_dropped_would_be_noticed():
    assert Text.from_markup("x[fast]").plain != "x[fast]"
    assert Text.from_markup(r"x\[fast]").plain == "x[fast]"
