"""Sealed bytes: plain data with what they are, the version of the format, the rules, and a checksum.

The first line is text: ``htm-teacher stream KIND VERSION RULES``. A SHA-256 of all the rest follows, then
JSON and the bare numbers of the arrays, packed by zlib. Equal data give equal bytes.
"""

import hashlib
import json
import sys
import zlib
from array import array
from typing import Any

VERSION = 2  # 1: without how often a step was, and without rows beside the states of keys
MARK = b"htm-teacher stream"
LONGEST_LINE = 100
MOST_BYTES = 2**30  # a state that claims to hold more is refused
TYPES = "BHIqd"


class StateError(ValueError):
    """The bytes are no state of a stream, or damaged, or of a newer version or of other rules."""


def seal(kind: str, rules: str, data: Any) -> bytes:
    """Plain data and arrays as bytes that tell when they are damaged, or not what they should be."""
    arrays: list[array[Any]] = []
    text = json.dumps(_noted(data, arrays), allow_nan=False).encode()
    body = b"".join([len(text).to_bytes(4, "little"), text, *map(_little, arrays)])
    line = b"%s %s %d %s\n" % (MARK, kind.encode(), VERSION, rules.encode())
    packed = zlib.compress(body, 6)
    return line + hashlib.sha256(line + packed).digest() + packed


def unseal(kind: str, rules: str, sealed: bytes) -> Any:
    """What was sealed.

    Raises:
        StateError: if these are not whole and sound bytes of this kind, or if the rules were others.
    """
    line = sealed[:LONGEST_LINE].partition(b"\n")[0] + b"\n"
    words = line.decode("ascii", "replace").split()
    if not line.startswith(MARK + b" ") or len(words) != 5 or words[2] != kind:
        raise StateError(f"this is no {kind} of htm-teacher stream")
    if not words[3].isdigit() or int(words[3]) > VERSION:
        raise StateError(f"format {words[3]} is newer than {VERSION}: update htm-teacher")
    check, packed = sealed[len(line) : len(line) + 32], sealed[len(line) + 32 :]
    if hashlib.sha256(line + packed).digest() != check:
        raise StateError("it is damaged: the checksum differs")
    if words[4] != rules:
        raise StateError(
            "it was made with other parameters: give the same as before, or another folder to begin again"
        )
    unpacker = zlib.decompressobj()
    body = memoryview(unpacker.decompress(packed, MOST_BYTES))
    start = 4 + int.from_bytes(body[:4], "little")
    data = _Numbers(body[start:]).put(json.loads(bytes(body[4:start])))
    if not unpacker.eof:
        raise StateError("it claims to hold more than a stream has")
    return data


def _noted(data: Any, arrays: list["array[Any]"]) -> Any:
    """The data with a note in the place of each array: how many numbers of which type come next."""
    if isinstance(data, array):
        arrays.append(data)
        return {"array": [data.typecode, len(data)]}
    if isinstance(data, dict) and list(data) == ["array"]:
        return {"array": {"array": _noted(data["array"], arrays)}}  # no note: what it holds is no list
    if isinstance(data, dict):
        return {name: _noted(one, arrays) for name, one in data.items()}
    return [_noted(one, arrays) for one in data] if isinstance(data, list | tuple) else data


class _Numbers:
    """The numbers of all arrays, one array after the other."""

    def __init__(self, left: memoryview) -> None:
        self.left = left

    def put(self, data: Any) -> Any:
        """The data with the arrays in the place of their notes."""
        if isinstance(data, list):
            return [self.put(one) for one in data]
        if not isinstance(data, dict):
            return data
        if list(data) != ["array"]:
            return {name: self.put(one) for name, one in data.items()}
        if isinstance(data["array"], dict):
            return {"array": self.put(data["array"]["array"])}
        typecode, length = data["array"]
        if typecode not in TYPES:
            raise StateError("it holds numbers of an unknown type")
        numbers: array[Any] = array(typecode)
        size = length * numbers.itemsize
        numbers.frombytes(self.left[:size])
        self.left = self.left[size:]
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers


def _little(numbers: "array[Any]") -> bytes:
    """The bytes are little-endian on every machine."""
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers.tobytes()
