"""What the learning parameters of a preset earn: forecasts, recall and precision, and short sequences.

    python benchmarks/presets.py [CSV ...] [--preset cortex] [--seeds 42 1 2]

Each row of the table is the preset with one change. A series is learned over its first 70 percent, and its
error is divided by that of the best naive predictor. Sequences of letters are learned one after the other in
random order; each score is that of the columns predicted for the last letter. All are means over the seeds.
"""

import argparse
from collections.abc import Iterator
from statistics import fmean
from typing import Any

from htm_teacher import Model, Random, build
from htm_teacher.core.encoders import RDSE, Category
from htm_teacher.series import SHIPPED, Series, read_csv, shipped
from htm_teacher.study.arrivals import arrivals
from htm_teacher.study.naive import mean
from htm_teacher.study.run import run_series
from htm_teacher.study.scores import errors, scores_of_phases

SEEDS = (42, 1, 2)
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
}
"""{what is changed: the parameters}."""

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
    run = run_series(series, preset, seed=seed, **change)
    found = []
    for ahead in (min(run.horizons), max(run.horizons)):
        one = errors(run, ahead)
        found.append(None if one.skill is None else 1 - one.skill)
    tested, new = scores_of_phases(run)[-1], arrivals(run)
    return [*found, tested.recall, tested.precision, new.recall, new.precision]


def of_sequences(preset: str, seed: int, change: dict[str, Any]) -> Iterator[float]:
    """For each set of sequences the F1 score at the last letter; of the first also after learning others."""
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
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="*", metavar="CSV", help="other series")
    parser.add_argument("--series", nargs="*", default=list(SHIPPED), help="shipped series")
    parser.add_argument("--preset", default="classroom")
    parser.add_argument("--seeds", nargs="*", type=int, default=SEEDS)
    parser.add_argument("--changes", nargs="*", default=list(CHANGES), help="which rows; by default all")
    given = parser.parse_args()
    every = [*map(shipped, given.series), *map(read_csv, given.files)]
    print("Series: error / best naive, near and far; recall, precision; recall, precision of new columns.\n")
    print("| change |", " | ".join([*(one.name for one in every), *SEQUENCES, "forgetting", "sine"]), "|")
    print("|---" * (len(every) + len(SEQUENCES) + 3) + "|", flush=True)
    for name in given.changes:
        change, cells = CHANGES[name], []
        for series in every:
            found = [of_series(series, given.preset, seed, change) for seed in given.seeds]
            means = [mean(column) for column in zip(*found, strict=True)]
            cells.append(" ".join("-" if one is None else f"{one:.2f}" for one in means))
        lettered = [list(of_sequences(given.preset, seed, change)) for seed in given.seeds]
        cells += [f"{fmean(column):.2f}" for column in zip(*lettered, strict=True)]
        print(f"| {name} |", " | ".join(cells), "|", flush=True)


if __name__ == "__main__":
    main()
