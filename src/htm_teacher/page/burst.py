"""Why a column, or a whole step, burst: what was predicted instead."""

from ..core.chances import Prediction
from ..core.checks import check_whole
from .live_run import LiveRun
from .looks import Competition, input_at
from .measures import expected_next
from .names import column_called
from .protocol import BurstLook

LIKELIEST = 5


def look_at_burst(run: LiveRun, at: int, column: int | None) -> BurstLook:
    """What was predicted for a step, and how much of it became active."""
    model, bits = input_at(run, at)
    memory = model.memory
    if column is not None:
        column = check_whole(column, "column", 0, memory.parameters.columns - 1)
    active, expected = Competition(model, bits).winners, memory.predictive_columns
    prediction = expected_next(model)
    instead = "" if prediction is None else _likeliest_in_words(prediction)
    if not active:
        said = "No step has been done yet." if at == 0 else "This step has no input, so no column bursts."
    elif not memory.now.has_context:
        said = f"{_who(column, active)} became active without a context: at the start or after a reset."
    elif column is None:
        said = _of_step(active, expected) + instead
    else:
        said = _of_column(column, active, expected) + instead
    return {
        "column": column,
        "sentence": said,
        "expected_columns": sorted(expected),
        "expected_values": [
            {"value": value, "probability": probability}
            for value, probability in ([] if prediction is None else _likeliest(prediction))
        ],
    }


def _who(column: int | None, active: frozenset[int]) -> str:
    return f"All {len(active)} columns" if column is None else column_called(column)


def _of_step(active: frozenset[int], expected: frozenset[int]) -> str:
    surprises = len(active - expected)
    if not expected:
        return f"All {len(active)} columns burst: nothing was predicted."
    if surprises == 0:
        return f"No column burst: all {len(active)} were among the {_counted(len(expected))} predicted."
    return f"{surprises} of {len(active)} columns burst; {_missed(active, expected)}."


def _of_column(column: int, active: frozenset[int], expected: frozenset[int]) -> str:
    name = column_called(column)
    if column not in active:
        wrongly = "although it was predicted" if column in expected else "and it was not predicted"
        return f"{name} is not active, {wrongly}."
    if column in expected:
        return f"{name} did not burst: it was predicted, so only its predictive cells became active."
    if not expected:
        return f"{name} burst, all its living cells at once: nothing was predicted."
    others = _missed(active, expected)
    return f"{name} burst, all its living cells at once: none of them was predictive; {others}."


def _missed(active: frozenset[int], expected: frozenset[int]) -> str:
    missed = len(expected - active)
    of = f"of {_counted(len(expected))} predicted"
    return f"{of}, {'all became active' if missed == 0 else f'{missed} did not become active'}"


def _likeliest(prediction: Prediction) -> list[tuple[float | str, float]]:
    """The most probable values with their probabilities; equal ones in the order of their buckets."""
    pairs = zip(prediction.values, prediction.probabilities, strict=True)
    return sorted(pairs, key=lambda pair: -pair[1])[:LIKELIEST]


def _likeliest_in_words(prediction: Prediction) -> str:
    named = [
        f"{value if isinstance(value, str) else f'{value:.6g}'} ({probability:.0%})"
        for value, probability in _likeliest(prediction)[:3]
        if probability >= 0.005
    ]
    if not named:
        return " No value had a probability of half a percent or more."
    return f" The most probable value{'s were' if len(named) > 1 else ' was'} {', '.join(named)}."


def _counted(number: int) -> str:
    return f"{number} column{'s' * (number != 1)}"
