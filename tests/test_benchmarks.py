import argparse
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from htm_teacher import ENGINES, TemporalMemory
from htm_teacher.core.by_hand import add_segment
from htm_teacher.series import Series
from htm_teacher.study.nab_card import measure
from htm_teacher.study.nab_files import read_files
from htm_teacher.study.nab_methods import METHODS
from htm_teacher.study.report import report_on
from htm_teacher.study.rivals import rivals
from htm_teacher.study.run import run_series
from htm_teacher.study.scores import errors
from nab_folder import make_folder

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))
pytest.importorskip("pyperf")
if "fast" not in ENGINES:
    pytest.skip("there is no fast engine here", allow_module_level=True)

import detector_parts  # noqa: E402
import presets  # noqa: E402
import readouts  # noqa: E402
from speed import driving, floor, goals, many, pipeline, record, scaling, workload  # noqa: E402
from speed.figures import BYTE, Figure, Figures, Table, three  # noqa: E402

VALUES = [10.0, 12.0, 15.0, 12.0, 10.0, 8.0] * 20
MACHINE = {"cpu_model_name": "A", "cpu_count": 2, "python_version": "3", "numba": "1", "numpy": "2"}


def figures(**seconds: float) -> Figures:
    found = Figures()
    for name, value in seconds.items():
        found.add(name, value)
    return found


def a_record(found: Figures, **machine: object) -> record.Record:
    return record.Record(found, MACHINE | machine, "full", "2026-01-02 03:04 UTC")


# What happens in a step.


@pytest.fixture(scope="module")
def seen():
    return driving.watch(workload.maker("toy", VALUES, "fast")(), VALUES)


