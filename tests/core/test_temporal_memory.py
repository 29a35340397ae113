"""The rules of section 5 of the algorithm, one by one, on networks of a few cells.

Where columns have one cell each, a cell has the number of its column.
"""

import pickle
from collections import Counter
from copy import copy, deepcopy

import pytest

from core.helpers import (
    all_segments,
    draws_of,
    learned,
    memory_of,
    moment,
    permanences_of,
    run,
    state_of,
)
from htm_teacher import MemoryParameters
from htm_teacher.core.by_hand import add_segment, kill, kill_cells, remove_segment

# Parameters


def test_the_defaults_are_the_full_size_ones_that_numenta_published():
    assert vars(MemoryParameters()) == {
        "columns": 2048,
        "cells_per_column": 32,
        "activation_threshold": 13,
        "learning_threshold": 10,
        "initial_permanence": 0.21,
        "connected_permanence": 0.5,
        "permanence_increment": 0.1,
        "permanence_decrement": 0.1,
        "predicted_decrement": 0.001,
        "sample_size": 20,
        "max_synapses_per_segment": 32,
        "max_segments_per_cell": 128,
    }


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"activation_threshold": 0}, "activation_threshold"),
        ({"learning_threshold": 0}, "learning_threshold"),
        ({"activation_threshold": 2, "learning_threshold": 3}, "activation_threshold"),
        ({"sample_size": 9, "max_synapses_per_segment": 8}, "sample_size"),
        ({"permanence_increment": 0.00005}, "permanence_increment"),
        ({"connected_permanence": 1.1}, "connected_permanence"),
        ({"initial_permanence": -0.1}, "initial_permanence"),
        ({"permanence_decrement": "0.1"}, "permanence_decrement"),
        ({"predicted_decrement": float("nan")}, "predicted_decrement"),
        ({"columns": 0}, "columns"),
        ({"cells_per_column": 1.5}, "cells_per_column"),
        ({"max_segments_per_cell": 0}, "max_segments_per_cell"),
    ],
)
def test_a_parameter_out_of_range_or_at_odds_with_another_is_an_error_that_names_it(engine, changes, named):
    with pytest.raises(ValueError, match=named):
        memory_of(engine, **changes)


def test_thresholds_may_be_equal_and_a_sample_may_fill_a_segment(engine):
    memory = memory_of(
        engine,
        activation_threshold=3,
        learning_threshold=3,
        sample_size=8,
        max_synapses_per_segment=8,
    )
    assert memory.parameters.sample_size == 8


# Cells are numbered column by column


def test_cell_i_of_column_c_is_number_c_times_cells_per_column_plus_i(engine):
    memory = memory_of(engine, cells_per_column=3)
    run(memory, {2, 4})
    assert memory.now.active_cells == {6, 7, 8, 12, 13, 14}
    assert memory.size == 30


def test_columns_given_twice_or_in_any_order_are_a_set(engine):
    one, other = (memory_of(engine, cells_per_column=3) for _ in range(2))
    run(one, [4, 2, 4], [7, 1, 1])
    run(other, {2, 4}, {1, 7})
    assert state_of(one) == state_of(other)


@pytest.mark.parametrize("column", [-1, 10])
def test_a_column_out_of_range_is_an_error_and_changes_nothing(engine, column):
    memory = memory_of(engine)
    run(memory, {0, 1}, {2, 3})
    before = state_of(memory)
    with pytest.raises(ValueError, match="column"):
        memory.compute({1, column})
    assert state_of(memory) == before


# Phase 1: activate


def predicting(engine, **changes):
    """Columns 0 and 1 have just come; cells 2 x 3 and 2 x 3 + 1 (of column 3) expect to be next."""
    memory = memory_of(engine, cells_per_column=2, **changes)
    for cell in (6, 7):
        add_segment(memory, cell, {0: 0.5, 2: 0.5})
    run(memory, {0, 1}, learn=False)
    return memory


def test_in_a_predicted_column_exactly_the_predicted_cells_become_active_and_win(engine):
    memory = memory_of(engine, cells_per_column=4)
    add_segment(memory, 13, {0: 0.5, 4: 0.5})
    add_segment(memory, 14, {1: 0.5, 5: 0.5})
    run(memory, {0, 1}, {3}, learn=False)
    assert memory.now.active_cells == memory.now.winner_cells == {13, 14}


def test_two_active_segments_of_one_cell_make_one_winner(engine):
    memory = memory_of(engine, cells_per_column=4)
    add_segment(memory, 13, {0: 0.5, 4: 0.5})
    add_segment(memory, 13, {1: 0.5, 5: 0.5})
    run(memory, {0, 1}, {3}, learn=False)
    assert memory.now.active_cells == memory.now.winner_cells == {13}


def test_a_prediction_in_another_column_does_not_keep_a_column_from_bursting(engine):
    memory = predicting(engine)
    run(memory, {4}, learn=False)
    assert memory.now.active_cells == {8, 9}


def test_a_predicted_column_that_does_not_come_stays_inactive(engine):
    memory = predicting(engine)
    run(memory, {4}, learn=False)
    assert not memory.now.active_cells & {6, 7}


def test_a_merely_matching_segment_does_not_keep_its_column_from_bursting(engine):
    memory = memory_of(engine, cells_per_column=4)
    add_segment(memory, 13, {0: 0.5, 4: 0.4999})
    run(memory, {0, 1}, {3}, learn=False)
    assert memory.now.active_cells == {12, 13, 14, 15}
    assert memory.now.winner_cells == {13}


