"""How fast films are made, and how much memory they take.

    make bench

It answers three questions. Is a film of 100 steps made at least 3 times as fast as by the first htm-teacher,
which clears and redraws everything at each step, with all active columns so far? Does a frame take no longer
in a long run than in a short run? Does a film with more frames take no more memory? The answers take two
minutes and need ffmpeg.
"""

import argparse
import pickle
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.animation import FFMpegWriter
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from htm_teacher import Step
from htm_teacher.plot import Labels, animate
from htm_teacher.plot.film import Frames
from htm_teacher.plot.picture import SIZE, Page
from htm_teacher.plot.recording import Recording, read
from htm_teacher.plot.writers import find_ffmpeg
from htm_teacher.series import shipped
from htm_teacher.study import prepare

LENGTHS = (100, 1000, 5000)  # steps
WINDOW = 100  # steps in view, the same for all lengths
FRAMES = (20, 200)
ENDINGS = (".html", ".gif", ".mp4")
FASTER = 3.0  # times as fast: the goal
SAME = 1.15  # times: counts as no growth, because other programs disturb the measurement
FPS = 10
ENCODING = ["-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p"]  # as htm-teacher calls ffmpeg


def learn(count: int) -> tuple[list[Step], list[datetime]]:
    """The records and times of a classroom model that learned the temperature of the sea."""
    run = prepare(shipped("sea").head(count), keep=count)
    run.go()
    return run.steps(), run.series.times or []


# Comparison with the first htm-teacher.


def film_the_first_way(run: Recording, path: Path, ffmpeg: str) -> None:
    """Film the same four panels by clearing and drawing all of them at each step."""
    figure = Figure(figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100)
    FigureCanvasAgg(figure)
    panels = figure.subplots(2, 2).ravel().tolist()
    with matplotlib.rc_context({"animation.ffmpeg_path": ffmpeg}):
        writer = FFMpegWriter(fps=FPS, codec="libx264", extra_args=ENCODING)
        with writer.saving(figure, str(path), dpi=100):
            for place in range(len(run)):
                draw_the_first_way(panels, run, place)
                writer.grab_frame()


