"""A million steps: once the limits are reached, nothing grows any more."""

import numpy as np
import pytest

from htm_teacher import ENGINES, RDSE, build
from htm_teacher.series.generators import noise, random_walk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("fast" not in ENGINES, reason="for the textbook it would take an hour"),
]

STEPS = 1_000_000


def walk(steps):
    """A random walk between 0 and 100: at the ends it turns round."""
    return [abs(value % 200 - 100) for value in random_walk(steps, largest_step=5.0)]


SERIES = {"walk": lambda: walk(STEPS), "noise": lambda: noise(STEPS, 50.0, 50.0)}


def shapes(model):
    """The size of every array of the machine, in numbers."""
    parts = {
        "net": model.memory.net,
        "desk": model.memory.desk,
        "pool": model.pooler.pool,
        "records": model.likelihood.records,
        "table": model.classifier.table,
    }
    return {
        f"{part}.{name}": numbers.size
        for part, arrays in parts.items()
        for name, numbers in arrays._asdict().items()
        if isinstance(numbers, np.ndarray)
    }


@pytest.mark.parametrize("name", SERIES)
def test_memory_stays_as_it_is_once_the_limits_are_reached(name):
    values = SERIES[name]()
    model = build("classroom", RDSE(resolution=1.0), "fast", max_segments_per_cell=2)
    cells, most = model.memory.size, model.memory.parameters.max_synapses_per_segment
    model.run(values[: STEPS // 5])
    early = shapes(model)
    outgoing = early.pop("net.outgoing")
    model.run(values[STEPS // 5 :])
    late = shapes(model)
    # The one array that is laid out anew, as large as what is in it then, and some room.
    assert late.pop("net.outgoing") <= max(2 * outgoing, 4 * (2 * most + 1) * cells)
    assert late == early
    assert max(len(model.memory.segments_of(cell)) for cell in range(cells)) == 2
    assert model.steps == STEPS