def test_a_burst_picks_the_cell_of_the_matching_segment_with_most_active_potential_synapses(engine):
    memory = memory_of(engine, cells_per_column=4, activation_threshold=4)
    add_segment(memory, 12, {0: 0.9, 4: 0.9, 35: 0.9, 36: 0.9})  # two of these come: connected
    add_segment(memory, 14, {0: 0.1, 4: 0.1, 8: 0.1})  # three: connected or not does not matter
    add_segment(memory, 15, {8: 0.9})
    run(memory, {0, 1, 2}, {3}, learn=False)
    assert memory.now.active_cells == {12, 13, 14, 15}
    assert memory.now.winner_cells == {14}


def test_of_equally_matching_segments_the_oldest_wins(engine):
    memory = memory_of(engine, cells_per_column=4, activation_threshold=4)
    add_segment(memory, 15, {0: 0.1, 4: 0.1})
    add_segment(memory, 12, {0: 0.4, 4: 0.4})
    run(memory, {0, 1}, {3}, learn=False)
    assert memory.now.winner_cells == {15}


def test_a_burst_without_matching_segment_picks_the_cell_with_fewest_segments(engine):
    memory = memory_of(engine, cells_per_column=4)
    for cell, segments in {12: 2, 13: 3, 14: 1, 15: 2}.items():
        for _ in range(segments):
            add_segment(memory, cell, {39: 0.5})
    for learn in (True, False):
        run(memory, {3}, learn=learn)
        assert memory.now.winner_cells == {14}


def test_a_tie_for_the_fewest_segments_is_drawn_among_the_equals_in_ascending_order(engine):
    memory = memory_of(engine, cells_per_column=5)
    add_segment(memory, 16, {45: 0.5})
    equals, drawn = [15, 17, 18, 19], Counter()
    for _ in range(40):
        expected = equals[draws_of(memory).below(4)]
        memory.reset()
        run(memory, {3})
        assert memory.now.winner_cells == {expected}
        drawn[expected] += 1
    assert set(drawn) == set(equals)


def test_a_single_cell_with_fewest_segments_needs_no_draw(engine):
    memory = memory_of(engine)
    before = memory.random.state
    run(memory, {3})
    assert memory.random.state == before


def test_without_learning_a_tie_goes_to_the_lowest_cell_and_nothing_is_drawn(engine):
    memory = memory_of(engine, cells_per_column=4)
    add_segment(memory, 12, {39: 0.5})
    before = memory.random.state
    run(memory, {3}, learn=False)
    assert memory.now.winner_cells == {13}
    assert memory.random.state == before


def test_all_columns_are_activated_before_anything_is_learned(engine):
    """All ties between cells are drawn first, then the cells that new segments listen to."""
    memory = memory_of(engine, cells_per_column=4, sample_size=2)
    run(memory, {0, 1, 2})
    winners = memory.now.winner_cells
    twin = draws_of(memory)
    first, second = 12 + twin.below(4), 20 + twin.below(4)
    expected = {cell: set(twin.sample(winners, 2)) for cell in (first, second)}
    run(memory, {5, 3})
    assert memory.now.winner_cells == {first, second}
    assert {one.cell: set(one.permanences()) for one in all_segments(memory)} == expected


# Phase 2: reinforce


def test_a_reinforced_segment_gains_on_synapses_from_active_cells_and_loses_on_the_others(engine):
    memory = memory_of(engine)
    add_segment(memory, 5, {0: 0.5, 1: 0.6, 2: 0.3, 8: 0.7, 9: 0.2})
    run(memory, {0, 1, 2}, {5})
    assert permanences_of(memory, 5) == [{0: 0.6, 1: 0.7, 2: 0.4, 8: 0.65, 9: 0.15}]


def test_cells_that_were_active_without_winning_count_as_well(engine):
    """Column 0 bursts: cells 0 and 1 are active, one of them wins."""
    memory = memory_of(engine, cells_per_column=2, sample_size=1)
    add_segment(memory, 10, {0: 0.5, 1: 0.5})
    run(memory, {0}, {5})
    assert permanences_of(memory, 10) == [{0: 0.6, 1: 0.6}]


def test_reinforcement_looks_at_the_cells_of_the_step_before_not_of_now(engine):
    memory = memory_of(engine)
    add_segment(memory, 5, {0: 0.5, 1: 0.5, 5: 0.5})
    run(memory, {0, 1}, {5})
    assert permanences_of(memory, 5) == [{0: 0.6, 1: 0.6, 5: 0.45}]


def test_a_permanence_rises_to_one_at_most(engine):
    memory = memory_of(engine)
    add_segment(memory, 5, {0: 0.95, 1: 1.0})
    run(memory, {0, 1}, {5})
    assert permanences_of(memory, 5) == [{0: 1.0, 1: 1.0}]


def test_a_synapse_that_falls_to_zero_is_removed_and_one_just_above_stays(engine):
    memory = memory_of(engine)
    add_segment(memory, 5, {0: 0.5, 1: 0.5, 7: 0.05, 8: 0.0501, 9: 0.02})
    run(memory, {0, 1}, {5})
    assert permanences_of(memory, 5) == [{0: 0.6, 1: 0.6, 8: 0.0001}]


def test_every_active_segment_of_a_predicted_column_is_reinforced(engine):
    memory = memory_of(engine, cells_per_column=2)
    add_segment(memory, 10, {0: 0.5, 2: 0.5})
    add_segment(memory, 10, {0: 0.6, 2: 0.6})
    add_segment(memory, 11, {0: 0.7, 2: 0.7})
    run(memory, {0, 1}, {5})
    kept = [{c: p for c, p in one.items() if c in (0, 2)} for one in permanences_of(memory, 10)]
    assert kept == [{0: 0.6, 2: 0.6}, {0: 0.7, 2: 0.7}]
    assert permanences_of(memory, 11)[0].items() >= {0: 0.8, 2: 0.8}.items()


