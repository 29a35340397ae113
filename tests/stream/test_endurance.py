"""Many keys and many rows: memory is taken by the machines that are warm, not by the rows that have come."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from htm_teacher.stream.alert_file import AlertFile
from htm_teacher.stream.feed import Feed
from htm_teacher.stream.line_source import LineSource
from htm_teacher.stream.many_keys import KeyRow, Stream
from htm_teacher.stream.row_reader import Columns, RowReader
from htm_teacher.stream.rules import Rules
from stream.killing import Adder, QuickDisk

STATM = Path("/proc/self/statm")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not STATM.exists(), reason="resident memory is read where Linux shows it"),
]
SPARE = 16 * 2**20  # bytes that Python may hold at one moment and not at another: 420 a machine, 21 a row


def resident():
    """The bytes of this process that are in memory now."""
    return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def opened(folder, kind=Stream, **options):
    (folder / "state").mkdir()
    return closing(
        kind(
            folder / "state",
            Rules(silence=1e6),
            lambda at, disk: AlertFile(folder / "alerts", at, disk),
            QuickDisk(),
            **options,
        )
    )


def test_ten_thousand_keys_in_one_process(tmp_path):
    """All are in their warm-up: each machine goes to disk after each row, and comes back."""
    keys, rounds, held = 10_000, 5, []
    with opened(tmp_path) as stream:
        for one in range(rounds):
            for first in range(0, keys, 500):
                start = one * keys + first
                every = range(start + 1, start + 501)
                stream.take([KeyRow(i, f"k{i % keys}", str(i), float(i), float(i)) for i in every], every[-1])
                assert len(stream.warm) == 64
            stream.save(every[-1])
            held.append(resident())
        assert stream.keys() == keys
        assert list(stream._warmed("k7").machine.fields[0].detector.waiting) == [
            (float(7 + one * keys), None) for one in range(rounds)
        ]
    assert held[-1] - held[0] < SPARE, held


class Watched(Stream):
    """A stream that notes how much memory is taken at each save."""

    def save(self, source):
        super().save(source)
        vars(self).setdefault("held", {})[self.rows] = resident()


def test_a_million_rows(tmp_path):
    count, path = 1_000_000, tmp_path / "rows.csv"
    with path.open("w") as file:
        file.write("time,key,value\n")
        file.writelines(f"{i},k{i % 100},{i % 11}\n" for i in range(count))
    with opened(tmp_path, Watched, make=Adder) as stream, closing(LineSource(path)) as source:
        Feed(stream, source, RowReader(Columns(key="key")), save_every=50_000).run()
        assert (stream.rows, stream.keys()) == (count, 100)
        assert stream.held[count] - stream.held[count // 5] < SPARE, stream.held
