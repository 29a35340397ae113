"""Many small models at once: 64 streams beside htm.core, and thousands of models in one process.

    python -m speed.many [MODELS] [ROWS]

Run it in benchmarks/. It builds the models (10,000), which learn some rows each (100), and prints how long
that took and how much memory they take. It stops early if the process takes more than 15 GB.
"""

import gc
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import psutil  # installed with pyperf

from htm_teacher import RDSE, Model, build

from .figures import BYTE, Figures, Section, Table, thread_time, three
from .pipeline import pipeline
from .workload import FULL, PEER_STREAMS_S, STREAMS, Sizes, series

MOST_BYTES = 15e9
SEEDS = {"equal seeds": lambda _: 0, "seeds of their own": lambda number: number}
Tick = Callable[[str], None]


def streams_of(values: list[float], count: int, rows: int) -> list[list[float]]:
    """So many stretches of the values, spread evenly over them."""
    apart = (len(values) - rows) // count
    return [values[apart * i : apart * i + rows] for i in range(count)]


def fitted(values: list[float]) -> RDSE:
    """The encoder that all models share."""
    encoder = RDSE()
    encoder.fit(values)
    return encoder


def learn_all(models: list[Model], streams: list[list[float]]) -> None:
    """Run each model over its stream, one after the other in this thread."""
    for model, stream in zip(models, streams, strict=True):
        model.run(stream)


def measure(values: list[float], sizes: Sizes, found: Figures, tick: Tick) -> None:
    """Build models and run each over its stream, in several turns."""
    encoder, count = fitted(values), min(STREAMS, sizes.models)
    streams = streams_of(values, count, min(sizes.values, len(values)))
    for name, seed_of in SEEDS.items():
        for turn in range(1, sizes.repeats + 1):
            tick(f"many streams: {name}, turn {turn} of {sizes.repeats}")
            gc.collect()  # not while the time is taken
            building, models = thread_time(
                lambda seed_of=seed_of: [
                    build("classroom", encoder, "fast", seed=seed_of(number)) for number in range(count)
                ]
            )
            learning = thread_time(learn_all, models, streams)[0]
            found.add(f"streams, {name}: build", building)
            found.add(f"streams, {name}: run", learning)
            found.add(f"streams, {name}", building + learning)
    for turn in range(1, sizes.repeats + 1):
        tick(f"many streams: pipeline only, turn {turn} of {sizes.repeats}")
        gc.collect()
        building, others = thread_time(
            lambda: [build("classroom", encoder, "fast", seed=0) for _ in range(count)]
        )
        learning = thread_time(lambda others=others: list(map(pipeline, others, streams)))[0]
        found.add("streams, pipeline only: build", building)
        found.add("streams, pipeline only: run", learning)
        found.add("streams, pipeline only", building + learning)
    found.add("memory: one of many models", sum(map(held, models)) / count, BYTE)


def held(model: Any) -> int:
    """The bytes of the arrays of a model."""
    parts = (part for part in model._machine() if isinstance(part, tuple))
    return sum(one.nbytes for part in parts for one in part if isinstance(one, np.ndarray))


def taken() -> int:
    """The memory of this process, in bytes."""
    return int(psutil.Process().memory_info().rss)


def section(found: Figures, sizes: Sizes, named: str) -> Section:
    """The table of these figures."""
    count, rows = min(STREAMS, sizes.models), sizes.values
    table = Table(("CPU seconds, best", "build", "run", "both", "htm.core / here"))
    for name in (*SEEDS, "pipeline only"):
        both = found.best(f"streams, {name}")
        parts = (three(found.best(f"streams, {name}: {part}")) for part in ("build", "run"))
        table.add(f"{count} streams, {name}", *parts, three(both), three(PEER_STREAMS_S / both))
    memory = found.best("memory: one of many models") / 1e6
    words = (
        f"{count} classroom models learn {rows:,} rows of {named} each, with likelihood and prediction; "
        "*pipeline only* is without both, as htm.core was. A "
        "new model is built for each stream, and all run in one thread. Models of equal encoders share their "
        "codes, and models of one shape and seed copy the first pools. The arrays of a model then have "
        f"{three(memory)} MB."
    )
    aside = (
        f"htm.core took {PEER_STREAMS_S} s of CPU time for {STREAMS} streams of 1,000 rows, with building. "
        "It was measured once, on another occasion. This run did not measure it again, and the comparison is "
        "rough. `python -m speed.many`, run in benchmarks/, keeps 10,000 models in one process."
    )
    return Section("Many streams", [words, table, aside])


def main(models: int, rows: int) -> None:
    """Build so many models, each of which learns some rows, and print time and memory."""
    name, values = series(FULL.rows)
    encoder, streams = fitted(values), streams_of(values, STREAMS, rows)
    build("classroom", encoder, "fast").run(streams[0])  # so that the kernels are loaded
    before, building, learning = taken(), 0.0, 0.0
    kept: list[Model] = []
    while len(kept) < models and taken() < MOST_BYTES:
        seconds, model = thread_time(build, "classroom", encoder, "fast")
        building += seconds
        learning += thread_time(model.run, streams[len(kept) % STREAMS])[0]
        kept.append(model)
        if len(kept) % 1000 == 0:
            print(f"{len(kept):,} models, {taken() / 1e9:.2f} GB", flush=True)
    each = (taken() - before) / len(kept)
    steps = sum(model.steps for model in kept)
    print(f"{len(kept):,} classroom models have learned {rows:,} rows of {name} each, {steps:,} in all.")
    print(f"CPU seconds: {building:.1f} to build, {learning:.1f} to run.")
    print(f"The process takes {taken() / 1e9:.2f} GB, {each / 1e6:.3f} MB for each model.")


if __name__ == "__main__":
    main(*map(int, (sys.argv[1:] + ["10000", "100"][len(sys.argv) - 1 :])))
