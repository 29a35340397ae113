"""Snapshots: a whole machine in one ``.npz`` file, which NumPy can open, written without NumPy.

Source: NumPy Enhancement Proposal 1. An ``.npz`` file is a zip file of ``.npy`` files; an ``.npy`` file is
a line of text and the bare numbers. Each array of the state is one of them; ``header`` has the rest, in JSON.
"""

from __future__ import annotations

import io
import json
import os
import re
import struct
import sys
import zipfile
import zlib
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from ..core.checks import brief_path, shown
from ..core.model import Model
from ..core.saved_rows import Numbers
from .packed_state import packed, unpacked, with_past
from .state import State, check_state
from .whole_file import named, whole_file
from .zip_file import zipped

FORMAT, VERSION = "htm-teacher snapshot", 3
PACKS = 2  # the first version whose state is packed
# {version: the function that brings a state of this version to the next version}
MIGRATIONS: dict[int, Callable[[State], State]] = {
    1: lambda state: state,  # 2 holds the same, packed
    2: with_past,
}
# A file that claims to hold more bytes is refused. Numenta's full size, every segment of every cell full (268
# million synapses of 6 bytes, 8 million segments of 24), with 130 buckets to predict, is 1.9 GB.
MOST_BYTES, MOST_HEADER = 2**31, 2**26
PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # other ways may ask for gigabytes to unpack a little
MAGIC = b"\x93NUMPY\x01\x00"
ABOUT = re.compile(rb"{'descr': '(...)', 'fortran_order': False, 'shape': \((\d+),\), } *\n")
TYPES = {"B": "|u1", "H": "<u2", "I": "<u4", "q": "<i8", "d": "<f8"}  # array's names, NumPy's


class SnapshotError(ValueError):
    """The file is not a snapshot, or it is damaged, newer than this program, or too large for the memory."""


def save(model: Model, path: str | os.PathLike[str], beside: Any = None) -> None:
    """Write the model to one ``.npz`` file, whole or not at all; ``load`` continues exactly where it stopped.

    Args:
        model: the model.
        path: the file.
        beside: what else to keep in it, as JSON has it; ``read_beside`` returns it.

    Raises:
        OSError: if it cannot be written (a full disk, no permission); an older file is unharmed.
    """
    with whole_file(Path(path)) as draft:
        draft.write_bytes(to_bytes(model, beside))


def load(path: str | os.PathLike[str], kind: type[Model] = Model, most_bytes: int = MOST_BYTES) -> Model:
    """The model in a snapshot file; it continues exactly where it stopped.

    Args:
        kind: the class of the model, which decides the engine.
        most_bytes: the most that the file may claim to hold.

    Raises:
        SnapshotError: if the file is not a whole snapshot of this or an earlier version, or is too large;
            its size is checked before any memory is taken.
        OSError: if the file does not exist or cannot be read.
    """
    name = brief_path(path)
    with named(path), open(path, "rb") as file:
        try:
            ask = _ask(kind)
            state = _read(file, ask, most_bytes)
            check_state(state, ask)
            model = kind.from_state(state)
            if not _same(model.state(), state, ask):  # something left over, doubled, or out of order
                raise ValueError("the model is not what the file says")
            return model
        except SnapshotError as error:
            raise SnapshotError(f"{name}: {error}") from None
        except MemoryError as error:
            raise SnapshotError(f"{name}: there is not enough memory for this machine") from error
        except Exception as error:  # damaged content can fail in any way
            raise SnapshotError(f"{name}: not a whole snapshot of htm-teacher") from error


def read_beside(path: str | os.PathLike[str]) -> Any:
    """What ``save`` kept beside the model, in a file that ``load`` has read; None if there is nothing."""
    with named(path), open(path, "rb") as file, zipfile.ZipFile(file) as archive:
        return json.loads(_array(file, archive.getinfo("header.npy")).tobytes()).get("beside")


def to_bytes(model: Model, beside: Any = None) -> bytes:
    """The model as the content of a snapshot file; equal models give equal bytes."""
    header, arrays = _parts(packed(model.state(), _ask(type(model))))
    about = {"format": FORMAT, "version": VERSION, "state": header}
    about |= {} if beside is None else {"beside": beside}  # which older versions pass over
    text = json.dumps(about, allow_nan=False).encode()
    return zipped(arrays | {"header": _to_npy(array("B", text))})


def from_bytes(data: bytes, kind: type[Model] = Model) -> Model:
    """The model that ``to_bytes`` wrote. (``load`` checks what it reads: a file may be anyone's.)"""
    return kind.from_state(_read(io.BytesIO(data), _ask(kind), MOST_BYTES))


def _ask(kind: type[Model]) -> type[Numbers]:
    """Whom to ask about long arrays of such a model."""
    return getattr(kind, "numbers_type", Numbers)


