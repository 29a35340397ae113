"""What the machine earned: the same classifier once more, reading less than the machine gives it.

Of a run that is over, its records hold what every classifier could have read: the input's bits, the active
columns, the winner cells. So a second and a third classifier can learn from the same steps, in the same order
and with the same draws, and their errors show what the pooler and the memory add.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from ..core.chances import Value
from ..core.parameters import ClassifierParameters
from ..core.records import Step
from .run import Progress, Run, middle

BITS, COLUMNS, WITH_COLUMNS = READINGS = ("the bits alone", "the active columns", "bits and active columns")

Predictions = Sequence[Mapping[int, Value]]
"""For each step, {horizon: the value predicted for that many steps later}."""


Reading = tuple[ClassifierParameters, Callable[[Step, int], Iterable[int]]]
"""The parameters of a classifier, and what it reads: a function of a step and the number of cells."""


def reading_less(
    run: Run, progress: Progress | None = None, stop: Callable[[], bool] = lambda: False
) -> dict[str, Predictions]:
    """{what is read: the predictions of a classifier that reads only this}.

    Empty if a step is still to come, or the whole record of one is no longer kept.

    Args:
        run: what it did is not changed.
        progress: called after each step.
        stop: called before each step; if it returns True, the answer is empty.
    """
    whole = run.complete and not run.first and len(run.rows) <= run.history.keep
    return replay(run, _readings(run), progress, stop) if whole else {}


def replay(
    run: Run,
    readings: Mapping[str, Reading],
    progress: Progress | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> dict[str, Predictions]:
    """{name: the predictions of a classifier that learned from this reading of every step}."""
    model, seed = run.history.model, run.settings["seed"]
    ones = {name: type(model.classifier)(parameters, seed) for name, (parameters, _) in readings.items()}
    found: dict[str, list[Mapping[int, Value]]] = {name: [] for name in ones}
    for place, step in enumerate(run.history):
        if stop():
            return {}
        bucket, value = model.encoder.target(run.records[place], model.predict)
        for name, one in ones.items():
            if not step.encoded.active:  # the value is missing, and a new sequence starts
                one.reset()
            features = frozenset(readings[name][1](step, model.memory.size))
            told = one.compute(features, bucket, value, step.learn)
            found[name].append({ahead: middle(prediction) for ahead, prediction in told.items()})
        if progress is not None:
            progress(place + 1, len(run.rows))
    return dict(found)


def _readings(run: Run) -> dict[str, Reading]:
    """What is read in place of winner cells, and perhaps bits.

    All features of a moment together move by as much as in the run, whatever their number.
    """
    model = run.history.model
    whole, columns = model.classifier.parameters, model.pooler.parameters.active_column_count
    size = model.encoder.active_bits
    rate = whole.learning_rate * (columns + size * whole.reads_bits) / max(1, size)
    alone = whole.changed(learning_rate=min(10.0, rate))
    if whole.reads_bits:
        return {BITS: (alone, bits), WITH_COLUMNS: (whole, bits_and_columns)}
    return {BITS: (alone, bits), COLUMNS: (whole, lambda step, cells: step.active_columns)}


def bits(step: Step, cells: int) -> Iterable[int]:
    """The active bits of the input, numbered after all cells."""
    return (cells + bit for bit in step.encoded.active)


def bits_and_columns(step: Step, cells: int) -> Iterable[int]:
    """The same, and the active columns by their own numbers."""
    return step.active_columns.union(bits(step, cells))