def test_a_merely_matching_segment_of_a_predicted_column_stays_as_it_is(engine):
    memory = memory_of(engine, predicted_decrement=0.01)
    add_segment(memory, 5, {0: 0.5, 1: 0.5})
    add_segment(memory, 5, {0: 0.3, 1: 0.3, 8: 0.3})
    run(memory, {0, 1}, {5})
    assert permanences_of(memory, 5)[1] == {0: 0.3, 1: 0.3, 8: 0.3}


def test_in_a_bursting_column_only_the_best_segment_is_reinforced(engine):
    memory = memory_of(engine, cells_per_column=2, predicted_decrement=0.01, sample_size=1)
    add_segment(memory, 10, {0: 0.3})
    add_segment(memory, 11, {0: 0.3, 2: 0.3, 19: 0.3})
    add_segment(memory, 11, {2: 0.3})
    run(memory, {0, 1}, {5})
    assert permanences_of(memory, 10) == [{0: 0.3}]
    assert permanences_of(memory, 11) == [{0: 0.4, 2: 0.4, 19: 0.25}, {2: 0.3}]


def test_permanences_are_exact_so_four_steps_of_005_lift_03_to_05(engine):
    memory = memory_of(engine, permanence_increment=0.05)
    add_segment(memory, 5, {0: 0.3, 1: 0.3})
    for _ in range(4):
        memory.reset()
        run(memory, {0, 1})
        assert memory.now.predictive_cells == frozenset()
        run(memory, {5})
    assert permanences_of(memory, 5) == [{0: 0.5, 1: 0.5}]
    memory.reset()
    run(memory, {0, 1})
    assert memory.now.predictive_cells == {5}


def test_what_goes_up_and_down_comes_back_to_the_very_same_permanence(engine):
    memory = memory_of(engine, permanence_increment=0.1, permanence_decrement=0.1)
    add_segment(memory, 5, {0: 0.3, 1: 0.7, 2: 0.3, 3: 0.7})
    for _ in range(50):
        memory.reset()
        run(memory, {0, 1}, {5})
        memory.reset()
        run(memory, {2, 3}, {5})
    assert permanences_of(memory, 5) == [{0: 0.3, 1: 0.7, 2: 0.3, 3: 0.7}]


# Phase 2: grow


def test_a_reinforced_segment_grows_up_to_the_sample_size_less_its_active_potential(engine):
    memory = memory_of(engine, sample_size=4)
    add_segment(memory, 5, {0: 0.5, 1: 0.5, 9: 0.5})  # two of its synapses are active: two more
    run(memory, {0, 1, 2, 3, 4})
    twin = draws_of(memory)
    grown = twin.sample({2, 3, 4}, 2)
    run(memory, {5})
    assert permanences_of(memory, 5) == [
        {0: 0.6, 1: 0.6, 9: 0.45} | dict.fromkeys(grown, 0.21),
    ]
    assert memory.random.state == twin.state


def test_unconnected_synapses_and_such_from_losers_count_as_active_potential(engine):
    """Cells 0 and 1 burst and one of them wins; both are heard, one of the two weakly."""
    memory = memory_of(engine, cells_per_column=2, sample_size=2)
    add_segment(memory, 10, {0: 0.5, 1: 0.1, 2: 0.5})
    run(memory, {0, 1})
    run(memory, {5})
    assert permanences_of(memory, 10) == [{0: 0.6, 1: 0.2, 2: 0.6}]


def test_growth_stops_when_all_previous_winners_are_heard(engine):
    memory = memory_of(engine, sample_size=8)
    add_segment(memory, 5, {0: 0.5, 1: 0.5})
    run(memory, {0, 1, 2})
    run(memory, {5})
    assert permanences_of(memory, 5) == [{0: 0.6, 1: 0.6, 2: 0.21}]


def test_growth_is_towards_winners_only(engine):
    """Of the four active cells of two bursting columns two have won."""
    memory = memory_of(engine, cells_per_column=2, sample_size=4)
    run(memory, {0, 1})
    winners = memory.now.winner_cells
    run(memory, {5})
    (segment,) = all_segments(memory)
    assert segment.permanences() == dict.fromkeys(sorted(winners), 0.21)
    assert len(winners) == 2


def test_growth_is_towards_the_winners_of_the_step_before_not_of_now(engine):
    memory = memory_of(engine)
    run(memory, {0, 1}, {5, 6})
    assert permanences_of(memory, 5) == permanences_of(memory, 6) == [{0: 0.21, 1: 0.21}]


def test_a_segment_with_enough_active_potential_grows_nothing(engine):
    memory = memory_of(engine, sample_size=2)
    add_segment(memory, 5, {0: 0.5, 1: 0.5, 2: 0.5})
    run(memory, {0, 1, 2, 3}, {5})
    assert permanences_of(memory, 5) == [{0: 0.6, 1: 0.6, 2: 0.6}]


def test_new_synapses_are_not_reinforced_in_the_step_that_grows_them(engine):
    memory = memory_of(engine, initial_permanence=0.3333)
    run(memory, {0, 1}, {5})
    assert permanences_of(memory, 5) == [{0: 0.3333, 1: 0.3333}]


def test_the_best_segment_of_a_burst_grows_like_an_active_one(engine):
    memory = memory_of(engine, sample_size=4)
    add_segment(memory, 5, {0: 0.3, 9: 0.3})
    run(memory, {0, 1, 2, 3, 4})
    grown = draws_of(memory).sample({1, 2, 3, 4}, 3)
    run(memory, {5})
    assert permanences_of(memory, 5) == [{0: 0.4, 9: 0.25} | dict.fromkeys(grown, 0.21)]


