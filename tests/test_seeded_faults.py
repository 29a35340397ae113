"""The suite is tested: for each seeded fault some test must fail."""

import ast

import pytest

from htm_teacher import ENGINES
from seeded_faults import FAST_FAULTS, FAULTS
from seeded_faults_in_rooms import ROOM_FAULTS
from seeding import Fault, failing_without_a_fault, unnoticed, with_fault

ALL = FAULTS + FAST_FAULTS + ROOM_FAULTS


def test_there_are_at_least_forty_faults():
    assert len(set(ALL)) == len(ALL)
    assert len(FAULTS) >= 40
    assert len(FAST_FAULTS) >= 20
    assert len(ROOM_FAULTS) >= 18


@pytest.mark.parametrize("fault", ALL, ids=lambda fault: f"{fault.file}: {fault.original[:30]!r}")
def test_a_fault_can_still_be_seeded_and_is_python(fault):
    ast.parse(with_fault(fault))


@pytest.mark.slow
def test_what_no_test_notices_is_reported(tmp_path):
    noticed, harmless, broken = (
        Fault("core/checks.py", *change, "core/test_checks.py core/test_messages.py")
        for change in [
            ("same is differs or ", ""),
            ("the first ten, and how many", "the first 10, and how many"),
            ("def listed(", "def listed(("),
        ]
    )
    told = unnoticed([noticed, harmless, broken], tmp_path).splitlines()
    assert [line.partition(":")[0] for line in told] == ["not noticed", "core/checks.py", "core/checks.py"]
    assert "the first 10" in told[1]
    assert " passed" in told[1]
    assert "def listed((" in told[2], "tests that could not be run are no tests that failed"
    assert failing_without_a_fault([noticed], tmp_path) == []


# All of them take minutes, so `make check` seeds each fourth and `make long` the rest.
FOURTHS = pytest.mark.parametrize(
    "first", [0, *(pytest.param(first, marks=pytest.mark.long) for first in (1, 2, 3))]
)


@pytest.mark.slow
def test_without_a_fault_the_tests_pass(tmp_path):
    assert not failing_without_a_fault(FAULTS, tmp_path)


@pytest.mark.slow
@FOURTHS
def test_without_a_fault_the_tests_of_rooms_pass(first, tmp_path):
    assert not failing_without_a_fault(ROOM_FAULTS[first::4], tmp_path)


@pytest.mark.slow
@FOURTHS
def test_every_fault_is_noticed(first, tmp_path):
    assert not unnoticed(FAULTS[first::4], tmp_path)


@pytest.mark.slow
@FOURTHS
def test_every_fault_in_rooms_is_noticed(first, tmp_path):
    assert not unnoticed(ROOM_FAULTS[first::4], tmp_path)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.skipif("fast" not in ENGINES, reason="there is one engine only")
def test_without_a_fault_the_tests_of_the_fast_engine_pass(tmp_path):
    assert not failing_without_a_fault(FAST_FAULTS, tmp_path)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.skipif("fast" not in ENGINES, reason="there is one engine only")
def test_every_fault_of_the_fast_engine_is_noticed(tmp_path):
    assert not unnoticed(FAST_FAULTS, tmp_path)
