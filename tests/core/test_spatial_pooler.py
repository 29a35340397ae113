"""The rules of section 4 of the algorithm, one by one, on poolers of a few columns."""

from copy import deepcopy
from math import exp

import pytest

from core.helpers import pooler_of, sdr, state_of
from htm_teacher import SDR, PoolerParameters, Random
from htm_teacher.core.topology import neighbourhood

# Parameters


def test_the_defaults_are_the_full_size_ones_that_numenta_published():
    chosen = {name: value for name, value in vars(PoolerParameters()).items() if name != "inputs"}
    assert chosen == {
        "columns": 2048,
        "active_column_count": 40,
        "potential_fraction": 0.8,
        "connected_permanence": 0.2,
        "permanence_increment": 0.003,
        "permanence_decrement": 0.0005,
        "stimulus_threshold": 0,
        "boost_strength": 0,
        "duty_cycle_period": 1000,
        "minimum_overlap_duty": 0.001,
        "input_dimensions": None,
        "column_dimensions": None,
        "potential_radius": None,
        "inhibition": "global",
        "inhibition_radius": None,
        "wrap_around": False,
    }


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"columns": 5, "active_column_count": 6}, "active_column_count"),
        ({"potential_fraction": 1.1}, "potential_fraction"),
        ({"connected_permanence": 0.0}, "connected_permanence"),
        ({"permanence_increment": 0.00001}, "permanence_increment"),
        ({"permanence_decrement": -0.1}, "permanence_decrement"),
        ({"boost_strength": -1}, "boost_strength"),
        ({"boost_strength": float("inf")}, "boost_strength"),
        ({"duty_cycle_period": 0}, "duty_cycle_period"),
        ({"minimum_overlap_duty": 2}, "minimum_overlap_duty"),
        ({"inputs": 12, "input_dimensions": (3, 5)}, "input_dimensions"),
        ({"columns": 50, "column_dimensions": (5, 9)}, "column_dimensions"),
        ({"inputs": 12, "input_dimensions": (3, 4)}, "column_dimensions"),
        ({"inhibition": "mild"}, "inhibition"),
        ({"inhibition": "local"}, "inhibition_radius"),
    ],
)
def test_a_parameter_out_of_range_or_at_odds_with_another_is_an_error_that_names_it(engine, changes, named):
    with pytest.raises(ValueError, match=named):
        engine.pooler(**changes)


# 1. Potential pools


def pools(engine, **parameters):
    """The potential pool of each column, when all of the neighbourhood is sampled."""
    pooler = engine.pooler(potential_fraction=1, active_column_count=1, **parameters)
    return [set(pool) for pool in pooler.permanences]


def test_without_a_radius_every_input_is_within_reach(engine):
    assert pools(engine, inputs=7, columns=3) == [set(range(7))] * 3


def test_columns_lie_evenly_over_the_inputs(engine):
    """With a radius of 0 a pool is its centre: floor((2c + 1) x 10 / 8) is 1, 3, 6, 8."""
    assert pools(engine, inputs=10, columns=4, potential_radius=0) == [{1}, {3}, {6}, {8}]


def test_more_columns_than_inputs_share_centres(engine):
    found = pools(engine, inputs=3, columns=5, potential_radius=0)
    assert found == [{0}, {0}, {1}, {2}, {2}]


def test_a_pool_ends_at_the_edges(engine):
    assert pools(engine, inputs=10, columns=4, potential_radius=2) == [
        {0, 1, 2, 3},
        {1, 2, 3, 4, 5},
        {4, 5, 6, 7, 8},
        {6, 7, 8, 9},
    ]


def test_with_wrap_around_a_pool_goes_on_at_the_other_edge(engine):
    found = pools(engine, inputs=10, columns=4, potential_radius=2, wrap_around=True)
    assert found == [{9, 0, 1, 2, 3}, {1, 2, 3, 4, 5}, {4, 5, 6, 7, 8}, {6, 7, 8, 9, 0}]


