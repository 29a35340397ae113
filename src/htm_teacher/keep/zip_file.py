"""A zip file of ``.npy`` files, written in one go and always alike: equal content, equal bytes."""

import struct
import zipfile
import zlib

SAMPLE = 2**12  # bytes of a long array: they tell how well it packs
SHORT = 2**14  # bytes of an array that is not worth packing
MOST_WRITTEN = 2**32 - 2**16  # bytes: their number takes four bytes in a zip file


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip file of these ``.npy`` files; ``zipfile`` would take longer than all the rest of a save."""
    pieces, contents, place = list[bytes](), list[bytes](), 0
    for name, npy in files.items():
        file, content, way = f"{name}.npy".encode(), npy, zipfile.ZIP_STORED
        if _packs_well(npy):
            content, way = _deflated(npy), zipfile.ZIP_DEFLATED
        # Dated 1980: equal content, equal bytes.
        sizes = zlib.crc32(npy), len(content), len(npy), len(file), 0
        about = struct.pack("<5H3L2H", 20, 0x800, way, 0, 0x21, *sizes)
        pieces += [b"PK\3\4", about, file, content]
        contents += [b"PK\1\2\24\0", about, struct.pack("<3H2L", 0, 0, 0, 0, place), file]
        place += 30 + len(file) + len(content)
        if place > MOST_WRITTEN:
            raise OSError(
                f"the model takes {place:,} bytes or more: a snapshot has room for {MOST_WRITTEN:,}"
            )
    count, size = len(files), sum(map(len, contents))
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, place, 0)
    return b"".join([*pieces, *contents, end])


def _packs_well(npy: bytes) -> bool:
    """Whether packing is worth its time: weights take longest by far, and lose a tenth of their size."""
    if len(npy) <= SHORT:
        return False
    pieces = range(0, len(npy), len(npy) // 8)
    sample = b"".join(npy[start : start + SAMPLE // 8] for start in pieces)
    return len(_deflated(sample)) < 0.6 * len(sample)


def _deflated(content: bytes) -> bytes:
    """Packed by how often each byte occurs: repetitions would take longer to find, and are rare."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15, 8, zlib.Z_HUFFMAN_ONLY)
    return packer.compress(content) + packer.flush()