def test_a_burst_without_matching_segment_grows_one_to_a_sample_of_the_winners(engine):
    memory = memory_of(engine, sample_size=3)
    run(memory, {0, 1, 2, 3, 4})
    grown = draws_of(memory).sample(range(5), 3)
    run(memory, {7})
    assert permanences_of(memory, 7) == [dict.fromkeys(sorted(grown), 0.21)]


def test_with_few_winners_a_new_segment_hears_all_of_them(engine):
    memory = memory_of(engine, sample_size=8)
    run(memory, {0, 1, 2}, {7})
    assert permanences_of(memory, 7) == [{0: 0.21, 1: 0.21, 2: 0.21}]


def test_the_new_segment_is_the_winners(engine):
    memory = memory_of(engine, cells_per_column=4)
    run(memory, {0, 1}, {5})
    (winner,) = memory.now.winner_cells
    assert [segment.cell for segment in all_segments(memory)] == [winner]


@pytest.mark.parametrize("forget", [False, True])
def test_without_previous_winners_no_segment_is_made(engine, forget):
    memory = memory_of(engine)
    if forget:
        run(memory, {0, 1})
        memory.reset()
    run(memory, {5, 6})
    assert all_segments(memory) == []
    run(memory, {7})
    assert permanences_of(memory, 7) == [{5: 0.21, 6: 0.21}]


def test_columns_learn_in_ascending_order_and_segments_from_the_oldest(engine):
    """Seen from the draws: column 5's two active segments by age, column 6's burst, column 7's."""
    memory = memory_of(engine, cells_per_column=2, sample_size=3)
    add_segment(memory, 15, {0: 0.2, 2: 0.2})
    add_segment(memory, 11, {0: 0.5, 2: 0.5})
    add_segment(memory, 10, {0: 0.5, 2: 0.5})
    run(memory, {0, 1, 2, 3, 4})
    winners, twin = memory.now.winner_cells, draws_of(memory)
    third_cell = 12 + twin.below(2)
    options = winners - {0, 2}
    expected = {
        11: set(twin.sample(options, 1)) | {0, 2},
        10: set(twin.sample(options, 1)) | {0, 2},
        third_cell: set(twin.sample(winners, 3)),
        15: set(twin.sample(options, 1)) | {0, 2},
    }
    run(memory, {7, 6, 5})
    assert {one.cell: set(one.permanences()) for one in all_segments(memory)} == expected
    assert memory.random.state == twin.state


# Phase 2: a full segment


def full_segment(engine, synapses, **changes):
    """Cell 9 has this segment of at most four synapses; it has matched, and cells 0, 1, 2 won."""
    memory = memory_of(engine, max_synapses_per_segment=4, sample_size=4, **changes)
    add_segment(memory, 9, synapses)
    run(memory, {0, 1, 2})
    return memory


def test_on_a_full_segment_the_weakest_synapses_make_place(engine):
    memory = full_segment(engine, {0: 0.5, 5: 0.4, 6: 0.3, 7: 0.35})
    run(memory, {9})
    assert permanences_of(memory, 9) == [{0: 0.6, 1: 0.21, 2: 0.21, 5: 0.35}]


def test_only_as_many_synapses_go_as_the_segment_would_overflow_by(engine):
    memory = full_segment(engine, {0: 0.5, 5: 0.4, 6: 0.3})
    run(memory, {9})
    assert permanences_of(memory, 9) == [{0: 0.6, 1: 0.21, 2: 0.21, 5: 0.35}]


def test_of_equally_weak_synapses_the_one_from_the_lowest_cell_goes(engine):
    memory = full_segment(engine, {0: 0.5, 1: 0.5, 8: 0.3, 6: 0.3})
    run(memory, {9})
    assert permanences_of(memory, 9) == [{0: 0.6, 1: 0.6, 2: 0.21, 8: 0.25}]


def test_synapses_from_previous_winners_are_spared_however_weak(engine):
    memory = full_segment(engine, {0: 0.01, 1: 0.02, 6: 0.9, 7: 0.8})
    run(memory, {9})
    assert permanences_of(memory, 9) == [{0: 0.11, 1: 0.12, 2: 0.21, 6: 0.85}]


def test_weakness_is_judged_after_the_reinforcement(engine):
    """Cell 1 is active without having won: its synapse was the weakest, and has just gained."""
    memory = memory_of(engine, cells_per_column=2, max_synapses_per_segment=3, sample_size=3)
    add_segment(memory, 18, {1: 0.3, 12: 0.35, 13: 0.36})
    run(memory, {0, 1}, learn=False)
    assert memory.now.winner_cells == {0, 2}
    run(memory, {9})
    assert permanences_of(memory, 18) == [{0: 0.21, 1: 0.4, 2: 0.21}]


def test_if_too_few_synapses_can_go_fewer_are_grown(engine):
    """Of four synapses three come from the five winners; only the fourth can make place."""
    memory = memory_of(engine, max_synapses_per_segment=4, sample_size=4, activation_threshold=4)
    add_segment(memory, 9, {0: 0.3, 1: 0.3, 2: 0.3, 7: 0.9})
    run(memory, {0, 1, 2, 3, 4})
    grown = draws_of(memory).sample({3, 4}, 1)
    run(memory, {9})
    assert permanences_of(memory, 9) == [{0: 0.4, 1: 0.4, 2: 0.4} | dict.fromkeys(grown, 0.21)]


# Phase 2: a full cell


def test_on_a_full_cell_the_least_recently_active_segment_goes(engine):
    memory = memory_of(engine, max_segments_per_cell=2)
    add_segment(memory, 9, {0: 0.5, 1: 0.5})
    add_segment(memory, 9, {2: 0.5, 3: 0.5})
    run(memory, {2, 3}, {0, 1})  # the younger one was active first
    memory.reset()
    run(memory, {4, 5}, {9})
    assert permanences_of(memory, 9) == [{0: 0.5, 1: 0.5}, {4: 0.21, 5: 0.21}]