@pytest.mark.parametrize("radius", [2, 3, 4, 100])
def test_an_input_that_is_reached_both_ways_is_in_the_pool_once(engine, radius):
    found = pools(engine, inputs=5, columns=1, potential_radius=radius, wrap_around=True)
    assert found == [set(range(5))]


def test_on_a_sheet_centre_and_radius_hold_on_each_axis(engine):
    """4 x 6 inputs, row by row; 2 x 2 columns with centres (1, 1), (1, 4), (3, 1), (3, 4)."""
    found = pools(
        engine,
        inputs=24,
        columns=4,
        input_dimensions=(4, 6),
        column_dimensions=(2, 2),
        potential_radius=1,
    )
    assert found[0] == {0, 1, 2, 6, 7, 8, 12, 13, 14}
    assert found[3] == {15, 16, 17, 21, 22, 23}


def test_on_a_sheet_both_axes_wrap_around(engine):
    found = pools(
        engine,
        inputs=24,
        columns=4,
        input_dimensions=(4, 6),
        column_dimensions=(2, 2),
        potential_radius=1,
        wrap_around=True,
    )
    assert found[3] == {15, 16, 17, 21, 22, 23, 3, 4, 5}


def test_a_neighbourhood_is_in_ascending_order():
    assert neighbourhood((0, 0), 1, (3, 4), wrap_around=True) == [0, 1, 3, 4, 5, 7, 8, 9, 11]


@pytest.mark.parametrize(
    ("fraction", "inputs", "size"), [(0.5, 5, 3), (0.5, 4, 2), (0.25, 5, 1), (0, 5, 1), (1, 5, 5)]
)
def test_a_pool_is_that_fraction_rounded_half_up_and_at_least_one(engine, fraction, inputs, size):
    pooler = engine.pooler(inputs=inputs, columns=9, active_column_count=1, potential_fraction=fraction)
    assert {len(pool) for pool in pooler.permanences} == {size}


# 2. Initial permanences


def test_what_a_column_is_born_with_is_drawn_in_the_order_of_the_rules(engine):
    pooler = engine.pooler(
        seed=7,
        inputs=9,
        columns=6,
        active_column_count=1,
        potential_fraction=0.5,
        potential_radius=2,
        connected_permanence=0.3,
    )
    stream = Random(7, "spatial pooler")
    for column in range(6):
        centre = (2 * column + 1) * 9 // 12
        near = [i for i in range(9) if abs(i - centre) <= 2]
        pool = sorted(stream.sample(near, max(1, int(len(near) * 0.5 + 0.5))))
        drawn = {}
        for i in pool:
            connected = stream.below(2)
            drawn[i] = 3000 + stream.below(7001) if connected else stream.below(3000)
        assert pooler.permanences[column] == drawn
    assert pooler.priority == stream.sample(range(6), 6)
    assert pooler.random.state == stream.state


def test_with_a_threshold_of_one_the_connected_ones_start_at_one(engine):
    pooler = engine.pooler(inputs=50, columns=20, active_column_count=1, connected_permanence=1)
    held = [held for pool in pooler.permanences for held in pool.values()]
    share = sum(one == 10_000 for one in held) / len(held)
    assert 0.45 < share < 0.55


def test_about_half_of_a_pool_starts_connected(engine):
    pooler = engine.pooler(inputs=200, columns=50, active_column_count=1)
    held = [held for pool in pooler.permanences for held in pool.values()]
    assert 0.48 < sum(one >= 2000 for one in held) / len(held) < 0.52


def test_priorities_are_a_permutation_of_the_columns(engine):
    pooler = engine.pooler(inputs=10, columns=30, active_column_count=1)
    assert sorted(pooler.priority) == list(range(30))


