"""Files of any content, read back or refused."""

import os

import pytest

from htm_teacher.series import SeriesError, read_csv
from htm_teacher.series.csv.sheet_reader import read_sheet


@pytest.fixture
def read(tmp_path):
    """Write a file with the given content, read it back."""

    def write_and_read(content, **options):
        path = tmp_path / "f.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_csv(path, **options)

    return write_and_read


@pytest.fixture
def refused(read, tmp_path):
    """The message with which a file is refused, without the folder."""

    def message(content, **options):
        with pytest.raises(SeriesError) as error:
            read(content, **options)
        assert "\n" not in str(error.value)
        return str(error.value).replace(str(tmp_path) + os.sep, "")

    return message


@pytest.fixture
def sheet(tmp_path):
    """Write a file with the given content, read it as a sheet."""

    def write_and_read(content, **options):
        path = tmp_path / "f.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_sheet(path, **options)

    return write_and_read


@pytest.fixture
def table(sheet):
    """The headings and rows of a file that is read without a note or a doubt."""

    def headings_and_rows(content, **options):
        found = sheet(content, **options)
        assert found.notes == found.doubts == []
        return [found.headings, *map(list, zip(*found.columns, strict=True))]

    return headings_and_rows


@pytest.fixture
def no_sheet(sheet, tmp_path):
    """The message with which a file is refused as a sheet, without the folder."""

    def message(content, **options):
        with pytest.raises(SeriesError) as error:
            sheet(content, **options)
        assert "\n" not in str(error.value)
        return str(error.value).replace(str(tmp_path) + os.sep, "")

    return message
