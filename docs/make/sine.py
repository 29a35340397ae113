"""Run the study of the sine, print its scores, draw docs/pictures/sine.png: ``python docs/make/sine.py``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from htm_teacher.keep.whole_file import whole_file
from htm_teacher.plot import learning_curves
from htm_teacher.study.sine import WAYS, Curve, study_sine

MEANING = "Train on a sine in three ways, print the final scores of each, and draw the learning curves."
PICTURE = Path(__file__).resolve().parents[1] / "pictures" / "sine.png"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the study, print a table, and draw the curves."""
    reader = argparse.ArgumentParser("python docs/make/sine.py", description=MEANING)
    reader.add_argument(
        "--out", type=Path, default=PICTURE, help="where to write the picture; default: %(default)s"
    )
    reader.add_argument("--periods", type=int, default=100, help="periods in each run; default: %(default)s")
    reader.add_argument("--seeds", type=int, default=5, help="runs for each way; default: %(default)s")
    chosen = reader.parse_args(arguments)
    for name in ("periods", "seeds"):
        if getattr(chosen, name) < 1:
            reader.error(f"--{name} must be at least 1")
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    curves = study_sine(tuple(range(1, chosen.seeds + 1)), chosen.periods, say_how_far)
    print_scores(curves)
    draw(curves, chosen.out)
    print(f"Drawn: {chosen.out}")


def say_how_far(done: int, total: int) -> None:
    """Print how many runs are done, on one line."""
    print(f"\r{done} of {total} runs", end="", flush=True, file=sys.stderr)


def print_scores(curves: list[Curve]) -> None:
    """Print the mean scores of each run, and the lowest and highest of each way."""
    print(f"\n{'mean of the last ten periods':40} {'seed':>4} {'recall':>7} {'precision':>9}")
    for curve in curves:
        recall, precision = curve.last()
        print(f"{curve.way:40} {curve.seed:4} {recall:7.3f} {precision:9.3f}")
    print("\nlowest and highest of these periods")
    for way in WAYS:
        lasts = [(curve.recall[-10:], curve.precision[-10:]) for curve in curves if curve.way == way]
        spans = [[value for last in column for value in last] for column in zip(*lasts, strict=True)]
        said = [f"{min(span):.3f} to {max(span):.3f}" for span in spans]
        print(f"{way:40} recall {said[0]}, precision {said[1]}")


def draw(curves: list[Curve], path: Path) -> None:
    """Write the learning curves of each way as a picture."""
    ways = {way: [(curve.recall, curve.precision) for curve in curves if curve.way == way] for way in WAYS}
    with whole_file(path) as draft:
        learning_curves(ways, unit="periods").savefig(draft, format="png")


if __name__ == "__main__":
    main()
