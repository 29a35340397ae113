"""Building, saving and loading a model, on both engines."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from htm_teacher import RDSE, Model, build, load, save
from htm_teacher.core.rng import Random

from .figures import BYTE, Figures, Section, Table, milliseconds, thread_time, three
from .many import held
from .workload import Sizes

PRESETS = {"classroom": 1000, "cortex": 3000}  # the rows that each has learned when it is saved
NOISE = 100.0  # the range of these rows; a bucket of the encoder is 1 wide
LARGE = 16_384  # columns
ENGINES = ("textbook", "fast")

Tick = Callable[[str], None]


def measure(sizes: Sizes, found: Figures, tick: Tick) -> None:
    """Build models of each preset, and save and load them after they have learned noise."""
    encoder = RDSE(resolution=1.0)
    for preset, rows in PRESETS.items():
        tick(f"building, saving and loading: {preset}")
        for engine in ENGINES:
            for seed in range(sizes.repeats):
                seconds = thread_time(lambda seed=seed: build(preset, encoder, engine, seed=seed))[0]  # noqa: B023
                found.add(f"build, {preset}, {engine}", seconds)
        keep(preset, noisy(build(preset, encoder, "fast"), min(rows, sizes.rows)), sizes.repeats, found)
    tick("building a large model")
    for seed in range(sizes.repeats):
        found.add("build, large, fast", thread_time(large, encoder, seed)[0])


def large(encoder: RDSE, seed: int) -> Model:
    """A model of many columns."""
    return build("cortex", encoder, "fast", seed=seed, columns=LARGE, active_column_count=LARGE // 50)


def noisy(model: Model, rows: int) -> Model:
    """The model after it has learned random values, which leave many segments behind."""
    random = Random(0, "noise")
    model.run([NOISE * random.uniform() for _ in range(rows)])
    return model


def keep(preset: str, model: Model, repeats: int, found: Figures) -> None:
    """Save the model, and load it on each engine."""
    found.add(f"memory, {preset}", held(model), BYTE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.npz"
        for _ in range(repeats):
            found.add(f"save, {preset}, fast", thread_time(save, model, path)[0])
        found.add(f"size, {preset}", path.stat().st_size, BYTE)
        for engine in ENGINES:
            for _ in range(repeats if engine == "fast" else 1):
                found.add(f"load, {preset}, {engine}", thread_time(load, path, engine)[0])
        textbook = load(path, "textbook")
        found.add(f"save, {preset}, textbook", thread_time(save, textbook, path)[0])


def section(found: Figures) -> Section:
    """The table of these figures."""
    table = Table(("CPU ms, best", "textbook", "fast", "textbook / fast"))
    for preset in PRESETS:
        for what in ("build", "save", "load"):
            names = [f"{what}, {preset}, {engine}" for engine in ENGINES]
            times = (milliseconds(found.best(name)) for name in names)
            table.add(f"{what}, {preset}", *times, three(found.ratio(*names)))
    table.add(f"build, {LARGE:,} columns", "", milliseconds(found.best("build, large, fast")), "")
    sizes = " and ".join(f"{three(found.best(f'size, {preset}') / 1e6)} MB ({preset})" for preset in PRESETS)
    memory = " and ".join(
        f"{three(found.best(f'memory, {preset}') / 1e6)} MB ({preset})" for preset in PRESETS
    )
    rows = " and ".join(f"{rows:,}" for rows in PRESETS.values())
    words = (
        "`build` draws every potential pool of the spatial pooler and its first permanences. `save` and "
        f"`load` follow after {rows} random values, in this order, with learning. A file then holds {sizes}, "
        f"and the arrays of such a model in memory {memory}. "
        "`load` checks every number."
    )
    return Section("Building, saving and loading", [words, table])
