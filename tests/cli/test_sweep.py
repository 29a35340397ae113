"""htm-teacher sweep: what it prints, writes and refuses."""

import json
import re
import sys

import pytest

from htm_teacher.cli import main
from htm_teacher.study.sweep import sweeping, workers
from htm_teacher.study.sweep.case_scores import described

parquet = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("optuna")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with rows; a machine is best with a boost strength of 1."""

    def score(case, name, series):
        values = dict(case.parameters)
        if values.get("columns") == 64:
            return described(case, name, series) | {"error": "too few columns", "seconds": 0.0}
        skill = 0.5 - abs(values.get("boost_strength", 3) - 1) - (case.seed - 42) / 10
        return described(case, name, series) | {"skill": skill, "recall": 0.25, "seconds": 1.5}

    monkeypatch.setattr(sweeping, "score", score)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("flow\n" + "".join(f"{step % 5}\n" for step in range(60)))
    both = (f"{'ab'[step % 2]},{step % 7}\n" for step in range(60))
    (tmp_path / "both.csv").write_text("place,flow\n" + "".join(both))
    return tmp_path


def call(*arguments):
    with pytest.raises(SystemExit) as ended:
        main(["sweep", *map(str, arguments), "--jobs", "1"])
    return ended.value.code


def rows(folder, name="results.parquet"):
    return parquet.read_table(folder / name).to_pylist()


def test_the_best_settings_are_printed_and_every_case_is_written(folder, capsys):
    assert call("a.csv", "demand", "--set", "boost_strength=0,1,2", "--seeds", 2) == 0
    said = capsys.readouterr().out
    assert "The best of 3 settings: means over 2 series and 2 seeds" in said
    first = re.search(r"^boost_strength .*$", said, re.MULTILINE)[0]
    assert first.split() == ["boost_strength", "1", "0.45", "0.07", "0.25", "1.50"]
    assert "results.parquet has 12 cases." in said
    assert max(map(len, said.splitlines())) <= 80
    assert {row["series"] for row in rows(folder)} == {"a.csv", "demand"}


def test_the_same_command_continues(folder, capsys):
    call("a.csv", "--set", "boost_strength=0,1")
    capsys.readouterr()
    call("a.csv", "--set", "boost_strength=0,1,2")
    assert "note: results.parquet has 2 of 3 cases: not repeated" in capsys.readouterr().err
    assert len(rows(folder)) == 3


def test_rows_that_do_not_come_back_are_said(folder, capsys):
    """What a process that was killed left beside results that were deleted since."""
    call("a.csv", "--set", "boost_strength=0,1")
    beside = folder / ".results.parquet.rows"
    beside.write_text('{"of": "deleted"}\n' + "".join(json.dumps(row) + "\n" for row in rows(folder)))
    (folder / "results.parquet").unlink()
    capsys.readouterr()
    call("a.csv", "--set", "boost_strength=0")
    said = " ".join(capsys.readouterr().err.split())
    assert "warning: .results.parquet.rows has 2 cases of results that were deleted or replaced: not" in said
    assert len(rows(folder)) == 1
    assert not beside.exists()


def test_errors_are_told(folder, capsys):
    assert call("a.csv", "--set", "columns=64,128") == 0
    said = capsys.readouterr().out
    assert "Error in 1 case: too few columns" in said
    assert "1 of 1" in said
    assert "results.parquet has 2 cases, 1 with an error." in said


def test_if_every_case_fails_the_command_does(folder):
    assert call("a.csv", "--set", "columns=64") == 2


def test_each_group_of_a_file_is_a_series(folder):
    call("both.csv", "--group", "place", "--set", "boost_strength=1", "--iterations", 20)
    assert sorted((row["series"], row["rows"]) for row in rows(folder)) == [
        ("both.csv: a", 20),
        ("both.csv: b", 20),
    ]


def test_after_ctrl_c_what_is_finished_is_said_and_kept(folder, monkeypatch, capsys):
    quick = sweeping.score

    def score(case, name, series):
        if case.seed == 43:
            raise KeyboardInterrupt
        return quick(case, name, series)

    monkeypatch.setattr(sweeping, "score", score)
    assert call("a.csv", "--seeds", 3) == 130
    said = capsys.readouterr().err
    assert said.endswith("Interrupted. results.parquet has 1 case. The same command continues.\n")
    assert len(rows(folder)) == 1


def test_a_search_is_printed_beside_the_preset(folder, capsys):
    assert call("a.csv", "--set", "boost_strength=0.5,1", "--search", 4) == 0
    said = capsys.readouterr().out
    assert "The best of 4 settings on the first half\nboost_strength = 1\n" in said
    assert re.search(r"^ *found +0\.50 ", said, re.MULTILINE)
    assert re.search(r"^ *preset +-1\.50 ", said, re.MULTILINE)
    assert "keep it" not in said
    assert (folder / "results.db").exists()


def test_a_search_says_if_the_preset_is_as_good(folder, capsys):
    call("a.csv", "--set", "boost_strength=3", "--search", 1)
    assert "The preset is as good or better there: keep it." in capsys.readouterr().out


def test_quiet_prints_nothing(folder, capsys):
    assert call("a.csv", "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    assert len(rows(folder)) == 1


WRONG = {
    "error: --set is 'columns': a name and values are needed": ["a.csv", "--set", "columns"],
    "error: a.csv is given twice": ["a.csv", "a.csv"],
    "error: demnd: is neither a file nor a series of the package: there are 'demand', 'water', 'sea'": [
        "demnd"
    ],
    "error: columns is a range, 64..128: a range is for --search": ["a.csv", "--set", "columns=64..128"],
    "error: --storage is for a search: give --search, too": ["a.csv", "--storage", "sqlite:///a.db"],
    "error: --train is not for a search": ["a.csv", "--search", "2", "--train", "0.5"],
    "error: --jobs is for this computer": ["a.csv", "--scheduler", "tcp://127.0.0.1:1"],
    "error: a search needs a range": ["a.csv", "--search", "3"],
    "error: seeds is 0": ["a.csv", "--seeds", "0"],
    "error: a.csv: is not a results file of a sweep": ["a.csv", "--out", "a.csv"],
}


@pytest.mark.parametrize(("said", "options"), WRONG.items(), ids=WRONG)
def test_bad_input_gets_one_line(folder, capsys, said, options):
    assert call(*options) == 2
    stderr = capsys.readouterr().err
    assert stderr.startswith(said)
    assert stderr.count("\n") == 1


def test_without_dask_one_process_is_proposed(folder, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SystemExit):
        main(["sweep", "a.csv", "--jobs", "2"])
    assert "several processes need Dask distributed: pip install" in capsys.readouterr().err


def test_a_scheduler_that_does_not_answer_is_said(folder, monkeypatch, capsys):
    pytest.importorskip("distributed")
    monkeypatch.setattr(workers, "PATIENCE", 0.5)
    with pytest.raises(SystemExit) as ended:
        main(["sweep", "a.csv", "--scheduler", "tcp://127.0.0.1:1"])
    assert ended.value.code == 2
    assert "no scheduler answers; start one with `dask scheduler`" in capsys.readouterr().err
