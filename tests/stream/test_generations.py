"""State exactly once, alerts exactly once: whatever is killed, the output is that of a run never killed."""

import errno
import json
import os
import random
import shutil
from contextlib import closing, suppress

import pytest

from htm_teacher import ENGINES
from htm_teacher.keep.lock import locked
from htm_teacher.stream.advance import KeyMachine
from htm_teacher.stream.alert_file import AlertFile
from htm_teacher.stream.disk import POINTS, Disk
from htm_teacher.stream.generations import Generations
from htm_teacher.stream.many_keys import KeyRow, Stream
from htm_teacher.stream.rules import Rules
from htm_teacher.stream.sealed import StateError
from stream.killing import RULES, Adder, KilledDisk, QuickDisk, TearingDisk, killed, outcome, rows, run

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="SIGKILL and fork are of POSIX")
EVERY = rows()


@pytest.fixture(scope="module")
def never_killed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    return outcome(folder, run(folder, EVERY))


def test_the_stream_has_alerts_of_both_kinds(never_killed):
    alerts = never_killed[0].decode()
    assert alerts.count('"value"') > 20
    assert alerts.count('"silence"') > 2


def test_two_runs_give_the_same_bytes(never_killed, tmp_path):
    assert outcome(tmp_path, run(tmp_path, EVERY)) == never_killed


@pytest.mark.parametrize("warm", [1, 3, 100])
def test_how_many_machines_are_warm_changes_nothing(never_killed, tmp_path, warm):
    assert outcome(tmp_path, run(tmp_path, EVERY, warm=warm)) == never_killed


@pytest.mark.parametrize("count", [1, 2, 4])
@pytest.mark.parametrize("name", POINTS)
def test_killed_at_a_point(never_killed, tmp_path, name, count):
    assert killed(tmp_path, EVERY, KilledDisk(name, count))
    assert outcome(tmp_path, run(tmp_path, EVERY)) == never_killed


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", POINTS)
def test_the_power_fails_at_a_point(never_killed, tmp_path, name, count):
    assert killed(tmp_path, EVERY, TearingDisk(count, name, count))
    assert outcome(tmp_path, run(tmp_path, EVERY)) == never_killed


