"""The reference workload on the fast engine, in parts and as a whole; its first rows on the textbook."""

import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from . import kernels
from .driving import Activity, drive, run_pipeline, tape_of, watch
from .figures import Figures, thread_time
from .workload import HORIZON, Sizes

Tick = Callable[[str], None]
PARTS = ("encode", "pool", "remember", "likelihood", "classifier")
WAYS = ("pipeline", "model.run", "model.step")


def stretches(rows: int) -> list[tuple[int, int]]:
    """Stretches of a thousand rows that end with the last row. A shorter stretch comes first."""
    cuts = sorted({0, rows, *range(rows, 0, -HORIZON)})
    return list(pairwise(cuts))


def stretch(name: str, start: int, end: int) -> str:
    """The name of the figure of one stretch."""
    return f"{name}, rows {start:,} to {end - 1:,}"


def measure(
    make: Callable[[], Any], values: list[float], sizes: Sizes, found: Figures, tick: Tick
) -> Activity:
    """Time every part and way in turns, ``repeats`` times on new models. Returns what the steps did."""
    tick("counting what each step does")
    seen = watch(make(), values)
    few = values[: sizes.textbook_rows]
    warm_up(make(), values[:50], seen)
    for turn in range(1, sizes.repeats + 1):
        tick(f"the fast engine, turn {turn} of {sizes.repeats}")
        time_parts(make(), make(), values, seen, found)
        time_pipeline(make(), values, found)
        time_way(make(), values, "model.run", found)
        time_way(make(), values, "model.step", found)
        model = make()
        found.add("pipeline, first rows", thread_time(pipeline, model, few)[0] / len(few))
    return seen


def warm_up(model: Any, values: list[float], seen: Activity) -> None:
    """Compile every kernel before it is timed."""
    time_parts(model, model, values, seen, Figures())
    pipeline(model, values)
    model.run(values)
    model.step(values[0])


def add_all(found: Figures, name: str, seconds: dict[tuple[int, int], float]) -> None:
    """Add a figure for all rows, and one for each stretch, in seconds a step."""
    found.add(name, sum(seconds.values()) / max(end for _, end in seconds))
    for (start, end), one in seconds.items():
        found.add(stretch(name, start, end), one / (end - start))


def time_parts(first: Any, second: Any, values: list[float], seen: Activity, found: Figures) -> None:
    """Time each part alone, on the results of the part before it. The memory is that of the second model."""
    taken, tape = thread_time(lambda: tape_of(first, values))
    found.add("encode", taken / len(values))
    most = first._machine().most_columns
    winners, counts = np.zeros((len(values), most), np.uint32), np.zeros(len(values), np.int64)
    loops: dict[str, tuple[Any, Callable[[Any, int, int], int]]] = {
        "pool": (
            first,
            lambda m, i, end: kernels.pool_rows(
                m.pool, m.pool_rules, tape.bits, tape.ends, tape.code, winners, counts, i, end
            ),
        ),
        "remember": (
            second,
            lambda m, i, end: kernels.remember_rows(m.net, m.rules, m.desk, winners, counts, i, end),
        ),
        "likelihood": (first, lambda m, i, end: kernels.score_rows(m, seen.tape, i, end)),
        "classifier": (
            first,
            lambda m, i, end: kernels.read_rows(m, seen.tape, seen.cells, seen.winners, i, end),
        ),
    }
    for name, (model, rows) in loops.items():
        seconds = {}
        for start, end in stretches(len(values)):
            one = partial(rows, end=end)
            seconds[start, end] = thread_time(drive, model, start, end, one, seen.cells.shape[1])[0]
        add_all(found, name, seconds)


def pipeline(model: Any, values: list[float]) -> None:
    """Encode, pool, remember and score as ``model.run`` does, without likelihood and classifier."""
    tape = tape_of(model, values)
    run_pipeline(model, tape, 0, len(values))


def time_pipeline(model: Any, values: list[float], found: Figures) -> None:
    """Time the pipeline over all rows and over each stretch."""
    cuts = stretches(len(values))
    add_all(found, "pipeline", {cut: thread_time(pipeline, model, values[slice(*cut)])[0] for cut in cuts})


def time_way(model: Any, values: list[float], way: str, found: Figures) -> None:
    """Time the whole model, in one call or step by step."""
    ways = {"model.run": model.run, "model.step": lambda part: [model.step(one) for one in part]}
    seconds = {}
    for start, end in stretches(len(values)):
        seconds[start, end] = thread_time(ways[way], values[start:end])[0]
    add_all(found, way, seconds)


def measure_textbook(
    make: Callable[[], Any], values: list[float], repeats: int, found: Figures, tick: Tick
) -> None:
    """Time the textbook, part by part, over the first rows."""
    for turn in range(1, repeats + 1):
        tick(f"the textbook, turn {turn} of {repeats}")
        for name, seconds in textbook_parts(make(), values).items():
            found.add(f"textbook: {name}", seconds / len(values))


def textbook_parts(model: Any, values: list[float]) -> dict[str, float]:
    """Seconds of each part. The pipeline is everything before the likelihood."""
    parts, clock = (
        dict.fromkeys(("encode", "pool", "remember", "likelihood", "classifier"), 0.0),
        time.thread_time,
    )
    for value in values:
        marks = [clock()]
        encoded = model.encoder.encode(value)
        marks.append(clock())
        predicted = model.memory.predictive_columns
        columns = model.pooler.compute(encoded)
        marks.append(clock())
        model.memory.compute(columns)
        anomaly = 1 - len(columns & predicted) / len(columns)
        marks.append(clock())
        model.likelihood.compute(anomaly, value)
        marks.append(clock())
        model.classifier.compute(model.memory.now.winner_cells, model.encoder.bucket(value), value)
        marks.append(clock())
        for name, start, end in zip(parts, marks[:-1], marks[1:], strict=True):
            parts[name] += end - start
    return {"pipeline": parts["encode"] + parts["pool"] + parts["remember"]} | parts
