"""Silence: alerts where rows stop coming, by the times of other rows."""

import pytest

from htm_teacher.stream.silence import Silence


def taken(silence, *rows):
    """The alerts at each of these rows: key and seconds."""
    return [
        [alert["key"] for alert in silence.row(number, key, str(clock), clock)]
        for number, (key, clock) in enumerate(rows, 1)
    ]


def test_a_key_is_silent_after_more_than_the_longest_time_and_once():
    silence = Silence(10.0)
    assert taken(silence, ("a", 0), ("b", 10), ("b", 11), ("b", 12), ("a", 13), ("a", 14)) == [
        [],
        [],
        ["a"],
        [],
        [],
        [],
    ]


def test_a_late_row_does_not_move_time_back():
    silence = Silence(10.0)
    assert taken(silence, ("a", 0), ("b", 20), ("b", 5), ("b", 25), ("b", 31)) == [[], ["a"], [], [], []]


@pytest.mark.parametrize(("longest", "clock"), [(None, 1e9), (10.0, None)])
def test_without_a_limit_or_a_time_there_is_no_silence(longest, clock):
    assert Silence(longest).row(1, "a", None, 0.0) == []
    assert Silence(longest).row(2, "b", None, clock) == []


def test_what_is_kept_continues():
    rows = [("a", 0.0), ("b", 8.0), ("c", 11.0), ("c", 19.0), ("a", 30.0)]
    whole = Silence(10.0)
    expected = taken(whole, *rows)
    for cut in range(len(rows)):
        first = Silence(10.0)
        found = taken(first, *rows[:cut])
        second = Silence(10.0, *first.state())
        assert found + taken(second, *rows[cut:]) == expected
        assert second.state()[0][-1][1][1] == whole.state()[0][-1][1][1]
