"""What is written shorter than it is: read again to the last bit, and refused if its parts do not fit."""

import math
from array import array
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher import ENGINES
from htm_teacher.core.saved_rows import Numbers, from_rows
from htm_teacher.keep.packed_state import packed, unpacked

ALL = [getattr(kind, "numbers_type", Numbers) for kind in ENGINES.values()]
WEIGHTS = [0.0, -0.0, 0.5, math.nan, 5e-324]
ROWS = st.lists(
    st.dictionaries(st.sampled_from([0, 1, 7, 255, 256, 2**16, 2**32 - 1]), st.just(5)), max_size=4
)


def state(rows: Any, width: int, weights: list[list[float]]) -> dict[str, Any]:
    """As much of a model's state as is packed."""
    numbers = array("d", (one for row in weights for one in row))
    return {
        "steps": 3,
        "pooler": {"random": 1, "pools": from_rows(rows)},
        "memory": {"random": 2, "synapses": from_rows(rows[1:])},
        "classifier": {"buckets": list(range(width)), "weights": {"1": numbers, "5": numbers[:width]}},
    }


def bare(one: Any) -> Any:
    """The same with bytes for the arrays of any engine, so that NaN equals NaN, and 0 is not -0."""
    if isinstance(one, dict):
        return [(name, bare(held)) for name, held in one.items()]
    codes = [code for code in (ask.typecode(one) for ask in ALL) if code]
    return (codes[0], one.tobytes()) if codes else one


@given(data=st.data(), rows=ROWS, width=st.integers(0, 3))
def test_what_is_packed_is_read_again_to_the_last_bit_by_each_engine(data, rows, width):
    row = st.lists(st.sampled_from(WEIGHTS), min_size=width, max_size=width)
    before = state(rows, width, data.draw(st.lists(row, min_size=1, max_size=5)))
    written = [packed(before, ask) for ask in ALL]
    assert all(bare(one) == bare(written[0]) for one in written)
    for ask in ALL:
        assert bare(unpacked(written[0], ask, 2**20)) == bare(before)


def test_gaps_take_a_byte_each_and_equal_rows_of_weights_are_written_once():
    before = state([{100: 1, 300: 2}, {255: 3}], 2, [[0.5, 1.0], [0.0, 2.0], [0.5, 1.0]])
    for ask in ALL:
        after = packed(before, ask)
        assert bare(after["pooler"]["pools"]["gaps"]) == bare(array("B", [100, 200, 255]))
        assert bare(after["classifier"]["rows"]["1"]) == bare(array("B", [0, 1, 0]))
        assert bare(after["classifier"]["weights"]["1"]) == bare(array("d", [0.5, 1.0, 0.0, 2.0]))


FORGED: dict[str, tuple[tuple[str, ...], Any]] = {
    "a gap too few": (("pooler", "pools", "gaps"), array("B", [100, 200])),
    "a gap too many": (("pooler", "pools", "gaps"), array("B", [100, 200, 255, 1])),
    "real gaps": (("pooler", "pools", "gaps"), array("d", [100, 200, 255])),
    "gaps with a sign": (("pooler", "pools", "gaps"), array("q", [100, -200, 255])),
    "sizes with a sign": (("pooler", "pools", "sizes"), array("q", [4, -1])),
    "no sizes": (("pooler", "pools", "sizes"), 3),
    "a row that is not there": (("classifier", "rows", "1"), array("B", [0, 2, 0])),
    "a row that no cell has": (("classifier", "rows", "1"), array("B", [0, 0, 0])),
    "real rows": (("classifier", "rows", "1"), array("d", [0, 1, 0])),
    "rows with a sign": (("classifier", "rows", "1"), array("q", [-1, 1, 0])),
    "half a row of weights": (("classifier", "weights", "1"), array("d", [0.5, 1.0, 0.0])),
    "whole weights": (("classifier", "weights", "1"), array("I", [1, 2, 3, 4])),
    "rows of no horizon": (("classifier", "rows", "9"), array("B", [0])),
    "a list of rows": (("classifier", "rows", "1"), [0, 1, 0]),
}


@pytest.mark.parametrize("ask", ALL)
@pytest.mark.parametrize(("place", "value"), FORGED.values(), ids=FORGED)
def test_parts_that_do_not_fit_are_refused(ask, place, value):
    after = packed(state([{100: 1, 300: 2}, {255: 3}], 2, [[0.5, 1.0], [0.0, 2.0], [0.5, 1.0]]), ask)
    after[place[0]][place[1]][place[2]] = value
    with pytest.raises((ValueError, TypeError, AttributeError, OverflowError, IndexError)):
        unpacked(after, ask, 2**20)


@pytest.mark.parametrize("ask", ALL)
def test_rows_without_buckets_are_refused(ask):
    after = packed(state([{}, {}], 0, []), ask)
    after["classifier"]["rows"]["1"] = array("B", [0])
    with pytest.raises((ValueError, IndexError)):
        unpacked(after, ask, 2**20)


@pytest.mark.parametrize("ask", ALL)
def test_a_few_rows_that_claim_to_be_many_are_refused_before_memory_is_taken(ask):
    before = state([{}], 2, [[0.5, 1.0]] * 3)
    assert bare(unpacked(packed(before, ask), ask, 64)) == bare(before)
    with pytest.raises(ValueError, match="64 bytes of weights, which is refused"):
        unpacked(packed(before, ask), ask, 63)


@pytest.mark.parametrize("ask", ALL)
def test_gaps_that_lead_beyond_four_bytes_never_give_an_ascending_row(ask):
    after = packed(state([{100: 1, 300: 2}, {255: 3}], 0, []), ask)
    after["pooler"]["pools"]["gaps"] = array("I", [2**32 - 1, 1, 255])
    try:
        pools = unpacked(after, ask, 0)["pooler"]["pools"]
    except OverflowError:
        return
    assert not ask.ascend(pools["indices"], [0, 2, 3])
