"""What both engines find out about the numbers in a saved array."""

import math
from array import array
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher import ENGINES
from htm_teacher.core.saved_rows import Numbers as Plain

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="there is one engine only")


def both() -> tuple[Any, Any]:
    from htm_teacher.fast.saved_rows import Numbers

    return Plain, Numbers


REAL = [0.0, -0.0, 0.5, 1.0, math.nextafter(1, 2), -5e-324, math.nan, math.inf, -math.inf, 1.7e308]
LARGE = [0, 1, 2, 2**31, 2**62, 2**62 + 1, 2**63 - 1, -1, -(2**63)]


@given(st.lists(st.sampled_from(REAL), max_size=4), st.sampled_from([(0, 1), (-1.7e308, 1.7e308)]))
def test_both_engines_know_alike_whether_real_numbers_are_in_range(numbers, bounds):
    plain, fast = (kind.in_range(array("d", numbers), *bounds) for kind in both())
    assert plain is fast is all(bounds[0] <= number <= bounds[1] for number in numbers)


@given(st.lists(st.sampled_from(LARGE), max_size=4), st.sampled_from([(0, 2**62), (0, -1), (0, 2**64)]))
def test_both_engines_know_alike_whether_whole_numbers_are_in_range(numbers, bounds):
    plain, fast = (kind.in_range(array("q", numbers), *bounds) for kind in both())
    assert plain is fast is all(bounds[0] <= number <= bounds[1] for number in numbers)


@given(st.lists(st.lists(st.integers(0, 5), max_size=4), max_size=5), st.sampled_from("BHIq"))
def test_both_engines_know_alike_whether_rows_ascend(rows, typecode):
    """Also where a row is empty: at the start, in the middle, at the end."""
    ends = [sum(map(len, rows[:place])) for place in range(len(rows) + 1)]
    numbers = array(typecode, (number for row in rows for number in row))
    plain, fast = (kind.ascend(numbers, ends) for kind in both())
    assert plain is fast is all(one < other for row in rows for one, other in pairwise(row))


TYPED = st.one_of(
    st.builds(array, st.just("d"), st.lists(st.sampled_from(REAL), max_size=3)),
    st.builds(array, st.sampled_from("BHIq"), st.lists(st.integers(0, 1), max_size=3)),
)


@given(TYPED, TYPED)
def test_both_engines_know_alike_whether_arrays_agree_in_every_bit(one, other):
    for first, second in ((one, other), (one, one[:])):
        plain, fast = (kind.same(first, second) for kind in both())
        assert plain is fast is ((first.typecode, first.tobytes()) == (second.typecode, second.tobytes()))


@pytest.mark.parametrize("mark", [0, 1])
def test_rows_that_get_the_same_mark_are_told_apart(mark, monkeypatch):
    from htm_teacher.fast import saved_rows

    weights, width = array("d", [1, 2, 2, 1, 0.0, 3, -0.0, 3, 2, 1]), 2
    monkeypatch.setattr(saved_rows, "MARK", mark)
    plain, fast = (kind.once(weights, width) for kind in both())
    assert plain == (array("B", [0, 1, 2, 3, 1]), weights[:8])
    assert all(both()[1].same(*pair) for pair in zip(fast, plain, strict=True))


def test_a_fast_model_is_loaded_without_a_look_at_each_synapse(tmp_path, monkeypatch):
    """Each is looked at by NumPy: the textbook's questions are not asked."""
    from htm_teacher import RDSE, build, load, save

    model = build("toy", RDSE(1.0), "fast")
    model.run([1.0, 5.0, 2.0] * 20)
    save(model, tmp_path / "model.npz")
    of_the_header = {"read", "little", "typecode"}
    for name in {name for name in vars(Plain) if not name.startswith("_")} - of_the_header:
        monkeypatch.delattr(Plain, name)
    assert load(tmp_path / "model.npz", "fast").state() == model.state()