def test_a_new_pooler_has_no_duty_and_no_boost(engine):
    pooler = engine.pooler(inputs=10, columns=3, active_column_count=1, boost_strength=9.0)
    assert pooler.overlap_duty == pooler.activity_duty == [0.0] * 3
    assert pooler.boost == [1000] * 3
    assert pooler.learning_steps == 0


# 3. Overlap


def test_overlap_is_the_number_of_connected_synapses_on_active_inputs(engine):
    pooler = pooler_of(engine, [{0: 0.5, 1: 0.4999, 2: 1.0, 3: 0.9}, {1: 0.5}, {5: 0.9}])
    assert pooler.overlaps(sdr(0, 1, 2, 9)) == [2, 1, 0]


def test_an_overlap_below_the_stimulus_threshold_counts_as_none(engine):
    pooler = pooler_of(engine, [{0: 0.5, 1: 0.5, 2: 0.5}, {0: 0.5, 1: 0.5}, {0: 0.5}], stimulus_threshold=2)
    assert pooler.overlaps(sdr(0, 1, 2)) == [3, 2, 0]


@pytest.mark.parametrize("learn", [True, False])
def test_boost_is_applied_learning_or_not(engine, learn):
    pooler = pooler_of(engine, [{0: 0.5, 1: 0.5}, {0: 0.5}])
    assert pooler.compute(sdr(0, 1), learn=False) == {0}
    pooler.boost = [1000, 2001]
    assert pooler.compute(sdr(0, 1), learn=learn) == {1}


def test_boosted_overlaps_are_compared_exactly(engine):
    """2 x 1.500 equals 3 x 1.000: the priority decides, and a thousandth would have."""
    pooler = pooler_of(engine, [{0: 0.5, 1: 0.5, 2: 0.5}, {0: 0.5, 1: 0.5}])
    pooler.boost = [1000, 1500]
    assert pooler.compute(sdr(0, 1, 2), learn=False) == {1}
    pooler.boost = [1000, 1499]
    assert pooler.compute(sdr(0, 1, 2), learn=False) == {0}


# 4. Inhibition, global


def simple(engine, columns, **changes):
    """So many columns that hear one input each: what counts are the overlaps that are given."""
    return pooler_of(engine, [{0: 0.5}] * columns, **changes)


def test_the_columns_with_most_overlap_win(engine):
    pooler = simple(engine, 5, active_column_count=2)
    assert pooler.inhibit([1, 5, 3, 4, 2]) == {1, 3}


def test_a_tie_goes_to_the_higher_priority(engine):
    pooler = simple(engine, 5, active_column_count=2)
    assert pooler.inhibit([4, 4, 4, 4, 1]) == {2, 3}
    pooler.priority = [4, 0, 3, 1, 2]
    assert pooler.inhibit([4, 4, 4, 4, 1]) == {0, 2}


def test_priority_never_beats_a_larger_overlap(engine):
    pooler = simple(engine, 5, active_column_count=1)
    assert pooler.inhibit([2, 1, 1, 1, 1]) == {0}


def test_a_column_without_overlap_never_wins(engine):
    pooler = simple(engine, 5, active_column_count=4)
    assert pooler.inhibit([0, 2, 0, 1, 0]) == {1, 3}
    assert pooler.inhibit([0] * 5) == frozenset()


# 4. Inhibition, local


def local(engine, columns, **changes):
    changes = {"inhibition": "local", "inhibition_radius": 1} | changes
    return pooler_of(engine, [{0: 0.5}] * columns, **changes)


def test_a_local_column_wins_if_few_enough_of_its_neighbours_are_ahead(engine):
    """9 columns, 3 active: with 3 in a neighbourhood b x 9 < 3 x 3 leaves only b = 0."""
    pooler = local(engine, 9, active_column_count=3)
    assert pooler.inhibit([1, 2, 3, 2, 1, 5, 6, 7, 8]) == {2, 8}


