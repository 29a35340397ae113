"""Run detectors over the files of the Numenta Anomaly Benchmark, on several cores, and report on them."""

import csv
import json
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from ..detect import Detection, Detector
from ..keep.whole_file import whole_file
from .nab_card import Figures, Measured, combine, figures, measure
from .nab_files import NabFile, write_results
from .nab_methods import METHODS, Method, Scores
from .nab_scores import PROFILES

FIRST_SEED = 42


@dataclass(frozen=True)
class Task:
    """A file, and detectors that share their work; published scores are only measured."""

    detectors: tuple[str, ...]
    seed: int
    file: NabFile
    published: list[float] | None = None


@dataclass(frozen=True)
class Line:
    """A detector in the report.

    Attributes:
        name, says, uses: see ``Method``.
        seeds: how many seeds it ran with.
        figures: {name: mean and standard deviation over the seeds}.
        shipped: whether it ships with a threshold.
    """

    name: str
    says: str
    uses: str
    seeds: int
    figures: dict[str, tuple[float, float]]
    shipped: bool


def work(task: Task) -> tuple[Task, list[Measured]]:
    """Do a task; what was found for each of its detectors."""
    if task.published is not None:
        return task, [measure(task.file, Scores(task.published, task.published))]
    found = METHODS[task.detectors[0]].detect(task.file, task.seed)
    return task, [measure(task.file, METHODS[name].read(found)) for name in task.detectors]


def run(
    files: Sequence[NabFile],
    names: Sequence[str],
    published: Mapping[str, Mapping[str, list[float]]],
    seeds: int,
    jobs: int,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> dict[str, dict[int, dict[str, Measured]]]:
    """{detector: {seed: {file: what was found}}}.

    Args:
        files: the files.
        names: of the detectors, as in ``METHODS``.
        published: {detector: {file: its scores}}, to be measured as well.
        seeds: how many seeds each detector with random choices gets: 42, 43 and so on.
        jobs: how many processes run at the same time; 1: this one alone.
        progress: called after each task, with the numbers of tasks done and of all tasks.
    """
    sharing: dict[Callable[[NabFile, int], list[Detection]], list[str]] = {}
    for name in names:
        sharing.setdefault(METHODS[name].detect, []).append(name)
    tasks = [
        Task(tuple(group), FIRST_SEED + i, file)
        for group in sharing.values()
        for i in range(seeds if METHODS[group[0]].seeded else 1)
        for file in files
    ]
    tasks += [
        Task((name,), FIRST_SEED, file, of[file.name]) for name, of in published.items() for file in files
    ]
    tasks.sort(key=lambda task: -len(task.file.values))  # the longest first, so that no core waits long
    found: dict[str, dict[int, dict[str, Measured]]] = {}
    for done, (task, measured) in enumerate(_results(tasks, jobs), 1):
        for name, what in zip(task.detectors, measured, strict=True):
            found.setdefault(name, {}).setdefault(task.seed, {})[task.file.name] = what
        progress(done, len(tasks))
    return {name: dict(sorted(found[name].items())) for name in (*names, *published)}


def _results(tasks: Sequence[Task], jobs: int) -> Iterator[tuple[Task, list[Measured]]]:
    if jobs == 1:
        yield from map(work, tasks)
        return
    Detector(warm_up=10).run([0.0] * 10)  # compiles the fast engine, if it must be, before others need it
    with get_context("spawn").Pool(jobs, _ignore_ctrl_c) as pool:
        yield from pool.imap_unordered(work, tasks)


def _ignore_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends the main process, which ends the others


def report(files: Sequence[NabFile], found: Mapping[str, Mapping[int, Mapping[str, Measured]]]) -> list[Line]:
    """A line for each detector."""
    lines = []
    for name, by_seed in found.items():
        method = METHODS.get(name, PUBLISHED)
        each: list[Figures] = [figures(files, one, method.threshold) for one in by_seed.values()]
        shipped = method.threshold is not None
        lines.append(Line(name, method.says, method.uses, len(each), combine(each), shipped))
    return lines


def _unknown(file: NabFile, seed: int) -> list[Detection]:
    raise NotImplementedError


PUBLISHED = Method(_unknown, "published scores", "not known")


def write(
    out: Path,
    files: Sequence[NabFile],
    found: Mapping[str, Mapping[int, Mapping[str, Measured]]],
    lines: Sequence[Line],
) -> None:
    """Write results/ and final_results.json in the benchmark's layout, and card.csv, a line a detector.

    The results are those of the first seed. Published scores are not written again.

    Raises:
        OSError: if a file cannot be written.
    """
    for name in found:
        if name in METHODS:
            first = next(iter(found[name].values()))
            scores = {
                file: {"anomaly_score": what.scores.alert, "rank": what.scores.rank}
                for file, what in first.items()
            }
            write_results(out / "results", name, files, scores)
    final = {line.name: {profile: line.figures[profile][0] for profile in PROFILES} for line in lines}
    with whole_file(out / "final_results.json") as draft:
        draft.write_text(json.dumps(final, indent=4) + "\n", encoding="utf-8")
    with whole_file(out / "card.csv") as draft, draft.open("w", encoding="utf-8", newline="") as target:
        table = csv.writer(target, lineterminator="\n")
        names = list(lines[0].figures)
        table.writerow(
            ["detector", "uses ahead", "seeds", *(x for name in names for x in (name, f"{name} sd"))]
        )
        for line in lines:
            numbers = (f"{number:.6g}" for name in names for number in line.figures[name])
            table.writerow([line.name, line.uses, line.seeds, *numbers])
