"""The report card: what is measured of a detector, and how seeds are combined."""

from math import isnan

import pytest

import nab_folder
from htm_teacher.study import nab_card
from htm_teacher.study.nab_card import combine, figures, measure, written
from htm_teacher.study.nab_files import read_files
from htm_teacher.study.nab_methods import METHODS, Scores, chosen, clock, one_liner, range_rule
from htm_teacher.study.nab_run import Task, report, run, work, write


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return read_files(nab_folder.make_folder(tmp_path_factory.mktemp("nab")))


def scored(files, score):
    """The figures of a detector that gives each row of each file this score."""
    found = {}
    for file in files:
        scores = [score(file, row) for row in range(len(file.values))]
        found[file.name] = measure(file, Scores(scores, scores))
    return figures(files, found, 1.0)


def at(*rows):
    return lambda file, row: float(row in rows and bool(file.windows))


def test_alerts_at_the_start_of_each_window_are_perfect(files):
    found = scored(files, at(nab_folder.SPIKE))
    assert found["standard"] == found["low FP"] == found["low FN"] == pytest.approx(100)
    assert found["standard 2-fold"] == pytest.approx(100)
    assert found[nab_card.AT] == pytest.approx(100)
    assert found[nab_card.ALERTS] == pytest.approx(1000 * 2 / (3 * 204))
    assert (found[nab_card.FOUND], found[nab_card.DELAY], found[nab_card.FIRST]) == (100, 0, 150 - 36)


def test_the_delay_is_that_of_the_first_alert_in_a_window(files):
    found = scored(files, at(60, nab_folder.SPIKE + 5, nab_folder.SPIKE + 10))
    assert found[nab_card.DELAY] == 25
    assert found[nab_card.FIRST] == 60 - 36
    assert found[nab_card.ALERTS] == pytest.approx(1000 * 6 / (3 * 204))


def test_alerts_of_the_warm_up_do_not_count(files):
    found = scored(files, at(3, 35))
    assert found[nab_card.ALERTS] == found[nab_card.FOUND] == 0
    assert isnan(found[nab_card.DELAY])
    assert isnan(found[nab_card.FIRST])


def test_two_folds_need_a_window_in_each(files):
    found = scored([files[0], files[2]], at(nab_folder.SPIKE))
    assert isnan(found["standard 2-fold"])


def test_the_threshold_of_a_fold_comes_from_the_other(files):
    other = files[1]  # files 0 and 2 are the first half
    found = scored(files, lambda file, row: at(nab_folder.SPIKE)(file, row) / (2 if file is other else 1))
    # The threshold of 0.5 finds both; that of 1, from the first half, does not find the second.
    assert found["standard"] == pytest.approx(100)
    assert found["standard 2-fold"] == pytest.approx(50)


def test_the_first_row_and_the_first_of_a_window_are_not_ranked(files):
    file = files[0]
    first = nab_folder.SPIKE

    def vus(*rows):
        scores = [float(row in rows) for row in range(len(file.values))]
        return measure(file, Scores(scores, scores)).vus[0]

    assert vus(0) == vus()
    assert vus(*range(first + 1, first + 21)) > vus(*range(first, first + 20))


def test_ranks_are_measured_on_the_nine_files_and_on_all(files):
    def score(file, row):
        return float(file.name == "real/nyc_taxi.csv" and nab_folder.SPIKE < row <= nab_folder.SPIKE + 20)

    found = scored(files, score)
    assert found["VUS-PR nine as is"] > 0.9
    assert 0.45 < found["VUS-PR all as is"] < 0.6
    none = scored([files[0], files[2]], score)
    assert isnan(none["VUS-PR nine leaky"])
    assert not isnan(none["VUS-PR all leaky"])


def test_a_file_without_windows_is_not_ranked(files):
    assert measure(files[2], Scores([0.0] * 240, [0.0] * 240)).vus == ()


def test_seeds_are_combined_and_written():
    found = combine([{"standard": 70.0, "delay": float("nan")}, {"standard": 74.0, "delay": 1.0}])
    assert found["standard"] == (72.0, 2.0)
    assert written(found["standard"], 1, 2) == "72.0 ±2.0"
    assert written((72.0, 0.0), 1, 2) == written((72.0, 2.0), 1, 1) == "72.0"
    assert written(found["delay"], 1, 2) == "-"


def test_rivals_of_one_line(files):
    assert [i for i, score in enumerate(range_rule(files[0])) if score and i > 36] == [nab_folder.SPIKE]
    assert sum(clock(files[0])) == 20
    distances = one_liner(files[0])
    assert distances.index(max(distances)) == nab_folder.SPIKE


def test_a_detector_says_what_it_uses():
    assert METHODS["small"].uses == METHODS["surprise"].uses == "nothing"
    assert {name for name, one in METHODS.items() if one.uses == "range"} == {
        "small-range",
        "small-32-range",
        "surprise-range",
        "burst-error-range",
        "second-look-range",
    }
    assert METHODS["clock"].uses == "length"


def test_detectors_are_chosen_by_name():
    assert chosen(["raw"]) == ["raw", "range-rule", "one-liner", "clock", "random"]
    assert "surprise-range" not in chosen([])
    with pytest.raises(ValueError, match="unknown detector 'smal': there are small, small-range"):
        chosen(["smal"])


def test_a_run_reports_and_writes(files, tmp_path):
    done = []
    published = {"perfect": {file.name: [float(value > 20) for value in file.values] for file in files}}
    names = ["range-rule", "clock", "random"]
    found = run(files, names, published, 2, 1, lambda *count: done.append(count))
    assert [(name, list(seeds)) for name, seeds in found.items()] == [
        ("range-rule", [42]),
        ("clock", [42]),
        ("random", [42, 43]),
        ("perfect", [42]),
    ]
    assert done == [(i, 15) for i in range(1, 16)]
    lines = {line.name: line for line in report(files, found)}
    assert lines["range-rule"].figures["standard"][0] == pytest.approx(100)
    assert lines["perfect"].figures["standard"][0] == pytest.approx(100)
    assert lines["random"].seeds == 2
    assert lines["random"].figures["VUS-PR all as is"][1] > 0
    write(tmp_path, files, found, list(lines.values()))
    assert len(list(tmp_path.glob("results/*/*/*.csv"))) == 9
    assert not (tmp_path / "results" / "perfect").exists()
    card = (tmp_path / "card.csv").read_text().splitlines()
    assert len(card) == 5
    assert card[0].startswith("detector,uses ahead,seeds,standard,standard sd,")
    assert card[1].startswith("range-rule,nothing,1,100,0,")


@pytest.mark.slow
def test_detectors_that_share_their_work_have_scores_of_their_own(files):
    done = []
    found = run(files[:1], ["surprise", "raw"], {}, 1, 1, lambda *count: done.append(count))
    assert done == [(1, 1)]
    raw, surprise = (found[name][42]["art/spike.csv"].scores.alert for name in ("raw", "surprise"))
    assert max(raw) == 1.0
    assert 0 < max(surprise) < 1
    assert raw[:36] == surprise[:36] == [0.0] * 36


@pytest.mark.slow
@pytest.mark.parametrize("name", ["small", "small-range"])
def test_the_detectors_find_a_spike(files, name):
    _, (what,) = work(Task((name,), 42, files[0]))
    scores = what.scores.alert
    assert scores[:36] == [0.0] * 36
    assert max(scores[nab_folder.SPIKE : nab_folder.SPIKE + 3]) == max(scores)
    assert max(scores) >= METHODS[name].threshold
