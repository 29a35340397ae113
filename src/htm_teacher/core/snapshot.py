"""Snapshots: a whole machine in one ``.npz`` file, which NumPy can open, written without NumPy.

Source: NumPy Enhancement Proposal 1. An ``.npz`` is a zip file of ``.npy`` files; an ``.npy`` file is one
line of text and the bare numbers. Each array of the state has its own; all else is JSON, in ``header``.
"""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from array import array
from ast import literal_eval
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from .files import whole_file
from .model import Model
from .state import TEXTBOOK, Kinds, State, model_from, model_state

FORMAT, VERSION = "htm-teacher snapshot", 1
# How the state of an older version becomes that of the next one: {version: function}.
MIGRATIONS: dict[int, Callable[[State], State]] = {}
MOST_BYTES = 2**32  # of numbers; what claims to hold more is refused
MAGIC = b"\x93NUMPY\x01\x00"
TYPES = {"B": "|u1", "H": "<u2", "I": "<u4", "q": "<i8", "d": "<f8"}  # array's names, NumPy's


class SnapshotError(ValueError):
    """A file that is no snapshot, or is damaged, newer than this program, or too large."""


def save(model: Model, path: str | os.PathLike[str]) -> None:
    """Write the model to a file, whole or not at all: an old file stays until the new one is complete.

    Raises:
        OSError: if it cannot be written (a full disk, no permission); the old file is unharmed.
    """
    with whole_file(Path(path)) as draft:
        draft.write_bytes(to_bytes(model))


def load(path: str | os.PathLike[str], kinds: Kinds = TEXTBOOK, most_bytes: int = MOST_BYTES) -> Model:
    """The model in a snapshot file, to go on exactly where it stopped.

    Args:
        kinds: the classes of pooler and memory, which decide the engine.
        most_bytes: the most that the file may claim to hold.

    Raises:
        SnapshotError: if it is not a whole snapshot of this version or an older one, or is too large,
            which is seen before any memory is taken.
        OSError: if there is no such file, or it cannot be read.
    """
    with open(path, "rb") as file:
        try:
            return model_from(_read(file, most_bytes), kinds)
        except SnapshotError as error:
            raise SnapshotError(f"{path}: {error}") from None
        except Exception as error:  # damaged content can fail in any way
            raise SnapshotError(f"{path}: not a whole snapshot of htm-teacher") from error


def to_bytes(model: Model) -> bytes:
    """The model as the content of a snapshot file; equal models give equal bytes."""
    arrays: dict[str, array[Any]] = {}
    state = _take_arrays(model_state(model), "", arrays)
    header = {"format": FORMAT, "version": VERSION, "state": state}
    arrays["header"] = array("B", json.dumps(header, allow_nan=False).encode())
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, numbers in arrays.items():
            about = zipfile.ZipInfo(f"{name}.npy")  # dated 1980: equal content, equal bytes
            archive.writestr(about, _to_npy(numbers), zipfile.ZIP_DEFLATED, compresslevel=1)
    return file.getvalue()


def from_bytes(data: bytes, kinds: Kinds = TEXTBOOK) -> Model:
    """The model that ``to_bytes`` wrote."""
    return model_from(_read(io.BytesIO(data), MOST_BYTES), kinds)


def _read(file: BinaryIO, most_bytes: int) -> State:
    """The state in an open file, brought to this version."""
    with zipfile.ZipFile(file) as archive:
        claimed = sum(one.file_size for one in archive.infolist())
        packed = sum(one.compress_size for one in archive.infolist())
        if claimed > min(most_bytes, 1100 * packed):  # deflate packs 1,032 to 1 at the very best
            raise SnapshotError(f"it claims to hold {claimed:,} bytes, which is refused")
        header = json.loads(_array(archive, "header.npy").tobytes())
        if header["format"] != FORMAT:
            raise SnapshotError("not a snapshot of htm-teacher")
        if header["version"] > VERSION:
            raise SnapshotError(
                f"its format is {header['version']}, newer than {VERSION}: update htm-teacher"
            )
        arrays = {name[:-4]: _array(archive, name) for name in archive.namelist()}
    state: State = _put_arrays(header["state"], arrays)
    for older in range(header["version"], VERSION):
        state = MIGRATIONS[older](state)
    return state


def _array(archive: zipfile.ZipFile, name: str) -> array[Any]:
    """One array of a file, of which no more is unpacked than it claims to hold."""
    with archive.open(name) as file:
        return _from_npy(file.read(archive.getinfo(name).file_size))


def _take_arrays(state: Any, name: str, arrays: dict[str, array[Any]]) -> Any:
    """The state with a note in the place of each array, which is put aside under its name."""
    if isinstance(state, array):
        arrays[name] = state
        return {"array": name}
    if isinstance(state, dict):
        return {key: _take_arrays(one, f"{name}.{key}".strip("."), arrays) for key, one in state.items()}
    return state


def _put_arrays(state: Any, arrays: dict[str, array[Any]]) -> Any:
    if not isinstance(state, dict):
        return state
    if list(state) == ["array"] and isinstance(state["array"], str):
        return arrays[state["array"]]
    return {key: _put_arrays(one, arrays) for key, one in state.items()}


def _to_npy(numbers: array[Any]) -> bytes:
    """A description, filled up so that the numbers start at a multiple of 64 bytes, and the numbers."""
    kind = TYPES[numbers.typecode]
    about = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': ({len(numbers)},), }}"
    about = about.ljust(117) + "\n"
    return MAGIC + len(about).to_bytes(2, "little") + about.encode() + _little(numbers).tobytes()


def _from_npy(npy: bytes) -> array[Any]:
    start = 10 + int.from_bytes(npy[8:10], "little")
    about = literal_eval(npy[10:start].decode())
    typecode = {kind: code for code, kind in TYPES.items()}[about["descr"]]
    numbers = array(typecode)
    numbers.frombytes(npy[start:])
    if npy[:8] != MAGIC or about["shape"] != (len(numbers),):
        raise SnapshotError("it is damaged: an array is not as long as it says")
    return _little(numbers)


def _little(numbers: array[Any]) -> array[Any]:
    """The file is little-endian on every machine."""
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers
