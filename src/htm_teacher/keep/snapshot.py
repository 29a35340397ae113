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
import zipfile
import zlib
from array import array
from collections.abc import Callable
from math import isfinite
from pathlib import Path
from typing import Any, BinaryIO

from ..core.checks import brief_path, shown
from ..core.model import Model
from ..core.one_thread import turn_of
from ..core.saved_rows import Numbers
from .packed_state import packed, unpacked, with_parameters, with_past
from .state import State, check_state
from .whole_file import named, whole_file
from .zip_file import Bytes, zipped

FORMAT, VERSION = "htm-teacher snapshot", 4
PACKS = 2  # the first version whose state is packed
# {version: the function that brings a state of this version to the next version}
MIGRATIONS: dict[int, Callable[[State], State]] = {
    1: lambda state: state,  # 2 holds the same, packed
    2: with_past,
    3: with_parameters,
}
# A file that claims to hold more bytes is refused. Numenta's full size, every segment of every cell full (268
# million synapses of 6 bytes, 8 million segments of 24), with 130 buckets to predict, is 1.9 GB.
MOST_BYTES, MOST_HEADER = 2**31, 2**26
PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # other ways may ask for gigabytes to unpack a little
MAGIC = b"\x93NUMPY\x01\x00"
ABOUT = re.compile(rb"{'descr': '(...)', 'fortran_order': False, 'shape': \((\d+),\), } *\n")
TYPES = {"B": "|u1", "H": "<u2", "I": "<u4", "q": "<i8", "d": "<f8"}  # array's names, NumPy's
SIMPLE = {int, float, str, bool, type(None)}
CODES = {kind: code for code, kind in TYPES.items()}


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
    with whole_file(Path(path)) as draft, draft.open("wb") as file:
        file.writelines(_pieces(model, beside))


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
            if not _same(ask.state(model), state, ask):  # something left over, doubled, or out of order
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
        return _json(file, archive.getinfo("header.npy")).get("beside")


def to_bytes(model: Model, beside: Any = None) -> bytes:
    """The model as the content of a snapshot file; equal models give equal bytes."""
    return b"".join(_pieces(model, beside))


def from_bytes(data: bytes, kind: type[Model] = Model) -> Model:
    """The model that ``to_bytes`` wrote. (``load`` checks what it reads: a file may be anyone's.)"""
    return kind.from_state(_read(io.BytesIO(data), _ask(kind), MOST_BYTES))


def _pieces(model: Model, beside: Any) -> list[Bytes]:
    """The content of a snapshot file, one piece after the other."""
    ask = _ask(type(model))
    with turn_of(model):  # until nothing is left to copy
        state = packed(ask.state(model), ask)
    header, arrays = _parts(state, ask)
    about = {"format": FORMAT, "version": VERSION, "state": header}
    about |= {} if beside is None else {"beside": beside}  # which older versions pass over
    text = json.dumps(about, allow_nan=False).encode()
    return zipped(arrays | {"header": _to_npy(array("B", text))})


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
        header = _json(file, entries.pop("header.npy"))
        if header["format"] != FORMAT:
            raise SnapshotError("not a snapshot of htm-teacher")
        if header["version"] > VERSION:
            raise SnapshotError(
                f"format {shown(header['version'])} is newer than {VERSION}: update htm-teacher"
            )
        state: State = _put_arrays(header["state"], file, entries, ask)
        if entries:
            raise SnapshotError("it holds what its header does not name")
    if header["version"] >= PACKS:
        state = unpacked(state, ask, most_bytes)
    for older in range(header["version"], VERSION):
        state = MIGRATIONS[older](state)
    return state


def _json(file: BinaryIO, about: zipfile.ZipInfo) -> Any:
    """What an array of a file says in JSON; ``ValueError`` if a number in it is not finite."""
    return json.loads(_array(file, about).tobytes(), parse_float=_finite, parse_constant=_finite)