def test_local_density_is_that_of_the_whole(engine):
    """9 columns, 4 active: one ahead of three makes 9 < 12, so two of each three may win."""
    pooler = local(engine, 9, active_column_count=4)
    assert pooler.inhibit([1, 2, 3, 2, 1, 5, 6, 7, 8]) == {1, 2, 3, 7, 8} | {5, 6}


def test_at_an_edge_the_neighbourhood_is_smaller(engine):
    """Columns 0 and 8 have two neighbours, themselves included: 1 x 9 < 4 x 2 does not hold."""
    pooler = local(engine, 9, active_column_count=4)
    assert 0 not in pooler.inhibit([1, 2, 0, 0, 0, 0, 0, 0, 0])
    wrapped = local(engine, 9, active_column_count=4, wrap_around=True)
    assert 0 in wrapped.inhibit([1, 2, 0, 0, 0, 0, 0, 0, 0])


def test_the_best_of_its_neighbourhood_always_wins(engine):
    """b = 0, however small the density: one column of twenty."""
    pooler = local(engine, 20, active_column_count=1)
    overlaps = [1] * 20
    overlaps[3] = overlaps[15] = 2
    assert {3, 15} <= pooler.inhibit(overlaps)


def test_the_formula_of_local_inhibition_is_strict(engine):
    """3 neighbours of 3 columns, 2 active: 2 x 3 < 2 x 3 does not hold, 1 x 3 < 6 does."""
    pooler = local(engine, 3, active_column_count=2, inhibition_radius=2)
    assert pooler.inhibit([1, 9, 5]) == {1, 2}


def test_local_ties_go_to_the_higher_priority(engine):
    pooler = local(engine, 3, active_column_count=1)
    assert pooler.inhibit([2, 2, 2]) == {2}
    pooler.priority = [1, 2, 0]
    assert pooler.inhibit([2, 2, 2]) == {1}


def test_a_local_column_without_overlap_never_wins(engine):
    assert local(engine, 9, active_column_count=9).inhibit([0, 0, 0, 1, 0, 0, 0, 0, 0]) == {3}


def test_local_inhibition_wraps_around_the_edges(engine):
    overlaps = [8, 1, 1, 1, 1, 1, 1, 1, 9]
    assert {0, 8} <= local(engine, 9, active_column_count=1).inhibit(overlaps)
    wrapped = local(engine, 9, active_column_count=1, wrap_around=True).inhibit(overlaps)
    assert wrapped & {0, 8} == {8}


def test_local_inhibition_on_a_sheet(engine):
    """3 x 4 columns: (0, 0) and (1, 1) are neighbours, (0, 0) and (0, 2) are not."""
    pooler = pooler_of(
        engine,
        [{0: 0.5}] * 12,
        inputs=12,
        input_dimensions=(3, 4),
        column_dimensions=(3, 4),
        inhibition="local",
        inhibition_radius=1,
    )
    assert pooler.inhibit([5, 0, 4, 0, 0, 6, 0, 0, 0, 0, 0, 3]) == {5, 11}
    assert pooler.inhibit([5, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 3]) == {0, 2, 11}


# 5. Learning


def test_winners_gain_on_active_inputs_and_lose_on_the_others_and_nobody_else_learns(engine):
    pooler = pooler_of(engine, [{0: 0.5, 1: 0.2, 2: 0.5}, {0: 0.5, 1: 0.6, 2: 0.3, 3: 0.4}])
    pooler.compute(sdr(0, 1))
    assert pooler.permanences == [
        {0: 5000, 1: 2000, 2: 5000},
        {0: 6000, 1: 7000, 2: 2500, 3: 3500},
    ]


def test_permanences_are_clipped_to_0_and_1_and_no_synapse_is_lost(engine):
    pooler = pooler_of(engine, [{0: 0.95, 1: 1.0, 2: 0.05, 3: 0.04, 4: 0.0}])
    pooler.compute(sdr(0, 1))
    assert pooler.permanences == [{0: 10_000, 1: 10_000, 2: 0, 3: 0, 4: 0}]


