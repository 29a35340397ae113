"""Lines of a file that is followed: growth, rotation, truncation, and places in it."""

import json
import os
from contextlib import closing

import pytest

from htm_teacher.stream.line_source import LineSource


class Happenings:
    """What happens to a file that is followed, each time that the reader waits."""

    def __init__(self, *happenings):
        self.left = list(happenings)

    def __call__(self, _):
        if self.left:
            self.left.pop(0)()


def followed(path, happenings, place=None, notes=None, **options):
    """The lines of a file until nothing happens any more, and the place then."""
    waits = Happenings(*happenings)
    say = (notes if notes is not None else []).append
    with closing(LineSource(path, place=place, follow=True, say=say, wait=waits, **options)) as source:
        found, quiet = [], 0
        for line in source.lines():
            if line is None:
                quiet += not waits.left
                if quiet > 4:
                    return found, source.state()
            else:
                found.append(line.decode())
    raise AssertionError


def append(path, text):
    def happen():
        with path.open("a") as file:
            file.write(text)

    return happen


def test_a_growing_file_is_followed_through_rotation_and_truncation(tmp_path):
    path, old, notes = tmp_path / "log", tmp_path / "log.1", []
    path.write_text("a\nb")
    found, _ = followed(
        path,
        [
            append(path, "c\nd\n"),  # the rest of a line
            lambda: os.rename(path, old),
            append(old, "e\n"),  # the writer has not noticed yet
            append(path, "f\n"),
            append(path, "g\n"),
            lambda: path.write_text(""),
            append(path, "h\n"),
        ],
        notes=notes,
    )
    assert found == ["a\n", "bc\n", "d\n", "e\n", "f\n", "g\n", "h\n"]
    assert [note.split(": ")[0].split(" ", 1)[1] for note in notes] == ["is a new file", "became shorter"]


def test_a_file_that_rotated_in_the_meantime_is_read_to_its_end(tmp_path):
    path, old = tmp_path / "log", tmp_path / "log.1"
    path.write_text("a\nb\n")
    _, place = followed(path, [])
    append(path, "c\n")()
    os.rename(path, old)
    path.write_text("d\n")
    assert followed(path, [], json.loads(json.dumps(place)))[0] == ["c\n", "d\n"]


def test_a_followed_file_that_is_gone_is_said(tmp_path):
    path, notes = tmp_path / "log", []
    path.write_text("a\nb\n")
    _, place = followed(path, [])
    path.write_text("c\n")
    assert followed(path, [], place, notes)[0] == ["c\n"]
    assert "what was read before is gone" in notes[0]


@pytest.mark.parametrize("next", [False, True])
def test_the_rest_of_a_file_that_rotated_comes_before_one_that_comes_next(tmp_path, next):
    path, notes = tmp_path / "log", []
    path.write_text("a\nb\n")
    _, place = followed(path, [])
    append(path, "c\n")()
    os.rename(path, tmp_path / "log.1")
    path.write_text("d\n")
    assert followed(path, [], place, notes, next=next)[0] == ["c\n", "d\n"]
    assert "is a new file: first comes the rest" in notes[0]


def test_a_file_that_is_followed_comes_next_if_nothing_is_left_of_another(tmp_path):
    history, path, notes = tmp_path / "history", tmp_path / "log", []
    history.write_text("a\n")
    _, place = followed(history, [])
    path.write_text("b\n")
    assert followed(path, [], place, notes, next=True)[0] == ["b\n"]
    assert "comes next" in notes[0]


def test_if_the_next_file_cannot_be_opened_that_is_said(tmp_path):
    path = tmp_path / "log"
    path.write_text("a\nb\n")
    with path.open("a") as same, pytest.raises(FileNotFoundError):
        followed(path, [path.unlink, lambda: same.truncate(1)])


def test_what_was_renamed_is_found_beside_a_folder_and_by_its_name_alone(tmp_path):
    path = tmp_path / "log[1]"
    path.write_text("a\n")
    _, place = followed(path, [])
    append(path, "b\n")()
    (tmp_path / "log[1].d").mkdir()
    os.rename(path, tmp_path / "log[1].old")
    path.write_text("c\n")
    assert followed(path, [], place)[0] == ["b\n", "c\n"]


def test_a_file_is_read_as_bytes_where_systems_differ(tmp_path, monkeypatch):
    path, seen, opened = tmp_path / "log", [], os.open
    path.write_text("a\n")
    monkeypatch.delattr(os, "pread", raising=False)
    monkeypatch.setattr(os, "O_BINARY", os.O_APPEND, raising=False)
    monkeypatch.setattr(os, "open", lambda path, flags: seen.append(flags) or opened(path, flags))
    _, place = followed(path, [])
    append(path, "b\n")()
    assert followed(path, [], place)[0] == ["b\n"]
    assert all(flags & os.O_APPEND for flags in seen)


@pytest.mark.parametrize("kept", [True, False])
def test_a_rotation_more_than_once_while_nothing_was_read_is_said(tmp_path, kept):
    path, notes = tmp_path / "log", []
    path.write_text("a\nb\n")
    _, place = followed(path, [])
    os.rename(path, tmp_path / "log.2")
    (tmp_path / "log.1").write_text("c\n")
    os.utime(tmp_path / "log.2", (1e9, 1e9))  # a day of long ago
    if not kept:
        (tmp_path / "log.2").unlink()
    path.write_text("d\n")
    assert followed(path, [], place, notes)[0] == ["d\n"]
    assert "first comes the rest of" in notes[0] if kept else "what was read before is gone" in notes[0]
    assert notes[1].startswith("warning: ")
    assert "log.1 may have come between" in notes[1]
    assert len(notes) == 2 + kept


def test_after_one_rotation_nothing_is_said_of_older_files(tmp_path):
    path, notes = tmp_path / "log", []
    (tmp_path / "log.2").write_text("older\n")
    os.utime(tmp_path / "log.2", (1e9, 1e9))
    path.write_text("a\n")
    _, place = followed(path, [])
    os.rename(path, tmp_path / "log.1")
    path.write_text("b\n")
    assert followed(path, [], place, notes)[0] == ["b\n"]
    assert not [note for note in notes if "between" in note]