def draw_the_first_way(panels: list[Any], run: Recording, place: int) -> None:
    """Draw everything up to a step."""
    values, accuracy, bits, columns = panels
    for axes in panels:
        axes.clear()
    part, steps = slice(place + 1), np.arange(place + 1)
    values.plot(steps, run.values[part], label=run.name)
    values.set_title("Input Value Over Time")
    accuracy.plot(steps, run.recall[part], label="recall")
    accuracy.plot(steps, run.precision[part], label="precision")
    accuracy.set_title("Prediction Accuracy Over Time")
    on = np.zeros(26 * -(-run.bits // 26))
    on[sorted(run.encoded[place])] = 1
    bits.imshow(on.reshape(26, -1), cmap="Blues", aspect="auto")
    bits.set_title("Encoded Input SDR")
    points = [(step, column) for step in steps for column in sorted(run.active[step])]
    columns.scatter(*zip(*points, strict=True), s=4)
    columns.set_title("Active Columns Over Time")
    for axes in (values, accuracy):
        axes.legend(loc="upper left")


def compare(steps: list[Step], times: list[datetime], repeats: int) -> bool:
    """Film the same steps in both ways, in turns, and print the ratio."""
    print(f"\nA film of {len(steps)} steps, {SIZE[0]} x {SIZE[1]}, MP4; median of {repeats}")
    run = read(steps, Labels(times))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        ffmpeg = find_ffmpeg(path)
        ways: dict[str, Callable[[], object]] = {
            "first htm-teacher": lambda: film_the_first_way(run, path, ffmpeg),
            "this htm-teacher": lambda: animate(steps, path, Labels(times), every=1, fps=FPS),
        }
        taken = {name: statistics.median(one) for name, one in measure(ways, repeats).items()}
    for name, seconds in taken.items():
        print(f"  {name:30} {seconds:7.2f} s {1000 * seconds / len(steps):7.1f} ms a frame")
    first, here = taken.values()
    return verdict(f"{first / here:.1f} times as fast", first / here >= FASTER, f"at least {FASTER:g}")


def measure(ways: dict[str, Callable[[], object]], repeats: int) -> dict[str, list[float]]:
    """Seconds of each way. The ways take turns, so that a disturbance affects all of them."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(repeats):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            taken[name].append(time.perf_counter() - start)
    return taken


def verdict(found: str, well: bool, asked: str) -> bool:
    """Print what was found, and whether it reaches the goal."""
    print(f"  {found}: goal {'reached' if well else 'NOT reached'} ({asked})")
    return well


# The time of a frame by the length of the run.


def time_frames(steps: list[Step], times: list[datetime], repeats: int) -> bool:
    """Draw frames of runs with the same last steps, in turns, and print a table."""
    print(f"\nTime of a frame by the length of the run, {WINDOW} steps in view; ms, median of {repeats}")
    films = {}
    for length in LENGTHS:
        last = slice(len(steps) - length, None)
        films[length] = Frames(Page(read(steps[last], Labels(times[last])), "light", WINDOW, SIZE))
    taken = {length: [0.0] * repeats for length in films}
    for turn in range(repeats):
        for length, film in films.items():
            place = length - 1 - turn % (WINDOW // 2)  # the same steps in all runs
            start = time.perf_counter()
            film.draw(place)
            taken[length][turn] = 1000 * (time.perf_counter() - start)
    medians = {length: statistics.median(one) for length, one in taken.items()}
    print(f"  {'steps':>6} {'median':>8} {'best':>8}")
    for length, one in taken.items():
        print(f"  {length:6,} {medians[length]:8.1f} {min(one):8.1f}")
    growth = medians[LENGTHS[-1]] / medians[LENGTHS[1]]
    found = f"at {LENGTHS[-1]:,} steps {growth:.2f} times as long as at {LENGTHS[1]:,}"
    return verdict(found, growth <= SAME, f"at most {SAME:g}")


# The memory of a film.


def measure_memory(steps: list[Step], times: list[datetime]) -> bool:
    """Make each film in a new process, and print the peak memory of the process."""
    print(f"\nPeak memory of a process that films {len(steps):,} steps; MB")
    try:
        import resource  # noqa: F401
    except ImportError:
        print("  left out: this system does not report it")
        return True
    answers = []
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "records"
        records.write_bytes(pickle.dumps((steps, times)))
        print(f"  {'film':5} {'frames':>6} {'before':>8} {'peak':>8}")
        for ending in ENDINGS:
            peaks = [film_elsewhere(records, ending, frames) for frames in FRAMES]
            found = (
                f"{ending}: {FRAMES[1]} frames take {peaks[1] / peaks[0]:.2f} times as much as {FRAMES[0]}"
            )
            answers.append(verdict(found, peaks[1] <= SAME * peaks[0], f"at most {SAME:g}"))
    return all(answers)


def film_elsewhere(records: Path, ending: str, frames: int) -> float:
    """Film records in a new process; print and return its peak memory in MB."""
    command = [sys.executable, __file__, "--film", str(records), ending, str(frames)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    before, peak = map(float, said.split())
    print(f"  {ending:5} {frames:6} {before:8.0f} {peak:8.0f}")
    return peak


def film_and_tell(records: str, ending: str, frames: str) -> None:
    """Film records, and print the peak memory of this process in MB, before and after."""
    steps, times = pickle.loads(Path(records).read_bytes())
    before = most_memory()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"film{ending}"
        animate(steps, path, Labels(times), every=len(steps) // int(frames), fps=FPS)
    print(before, most_memory())


def most_memory() -> float:
    """The peak memory of this process so far, in MB."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, KB elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> None:
    """Answer the three questions. The exit code is 1 if a goal is not reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--repeats", type=int, default=3, help="films to make in each way (default 3)")
    parser.add_argument("--film", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.film:
        film_and_tell(*chosen.film)
        return
    print(f"Python {platform.python_version()}, matplotlib {matplotlib.__version__}, {platform.platform()}")
    steps, times = learn(LENGTHS[-1])
    answers = [
        compare(steps[: LENGTHS[0]], times[: LENGTHS[0]], chosen.repeats),
        time_frames(steps, times, 30 * chosen.repeats),
        measure_memory(steps, times),
    ]
    sys.exit(0 if all(answers) else 1)


if __name__ == "__main__":
    main()
