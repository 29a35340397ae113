"""What many streams need: ``python benchmarks/streams_arithmetic.py`` writes it into docs/many-streams.md.

For each series that ships with the package it measures what a key takes once its machine has seen a few
thousand rows: the processor's time of a row, of a save and of a load, and the bytes of its state on disk and
in memory. Then it multiplies: 10,000, 100,000 and 1,000,000 streams with a row a minute each, for three
layouts. *All warm*: all machines are in memory. *64 warm*: each row loads a machine. *By the hour*: a file
has the rows of an hour, key by key, so a machine is loaded once for all of them. A state is written once in
100 rows, and a machine that is loaded takes 50 rows again on average.
"""

import hashlib
import re
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from math import ceil
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any, NamedTuple

from htm_teacher.series import SHIPPED, shipped
from htm_teacher.stream import Rules, Stream
from htm_teacher.stream.advance import KeyMachine
from htm_teacher.stream.disk import Disk
from htm_teacher.stream.many_keys import AGAIN, KeyRow
from htm_teacher.stream.plain_rows import Row
from htm_teacher.study.plain_numbers import plain
from streams_memory import resident

PAGE = Path(__file__).resolve().parents[1] / "docs" / "many-streams.md"
TABLES = {
    name: re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- end of {name} -->)", re.DOTALL)
    for name in ("a key", "arithmetic", "index")
}
ROWS, MEASURED = 4000, 500  # rows of a key at most, and how many of them, the last, are timed
TIMES, MACHINES = 5, 20  # saves and loads that are timed, and machines in memory at once
STREAMS, MINUTE, HOUR = (10_000, 100_000, 1_000_000), 60, 3600
WARM = 64
TYPICAL = "demand"  # the series whose figures are multiplied
COPIES = 3  # of the states on disk: two generations, and the next while it is written
SHARD = 10_000  # keys


class Key(NamedTuple):
    """What one key takes: seconds of the processor, and bytes."""

    rows: int
    row: float
    save: float
    load: float
    disk: int
    memory: float


def seconds(do: Callable[[], object]) -> float:
    """How long the processor works."""
    start = process_time()
    do()
    return process_time() - start


def measured(name: str) -> Key:
    """What a key takes that has taken the first rows of a series."""
    rules, values = Rules(), shipped(name).values()[:ROWS]
    rows = [Row(number, None, value) for number, value in enumerate(values, 1)]
    machine = KeyMachine("key", rules)
    machine.take(rows[:-MEASURED])
    row = median(seconds(lambda one=one: machine.take([one])) for one in rows[-MEASURED:])
    state = machine.state()
    save = median(seconds(machine.state) for _ in range(TIMES))
    load = median(seconds(lambda: KeyMachine("key", rules, state)) for _ in range(TIMES))
    before = resident()
    held = [KeyMachine("key", rules, state) for _ in range(MACHINES)]
    return Key(len(rows), row, save, load, len(state), max(resident() - before, 0) / len(held))


class NoMachine:
    """A machine that takes nothing, so that only what is around it is measured."""

    warming_up = False

    def __init__(self, key: str, *given: object) -> None:
        self.key = key

    def take(self, rows: list[Row]) -> list:
        return []

    def state(self) -> bytes:
        return hashlib.sha256(self.key.encode()).digest()


class NoAlerts:
    """No file of alerts."""

    def write(self, alerts: list) -> None: ...

    def save(self) -> None: ...

    def close(self) -> None: ...


def index(keys: int) -> tuple[float, float]:
    """Of a save of which no key has changed: seconds and bytes for each key in the folder."""
    with tempfile.TemporaryDirectory() as made:
        stream = Stream(Path(made), Rules(), lambda at, disk: NoAlerts(), Disk(), make=NoMachine, again=1)
        with closing(stream):
            for again in (1, AGAIN):  # each key has a state, and then rows beside it
                stream.again, stream.taken = again, 0
                rows = [KeyRow(i, f"sensor-{i:08}", None, None, 1.0) for i in range(1, keys + 1)]
                stream.take(rows, keys)
                stream.save(None)
            took = seconds(lambda: stream.save(None))
            return took / keys, (Path(made) / f"state-{stream.kept.number}").stat().st_size / keys


def table_of_keys(found: dict[str, Key]) -> str:
    """What a key takes, as Markdown."""
    lines = [
        "| Series | Rows taken | A row | A save | A load | State on disk | State in memory |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, key in found.items():
        times = " | ".join(f"{plain(1000 * one, 2)} ms" for one in (key.row, key.save, key.load))
        lines.append(
            f"| `{name}` | {key.rows:,} | {times} | {key.disk / 1e6:,.2f} MB | {key.memory / 1e6:,.1f} MB |"
        )
    return "\n".join(lines)


def arithmetic(key: Key, alone: int) -> str:
    """What many streams need, as Markdown; ``alone`` is the memory of a process without machines."""
    lines = [
        "| Streams | Rows a second | Disk | All warm | 64 warm | By the hour |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    taken, cold = key.row + key.save / AGAIN, key.load + AGAIN / 2 * key.row
    for streams in STREAMS:
        rate, cells = streams / MINUTE, []
        for busy, machines in (
            (rate * taken, streams),
            (rate * (taken + cold), WARM),
            (rate * taken + streams / HOUR * cold, WARM),
        ):
            cores = ceil(busy)
            held = machines if machines == streams else machines * cores
            memory = (held * key.memory + cores * alone) / 1e9
            cells.append(f"{cores:,} core{'s' * (cores > 1)}, {memory:,.0f} GB")
        disk = COPIES * streams * key.disk / 1e9
        lines.append(f"| {streams:,} | {rate:,.0f} | {disk:,.0f} GB | {' | '.join(cells)} |")
    return "\n".join(lines)


def base() -> int:
    """The memory of a process whose machine has hardly learned."""
    rules = Rules(warm_up=20)
    KeyMachine("key", rules).take([Row(number, None, number % 8) for number in range(1, 50)])
    return resident()


def in_its_own(do: Callable[..., Any], *given: Any) -> Any:
    """What a function returns in a process of its own, which has the memory of no other."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(do, *given).result()


def main() -> None:
    """Measure, and write the tables into the page."""
    alone = in_its_own(base)
    found = {name: in_its_own(measured, name) for name in SHIPPED}
    key, (took, size) = found[TYPICAL], index(SHARD)
    made = {
        "a key": table_of_keys(found),
        "arithmetic": arithmetic(key, alone),
        "index": (
            f"Each save writes a line of {size:,.0f} bytes for each key of the folder, and takes the\n"
            f"processor {1e6 * took:,.1f} µs for it: {SHARD * took:,.2g} s of {SHARD:,} keys,"
            f" and {1e6 * took:,.0f} s of a million."
        ),
    }
    text = PAGE.read_text(encoding="utf-8")
    for name, lines in made.items():
        text = TABLES[name].sub(lambda _, lines=lines: f"{lines}\n", text)
        print(lines, end="\n\n")
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
