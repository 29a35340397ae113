"""What run --group reports on each series, and the folders that it writes."""

import csv
import re
import signal

import pytest

from htm_teacher import ENGINES
from htm_teacher.cli import main
from htm_teacher.cli.group_results import _table, folder_names
from htm_teacher.cli.make_run import learn
from htm_teacher.cli.options import Out
from htm_teacher.cli.results import FILMS, PICTURE, REPORT, TABLE, draw_picture
from htm_teacher.core.checks import brief_path
from htm_teacher.study.streams_page import CSV, PAGE, PARQUET


def report(path, out, capsys, *options):
    """What is printed about the series of a file, by lines."""
    arguments = ["run", str(path), "--group", "sensor", "--preset", "toy", "--out", str(out)]
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--engine", "textbook", *options])
    assert ended.value.code == 0
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("name", ["streams.csv", "north/steps.csv"])
def test_a_file_is_not_replaced_by_the_results_of_its_series(tmp_path, name, capsys):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("sensor,level\n" + "".join(f"{['north', 'south'][i % 2]},{i % 6}\n" for i in range(80)))
    before = path.read_bytes()
    with pytest.raises(SystemExit) as ended:
        main(["run", str(path), "--group", "sensor", "--preset", "toy", "--out", str(tmp_path)])
    assert ended.value.code == 2
    assert f"{name} would be replaced by the results: choose another folder" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_the_report_has_season_moment_scores_and_labels(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    rows = [
        f"{name},2024-01-0{1 + hour // 24} {hour % 24:02}:00,{900 if hour == at else hour % 6},{hour == at}"
        for name, at, hours in (("north", 60, range(72)), ("south", 66, range(71, -1, -1)))
        for hour in hours
    ]
    path = tmp_path / "panel.csv"
    path.write_text("\n".join(["sensor,time,level,anomaly", *rows]) + "\n")
    lines = report(path, tmp_path / "out", capsys)
    assert any(line.startswith("- 1 of 2 series (south): the newest rows come first") for line in lines)
    heads = [" ".join(line.split()) for line in lines if line.startswith("series")]
    assert heads == [
        "series alerts the strongest",
        "series steps recall precision error last value season ago season",
        "series when step value anomaly likelihood error",
        "series stretches met by the list met by an alarm false alarms",
    ]
    alerts, scores, moment, labels = (line.split() for line in lines if line.startswith("south "))
    assert alerts[:3] == ["south", "-", "None:"]  # the textbook engine has no detector
    assert scores[1] == "72"
    assert scores[-2:] == ["a", "day"]
    assert all(float(score.replace(",", "")) >= 0 for score in scores[2:7])
    assert "66 900 " in " ".join(moment)
    assert labels[:3] == ["south", "1", "1"]
    assert max(map(len, lines)) <= 80 + len(str(tmp_path))


@pytest.mark.skipif("fast" not in ENGINES, reason="the detector runs on the fast engine")
def test_alerts_come_first_and_no_moment_is_taken_for_an_alarm(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    rows = [
        f"{name},2024-01-{1 + hour // 24:02} {hour % 24:02}:00,{90 if hour == high else hour % 12}"
        for name, high in (("north", None), ("south", 222))
        for hour in range(300)
    ]
    (tmp_path / "panel.csv").write_text("\n".join(["sensor,time,level", *rows]) + "\n")
    out = tmp_path / "out"
    said = report(tmp_path / "panel.csv", out, capsys, "--engine", "fast", "--season", "12")
    (north, *_), (south, *_) = (
        [line for line in said if line.startswith(name)] for name in ("north ", "south ")
    )
    assert north.split() == ["north", "0", "-"]
    assert " ".join(south.split()) == "south 1 Wed 10 Jan 2024 06:00, step 222, 90"
    titles = [line for line in said if line in ("Alerts", "The most anomalous moments")]
    assert titles == ["Alerts", "The most anomalous moments"]
    assert "None of these moments is an alarm: a likelihood of 0.9999 or more." in " ".join(said)
    assert f"Open{brief_path(out / PAGE)}:itsortstheseries" in "".join("".join(said).split())


def test_a_page_and_its_table_are_about_all_series_also_those_left_out(tmp_path, capsys):
    rows = [
        f"{name},{hour},{hour % 6}" for name, hours in (("a/b", 120), ("short", 1)) for hour in range(hours)
    ]
    (tmp_path / "panel.csv").write_text("\n".join(["sensor,hour,level", *rows]) + "\n")
    out = tmp_path / "out"
    lines = report(tmp_path / "panel.csv", out, capsys, "--value", "level", "--train", "0.4")
    assert "report.html, streams.csv, streams.parquet;" in " ".join(lines)
    with (out / "streams.csv").open() as file:
        first, second = csv.DictReader(file)
    assert (first["stream"], first["rows"]) == ("a/b", "120")
    assert (second["stream"], second["rows"]) == ("short", "0")
    assert second["nothing"].startswith("Left out: ")
    (link,) = re.findall(r'"link":"([^"]+)"', (out / "report.html").read_text())
    assert (out / link).is_file()


def test_no_heading_of_the_table_is_folded_inside_a_word(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    names = ("steps", "recall", "precision", "error", "last value", "season ago", "season")
    _table([["BHMBRCBRG01 and more", "11,312", *["0.12"] * 2, *["12,345.3"] * 3, "about a week"]], *names)
    said = capsys.readouterr().out
    assert all(word in said for word in " ".join(names).split())
    assert "11,312  " in said


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("CON", "series_CON"),
        ("nul.csv", "series_nul.csv"),
        ("com1", "series_com1"),
        ("console", "console"),
        ("north.", "north"),
        (" north ", "north"),
        ("..", "series"),
        ('a:b*c?"<>|d\\e/f', "a_b_c_d_e_f"),
        ("x" * 59 + ".yz", "x" * 59),
        ("x" * 300, "x" * 60),
        ("e\u0301", "\u00e9"),
    ],
)
def test_a_folder_has_a_name_that_every_system_accepts(name, folder):
    assert folder_names({name: None}) == {name: folder}


@pytest.mark.parametrize(
    ("names", "folders"),
    [
        (["north", "North", "NORTH"], ["north", "North-2", "NORTH-3"]),
        (["a/b", "a:b", "a_b-2"], ["a_b", "a_b-2", "a_b-2-2"]),
        (["x" * 70, "x" * 71], ["x" * 60, "x" * 60 + "-2"]),
        (["e\u0301", "\u00e9"], ["\u00e9", "\u00e9-2"]),
        (["stra\u00dfe", "STRASSE"], ["stra\u00dfe", "STRASSE-2"]),
    ],
)
def test_no_two_folders_are_alike_where_case_or_accents_do_not_count(names, folders):
    assert list(folder_names(dict.fromkeys(names)).values()) == folders


def test_ctrl_c_while_a_picture_is_drawn_says_which_series_were_written(tmp_path, capsys, monkeypatch):
    def interrupt(run, path):
        draw_picture(run, path)
        if path.parent.name == "south":
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("htm_teacher.cli.group_results.draw_picture", interrupt)
    assert_interrupted(tmp_path, capsys, "Interrupted in series 2 of 3. Written to", "in 2 folders.")


@pytest.mark.parametrize(
    ("series", "said", "folders"), [(1, "Nothing was written.", ""), (2, "Written to", "in one folder.")]
)
def test_ctrl_c_before_a_series_is_learned_says_what_was_written(
    series, said, folders, tmp_path, capsys, monkeypatch
):
    begun = []

    def interrupt(*given, **choices):
        begun.append(1)
        if len(begun) == series:
            raise KeyboardInterrupt
        return learn(*given, **choices)

    monkeypatch.setattr("htm_teacher.cli.group_results.learn", interrupt)
    assert_interrupted(tmp_path, capsys, f"Interrupted in series {series} of 3. {said}", folders)


def assert_interrupted(tmp_path, capsys, begin, end):
    rows = [f"{name},{hour},{hour % 4}" for name in ("north", "south", "west") for hour in range(12)]
    path = tmp_path / "panel.csv"
    path.write_text("\n".join(["sensor,hour,level", *rows]) + "\n")
    command = ["run", str(path), "--group", "sensor", "--value", "level", "--preset", "toy"]
    with pytest.raises(SystemExit) as ended:
        main([*command, "--engine", "textbook", "--out", str(tmp_path / "out")])
    assert ended.value.code == 130
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith(begin)
    assert last.endswith(end)


def test_the_help_of_out_names_every_file():
    (option,) = Out.__metadata__
    for name in (TABLE, REPORT, PICTURE, *FILMS, "--group", PAGE, CSV, PARQUET):
        assert name in option.help
