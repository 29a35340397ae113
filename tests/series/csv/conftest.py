"""Files of any content, read back or refused."""

import os

import pytest

from htm_teacher.series import SeriesError, read_csv


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
