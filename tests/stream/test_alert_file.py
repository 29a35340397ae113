"""The file of alerts: it is made, continued and cut; another file is refused."""

from contextlib import closing
from pathlib import Path

import pytest

from htm_teacher.stream.alert_file import AlertFile
from htm_teacher.stream.disk import Disk
from htm_teacher.stream.sealed import StateError
from stream.killing import QuickDisk, rows, run

EVERY = rows()


def test_a_shorter_file_of_alerts_is_refused(tmp_path):
    run(tmp_path, EVERY)
    (tmp_path / "alerts").write_bytes(b"")
    with pytest.raises(StateError, match="is shorter than"):
        run(tmp_path, EVERY)


@pytest.mark.parametrize("foreign", ["{longer}", "a letter\n", "{same}a letter\n"])
def test_another_file_of_alerts_is_refused_and_nothing_of_it_is_lost(tmp_path, foreign):
    run(tmp_path, EVERY)
    path = tmp_path / "alerts"
    same = path.read_text()
    path.write_text(foreign.format(longer=same[::-1] + same, same=same))
    before = path.read_bytes()
    with pytest.raises(StateError, match=r"is (not the file|shorter than)"):
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
    with pytest.raises(StateError, match=r"is not the file .*, or an empty one"):
        AlertFile(other, saved, QuickDisk())
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
