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


def test_a_clock_that_was_far_ahead_for_a_moment_spoils_nothing():
    silence = Silence(10.0)
    assert taken(silence, ("a", 0), ("b", 5), ("b", 9e9), ("a", 8), ("b", 9), ("b", 19)) == [[]] * 5 + [["a"]]
    assert taken(silence, ("c", 20), ("b", 9e9), ("c", 25), ("b", 9e9), ("c", 29), ("c", 36)) == [[]] * 5 + [
        ["b"]
    ]


def test_a_clock_that_stays_far_ahead_is_right_until_a_row_is_far_behind():
    silence = Silence(10.0)
    assert taken(silence, ("a", 0), ("b", 5), ("b", 9e9), ("b", 9e9)) == [[], [], [], ["a", "b"]]
    assert taken(silence, ("c", 9e9), ("b", 9), ("b", 15), ("b", 20)) == [[], [], [], ["c"]]


def test_after_an_outage_of_all_keys_the_second_row_notices_it():
    for longest, far in ((10.0, 86400), (9000.0, 90000)):
        rows = [("a", 0), *(("b", clock) for clock in (far, 2 * far, 3 * far + 1, 3 * far + 2, 4 * far + 3))]
        assert taken(Silence(longest), *rows) == [[], ["a"], ["b"], [], ["b"], []]


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
        assert found + taken(second, *rows[cut:]) == expected
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
    assert taken(waiting, ("a", 12), ("c", 30)) == [[], ["c", "a"]]


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
