"""A new pooler is the same on both engines, whatever its parameters: it is drawn with the same words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from htm_teacher import ENGINES

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="there is one engine only")

SHAPES = st.sampled_from(
    [
        {},
        {"input_dimensions": (6, 10), "column_dimensions": (3, 4)},
        {"inhibition": "local", "inhibition_radius": 2},
    ]
)


@settings(max_examples=examples(100))
@given(
    seed=st.integers(-(2**70), 2**70),
    shape=SHAPES,
    radius=st.sampled_from([None, 0, 3, 7, 10**9]),
    wrap_around=st.booleans(),
    fraction=st.floats(0, 1),
    connected=st.sampled_from([0.0001, 0.0002, 0.2, 0.9999, 1.0]),
)
def test_both_engines_draw_the_same_pools(seed, shape, radius, wrap_around, fraction, connected):
    states = [
        ENGINES[name].pooler_type(
            seed=seed,
            inputs=60,
            columns=12,
            active_column_count=3,
            potential_radius=radius,
            wrap_around=wrap_around,
            potential_fraction=fraction,
            connected_permanence=connected,
            **shape,
        )
        for name in ("textbook", "fast")
    ]
    assert states[0].state() == states[1].state()
    assert states[0].permanences == states[1].permanences
    assert states[0].connected_inputs == states[1].connected_inputs


def test_the_fast_engine_draws_no_pool_in_python(monkeypatch):
    def drawn_in_python(*_):
        raise AssertionError("a pool was drawn word by word")

    kind = ENGINES["fast"].pooler_type
    monkeypatch.setattr(kind, "_first_permanences", drawn_in_python)
    assert len(kind(inputs=60, columns=12, active_column_count=3).permanences) == 12


def test_poolers_of_one_shape_and_seed_are_drawn_once_and_share_nothing(monkeypatch):
    from htm_teacher.fast import pool, spatial_pooler

    def new(seed=1, **choices):
        return ENGINES["fast"].pooler_type(seed=seed, inputs=60, columns=12, active_column_count=3, **choices)

    monkeypatch.setattr(pool, "LAST", [])
    first, others = new(), [new(2), new(1, potential_fraction=0.5), new(1)]
    drawn = []
    monkeypatch.setattr(spatial_pooler, "draw_pools", lambda *_: drawn.append(1))
    equal = new()
    assert not drawn
    assert equal.state() == first.state() == others[2].state()
    assert len({str(one.permanences) for one in (first, *others)}) == 3
    equal.pool.permanences[:] = 7
    equal.priority = range(12)
    assert new().state() == first.state()
    monkeypatch.setattr(pool, "MOST_KEPT", 12 * 64 - 1)
    new(5)
    new(5)
    assert drawn == [1, 1]
