"""The file of alerts: it is made, continued and cut; another file is refused."""

from contextlib import closing
from pathlib import Path

import pytest

from htm_teacher.stream.alert_file import AlertFile
from htm_teacher.stream.disk import Disk
from htm_teacher.stream.sealed import StateError
from stream.killing import QuickDisk, rows, run

EVERY = rows()


def whole_file(tmp_path):
    whole = tmp_path / "whole"
    whole.mkdir()
    run(whole, EVERY)
    return (whole / "alerts").read_bytes()


@pytest.mark.parametrize("change", ["moved", "removed", "emptied", "cut", "torn", "copied"])
def test_alerts_continue_whatever_happened_to_the_file_between_two_runs(tmp_path, change):
    path, old, notes = tmp_path / "alerts", tmp_path / "old", []
    run(tmp_path, EVERY[:60])
    before, whole = path.read_bytes(), whole_file(tmp_path)
    left = {"cut": before[: before.index(b"\n") + 1], "torn": before[:-5], "copied": before}.get(change, b"")
    if change == "moved":
        path.rename(old)
    else:
        path.unlink()
    if change not in ("moved", "removed"):
        path.write_bytes(left)
    run(tmp_path, EVERY, say=notes.append)
    assert whole.startswith(before)
    assert path.read_bytes() == left[: left.rfind(b"\n") + 1] + whole[len(before) :]
    if change == "copied":
        assert notes == []
    else:
        new = change in ("moved", "removed")
        said = "is a new file, and alerts continue in it" if new else "is shorter than it was"
        assert [said in note for note in notes] == [True]
        assert notes[0].startswith("warning: ") != new


@pytest.mark.parametrize("change", ["moved", "replaced", "removed", "cut"])
def test_alerts_continue_whatever_happens_to_the_file_while_it_is_written(tmp_path, change):
    path, notes = tmp_path / "alerts", []
    with closing(AlertFile(path, None, QuickDisk(), notes.append)) as file:
        file.write([{"id": "1"}])
        file.save()
        if change == "cut":
            path.write_bytes(b"")
        elif change == "removed":
            path.unlink()
        else:
            path.rename(tmp_path / "old")
        if change == "replaced":
            path.write_bytes(b"")
        file.write([{"id": "2"}])
        file.write([{"id": "3"}])
        saved = file.save()
    assert path.read_bytes() == b'{"id": "2"}\n{"id": "3"}\n'
    assert [("became shorter" in note, "is a new file" in note) for note in notes] == [
        (change == "cut", change != "cut")
    ]
    assert notes[0].startswith("warning: ") == (change == "cut")
    with closing(AlertFile(path, saved, QuickDisk(), notes.append)):
        assert len(notes) == 1
    if change in ("moved", "replaced"):
        assert (tmp_path / "old").read_bytes() == b'{"id": "1"}\n'


def test_a_file_that_was_begun_after_the_last_save_has_each_alert_once(tmp_path):
    path = tmp_path / "alerts"
    with closing(AlertFile(path, None, QuickDisk())) as file:
        saved = file.save()
        file.write([{"id": "1"}])
        path.rename(tmp_path / "old")
        file.write([{"id": "2"}])
    with path.open("ab") as torn:
        torn.write(b'{"id": "3')  # and the process dies
    with closing(AlertFile(path, saved, QuickDisk())) as file:
        file.write([{"id": "1"}, {"id": "2"}, {"id": "3"}])
    assert sorted(path.read_bytes().splitlines()) == [b'{"id": "1"}', b'{"id": "2"}', b'{"id": "3"}']


def test_a_file_that_was_made_in_vain_is_removed(tmp_path):
    with closing(AlertFile(tmp_path / "alerts", None, QuickDisk())):
        pass
    assert not list(tmp_path.iterdir())
    with closing(AlertFile(tmp_path / "alerts", None, QuickDisk())) as file:
        file.save()
    assert (tmp_path / "alerts").exists()


@pytest.mark.parametrize("foreign", ["{longer}", "a letter\n", "{same}a letter\n"])
def test_another_file_of_alerts_is_refused_and_nothing_of_it_is_lost(tmp_path, foreign):
    run(tmp_path, EVERY)
    path = tmp_path / "alerts"
    same = path.read_text()
    path.write_text(foreign.format(longer=same[::-1] + same, same=same))
    before = path.read_bytes()
    with pytest.raises(StateError, match=r"is not the file .* has other lines"):
        run(tmp_path, EVERY)
    assert path.read_bytes() == before


def test_another_file_is_refused_also_before_the_first_alert(tmp_path):
    run(tmp_path, [])
    (tmp_path / "alerts").write_bytes(b"a letter")
    with pytest.raises(StateError, match="is not the file that alerts were written to"):
        run(tmp_path, EVERY)
    assert (tmp_path / "alerts").read_bytes() == b"a letter"


def test_a_save_that_knows_the_length_alone_is_continued(tmp_path):
    path = tmp_path / "alerts"
    path.write_bytes(b'{"id": "1"}\n{"id": "2"}\n')
    with closing(AlertFile(path, 12, QuickDisk())):
        assert path.read_bytes() == b'{"id": "1"}\n'


def test_a_save_knows_how_long_the_file_is_and_what_comes_later_follows(tmp_path):
    path = tmp_path / "alerts"
    with closing(AlertFile(path, None, QuickDisk())) as file:
        file.write([{"id": "1"}])
        saved = file.save()
        file.write([{"id": "2"}])
    assert path.read_bytes() == b'{"id": "1"}\n{"id": "2"}\n'
    with closing(AlertFile(path, saved, QuickDisk())):
        assert path.read_bytes() == b'{"id": "1"}\n'


def test_a_new_stream_keeps_the_alerts_of_an_older_one(tmp_path):
    (tmp_path / "alerts").write_bytes(b"older\n")
    run(tmp_path, EVERY)
    whole = tmp_path / "whole"
    whole.mkdir()
    run(whole, EVERY)
    assert (tmp_path / "alerts").read_bytes() == b"older\n" + (whole / "alerts").read_bytes()


def test_the_name_of_a_new_file_is_on_the_disk_before_anything_is_saved(tmp_path):
    class Watched(QuickDisk):
        synced = ()

        def sync_folder(self, folder):
            self.synced = (*self.synced, folder)

    disk = Watched()
    with closing(AlertFile(tmp_path / "alerts", None, disk)):
        assert disk.synced == (tmp_path,)


def test_a_file_that_was_empty_is_told_from_another_with_alerts(tmp_path):
    path, other = tmp_path / "alerts", tmp_path / "other"
    other.write_bytes(b'{"id": "1"}\n')
    with closing(AlertFile(path, None, QuickDisk())) as file:
        saved = file.save()
        file.write([{"id": "2"}])  # and the process dies
    notes = []
    with closing(AlertFile(other, saved, QuickDisk(), notes.append)):
        assert "is not the file that it was: alerts are added at its end" in notes[0]
    assert other.read_bytes() == b'{"id": "1"}\n'
    with closing(AlertFile(path, saved, QuickDisk())):
        assert path.read_bytes() == b""
    other.write_bytes(b"")
    with closing(AlertFile(other, saved, QuickDisk())) as file:
        assert file.save()[0] == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is of Linux")
def test_a_full_disk_is_named(tmp_path):
    with open("/dev/full", "wb", buffering=0) as full, pytest.raises(OSError, match="No space left") as error:
        Disk().write(full, b"alert")
    assert error.value.filename == "/dev/full"
