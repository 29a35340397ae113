"""Bytes of a file: encodings, packing, and files that hold no text."""

import bz2
import gzip
import lzma
import os
import zipfile
from io import BytesIO

import pytest

from htm_teacher.series import SeriesError
from htm_teacher.series.csv.sheet_reader import read_sheet

TEXT = "time,value\n2024-01-01,1\n2024-01-02,2\n"
FOUND = [["time", "value"], ["2024-01-01", "1"], ["2024-01-02", "2"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_found(table, encoding):
    assert table(TEXT.encode(encoding)) == FOUND
    assert table(TEXT.encode(encoding), encoding=encoding) == FOUND


@pytest.mark.parametrize("text", ["Höhe,T (°C)\n1,2\n", "v\n12 °C\n3 °C\n", "größe,µg/m³\n1,2\n"])
def test_single_letters_of_windows_are_read_with_a_note(sheet, text):
    found = sheet(text.encode("cp1252"))
    assert found.headings == text.split("\n")[0].split(",")
    assert found.notes == ["the text is read as cp1252; if letters are wrong, give --encoding"]


def test_letters_of_a_mac_are_read_with_a_doubt(sheet):
    found = sheet("Höhe,v\n1,2\n".encode("mac_roman"))
    assert (found.headings, found.notes) == (["Höhe", "v"], [])
    assert found.doubts == ["the text is read as mac_roman; if letters are wrong, give --encoding"]


def test_other_letters_are_left_to_charset_normalizer(sheet):
    pytest.importorskip("charset_normalizer")
    names = "время,значение температуры воздуха"
    found = sheet(f"{names}\n1,2\n".encode("cp1251"))
    assert found.headings == names.split(",")
    assert found.notes == ["the text is read as cp1251; if letters are wrong, give --encoding"]


def test_other_letters_without_charset_normalizer(sheet, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "charset_normalizer", None)
    found = sheet("время,v\n1,2\n".encode("cp1251"))
    assert found.doubts == ["the text is read as cp1252; if letters are wrong, give --encoding"]


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        ("日付,売上", "iso2022_jp"),
        ("日時,温度", "euc_jp"),
        ("日時,温度", "shift_jis"),
        ("日期,销量", "gb18030"),
        ("時間,溫度", "big5"),
        ("날짜,온도", "euc_kr"),
    ],
)
def test_a_name_of_times_shows_the_encoding(sheet, names, encoding):
    found = sheet(f"{names}\n2024-01-01,2\n2024-01-02,3\n".encode(encoding))
    assert found.headings == names.split(",")
    assert found.notes == [f"the text is read as {encoding}; if letters are wrong, give --encoding"]


def test_a_character_in_which_the_look_ends_is_no_error(sheet):
    text = "日期,注\n" + "".join(f"{row},晴天多云\n" for row in range(4_000))
    for begin in ("", "x"):
        assert sheet(f"{begin}{text}".encode("gb18030")).headings[1] == "注"


def test_text_like_korean_is_a_doubt_because_it_may_be_chinese(sheet):
    found = sheet(("온도,습도\n" + "맑음,흐림\n" * 9).encode("euc_kr"))
    assert found.doubts == ["the text is read as euc_kr; if letters are wrong, give --encoding"]


def test_an_encoding_can_be_given(sheet, no_sheet):
    assert sheet("время\n1\n".encode("koi8_r"), encoding="koi8_r").headings == ["время"]
    assert no_sheet("a\n1\n", encoding="martian").startswith("f.csv: no encoding is called 'martian'; try")
    message = no_sheet("flow\n1\n2 °\n".encode("latin-1"), encoding="utf-8")
    assert message.startswith("f.csv, row 3: this is not utf-8 (")
    assert message.endswith("give the encoding, e.g. --encoding cp1252 or utf-16")
    assert no_sheet("v\n1\n", encoding="utf-16").startswith("f.csv: this is not utf-16 (")


def test_one_line_in_another_encoding_is_refused(no_sheet):
    message = no_sheet("a,ä\n1,ö\n".encode() + "2,ä\n".encode("cp1252") + "3,ü\n".encode())
    assert message.startswith("f.csv, row 3: this is not utf-8 (unlike the other lines); give the encoding")


def test_nul_bytes(sheet, no_sheet):
    assert no_sheet(b"v\n1\n\x00\x01\n").startswith("f.csv, row 3: has NUL bytes: not a text file")
    found = sheet(TEXT.encode() + b"\0" * 100)
    assert (found.rows, found.notes) == ([2, 3], ["a block of NUL bytes in row 4 is left out"])


def test_the_mark_at_the_end_of_a_dos_file(table):
    assert table(f"{TEXT}\x1a") == FOUND


def test_a_line_that_does_not_end(no_sheet):
    message = "f.csv, row 2: a line of over a million characters: not a CSV file"
    assert no_sheet("v\n" + "1" * 1_500_000) == message