def test_of_equally_idle_segments_the_oldest_goes(engine):
    memory = memory_of(engine, max_segments_per_cell=2)
    add_segment(memory, 9, {0: 0.5, 1: 0.5})
    add_segment(memory, 9, {2: 0.5, 3: 0.5})
    run(memory, {0, 1, 2, 3})  # both are active
    memory.reset()
    run(memory, {4, 5}, {9})
    assert permanences_of(memory, 9) == [{2: 0.5, 3: 0.5}, {4: 0.21, 5: 0.21}]


def test_being_created_counts_as_being_active(engine):
    memory = memory_of(engine, max_segments_per_cell=2)
    add_segment(memory, 9, {0: 0.5, 1: 0.5})
    run(memory, {0, 1})  # active at step 1
    memory.reset()
    run(memory, {2, 3}, {9})  # a second one, created at step 3
    memory.reset()
    run(memory, {4, 5}, {9})
    assert permanences_of(memory, 9) == [{2: 0.21, 3: 0.21}, {4: 0.21, 5: 0.21}]


def test_activity_is_noted_only_while_learning(engine):
    memory = memory_of(engine, max_segments_per_cell=2)
    add_segment(memory, 9, {0: 0.5, 1: 0.5})
    add_segment(memory, 9, {2: 0.5, 3: 0.5})
    run(memory, {0, 1}, learn=True)
    run(memory, {2, 3}, learn=False)  # active later, but nobody notes it
    memory.reset()
    run(memory, {4, 5}, {9})
    assert permanences_of(memory, 9) == [{0: 0.5, 1: 0.5}, {4: 0.21, 5: 0.21}]


def test_activity_is_that_of_phase_three_so_merely_matching_does_not_count(engine):
    memory = memory_of(engine, max_segments_per_cell=2)
    add_segment(memory, 9, {0: 0.5, 1: 0.5})
    add_segment(memory, 9, {2: 0.5, 3: 0.5})
    run(memory, {0, 1}, {2})
    memory.reset()
    run(memory, {4, 5}, {9})
    assert permanences_of(memory, 9) == [{0: 0.5, 1: 0.5}, {4: 0.21, 5: 0.21}]


def test_a_segment_that_went_for_a_new_one_is_not_heard_of_again(engine):
    memory = memory_of(engine, max_segments_per_cell=1, predicted_decrement=0.1)
    add_segment(memory, 9, {0: 0.5, 1: 0.5})
    run(memory, {4, 5}, {9}, {0, 1})
    assert list(memory.now.matching_segments) == []
    assert [one.permanences() for one in all_segments(memory) if one.cell == 9] == [{4: 0.21, 5: 0.21}]


def test_a_cell_holds_so_many_segments_and_no_more(engine):
    memory = memory_of(engine, max_segments_per_cell=3)
    for first in range(0, 8, 2):
        memory.reset()
        run(memory, {first, first + 1}, {9})
    assert [set(one) for one in permanences_of(memory, 9)] == [{2, 3}, {4, 5}, {6, 7}]


# Phase 2: punish


def test_a_matching_segment_in_an_inactive_column_loses_on_synapses_from_active_cells(engine):
    memory = memory_of(engine, predicted_decrement=0.01)
    add_segment(memory, 5, {0: 0.5, 1: 0.5, 2: 0.5})  # active
    add_segment(memory, 6, {0: 0.3, 2: 0.3})  # matching
    run(memory, {0, 1}, {9})
    assert permanences_of(memory, 5) == [{0: 0.49, 1: 0.49, 2: 0.5}]
    assert permanences_of(memory, 6) == [{0: 0.29, 2: 0.3}]


def test_matching_segments_in_active_columns_are_not_punished(engine):
    memory = memory_of(engine, predicted_decrement=0.01, sample_size=1)
    add_segment(memory, 5, {0: 0.5, 1: 0.5})
    add_segment(memory, 5, {0: 0.3, 9: 0.3})
    add_segment(memory, 6, {0: 0.3, 1: 0.3})
    add_segment(memory, 6, {1: 0.3, 9: 0.3})
    run(memory, {0, 1}, {5, 6})
    assert permanences_of(memory, 5)[1] == {0: 0.3, 9: 0.3}
    assert permanences_of(memory, 6)[1] == {1: 0.3, 9: 0.3}


def test_a_segment_below_the_learning_threshold_is_not_punished(engine):
    memory = memory_of(engine, predicted_decrement=0.01, learning_threshold=2)
    add_segment(memory, 5, {0: 0.5, 2: 0.5, 3: 0.5})
    run(memory, {0, 1}, {9})
    assert permanences_of(memory, 5) == [{0: 0.5, 2: 0.5, 3: 0.5}]


def test_the_decrement_of_reinforcement_has_no_part_in_punishment(engine):
    memory = memory_of(engine, predicted_decrement=0.0, permanence_decrement=0.3)
    add_segment(memory, 5, {0: 0.5, 2: 0.5})
    run(memory, {0, 1}, {9})
    assert permanences_of(memory, 5) == [{0: 0.5, 2: 0.5}]


def test_an_input_without_columns_punishes_every_prediction(engine):
    memory = memory_of(engine, predicted_decrement=0.01)
    add_segment(memory, 5, {0: 0.5, 1: 0.5})
    run(memory, {0, 1}, ())
    assert permanences_of(memory, 5) == [{0: 0.49, 1: 0.49}]
    assert memory.now.active_cells == memory.now.predictive_cells == frozenset()


