"""The record: the figures of a run as a pyperf suite, and the comparison of a later run with it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pyperf

from .figures import Figure, Figures

SLOWER = 1.2  # times as long as in the record: a regression
MACHINE = ("cpu_model_name", "cpu_count", "python_version", "numba", "numpy")
OF_THE_MACHINE = "machine: "  # begins the name of a figure that is about the computer, not this package


@dataclass(frozen=True)
class Record:
    """The figures of a run, its computer, its sizes and its date."""

    figures: Figures
    machine: dict[str, str | float]
    sizes: str
    date: str


@dataclass(frozen=True)
class Change:
    """A figure, or a ratio of two figures, in the record and now."""

    name: str
    before: float
    now: float

    @property
    def times(self) -> float:
        """The present value, divided by that in the record."""
        return self.now / self.before

    @property
    def slower(self) -> bool:
        """Whether it is a regression."""
        return self.times > SLOWER


def describe_machine() -> dict[str, str | float]:
    """What the figures depend on, without the name of the computer or of any folder."""
    told = pyperf.Run([1.0]).get_metadata()
    known = {name: told[name] for name in (*MACHINE, "platform", "load_avg_1min") if name in told}
    return known | {"numba": version("numba"), "numpy": version("numpy")}


def new_record(figures: Figures, machine: dict[str, str | float], sizes: str) -> Record:
    """The record of a run that ends now."""
    return Record(figures, machine, sizes, f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d %H:%M} UTC")


def save(record: Record, path: Path) -> None:
    """Write a pyperf suite with a benchmark for each figure."""
    common = record.machine | {"sizes": record.sizes, "recorded": record.date}
    path.parent.mkdir(parents=True, exist_ok=True)
    made = [
        pyperf.Benchmark(
            [
                pyperf.Run(
                    one.values,
                    metadata=common | {"name": one.name, "unit": one.unit},
                    collect_metadata=False,
                )
            ]
        )
        for one in record.figures
    ]
    pyperf.BenchmarkSuite(made).dump(str(path), replace=True)


def load(path: Path) -> Record | None:
    """The record in a file; None if the file does not exist."""
    if not path.exists():
        return None
    suite = pyperf.BenchmarkSuite.load(str(path))
    figures = Figures()
    for one in suite.get_benchmarks():
        figures.all[one.get_name()] = Figure(one.get_name(), tuple(one.get_values()), one.get_unit())
    told = suite.get_metadata()
    machine = {name: value for name, value in told.items() if name not in ("sizes", "recorded", "unit")}
    return Record(figures, machine, told["sizes"], told["recorded"])


def same_machine(one: Record, other: Record) -> bool:
    """Whether processor, cores, Python, Numba and NumPy are the same."""
    return all(one.machine.get(name) == other.machine.get(name) for name in MACHINE)


def compare(now: Record, before: Record, ratios: Iterable[tuple[str, str, str]]) -> list[Change]:
    """Compare best values: every ratio, and on the same computer every figure of this package.

    Args:
        now, before: two records of the same sizes.
        ratios: name, upper and lower figure of each ratio; for a ratio, too, less is better.
    """
    changes = []
    for name, upper, lower in ratios:
        if all(one in record.figures for one in (upper, lower) for record in (now, before)):
            changes.append(Change(name, before.figures.ratio(upper, lower), now.figures.ratio(upper, lower)))
    if same_machine(now, before):
        for figure in now.figures:
            if figure.name in before.figures and not figure.name.startswith(OF_THE_MACHINE):
                changes.append(Change(figure.name, before.figures.best(figure.name), figure.best))
    return changes
