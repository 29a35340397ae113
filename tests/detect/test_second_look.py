"""A second look: a lost context is no surprise, what never followed is one."""

import pytest

from htm_teacher import ENGINES
from htm_teacher.detect import Detection, SecondLook

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="the textbook takes minutes for a full machine")
WARM_UP = 100
WAVE = [0.0, 5.0, 9.0, 5.0, 0.0, -5.0, -9.0, -5.0]


@pytest.fixture(scope="module")
def broken():
    """A wave with half a wave too much from row 400, then at row 600 a value that never was there."""
    values = WAVE * 50 + WAVE[:4] + WAVE * 25
    values[600] = -9.0 if values[599] != -5.0 else 9.0
    return values, SecondLook(WARM_UP).run(values)


def test_it_is_surprised_by_a_step_that_never_occurred(broken):
    _, found = broken
    assert found[600].surprise[0] == 0.85  # 6 of 40 columns are shared with a value that did follow
    assert found[600].alert
    assert found[600].reason == "85% of the columns never follow the value before"


def test_a_step_that_has_occurred_in_another_context_is_no_surprise(broken):
    values, found = broken
    one = SecondLook(WARM_UP)
    one.run(values[:402])
    assert one.model.step({"value": values[402]}).anomaly == 1  # the context says that the wave goes on
    assert found[402].surprise[0] == 0


def test_a_surprise_of_at_most_a_half_is_the_raw_anomaly(broken):
    values, found = broken
    one = SecondLook(WARM_UP, min(values[:WARM_UP]), max(values[:WARM_UP]))
    raw = one.model.run([{"value": value} for value in values]).anomaly
    low = [i for i in range(WARM_UP, len(values)) if raw[i] <= 0.5]
    assert len(low) > 200
    assert [found[i].surprise[0] for i in low] == [raw[i] for i in low]


def test_a_second_peak_is_no_second_alert(broken):
    _, found = broken
    assert [i for i, one in enumerate(found) if one.alert] == [600]
    assert [one.strength for one in found[601:]] == [0.0] * (len(found) - 601)


def test_during_the_warm_up_nothing_is_said_and_a_stream_gets_the_same_answers(broken):
    values, found = broken
    assert found[:WARM_UP] == [Detection()] * WARM_UP
    one = SecondLook(WARM_UP)
    assert [one.step(value) for value in values] == found


def test_a_second_look_changes_nothing(broken):
    values, _ = broken
    one = SecondLook(WARM_UP)
    one.run(values[:402])
    before = one.model.state()
    assert one._surprise({"value": values[402]}) == 0.0
    assert one.model.state() == before