def test_a_synapse_punished_down_to_zero_is_removed_and_one_just_above_stays(engine):
    memory = memory_of(engine, predicted_decrement=0.01)
    add_segment(memory, 5, {0: 0.01, 1: 0.0101, 2: 0.005, 3: 0.005})
    run(memory, {0, 1, 2}, {9})
    assert permanences_of(memory, 5) == [{1: 0.0001, 3: 0.005}]


def test_a_segment_left_without_synapses_is_removed(engine):
    memory = memory_of(engine, predicted_decrement=0.5)
    add_segment(memory, 5, {0: 0.5, 1: 0.4})
    run(memory, {0, 1}, {9})
    assert memory.segments_of(5) == []
    memory.reset()
    run(memory, {0, 1})
    assert [segment.cell for segment in memory.now.matching_segments] == [9]


def test_a_removed_segment_no_longer_counts_for_the_fewest(engine):
    memory = memory_of(engine, cells_per_column=2, predicted_decrement=0.5)
    add_segment(memory, 10, {0: 0.5, 2: 0.4})
    add_segment(memory, 11, {18: 0.5})
    run(memory, {0, 1}, {9})
    memory.reset()
    run(memory, {5})
    assert memory.now.winner_cells == {10}


def test_a_reinforced_segment_that_loses_all_is_removed_and_grows_nothing(engine):
    """A synapse of permanence 0, which can be built by hand, and an increment of 0."""
    memory = memory_of(engine, permanence_increment=0.0, permanence_decrement=0.5)
    add_segment(memory, 5, {0: 0.0, 8: 0.5})
    run(memory, {0, 1})
    before = memory.random.state
    run(memory, {5})
    assert memory.segments_of(5) == []
    assert memory.random.state == before


def test_punishment_comes_after_all_reinforcement_and_before_the_prediction(engine):
    """Cell 0 is active again at once, so that what was punished is weighed in the same step."""
    memory = memory_of(engine, predicted_decrement=0.1)
    add_segment(memory, 5, {0: 0.55, 1: 0.55})
    run(memory, {0, 1})
    assert memory.now.predictive_cells == {5}
    run(memory, {0, 1})
    assert permanences_of(memory, 5) == [{0: 0.45, 1: 0.45}]
    assert memory.now.predictive_cells == frozenset()


# Phase 3: predict


def test_a_segment_is_active_from_the_activation_threshold_of_connected_synapses_on(engine):
    memory = memory_of(engine, activation_threshold=3)
    enough = add_segment(memory, 5, {0: 0.5, 1: 0.5, 2: 0.5})
    add_segment(memory, 6, {0: 0.9, 1: 0.9, 2: 0.4999, 9: 0.9})
    add_segment(memory, 7, {0: 0.9, 1: 0.9})
    run(memory, {0, 1, 2}, learn=False)
    assert list(memory.now.active_segments) == [enough]
    assert memory.now.predictive_cells == {5}


def test_a_segment_matches_from_the_learning_threshold_of_any_synapses_on(engine):
    memory = memory_of(engine, activation_threshold=3, learning_threshold=2)
    first = add_segment(memory, 7, {0: 0.0, 1: 0.0001})
    second = add_segment(memory, 5, {0: 0.5, 1: 0.5, 2: 0.5})
    add_segment(memory, 6, {0: 0.9, 8: 0.9, 9: 0.9})
    run(memory, {0, 1, 2}, learn=False)
    assert list(memory.now.matching_segments) == [first, second]


def test_active_cells_that_have_not_won_are_heard_too(engine):
    memory = memory_of(engine, cells_per_column=3)
    add_segment(memory, 27, {0: 0.5, 1: 0.5})
    run(memory, {0})
    assert len(memory.now.winner_cells) == 1
    assert memory.now.predictive_cells == {27}


def test_a_prediction_holds_for_one_step_only(engine):
    memory = memory_of(engine)
    add_segment(memory, 5, {0: 0.5, 1: 0.5})
    run(memory, {0, 1}, {7}, learn=False)
    assert moment(memory) == [[7], [7], [], [], []]


def test_a_cell_in_an_active_column_can_be_predictive(engine):
    memory = memory_of(engine)
    add_segment(memory, 1, {0: 0.5, 1: 0.5})
    run(memory, {0, 1}, learn=False)
    assert memory.now.predictive_cells == {1}
    assert memory.predictive_columns == {1}


def test_what_has_just_been_learned_decides_the_prediction(engine):
    """The segment is lifted to the connected permanence in the step that it then recognises."""
    memory = memory_of(engine)
    add_segment(memory, 5, {5: 0.4, 6: 0.4, 0: 0.5, 1: 0.5})
    run(memory, {5, 6}, {5, 6})
    assert permanences_of(memory, 5)[0].items() >= {5: 0.5, 6: 0.5}.items()
    assert memory.now.predictive_cells == {5}


def test_a_segment_added_by_hand_counts_from_the_next_step_on(engine):
    memory = memory_of(engine)
    run(memory, {0, 1})
    add_segment(memory, 5, {0: 0.5, 1: 0.5})
    assert memory.now.predictive_cells == frozenset()
    run(memory, {0, 1})
    assert memory.now.predictive_cells == {5}


# Without learning


def test_without_learning_only_the_moment_moves(engine):
    memory = memory_of(engine, cells_per_column=3, predicted_decrement=0.1)
    add_segment(memory, 15, {0: 0.5, 3: 0.5})
    add_segment(memory, 18, {0: 0.3, 3: 0.3, 6: 0.3})
    before = learned(memory)
    run(memory, {0, 1}, {5, 7}, {6}, (), {0, 1}, learn=False)
    assert learned(memory) == before
    assert memory.now.predictive_cells == {15}


