"""The files of the benchmark, published scores, and results in its layout."""

import csv
import json

import pytest

import nab_folder
from htm_teacher.series.series import SeriesError
from htm_teacher.study.nab_files import read_files, read_published, result_name, write_results


@pytest.fixture
def folder(tmp_path):
    return nab_folder.make_folder(tmp_path)


def test_a_folder_is_read(folder):
    files = read_files(folder)
    assert [file.name for file in files] == list(nab_folder.NAMES)
    assert files[0].values == nab_folder.values("art/spike.csv")
    assert files[0].times[1] == nab_folder.time(1)
    assert files[0].windows == [(nab_folder.SPIKE, nab_folder.SPIKE + 20)]
    assert files[2].windows == []
    assert files[0].warm_up == 36


def test_of_equal_times_a_window_begins_at_the_first(folder):
    path = folder / "data" / nab_folder.NAMES[0]
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[: nab_folder.SPIKE + 2], *lines[nab_folder.SPIKE + 1 :]]) + "\n")
    assert read_files(folder)[0].windows == [(nab_folder.SPIKE, nab_folder.SPIKE + 21)]


def test_published_scores_are_read(folder):
    files = read_files(folder)
    found = read_published(folder, files)
    assert list(found) == ["perfect"]
    assert found["perfect"]["art/spike.csv"].index(1.0) == nab_folder.SPIKE


def test_without_published_scores_nothing_is_found(folder):
    (folder / "published").rename(folder / "elsewhere")
    assert read_published(folder, read_files(folder)) == {}


def test_results_are_written_as_published_scores_are_read(folder, tmp_path):
    files = read_files(folder)
    scores = {
        file.name: {"anomaly_score": [i / 240 for i in range(240)], "rank": [0.5] * 240} for file in files
    }
    write_results(tmp_path / "out" / "results", "mine", files, scores)
    found = read_published(tmp_path / "out", files)["mine"]
    assert found["art/spike.csv"] == pytest.approx(scores["art/spike.csv"]["anomaly_score"])
    path = tmp_path / "out" / "results" / "mine" / result_name("mine", "art/spike.csv")
    with path.open() as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["timestamp", "value", "anomaly_score", "rank", "label"]
    assert rows[1]["timestamp"] == "2024-01-01 01:00:00"
    assert float(rows[1]["value"]) == files[0].values[1]
    assert [i for i, row in enumerate(rows) if row["label"] == "1"] == list(range(150, 171))


def wrong_window(folder):
    nab_folder.label(folder, {"art/spike.csv": [["2024-01-07 06:30:00", "2024-01-08 00:00:00"]]})


def overlapping(folder):
    nab_folder.label(folder, {"art/spike.csv": [nab_folder.window(50, 80), nab_folder.window(70, 90)]})


def one_row(folder):
    nab_folder.label(folder, {"art/spike.csv": [nab_folder.window(50, 50)]})


def turned_round(folder):
    nab_folder.label(folder, {"art/spike.csv": [nab_folder.window(50, 40)]})


def no_windows(folder):
    nab_folder.label(folder, {})


def too_short(folder):
    nab_folder.write(
        folder / "data/art/spike.csv", ["timestamp", "value"], [(nab_folder.time(i), i) for i in range(50)]
    )


def missing_value(folder):
    path = folder / "data/art/spike.csv"
    path.write_text(path.read_text().replace("\n", ",\n").replace(",\n", "\n") + f"{nab_folder.time(240)},\n")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (wrong_window, "spike.csv: a labelled window begins or ends at 2024-01-07 06:30:00, but no row has"),
        (overlapping, "two windows overlap at 2024-01-03 22:00:00"),
        (one_row, "the window at 2024-01-03 02:00:00 has less than two rows"),
        (turned_round, "the window at 2024-01-03 02:00:00 ends before it begins"),
        (no_windows, "combined_windows.json: no file under data/ has a window"),
        (too_short, "50 rows; the benchmark needs 100 rows of numbers"),
        (missing_value, "1 of 241 values are no numbers"),
    ],
)
def test_a_folder_that_cannot_be_scored_is_refused(folder, spoil, said):
    spoil(folder)
    with pytest.raises(SeriesError, match=said):
        read_files(folder)


def drop(path):
    path.unlink()


def cut(path):
    path.write_text("\n".join(path.read_text().splitlines()[:-5]) + "\n")


def garble(path):
    path.write_text(path.read_text().replace("1.0", "high"))


def not_finite(path):
    path.write_text(path.read_text().replace("1.0", "inf"))


def rename_column(path):
    path.write_text(path.read_text().replace("anomaly_score", "score"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (drop, "perfect_spike.csv: cannot be read .*needs? one for each file of data/"),
        (cut, "perfect_spike.csv: 235 rows, but its data has 240"),
        (garble, "perfect_spike.csv: damaged"),
        (not_finite, "perfect_spike.csv: damaged"),
        (rename_column, "perfect_spike.csv: damaged; it needs a finite number in the column anomaly_score"),
    ],
)
def test_published_scores_that_are_incomplete_are_refused(folder, spoil, said):
    spoil(folder / "published" / "perfect" / "art" / "perfect_spike.csv")
    with pytest.raises(SeriesError, match=said):
        read_published(folder, read_files(folder))


def test_labels_that_name_other_files_do_no_harm(folder):
    path = folder / "labels" / "combined_windows.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"art/other.csv": [nab_folder.window(1, 2)]}))
    assert len(read_files(folder)) == 3
