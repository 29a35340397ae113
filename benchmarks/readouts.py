"""What each refinement of the classifier earns: the mean absolute error of the median, of several series.

    python benchmarks/readouts.py [CSV ...] [--preset cortex]
    python benchmarks/readouts.py [CSV ...] --rivals [--preset cortex]

The shipped series, and those in the files, go through a model of the preset. Every classifier reads the same
cells and bits, and stops learning after the training rows, the first 70 percent. The table has the mean of
the seeds.

With ``--rivals`` it has the whole classifier beside all naive predictors and all rivals, on the same test
rows, and counts where HTM is as good as the best of them.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from statistics import fmean, geometric_mean
from typing import Any

from htm_teacher import ClassifierParameters
from htm_teacher.series import Series
from htm_teacher.study.choices import CHOSEN
from htm_teacher.study.naive import mean
from htm_teacher.study.readout import widths
from htm_teacher.study.rivals import RIVALS, rivals
from htm_teacher.study.run import Run, middle, prepare, run_series
from htm_teacher.study.scores import errors as compared
from tables import chosen_series, print_head, print_row, series_options

STEPS = {
    "change": ("change_widths",),
    "origin": ("change_origins",),
    "bits": ("reads_bits", "learning_rate"),
    "spread": ("spread",),
    "rehearsal": ("rehearsals",),
}
"""{refinement: the parameters that it consists of}, in the order in which they are added."""

HTM, WHOLE = "HTM", "+ rehearsal"
OTHERS = {
    "a day or week ago": "the same time",
    "last + change a season ago": "the last value plus",
    "the usual": "the median",
}
"""{naive predictor: how its name in a report begins}."""
NAIVE = ("last value", "a season ago", *OTHERS)


def variants(whole: ClassifierParameters, from_now: Any) -> Iterator[tuple[str, ClassifierParameters]]:
    """The plain classifier, with one refinement after the other, and without each.

    ``from_now``: how wide buckets are if all changes are counted from the value of now.
    """

    def taking(names: Any) -> ClassifierParameters:
        taken = {part: getattr(whole, part) for name in names for part in STEPS[name]}
        if "change" in names and "origin" not in names:
            taken["change_widths"] = from_now
        plain = {"horizons": whole.horizons, "learning_rate": CHOSEN["learning_rate"]}
        return ClassifierParameters(**plain | taken)

    yield "plain", taking(())
    for count, name in enumerate(STEPS, 1):
        yield f"+ {name}", taking(list(STEPS)[:count])
    for name in STEPS:
        yield f"all but {name}", taking(STEPS.keys() - {name})


def errors(series: Series, seed: int, preset: str, engine: str) -> dict[str, dict[int, float]]:
    """{variant: {horizon: mean absolute error on the test rows}}."""
    run = prepare(series, preset, engine=engine, seed=seed)
    model, values = run.history.model, series.values()
    reading, cells = model.classifier.parameters, model.memory.size
    kinds = dict(variants(reading, widths(values[: run.training], reading.horizons)))
    ones = {name: type(model.classifier)(parameters, seed) for name, parameters in kinds.items()}
    model.classifier = type(model.classifier)()  # it is not needed
    told: dict[str, list[dict[int, Any]]] = {name: [] for name in kinds}
    for place, record in enumerate(run.records):
        step = model.step(record, place < run.training)
        bucket, value = model.encoder.target(record, model.predict)
        winners = step.winner_cells
        both = winners | {cells + bit for bit in step.encoded.active}
        for name, one in ones.items():
            features = both if kinds[name].reads_bits else winners
            predictions = one.compute(features, bucket, value, step.learn)
            told[name].append({ahead: middle(one) for ahead, one in predictions.items()})
    return {
        name: {ahead: error(values, steps, run, ahead) for ahead in reading.horizons}
        for name, steps in told.items()
    }


def error(values: Any, told: list[dict[int, Any]], run: Run, ahead: int) -> float:
    """The mean absolute error of predictions for test rows."""
    rows = range(max(run.training, ahead), len(values))
    pairs = ((values[row], told[row - ahead].get(ahead)) for row in rows)
    return fmean(abs(value - said) for value, said in pairs if value is not None and said is not None)


def naive(series: Series, ahead: int) -> float:
    """The error of the better of the last value and the value of a season before."""
    run, values = prepare(series, "toy"), series.values()
    lags = {ahead, -(-ahead // run.season) * run.season} if run.season else {ahead}
    places = range(len(values))
    said = (
        [{ahead: values[max(0, row + ahead - lag)]} for row in places if row + ahead - lag < len(values)]
        for lag in lags
    )
    return min(error(values, one, run, ahead) for one in said)


def beside(series: Series, seeds: Sequence[int], preset: str, engine: str) -> dict[int, dict[str, float]]:
    """{horizon: {predictor: its mean absolute error on the same test rows}}, without those that have none."""
    runs = [run_series(series, preset, engine=engine, seed=seed) for seed in seeds]
    told, found = rivals(runs[0]), {}
    for ahead in runs[0].horizons:
        every = [compared(run, ahead, told) for run in runs]
        one = every[0]
        row = {HTM: mean([each.model for each in every]), "last value": one.last, "a season ago": one.season}
        for name, begins in OTHERS.items():
            some = [
                error for full, error in one.others.items() if full.startswith(begins) and error is not None
            ]
            row[name] = min(some, default=None)
        found[ahead] = {name: error for name, error in (row | one.beside).items() if error is not None}
    return found


def print_rivals(every: Iterable[Series], given: argparse.Namespace) -> None:
    """A row for each series and horizon, and how often HTM is as good as the best."""
    names, rows, naive_ones, all_ones = (HTM, *NAIVE, *RIVALS), 0, 0, 0
    print_head("series, steps ahead", *names, "/ best naive", "/ best")
    for series in every:
        for ahead, row in beside(series, given.seeds, given.preset, given.engine).items():
            cells = [f"{row[name]:.4g}" if name in row else "-" for name in names]
            best = [min(row[name] for name in some if name in row) for some in (NAIVE, (*NAIVE, *RIVALS))]
            times = [f"{row[HTM] / one:.2f}" if one else "-" for one in best]
            rows, naive_ones, all_ones = rows + 1, naive_ones + good(times[0]), all_ones + good(times[1])
            print_row(f"{series.name} {ahead}", *cells, *times)
    print(f"\nHTM is level with the best naive predictor or better in {naive_ones} of {rows} rows,", end=" ")
    print(f"with the best of all in {all_ones}.")


def good(times: str) -> bool:
    """Whether an error that is so many times another is level with it or smaller."""
    return times != "-" and float(times) <= 1


def main() -> None:
    """Print a table in Markdown."""
    parser = series_options(__doc__)
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--rivals", action="store_true", help="HTM beside all others")
    given = parser.parse_args()
    show = print_rivals if given.rivals else print_refinements
    show(chosen_series(given), given)


def print_refinements(every: Iterable[Series], given: argparse.Namespace) -> None:
    """A row for each series and horizon, and how much larger errors are without each refinement."""
    names: list[str] = []
    times: dict[str, list[float]] = {f"all but {name}": [] for name in STEPS}
    for series in every:
        found = [errors(series, seed, given.preset, given.engine) for seed in given.seeds]
        if not names:
            names = list(found[0])
            print_head("series, steps ahead", "naive", *names)
        for ahead in found[0]["plain"]:
            means = [fmean(one[name][ahead] for one in found) for name in names]
            print_row(f"{series.name} {ahead}", *(f"{error:.4g}" for error in (naive(series, ahead), *means)))
            known = dict(zip(names, means, strict=True))
            for name, ratios in times.items():
                ratios += [known[name] / known[WHOLE]] * (known[name] > 0 and known[WHOLE] > 0)
    said = (f"{name} {geometric_mean(ratios):.3f}" for name, ratios in times.items() if ratios)
    print(f"\nThe error of all is 1, in the geometric mean of these rows; {', '.join(said)}.")


if __name__ == "__main__":
    main()
