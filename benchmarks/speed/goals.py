"""Goals beside what was measured, and the ratios by which records are compared."""

from collections import defaultdict
from collections.abc import Iterator
from math import isnan, nan
from typing import Any

from . import workload
from .around import growth
from .figures import Figure, Figures, Table, three
from .pipeline import stretch, stretches
from .scaling import called
from .workload import Sizes

TEXTBOOK, FAST = "textbook: pipeline", "pipeline, first rows"
MEMORY_FLOOR, CACHE_FLOOR = (f"machine: floor at the speed of the {one}" for one in ("memory", "caches"))


def visit_times(found: Figures, visits: Any) -> dict[tuple[int, int], float]:
    """{stretch of rows: seconds of the temporal memory for each synapse that it visits}."""
    return {
        (start, end): found.best(stretch("remember", start, end)) / max(1.0, float(visits[start:end].mean()))
        for start, end in stretches(len(visits))
    }


def visit_growth(found: Figures, visits: Any) -> float:
    """The time of a visit in the last stretch, divided by that in the first whole thousand."""
    times = visit_times(found, visits)
    whole = [cut for cut in times if cut[1] - cut[0] == workload.HORIZON] or list(times)
    return times[whole[-1]] / times[whole[0]]


def core_share(found: Figures) -> float:
    """The throughput of a core when all cores work, divided by that of one core alone."""
    return found.ratio("run_many, one core", "run_many, all cores")


def verdicts(found: Figures, visits: Any) -> Iterator[tuple[str, float, str, float, bool]]:
    """Each figure with its value, unit and goal, and whether more is better."""
    run, step = "model.run", "model.step"
    yield "pipeline, all rows", 1000 * found.best("pipeline"), "ms", workload.PIPELINE_MS, False
    yield (
        "textbook / fast engine, same rows",
        found.ratio(TEXTBOOK, FAST),
        "times",
        workload.TIMES_TEXTBOOK,
        True,
    )
    yield "pipeline / floor", found.ratio("pipeline", MEMORY_FLOOR), "times", workload.TIMES_FLOOR, False
    yield "time of a visit, end / start", visit_growth(found, visits), "times", workload.GROWTH, False
    yield "`model.step` / `model.run`", found.ratio(step, run), "times", workload.TIMES_RUN, False
    beyond = growth(found, "numba") / 1e6
    yield "memory beyond Python and Numba", beyond, "MB", workload.MEMORY_MB, False
    yield "throughput of a core, all cores / one core", core_share(found), "times", workload.CORE_SHARE, True
    most = workload.PEER_STREAMS_S / workload.TIMES_PEER
    yield f"{workload.STREAMS} streams, with building", found.best("streams, equal seeds"), "s", most, False
    alone = found.best("streams, pipeline only")
    yield f"{workload.STREAMS} streams, with building, pipeline only", alone, "s", most, False
    yield "`import htm_teacher`", found.best("import htm_teacher"), "s", workload.IMPORT_S, False
    yield "first use, compiling", found.best("first use, empty cache"), "s", workload.FIRST_USE_S, False
    for preset, goal in workload.BUILD_MS.items():
        yield f"build, {preset}", 1000 * found.best(f"build, {preset}, fast"), "ms", goal, False
    for preset, goal in workload.KEEP_MS.items():
        for what in ("save", "load"):
            yield f"{what}, {preset}", 1000 * found.best(f"{what}, {preset}, fast"), "ms", goal, False
    for preset, most in workload.KEPT_MB.items():
        yield f"memory, {preset}", found.best(f"memory, {preset}") / 1e6, "MB", most, False
    for preset, name in (("classroom", "classroom, textbook: pipeline"), ("cortex", TEXTBOOK)):
        yield f"textbook, {preset}", 1000 * found.best(name), "ms", workload.TEXTBOOK_MS[preset], False


def goals(found: Figures, visits: Any, before: Figures | None = None) -> Table:
    """The table of goals, also with the figures before and those of the record, as far as they exist."""
    recorded = Figures()
    recorded.all = defaultdict(lambda: Figure("", (nan,)), before.all if before else {})
    earlier = {name: value for name, value, *_ in verdicts(recorded, visits)}
    table = Table(("Figure", "Before", "Record", "Found", "Goal", "Reached"))
    for name, value, unit, goal, more in verdicts(found, visits):
        reached = value >= goal if more else value <= goal
        asked = f"at {'least' if more else 'most'} {goal:g} {unit}"
        recalled = "" if isnan(earlier[name]) else f"{three(earlier[name])} {unit}"
        first = f"{three(workload.BEFORE[name])} {unit}" if name in workload.BEFORE else ""
        table.add(name, first, recalled, f"{three(value)} {unit}", asked, "yes" if reached else "**no**")
    return table


def ratios(sizes: Sizes, rows: int) -> list[tuple[str, str, str]]:
    """Name, upper and lower figure of each ratio that does not depend on the computer; less is better."""
    last = stretch("pipeline", *stretches(rows)[-1])
    found = [
        ("fast engine / textbook, same rows", FAST, TEXTBOOK),
        ("pipeline / floor", "pipeline", MEMORY_FLOOR),
        ("pipeline, last stretch / all rows", last, "pipeline"),
        ("model.run / pipeline", "model.run", "pipeline"),
        ("model.step / model.run", "model.step", "model.run"),
        ("run_many, core time on all cores / one core", "run_many, all cores", "run_many, one core"),
    ]
    axes = (
        ("pool", "columns"),
        ("remember", "columns"),
        ("remember", "cells per column"),
        ("remember", "synapses"),
    )
    points = {"columns": sizes.columns, "cells per column": sizes.cells, "synapses": sizes.synapses}
    for part, axis in axes:
        low, high = points[axis][0], points[axis][-1]
        found.append(
            (f"{part}, {high:,} / {low:,} {axis}", called(part, axis, high), called(part, axis, low))
        )
    for preset in ("toy", "classroom"):
        run = "model.run"
        found.append(
            (f"{preset}, fast engine / textbook", f"{preset}, fast: {run}", f"{preset}, textbook: {run}")
        )
    return found
