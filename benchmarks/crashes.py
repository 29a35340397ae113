"""Kill streams at every point, and write the table of docs/stream.md: ``python benchmarks/crashes.py``.

Each run takes 100 rows of five keys, one of which is in memory and four on disk, is killed, continues, and is
compared with a run that was never killed: the file of alerts, the state of each key and all else that is
saved must be equal, byte by byte.
"""

import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from htm_teacher.stream.disk import POINTS  # noqa: E402
from stream.killing import KilledDisk, TearingDisk, killed, outcome, rows, run  # noqa: E402

PAGE = ROOT / "docs" / "stream.md"
TIMES = range(1, 6)
TABLE = re.compile(r"(?<=<!-- crashes -->\n).*?(?=<!-- end of crashes -->)", re.DOTALL)


def equal(name: str, every: list, expected: tuple) -> tuple[int, int]:
    """How many runs were killed at a point, and how many of them ended as if they had not been."""
    kills = same = 0
    for count in TIMES:
        for disk in (KilledDisk(name, count), TearingDisk(count, name, count)):
            with tempfile.TemporaryDirectory() as made:
                if killed(Path(made), every, disk, warm=1):
                    kills += 1
                    same += outcome(Path(made), run(Path(made), every, warm=1)) == expected
    return kills, same


def table() -> str:
    """The table, as Markdown."""
    every = rows()
    with tempfile.TemporaryDirectory() as made:
        expected = outcome(Path(made), run(Path(made), every))
    lines = ["| Killed when | Times | Ended the same |", "|---|---:|---:|"]
    for name in POINTS:
        kills, same = equal(name, every, expected)
        lines.append(f"| {name} | {kills} | {same} |")
    return "\n".join(lines)


def main() -> None:
    """Write the table into the page."""
    made = table()
    PAGE.write_text(TABLE.sub(lambda _: f"{made}\n", PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(made)


if __name__ == "__main__":
    main()
