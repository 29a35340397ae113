"""Silence: alerts where rows stop coming, by the times of other rows."""

import json
from contextlib import closing

import pytest

from htm_teacher.stream.alert_file import AlertFile
from htm_teacher.stream.feed import Feed
from htm_teacher.stream.line_source import LineSource
from htm_teacher.stream.many_keys import Stream
from htm_teacher.stream.row_reader import Columns, RowReader
from htm_teacher.stream.rules import Rules
from htm_teacher.stream.silence import Silence
from stream.killing import Adder, QuickDisk


def taken(silence, *rows, first=1):
    """The keys of the alerts at each of these rows."""
    return [
        [alert["key"] for alert in silence.row(number, key, str(clock), clock)]
        for number, (key, clock) in enumerate(rows, first)
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
    rows = [("a", 0), ("b", 10), ("b", 20), ("b", 5), ("b", 25), ("b", 31)]
    assert taken(silence, *rows) == [[], [], ["a"], [], [], []]


def minutes(count, keys, wrong=(), last=()):
    """A row a minute of each key: ``wrong`` has {(minute, key): clock}, ``last`` {key: its last minute}."""
    wrong, last = dict(wrong), dict(last)
    start = 1.7e9
    return [
        (key, wrong.get((minute, key), start + 60 * minute))
        for minute in range(count)
        for key in keys
        if minute <= last.get(key, count)
    ]


def alerts_of(rows, longest=600.0):
    silence = Silence(longest)
    return [
        (alert["key"], alert["since"][0], alert["reason"])
        for number, (key, clock) in enumerate(rows, 1)
        for alert in silence.row(number, key, str(clock), clock)
    ]


AHEAD = [1.7e9 + 150 * 60 + hours * 3600 for hours in (3, 20, 24 * 365)]


@pytest.mark.parametrize("clock", [5.0, *AHEAD])
@pytest.mark.parametrize("keys", ["a", "ab", "abc"])
def test_a_row_with_a_wrong_clock_raises_nothing(keys, clock):
    for key in keys:
        assert alerts_of(minutes(250, keys, {(150, key): clock})) == []


@pytest.mark.parametrize("clock", [5.0, *AHEAD])
def test_a_row_with_a_wrong_clock_hides_no_silence(clock):
    for wrong in ({}, {(150, "a"): clock}, {(158, "b"): clock}, {(165, "a"): clock}):
        found = alerts_of(minutes(300, "ab", wrong, {"b": 160}))
        assert found == [("b", 322, "no row for 11 minutes; the last was row 322")], wrong


@pytest.mark.parametrize("key", "abc")
@pytest.mark.parametrize("clock", [5.0, *AHEAD])
def test_a_clock_that_is_wrong_for_a_while_raises_nothing_and_hides_nothing(key, clock):
    """A machine that starts again without its clock, for a few rows or for good."""
    for until in (132, 300):
        wrong = {(minute, key): clock + 60 * (minute - 130) for minute in range(130, until + 1)}
        assert alerts_of(minutes(300, "abc", wrong)) == []
        last = next(other for other in "abc" if other != key)
        ((silent, *_),) = alerts_of(minutes(300, "abc", wrong, {last: 200}))
        assert silent == last


def test_a_single_key_whose_clock_is_reset_for_fewer_seconds_than_the_longest_silence_raises_nothing():
    wrong = {(minute, "a"): 5.0 + 60 * (minute - 130) for minute in range(130, 140)}
    assert alerts_of(minutes(300, "a", wrong)) == []


def test_rows_sent_again_late_and_all_at_once_raise_nothing():
    late = [("b", clock - 7200) for _, clock in minutes(100, "b")]
    assert alerts_of([*minutes(200, "ab"), *late, *[("a", 1.7e9 + 200 * 60)]]) == []


def test_two_zones_side_by_side_raise_nothing_once_each_key_has_come():
    rows = [(key, clock + 3600 * (key > "b")) for key, clock in minutes(100, "abcd")]
    assert alerts_of(rows) == []


def test_the_clock_of_one_key_alone_is_believed_once_it_has_gone_on_for_as_long():
    silence = Silence(10.0)
    rows = [("a", 0), ("b", 5), ("b", 300), ("b", 301), ("b", 310), ("b", 311), ("b", 312)]
    assert taken(silence, *rows) == [[], [], [], [], [], ["b", "a"], []]
    rows = [("b", 5e5), ("b", 5e5 + 1), ("b", 5e5 + 2), ("b", 50), ("b", 56), ("b", 60), ("b", 61)]
    assert taken(silence, *rows, first=8) == [[], ["b"], [], [], [], [], []]
    assert silence.now == 61


def test_a_jump_is_believed_at_a_row_of_another_key_that_jumps_too():
    rows = [("a", 0), ("b", 1), ("c", 2), ("b", 100), ("a", 101), ("a", 105)]
    assert taken(Silence(10.0), *rows) == [[], [], [], [], ["b", "a", "c"], []]
    back = [("a", 1000), ("b", 1001), ("b", 500), ("a", 501), ("a", 510), ("a", 512)]
    assert taken(Silence(10.0), *back) == [[], [], [], [], [], ["b"]]


def test_after_an_outage_the_second_row_of_a_single_key_notices_it():
    for longest, far in ((10.0, 86400), (9000.0, 90000)):
        rows = [("a", clock) for clock in (0, far, 2 * far, 3 * far + 1, 3 * far + 2)]
        assert taken(Silence(longest), *rows) == [[], [], ["a"], ["a"], ["a"]]


def test_a_state_of_an_older_version_continues():
    old = [[["a", [1, "0", 0.0]], ["b", [2, "5", 5.0]]], [["c", [3, "5", 5.0]]], True]
    silence = Silence(10.0, *old)
    assert taken(silence, ("b", 11), first=4) == [["a"]]
    assert silence.silent.keys() == {"a", "c"}


@pytest.mark.parametrize(("longest", "clock"), [(None, 1e9), (10.0, None)])
def test_without_a_limit_or_a_time_there_is_no_silence(longest, clock):
    assert Silence(longest).row(1, "a", None, 0.0) == []
    assert Silence(longest).row(2, "b", None, clock) == []


def test_what_is_kept_continues():
    rows = [
        ("a", 0.0),
        ("b", 8.0),
        ("c", 11.0),
        ("c", 19.0),
        ("a", 30.0),
        ("a", 9e9),
        ("b", 9e9),
        ("c", 35.0),
    ]
    whole = Silence(10.0)
    expected = taken(whole, *rows)
    for cut in range(len(rows)):
        first = Silence(10.0)
        found = taken(first, *rows[:cut])
        second = Silence(10.0, *first.state())
        assert found + taken(second, *rows[cut:], first=cut + 1) == expected
        assert second.state()[0][-1][1][1] == whole.state()[0][-1][1][1]


def test_who_waits_in_vain_notices_silence_once_and_with_the_same_id():
    waiting, reading = Silence(10.0), Silence(10.0)
    for one in (waiting, reading):
        taken(one, ("a", 0), ("b", 5))
    assert waiting.waited(5.0, 2) == []
    (alert,) = waiting.waited(5.5, 2)
    assert (alert["key"], alert["row"], alert["time"]) == ("a", 2, "5")
    assert alert["reason"] == "no row for 10.5 seconds; the last was row 1"
    assert [one["key"] for one in waiting.waited(11.0, 2)] == ["b"]
    assert waiting.waited(99.0, 2) == []
    assert reading.row(3, "c", "11", 11.0)[0]["id"] == alert["id"]
    assert waiting.row(3, "c", "11", 11.0) == []
    assert taken(waiting, ("a", 12), ("c", 20), ("c", 23)) == [[], [], ["a"]]


def test_who_waits_for_rows_notices_silence_and_saves_it(tmp_path):
    path, now, notes = tmp_path / "rows.csv", [100.0], []
    path.write_text("time,key,value\n2024-01-01T00:00:00,a,1\n2024-01-01T00:00:05,b,1\n")
    (tmp_path / "state").mkdir()
    for _ in range(2):  # the second time, it is silent already
        with (
            closing(
                Stream(
                    tmp_path / "state",
                    Rules(silence=30),
                    lambda at, disk: AlertFile(tmp_path / "alerts", at, disk),
                    QuickDisk(),
                    make=Adder,
                )
            ) as stream,
            closing(LineSource(path, place=(stream.source or {}).get("lines"), follow=True)) as source,
        ):
            reader = RowReader(Columns(key="key"), **(stream.source or {}).get("reader", {}))
            one = Feed(stream, source, reader, say=notes.append, clock=lambda: now[0])

            def wait(_, one=one):
                now[0] += 20
                one.stopped = now[0] > 160

            source.wait = wait
            one.run()
        found = [json.loads(line) for line in (tmp_path / "alerts").read_text().splitlines()]
        assert [(alert["key"], alert["kind"]) for alert in found] == [("a", "silence"), ("b", "silence")]
