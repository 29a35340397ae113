"""htm-teacher nab: the report card of detectors on a tiny benchmark."""

import json
import shutil

import pytest

import nab_folder
from htm_teacher.cli import main
from htm_teacher.study import nab_methods


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(
        nab_methods, "METHODS", {name: one for name, one in nab_methods.METHODS.items() if name in QUICK}
    )
    return nab_folder.make_folder(tmp_path / "nab")


QUICK = ("range-rule", "one-liner", "clock", "random")


def call(*arguments):
    with pytest.raises(SystemExit) as ended:
        main(["nab", *map(str, arguments)])
    return ended.value.code


def test_the_report_card_is_printed_and_written(folder, tmp_path, capsys):
    out = tmp_path / "out"
    assert call("--data", folder, "--out", out, "--jobs", 1) == 0
    said = capsys.readouterr().out
    for name in (*QUICK, "perfect"):
        assert f"\n{name} " in said
    for words in (
        "standard",
        "low FP",
        "low FN",
        "2-fold",
        "alerts in 1,000",
        "leaky",
        "length",
        "not known",
    ):
        assert words in said
    assert max(map(len, said.splitlines())) <= 80
    assert json.loads((out / "final_results.json").read_text())["perfect"]["standard"] == 100
    assert (out / "card.csv").exists()
    assert (out / "results" / "range-rule" / "art" / "range-rule_spike.csv").exists()
    assert f"Written to {out}"[:60] in said.replace("\n", "")


def test_quiet_prints_nothing(folder, tmp_path, capsys):
    assert call("--data", folder, "--out", tmp_path / "out", "--jobs", 1, "--quiet") == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.slow
def test_processes_give_the_same_answers(folder, tmp_path):
    for jobs in (1, 2):
        assert call("--data", folder, "--out", tmp_path / str(jobs), "--jobs", jobs, "-q") == 0
    assert (tmp_path / "1" / "card.csv").read_bytes() == (tmp_path / "2" / "card.csv").read_bytes()


def test_files_and_labels_that_do_not_belong_together_are_said(folder, tmp_path, capsys):
    copy = shutil.copytree(folder, tmp_path / "copy")
    labels = copy / "labels" / "combined_windows.json"
    windows = json.loads(labels.read_text())
    windows["art/gone.csv"] = windows.pop("real/still.csv")
    labels.write_text(json.dumps(windows))
    assert call("--data", copy, "--out", tmp_path / "out", "--detector", "clock") == 0
    told = capsys.readouterr()
    assert (
        "note: 1 file under data/ not in the labels, so each alert there is false: real/still.csv" in told.err
    )
    assert "note: 1 file of the labels not under data/: art/gone.csv" in told.err
    assert "VUS-PR on 1 of the nine files of TSB-AD" in told.out
    assert call("--data", folder, "--out", tmp_path / "out", "--detector", "clock") == 0
    assert "note: 1 file" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--data", "nowhere"], "error: nowhere: there is no such folder"),
        (["--data", "labels"], "error: labels: not a NAB folder"),
        (["--data", ".", "--detector", "steam"], "error: unknown detector 'steam': there are range-rule"),
        (["--data", ".", "--seeds", "0"], "error: seeds is 0: it must be at least 1"),
        (["--data", ".", "--jobs", "0"], "error: jobs is 0: it must be at least 1"),
        ([], "error: Missing option '--data'"),
    ],
)
def test_bad_input_gets_one_line(folder, tmp_path, monkeypatch, capsys, options, said):
    monkeypatch.chdir(folder)
    assert call(*options) == 2
    stderr = capsys.readouterr().err
    assert stderr.startswith(said)
    assert stderr.count("\n") == 1
    assert not (folder / "out-nab").exists()


def test_the_help_names_every_detector_and_which_are_usual(capsys):
    named = ["small", "small-32", "surprise", "burst-error", "second-look"]
    every = [*named, *(f"{name}-range" for name in named), "raw", *QUICK]
    assert sorted(every) == sorted(nab_methods.METHODS)
    usual = [name for name, one in nab_methods.METHODS.items() if one.usual and name not in QUICK]
    assert call("--help") == 0
    said = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert ", ".join(named) + ", and each of them with -range" in said
    assert f"Default: {', '.join(usual[:-1])} and {usual[-1]}." in said