def test_a_synapse_connects_and_disconnects_by_learning(engine):
    pooler = pooler_of(engine, [{0: 0.4, 1: 0.5, 2: 0.52}])
    assert pooler.overlaps(sdr(0, 1, 2)) == [2]
    pooler.compute(sdr(0, 1))
    assert pooler.overlaps(sdr(0, 1, 2)) == [2]
    assert pooler.overlaps(sdr(2)) == [0]
    assert pooler.overlaps(sdr(0)) == [1]


def test_four_steps_of_005_lift_03_to_05_exactly(engine):
    pooler = pooler_of(engine, [{0: 0.3, 1: 1.0}], permanence_increment=0.05)
    for _ in range(4):
        assert pooler.overlaps(sdr(0)) == [0]
        pooler.compute(sdr(0, 1))
    assert pooler.permanences[0][0] == 5000
    assert pooler.overlaps(sdr(0)) == [1]


def test_the_pool_reads_back_in_decimals(engine):
    pooler = pooler_of(engine, [{3: 0.25, 0: 0.5}])
    assert list(pooler.pool_of(0).items()) == [(0, 0.5), (3, 0.25)]


# 6. Duty cycles


def test_duty_cycles_move_by_the_share_of_min_of_period_and_learning_steps(engine):
    """Period 3, so shares of 1, 1/2, 1/3, 1/3; column 0 overlaps at 1 1 0 1, column 1 wins twice."""
    pooler = pooler_of(engine, [{0: 0.5}, {0: 0.9, 1: 0.9}], duty_cycle_period=3)
    overlap, activity = [], []
    for active in ((0, 1), (0,), (1,), (0,)):
        pooler.compute(sdr(*active))
        overlap.append(pooler.overlap_duty[0])
        activity.append(pooler.activity_duty[0])
    assert overlap == [1.0, 1.0, 1 + (0 - 1) / 3, (2 / 3) + (1 - 2 / 3) / 3]
    assert activity == [0.0] * 4
    assert pooler.activity_duty[1] == 1.0


def test_before_the_period_is_over_a_duty_is_the_plain_mean(engine):
    pooler = pooler_of(engine, [{0: 0.9}, {1: 0.9}])
    for active in (0, 1, 1, 0):
        pooler.compute(sdr(active))
    first = 1.0
    for n, won in ((2, 0), (3, 0), (4, 1)):
        first += (won - first) / n
    assert pooler.activity_duty[0] == pooler.overlap_duty[0] == first == 0.5


def test_overlap_duty_looks_at_the_overlap_after_the_threshold(engine):
    pooler = pooler_of(engine, [{0: 0.5}, {0: 0.9, 1: 0.9}], stimulus_threshold=2)
    pooler.compute(sdr(0, 1))
    assert pooler.overlap_duty == [0.0, 1.0]


def test_a_boost_does_not_make_an_overlap(engine):
    pooler = pooler_of(engine, [{5: 0.5}, {0: 0.9}])
    pooler.boost = [10**6, 1]
    pooler.compute(sdr(0))
    assert pooler.overlap_duty == [0.0, 1.0]


def test_the_period_counts_learning_steps_only(engine):
    pooler = pooler_of(engine, [{0: 0.5}])
    for _ in range(5):
        pooler.compute(sdr(0), learn=False)
    pooler.compute(sdr(1))
    pooler.compute(sdr(0))
    assert pooler.learning_steps == 2
    assert pooler.activity_duty == [0.5]


# 6. Raising weak columns


def test_a_column_that_overlaps_too_rarely_is_raised_everywhere_by_a_tenth_of_connected(engine):
    pooler = pooler_of(
        engine, [{5: 0.3, 6: 0.97}, {0: 0.9}], minimum_overlap_duty=0.5, connected_permanence=0.5
    )
    pooler.compute(sdr(0))
    assert pooler.permanences[0] == {5: 3500, 6: 10_000}
    assert pooler.permanences[1] == {0: 10_000}