def test_watching_counts_what_the_textbook_does(seen):
    model = workload.maker("toy", VALUES, "textbook")()
    for i, value in enumerate(VALUES):
        memory = model.memory
        matching, speaking, context = (
            list(memory.now.matching_segments),
            memory.now.active_segments,
            memory.now.winner_cells,
        )
        told = {column: sum(one.cell // 4 == column for one in speaking) for column in range(64)}
        known = {one.cell // 4 for one in matching}
        columns = model.step(value).active_columns
        active = model.memory.now.active_cells
        heard = sum(len(active & set(one.synapses)) for one in model.memory.segments)
        assert (seen.active[i], seen.visits[i]) == (len(active), heard), i
        assert seen.punished[i] == sum(one.cell // 4 not in columns for one in matching), i
        assert seen.taught[i] == sum(told[one] or (one in known) or bool(context) for one in columns), i
        assert set(seen.cells[i, : seen.winners[i]].tolist()) == model.memory.now.winner_cells


@pytest.mark.slow
def test_the_parts_do_what_the_whole_does(seen):
    make = workload.maker("toy", VALUES, "fast")
    first, second, whole = make(), make(), make()
    pipeline.time_parts(first, second, VALUES, seen, Figures())
    whole.run(VALUES)
    assert first.pooler.state() == whole.pooler.state()
    assert second.memory.state() == whole.memory.state()
    assert first.likelihood.state() == whole.likelihood.state()
    assert first.classifier.state() == whole.classifier.state()


def test_the_pipeline_leaves_pooler_and_memory_as_a_run_does():
    make = workload.maker("toy", VALUES, "fast")
    part, whole = make(), make()
    pipeline.pipeline(part, VALUES)
    whole.run(VALUES)
    assert part.pooler.state() == whole.pooler.state()
    assert part.memory.state() == whole.memory.state()


def test_stretches_are_whole_thousands_up_to_the_last_row():
    assert pipeline.stretches(2320) == [(0, 320), (320, 1320), (1320, 2320)]
    assert pipeline.stretches(2000) == [(0, 1000), (1000, 2000)]
    assert pipeline.stretches(7) == [(0, 7)]


def test_the_floor_counts_the_bytes_of_an_average_step(seen):
    model = workload.maker("toy", VALUES, "fast")()
    touched = list(floor.bytes_of_a_step(seen, model).values())
    assert touched[:2] == [21 * 64, 6 * 2 * 400]
    assert touched[2:] == [4 * seen.visits.mean(), 128 * seen.taught.mean(), 64 * seen.punished.mean()]


# Memories that are built with all their synapses.


def test_a_memory_built_at_once_is_the_one_built_synapse_by_synapse():
    patterns = scaling.patterns_of(200, 4, 7, np.random.default_rng(1))
    built = scaling.memory_that_knows(patterns, 200, 4, np.random.default_rng(1))
    by_hand = TemporalMemory(columns=200, cells_per_column=4)
    for one in built.segments:
        add_segment(by_hand, one.cell, {cell: held / 10_000 for cell, held in one.synapses.items()})
    assert built.state() == by_hand.state()
    assert sum(len(one.synapses) for one in built.segments) == 7 * scaling.SYNAPSES


def test_every_step_of_it_is_alike():
    patterns = scaling.patterns_of(200, 4, 7, np.random.default_rng(1))
    memory = scaling.memory_that_knows(patterns, 200, 4, np.random.default_rng(1))
    for row in [0, 1, 2, 3, 4, 5, 6, 0, 1]:
        memory.step((patterns[row] // 4).astype(np.uint32), learn=False)
    assert memory.now.active_cells == frozenset(patterns[1].tolist())
    assert memory.now.predictive_cells == frozenset(patterns[2].tolist())
    assert len(memory.now.active_segments) == len(memory.now.matching_segments) == scaling.ACTIVE


def test_patterns_share_no_cell_and_have_a_cell_to_a_column():
    patterns = scaling.patterns_of(200, 4, 20, np.random.default_rng(2))
    assert patterns.shape == (20, 40)
    assert len(set(patterns.reshape(-1).tolist())) == patterns.size
    assert all(len(set((one // 4).tolist())) == 40 for one in patterns)
    with pytest.raises(ValueError, match="hold 20 patterns, not 21"):
        scaling.patterns_of(200, 4, 21, np.random.default_rng(2))


def test_the_slope_is_that_of_the_line():
    found = figures(
        **{scaling.called("pool", "columns", one): 5e-6 + 3e-9 * one for one in (1000, 2000, 4000)}
    )
    assert scaling.slope(found, (1000, 2000, 4000)) == pytest.approx(3e-9)


# The record.


def test_a_record_comes_back_as_it_was(tmp_path):
    found = figures(one=0.25, two=0.5)
    found.add("one", 0.125)
    found.add("room", 4096, BYTE)
    record.save(a_record(found), tmp_path / "in" / "last.json")
    back = record.load(tmp_path / "in" / "last.json")
    assert back is not None
    assert back.figures.all == found.all
    assert (back.machine, back.sizes, back.date) == (MACHINE, "full", "2026-01-02 03:04 UTC")
    assert record.load(tmp_path / "none.json") is None


def test_what_is_slower_by_more_than_a_fifth_is_flagged():
    before = a_record(figures(same=1.0, slow=1.0, quick=1.0, bound=1.0))
    now = a_record(figures(same=1.0, slow=1.21, quick=0.5, bound=1.2))
    changes = {one.name: one for one in record.compare(now, before, [])}
    assert {name for name, one in changes.items() if one.slower} == {"slow"}
    assert changes["quick"].times == 0.5


def test_the_best_values_are_compared():
    before, now = figures(a=1.0), figures(a=1.5)
    now.add("a", 1.0)
    assert not record.compare(a_record(now), a_record(before), [])[0].slower


def test_from_another_machine_only_ratios_are_compared():
    before, now = a_record(figures(a=1.0, b=1.0), numba="0"), a_record(figures(a=4.0, b=2.0))
    changes = record.compare(now, before, [("a / b", "a", "b"), ("a / c", "a", "c")])
    assert [(one.name, one.times, one.slower) for one in changes] == [("a / b", 2.0, True)]


def test_the_speed_of_the_machine_is_no_regression():
    before, now = (a_record(figures(**{"machine: floor": one})) for one in (1.0, 2.0))
    assert record.compare(now, before, []) == []


def test_the_machine_is_told_without_its_name_and_folders():
    told = record.describe_machine()
    assert {"python_version", "numba", "numpy"} <= set(told)
    assert not {"hostname", "python_executable", "command", "user"} & set(told)


# What is written.


def test_a_table_is_written_as_markdown():
    table = Table(("what", "ms"))
    table.add("pool", "1.0")
    assert table.markdown() == "| what | ms |\n| --- | ---: |\n| pool | 1.0 |"
    with pytest.raises(ValueError, match="3 cells under a head of 2"):
        table.add("a", "b", "c")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (12345.6, "12,346"),
        (99.94, "99.9"),
        (1.234, "1.23"),
        (0.0123, "0.0123"),
        (0.00123, "0.00123"),
    ],
)
def test_numbers_have_three_figures(value, said):
    assert three(value) == said


def test_figures_keep_all_values():
    found = figures(a=3.0, b=1.0)
    found.add("a", 1.0)
    found.add("a", 2.0)
    assert (found["a"].values, found["a"].best, found["a"].median) == ((3.0, 1.0, 2.0), 1.0, 2.0)
    assert found.ratio("a", "b") == 1.0


def test_streams_are_spread_over_the_values_and_each_has_a_model():
    assert many.streams_of(list(range(10)), 3, 4) == [[0, 1, 2, 3], [2, 3, 4, 5], [4, 5, 6, 7]]
    found = Figures()
    many.measure(VALUES, workload.QUICK, found, lambda _: None)
    assert len(found["streams, equal seeds: run"].values) == workload.QUICK.repeats
    assert found.best("memory: one of many models") > 256 * 416 * 2 + 400 * 256  # the pooler's synapses
    told = many.section(found, workload.QUICK, "waves").parts
    assert [row[0] for row in told[1].rows] == [
        f"4 streams, {name}" for name in (*many.SEEDS, "pipeline only")
    ]
    assert "measured once, on another occasion" in told[2]


def test_a_visit_costs_what_its_stretch_took():
    found = figures(
        **{pipeline.stretch("remember", 0, 1000): 1e-5, pipeline.stretch("remember", 1000, 2000): 3e-5}
    )
    visits = np.repeat([100, 200], 1000)
    assert goals.visit_growth(found, visits) == pytest.approx(1.5)


def test_a_goal_that_is_missed_says_so(monkeypatch):
    given = [("a", 2.0, "ms", 1, False), ("b", 2.0, "times", 1, True), ("c", 1.0, "s", 1, False)]
    monkeypatch.setattr(goals, "verdicts", lambda *_: iter(given))
    assert [row[-1] for row in goals.goals(Figures(), None).rows] == ["**no**", "yes", "yes"]


def test_goals_are_beside_what_was_measured_before_them(monkeypatch):
    given = [("memory, classroom", 2.0, "MB", 1, False), ("new", 2.0, "ms", 1, False)]
    monkeypatch.setattr(goals, "verdicts", lambda *_: iter(given))
    assert [row[1] for row in goals.goals(Figures(), None).rows] == ["4.50 MB", ""]


def test_what_was_measured_before_is_of_figures_that_exist():
    found = Figures()
    found.all = defaultdict(lambda: Figure("", (1.0,)))
    names = {name for name, *_ in goals.verdicts(found, np.ones(2000))}
    assert set(workload.BEFORE) <= names


# Measures once and writes twice, because measuring takes a minute.
TWICE = """
import run
def once(*arguments, measure=run.measure, found=[]):
    if not found:
        found.append(measure(*arguments))
    return found[0]
run.measure = once
run.main()
run.main()
"""


@pytest.mark.slow
def test_a_quick_run_writes_page_picture_and_record(tmp_path):
    command = [sys.executable, "-c", TWICE, "--quick", "--into", str(tmp_path)]
    done = subprocess.run(command, cwd=BENCHMARKS, check=True, capture_output=True, text=True)
    assert done.stdout.count("Written to ") == 2
    assert done.stdout.count("The record is from ") == 1, "only the second can compare itself with the first"
    assert "Comparison with the record" in done.stdout
    written = (tmp_path / "docs" / "performance.md").read_text()
    assert "This was a quick run" in written
    assert "The record is from" in written
    assert (tmp_path / "docs" / "pictures" / "performance-scaling.png").read_bytes().startswith(b"\x89PNG")
    assert record.load(tmp_path / "benchmarks" / "last.json").sizes == "quick"


# What each refinement of the classifier earns.


def test_refinements_are_added_and_taken_away_one_after_the_other():
    series = Series("s", {"v": [float(n * n % 17) for n in range(60)]})
    found = readouts.errors(series, 42, "toy", "textbook")
    names = ["change", "origin", "bits", "spread", "rehearsal"]
    assert list(found) == ["plain", *(f"+ {one}" for one in names), *(f"all but {one}" for one in names)]
    assert found["all but rehearsal"] == found["+ spread"] != found["+ rehearsal"]
    run = run_series(series, "toy", engine="textbook")
    assert found["+ rehearsal"] == pytest.approx({one.horizon: one.model for one in report_on(run).errors})


WAVES = Series("waves", {"v": [10 + float(n * n % 17) for n in range(120)]}, season=17, season_name="a lap")


def test_htm_is_set_beside_every_naive_predictor_and_every_rival(capsys):
    pytest.importorskip("sklearn")
    pytest.importorskip("statsmodels")
    found = readouts.beside(WAVES, [42, 1], "toy", "textbook")
    runs = [run_series(WAVES, "toy", engine="textbook", seed=seed) for seed in (42, 1)]
    for ahead, row in found.items():
        first, second = (errors(run, ahead, rivals(run)) for run in runs)
        assert row["HTM"] == (first.model + second.model) / 2
        assert (row["last value"], row["ridge regression"]) == (first.last, first.beside["ridge regression"])
        assert row["a season ago"] == row["last + change a season ago"] == 0
        assert row["the usual"] == first.others["the median of the training rows"] > 0
        assert "a day or week ago" not in row
        assert {"nearest neighbours", "ridge regression", "Holt-Winters"} <= row.keys()
    readouts.print_rivals([WAVES], argparse.Namespace(seeds=[42], preset="toy", engine="textbook"))
    *_, last = capsys.readouterr().out.splitlines()
    assert (
        last
        == "HTM is level with the best naive predictor or better in 0 of 2 rows, with the best of all in 0."
    )


def test_level_is_what_is_written_as_level():
    assert [readouts.good(times) for times in ("0.99", "1.00", "1.01", "-")] == [True, True, False, False]


# What the learning parameters earn.


def test_what_is_a_multiple_is_one_of_what_a_run_chooses():
    usual = presets.prepared(WAVES, "toy", 42, {}).history.model.classifier.parameters
    change = {"learning_rate": 2, "rehearsals": 0.05, "settle_after": 0}
    run = presets.prepared(WAVES, "toy", 42, change)
    found = run.history.model.classifier.parameters
    assert found.learning_rate == pytest.approx(2 * usual.learning_rate, abs=1e-4)
    assert (usual.rehearsals, found.rehearsals) == (20, round(0.05 * 20_000 / 84))
    assert run.history.model.settle_after == 0


def test_online_learning_goes_on_and_errors_are_a_part_of_all_values():
    choices = {"train": 0.5, "horizons": [3]}
    run = presets.prepared(WAVES, "toy", 42, {}, **choices)
    run.learns = True
    run.go()
    values = WAVES.values()
    off = [abs(run.rows[row - 3].prediction[3] - values[row]) for row in range(60, 120)]
    assert presets.online(WAVES, "toy", 42, {}, **choices) == [sum(off) / sum(values[60:])]
    others = dict(presets.others(WAVES, **choices))
    assert others["season"] == [0.0]
    last = [abs(values[row - 3] - values[row]) for row in range(60, 120)]
    assert others["last"] == [sum(last) / sum(values[60:])]
    assert list(others)[-3:] == ["nearest neighbours", "ridge regression", "Holt-Winters"]


def test_online_rivals_are_fitted_again(monkeypatch):
    monkeypatch.setattr(presets, "AGAIN", 20)
    seen = []

    def rival(run):
        seen.append(run.training)
        return {"one": [{3: 10.0 * run.training} for _ in WAVES.values()]}

    monkeypatch.setattr(presets, "rivals", rival)
    values = WAVES.values()
    off = [abs(10.0 * max(60, (row - 3) // 20 * 20) - values[row]) for row in range(60, 120)]
    assert dict(presets.others(WAVES, train=0.5, horizons=[3]))["one"] == [sum(off) / sum(values[60:])]
    assert seen == [60, 80, 100]


# What each part of the detectors earns.


@pytest.mark.parametrize("known", [False, True], ids=["nothing-ahead", "range-known"])
def test_with_all_parts_a_detector_is_what_it_is(tmp_path, known):
    file = next(file for file in read_files(make_folder(tmp_path)) if file.windows)
    found = detector_parts.work((file, 42, known))
    for variant, name in (
        ("small machines, as they are", "small"),
        ("burst times error, as it is", "burst-error"),
    ):
        method = METHODS[f"{name}-range" if known else name]
        usual = measure(file, method.read(method.detect(file, 42)))
        assert found[variant].scores.alert == pytest.approx(usual.scores.alert)
        assert found[variant].scores.rank == pytest.approx(usual.scores.rank)
        assert found[variant].vus == pytest.approx(usual.vus)
    alerts = {name: tuple(one.scores.alert) for name, one in found.items()}
    assert len(set(alerts.values())) == len(alerts), "each part changes something"