def _read(file: BinaryIO, ask: type[Numbers], most_bytes: int) -> State:
    """The state in an open file, brought to this version."""
    with zipfile.ZipFile(file) as archive:
        listed = archive.infolist()
        entries = {one.filename: one for one in listed}
        if len(entries) < len(listed) or {one.compress_type for one in listed} - PACKED:
            raise SnapshotError("it holds a part twice, or packed in a way that is refused")
        claimed, packed = sum(one.file_size for one in listed), sum(one.compress_size for one in listed)
        most = min(most_bytes, 1100 * packed)  # deflate packs 1,032 to 1 at the very best
        if max(claimed, packed) > most or entries["header.npy"].file_size > MOST_HEADER:
            raise SnapshotError(f"it claims to hold {claimed:,} bytes, which is refused")
        header = json.loads(_array(file, entries.pop("header.npy")).tobytes())
        if header["format"] != FORMAT:
            raise SnapshotError("not a snapshot of htm-teacher")
        if header["version"] > VERSION:
            raise SnapshotError(
                f"format {shown(header['version'])} is newer than {VERSION}: update htm-teacher"
            )
        state: State = _put_arrays(header["state"], file, entries)
        if entries:
            raise SnapshotError("it holds what its header does not name")
    if header["version"] >= PACKS:
        state = unpacked(state, ask, most_bytes)
    for older in range(header["version"], VERSION):
        state = MIGRATIONS[older](state)
    return state


def _array(file: BinaryIO, about: zipfile.ZipInfo) -> array[Any]:
    """One array of a file, of which no more is unpacked than it claims to hold."""
    file.seek(about.header_offset)
    file.seek(sum(struct.unpack("<26x2H", file.read(30))), os.SEEK_CUR)  # a name, and an extra field
    npy = file.read(about.compress_size)
    if about.compress_type == zipfile.ZIP_DEFLATED:
        npy = zlib.decompressobj(-15).decompress(npy, about.file_size + 1)
    if len(npy) != about.file_size or zlib.crc32(npy) != about.CRC:
        raise SnapshotError("it is damaged: an array is not what it was when it was written")
    return _from_npy(npy)


def _parts(state: State) -> tuple[Any, dict[str, bytes]]:
    """The state as JSON has it, and its arrays as they are written: equal for equal states, NaN and all."""
    plain, arrays = _plain(state)
    return plain, {name: _to_npy(numbers) for name, numbers in arrays.items()}


def _same(one: State, other: State, ask: type[Numbers]) -> bool:
    """Whether two states have equal parts; faster than ``_parts``, which copies them."""
    (plain, arrays), (other_plain, others) = _plain(one), _plain(other)
    return (plain, arrays.keys()) == (other_plain, others.keys()) and all(
        ask.same(arrays[name], others[name]) for name in arrays
    )


def _plain(state: State) -> tuple[Any, dict[str, array[Any]]]:
    """The state as JSON has it, and its arrays by name."""
    arrays: dict[str, array[Any]] = {}
    return json.loads(json.dumps(_take_arrays(state, "", arrays), allow_nan=False)), arrays


def _take_arrays(state: Any, name: str, arrays: dict[str, array[Any]]) -> Any:
    """The state with a note in the place of each array, which is put aside under its name."""
    if isinstance(state, array):
        arrays[name] = state
        return {"array": name}
    if isinstance(state, dict):
        return {key: _take_arrays(one, f"{name}.{key}".strip("."), arrays) for key, one in state.items()}
    return state


def _put_arrays(state: Any, file: BinaryIO, entries: dict[str, zipfile.ZipInfo]) -> Any:
    """The state with each array in the place of its note; its entry is taken out."""
    if not isinstance(state, dict):
        return state
    if list(state) == ["array"] and isinstance(state["array"], str):
        return _array(file, entries.pop(f"{state['array']}.npy"))
    return {key: _put_arrays(one, file, entries) for key, one in state.items()}


def _to_npy(numbers: array[Any]) -> bytes:
    """A description, filled up so that the numbers start at a multiple of 64 bytes, and the numbers."""
    about = f"{{'descr': '{TYPES[numbers.typecode]}', 'fortran_order': False, 'shape': ({len(numbers)},), }}"
    about = about.ljust(117) + "\n"
    return b"".join([MAGIC, len(about).to_bytes(2, "little"), about.encode(), _little(numbers)])


def _from_npy(npy: bytes) -> array[Any]:
    start = 10 + int.from_bytes(npy[8:10], "little")
    about = ABOUT.fullmatch(npy, 10, start)
    if about is None or npy[:8] != MAGIC:
        raise SnapshotError("it is damaged: an array is not described")
    numbers: array[Any] = array({kind: code for code, kind in TYPES.items()}[about[1].decode()])
    numbers.frombytes(memoryview(npy)[start:])
    if len(numbers) != int(about[2]):
        raise SnapshotError("it is damaged: an array is not as long as it says")
    return _little(numbers)


def _little(numbers: array[Any]) -> array[Any]:
    """The file is little-endian on every machine."""
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers
