"""Each finished case is a row of one file, exactly once, whatever happens."""

import re
import subprocess
import sys

import pytest

from htm_teacher.study import report_on, run_series
from htm_teacher.study.sweep import ResultFile, cases, result_file, sweep
from htm_teacher.study.sweep.case_scores import score
from htm_teacher.study.sweep.code import code_hash
from study.sweep.tiny import PAIR, RAMP, WAVE, Counter, without_seconds

parquet = pytest.importorskip("pyarrow.parquet")

PLAN = cases(PAIR, {"boost_strength": [0, 1]}, seeds=2, preset="toy")


@pytest.fixture
def out(tmp_path):
    return tmp_path / "results.parquet"


def swept(out, compute, plan=PLAN, series=PAIR, **choices):
    with ResultFile.opened(out) as results:
        return sweep(plan, series, results, compute, **choices)


def read(out):
    return parquet.read_table(out).to_pylist()


def test_each_case_is_a_row_in_the_order_of_the_cases(out):
    rows = swept(out, Counter())
    assert [row["case"] for row in rows] == [case.id for case in PLAN]
    assert read(out) == rows
    assert [row["boost_strength"] for row in rows] == [0.0] * 4 + [1.0] * 4
    assert [row["series"] for row in rows[:4]] == ["ramp", "ramp", "wave", "wave"]


def test_the_scores_are_those_of_a_report(out):
    plan = cases({"wave": WAVE}, {"boost_strength": [0.5]}, preset="toy", horizons=[1, 3])
    with ResultFile.opened(out) as results:
        (row,) = sweep(plan, {"wave": WAVE}, results)
    report = report_on(run_series(WAVE, "toy", boost_strength=0.5, horizons=[1, 3]))
    near, far = report.errors
    _, test = report.phases
    assert (row["mae"], row["skill"], row["crps"]) == (near.model, near.skill, near.crps.model)
    assert (row["far_mae"], row["far_skill"], row["far_crps"]) == (far.model, far.skill, far.crps.model)
    assert (row["naive_mae"], row["naive_crps"]) == (near.naive, near.crps.naive)
    assert (row["recall"], row["precision"], row["anomaly"]) == (test.recall, test.precision, test.anomaly)
    assert (row["horizon"], row["far_horizon"], row["tested"], row["rows"]) == (1, 3, 24, 80)
    assert near.naive == min(near.last, near.season, *near.others.values())
    assert row["seconds"] > 0
    assert row["error"] is None


def test_an_interrupted_sweep_repeats_no_finished_case(out):
    first, second = Counter(most=3), Counter()
    with pytest.raises(KeyboardInterrupt):
        swept(out, first)
    assert [row["case"] for row in read(out)] == first.ids
    rows = swept(out, second)
    assert sorted(first.ids + second.ids) == sorted(case.id for case in PLAN)
    assert without_seconds(rows) == without_seconds(read(out))


def test_a_finished_sweep_computes_nothing(out):
    swept(out, Counter())
    again = Counter()
    swept(out, again)
    assert not again.ids


def test_an_error_is_a_row_and_the_next_start_takes_the_case_again(out):
    plan = cases({"ramp": RAMP}, {"activation_threshold": [3, 6]}, preset="toy")
    with ResultFile.opened(out) as results:
        rows = sweep(plan, {"ramp": RAMP}, results)
    assert rows[0]["error"] == "activation_threshold is 3: it must not be below learning_threshold, 4"
    assert rows[0]["skill"] is rows[1]["error"] is None
    again = Counter()
    swept(out, again, plan, {"ramp": RAMP})
    assert again.ids == [plan[0].id]


def test_a_worker_of_another_version_says_so():
    (case,) = cases({"ramp": RAMP}, {}, preset="toy")
    object.__setattr__(case, "version", "0.0.1")
    assert re.fullmatch(r"RuntimeError: this worker .* 0\.0\.1 is needed", score(case, "ramp", RAMP)["error"])


def test_a_worker_with_other_code_says_so():
    (case,) = cases({"ramp": RAMP}, {}, preset="toy")
    object.__setattr__(case, "code", "0")
    assert score(case, "ramp", RAMP)["error"].startswith("RuntimeError: this worker has other code of HTM")


MANY = cases(PAIR, {}, seeds=60, preset="toy")


def beside(out):
    return out.with_name(f".{out.name}.rows")


def test_a_long_file_is_not_written_again_for_each_row(out, monkeypatch):
    writes = []

    def write(path, rows):
        writes.append(len(rows))
        whole(path, rows)

    whole = result_file._write
    monkeypatch.setattr(result_file, "_write", write)
    with pytest.raises(KeyboardInterrupt):
        swept(out, Counter(most=119), MANY)
    assert writes == [*range(1, 33), *range(34, 65, 2), *range(67, 97, 3), *range(98, 119, 4), 119]
    assert [row["case"] for row in read(out)] == [case.id for case in MANY[:119]]
    assert not beside(out).exists()


