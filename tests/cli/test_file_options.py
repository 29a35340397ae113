"""What the user says about a file."""

import pytest
import typer

from htm_teacher.cli import app
from htm_teacher.cli.file_options import FileOptions


@pytest.mark.parametrize(("option", "values"), [("--header", [2.0]), ("--no-header", [1.0, 2.0])])
def test_the_first_row_can_be_told_to_hold_names_or_none(tmp_path, option, values):
    path = tmp_path / "f.csv"
    path.write_text("1;5\n2;6\n")
    context = typer.main.get_command(app).commands["run"].make_context("run", [str(path), option])
    series = FileOptions(header=context.params["header"], time="", value=["1"]).read(path)
    assert series.fields == {"1": values}
