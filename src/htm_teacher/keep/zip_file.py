"""A zip file of ``.npy`` files, written in one go and always alike: equal content, equal bytes."""

import struct
import zipfile
import zlib
from collections.abc import Iterable

Bytes = bytes | memoryview
SAMPLE = 2**12  # bytes of a long array: they tell how well it packs
SHORT = 2**14  # bytes of an array that is not worth packing
MOST_WRITTEN = 2**32 - 2**16  # bytes: their number takes four bytes in a zip file


def zipped(files: dict[str, tuple[bytes, Bytes]]) -> list[Bytes]:
    """The pieces of a zip file; ``zipfile`` would take longer than all the rest of a save.

    Args:
        files: each ``.npy`` file as its description and its numbers; nothing that is long is copied.
    """
    pieces, contents, place = list[Bytes](), list[Bytes](), 0
    for name, (about_it, numbers) in files.items():
        file, npy, way = f"{name}.npy".encode(), [about_it, numbers], zipfile.ZIP_STORED
        length, check = len(about_it) + len(numbers), zlib.crc32(numbers, zlib.crc32(about_it))
        if _packs_well(numbers):
            npy, way = [_deflated(npy)], zipfile.ZIP_DEFLATED
        packed = sum(map(len, npy))
        # Dated 1980: equal content, equal bytes.
        sizes = check, packed, length, len(file), 0
        about = struct.pack("<5H3L2H", 20, 0x800, way, 0, 0x21, *sizes)
        pieces += [b"PK\3\4", about, file, *npy]
        contents += [b"PK\1\2\24\0", about, struct.pack("<3H2L", 0, 0, 0, 0, place), file]
        place += 30 + len(file) + packed
        if place > MOST_WRITTEN:
            raise OSError(
                f"the model takes {place:,} bytes or more: a snapshot has room for {MOST_WRITTEN:,}"
            )
    count, size = len(files), sum(map(len, contents))
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, place, 0)
    return [*pieces, *contents, end]


def _packs_well(numbers: Bytes) -> bool:
    """Whether packing is worth its time: weights take longest by far, and lose a tenth of their size."""
    if len(numbers) <= SHORT:
        return False
    pieces = range(0, len(numbers), len(numbers) // 8)
    sample = b"".join(numbers[start : start + SAMPLE // 8] for start in pieces)
    return len(_deflated([sample])) < 0.6 * len(sample)


def _deflated(pieces: Iterable[Bytes]) -> bytes:
    """Packed by how often each byte occurs: repetitions would take longer to find, and are rare."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15, 8, zlib.Z_HUFFMAN_ONLY)
    return b"".join([*map(packer.compress, pieces), packer.flush()])
