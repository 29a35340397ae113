"""Small real runs that the tests of the plots draw, and ways to read a picture back."""

import math
from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from htm_teacher import RDSE, Category, History, Step, build

TITLES = [
    "Input Value Over Time",
    "Prediction Accuracy Over Time",
    "Encoded Input SDR",
    "Active Columns Over Time",
]
KINDS = {
    "predicted and active": lambda step: step.active_columns & step.predicted_columns,
    "bursting: active, not predicted": lambda step: step.bursting_columns,
    "predicted, not active": lambda step: step.predicted_columns - step.active_columns,
}


def sine_history(steps: int = 120, training: int = 90) -> History:
    """A toy model on a sine of 20 steps: training, then testing."""
    history = History(build("toy", RDSE(resolution=0.1)))
    for place in range(steps):
        history.step(math.sin(place * math.pi / 10), learn=place < training)
    return history


def letter_steps() -> list[Step]:
    """A toy model on ABCD and XBCY."""
    model = build("toy", Category(tuple("ABCDXY")))
    return [model.step(letter) for letter in 4 * "ABCDXBCY"]


def panels(figure: Figure) -> dict[str, Axes]:
    """The panels by title."""
    return {axes.get_title(): axes for axes in figure.axes}


def line(axes: Axes, label: str) -> tuple[np.ndarray, np.ndarray]:
    """The points of the line or marks of a label: x, y."""
    (found,) = (one for one in axes.get_lines() if one.get_label() == label)
    return np.asarray(found.get_xdata()), np.asarray(found.get_ydata())


def pixels(figure: Figure) -> np.ndarray:
    """The picture: height x width x 4."""
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba()).astype(int)


def columns_at(axes: Axes, label: str, step: int) -> set[int]:
    """The columns that are drawn as marks of a label at a step."""
    steps, columns = line(axes, label)
    return {int(column) for column in columns[steps == step]}


def bits_at(axes: Axes, label: str) -> set[int]:
    """The bits that are drawn as marks of a label."""
    across = 1 + max(line(axes, "_off")[0])
    x, y = line(axes, label)
    return {int(bit) for bit in x + across * y}


def shades(axes: Axes, label: str) -> Iterator[tuple[float, float]]:
    """From where to where a phase is shaded, along x."""
    (found,) = (one for one in axes.collections if one.get_label() == label)
    for path in found.get_paths():
        yield float(path.vertices[:, 0].min()), float(path.vertices[:, 0].max())
