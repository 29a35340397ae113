"""A classifier that reads less learns from the same steps as that of the run."""

from dataclasses import replace

import pytest

from htm_teacher.series import Series, sine
from htm_teacher.study import prepare, run_series
from htm_teacher.study.earned import BITS, COLUMNS, WITH_COLUMNS, bits, reading_less, replay
from htm_teacher.study.report import report_on
from htm_teacher.study.scores import errors


@pytest.fixture(scope="module")
def run():
    values = sine(120, period=12)
    values[50] = None
    return run_series(Series("wave", {"height": values}, season=12), "toy", seed=7)


def test_what_reads_the_same_predicts_the_same(run):
    def cells_and_bits(step, cells):
        return step.winner_cells.union(bits(step, cells))

    same = run.history.model.classifier.parameters, cells_and_bits
    told = replay(run, {"the same": same})["the same"]
    assert list(told) == [row.prediction for row in run.rows]


def test_bits_alone_and_bits_with_columns_are_compared(run):
    calls = []
    told = reading_less(run, lambda *done: calls.append(done))
    assert list(told) == [BITS, WITH_COLUMNS]
    assert calls[-1] == (120, 120)
    assert told[BITS][-1] != told[WITH_COLUMNS][-1] != run.rows[-1].prediction
    values = run.series.values()
    found = errors(run, 1, told)
    off = [abs(told[BITS][step - 1][1] - values[step]) for step in range(84, 120)]
    assert found.beside[BITS] == pytest.approx(sum(off) / 36)
    assert replace(found, beside={}) == errors(run, 1)
    assert report_on(run, told).errors[0] == found


def test_all_features_together_move_by_as_much(run):
    from htm_teacher.study.earned import _readings

    model, found = run.history.model, _readings(run)
    whole = model.classifier.parameters
    columns, size = model.pooler.parameters.active_column_count, model.encoder.active_bits
    alone = found[BITS][0]
    assert alone.learning_rate * size == pytest.approx(whole.learning_rate * (size + columns))
    assert found[WITH_COLUMNS][0] == whole
    step = run.history[-1]
    read = {name: sorted(features(step, 1000)) for name, (_, features) in found.items()}
    assert read[BITS] == [1000 + bit for bit in sorted(step.encoded.active)]
    assert read[WITH_COLUMNS] == sorted(step.active_columns) + read[BITS]


def test_of_texts_columns_are_read_without_bits():
    told = reading_less(run_series(Series("s", {"letter": list("ABCD" * 10)}), "toy"))
    assert list(told) == [BITS, COLUMNS]
    assert [one.get(1) for one in told[COLUMNS][-4:]] == list("BCDA")


def test_nothing_is_compared_if_a_record_is_missing_or_one_asks_to_stop(run):
    series = run.series
    assert reading_less(run_series(series, "toy", keep=119)) == {}
    assert reading_less(prepare(series, "toy")) == {}
    assert reading_less(run, stop=lambda: True) == {}
