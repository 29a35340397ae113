"""No library's own words reach the user: a warning is one line, said once, and never when quiet."""

import io
import itertools
import warnings
from datetime import datetime, timedelta

import matplotlib
import pytest
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font
from rich.console import Console

from htm_teacher.cli import main
from htm_teacher.cli.make_run import fonts_for
from htm_teacher.cli.report_tables import show
from htm_teacher.cli.terminal import one_line, plain_warnings, progress_bar
from htm_teacher.plot.fonts import families_for
from htm_teacher.series import Series
from htm_teacher.study import prepare, run_series
from htm_teacher.study.report import report_on

NOWHERE = "\U000f0000"  # for private use: no font has it


def characters(family):
    return set(FT2Font(findfont(FontProperties(family=[family]))).get_charmap())


def elsewhere():
    """A character that matplotlib's usual font lacks, and that a font which comes with matplotlib has."""
    return chr(min(characters("STIXGeneral") - characters("DejaVu Sans")))


@pytest.fixture
def restored():
    with matplotlib.rc_context():
        yield


def test_a_character_is_drawn_in_a_font_that_has_it(restored):
    usual = list(matplotlib.rcParams["font.family"])
    assert families_for("plain, é, µ, \n") == (usual, "")
    families, missing = families_for(f"a{elsewhere()}b")
    assert missing == ""
    assert families[:-1] == usual
    assert ord(elsewhere()) in characters(families[-1])


def test_what_no_font_has_is_told_once_and_not_when_quiet(restored, capsys):
    run = prepare(Series(f"s{NOWHERE}", {f"v{elsewhere()}": [1.0, 2.0]}), "toy")
    capsys.readouterr()  # that kernels are being compiled
    fonts_for(run, quiet=True)
    assert capsys.readouterr() == ("", "")
    fonts_for(run, quiet=False)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("note: no installed font has ")
    assert len(matplotlib.rcParams["font.family"]) > 1


@pytest.mark.parametrize("quiet", [[], ["--quiet"]])
def test_a_name_without_glyphs_is_one_line(quiet, tmp_path, capsys, restored):
    path = tmp_path / "t.csv"
    path.write_text(
        f"time,温度{NOWHERE}\n" + "".join(f"2024-01-{day:02},{day}\n" for day in range(1, 31)), "utf-8"
    )
    with pytest.raises(SystemExit) as ended:
        main(["run", str(path), "--preset", "toy", "--no-animation", "--out", str(tmp_path), *quiet])
    assert ended.value.code == 0
    complaint = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("Compiling")]
    assert len(complaint) == (0 if quiet else 1)
    assert not any("UserWarning" in line or ".py" in line for line in complaint)


def test_a_warning_is_said_once_in_one_line(capsys):
    with plain_warnings():
        for _ in range(3):
            warnings.warn("two\nlines", UserWarning, stacklevel=1)
        warnings.warn("Glyph 28201 missing", UserWarning, stacklevel=1)
        warnings.warn("unclosed file", ResourceWarning, stacklevel=1)
    assert capsys.readouterr().err == "warning: two lines\n"
    with plain_warnings(quiet=True):
        warnings.warn("hidden", UserWarning, stacklevel=1)
    assert capsys.readouterr().err == ""


def test_a_log_shows_a_line_for_each_quarter_of_what_takes_long(capsys, monkeypatch):
    monkeypatch.setattr("htm_teacher.cli.terminal.SLOW", 5.0)
    seconds = itertools.count(step=5)
    monkeypatch.setattr("htm_teacher.cli.terminal.time.monotonic", lambda: next(seconds))
    for quiet in (False, True):
        with progress_bar("Drawing", quiet) as progress:
            for done in range(1, 9):
                progress(done, 8)
    monkeypatch.setattr("htm_teacher.cli.terminal.time.monotonic", lambda: 0)
    with progress_bar("Learning", quiet=False) as progress:
        progress(2, 4)
    assert capsys.readouterr().err == "Drawing: 25 %\nDrawing: 50 %\nDrawing: 75 %\n"


@pytest.mark.parametrize(
    "error",
    [ValueError("x\n" * 99_999), OSError(2, "No such file", "a" * 99_999), OSError("b" * 99_999)],
)
def test_an_error_is_one_line_of_bounded_length(error):
    assert "\n" not in one_line(error)
    assert len(one_line(error)) <= 600


def test_names_and_units_of_a_series_do_not_steer_the_terminal():
    hours = [datetime(2024, 1, 1) + timedelta(hours=hour) for hour in range(24 * 15)]
    values = [float(hour.hour + (hour.weekday() > 4)) for hour in hours]
    unit = "a\nb\x1b" * 999
    run = run_series(Series("s\nt", {"v\x1b": values}, hours, unit=unit, source="two\nlines\x1b"), "toy")
    assert all(note.isprintable() and len(note) < 400 for note in run.notes)
    printed = Console(file=io.StringIO(), width=1_000)
    for part in show(run, report_on(run)):
        printed.print(part)
    lines = printed.file.getvalue().splitlines()
    assert all(map(str.isprintable, lines))
    assert r"Source: two lines\x1b" in lines
    assert any(line.startswith("Its predictions") and line.endswith("...") for line in lines)
