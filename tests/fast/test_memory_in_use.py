"""How much memory a machine takes: not much more than what it has learned."""

import pytest

from htm_teacher import ENGINES, RDSE, build
from htm_teacher.core.rng import Random

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="there is one engine only")


def test_the_classifier_has_little_more_room_than_it_uses():
    from htm_teacher.fast.kernels.classifier import BUCKETS, ROWS
    from htm_teacher.fast.weight_table import SPARE_ROWS

    model, random = build("classroom", RDSE(1.0), "fast"), Random(0, "noise")
    for _ in range(40):
        model.run([100 * random.uniform() for _ in range(20)])
        table = model.classifier.table
        rows, buckets = table.weights.shape
        needed = table.numbers[ROWS] + table.features.shape[1]
        assert rows <= max(needed + SPARE_ROWS, 1.125 * needed)
        assert buckets <= 1.25 * (table.numbers[BUCKETS] + 1) + 7


def test_outgoing_synapses_take_no_room_for_cells_that_have_none():
    model = build("cortex", RDSE(1.0), "fast")
    model.run([1.0, 50.0, 1.0])
    net = model.memory.net
    assert 0 < net.length.sum() < len(net.outgoing) < len(net.length)
