"""Does the memory of a stream grow? ``python benchmarks/streams_memory.py [--rows 1000000] [--keys 100]``

Real machines take a million rows, in a process of one key and at the same time in one of 100 keys: the
water flow that ships with the package, again and again. The memory of each process is noted at ten saves,
printed, and written into docs/many-streams.md. A million rows take both processors half an hour or so.
"""

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

from htm_teacher.series import shipped
from htm_teacher.stream import Rules, Stream
from htm_teacher.stream.alert_file import AlertFile
from htm_teacher.stream.feed import Feed
from htm_teacher.stream.line_source import LineSource
from htm_teacher.stream.row_reader import Columns, RowReader

PAGE = Path(__file__).resolve().parents[1] / "docs" / "many-streams.md"
TABLE = re.compile(r"(?<=<!-- memory -->\n).*?(?=<!-- end of memory -->)", re.DOTALL)
SAVES = 10
PARTS = (10, 5, 2, 1)  # the memory is shown after these parts of the rows
APART = 100  # rows of the series between the beginnings of two keys


def resident() -> int:
    """The bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Watched(Stream):
    """A stream that notes the memory of its process at each save."""

    held: dict[int, int]

    def save(self, source: object) -> None:
        super().save(source)
        vars(self).setdefault("held", {})[self.rows] = resident()
        print(
            f"{self.keys()} keys, {self.rows:,} rows: {resident() / 1e6:.0f} MB", file=sys.stderr, flush=True
        )


def lines(rows: int, keys: int) -> Iterator[str]:
    """CSV: the keys take turns, and each begins at a row of its own."""
    values = shipped("water").values()
    yield "time,key,value\n"
    for row in range(rows):
        turn, key = divmod(row, keys)
        yield f"{600 * turn},k{key},{values[(turn + APART * key) % len(values)]}\n"


def watched(rows: int, keys: int) -> dict[int, int]:
    """{rows: bytes in memory} of a stream of so many keys, all of them warm."""
    with tempfile.TemporaryDirectory() as made:
        folder, path = Path(made), Path(made, "rows.csv")
        with path.open("w", encoding="utf-8") as file:
            file.writelines(lines(rows, keys))
        stream = Watched(
            folder, Rules(), lambda at, disk: AlertFile(folder / "alerts", at, disk), warm=max(keys, 1)
        )
        with closing(stream), closing(LineSource(path)) as source:
            Feed(stream, source, RowReader(Columns(key="key")), save_every=rows // SAVES).run()
            return stream.held


def table(found: dict[int, dict[int, int]], rows: int) -> str:
    """The table, as Markdown."""
    heads = [f"{keys:,} key{'s' * (keys > 1)}" for keys in found]
    made = [f"| Rows | {' | '.join(heads)} |", f"|---:|{'---:|' * len(found)}"]
    for part in PARTS:
        cells = [f"{held[rows // part] / 1e6:,.0f} MB" for held in found.values()]
        made.append(f"| {rows // part:,} | {' | '.join(cells)} |")
    return "\n".join(made)


def main() -> None:
    """Measure, and write the table into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="a multiple of 100 (default 1,000,000)")
    parser.add_argument("--keys", type=int, default=100, help="of the second stream (default 100)")
    asked = parser.parse_args()
    rows = asked.rows
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:  # a process for each stream
        futures = {keys: pool.submit(watched, rows, keys) for keys in (1, asked.keys)}
    made = table({keys: future.result() for keys, future in futures.items()}, rows)
    print(made)
    if PAGE.exists():
        PAGE.write_text(TABLE.sub(lambda _: f"{made}\n", PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
