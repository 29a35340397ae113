"""Lines of a file that is followed: growth, rotation, truncation, and places in it."""

import gzip
import json
import os
from contextlib import closing

import pytest

from htm_teacher.stream import line_source, rotated
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


def dated(path, text, seconds):
    path.write_text(text)
    os.utime(path, (seconds, seconds))


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
    notes = []
    assert followed(path, [], place, notes)[0] == ["b\n", "c\n"]
    assert not [note for note in notes if "warning" in note]


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
def test_after_more_than_one_rotation_all_files_are_read_in_order(tmp_path, kept):
    path, notes = tmp_path / "log", []
    path.write_text("a\nb\n")
    _, place = followed(path, [])
    os.rename(path, tmp_path / "log.2")
    (tmp_path / "log.1").write_text("c\n")
    os.utime(tmp_path / "log.2", (1e9, 1e9))  # a day of long ago
    if not kept:
        (tmp_path / "log.2").unlink()
    path.write_text("d\n")
    assert followed(path, [], place, notes)[0] == ["c\n", "d\n"]
    said = ["first comes the rest of", "log.1 comes next", "log is a new file"]
    if not kept:
        said = ["rows may be missing; starting at the first line of", "log is a new file"]
        assert notes[0].startswith("warning: ")
    assert len(notes) == len(said)
    assert all(some in note for some, note in zip(said, notes, strict=True))


def test_after_one_rotation_nothing_is_said_of_older_files(tmp_path):
    path, notes = tmp_path / "log", []
    (tmp_path / "log.2").write_text("older\n")
    os.utime(tmp_path / "log.2", (1e9, 1e9))
    path.write_text("a\n")
    _, place = followed(path, [])
    os.rename(path, tmp_path / "log.1")
    path.write_text("b\n")
    assert followed(path, [], place, notes)[0] == ["b\n"]
    assert ["is a new file: first" in notes[0], "is a new file: start" in notes[1], len(notes)] == [
        True,
        True,
        2,
    ]