def _finite(number: str) -> float:
    if not isfinite(found := float(number)):
        raise ValueError(f"{number} is not finite")
    return found


def _array(file: BinaryIO, about: zipfile.ZipInfo, ask: type[Numbers] = Numbers) -> Any:
    """One array of a file, of which no more is unpacked than it claims to hold."""
    file.seek(about.header_offset)
    file.seek(sum(struct.unpack("<26x2H", file.read(30))), os.SEEK_CUR)  # a name, and an extra field
    npy = file.read(about.compress_size)
    if about.compress_type == zipfile.ZIP_DEFLATED:
        npy = zlib.decompressobj(-15).decompress(npy, about.file_size + 1)
    if len(npy) != about.file_size or zlib.crc32(npy) != about.CRC:
        raise SnapshotError("it is damaged: an array is not what it was when it was written")
    return _from_npy(npy, ask)


def _parts(state: State, ask: type[Numbers] = Numbers) -> tuple[Any, dict[str, tuple[bytes, Bytes]]]:
    """The state as JSON has it, and its arrays as they are written: equal for equal states, NaN and all."""
    arrays: dict[str, Any] = {}
    plain = _take_arrays(state, "", arrays, ask)
    return plain, {name: _to_npy(numbers, ask) for name, numbers in arrays.items()}


def _same(one: State, other: State, ask: type[Numbers]) -> bool:
    """Whether two states have equal parts; faster than ``_parts``, which copies them."""
    arrays, others = dict[str, Any](), dict[str, Any]()
    plain, other_plain = _take_arrays(one, "", arrays, ask), _take_arrays(other, "", others, ask)
    return (plain, arrays.keys()) == (other_plain, others.keys()) and all(
        ask.same(arrays[name], others[name]) for name in arrays
    )


def _take_arrays(state: Any, name: str, arrays: dict[str, Any], ask: type[Numbers] = Numbers) -> Any:
    """The state as JSON has it, with a note in the place of each array, which is put aside under its name."""
    if type(state) in SIMPLE:
        return state
    if isinstance(state, dict):
        return {key: _take_arrays(one, f"{name}.{key}".strip("."), arrays, ask) for key, one in state.items()}
    if isinstance(state, list | tuple):
        return [_take_arrays(one, name, arrays, ask) for one in state]
    if ask.typecode(state) is None:
        return state
    arrays[name] = state
    return {"array": name}


def _put_arrays(state: Any, file: BinaryIO, entries: dict[str, zipfile.ZipInfo], ask: type[Numbers]) -> Any:
    """The state with each array in the place of its note; its entry is taken out."""
    if not isinstance(state, dict):
        return state
    if list(state) == ["array"] and isinstance(state["array"], str):
        return _array(file, entries.pop(f"{state['array']}.npy"), ask)
    return {key: _put_arrays(one, file, entries, ask) for key, one in state.items()}


def _to_npy(numbers: Any, ask: type[Numbers] = Numbers) -> tuple[bytes, Bytes]:
    """A description, filled up so that the numbers start at a multiple of 64 bytes, and the numbers."""
    kind = TYPES[str(ask.typecode(numbers))]
    about = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': ({len(numbers)},), }}".ljust(117) + "\n"
    content = memoryview(ask.little(numbers)).cast("B") if len(numbers) else b""
    return MAGIC + len(about).to_bytes(2, "little") + about.encode(), content


def _from_npy(npy: bytes, ask: type[Numbers]) -> Any:
    start = 10 + int.from_bytes(npy[8:10], "little")
    about = ABOUT.fullmatch(npy, 10, start)
    if about is None or npy[:8] != MAGIC:
        raise SnapshotError("it is damaged: an array is not described")
    numbers = ask.read(CODES[about[1].decode()], memoryview(npy)[start:])
    if len(numbers) != int(about[2]):
        raise SnapshotError("it is damaged: an array is not as long as it says")
    return numbers
