"""What the learning parameters of a preset earn: forecasts, recall and precision, and short sequences.

    python benchmarks/presets.py [CSV ...] [--preset cortex] [--seeds 42 1 2]
    python benchmarks/presets.py CSV ... --series --online 5000 --ahead 5

Each row of the table is the preset with one change. A series is learned over its first 70 percent, and its
error is divided by that of the best naive predictor. Sequences of letters are learned one after the other in
random order; each score is that of the columns predicted for the last letter. All are means over the seeds.

With ``--online`` learning goes on to the end, and the table has the sum of errors after that many rows as a
part of the sum of values (MAPE in Cui, Ahmad & Hawkins 2016), beside naive predictors and rivals, which are
fitted again every thousand rows.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from statistics import fmean
from typing import Any

from htm_teacher import Model, Random, build
from htm_teacher.core.encoders import RDSE, Category
from htm_teacher.series import Series
from htm_teacher.study.arrivals import arrivals
from htm_teacher.study.earned import Predictions
from htm_teacher.study.naive import distance, mean
from htm_teacher.study.readout import LESSONS, MOST_REHEARSALS
from htm_teacher.study.rivals import rivals
from htm_teacher.study.run import Run, prepare
from htm_teacher.study.scores import errors, naive_predictors, scores_of_phases
from tables import chosen_series, print_head, print_row, series_options

CHANGES: dict[str, dict[str, Any]] = {
    "as it is": {},
    "predicted_decrement 0": {"predicted_decrement": 0.0},
    "predicted_decrement .001": {"predicted_decrement": 0.001},
    "predicted_decrement .01": {"predicted_decrement": 0.01},
    "predicted_decrement .02": {"predicted_decrement": 0.02},
    "predicted_decrement .05": {"predicted_decrement": 0.05},
    "permanence_decrement 0": {"memory_permanence_decrement": 0.0},
    "permanence_decrement .05": {"memory_permanence_decrement": 0.05},
    "permanence_decrement .1": {"memory_permanence_decrement": 0.1},
    "both decrements 0": {"memory_permanence_decrement": 0.0, "predicted_decrement": 0.0},
    "pooler learns slowly": {"pooler_permanence_increment": 0.001, "pooler_permanence_decrement": 0.0002},
    "pooler never learns": {"settle_after": 0},
    "pooler settles at 500": {"settle_after": 500},
    "boost_strength 0": {"boost_strength": 0.0},
    "steps twice as large": {"learning_rate": 2},
    "2.25 times the rehearsals": {"rehearsals": 2.25},
    "never learns, rehearsals": {"settle_after": 0, "rehearsals": 2.25},
    "never learns, rehearsals, steps": {"settle_after": 0, "rehearsals": 2.25, "learning_rate": 2},
}
"""{what is changed: the parameters}; those of ``TIMES`` are multiples of what a run chooses."""

TIMES = ("learning_rate", "rehearsals")
AGAIN = 1000  # rows, after which rivals are fitted again

SEQUENCES = {
    "context": ("ABCD", "XBCY"),
    "counting": ("CAAAB", "DAAE"),
    "held": ("CAAAAAAB",),
    "long middle": ("ABCDEFGHIJ", "XBCDEFGHIY"),
}
"""{what is asked: the sequences}; the last letter of each tells."""

ROUNDS, LATER = 60, 120  # how often all sequences are learned; for how many rounds the memory learns others
OTHERS = ("KLMNOP", "QRSTUV")


def of_series(series: Series, preset: str, seed: int, change: dict[str, Any]) -> list[float | None]:
    """Error over the best naive error at the first and last horizon, recall, precision, and of arrivals."""
    run = prepared(series, preset, seed, change)
    run.go()
    found = []
    for ahead in (min(run.horizons), max(run.horizons)):
        one = errors(run, ahead)
        found.append(None if one.skill is None else 1 - one.skill)
    tested, new = scores_of_phases(run)[-1], arrivals(run)
    return [*found, tested.recall, tested.precision, new.recall, new.precision]


def prepared(series: Series, preset: str, seed: int, change: dict[str, Any], **choices: Any) -> Run:
    """A run with this change."""
    usual = {name: value for name, value in change.items() if name not in TIMES}
    run = prepare(series, preset, seed=seed, **choices, **usual)
    if usual == change:
        return run
    times, reading = {name: change.get(name, 1) for name in TIMES}, run.history.model.classifier.parameters
    usual["learning_rate"] = round(times["learning_rate"] * reading.learning_rate, 4)
    usual["rehearsals"] = min(MOST_REHEARSALS, round(times["rehearsals"] * LESSONS / run.training))
    return prepare(series, preset, seed=seed, **choices, **usual)


def of_all_values(run: Run, said: Callable[[int, int], Any]) -> list[float | None]:
    """For each horizon the sum of the errors after the training rows, as a part of the sum of the values.

    Args:
        run: which rows and horizons.
        said: (row, horizon) -> the prediction for the row, made so many rows before.
    """
    values, found = run.series.values(), []
    for ahead in run.horizons:
        rows = range(max(run.training, ahead), len(values))
        off = [(distance(said(row, ahead), values[row]), values[row]) for row in rows]
        known = [(error, abs(value)) for error, value in off if error is not None]
        total = sum(value for _, value in known)
        found.append(sum(error for error, _ in known) / total if total else None)
    return found


def online(
    series: Series, preset: str, seed: int, change: dict[str, Any], **choices: Any
) -> list[float | None]:
    """What ``of_all_values`` says of a run that learns to the end."""
    run = prepared(series, preset, seed, change, **choices)
    run.learns = True
    run.go()
    return of_all_values(run, lambda row, ahead: run.rows[row - ahead].prediction.get(ahead))


def others(series: Series, **choices: Any) -> Iterator[tuple[str, list[float | None]]]:
    """What ``of_all_values`` says of the naive predictors and the rivals."""
    run = prepare(series, "toy", **choices)
    values = series.values()
    for name, naive in naive_predictors(run).items():
        yield name, of_all_values(run, partial(naive, values))
    starts = range(run.training, len(values), AGAIN)
    fitted = [rivals(replace(run, training=start)) for start in starts]
    for name in fitted[0]:
        yield name, of_all_values(run, partial(_refitted, [one[name] for one in fitted], run.training))


def _refitted(told: list[Predictions], training: int, row: int, ahead: int) -> Any:
    """What was predicted for the row by the rival that had been fitted last when the prediction was made."""
    return told[max(0, row - ahead - training) // AGAIN][row - ahead].get(ahead)


def of_sequences(preset: str, seed: int, change: dict[str, Any]) -> Iterator[float]:
    """For each set of sequences the F1 score at the last letter; of the first also after learning others.

    The score is that of columns, so what only the classifier does is left as it is.
    """
    change = {name: value for name, value in change.items() if name not in TIMES}
    for sequences in SEQUENCES.values():
        model = _letters(preset, seed, change)
        _learn(model, sequences, ROUNDS, seed)
        yield fmean(_score(model, one) for one in sequences)
    model = _letters(preset, seed, change)
    _learn(model, SEQUENCES["context"], ROUNDS, seed)
    _learn(model, OTHERS, LATER, seed)
    yield fmean(_score(model, one) for one in SEQUENCES["context"])
    yield _sine(preset, seed, change)


def _letters(preset: str, seed: int, change: dict[str, Any]) -> Model:
    return build(preset, Category("ABCDEFGHIJKLMNOPQRSTUVWXY"), seed=seed, **change)


def _learn(model: Model, sequences: tuple[str, ...], rounds: int, seed: int) -> None:
    random = Random(seed, "order")
    for _ in range(rounds * len(sequences)):
        model.reset()
        model.run(sequences[random.below(len(sequences))])


def _score(model: Model, sequence: str) -> float:
    model.reset()
    for letter in sequence[:-1]:
        model.step(letter, learn=False)
    last = model.peek(sequence[-1])
    return _f1(last.recall, last.precision)


def _sine(preset: str, seed: int, change: dict[str, Any]) -> float:
    """The F1 score over the last of sixty waves."""
    from math import pi, sin

    model = build(preset, RDSE(resolution=0.1), seed=seed, **change)
    wave = [sin(2 * pi * i / 25) for i in range(25)]
    for _ in range(59):
        model.run(wave)
    steps = [model.step(value) for value in wave]
    return fmean(_f1(step.recall, step.precision) for step in steps)


def _f1(recall: float | None, precision: float | None) -> float:
    return 2 * recall * precision / (recall + precision) if recall and precision else 0.0


def main() -> None:
    """Print a table in Markdown."""
    parser = series_options(__doc__)
    parser.add_argument("--changes", nargs="*", default=list(CHANGES), help="which rows; by default all")
    parser.add_argument("--online", type=int, metavar="ROWS", help="learn to the end, test after so many")
    parser.add_argument("--ahead", nargs="*", type=int, help="how many steps, with --online")
    given = parser.parse_args()
    show = print_online if given.online else print_changes
    show(chosen_series(given), given)


def print_changes(every: list[Series], given: argparse.Namespace) -> None:
    """A row for each change: the series, then the sequences."""
    print("Series: error / best naive, near and far; recall, precision; recall, precision of new columns.\n")
    print_head("change", *(one.name for one in every), *SEQUENCES, "forgetting", "sine")
    for name in given.changes:
        change, cells = CHANGES[name], []
        for series in every:
            found = [of_series(series, given.preset, seed, change) for seed in given.seeds]
            cells.append(written([mean(column) for column in zip(*found, strict=True)], 2))
        lettered = [list(of_sequences(given.preset, seed, change)) for seed in given.seeds]
        print_row(name, *cells, *(f"{fmean(column):.2f}" for column in zip(*lettered, strict=True)))


def print_online(every: list[Series], given: argparse.Namespace) -> None:
    """A row for each change, of each series, and for each naive predictor and rival."""
    print("The sum of errors / the sum of values, at each horizon.\n")
    print_head("series", "change", "of values")
    for series in every:
        choices = {"train": given.online / len(series), "horizons": given.ahead}
        for name in given.changes:
            found = [online(series, given.preset, seed, CHANGES[name], **choices) for seed in given.seeds]
            print_row(series.name, name, written([mean(column) for column in zip(*found, strict=True)], 4))
        for name, one in others(series, **choices):
            print_row(series.name, name, written(one, 4))


def written(numbers: list[float | None], decimals: int) -> str:
    """Numbers side by side."""
    return " ".join("-" if one is None else f"{one:.{decimals}f}" for one in numbers)


if __name__ == "__main__":
    main()
