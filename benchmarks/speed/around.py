"""Everything except a step of the large preset: memory use, start-up, many models at once, small presets."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from htm_teacher import run_many

from .figures import BYTE, Figures, thread_time
from .pipeline import textbook_parts
from .workload import Sizes, maker

STAGES = {
    "imports": "imports only",
    "numba": "plus Numba, with one trivial function",
    "kernels": "plus the compiled kernels",
    "whole": "plus the model, after all rows",
}
TURNS = 5  # of many models, with one core and with all cores
HOMES = Path(__file__).parents[1]
Tick = Callable[[str], None]


def child(*arguments: str, cache: str | None = None) -> list[float]:
    """The numbers that a new process of ``speed.child`` prints."""
    environment = dict(os.environ) if cache is None else os.environ | {"NUMBA_CACHE_DIR": cache}
    command = [sys.executable, "-m", "speed.child", *arguments]
    said = subprocess.run(command, cwd=HOMES, env=environment, check=True, capture_output=True, text=True)
    return [float(word) for word in said.stdout.split()]


def measure_memory(rows: int, found: Figures, tick: Tick) -> None:
    """Bytes of a process that runs the whole workload, and of processes that stop earlier."""
    for stage, name in STAGES.items():
        tick(f"memory: {name}")
        for _ in range(2):  # the first may have to compile; the second reads the cache
            now, most = child("memory", stage, str(rows))
            found.add(f"memory: {name}", now, BYTE)
            found.add(f"memory at most: {name}", most, BYTE)


def growth(found: Figures, before: str) -> float:
    """How many more bytes a process takes that did everything than one that stopped at stage ``before``."""
    return found.best(f"memory: {STAGES['whole']}") - found.best(f"memory: {STAGES[before]}")


def measure_start(starts: int, found: Figures, tick: Tick) -> bool:
    """Time imports, and first uses with an empty and a full cache. True if an import imported Numba."""
    numba = False
    child("import")
    for turn in range(1, starts + 1):
        tick(f"start-up: import, turn {turn} of {starts}")
        seconds, imported = child("import")
        found.add("import htm_teacher", seconds)
        numba = numba or bool(imported)
    with tempfile.TemporaryDirectory() as cache:
        tick("start-up: compiling everything")
        found.add("first use, empty cache", child("use", cache=cache)[0])
        for turn in range(1, starts + 1):
            tick(f"start-up: from the cache, turn {turn} of {starts}")
            found.add("first use, full cache", child("use", cache=cache)[0])
    return numba


def measure_many(values: list[float], sizes: Sizes, found: Figures, tick: Tick) -> int:
    """Time many models, in turns with one worker and with one for each core. Returns how many cores."""
    tick(f"many models: building {sizes.models}")
    make = maker("classroom", values, "fast")
    models, cores = [make() for _ in range(sizes.models)], os.cpu_count() or 1
    part = [values[: sizes.values]] * sizes.models
    run_many(models, part)  # so that the models have learned before the first turn
    for turn in range(1, TURNS + 1):
        for name, workers in (("one core", 1), ("all cores", cores)):
            tick(f"many models: {name}, turn {turn} of {TURNS}")
            start = time.perf_counter()
            run_many(models, part, workers=workers)
            seconds = time.perf_counter() - start
            found.add(f"run_many, {name}", seconds * workers / (sizes.models * len(part[0])))
    return cores


def measure_presets(values: list[float], sizes: Sizes, found: Figures, tick: Tick) -> None:
    """Time the whole model of each small preset on both engines, step by step and in one call."""
    part = values[: sizes.preset_rows]
    for preset in ("toy", "classroom"):
        tick(f"preset {preset}")
        fast, textbook = maker(preset, values, "fast"), maker(preset, values, "textbook")
        fast().run(part[:10])
        for _ in range(sizes.textbook_repeats):
            parts = textbook_parts(textbook(), part)
            found.add(f"{preset}, textbook: pipeline", parts["pipeline"] / len(part))
            model = textbook()
            found.add(f"{preset}, textbook: model.run", thread_time(model.run, part)[0] / len(part))
        for _ in range(sizes.repeats):
            model = fast()
            found.add(f"{preset}, fast: model.run", thread_time(model.run, part)[0] / len(part))
            model = fast()
            seconds = thread_time(lambda model=model: [model.step(one) for one in part])[0]
            found.add(f"{preset}, fast: model.step", seconds / len(part))