def test_the_raise_is_rounded_half_up(engine):
    pooler = pooler_of(engine, [{5: 0.3}, {0: 0.9}], minimum_overlap_duty=0.5, connected_permanence=0.1235)
    pooler.compute(sdr(0))
    assert pooler.permanences[0] == {5: 3124}


def test_help_connects(engine):
    pooler = pooler_of(engine, [{5: 0.46}, {0: 0.9}], minimum_overlap_duty=0.5)
    pooler.compute(sdr(0))
    assert pooler.overlaps(sdr(5)) == [1, 0]


def test_a_duty_that_is_not_below_the_minimum_needs_no_help(engine):
    """After two steps the duties are 1/2 and 1: half of the largest is not below half of it."""
    pooler = pooler_of(engine, [{0: 0.5, 9: 0.1}, {0: 0.9, 1: 0.9}], minimum_overlap_duty=0.5)
    pooler.compute(sdr(0, 1))
    pooler.compute(sdr(1))
    assert pooler.overlap_duty == [0.5, 1.0]
    assert pooler.permanences[0] == {0: 5000, 9: 1000}


def test_help_looks_at_the_duties_of_after_this_step(engine):
    """A column that overlaps for the first time has a duty at once."""
    pooler = pooler_of(engine, [{0: 0.5, 9: 0.1}, {0: 0.9, 1: 0.9}], minimum_overlap_duty=1.0)
    pooler.compute(sdr(0, 1))
    assert pooler.permanences[0] == {0: 5000, 9: 1000}


def test_with_local_inhibition_the_neighbourhood_decides_who_needs_help(engine):
    """Columns 0 and 1 hear nothing; only column 1 has a neighbour that does."""
    pooler = pooler_of(
        engine,
        [{9: 0.1}, {9: 0.1}, {0: 0.9}, {9: 0.1}],
        inhibition="local",
        inhibition_radius=1,
        minimum_overlap_duty=0.5,
    )
    pooler.compute(sdr(0))
    assert [pool.get(9) for pool in pooler.permanences] == [1000, 1500, None, 1500]


# 6. Boost


@pytest.mark.parametrize("strength", [0.5, 2.0, 10.0])
def test_boost_is_exp_of_strength_times_the_shortfall_in_thousandths(engine, strength):
    """Two columns, one active: the target is 1/2, the duties are 0 and 1 after one step."""
    pooler = pooler_of(engine, [{9: 0.5}, {0: 0.9}], boost_strength=strength)
    pooler.compute(sdr(0))
    expected = [round(1000 * exp(strength * 0.5)), max(1, round(1000 * exp(-strength * 0.5)))]
    assert pooler.boost == expected


def test_boost_factors_that_were_worked_out_once(engine):
    """exp(0.5) = 1.6487..., exp(-0.5) = 0.6065..., and at 1/3 of a step: k = 21845 of 65536."""
    pooler = pooler_of(engine, [{9: 0.5}, {0: 0.9}], boost_strength=1.0)
    pooler.compute(sdr(0))
    assert pooler.boost == [1649, 607]
    three = pooler_of(engine, [{9: 0.5}, {9: 0.5}, {0: 0.9}], boost_strength=1.0)
    three.compute(sdr(0))
    assert three.boost == [1396, 1396, 513]


def test_boost_stays_between_a_thousandth_and_a_thousand(engine):
    pooler = pooler_of(engine, [{9: 0.5}, {0: 0.9}], boost_strength=100.0)
    pooler.compute(sdr(0))
    assert pooler.boost == [10**6, 1]