@pytest.mark.parametrize("power_fails", [pytest.param(False, marks=pytest.mark.slow), True])
@pytest.mark.parametrize("warm", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_killed_at_every_moment_while_machines_go_to_disk_and_come_back(
    never_killed, tmp_path, warm, power_fails
):
    """A run of more keys than are warm, killed at its first point, its second, and so on to its last."""
    count = 0
    while True:
        count += 1
        folder = tmp_path / str(count)
        folder.mkdir()
        disk = TearingDisk(count, None, count) if power_fails else KilledDisk(None, count)
        if not killed(folder, EVERY, disk, warm=warm):
            break
        assert outcome(folder, run(folder, EVERY, warm=warm)) == never_killed, count
    assert count > 120


class NotingDisk(QuickDisk):
    """A disk that notes all points, of each save and what came before it."""

    def __init__(self):
        self.saves = [[]]

    def point(self, name):
        self.saves[-1].append(name)
        if name == POINTS[-1]:
            self.saves.append([])


def test_machines_go_to_disk_and_come_back_between_two_saves(tmp_path):
    disk = NotingDisk()
    run(tmp_path, EVERY, disk, warm=1)
    assert set().union(*disk.saves) == set(POINTS)
    assert sum({*POINTS[:2]} <= set(points) for points in disk.saves) >= 3


def again_and_again(folder, seed):
    """Kill one run after another at any points, until one comes to its end."""
    drawn = random.Random(seed)
    kills = 0
    while killed(folder, EVERY, TearingDisk(seed + kills, None, drawn.randint(1, 90))):
        kills += 1
        assert kills < 200
    return kills


def test_killed_at_any_points_again_and_again(never_killed, tmp_path):
    kills = 0
    for seed in range(20):
        folder = tmp_path / str(seed)
        folder.mkdir()
        kills += again_and_again(folder, seed)
        assert outcome(folder, run(folder, EVERY)) == never_killed
    assert kills > 20


@pytest.mark.slow
def test_killed_at_any_points_again_and_again_200_times(never_killed, tmp_path):
    for seed in range(20, 220):
        folder = tmp_path / str(seed)
        folder.mkdir()
        again_and_again(folder, seed)
        assert outcome(folder, run(folder, EVERY)) == never_killed


def test_a_disk_that_never_syncs_is_noticed(never_killed, tmp_path):
    """The layer that tears shows what the syncs are for."""
    lost = 0
    for seed in range(20):
        folder = tmp_path / str(seed)
        folder.mkdir()
        assert killed(folder, EVERY, TearingDisk(seed, "folder synced", 3, syncs=False))
        try:
            lost += outcome(folder, run(folder, EVERY)) != never_killed
        except StateError:
            lost += 1
    assert lost > 5


def states(folder):
    return sorted((folder / "state").glob("state-*"), key=lambda path: int(path.name[6:]))


def test_two_generations_are_kept_and_no_file_without_need(tmp_path):
    stream = run(tmp_path, EVERY)
    held = {path.name for path in (tmp_path / "state").iterdir()}
    used = set().union(*stream.kept.referred.values())
    assert held == {path.name for path in states(tmp_path)} | {f"keys-{number}" for number in used} | {"lock"}
    assert len(states(tmp_path)) == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-7]),
        lambda path: path.write_bytes(b"a letter"),
        lambda path: path.write_bytes(b""),
    ],
    ids=["torn", "foreign", "empty"],
)
def test_if_the_newest_generation_is_no_good_the_older_is_used_and_said(never_killed, tmp_path, spoil):
    run(tmp_path, EVERY[:60])
    older, newest = states(tmp_path)
    spoil(newest)
    kept = Generations(tmp_path / "state", RULES.hash, Disk())
    assert f"{newest} cannot be used" in kept.notes[0].replace("\n", "")
    assert kept.notes[-1] == f"continuing from the older {older.name}"
    assert outcome(tmp_path, run(tmp_path, EVERY)) == never_killed


def test_a_damaged_state_of_a_key_is_found(never_killed, tmp_path):
    stream = run(tmp_path, EVERY[:55])
    path = tmp_path / "state" / f"keys-{max(one.file for one in stream.kept.places.values())}"
    path.write_bytes(bytes(len(path.read_bytes())))
    assert outcome(tmp_path, run(tmp_path, EVERY)) == never_killed


def test_if_no_generation_is_any_good_it_is_said_and_nothing_changed(tmp_path):
    run(tmp_path, EVERY)
    for path in states(tmp_path):
        path.write_bytes(b"?")
    alerts = (tmp_path / "alerts").read_bytes()
    with pytest.raises(StateError, match="this is no generation"):
        run(tmp_path, EVERY)
    assert (tmp_path / "alerts").read_bytes() == alerts


def flipped(path, place):
    data = bytearray(path.read_bytes())
    data[place] ^= 255
    path.write_bytes(data)


def split(alerts):
    """The alerts of each key, without the silences, which several keys may notice."""
    every = [json.loads(line) for line in alerts.splitlines()]
    return {
        key: [one["id"] for one in every if one["kind"] == "value" and one["id"].startswith(f"{key}-")]
        for key in ("k0", "k1", "k2", "k3", "k4")
    }