def test_without_learning_cells_activate_and_predict_as_with_it(engine):
    one, other = (memory_of(engine) for _ in range(2))
    for memory in (one, other):
        add_segment(memory, 5, {0: 0.5, 1: 0.5})
    run(one, {0, 1}, learn=False)
    run(other, {0, 1}, learn=True)
    assert moment(one) == moment(other) == [[0, 1], [0, 1], [5], [0], [0]]


def test_steps_are_counted_with_and_without_learning(engine):
    memory = memory_of(engine)
    run(memory, {0}, {1}, learn=False)
    run(memory, {2})
    memory.reset()
    assert memory.steps == 3


# Reset


def test_reset_forgets_the_moment_and_no_synapse(engine):
    memory = memory_of(engine, cells_per_column=2)
    add_segment(memory, 10, {0: 0.5, 2: 0.5})
    run(memory, {0, 1}, {4}, {0, 1})
    before = learned(memory)
    assert all(moment(memory))
    memory.reset()
    assert moment(memory) == [[], [], [], [], []]
    assert learned(memory) == before


def test_after_a_reset_a_predicted_column_bursts(engine):
    memory = predicting(engine)
    memory.reset()
    run(memory, {3}, learn=False)
    assert memory.now.active_cells == {6, 7}
    assert len(memory.now.winner_cells) == 1


def test_after_a_reset_nothing_is_punished(engine):
    memory = memory_of(engine, predicted_decrement=0.1)
    add_segment(memory, 5, {0: 0.5, 1: 0.5})
    run(memory, {0, 1})
    memory.reset()
    run(memory, {9})
    assert permanences_of(memory, 5) == [{0: 0.5, 1: 0.5}]


def test_context_is_fresh_before_the_first_step_and_after_a_reset(engine):
    memory = memory_of(engine)
    seen = [not memory.now.has_context]
    run(memory, {0})
    seen.append(not memory.now.has_context)
    memory.reset()
    seen.append(not memory.now.has_context)
    assert seen == [True, False, True]


# Death of cells


def test_dead_cells_do_not_take_part_in_a_burst(engine):
    memory = memory_of(engine, cells_per_column=3)
    kill_cells(memory, {3, 4})
    run(memory, {1, 2})
    assert memory.now.active_cells == {5, 6, 7, 8}
    assert 5 in memory.now.winner_cells


def test_a_dead_cell_is_never_predictive_and_its_column_bursts(engine):
    memory = memory_of(engine, cells_per_column=2)
    add_segment(memory, 10, {0: 0.5, 2: 0.5})
    kill_cells(memory, {10})
    run(memory, {0, 1})
    assert memory.now.predictive_cells == frozenset()
    assert memory.now.active_segments == memory.now.matching_segments == ()
    run(memory, {5})
    assert memory.now.active_cells == memory.now.winner_cells == {11}


def test_death_takes_a_cell_out_of_the_present_moment(engine):
    memory = predicting(engine)
    run(memory, {3, 4})
    kill_cells(memory, range(6, 10))
    assert memory.now.active_cells == memory.now.winner_cells == frozenset()
    memory = predicting(engine)
    kill_cells(memory, {6})
    assert memory.now.predictive_cells == {7}
    assert [segment.cell for segment in memory.now.active_segments] == [7]
    run(memory, {3}, learn=False)
    assert memory.now.active_cells == {7}


def test_a_column_whose_cells_are_all_dead_stays_inactive_and_learns_nothing(engine):
    memory = memory_of(engine, cells_per_column=2)
    kill_cells(memory, {10, 11})
    run(memory, {0, 1}, {5}, {6})
    assert all_segments(memory) == []
    assert memory.now.winner_cells


def test_nothing_grows_towards_a_cell_that_has_died(engine):
    memory = memory_of(engine)
    run(memory, {0, 1, 2})
    kill_cells(memory, {1})
    run(memory, {7})
    assert permanences_of(memory, 7) == [{0: 0.21, 2: 0.21}]


def test_killing_draws_the_rounded_fraction_of_the_living_cells(engine):
    memory = memory_of(engine, cells_per_column=5)
    expected = sorted(draws_of(memory).sample(range(50), 13))
    assert kill(memory, 0.25) == expected  # 12.5 is rounded up
    assert memory.dead_cells == set(expected)
    again = kill(memory, 0.5)  # of the 37 that live
    assert len(again) == 19
    assert not set(again) & set(expected)
    kill(memory, 1)
    run(memory, range(10))
    assert memory.now.active_cells == frozenset()


@pytest.mark.parametrize("fraction", [-0.1, 1.1, float("nan"), "half"])
def test_a_fraction_of_cells_outside_0_to_1_is_an_error(engine, fraction):
    with pytest.raises(ValueError, match="fraction"):
        kill(memory_of(engine), fraction)


# Building by hand


def test_a_network_built_by_hand_reads_back_as_built(engine):
    memory = memory_of(engine)
    first = add_segment(memory, 5, {3: 0.21, 0: 1.0, 7: 0.0001})
    second = add_segment(memory, 5, {1: 0.5})
    assert memory.segments_of(5) == [first, second]
    assert list(first.permanences().items()) == [(0, 1.0), (3, 0.21), (7, 0.0001)]
    assert first.serial < second.serial
    assert memory.segments_of(4) == []