@pytest.mark.parametrize("torn", [0, 5])
def test_what_a_killed_process_had_finished_is_kept(out, torn):
    with ResultFile.opened(out) as results:
        sweep(MANY[:98], PAIR, results, Counter())
    killed = ResultFile(out)  # without its end
    sweep(MANY[:99], PAIR, killed, Counter())
    length = beside(out).stat().st_size
    assert (len(read(out)), length > 0) == (98, True)
    with beside(out).open("r+b") as file:
        file.truncate(length - torn)
    again, other = Counter(), Counter()
    sweep(MANY[:100], PAIR, ResultFile(out), again)  # killed, too
    assert again.ids == [case.id for case in MANY[98 if torn else 99 : 100]]
    assert len(swept(out, other, MANY[:102])) == 102
    assert other.ids == [case.id for case in MANY[100:102]]
    assert {row["case"] for row in read(out)} == {case.id for case in MANY[:102]}
    assert not beside(out).exists()


def killed_with_rows_beside(out):
    """A sweep that was killed when it had finished 99 cases, the last of them in the file beside."""
    swept(out, Counter(), MANY[:98])
    sweep(MANY[:99], PAIR, ResultFile(out), Counter())
    assert (len(read(out)), beside(out).exists()) == (98, True)


@pytest.mark.parametrize("replaced", [False, True], ids=["deleted", "replaced"])
def test_rows_of_results_that_were_deleted_or_replaced_do_not_come_back(out, tmp_path, replaced):
    other, again = tmp_path / "other.parquet", Counter()
    swept(other, Counter(), MANY[:5])
    killed_with_rows_beside(out)
    if replaced:
        other.replace(out)
    else:
        out.unlink()
    with ResultFile.opened(out) as results:
        (said,) = results.notes
        assert "has 1 case of results that were deleted or replaced: not taken" in said
        sweep(MANY, PAIR, results, again)
    assert again.ids == [case.id for case in MANY[5 * replaced :]]
    assert len(read(out)) == len(MANY)
    assert not beside(out).exists()


def test_rows_beside_results_that_were_moved_and_brought_back_are_taken(out, tmp_path):
    killed_with_rows_beside(out)
    out.rename(tmp_path / "away")
    (tmp_path / "copy").write_bytes((tmp_path / "away").read_bytes())
    (tmp_path / "copy").rename(out)
    with ResultFile.opened(out) as results:
        assert (len(results.rows), results.notes) == (99, [])


def test_rows_beside_that_the_results_have_already_are_no_loss(out):
    """The process was killed after it had written the file again, and before it deleted the rows beside."""
    killed_with_rows_beside(out)
    rows = beside(out).read_bytes()
    swept(out, Counter(), MANY[:99])
    beside(out).write_bytes(rows)
    with ResultFile.opened(out) as results:
        assert (len(results.rows), results.notes) == (99, [])
    assert not beside(out).exists()


@pytest.mark.parametrize("line", ["5", "[1]", "null", "{}", '"case"'])
def test_lines_beside_that_are_no_rows_are_left_out(out, line):
    killed_with_rows_beside(out)
    with beside(out).open("a") as file:
        file.write(f"{line}\n")
    with ResultFile.opened(out) as results:
        assert (len(results.rows), results.new) == (99, 1)
    assert len(read(out)) == 99
    beside(out).write_text(f"{line}\n")
    with ResultFile.opened(out) as results:
        assert (len(results.rows), results.notes) == (99, [])


def test_each_row_tells_the_code_that_computed_it_and_older_files_do_not(out):
    swept(out, Counter(), MANY[:3])
    table = parquet.read_table(out)
    assert set(table.column("code").to_pylist()) == {code_hash()}
    parquet.write_table(table.drop_columns(["code"]), out)
    swept(out, Counter(), MANY[:5])
    assert [row["code"] for row in read(out)] == [None] * 3 + [code_hash()] * 2


def test_another_sweep_adds_to_the_same_file(out):
    swept(out, Counter())
    other = cases(PAIR, {"inhibition": ["global"]}, preset="toy")
    swept(out, Counter(), other)
    rows = read(out)
    assert len(rows) == len(PLAN) + len(other)
    assert {row["inhibition"] for row in rows} == {None, "global"}
    assert len({row["case"] for row in rows}) == len(rows)


def test_progress_counts_what_is_left(out):
    said = []
    with pytest.raises(KeyboardInterrupt):
        swept(out, Counter(most=6))
    swept(out, Counter(), progress=lambda done, total: said.append((done, total)))
    assert said == [(0, 2), (1, 2), (2, 2)]


def test_a_file_of_something_else_is_refused(out):
    out.write_text("steps")
    with pytest.raises(ValueError, match="is not a results file of a sweep; choose another with --out"):
        swept(out, Counter())
    assert out.read_text() == "steps"


def test_a_table_of_something_else_is_refused(out):
    import pyarrow

    parquet.write_table(pyarrow.table({"case": ["a"]}), out)
    with pytest.raises(ValueError, match="is not a results file"):
        swept(out, Counter())


SECOND = """
import sys
from pathlib import Path
from htm_teacher.keep.lock import locked_file

with locked_file(Path(sys.argv[1])):
    pass
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the lock is another")
def test_a_second_process_is_refused(out):
    command = [sys.executable, "-c", SECOND, out]
    with ResultFile.opened(out):
        second = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "another process writes it; end it, or choose another file" in second.stderr
