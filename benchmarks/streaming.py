"""What a live stream takes: ``python benchmarks/streaming.py [--rows 20000]`` writes it into docs/stream.md.

A stream of one key takes noise on four levels from a CSV file. It prints the size of the state and the memory
of the process at 1,000 rows, a fifth of the rows and all, and the processor's time a row as a ratio: to the
same detector without a stream, and to the six models in it.
"""

import argparse
import os
import re
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from htm_teacher.detect import Detector
from htm_teacher.series.generators import noise
from htm_teacher.stream.alert_file import AlertFile
from htm_teacher.stream.feed import Feed
from htm_teacher.stream.line_source import LineSource
from htm_teacher.stream.many_keys import Stream
from htm_teacher.stream.row_reader import Columns, RowReader
from htm_teacher.stream.rules import Rules

PAGE = Path(__file__).resolve().parents[1] / "docs" / "stream.md"
TABLE = re.compile(r"(?<=<!-- measures -->\n).*?(?=<!-- end of measures -->)", re.DOTALL)
WARM_UP = 750


class Measured(Stream):
    """A stream that notes the size of its state and of the process at each save."""

    sizes: dict[int, tuple[int, int]]

    def save(self, source: object) -> None:
        super().save(source)
        held = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        vars(self).setdefault("sizes", {})[self.rows] = (len(self.kept.load("") or b""), held)


def seconds(do: Callable[[], object]) -> float:
    """How long the processor works."""
    start = time.process_time()
    do()
    return time.process_time() - start


def streamed(folder: Path, values: list[float]) -> tuple[float, dict[int, tuple[int, int]]]:
    """The seconds of a stream, and its sizes."""
    path = folder / "rows.csv"
    path.write_text("time,value\n" + "".join(f"{600 * i},{value!r}\n" for i, value in enumerate(values)))
    stream = Measured(folder, Rules(WARM_UP), lambda at, disk: AlertFile(folder / "alerts", at, disk))
    with closing(stream), closing(LineSource(path)) as source:
        took = seconds(Feed(stream, source, RowReader(Columns()), save_every=1000).run)
        return took, stream.sizes


def main() -> None:
    """Measure, and write the table into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000, help="a multiple of 5,000 (default 20,000)")
    count = parser.parse_args().rows
    values = [value + 5 * (i % 144 // 36) for i, value in enumerate(noise(count, 5.0, 50.0))]
    Detector(WARM_UP).run(values[: WARM_UP + 1])  # the kernels are loaded
    with tempfile.TemporaryDirectory() as folder:
        took, sizes = streamed(Path(folder), values)
    detector = Detector(WARM_UP)
    alone = seconds(lambda: [detector.step(value) for value in values])
    fresh = Detector(WARM_UP, min(values), max(values))
    machines = (*fresh.novelty, *fresh.shape)
    given = [[one._given(value) for value in values] for one in machines]
    models = seconds(lambda: [one.model.run(every) for one, every in zip(machines, given, strict=True)])
    lines = ["| Rows | State | Memory of the process |", "|---:|---:|---:|"]
    for row in (1000, count // 5, count):
        state, held = sizes[row]
        lines.append(f"| {row:,} | {state / 1000:,.0f} kB | {held / 1e6:,.0f} MB |")
    lines += [
        "",
        f"In these {count:,} rows, a row of the stream took the processor {took / alone:.2f} times as",
        f"long as a step of the detector alone, and {took / models:.1f} times as long as a row of its six",
        "models in one run.",
    ]
    made = "\n".join(lines)
    PAGE.write_text(TABLE.sub(lambda _: f"{made}\n", PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(made)
    print(f"{count / took:,.0f} rows a second here")


if __name__ == "__main__":
    main()
