"""A save takes as long as the rows since the last one: it writes the rows of most keys, not the states."""

import errno
import os
from contextlib import closing

import pytest

from htm_teacher.stream.advance import KeyMachine
from htm_teacher.stream.many_keys import KeyRow, Stream
from htm_teacher.stream.plain_rows import Row
from htm_teacher.stream.rules import Rules
from htm_teacher.stream.sealed import StateError
from htm_teacher.stream.warm_key import WarmKey
from stream.killing import Adder, QuickDisk, outcome, run

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="its helpers are of POSIX")


class Counted(Adder):
    """Counts how often a state is asked for."""

    states = 0

    def state(self):
        Counted.states += 1
        return super().state()


class FullDisk(QuickDisk):
    """There is no room, as long as ``full`` is true."""

    full = False

    def write(self, file, data):
        if self.full:
            raise OSError(errno.ENOSPC, "no space left")
        super().write(file, data)


class NoAlerts:
    def write(self, alerts):
        pass

    def save(self):
        pass

    def close(self):
        pass


def opened(folder, warm=1000, make=Counted, rules=Rules(warm_up=10), disk=None, **options):  # noqa: B008 - frozen
    folder.mkdir(exist_ok=True)
    disk = disk or QuickDisk()
    return closing(Stream(folder, rules, lambda at, disk: NoAlerts(), disk, warm, make, **options))


def taken(stream, rounds, keys=200):
    """All keys take turns."""
    for _ in range(rounds):
        first = stream.rows
        stream.take(
            [KeyRow(first + i, f"k{i}", None, None, first + i) for i in range(1, keys + 1)], first + keys
        )


def test_a_save_writes_one_state_for_each_100_rows(tmp_path):
    written = []
    with opened(tmp_path / "state") as stream:
        for rounds in (1, 99, 1, 1, 100):
            taken(stream, rounds)
            Counted.states = 0
            stream.save(None)
            written.append(Counted.states)
    assert written == [0, 198, 2, 0, 200]


def test_a_machine_that_waits_on_disk_is_written_once_in_100_rows(tmp_path):
    Counted.states = 0
    with opened(tmp_path / "state", warm=1) as stream:
        taken(stream, 250, keys=2)
        assert Counted.states == 4


def test_what_was_not_written_whole_is_taken_again(tmp_path):
    with opened(tmp_path / "state") as stream:
        taken(stream, 130, keys=3)
        stream.save(None)
        taken(stream, 7, keys=3)
        stream.save(None)
        sums = [stream.state(f"k{i}") for i in (1, 2, 3)]
    with opened(tmp_path / "state") as stream:
        assert [stream.state(f"k{i}") for i in (1, 2, 3)] == sums
        assert [one.owed for one in stream.warm.values()] == [7, 7, 7]
        assert stream.keys() == 3


def test_a_new_key_may_have_rows_and_no_state(tmp_path):
    with opened(tmp_path / "state") as stream:
        taken(stream, 3, keys=1)
        stream.save(None)
    with opened(tmp_path / "state") as stream:
        assert (stream.keys(), stream.kept.places) == (1, {})
        stream.begin_again("k1")
        assert stream.state("k1") == b"0"


def test_a_state_whose_rows_are_no_rows_is_refused():
    for rest in (b"{", b"[1]", b'[["on", [[1]]]]'):
        with pytest.raises(StateError, match="the rows beside a state are damaged"):
            WarmKey("k", Rules(), b"0", rest, Adder)


def test_rows_are_taken_again_as_they_were_learned():
    """Whatever the word for learning is now."""
    wave = [float(i % 8) for i in range(60)]
    rows = [Row(i, None, (value, None)) for i, value in enumerate([*wave, 19.0, *wave[5:15]], 1)]
    off, on = (Rules(warm_up=20, learn=word, fields=("a", "b")) for word in ("off", "on"))
    whole = KeyMachine("k", off)
    whole.take(rows)
    first = WarmKey("k", off, None, None, KeyMachine)
    first.take(rows)
    again = WarmKey("k", on, None, first.rest(), KeyMachine)
    assert again.machine.state() == whole.state()
    assert again.owed == first.owed == len(rows) + 20
    whole.rules = on
    whole.take([Row(72, None, (19.0, 1.0))])
    again.take([Row(72, None, (19.0, 1.0))])
    third = WarmKey("k", off, None, again.rest(), KeyMachine)
    assert third.machine.state() == whole.state()


def test_states_that_wait_on_disk_are_those_of_a_stream_that_keeps_all_warm(tmp_path):
    every = [
        KeyRow(i, f"k{i * i % 5}", f"2024-01-01T{i // 60:02}:{i % 60:02}+00:00", 60 * i, i)
        for i in range(1, 300)
    ]
    found = []
    for warm in (1, 9):
        (tmp_path / str(warm)).mkdir()
        found.append(outcome(tmp_path / str(warm), run(tmp_path / str(warm), every, warm=warm)))
    assert found[0] == found[1]


def test_the_key_that_owes_most_rows_is_written_first(tmp_path):
    with opened(tmp_path / "state", again=10) as stream:
        for counts in ({"a": 9, "z": 9}, {"a": 3, "z": 5}):
            for key, count in counts.items():
                first = stream.rows
                stream.take([KeyRow(first + i, key, None, None, 1) for i in range(count)], first + count)
            stream.save(None)
        assert {key: one.owed for key, one in stream.warm.items()} == {"a": 12, "z": 0}


@pytest.mark.parametrize("warm", [1, 9])
def test_a_disk_that_was_full_for_a_while_loses_no_rows(tmp_path, warm):
    disk = FullDisk()
    with opened(tmp_path / "state", warm, disk=disk, again=3) as stream:
        taken(stream, 1, keys=1)
        taken(stream, 4, keys=1)
        disk.full = True
        with pytest.raises(OSError, match="no space left"):
            stream.save(None)
        if warm == 1:  # a machine of another key needs the place
            with pytest.raises(OSError, match="no space left"):
                stream.state("k2")
        assert list(stream.warm) == ["k1"]
        disk.full = False
        taken(stream, 1, keys=1)
        stream.save(None)
        total = stream.state("k1")
    with opened(tmp_path / "state", again=3) as stream:
        assert stream.state("k1") == total == b"21"