NAMES = {
    "numbers": ["log.csv.11", "log.csv.2", "log.csv.1"],
    "dates": ["log.csv-20231231", "log.csv-20240101", "log.csv-20240102"],
    "dates before the ending": ["log-2023-12-31.csv", "log-2024-01-01.csv", "log-2024-01-02.csv"],
    "with times": [
        "log.csv.2023-12-31T23:00:00",
        "log.csv.2024-01-01T00:00:00",
        "log.csv.2024-01-01T01:00:00",
    ],
    "both": ["log.csv.1", "log.csv-20240102", "log.csv.2"],
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_rotated_files_have_an_order(tmp_path, names, packed):
    path = tmp_path / "log.csv"
    path.write_text("0\n1\n")
    _, place = followed(path, [])
    append(path, "2\n")()
    os.rename(path, tmp_path / names[0])
    for number, name in enumerate(names[1:], 3):
        (tmp_path / name).write_text(f"{number}\n")
    path.write_text("5\n")
    for number, name in enumerate(names):
        whole = tmp_path / name
        if packed:
            whole = tmp_path / f"{name}.gz"
            whole.write_bytes(gzip.compress((tmp_path / name).read_bytes()))
            (tmp_path / name).unlink()
        os.utime(whole, (1e9 + number, 1e9 + number) if names == NAMES["both"] else None)
        (tmp_path / f"log.csv{number}").write_text("x\n")  # another file
        (tmp_path / "log.csv.idx").write_text("x\n")
    assert followed(path, [], json.loads(json.dumps(place)))[0] == ["2\n", "3\n", "4\n", "5\n"]


def test_files_that_are_renamed_while_others_are_read_are_not_lost(tmp_path):
    path = tmp_path / "log"
    path.write_text("a\nb\n")
    _, place = followed(path, [])
    os.rename(path, tmp_path / "log.2")
    (tmp_path / "log.1").write_text("c\n")
    path.write_text("d\n")

    def rotate():
        for name, other in (("log.2", "log.3"), ("log.1", "log.2"), ("log", "log.1")):
            os.rename(tmp_path / name, tmp_path / other)
        path.write_text("e\n")

    assert followed(path, [rotate], place)[0] == ["c\n", "d\n", "e\n"]


def test_a_stop_within_a_renamed_file_continues_there(tmp_path):
    path = tmp_path / "log"
    path.write_text("a\n")
    _, place = followed(path, [])
    os.rename(path, tmp_path / "log.2")
    (tmp_path / "log.1").write_text("b\nc\n")
    path.write_text("d\n")
    with closing(LineSource(path, place=place, follow=True)) as source:
        assert next(line for line in source.lines() if line) == b"b\n"
        place = source.state()
    assert followed(path, [], place)[0] == ["c\n", "d\n"]


@pytest.mark.parametrize(
    ("old", "broken", "said"),
    [
        ("log.2", "log.1.gz", ["log.1.gz cannot be read, so its rows are missing: "]),
        ("log.1", "log.2.gz", []),  # it came before
        (None, "log.1.gz", ["log.1.gz cannot be read, so its rows are missing: ", "is gone: rows may be"]),
    ],
    ids=["later", "earlier", "after one that is gone"],
)
def test_of_what_cannot_be_read_only_what_comes_later_is_said(tmp_path, old, broken, said):
    path, notes = tmp_path / "log", []
    dated(path, "a\n", 1e9)
    _, place = followed(path, [])
    if old:
        os.rename(path, tmp_path / old)
    (tmp_path / broken).write_bytes(gzip.compress(b"b\n" * 99)[:-9])
    path.write_text("c\n")
    assert followed(path, [], place, notes)[0] == ["c\n"]
    warnings = [note for note in notes if note.startswith("warning: ")]
    assert len(warnings) == len(said)
    assert all(some in note for some, note in zip(said, warnings, strict=True))


def test_a_file_that_begins_alike_is_not_taken_for_another(tmp_path):
    """Of the old file only the header was read."""
    path = tmp_path / "log"
    path.write_text("value\n")
    _, place = followed(path, [])
    append(path, "1\n")()
    os.rename(path, tmp_path / "log.1")
    path.write_text("value\n2\n")
    assert followed(path, [], place)[0] == ["1\n", "value\n", "2\n"]


def pack(path):
    """As gzip does it: with the time of the file."""
    now = path.stat()
    whole = path.with_name(f"{path.name}.gz")
    whole.write_bytes(gzip.compress(path.read_bytes()))
    os.utime(whole, ns=(now.st_atime_ns, now.st_mtime_ns))


@pytest.mark.parametrize("name", ["log.2", "log.old"])
def test_what_came_after_a_file_that_was_packed_or_renamed_meanwhile_is_read(tmp_path, name):
    path, notes = tmp_path / "log", []
    dated(path, "a\n", 1e9)

    def rotate():
        dated(tmp_path / "log.3", "older\n", 9e8)
        os.rename(path, tmp_path / name)
        if name == "log.2":
            pack(tmp_path / name)
            (tmp_path / name).unlink()
        (tmp_path / "log.1").write_text("b\n")
        path.write_text("c\n")

    assert followed(path, [rotate], notes=notes)[0] == ["a\n", "b\n", "c\n"]
    assert "warning: what was read of log is gone" in notes[0].replace(f"{tmp_path}/", "")


def test_a_file_beside_its_packed_copy_is_read_once(tmp_path):
    path = tmp_path / "log"
    path.write_text("a\n")
    _, place = followed(path, [])
    os.rename(path, tmp_path / "log.2")
    (tmp_path / "log.1").write_text("b\n")
    path.write_text("c\n")
    for name in ("log.1", "log.2"):
        pack(tmp_path / name)
    assert followed(path, [], place)[0] == ["b\n", "c\n"]


@pytest.mark.parametrize("running", [True, False])
def test_a_file_that_is_renamed_once_it_was_listed_does_not_end_the_stream(tmp_path, monkeypatch, running):
    path, notes = tmp_path / "log", []
    dated(path, "a\n", 1e9)

    def rotate():
        os.rename(path, tmp_path / "log.1")
        path.write_text("b\n")

    def listed(path):
        dated(tmp_path / "log.9", "x\n", 8e8)
        dated(tmp_path / "log-20240101", "x\n", 8e8)
        found = rotated.rotated(path)
        (tmp_path / "log.9").unlink()
        return found

    monkeypatch.setattr(line_source, "rotated", listed)
    if running:
        assert followed(path, [rotate], notes=notes)[0] == ["a\n", "b\n"]
    else:
        _, place = followed(path, [])
        rotate()
        assert followed(path, [], place, notes)[0] == ["b\n"]
    assert not [note for note in notes if "warning" in note]


def test_a_file_that_goes_on_is_found_without_a_look_at_others(tmp_path, monkeypatch):
    path, notes = tmp_path / "log", []
    path.write_text("a\n")
    _, place = followed(path, [])
    append(path, "b\n")()
    (tmp_path / "log.1.gz").write_bytes(b"none")
    monkeypatch.setattr(line_source, "rotated", None)
    assert (followed(path, [], place, notes)[0], notes) == (["b\n"], [])


def test_of_files_that_begin_alike_and_are_new_the_oldest_comes_first(tmp_path):
    """Of the old file only the header was read, and it was packed since."""
    path, notes = tmp_path / "log", []
    dated(tmp_path / "log.3", "value\n0\n", 9e8)
    dated(path, "value\n", 1e9)
    _, place = followed(path, [])
    dated(path, "value\n1\n", 1e9 + 1)
    os.rename(path, tmp_path / "log.2")
    pack(tmp_path / "log.2")
    path.write_text("value\n2\n")
    (tmp_path / "log.2").unlink()
    assert followed(path, [], place, notes)[0] == ["1\n", "value\n", "2\n"]
    assert notes[0].startswith("warning: 2 files begin with what was read before: the oldest is taken")
