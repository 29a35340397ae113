"""What a file is, by its first bytes: text, something packed, a table that a library reads, or no table."""

import re
import zipfile
from typing import BinaryIO

HEAD = 4_096  # bytes that tell what a file is

TEXT = "text"
PACKED = {b"\x1f\x8b": "gzip", b"\xfd7zXZ\x00": "xz", b"PK\x03\x04": "zip", b"PK\x05\x06": "zip"}

# Tables that a library can read: what they are called, and the library besides pandas.
TABLES = {
    "xlsx": ("an Excel file", "openpyxl"),
    "xls": ("an old Excel file", "xlrd"),
    "xlsb": ("a binary Excel file", "pyxlsb"),
    "ods": ("an OpenDocument spreadsheet", "odfpy"),
    "parquet": ("a Parquet file", "pyarrow"),
    "feather": ("a Feather file", "pyarrow"),
}

_TABLE_STARTS = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "xls",
    b"ARROW1\x00\x00": "feather",
}
_UNPACK = "unpack it first"
_TO_CSV = "save its table as CSV"
_NO_TABLE = "give a CSV file"

# What begins with these bytes, and what to do.
_OTHERS = (
    (b"\x28\xb5\x2f\xfd", "a file packed by zstd", _UNPACK),
    (b"\x04\x22\x4d\x18", "a file packed by lz4", _UNPACK),
    (b"\x1f\x9d", "a file packed by compress", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"FEA1", "a Feather file of the first version", _TO_CSV),
    (
        b"\xff\xff\xff\xff",
        "a stream of Arrow batches",
        "read it with pyarrow, and give the table to from_arrow",
    ),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file", _TO_CSV),
    (b"CDF\x01", "a NetCDF file", _TO_CSV),
    (b"CDF\x02", "a NetCDF file", _TO_CSV),
    (b"CDF\x05", "a NetCDF file", _TO_CSV),
    (b"MATLAB 5.0", "a MATLAB file", _TO_CSV),
    (b"\x93NUMPY", "a NumPy array", "save it with numpy.savetxt"),
    (b"SQLite format 3\x00", "an SQLite database", _TO_CSV),
    (b"Obj\x01", "an Avro file", _TO_CSV),
    (b"RDX3\n", "an R data file", _TO_CSV),
    (b"$FL2", "an SPSS file", _TO_CSV),
    (b"<stata_dta>", "a Stata file", _TO_CSV),
    (b"%PDF", "a PDF document", "copy its table into a CSV file"),
    (b"{\\rtf", "an RTF document", "copy its table into a CSV file"),
    (b"\x89PNG", "a picture", _NO_TABLE),
    (b"\xff\xd8\xff", "a picture", _NO_TABLE),
    (b"GIF89a", "a picture", _NO_TABLE),
    (b"\x7fELF", "a program", _NO_TABLE),
    (b"MZ\x90\x00", "a program", _NO_TABLE),
    (
        b"version https://git-lfs",
        "a pointer that Git LFS left instead of the data",
        "fetch it with git lfs pull",
    ),
)
_PARQUET = re.compile(rb"PAR1(?:[\0-\x08\x0e-\x1f]|\Z)")  # if damaged, only the start tells
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")  # the second if nothing is packed in it
_PICKLE = re.compile(rb"\x80[\x02-\x05](?:\x95|c|\]|\}|\()")
_HTML = re.compile(rb"<!doctype html|<html|<head|<body|<table|<\?xml[^>]*>\s*<!doctype html", re.IGNORECASE)
_XML = re.compile(rb"<\?xml|<!doctype|<[A-Za-z][\w:.-]*(?:\s+[\w:.-]+=\"|>[ \t]*\r?\n\s*<|><)", re.IGNORECASE)
_JSON = re.compile(
    rb"\{\s*(?:\"[^\"\n]*\"\s*:|\})|\[\s*(?:\{\s*\"|\[\s*[\"\d-]|-?\d[\d.eE+-]*\s*,|\"[^\"\n]*\"\s*,|\]\s*$)"
)
_ARFF = re.compile(rb"(?:[%#][^\n]*\n|\s)*@(?:relation|problemname)\s", re.IGNORECASE)


def kind_by_start(head: bytes) -> str:
    """The kind of a file: "text", a key of ``TABLES``, or a value of ``PACKED``.

    Raises:
        ValueError: if it is something else; the message says what, and what to do.
    """
    for start, kind in {**PACKED, **_TABLE_STARTS}.items():
        if head.startswith(start):
            return kind
    if _PARQUET.match(head):
        return "parquet"
    if _BZIP2.match(head):
        return "bzip2"
    for start, name, advice in _OTHERS:
        if head.startswith(start):
            raise ValueError(f"this is {name}; {advice}")
    if head[257:262] == b"ustar":
        raise ValueError(f"this is a tar archive; {_UNPACK}")
    if head[:4] == b"RIFF" or _PICKLE.match(head):
        name = "a sound or a film" if head[:4] == b"RIFF" else "a pickled Python object"
        raise ValueError(f"this is {name}; {_NO_TABLE}")
    _refuse_marked_up(head.removeprefix(b"\xef\xbb\xbf").lstrip())
    return TEXT


def _refuse_marked_up(head: bytes) -> None:
    """Refuse text that is no table: HTML, XML, JSON, ARFF."""
    if _HTML.match(head):
        raise ValueError(
            "this is a web page (HTML), not a table; download the data, or save its table as CSV"
        )
    if _XML.match(head):
        raise ValueError(f"this is an XML file; {_TO_CSV}")
    if _JSON.match(head):
        raise ValueError("this is a JSON file; save it as CSV, for instance with pandas.read_json")
    if _ARFF.match(head):
        raise ValueError("this is an ARFF file; keep its rows, and write the names above them")


def kind_in_zip(archive: zipfile.ZipFile) -> str:
    """The kind of a zip archive: "zip", or a key of ``TABLES`` if the archive is a spreadsheet.

    Raises:
        ValueError: if it is another document; the message says what, and what to do.
    """
    names = archive.namelist()
    folders = {name.partition("/")[0] for name in names}
    if "xl" in folders and "[Content_Types].xml" in names:
        return "xlsb" if "xl/workbook.bin" in names else "xlsx"
    if folders & {"word", "ppt"} and "[Content_Types].xml" in names:
        raise ValueError("this is an Office document; copy its table into a CSV file")
    if "mimetype" in names and b"opendocument" in (what := archive.read("mimetype")):
        if b"spreadsheet" in what:
            return "ods"
        raise ValueError("this is an OpenDocument text; copy its table into a CSV file")
    if names and all(name.endswith(".npy") for name in names):
        raise ValueError("this is a file of NumPy arrays; save one with numpy.savetxt")
    return "zip"


def files_in(archive: zipfile.ZipFile) -> list[str]:
    """The files in an archive, without folders and without what systems add."""
    names = [name for name in archive.namelist() if not name.endswith("/")]
    return [name for name in names if not name.startswith("__MACOSX/") and name.rpartition("/")[2][:1] != "."]


def check_unlocked(stream: BinaryIO) -> None:
    """``ValueError`` if what begins like an old Excel file is an encrypted workbook."""
    if "EncryptedPackage".encode("utf-16-le") in stream.read():
        raise ValueError("this is an Excel file with a password; save it without one, or as CSV")
    stream.seek(0)


def head_of(stream: BinaryIO) -> bytes:
    """The first bytes; the stream is at its start afterwards."""
    head = stream.read(HEAD)
    stream.seek(0)
    return head
