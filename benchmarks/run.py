"""How fast the textbook is: milliseconds for one step, part by part.

    make bench

The series is NAB's nyc_taxi where ../shared/nab holds it, else the demand series that ships. The model
learns all along; what is measured is the second half, when it has something in its memory. One step is
encode + pool + remember + anomaly; the classifier, which only reads, is listed apart, once as it is used
(on winner cells) and once as if it read all active cells.
"""

import argparse
import csv
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from htm_teacher import RDSE, Classifier, build
from htm_teacher.series import shipped

NYC_TAXI = Path(__file__).parents[2] / "shared" / "nab" / "data" / "realKnownCause" / "nyc_taxi.csv"
ALLOWED = {"classroom": 3.0, "cortex": 20.0}  # milliseconds a step


class Watch:
    """Collects how long each call took, in milliseconds."""

    def __init__(self) -> None:
        self.times: list[float] = []

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """The function's answer, its time noted."""
        start = time.perf_counter()
        result = function(*arguments)
        self.times.append((time.perf_counter() - start) * 1000)
        return result

    def report(self) -> str:
        """Mean and median over the second half."""
        half = self.times[len(self.times) // 2 :]
        return f"{statistics.mean(half):7.2f} {statistics.median(half):7.2f}"


def measure(preset: str, values: list[float]) -> None:
    """Run one preset over the values and print its table."""
    encoder = RDSE()
    encoder.fit(values)
    model = build(preset, encoder)
    spare = Classifier(model.classifier.parameters)  # reads all active cells, for comparison
    pool, remember, score, read, read_all, whole = (Watch() for _ in range(6))
    for value in values:
        start = time.perf_counter()
        encoded = model.encoder.encode(value)
        predicted = model.memory.predictive_columns
        columns = pool.call(model.pooler.compute, encoded)
        remember.call(model.memory.compute, columns)
        score.call(model.likelihood.compute, 1 - len(columns & predicted) / len(columns), value)
        whole.times.append((time.perf_counter() - start) * 1000)
        bucket = model.encoder.bucket(value)
        read.call(model.classifier.compute, model.memory.winner_cells, bucket, value)
        read_all.call(spare.compute, model.memory.active_cells, bucket, value)
    mean = statistics.mean(whole.times[len(values) // 2 :])
    verdict = "within" if mean <= ALLOWED[preset] else "OVER"
    print(f"\n{preset}: {mean:.2f} ms a step, {verdict} the {ALLOWED[preset]:g} ms it may take")
    print(f"  {'ms a step':34} {'mean':>7} {'median':>7}")
    rows = {
        "encode + pool + remember + anomaly": whole,
        "  of which pool": pool,
        "  of which remember": remember,
        "  of which anomaly likelihood": score,
        "classifier, reading winner cells": read,
        "classifier, reading active cells": read_all,
    }
    for name, watch in rows.items():
        print(f"  {name:34} {watch.report()}")


def main() -> None:
    """Measure both presets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--steps", type=int, default=2000, help="how many steps (default 2000)")
    steps = parser.parse_args().steps
    if NYC_TAXI.exists():
        with NYC_TAXI.open() as file:
            name, values = "nyc_taxi", [float(row["value"]) for row in csv.DictReader(file)]
    else:
        name, values = "demand", [float(value) for value in shipped("demand").values() if value is not None]
    print(f"Series {name}, {steps} steps, the second half measured, learning on.")
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, one thread.")
    for preset in ALLOWED:
        measure(preset, values[:steps])


if __name__ == "__main__":
    main()