def test_the_shortfall_is_rounded_to_a_65536th(engine):
    """Strength 100, three columns: at k = 21845 it is not yet what 1/3 would make it."""
    pooler = pooler_of(engine, [{9: 0.5}, {8: 0.5}, {0: 0.9}], boost_strength=20.0)
    pooler.compute(sdr(0))
    assert pooler.boost[0] == round(1000 * exp(20.0 * 21845 / 65536))
    assert pooler.boost[0] != round(1000 * exp(20.0 / 3))
    two_active = pooler_of(engine, [{9: 0.5}, {8: 0.5}, {0: 0.9}], boost_strength=10.0, active_column_count=2)
    two_active.compute(sdr(0))  # 65536 x 2/3 is 43690.67
    assert two_active.boost[0] == round(1000 * exp(10.0 * 43691 / 65536))


def test_with_local_inhibition_the_target_is_the_mean_duty_of_the_neighbourhood(engine):
    """Only column 2 wins: the means are 0, 1/3, 1/2 (an edge), the shortfalls 0, 1/3, -1/2."""
    pooler = pooler_of(
        engine,
        [{9: 0.5}, {9: 0.5}, {0: 0.9}],
        inhibition="local",
        inhibition_radius=1,
        boost_strength=1.0,
    )
    pooler.compute(sdr(0))
    assert pooler.boost == [1000, 1396, 607]


def test_without_boost_strength_no_column_is_boosted(engine):
    pooler = pooler_of(engine, [{9: 0.5}, {0: 0.9}])
    pooler.compute(sdr(0))
    assert pooler.boost == [1000, 1000]


def test_a_boost_strength_that_is_set_to_zero_takes_the_boost_away(engine):
    pooler = pooler_of(engine, [{9: 0.5}, {0: 0.9}], boost_strength=5.0)
    pooler.compute(sdr(0))
    pooler.set_parameters(pooler.parameters.changed(boost_strength=0.0))
    pooler.compute(sdr(0))
    assert pooler.boost == [1000, 1000]


def test_boosting_brings_a_column_that_never_wins_into_the_game(engine):
    pooler = pooler_of(engine, [{0: 0.9}, {0: 0.9, 1: 0.9}], boost_strength=3.0)
    winners = [pooler.compute(sdr(0, 1)) for _ in range(3)]
    assert winners == [{1}, {0}, {1}]


# 7. The empty input, and learning switched off


@pytest.mark.parametrize("learn", [True, False])
def test_the_empty_sdr_makes_no_column_win_and_teaches_nothing(engine, learn):
    pooler = pooler_of(engine, [{9: 0.5}, {0: 0.9}], boost_strength=3.0, minimum_overlap_duty=0.5)
    pooler.compute(sdr(0))
    before = deepcopy(state_of(pooler))
    assert pooler.compute(sdr(), learn=learn) == frozenset()
    assert state_of(pooler) == before


def test_without_learning_a_pooler_stays_as_it_is(engine):
    pooler = engine.pooler(
        inputs=20, columns=10, active_column_count=2, boost_strength=3.0, minimum_overlap_duty=0.5
    )
    for i in range(5):
        pooler.compute(SDR(20, range(i, i + 8)))
    before = deepcopy(state_of(pooler))
    winners = [pooler.compute(SDR(20, range(i, i + 8)), learn=False) for i in range(12)]
    assert state_of(pooler) == before
    assert all(len(one) == 2 for one in winners)


def test_an_input_of_another_size_is_an_error_and_changes_nothing(engine):
    pooler = pooler_of(engine, [{0: 0.5}])
    before = deepcopy(state_of(pooler))
    with pytest.raises(ValueError, match="11 bits"):
        pooler.compute(SDR(11, {0}))
    assert state_of(pooler) == before


def test_similar_inputs_share_columns_and_unlike_ones_do_not(engine):
    pooler = engine.pooler(inputs=400, columns=256, active_column_count=10)
    first = pooler.compute(SDR(400, range(40)), learn=False)
    near = pooler.compute(SDR(400, range(2, 42)), learn=False)
    far = pooler.compute(SDR(400, range(200, 240)), learn=False)
    assert len(first & near) > len(first & far)
