"""A survey: samples of a model, taken all along its history and once for several pictures."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from ..core.checks import check_whole
from ..core.model import Model
from ..core.permanence import ONE
from ..core.sdr import SDR
from ..keep.history import History

Counts = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

BINS = 50  # of permanences, from 0 to 1
PROBES = 25  # inputs that the pooler is given at every sample


@dataclass(frozen=True)
class Permanences:
    """The permanences of all synapses of one kind.

    Attributes:
        counts: how many synapses are in each of 50 equal parts of [0, 1]; the last part includes 1.
        connected: how many synapses are connected.
        threshold: the permanence from which a synapse is connected, in [0, 1].
    """

    counts: Counts
    connected: int
    threshold: float


@dataclass(frozen=True)
class Sample:
    """A sample of the model.

    Attributes:
        steps: after how many steps it was taken.
        proximal, distal: the permanences of the synapses of pooler and memory.
        overlap_duty, activity_duty, boost: the duty cycles and the boost factor of each column.
        serials, owners, last_used, sizes: for each segment, oldest first: its number in order of creation,
            its cell, the step of the memory at which it was last active, and its number of synapses.
        next_serial: how many segments had been created in all.
        answers: the columns that win for a few inputs of the run; the inputs are the same at all samples.
    """

    steps: int
    proximal: Permanences
    distal: Permanences
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
    """A history, and samples of its model from before the first step to after the last.

    Attributes:
        history: the history.
        samples: the samples, in order.
        made: how many segments had been created in all after 0, 1, 2 ... steps.
        clock: the steps of the memory at these moments. A missing value is no step of the memory.
    """

    history: History
    samples: list[Sample]
    made: Counts
    clock: Counts


def survey(
    history: History, samples: int = 61, progress: Callable[[int, int], object] | None = None
) -> Survey:
    """Replay a history and take samples of its model at even distances. The model does not change.

    Args:
        history: the history.
        samples: how many samples, at least 2.
        progress: called after each step with the number of steps done and of all steps.

    Raises:
        ValueError: if there are no steps, or fewer than two samples.
    """
    if not len(history):
        raise ValueError("history has no steps yet: there is nothing to draw")
    check_whole(samples, "samples", 2)
    places = set(np.linspace(0, len(history), samples).round().astype(int).tolist())
    probes = list(_probes(history))
    taken: list[Sample] = []
    made, clock = (np.zeros(len(history) + 1, dtype=np.int64) for _ in range(2))
    for steps, model in enumerate(history.replay()):
        made[steps], clock[steps] = model.memory.segments.next_serial, model.memory.steps
        if steps in places:
            taken.append(sample(model, steps, probes))
        if progress is not None and steps:
            progress(steps, len(history))
    return Survey(history, taken, made, clock)


def surveyed(source: History | Survey) -> Survey:
    """The survey itself, or a survey of the history."""
    return source if isinstance(source, Survey) else survey(source)


def sample(model: Model, steps: int, probes: list[SDR]) -> Sample:
    """A sample of a model, which does not change."""
    pooler, segments = model.pooler, list(model.memory.segments)
    synapses = [segment.synapses for segment in segments]
    return Sample(
        steps=steps,
        proximal=permanences(pooler.permanences, pooler.parameters.connected_permanence),
        distal=permanences(synapses, model.memory.parameters.connected_permanence),
        overlap_duty=np.array(pooler.overlap_duty, dtype=float),
        activity_duty=np.array(pooler.activity_duty, dtype=float),
        boost=np.array(pooler.boost, dtype=float) / 1000,
        serials=np.array([one.serial for one in segments], dtype=np.int64),
        owners=np.array([one.cell for one in segments], dtype=np.int64),
        last_used=np.array([one.last_used for one in segments], dtype=np.int64),
        sizes=np.array([len(one) for one in synapses], dtype=np.int64),
        next_serial=model.memory.segments.next_serial,
        answers=[pooler.compute(probe, learn=False) for probe in probes],
    )


def permanences(synapses: Iterable[dict[int, int]], threshold: float) -> Permanences:
    """Count the permanences of synapses: {source: permanence in ten-thousandths} for each segment."""
    held = np.fromiter(chain.from_iterable(one.values() for one in synapses), dtype=np.int64)
    counts = np.bincount(np.minimum(held * BINS // ONE, BINS - 1), minlength=BINS)
    return Permanences(counts, int((held >= round(threshold * ONE)).sum()), threshold)


def _probes(history: History) -> Iterator[SDR]:
    """Inputs from the whole run without missing values; from a very long run, those still kept."""
    first = max(0, len(history) - history.keep)
    count = min(PROBES, len(history) - first)
    for place in np.linspace(first, len(history) - 1, count).round().astype(int).tolist():
        encoded = history[place].encoded
        if encoded.active:
            yield encoded
