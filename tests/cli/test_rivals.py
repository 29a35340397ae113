"""What `htm-teacher run --rivals` adds to the report."""

import re

import pytest

from htm_teacher.cli import main
from htm_teacher.cli.results import _beside
from htm_teacher.series import Series, sine
from htm_teacher.study import rivals, run_series


def call(*arguments):
    """The exit code."""
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return ended.value.code


@pytest.fixture
def plain(tmp_path):
    path = tmp_path / "wave.csv"
    path.write_text("height\n" + "".join(f"{height:.3f}\n" for height in sine(72, period=12)))
    return ["run", path, "--preset", "toy", "--out", tmp_path / "out", "--no-animation"]


def test_rivals_are_classifiers_that_read_less(plain, capsys):
    assert call(*plain) == 0
    assert "reading" not in capsys.readouterr().out
    assert call(*plain, "--rivals") == 0
    said = capsys.readouterr().out
    assert re.search(r"^- reading the bits alone +[\d.]+ +[\d.]+ *$", said, re.MULTILINE)
    assert re.search(r"^- reading bits and active columns +[\d.]+ +[\d.]+ *$", said, re.MULTILINE)
    assert len(re.findall(r"ahead, the pooler's", said)) == 2


def test_several_series_have_no_rivals(plain, capsys):
    assert call(*plain, "--rivals", "--group", "height") == 2
    assert "--rivals compares one series: leave out --group" in capsys.readouterr().err


def test_more_rows_than_are_kept_are_not_compared(capsys):
    run = run_series(Series("s", {"v": [1.0, 2.0, 3.0] * 10}), "toy", keep=29)
    assert _beside(run, lambda: True, quiet=False) == {}
    assert "note: at most 29 rows can be read once more" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        (["statsmodels"], "statsmodels is not installed, so --rivals leaves out nearest"),
        (["sklearn", "statsmodels"], "sklearn and statsmodels are not installed"),
    ],
)
def test_without_their_packages_the_other_methods_are_left_out(plain, monkeypatch, capsys, missing, words):
    monkeypatch.setattr(rivals, "missing_packages", lambda: missing)
    assert call(*plain, "--rivals") == 0
    printed = capsys.readouterr()
    assert words in printed.err
    assert 'pip install -e ".[rivals]"' in printed.err
    assert "Holt-Winters" not in printed.out
    assert "reading the bits alone" in printed.out


def test_the_other_methods_stand_below_the_naive_ones(plain, monkeypatch, capsys):
    told = [{1: 0.0, 5: 0.0}] * 72
    monkeypatch.setattr(rivals, "missing_packages", list)
    monkeypatch.setattr(rivals, "rivals", lambda run: {"Holt-Winters": told})
    assert call(*plain, "--rivals") == 0
    said = capsys.readouterr().out
    assert said.index("\nlast value") < said.index("\nHolt-Winters")
    assert len(re.findall(r"ahead, the best rival is Holt-Winters", said)) == 2
