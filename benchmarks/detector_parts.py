"""What each part of the detectors earns: scores on the Numenta Anomaly Benchmark, with parts taken away.

    python benchmarks/detector_parts.py NAB [--seeds 42 43] [--jobs 2]

NAB is a folder of the benchmark. Each row is a way to make alerts and ranks from the surprises of the small
machines, or of the full machines of burst times error: first with nothing ahead, then with the range of the
file known. Its figures are those of the report card of ``htm-teacher nab``. All are means over the seeds.
"""

import argparse
from collections.abc import Callable, Iterable
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from htm_teacher import AnomalyLikelihood, LikelihoodParameters, log_scale
from htm_teacher.detect import BurstError, Detector
from htm_teacher.detect.burst_error import MACHINES
from htm_teacher.detect.detector import WEIGHT
from htm_teacher.detect.small_machines import SmallMachine
from htm_teacher.detect.usual import QUIET, LogLikelihood, Peaks, Usual
from htm_teacher.study.nab_card import ALERTS, FOLD, NINE_FILES, SMOOTHINGS, Measured, figures, measure
from htm_teacher.study.nab_files import NabFile, read_files
from htm_teacher.study.nab_methods import Scores
from htm_teacher.study.nab_scores import PROFILES
from tables import print_head, print_row

MIXED = 0.7  # of novelty, where it is mixed with burst times error


class Surprises(NamedTuple):
    """What the machines say of the rows of a file.

    Attributes:
        novelty, shape: of the small machines.
        bursts, errors: of each row, of each full machine.
    """

    novelty: list[float]
    shape: list[float]
    bursts: list[list[float]]
    errors: list[list[float]]


def surprises(file: NabFile, seed: int, known: bool) -> Surprises:
    """What the machines say of a file, for a seed, with the range of the file or of the warm-up."""
    inside = file.values if known else file.values[: file.warm_up]
    given = (file.warm_up, min(inside), max(inside))
    small, full = Detector(*given, seed=seed), BurstError(*given, seed=seed, time_of_day=True)
    moments = list(zip(file.values, file.times, strict=True))
    parts = list(zip(*(full._parts(i, moments) for i in range(len(MACHINES))), strict=True))
    return Surprises(
        mean_surprise(small.novelty, file.values),
        mean_surprise(small.shape, file.values),
        [[burst for burst, _ in row] for row in parts],
        [[error for _, error in row] for row in parts],
    )


def mean_surprise(machines: list[SmallMachine], values: list[float]) -> list[float]:
    """The mean surprise of these machines at each value."""
    rows = zip(*(machine.take(values) for machine in machines), strict=True)
    return [fmean(one.anomaly for one in row) for row in rows]


class Judged(NamedTuple):
    """A strength and a rank of each row; the strength before new peaks are told from old ones."""

    strength: list[float]
    rank: list[float]


Judge = Callable[[Surprises, int], Judged]