@pytest.mark.parametrize(
    ("cell", "synapses", "named"),
    [
        (10, {0: 0.5}, "cell"),
        (-1, {0: 0.5}, "cell"),
        (5, {10: 0.5}, "presynaptic cell"),
        (5, {-1: 0.5}, "presynaptic cell"),
        (5, {0: 1.0001}, "permanence"),
        (5, {0: -0.0001}, "permanence"),
        (5, {0: 0.00015}, "permanence"),
        (True, {0: 0.5}, "cell: whole numbers"),
        (5, {True: 0.5}, "presynaptic cell: whole numbers"),
        (5, {}, "synapses"),
        (5, dict.fromkeys(range(9), 0.5), "synapses"),
    ],
)
def test_a_segment_that_cannot_be_is_an_error_and_changes_nothing(engine, cell, synapses, named):
    memory = memory_of(engine, max_segments_per_cell=1)
    add_segment(memory, 5, {1: 0.5})
    before = state_of(memory)
    with pytest.raises(ValueError, match=named):
        add_segment(memory, cell, synapses)
    assert state_of(memory) == before


def test_a_cell_that_loses_its_only_active_segment_is_no_longer_predictive(engine):
    memory = memory_of(engine, max_segments_per_cell=1)
    segment = add_segment(memory, 5, {0: 0.5, 1: 0.5})
    run(memory, {0, 1})
    remove_segment(memory, segment)
    assert moment(memory) == [[0, 1], [0, 1], [], [], []]


def test_a_segment_added_to_a_full_cell_takes_an_active_one_out_of_the_moment(engine):
    memory = memory_of(engine, max_segments_per_cell=1)
    add_segment(memory, 5, {0: 0.5, 1: 0.5})
    run(memory, {0, 1})
    add_segment(memory, 5, {7: 0.5, 8: 0.5})
    assert moment(memory) == [[0, 1], [0, 1], [], [], []]


def refused_as_foreign(memory, segment):
    """Whether every change of a segment that is none of this memory is an error and changes nothing."""
    before = state_of(memory)
    changes = [lambda: remove_segment(memory, segment)]
    if hasattr(memory, "net"):  # the fast engine uses a row again, so it asks at every change
        changes += [
            lambda: memory.segments.remove(segment),
            lambda: memory.segments.add_synapse(segment, 3, 5000),
        ]
    for change in changes:
        with pytest.raises(ValueError, match=r"Segment\(cell=5, .*\) is not a segment of this memory"):
            change()
    return state_of(memory) == before


def test_the_number_of_a_cell_may_be_numpys(engine):
    np = pytest.importorskip("numpy")
    one, other = memory_of(engine), memory_of(engine)
    add_segment(one, np.uint8(5), {np.int16(3): 0.5})
    add_segment(other, 5, {3: 0.5})
    assert state_of(one) == state_of(other)
    assert [type(cell) for segment in one.segments for cell in (segment.cell, *segment.synapses)] == [
        int,
        int,
    ]


def test_a_segment_is_removed_once(engine):
    memory = memory_of(engine)
    segment = add_segment(memory, 5, {0: 0.5, 1: 0.5})
    remove_segment(memory, segment)
    # Its row is used again first: to look for it in vain could take for ever.
    add_segment(memory, 6, {0: 0.5, 1: 0.5})
    run(memory, {0, 1})
    segment.last_used = 77
    assert refused_as_foreign(memory, segment)
    assert moment(memory)[2] == [6]
    (other,) = memory.segments_of(6)
    assert other.last_used == 1
    remove_segment(memory, other)
    assert refused_as_foreign(memory, segment)


def test_a_segment_of_another_memory_is_refused(engine):
    memory, other = memory_of(engine), memory_of(engine)
    for one in (memory, other):
        segment = add_segment(one, 5, {0: 0.5, 1: 0.5})
        run(one, {0, 1})
    assert refused_as_foreign(memory, segment)
    assert refused_as_foreign(deepcopy(other), segment)
    before = state_of(other)
    remove_segment(other, segment)
    assert state_of(memory) == before


@pytest.mark.parametrize("read", [False, True])
@pytest.mark.parametrize("copied", [copy, deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_moment_and_its_segments_can_be_copied_whatever_was_read_before(engine, copied, read):
    memory = memory_of(engine)
    segment = add_segment(memory, 5, {0: 0.5, 1: 0.5})
    run(memory, {0, 1})
    now = memory.now
    if read:
        assert moment(memory)[2:] == [[5], [0], [0]]
        assert (list(now.potential), now.active_segments) == ([segment], (segment,))
    twin, one = copied(now), copied(segment)
    assert twin.state() == now.state()
    assert list(twin.potential.values()) == [2]
    for own in (one, *twin.potential, *twin.active_segments):
        assert (own.cell, own.serial, own.last_used) == (5, 0, segment.last_used)
        assert own.permanences() == {0: 0.5, 1: 0.5}
    assert twin.potential[twin.active_segments[0]] == 2


# Free running


def test_free_running_follows_the_predictions_and_changes_nothing(engine):
    memory = memory_of(engine, activation_threshold=1)
    for cell in range(1, 5):
        add_segment(memory, cell, {cell - 1: 0.5})
    run(memory, {0})
    before = state_of(memory)
    moments = memory.free_run(3)
    assert [sorted(one.active_cells) for one in moments] == [[1], [2], [3]]
    assert [sorted(one.predictive_cells) for one in moments] == [[2], [3], [4]]
    assert state_of(memory) == before


def test_free_running_ends_where_nothing_is_predicted(engine):
    memory = memory_of(engine, activation_threshold=1)
    add_segment(memory, 1, {0: 0.5})
    run(memory, {0})
    assert [sorted(one.active_cells) for one in memory.free_run(10)] == [[1]]
    assert memory.free_run(0) == []


def test_punishing_leaves_a_synapse_from_an_inactive_cell_even_at_zero(engine):
    """It did not make the segment speak up; only what is punished can go."""
    memory = memory_of(engine, predicted_decrement=0.1)
    add_segment(memory, 5, {0: 0.3, 1: 0.0})
    run(memory, [0], [2])
    assert permanences_of(memory, 5) == [{0: 0.2, 1: 0.0}]
