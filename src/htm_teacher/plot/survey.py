"""A survey: looks into a model at moments all along its history, taken once for all pictures of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..core.history import History
from ..core.model import Model
from ..core.numbers import ONE, check_whole
from ..core.sdr import SDR
from ..core.state import memory_state, pooler_state

Counts = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

BINS = 50  # of permanences, from 0 to 1
PROBES = 25  # inputs that are shown to the pooler again and again


@dataclass(frozen=True)
class Moment:
    """A look into the model.

    Attributes:
        steps: how many steps it had been through.
        proximal, distal: how many synapses of pooler and memory have a permanence in each of 50 equal
            parts of [0, 1].
        overlap_duty, activity_duty, boost: of each column; the boost as a factor.
        serials, owners, last_used, sizes: of each segment, the oldest first: its number in order of
            creation, its cell, the step of the memory that used it last, how many synapses it has.
        next_serial: how many segments had ever been made.
        answers: the columns that win for each of a few inputs of the run, the same at all moments.
    """

    steps: int
    proximal: Counts
    distal: Counts
    overlap_duty: Numbers
    activity_duty: Numbers
    boost: Numbers
    serials: Counts
    owners: Counts
    last_used: Counts
    sizes: Counts
    next_serial: int
    answers: list[frozenset[int]]


@dataclass(frozen=True)
class Survey:
    """A history, and looks into its model from before the first step to after the last."""

    history: History
    moments: list[Moment]


def survey(
    history: History, samples: int = 60, progress: Callable[[int, int], object] | None = None
) -> Survey:
    """Let the past pass once more, and look at it ``samples`` times, evenly; the model stays as it is.

    Args:
        progress: called after each step with how many are done and how many there are.

    Raises:
        ValueError: if there are no steps, or fewer than two samples.
    """
    if not len(history):
        raise ValueError("history: it has no steps yet, so there is nothing to see")
    check_whole(samples, "samples", 2)
    places = set(np.linspace(0, len(history), samples).round().astype(int).tolist())
    probes = list(_probes(history))
    moments = []
    for steps, model in enumerate(history.replay()):
        if steps in places:
            moments.append(look(model, steps, probes))
        if progress is not None and steps:
            progress(steps, len(history))
    return Survey(history, moments)


def surveyed(source: History | Survey) -> Survey:
    """The survey itself, or one of the history."""
    return source if isinstance(source, Survey) else survey(source)


def look(model: Model, steps: int, probes: list[SDR]) -> Moment:
    """One look into a model, which does not move."""
    pooler, memory = pooler_state(model.pooler), memory_state(model.memory)
    return Moment(
        steps=steps,
        proximal=histogram(pooler["pools"]["permanences"]),
        distal=histogram(memory["synapses"]["permanences"]),
        overlap_duty=np.asarray(pooler["overlap_duty"], dtype=float),
        activity_duty=np.asarray(pooler["activity_duty"], dtype=float),
        boost=np.asarray(pooler["boost"], dtype=float) / 1000,
        serials=np.asarray(memory["serials"], dtype=np.int64),
        owners=np.asarray(memory["owners"], dtype=np.int64),
        last_used=np.asarray(memory["last_used"], dtype=np.int64),
        sizes=np.asarray(memory["synapses"]["sizes"], dtype=np.int64),
        next_serial=memory["next_serial"],
        answers=[model.pooler.compute(probe, learn=False) for probe in probes],
    )


def histogram(permanences: Any) -> Counts:
    """How many permanences, in ten-thousandths, are in each of the parts of [0, 1]."""
    part = np.asarray(permanences, dtype=np.int64) * BINS // ONE
    return np.bincount(np.minimum(part, BINS - 1), minlength=BINS)


def _probes(history: History) -> Iterator[SDR]:
    """Inputs from all over the run, missing ones left out."""
    for place in np.linspace(0, len(history) - 1, min(PROBES, len(history))).round().astype(int).tolist():
        encoded = history[place].encoded
        if encoded.active:
            yield encoded
