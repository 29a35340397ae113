"""The fast engine numbers the slots of synapses in four bytes: it refuses a memory that would need more."""

import numpy as np
import pytest

from htm_teacher import ENGINES, RDSE, MemoryParameters, build

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="there is one engine only")


@pytest.fixture
def arrays():
    from htm_teacher.fast import arrays

    return arrays


@pytest.fixture
def net(arrays):
    return arrays.new_net(MemoryParameters(columns=8, cells_per_column=2))


def test_every_slot_has_a_number_of_its_own(arrays, net):
    assert np.iinfo(net.outgoing.dtype).max == arrays.MOST_SLOTS - 1


def test_segments_get_room_up_to_the_last_slot_that_can_be_numbered(arrays, net, monkeypatch):
    monkeypatch.setattr(arrays, "MOST_SLOTS", 32 * 100)
    net = arrays.more_segments(net, 90)
    assert (len(net.cell), len(net.source)) == (100, 3200)
    assert len(arrays.more_segments(net, 100).cell) == 100
    with pytest.raises(MemoryError, match=r"room for 101 segments of up to 32 synapses .* room for 100;"):
        arrays.more_segments(net, 101)


def test_segments_are_not_widened_beyond_it(arrays, net, monkeypatch):
    monkeypatch.setattr(arrays, "MOST_SLOTS", 32 * 200)
    net = arrays.more_segments(net, 36)
    assert len(arrays.wider(net, 1).source) == 6400
    net.numbers[arrays.SHIFT] = 0
    with pytest.raises(MemoryError, match=r"room for 100 segments of up to 128 synapses .* room for 50;"):
        arrays.wider(net, 2)
    assert net.numbers[arrays.SHIFT] == 0, "nothing has changed"


def test_the_limit_is_found_before_memory_is_taken(arrays, net):
    with pytest.raises(MemoryError, match="134,217,729 segments"):
        arrays.more_segments(net, 2**27 + 1)
    with pytest.raises(MemoryError, match="the textbook has no such limit"):
        arrays.wider(arrays.more_segments(net, 0), 22)


def test_a_change_without_room_changes_nothing(arrays, monkeypatch):
    model = build("toy", RDSE(resolution=1.0), "fast")
    model.run([1, 9, 17, 25] * 10)
    before = model.state()
    monkeypatch.setattr(arrays, "MOST_SLOTS", 32 * 200)
    with pytest.raises(MemoryError, match="the textbook has no such limit"):
        model.change(max_synapses_per_segment=32_768, pooler_permanence_increment=0.07)
    assert model.state() == before
    assert (
        model.memory.rules.max_synapses_per_segment
        == before["memory"]["parameters"]["max_synapses_per_segment"]
    )
