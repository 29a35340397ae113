"""The study of the sine as a command: it writes what it is told to, where it is told to."""

import pytest

from htm_teacher.study.sine import WAYS
from sine import main


def test_help_runs_nothing(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "--out" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_the_picture_is_written_where_asked_and_always_the_same(capsys, tmp_path):
    paths = [tmp_path / "a" / "one.png", tmp_path / "two.png"]
    for path in paths:
        main(["--out", str(path), "--periods", "3", "--seeds", "1"])
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert all(capsys.readouterr().out.count(way) == 4 for way in WAYS[:1])


@pytest.mark.parametrize("option", ["--periods", "--seeds"])
def test_no_run_is_no_study(option, capsys):
    with pytest.raises(SystemExit) as ended:
        main([option, "0"])
    assert ended.value.code == 2
    assert f"{option} must be at least 1" in capsys.readouterr().err