def test_a_byte_that_is_flipped_anywhere_is_passed_by_or_the_way_out_is_told(never_killed, tmp_path):
    """At 70 rows, when some files of keys belong to both generations."""
    whole = tmp_path / "whole"
    whole.mkdir()
    run(whole, EVERY[:70])
    told = older = 0
    for path in sorted((whole / "state").iterdir()):
        for place in {0, path.stat().st_size // 2, path.stat().st_size - 1} if path.stat().st_size else ():
            folder = tmp_path / f"{path.name}-{place}"
            shutil.copytree(whole, folder)
            flipped(folder / "state" / path.name, place)
            try:
                notes = Generations(folder / "state", RULES.hash, Disk()).notes
            except StateError:
                told += 1
                way = rf"{path.name} is damaged, with the states of 'k\d'.* start once with --forget-damaged"
                with pytest.raises(StateError, match=way):
                    run(folder, EVERY)
                stream = run(folder, EVERY, forget_damaged=True)
                (forgotten,) = stream.kept.forgotten
                assert any(f"key '{forgotten}' begins a new warm-up" in note for note in stream.kept.notes)
                found, expected = split((folder / "alerts").read_bytes()), split(never_killed[0])
                assert {key for key in found if found[key] != expected[key]} <= {forgotten}
            else:
                older += "continuing from the older" in notes[-1] if notes else 0
                assert outcome(folder, run(folder, EVERY)) == never_killed
    assert told >= 2
    assert older >= 3


def test_a_file_of_keys_that_is_missing_is_damaged(never_killed, tmp_path):
    stream = run(tmp_path, EVERY[:70])
    shared = set.intersection(*stream.kept.referred.values())
    for file in shared:
        (tmp_path / "state" / f"keys-{file}").unlink()
    stream = run(tmp_path, EVERY, forget_damaged=True)
    forgotten = stream.kept.forgotten
    found, expected = split((tmp_path / "alerts").read_bytes()), split(never_killed[0])
    assert "k0" not in forgotten
    assert {"k1"} < {key for key in found if found[key] != expected[key]} <= {*forgotten}


def test_a_forgotten_machine_counts_on_and_is_saved(tmp_path):
    options = {"rules": Rules(warm_up=20), "make": KeyMachine}
    every = [KeyRow(i, "ab"[i > 40 or i % 2], str(i), float(i), float(i % 8)) for i in range(1, 81)]
    stream = run(tmp_path, every[:75], **options)
    shared = stream.kept.places["a"].file
    assert all(shared in files for files in stream.kept.referred.values())
    flipped(tmp_path / "state" / f"keys-{shared}", stream.kept.places["a"].start)
    stream = run(tmp_path, every, forget_damaged=True, **options)
    assert stream.kept.forgotten == ["a"]
    stream = run(tmp_path, [*every, KeyRow(81, "a", "81", 81.0, 1.0)], **options)
    assert stream.kept.forgotten == []
    assert stream._warmed("a").machine.rows == 75 + 1
    assert stream._warmed("a").machine.warming_up


def test_a_stream_whose_only_key_is_called_array_continues(tmp_path):
    (tmp_path / "whole").mkdir()
    every = [row._replace(key="array") for row in EVERY]
    run(tmp_path, every[:60])
    assert outcome(tmp_path, run(tmp_path, every)) == outcome(
        tmp_path / "whole", run(tmp_path / "whole", every)
    )


def test_other_rules_are_refused(tmp_path):
    run(tmp_path, EVERY)
    with pytest.raises(StateError, match="other parameters"):
        Generations(tmp_path / "state", Rules(seed=7).hash, Disk())


class FullDisk(QuickDisk):
    """A disk with room for a few bytes."""

    def __init__(self, room):
        self.room = room

    def write(self, file, data):
        fits = data[: self.room]
        self.room -= len(fits)
        super().write(file, fits)
        if len(fits) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("room", [0, 100, 250, 700, 1500, 3000])
def test_a_full_disk_loses_nothing(never_killed, tmp_path, room):
    with pytest.raises(OSError, match="No space left"):
        run(tmp_path, EVERY, FullDisk(room))
    assert outcome(tmp_path, run(tmp_path, EVERY)) == never_killed


class FailingDisk(QuickDisk):
    """A disk whose use fails once, the nth time."""

    left = 0

    def use(self):
        self.left -= 1
        if self.left == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def write(self, file, data):
        self.use()
        super().write(file, data)

    def sync(self, file):
        self.use()

    def rename(self, path, new):
        self.use()
        super().rename(path, new)

    def sync_folder(self, folder):
        self.use()


def with_a_save_that_fails(folder, use, warm):
    """The outcome of a stream whose second save fails at this use of the disk, and whether it has so many."""
    folder.mkdir()
    with locked(folder / "state"):
        disk, place = FailingDisk(), folder / "alerts"
        alerts_at = lambda at, one: AlertFile(place, at, one)  # noqa: E731
        with closing(Stream(folder / "state", RULES, alerts_at, disk, warm, Adder, 4)) as stream:
            stream.take(EVERY[:20], 20)
            stream.save(20)
            stream.take(EVERY[20:40], 40)
            disk.left = use
            with suppress(OSError):
                stream.save(40)
            failed, disk.left = disk.left <= 0 < use, 0
            stream.take(EVERY[40:60], 60)
            stream.save(60)
        with closing(Stream(folder / "state", RULES, alerts_at, disk, warm, Adder, 4)) as stream:
            return outcome(folder, stream), failed


@pytest.mark.parametrize("warm", [1, 9])
def test_a_save_that_fails_does_not_block_the_next(tmp_path, warm):
    expected, _ = with_a_save_that_fails(tmp_path / "whole", 0, warm)
    use, failed = 0, True
    while failed:
        use += 1
        found, failed = with_a_save_that_fails(tmp_path / str(use), use, warm)
        assert found == expected, use
        assert len(states(tmp_path / str(use))) == 2
    assert use > 6


def test_a_second_writer_is_refused(tmp_path):
    with locked(tmp_path), pytest.raises(OSError, match="another process writes there"), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


@pytest.mark.parametrize(("again", "most"), [(1, 200), (4, 800)])
def test_files_of_keys_are_written_again_before_they_hold_too_much(tmp_path, monkeypatch, again, most):
    monkeypatch.setattr("htm_teacher.stream.generations.SPARE", 0)
    monkeypatch.setattr("stream.killing.AGAIN", again)
    run(tmp_path, rows(600))
    held = sum(path.stat().st_size for path in (tmp_path / "state").glob("keys-*"))
    assert held < most


def test_memory_holds_a_few_machines(tmp_path):
    with locked(tmp_path / "state"):
        path = tmp_path / "alerts"
        stream = Stream(
            tmp_path / "state", RULES, lambda at, disk: AlertFile(path, at, disk), QuickDisk(), 3, Adder
        )
        with closing(stream):
            for row in rows(200, keys=50):
                stream.take([row], row.number)
                assert len(stream.warm) <= 3
            assert stream.keys() > 40


@pytest.mark.skipif("fast" not in ENGINES, reason="the textbook takes minutes for such streams")
@pytest.mark.parametrize(
    "name",
    [
        POINTS[1],
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in (POINTS[0], "keys written", "state renamed")
        ),
    ],
)
def test_real_machines_that_are_killed_and_wait_on_disk_continue_exactly(tmp_path, name):
    values = [*(float(i % 8) for i in range(75)), 19.0, *(float(i % 8) for i in range(20))]
    every = [
        KeyRow(2 * i + j + 1, key, str(i), float(i), value)
        for i, value in enumerate(values)
        for j, key in enumerate("ab")
    ]
    options = {"rules": Rules(warm_up=20), "make": KeyMachine}
    whole, folder = tmp_path / "whole", tmp_path / "killed"
    whole.mkdir()
    folder.mkdir()
    expected = outcome(whole, run(whole, every, **options))
    assert expected[0].count(b"never occurred") >= 2
    assert killed(folder, every, KilledDisk(name, 9), warm=1, **options)
    assert outcome(folder, run(folder, every, warm=1, **options)) == expected
