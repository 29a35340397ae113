"""What is run: the series, the models, and how much of each. Also the goals, and the figures of htm.core."""

import csv
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from htm_teacher import RDSE, build, load, save
from htm_teacher.series import shipped

NYC_TAXI = Path(__file__).parents[3] / "shared" / "nab" / "data" / "realKnownCause" / "nyc_taxi.csv"
HORIZON = 1000  # rows of one stretch; the last stretch is the last 1,000 rows


@dataclass(frozen=True)
class Sizes:
    """How much is measured. ``name`` goes into the record: only runs of the same sizes are compared."""

    name: str
    rows: int
    textbook_rows: int
    repeats: int
    textbook_repeats: int
    columns: tuple[int, ...]
    cells: tuple[int, ...]
    synapses: tuple[int, ...]
    large_columns: int  # of the memory whose synapses grow in number
    steps: int  # for each point of the scaling
    models: int
    values: int  # for each model
    preset_rows: int
    starts: int
    copied: int  # bytes


FULL = Sizes(
    name="full",
    rows=10_320,
    textbook_rows=1500,
    repeats=5,
    textbook_repeats=2,
    columns=(1024, 2048, 4096, 8192, 16_384, 32_768, 65_536),
    cells=(4, 8, 16, 32),
    synapses=(10_000, 100_000, 1_000_000, 10_000_000),
    large_columns=16_384,
    steps=500,
    models=200,
    values=1000,
    preset_rows=2000,
    starts=7,
    copied=2**28,
)
QUICK = Sizes(
    name="quick",
    rows=350,
    textbook_rows=20,
    repeats=2,
    textbook_repeats=1,
    columns=(1024, 2048),
    cells=(4, 8),
    synapses=(8000, 16_000),
    large_columns=2048,
    steps=20,
    models=4,
    values=50,
    preset_rows=50,
    starts=1,
    copied=2**22,
)

# Goals.
PIPELINE_MS = 0.035
TIMES_TEXTBOOK = 200
TIMES_FLOOR = 3
TIMES_RUN = 1.3  # `model.step` / `model.run`
MEMORY_MB = 40
CORE_SHARE = 0.8
IMPORT_S = 0.3
FIRST_USE_S = 30
BUILD_MS = {"classroom": 3.0, "cortex": 25.0, "large": 1000.0}
KEEP_MS = {"classroom": 5.0, "cortex": 60.0}  # to save, and to load
KEPT_MB = {"classroom": 1.5}  # the arrays of a model that is saved
GROWTH = 1.2  # counts as constant
# Before building, saving and loading were compiled; measured once, so compare only the order of magnitude.
BEFORE = {
    "pipeline, all rows": 0.047,
    "`model.step` / `model.run`": 1.45,
    "64 streams, with building": 10.7,
    "first use, compiling": 26.0,
    "build, classroom": 160.0,
    "build, cortex": 1210.0,
    "save, classroom": 40.0,
    "load, classroom": 230.0,
    "save, cortex": 530.0,
    "load, cortex": 3700.0,
    "memory, classroom": 4.5,
}
TEXTBOOK_MS = {"classroom": 3.0, "cortex": 20.0}
# htm.core (C++, release build, -O3, one thread) on the same workload: encode + pool + remember, best and
# median of six turns. It was measured once, on another computer; nothing here measures it again.
PEER_SERIES = "nyc_taxi"
PEER_MS = {"all rows": (0.430, 0.520), "the last 1,000 rows": (0.685, 0.789)}
STREAMS = 64  # of 1,000 rows, each with a new classroom model
PEER_STREAMS_S = 6.4  # CPU seconds of htm.core for them, building included; measured on another occasion
TIMES_PEER = 5  # htm.core / here, for these streams, with and without likelihood and classifier
PEER_PARTS_MS = {"pool": (0.138, 0.150), "remember": (0.281, 0.360)}


def series(rows: int) -> tuple[str, list[float]]:
    """Name and values of NAB's nyc_taxi if it is available, otherwise of the shipped series of demand."""
    if NYC_TAXI.exists():
        with NYC_TAXI.open() as file:
            return PEER_SERIES, [float(row["value"]) for row in csv.DictReader(file)][:rows]
    return "demand", [float(value) for value in shipped("demand").values() if value is not None][:rows]


def maker(preset: str, values: list[float], engine: str) -> Callable[[], Any]:
    """A function that loads a new model from a file each time, which is faster than building it."""
    encoder = RDSE()
    encoder.fit(values)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.npz"
        save(build(preset, encoder, engine="fast"), path)
        saved = path.read_bytes()

    def make() -> Any:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "new.npz"
            path.write_bytes(saved)
            return load(path, engine)

    return make