def novelty(found: Surprises, warm_up: int) -> Judged:
    """The small machines of novelty."""
    usual = Usual(warm_up // 2)
    return Judged(
        [WEIGHT * one for one in found.novelty], [usual.distance(one) ** 2 for one in found.novelty]
    )


def shape(found: Surprises, warm_up: int) -> Judged:
    """The small machines of shape."""
    usual = Usual(warm_up // 2)
    return Judged(likelihoods(found.shape, warm_up), [usual.distance(one) ** 2 for one in found.shape])


def likelihoods(surprises: Iterable[float], warm_up: int) -> list[float]:
    """The anomaly likelihood of surprises, on its logarithmic scale."""
    settled = warm_up // 2
    rules = LikelihoodParameters(learning_period=settled, estimation_samples=warm_up - settled)
    likelihood = AnomalyLikelihood(rules)
    return [log_scale(likelihood.compute(one)) for one in surprises]


def products(of: Callable[[list[float], list[float]], float]) -> Judge:
    """As burst times error, but of something else that a row's bursts and errors give."""

    def judged(found: Surprises, warm_up: int) -> Judged:
        likelihood, strength, rank = LogLikelihood(warm_up), [], []
        for row in zip(found.bursts, found.errors, strict=True):
            strength.append(log_scale(likelihood.compute(of(*row))))
            rank.append(likelihood.far**2)
        return Judged(strength, rank)

    return judged


def mean_product(bursts: list[float], errors: list[float]) -> float:
    """Burst times error."""
    return fmean(burst * error for burst, error in zip(bursts, errors, strict=True))


def without_logarithm(found: Surprises, warm_up: int) -> Judged:
    """The anomaly likelihood of burst times error."""
    strength = likelihoods(map(mean_product, found.bursts, found.errors), warm_up)
    return Judged(strength, strength)


def larger(one: Judge, other: Judge, weight: float = 1.0) -> Judge:
    """The larger strength, the first weighed, and the mean rank."""

    def judged(found: Surprises, warm_up: int) -> Judged:
        left, right = one(found, warm_up), other(found, warm_up)
        strength = [max(weight * a, b) for a, b in zip(left.strength, right.strength, strict=True)]
        return Judged(strength, [(a + b) / 2 for a, b in zip(left.rank, right.rank, strict=True)])

    return judged


small, burst_error = larger(novelty, shape), products(mean_product)

VARIANTS: dict[str, tuple[Judge, bool]] = {
    "small machines, as they are": (small, True),
    "novelty alone": (novelty, True),
    "shape alone": (shape, True),
    "small machines, all peaks": (small, False),
    "burst times error, as it is": (burst_error, True),
    "burst alone": (products(lambda bursts, errors: fmean(bursts)), True),
    "error alone": (products(lambda bursts, errors: fmean(errors)), True),
    "one machine, without a clock": (products(lambda bursts, errors: bursts[0] * errors[0]), True),
    "without the logarithm": (without_logarithm, True),
    "burst times error, all peaks": (burst_error, False),
    "novelty and burst times error": (larger(novelty, burst_error, MIXED / WEIGHT), True),
    "small machines and burst times error": (larger(small, burst_error), True),
}
"""{what is judged: how, and whether only new peaks count}."""


def work(task: tuple[NabFile, int, bool]) -> dict[str, Measured]:
    """{variant: what it finds in a file}."""
    file, seed, known = task
    found, measured = surprises(file, seed, known), {}
    for name, (judge, new) in VARIANTS.items():
        judged, peaks = judge(found, file.warm_up), Peaks(int(QUIET * file.warm_up))
        alerts = [peaks.new(one) for one in judged.strength] if new else judged.strength
        silent = [0.0] * file.warm_up
        measured[name] = measure(
            file, Scores(silent + alerts[file.warm_up :], silent + judged.rank[file.warm_up :])
        )
    return measured


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("nab", type=Path, metavar="NAB", help="the folder of the benchmark")
    parser.add_argument("--seeds", nargs="+", type=int, default=[42], help="by default 42")
    parser.add_argument("--jobs", type=int, default=2, help="how many processes; by default 2")
    given = parser.parse_args()
    files = read_files(given.nab)
    print_head("alerts of", "range", *PROFILES, "2-fold", "alerts in 1,000 rows", *SMOOTHINGS)
    with get_context("spawn").Pool(given.jobs) as pool:
        for known in (False, True):
            every = []
            for seed in given.seeds:
                found = pool.map(work, [(file, seed, known) for file in files], chunksize=1)
                each = {file.name: of for file, of in zip(files, found, strict=True)}
                of_variants = {name: {file: of[name] for file, of in each.items()} for name in VARIANTS}
                every.append({name: figures(files, of, None) for name, of in of_variants.items()})
            for name in VARIANTS:
                mean = {figure: fmean(one[name][figure] for one in every) for figure in every[0][name]}
                scores = [f"{mean[profile]:.1f}" for profile in (*PROFILES, f"standard {FOLD}")]
                ranks = [f"{mean[f'VUS-PR {NINE_FILES} {how}']:.3f}" for how in SMOOTHINGS]
                print_row(name, "known" if known else "-", *scores, f"{mean[ALERTS]:.2f}", *ranks)


if __name__ == "__main__":
    main()
