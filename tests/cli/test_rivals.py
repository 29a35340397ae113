"""What `htm-teacher run --rivals` adds to the report."""

import re

import pytest

from htm_teacher.cli import main
from htm_teacher.cli.results import _beside
from htm_teacher.series import Series, sine
from htm_teacher.study import run_series


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
    assert _beside(run, lambda: False) == {}
    assert "note: --rivals takes at most 29 rows" in capsys.readouterr().err
