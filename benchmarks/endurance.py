"""A million steps: does a model grow or slow down after it has reached its limits?

    python benchmarks/endurance.py

A classroom model of the fast engine, with at most two segments per cell, learns two series: a random walk
that turns round at both ends, and noise. It prints the memory and the time of a step, and draws
docs/pictures/performance-endurance.png.
"""

import argparse
import time
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from htm_teacher import RDSE, Model, build
from htm_teacher.plot.style import STYLES
from htm_teacher.series.generators import noise, random_walk

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "performance-endurance.png"
STYLE = STYLES["light"]
PARTS = 50


def series(name: str, steps: int) -> list[float]:
    """Values between 0 and 100."""
    if name == "noise":
        return noise(steps, 50.0, 50.0)
    return [abs(value % 200 - 100) for value in random_walk(steps, largest_step=5.0)]


def held(model: Model) -> int:
    """The bytes of all arrays of a model."""
    parts = (
        model.memory.net,
        model.memory.desk,
        model.pooler.pool,
        model.likelihood.records,
        model.classifier.table,
    )
    return sum(one.nbytes for part in parts for one in part if isinstance(one, np.ndarray))


def endure(name: str, steps: int) -> tuple[list[int], list[float], list[float], list[int]]:
    """After each part of the run: the steps so far, microseconds a step, megabytes, and segments."""
    values = series(name, steps)
    model = build("classroom", RDSE(resolution=1.0), "fast", max_segments_per_cell=2)
    done, times, sizes, segments = [], [], [], []
    for part in np.array_split(np.array(values), PARTS):
        start = time.thread_time()
        model.run(part.tolist())
        times.append((time.thread_time() - start) / len(part) * 1e6)
        done.append(model.steps)
        sizes.append(held(model) / 2**20)
        segments.append(sum(1 for _ in model.memory.segments))
    return done, times, sizes, segments


def main() -> None:
    """Measure, print and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--steps", type=int, default=1_000_000, help="how many steps (default 1,000,000)")
    steps = parser.parse_args().steps
    with plt.rc_context({"font.size": 12, "text.color": STYLE.ink, "axes.labelcolor": STYLE.ink}):
        figure, panels = plt.subplots(1, 3, figsize=(13, 4.2), layout="constrained")
        for name, colour, dashes in (("random walk", STYLE.recall, "-"), ("noise", STYLE.same, "--")):
            done, *columns = endure(name, steps)
            print(f"{name}: after a fifth of the steps and at the end")
            for what, column in zip(("µs a step", "MB", "segments"), columns, strict=True):
                print(f"  {what:10} {column[PARTS // 5 - 1]:>10,.1f} {column[-1]:>10,.1f}")
            for axes, column in zip(panels, columns, strict=True):
                axes.plot(np.array(done) / 1e6, column, dashes, color=colour, label=name, linewidth=2)
        for axes, what in zip(panels, ("microseconds a step", "megabytes", "segments"), strict=True):
            axes.set(xlabel="million steps", title=what)
            axes.set_ylim(bottom=0)
            axes.grid(color=STYLE.faint, linewidth=0.8)
            axes.tick_params(colors=STYLE.soft)
            for side in ("top", "right"):
                axes.spines[side].set_visible(False)
        panels[0].legend(frameon=False, loc="lower right")
        figure.suptitle("A million steps, two segments a cell: once the limits are reached, nothing grows")
        figure.savefig(PICTURE, dpi=110, metadata={"Software": None})
    print(f"Written: {PICTURE.name}")


if __name__ == "__main__":
    main()
