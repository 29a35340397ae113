"""The answer to why a cell is predictive or not: which segment it names, and what it counts."""

import pytest

from core.helpers import memory_of, run
from htm_teacher.core.by_hand import add_segment
from htm_teacher.core.explain import explain

CONNECTED, POTENTIAL = 0.5, 0.2
NOT_PREDICTIVE = "Cell 0 (column 0) is not predictive: its best segment, 1, has 1 active connected synapse, "


def explained(engine, *segments, active=(5, 6, 7)):
    """Cell 0 with these segments, explained after a step with these active cells."""
    memory = memory_of(engine)
    for synapses in segments:
        add_segment(memory, 0, synapses)
    run(memory, active, learn=False)
    return explain(memory, 0)


@pytest.mark.parametrize("twin", [{5: CONNECTED, 6: CONNECTED}, {6: CONNECTED, 7: CONNECTED}])
def test_of_equal_active_segments_the_oldest_is_named(engine, twin):
    why = explained(engine, {5: CONNECTED}, {5: CONNECTED, 6: CONNECTED}, twin)
    assert str(why) == (
        "Cell 0 (column 0) is predictive: segment 1 has 2 active connected synapses, 2 are needed."
    )


@pytest.mark.parametrize("twin", [{5: CONNECTED, 6: POTENTIAL}, {6: CONNECTED, 7: POTENTIAL}])
def test_of_equal_segments_that_are_not_active_the_oldest_is_named(engine, twin):
    why = explained(engine, {5: CONNECTED}, {5: CONNECTED, 6: POTENTIAL}, twin, {1: CONNECTED})
    assert str(why).startswith(NOT_PREDICTIVE)
    assert str(why).endswith("2 are needed (2 active in all).")


def test_connected_synapses_count_for_more_than_potential_ones(engine):
    why = explained(engine, {5: POTENTIAL, 6: POTENTIAL, 7: POTENTIAL}, {5: CONNECTED})
    assert str(why).startswith(NOT_PREDICTIVE)


def test_a_synapse_is_connected_from_the_threshold_up_and_active_with_its_cell(engine):
    why = explained(engine, {4: 0.9, 5: 0.5, 6: 0.4999})
    (dendrite,) = why.dendrites
    assert [(one.source, one.connected, one.active) for one in dendrite.synapses] == [
        (4, True, False),
        (5, True, True),
        (6, False, True),
    ]
    assert (dendrite.connected_active, dendrite.potential_active, dendrite.state) == (1, 2, "matching")


@pytest.mark.parametrize(
    ("synapses", "state"),
    [({5: 0.5, 6: 0.5}, "active"), ({5: 0.2}, "matching"), ({1: 0.5, 2: 0.5}, "silent")],
)
def test_a_segment_is_active_matching_or_silent(engine, synapses, state):
    (dendrite,) = explained(engine, synapses).dendrites
    assert dendrite.state == state
