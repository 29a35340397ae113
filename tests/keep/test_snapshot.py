"""Snapshots: whole or not at all, to the last bit, and whatever a file may claim."""

import io
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
import zipfile
from array import array
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import htm_teacher
from core.helpers import same, small_model
from examples import examples
from htm_teacher import (
    RDSE,
    Category,
    DateTime,
    Delta,
    Encoder,
    Fields,
    Log,
    MemoryParameters,
    Model,
    Scalar,
    SnapshotError,
    build,
    load,
    save,
)
from htm_teacher.core.by_hand import add_segment, remove_segment
from htm_teacher.keep import snapshot, zip_file

np = pytest.importorskip("numpy")


def trained(engine: Any, steps: int = 60, **changes: Any) -> Model:
    model = small_model(engine, **changes)
    for n in range(steps):
        model.step(n * n % 23)
    model.kill(0.05)
    model.step(3)
    return model


@pytest.fixture(scope="module")
def model(engine) -> Model:
    """A machine that has been through something."""
    return trained(engine)


@pytest.fixture(scope="module")
def data() -> bytes:
    """A file. Both engines write the same bytes, which is tested below, and check them alike."""
    return snapshot.to_bytes(trained(SimpleNamespace(name="textbook")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("snapshots")


def loaded(folder: Path, data: bytes) -> Model:
    """What a file with this content is loaded as."""
    path = folder / "model.npz"
    path.write_bytes(data)
    return load(path)


def refused(folder: Path, data: bytes, why: str = "model.npz") -> None:
    """Such a file is a clear error of one line that names the file."""
    with pytest.raises(SnapshotError, match=why) as caught:
        loaded(folder, data)
    assert "model.npz" in str(caught.value)
    assert "\n" not in str(caught.value)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def npy(numbers: Any) -> bytes:
    file = io.BytesIO()
    np.save(file, numbers)
    return file.getvalue()


def forged(data: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The same file with something else in its header."""
    parts = unpacked(data)
    header = json.loads(np.load(io.BytesIO(parts["header.npy"])).tobytes())
    change(header)
    content = np.frombuffer(json.dumps(header).encode(), dtype=np.uint8)
    return packed(parts | {"header.npy": npy(content)})


# To go on exactly


def test_a_saved_machine_goes_on_as_if_it_had_never_stopped(engine, tmp_path):
    one = trained(engine)
    save(one, tmp_path / "model.npz")
    other = load(tmp_path / "model.npz", engine.name)
    assert same(one, other)
    assert isinstance(other.memory, engine.memory)
    assert isinstance(other.pooler, engine.pooler)
    for value in [5, None, 7, *range(20)]:
        assert one.step(value) == other.step(value)
    one.kill(0.1)
    other.kill(0.1)
    assert same(one, other)


@pytest.mark.parametrize(
    ("encoder", "values"),
    [
        (Delta(resolution=1, size=60, active_bits=9), [1, 5, 2]),
        (Log(resolution=0.1, size=60, active_bits=9), [1, 50.5, 2]),
        (Scalar(0, 9, size=60, active_bits=9), [1, 5, 2]),
        (Category(("a", "b", 3), active_bits=9), ["a", 3, "c"]),
        (DateTime(5, 3), ["2024-01-01 10:00", "2024-02-29 23:59"]),
        (Fields({"a": RDSE(1.0), "b": DateTime(holiday=2, holidays=("2024-12-25",))}), [{"a": 1}]),
        (Fields({"array": RDSE(1.0)}), [{"array": 1}]),
        (Fields({"a.b": RDSE(1.0), "": RDSE(1.0), "kind": RDSE(2.0)}), [{"a.b": 1, "": 3}]),
        (Fields({"naïve ☃": Category(("ü", "\0"))}), [{"naïve ☃": "\0"}]),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Encoder) else "",
)
def test_every_encoder_is_in_the_file(engine, tmp_path, encoder, values):
    one = small_model(engine, encoder)
    for value in values * 3:
        one.step(value)
    save(one, tmp_path / "model.npz")
    other = load(tmp_path / "model.npz")
    assert other.encoder.state() == one.encoder.state()
    assert [one.step(value) for value in values] == [other.step(value) for value in values]
    assert same(one, other)


def test_options_of_the_machine_are_in_the_file(engine, tmp_path):
    one = small_model(
        engine,
        Fields({"a": RDSE(1.0, size=30, active_bits=5), "b": RDSE(1.0, size=30, active_bits=5)}),
        predict="b",
        settle_after=3,
        input_dimensions=(10, 6),
        column_dimensions=(8, 4),
        potential_radius=2,
        inhibition="local",
        inhibition_radius=2,
        wrap_around=True,
    )
    one.step({"a": 1, "b": 2})
    save(one, tmp_path / "model.npz")
    other = load(tmp_path / "model.npz")
    assert (other.predict, other.settle_after) == ("b", 3)
    assert other.pooler.parameters == one.pooler.parameters
    assert [one.step({"a": 1, "b": n}) for n in range(9)] == [other.step({"a": 1, "b": n}) for n in range(9)]
    assert same(one, other)


def test_a_change_on_the_way_is_in_the_file(engine, tmp_path):
    one = trained(engine)
    one.change(memory_permanence_increment=0.3, boost_strength=0.5, learning_rate=0.01)
    save(one, tmp_path / "model.npz")
    other = load(tmp_path / "model.npz")
    assert [one.step(n) for n in range(20)] == [other.step(n) for n in range(20)]
    assert same(one, other)


def test_serials_go_on_where_they_were_even_if_the_youngest_segment_is_gone(engine, tmp_path):
    one = trained(engine)
    gone = add_segment(one.memory, 0, {1: 0.5})
    remove_segment(one.memory, gone)
    save(one, tmp_path / "model.npz")
    other = load(tmp_path / "model.npz")
    assert add_segment(other.memory, 0, {1: 0.5}).serial == gone.serial + 1


def test_equal_machines_give_equal_bytes_and_others_do_not(engine, data):
    assert snapshot.to_bytes(trained(engine)) == data
    again = snapshot.from_bytes(data)
    assert snapshot.to_bytes(again) == data
    again.step(1, learn=False)
    assert snapshot.to_bytes(again) != data


def test_where_a_machine_was_is_seen_from_nothing_but_the_file(data):
    """All of it is in the bytes: every part of the state makes them differ."""
    changes: list[Callable[[Model], object]] = [
        lambda m: m.reset(),
        lambda m: add_segment(m.memory, 0, {1: 0.5}),
        lambda m: m.memory.random.next(),
        lambda m: m.pooler.random.next(),
        lambda m: m.kill(0.02),
        lambda m: m.likelihood.compute(0.5, 1.0),
        lambda m: m.classifier.compute(frozenset({1}), 5, 1.0),
        lambda m: m.change(sample_size=4),
        lambda m: m.pooler.compute(m.encoder.encode(5)),
        lambda m: m.memory.compute({1}, learn=False),
    ]
    for change in changes:
        other = snapshot.from_bytes(data)
        change(other)
        assert snapshot.to_bytes(other) != data


# For others to open


def test_numpy_opens_it_and_finds_meaningful_arrays(model, folder, data):
    path = folder / "for_numpy.npz"
    path.write_bytes(data)
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    assert json.loads(arrays["header"].tobytes())["format"] == "htm-teacher snapshot"
    held = list(model.pooler.permanences)
    assert arrays["pooler.pools.sizes"].tolist() == [len(pool) for pool in held]
    assert arrays["pooler.pools.permanences"].dtype == np.dtype("<u2")
    assert arrays["pooler.pools.permanences"].sum() == sum(sum(pool.values()) for pool in held)
    assert arrays["pooler.overlap_duty"].tolist() == model.pooler.overlap_duty
    assert arrays["memory.active_cells"].tolist() == sorted(model.memory.now.active_cells)
    assert len(arrays["memory.synapses.sizes"]) == len(arrays["memory.owners"])
    assert arrays["memory.synapses.sizes"].sum() == len(arrays["memory.synapses.permanences"])
    assert arrays["likelihood.averages"].tolist() == list(model.likelihood.averages)


def test_it_is_a_zip_file_without_fault(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.infolist()[0].header_offset == 0


def test_every_array_starts_at_a_multiple_of_64_bytes(data):
    for content in unpacked(data).values():
        assert content[:8] == b"\x93NUMPY\x01\x00"
        assert (10 + int.from_bytes(content[8:10], "little")) % 64 == 0


def test_numbers_without_a_pattern_are_not_packed():
    """To pack them, or a few numbers, takes longer than all the rest, and hardly makes them smaller."""
    model = build("classroom", RDSE(1.0), "textbook")
    with zipfile.ZipFile(io.BytesIO(snapshot.to_bytes(model))) as archive:
        ways = {one.filename: one.compress_type for one in archive.infolist()}
    assert ways["pooler.pools.permanences.npy"] == zipfile.ZIP_STORED
    assert ways["header.npy"] == zipfile.ZIP_STORED
    assert ways["pooler.pools.gaps.npy"] == zipfile.ZIP_DEFLATED


# Damaged and foreign files


def test_a_whole_file_is_not_refused(folder, model, data):
    assert same(loaded(folder, data), model)
    assert same(loaded(folder, forged(data, lambda header: None)), model)


@settings(max_examples=examples(100))
@given(part=st.floats(0, 1, exclude_max=True))
def test_a_truncated_file_is_refused(folder, data, part):
    refused(folder, data[: int(part * len(data))])


@pytest.mark.parametrize("lost", [1, 2, 21, 22, 23, 100])
def test_a_file_without_its_end_is_refused(folder, data, lost):
    refused(folder, data[:-lost])


@settings(max_examples=examples(60))
@given(content=st.binary(max_size=2000))
def test_random_bytes_are_refused(folder, content):
    refused(folder, content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"PK\x05\x06" + bytes(18),
        b"time,value\n1,2\n",
        packed({"readme.txt": b"hello"}),
        packed({"a.npy": npy(np.arange(5)), "b.npy": npy(np.eye(3))}),
        packed({"header.npy": npy(np.frombuffer(b"{}", dtype=np.uint8))}),
        packed({"header.npy": npy(np.frombuffer(b'{"format": "another"}', dtype=np.uint8))}),
        packed({"header.npy": npy(np.frombuffer(b"[1, 2]", dtype=np.uint8))}),
        packed({"header.npy": npy(np.frombuffer(b"[" * 100_000, dtype=np.uint8))}),
        packed({"header.npy": b"\x93NUMPY\x01\x00\x10\x00" + b"(" * 16}),
        packed({"header.npy": b""}),
    ],
    ids=[
        *("empty", "a beginning", "empty zip", "table", "zip of text", "foreign npz"),
        *("empty header", "another format", "a list", "deep", "not described", "no content"),
    ],
)
def test_a_foreign_file_is_refused(folder, content):
    refused(folder, content)


def test_no_file_and_a_directory_are_errors_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "nowhere.npz")
    with pytest.raises(OSError, match=r"\w"):
        load(tmp_path)


@settings(max_examples=examples(300))
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), at_the_end=st.booleans())
def test_a_flipped_bit_is_seen_or_does_not_matter(folder, data, place, bit, at_the_end):
    """Half of the examples are about the table of contents, which has no checksum."""
    start = data.index(b"PK\x01\x02") if at_the_end else 0
    flipped = bytearray(data)
    flipped[start + int(place * (len(data) - start))] ^= 1 << bit
    try:
        other = loaded(folder, bytes(flipped))
    except SnapshotError:
        return
    assert snapshot.to_bytes(other) == data


def set_version(version: object) -> Callable[[dict[str, Any]], object]:
    return lambda header: header.update(version=version)


def test_a_newer_format_is_refused_with_the_advice_to_update(folder, data):
    newer = forged(data, set_version(snapshot.VERSION + 1))
    refused(folder, newer, "update htm-teacher")


def test_a_newer_format_with_arrays_of_other_kinds_is_refused_with_the_same_advice(folder, data):
    newer = unpacked(forged(data, set_version(snapshot.VERSION + 1)))
    refused(folder, packed(newer | {"new.npy": npy(np.ones(3, "<f4"))}), "update htm-teacher")


@pytest.mark.parametrize("version", [0, -1, "1", None, 0.5])
def test_a_version_that_never_was_is_refused(folder, data, version):
    refused(folder, forged(data, set_version(version)))


def test_an_older_format_is_brought_up_to_date_step_by_step(folder, model, data, monkeypatch):
    """Two versions on, with a migration for each: the older file is read by way of both."""

    def renamed(old: str, new: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
        return lambda state: {new if key == old else key: one for key, one in state.items()}

    now = snapshot.VERSION
    older = forged(data, lambda header: header["state"].update(count=header["state"].pop("steps")))
    monkeypatch.setattr(snapshot, "VERSION", now + 2)
    monkeypatch.setitem(snapshot.MIGRATIONS, now, renamed("count", "number"))
    monkeypatch.setitem(snapshot.MIGRATIONS, now + 1, renamed("number", "steps"))
    assert loaded(folder, older).steps == model.steps


def array_of(data: bytes, name: str, numbers: Any) -> bytes:
    return packed(unpacked(data) | {f"{name}.npy": npy(np.array(numbers))})


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("memory.owners", array("I", [10**6])),
        ("memory.active_cells", array("I", [96])),
        ("memory.active_segments", array("q", [10**6])),
        ("memory.synapses.gaps", array("I")),
        ("memory.synapses.permanences", array("H", [10_001])),
        ("memory.synapses.sizes", array("I", [1])),
        ("pooler.pools.gaps", array("I", [60] * 32)),
        ("pooler.pools.gaps", array("q", [1] * 32)),
        ("classifier.rows.1", array("B", [9] * 4)),
        ("classifier.rows.1", array("q", [0])),
        ("pooler.pools.sizes", array("I", [1])),
        ("pooler.priority", array("I", [0])),
        ("pooler.boost", array("I")),
        ("pooler.overlap_duty", array("d", [0.5])),
        ("classifier.weights.1", array("d", [0.5])),
    ],
)
def test_arrays_that_do_not_fit_together_are_refused(folder, data, name, numbers):
    assert f"{name}.npy" in unpacked(data)
    refused(folder, array_of(data, name, numbers))


def test_a_missing_array_is_refused(folder, data):
    parts = unpacked(data)
    for name in parts:
        refused(folder, packed({other: one for other, one in parts.items() if other != name}))


@pytest.mark.parametrize("size", [0, 100, 10_000])
def test_a_part_of_another_size_than_it_claims_is_refused(folder, data, size):
    refused(folder, zip_that_claims(unpacked(data), {"pooler.priority.npy": size}), "damaged")


def test_a_number_that_is_not_what_was_written_is_refused(folder, data):
    place = data.index(np.array([0.0]).tobytes(), data.index(b"likelihood.averages.npy"))
    refused(folder, data[:place] + np.array([0.5]).tobytes() + data[place + 8 :], "damaged")


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_file_packed_in_another_way_is_refused_before_it_is_unpacked(folder, data, method):
    """An LZMA entry may ask for a dictionary of four gigabytes."""
    refused(folder, packed(unpacked(data), method), "packed")


def test_a_file_that_is_not_packed_at_all_is_a_snapshot_too(folder, model, data):
    assert same(loaded(folder, packed(unpacked(data), zipfile.ZIP_STORED)), model)


def test_an_array_that_the_header_does_not_name_is_refused(folder, data):
    refused(folder, packed(unpacked(data) | {"junk.npy": npy(np.ones(3, "<i8"))}), "does not name")
    refused(folder, packed(unpacked(data) | {"readme.txt": b"hello"}), "does not name")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_array_that_is_there_twice_or_named_twice_is_refused(folder, data):
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pooler.boost.npy", archive.read("pooler.boost.npy"))
    refused(folder, file.getvalue(), "twice")
    twice = {"array": "pooler.overlap_duty"}
    refused(folder, forged(data, lambda header: header["state"]["pooler"].update(activity_duty=twice)))


# Gigantic claims


def test_the_largest_model_of_numenta_is_not_refused():
    """All of its cells with all of their segments, full, and 130 buckets to predict."""
    p = MemoryParameters()
    cells = p.columns * p.cells_per_column
    segments = cells * p.max_segments_per_cell
    synapses = segments * p.max_synapses_per_segment
    assert 6 * synapses + 24 * segments + 8 * 130 * cells + 6 * 2048 * 400 < snapshot.MOST_BYTES < 2**32


CHILD = """
    import resource, sys
    import htm_teacher
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))  # lest it take the machine along
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        htm_teacher.load(sys.argv[1])
    except htm_teacher.SnapshotError as error:
        print("refused")
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def child(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Another Python that runs this code on the package of this test."""
    source = str(Path(htm_teacher.__file__).parents[1])
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": source},
        stdout=subprocess.PIPE,
        text=True,
    )


def claim(numbers: int) -> bytes:
    """An array's description that claims so many numbers, and ten of them."""
    about = f"{{'descr': '<u2', 'fortran_order': False, 'shape': ({numbers},), }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(about).to_bytes(2, "little") + about.encode() + bytes(20)


def zip_that_claims(parts: dict[str, bytes], sizes: dict[str, int]) -> bytes:
    """A zip file whose table of contents gives these sizes for some of its parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        for one in archive.filelist:
            one.file_size = sizes.get(one.filename, one.file_size)
    return file.getvalue()


def larger(part: str, **parameters: int) -> Callable[[bytes], bytes]:
    """A header that claims these parameters for a part."""
    return lambda data: forged(data, lambda header: header["state"][part]["parameters"].update(parameters))


def larger_everywhere(header: dict[str, Any]) -> None:
    state = header["state"]
    state["encoder"]["size"] = state["pooler"]["parameters"]["inputs"] = 2**31
    for part in ("pooler", "memory"):
        state[part]["parameters"]["columns"] = 2**31


GIGANTIC: dict[str, Callable[[bytes], bytes]] = {
    "100 GB in the table of contents": lambda data: zip_that_claims(
        unpacked(data), {"header.npy": 100 << 30}
    ),
    "100 GB in an array's description": lambda data: packed(
        unpacked(data) | {"pooler.pools.permanences.npy": claim(50 << 30)}
    ),
    "100 GB really, of zeros, said to be 100 bytes": lambda data: zip_that_claims(
        unpacked(data) | {"pooler.boost.npy": bytes(400 << 20)}, {"pooler.boost.npy": 100}
    ),
    "256 MB really, of zeros, that the header does not name": lambda data: packed(
        unpacked(data) | {"junk.npy": npy(np.zeros(256 << 20, np.uint8))}
    ),
    "100 MB of header": lambda data: packed(
        unpacked(data) | {"header.npy": npy(np.full(100 << 20, ord(" "), np.uint8))}
    ),
    "2^26 cells in a column": larger("memory", cells_per_column=2**26),
    "2^31 columns of the pooler": larger("pooler", columns=2**31),
    "2^31 inputs of the pooler": larger("pooler", inputs=2**31),
    "2^31 columns of the memory": larger("memory", columns=2**31),
    "2^31 of everything": lambda data: forged(data, larger_everywhere),
}


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="limits are set the POSIX way")
@pytest.mark.parametrize("make", GIGANTIC.values(), ids=GIGANTIC)
def test_a_gigantic_claim_is_refused_before_memory_is_taken(tmp_path, data, make):
    path = tmp_path / "gigantic.npz"
    path.write_bytes(make(data))
    said, _ = child(CHILD, path).communicate(timeout=60)
    verdict, kilobytes = said.split()
    assert verdict == "refused"
    assert int(kilobytes) < 50_000


def test_how_much_a_file_may_hold_can_be_said(folder, model, data):
    path = folder / "limited.npz"
    path.write_bytes(data)
    total = sum(map(len, unpacked(data).values()))
    assert total < snapshot.MOST_BYTES
    assert same(snapshot.load(path, most_bytes=total), model)
    with pytest.raises(SnapshotError, match=f"{total:,}"):
        snapshot.load(path, most_bytes=total - 1)


# Saving that fails


def files(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_saving_leaves_one_file_and_replaces_an_old_one(engine, tmp_path, model):
    path = tmp_path / "model.npz"
    path.write_bytes(b"an old file")
    save(model, path)
    assert files(tmp_path) == ["model.npz"]
    assert same(load(path), model)


def test_a_machine_that_cannot_be_written_leaves_the_old_file(tmp_path, engine, monkeypatch):
    path = tmp_path / "model.npz"
    path.write_bytes(b"an old file")
    unwell = trained(engine, steps=1)
    unwell.steps = float("nan")  # type: ignore[assignment]
    with pytest.raises(ValueError, match=r"JSON|float"):
        save(unwell, path)
    assert path.read_bytes() == b"an old file"
    assert files(tmp_path) == ["model.npz"]


def test_a_machine_larger_than_a_zip_file_can_be_is_an_error_that_says_so(tmp_path, model, monkeypatch):
    monkeypatch.setattr(zip_file, "MOST_WRITTEN", 2000)
    with pytest.raises(OSError, match="a snapshot has room for 2,000"):
        save(model, tmp_path / "model.npz")
    assert files(tmp_path) == []


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path, model):
    with pytest.raises(FileNotFoundError):
        save(model, tmp_path / "nowhere" / "model.npz")
    (tmp_path / "folder.npz").mkdir()
    with pytest.raises(OSError, match=r"\w"):
        save(model, tmp_path / "folder.npz")
    assert files(tmp_path) == ["folder.npz"]


@pytest.mark.skipif(os.name != "posix", reason="limits are set the POSIX way")
def test_a_full_disk_leaves_the_old_file_unharmed(tmp_path, data):
    """For real: the system lets no file grow beyond two thousand bytes."""
    code = """
        import resource, sys
        import htm_teacher
        model = htm_teacher.load(sys.argv[1], "textbook")  # the fast engine would compile first
        model.step(5)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
        try:
            htm_teacher.save(model, sys.argv[1])
        except OSError as error:
            print("failed")
    """
    path = tmp_path / "model.npz"
    path.write_bytes(data)
    said, _ = child(code, path).communicate(timeout=60)
    assert len(data) > 2000
    assert said == "failed\n"
    assert path.read_bytes() == data
    assert files(tmp_path) == ["model.npz"]


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
def test_a_program_killed_while_it_saves_leaves_a_whole_file(tmp_path, data):
    """Two machines are saved in turn, without end; whenever it ends, it is one of the two."""
    code = """
        import sys
        from htm_teacher import load, save
        models = [load(path, "textbook") for path in sys.argv[1:3]]
        print("ready", flush=True)
        while True:
            for model in models:
                save(model, sys.argv[3])
    """
    other = trained(SimpleNamespace(name="textbook"), steps=30)
    paths = [tmp_path / name for name in ("one.npz", "other.npz", "target.npz")]
    for path, content in zip(paths, (data, snapshot.to_bytes(other), data), strict=True):
        path.write_bytes(content)
    contents = {path.read_bytes() for path in paths}
    for n in range(6):
        process = child(code, *paths)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.013 * n)  # each time at another point of the work
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert paths[2].read_bytes() in contents


def test_a_snapshot_of_version_0_1_0_continues_as_it_did_there(engine):
    """What came after was written down with that version."""
    model = load(Path(__file__).with_name("machine-0.1.0.npz"), engine.name)
    results = model.run([float(n**3 % 9) for n in range(30)])
    surprises = [0, 0, 2, 4, 0, 2, 4, 0, 2, 4, 0, 2, 4, 0, 2, 2, 0, 1, 2, 0, 0, 2, 0, 0, 2, 0, 0, 0, 2, 0]
    assert results.bursting.tolist() == surprises
    assert model.memory.random.state == 6649418616104941316
    assert round(results.likelihood[-1], 12) == 0.909034367314
    assert results.prediction[3][-1] == 8.0


def test_a_snapshot_of_format_3_continues_as_it_did_there(engine):
    """What came after was written down with a program of that format."""
    model = load(Path(__file__).with_name("machine-format-3.npz"), engine.name)
    assert model.classifier.parameters.change_origins is None
    results = model.run([float(n**3 % 9) for n in range(30)])
    assert [n for n, bursting in enumerate(results.bursting) if bursting] == [4, 10, 16, 22, 29]
    assert model.memory.random.state == 2120321862135774999
    assert model.classifier.random.state == 4798924078835099769
    assert (results.prediction[1][-1], results.prediction[3][-1]) == (0.016916079650126647, 8.530211151121266)
