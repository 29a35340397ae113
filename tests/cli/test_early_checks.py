"""What would fail after a long run is found out before it."""

import pytest

from htm_teacher.cli import main
from htm_teacher.study.run import Run


def call(*arguments):
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return ended.value.code


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "fine.csv"
    path.write_text("level,tree\n" + "1,ash\n2,ash\n3,ash\n" * 10)
    return path


EARLIER = [
    ("run", "steps.csv"),
    ("run", "four-panels.png"),
    ("run", "forecast.csv"),
    ("run", "forecast.png"),
    ("run", "animation.mp4"),
    ("run --group=tree", "ash/steps.csv"),
    ("run --group=tree", "ash/four-panels.png"),
    ("run --group=tree", "ash/forecast.csv"),
    ("inside", "why.png"),
    ("inside", "towers.gif"),
    ("inside", "index.html"),
    ("animate", "film.gif"),
]


@pytest.mark.parametrize(("command", "name"), EARLIER)
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_result_that_must_not_be_replaced_is_refused_before_learning(
    command, name, kind, path, tmp_path, capsys, monkeypatch
):
    held = tmp_path / "out" / name
    held.parent.mkdir(parents=True)
    if kind == "file":
        held.write_text("earlier")
        held.chmod(0o444)
    else:
        held.mkdir()
    monkeypatch.setattr(Run, "go", lambda *_: pytest.fail("it has learned"))
    out = held if command == "animate" else tmp_path / "out"
    assert call(*command.split(), path, "--preset", "toy", "--out", out) == 2
    line = capsys.readouterr().err.splitlines()[-1]
    reason = "is read-only" if kind == "file" else "is a folder"
    assert line.startswith(f"error: {held}: {reason}; choose another name")
    assert [one.name for one in held.parent.iterdir()] == [held.name]


def test_a_film_that_is_not_drawn_may_be_read_only(path, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "animation.mp4").write_text("earlier")
    (out / "animation.mp4").chmod(0o444)
    arguments = ["--preset", "toy", "--engine", "textbook", "--no-animation", "--out", out]
    assert call("run", path, *arguments) == 0
    assert (out / "animation.mp4").read_text() == "earlier"