def zipped(**files):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, lambda data: zipped(a=data)])
def test_packed_files_are_unpacked_whatever_their_name(table, no_sheet, pack):
    assert table(pack(TEXT.encode())) == FOUND
    assert table(pack(TEXT.encode("utf-16"))) == FOUND
    assert table(gzip.compress(pack(TEXT.encode()))) == FOUND
    assert table(pack("Höhe\n1\n".encode("cp1252")), encoding="cp1252") == [["Höhe"], ["1"]]
    assert no_sheet(pack(b"a,b\n1\n1,2\n1,2\n")).startswith("f.csv, row 2: 1 cell")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_broken_packed_file(no_sheet, pack):
    packed = pack(b"v\n" + b"1\n2\n3\n" * 1_000)
    damaged = "f.csv: is a packed file that is damaged; download or pack it again"
    assert no_sheet(packed[:-12]) == damaged
    assert no_sheet(packed[:20] + b"\xff" * 40) == damaged


def test_a_broken_zip_archive(no_sheet):
    packed = zipped(a=TEXT)
    damaged = "f.csv: is a packed file that is damaged; download or pack it again"
    assert (
        no_sheet(packed[:40]) == no_sheet(packed.replace(TEXT.encode(), b"x" * len(TEXT.encode()))) == damaged
    )


@pytest.mark.parametrize("end", [b"\x15", b"\x25", b"\n"])
def test_text_of_a_mainframe_is_named(no_sheet, table, end):
    lines = ["time,value", "2024-01-01,1", "2024-01-02,2"]
    content = b"".join(line.encode("cp037") + end for line in lines)
    problem = "this is EBCDIC text; convert it to UTF-8, or give its encoding, e.g. --encoding cp037"
    assert no_sheet(content) == f"f.csv: {problem}"
    if end == b"\x25":
        assert table(content, encoding="cp037") == [line.split(",") for line in lines]


def test_a_zip_archive_of_several_files_or_none(no_sheet, table):
    message = "f.csv: this archive holds several files; there are 'a', 'b'; unpack it and give one file"
    assert no_sheet(zipped(a="1", b="2")) == message
    assert no_sheet(zipped()) == "f.csv: this archive holds no file; unpack it and give one file"
    assert table(zipped(**{"__MACOSX/a": "x", ".DS_Store": "y", "a.csv": TEXT})) == FOUND


@pytest.mark.parametrize(
    ("content", "called"),
    [
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0", "a picture"),
        (b"\x89HDF\r\n\x1a\n\0", "an HDF5 file"),
        (b"\x93NUMPY\x01\0", "a NumPy array"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"\x28\xb5\x2f\xfd\0", "a file packed by zstd"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b'\n{"a": 1}', "a JSON file"),
        (b'[{"a": 1}, {"a": 2}]', "a JSON file"),
        (b"[[1, 2], [3, 4]]", "a JSON file"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "a web page (HTML)"),
        (b"<html><body>", "a web page (HTML)"),
        (b'<?xml version="1.0"?><a/>', "an XML file"),
        (b"% x\n@RELATION r\n", "an ARFF file"),
        (b"version https://git-lfs.github.com/spec/v1\n", "a pointer that Git LFS left instead of the data"),
        (b"\x80\x04\x95\x10", "a pickled Python object"),
        (b"x" * 257 + b"ustar\0", "a tar archive"),
        (zipped(**{"word/document.xml": "", "[Content_Types].xml": ""}), "an Office document"),
        (zipped(**{"a.npy": ""}), "a file of NumPy arrays"),
    ],
)
def test_what_is_no_table_of_text_is_named(no_sheet, content, called):
    assert no_sheet(content).startswith(f"f.csv: this is {called}")
    assert no_sheet(gzip.compress(content)).startswith(f"f.csv: this is {called}")


def test_text_that_only_looks_like_another_kind_is_read(table):
    assert table("<DATE>\t<OPEN>\n2024.01.01\t1.5\n2024.01.02\t1.6\n")[0] == ["<DATE>", "<OPEN>"]
    assert table("[s],[m]\n1,2\n2,3\n")[0] == ["[s]", "[m]"]
    assert table("PAR1,BZh\n1,2\n2,3\n")[0] == ["PAR1", "BZh"]


def test_a_folder_and_no_file(tmp_path):
    with pytest.raises(SeriesError, match="is a folder; name a file in it"):
        read_sheet(tmp_path)
    with pytest.raises(SeriesError, match=r"nowhere.csv: the file does not exist; check the name"):
        read_sheet(tmp_path / "nowhere.csv")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text(TEXT)
    path.chmod(0)
    with pytest.raises(SeriesError, match="cannot be read: Permission denied"):
        read_sheet(path)
