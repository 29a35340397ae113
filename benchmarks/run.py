"""Measure how fast both engines are, at several sizes, and compare with the record.

    make bench

It prints tables, writes docs/performance.md with its picture, and stores every value in benchmarks/last.json.
It takes about five minutes. Run nothing else meanwhile, because other programs change the numbers.
"""

import argparse
import re
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable

from speed import around, floor, keeping, many, pipeline, plot, record, report, scaling, workload
from speed.figures import Figures, Section, Table
from speed.goals import ratios

ROOT = Path(__file__).resolve().parents[1]
console = Console()


def measure(sizes: workload.Sizes, progress: Progress) -> report.Run:
    """Measure everything in turn."""
    found, machine = Figures(), record.describe_machine()
    task = progress.add_task("", total=None)

    def tick(what: str) -> None:
        progress.update(task, description=what)
        if not console.is_terminal:
            progress.console.print(what)

    tick("building a model")
    name, values = workload.series(sizes.rows)
    make = workload.maker("cortex", values, "fast")
    seen = pipeline.measure(make, values, sizes, found, tick)
    tick("the floor")
    learned = make()
    learned.run(values)
    touched = floor.measure(seen, learned, sizes.copied, found)
    few = values[: sizes.textbook_rows]
    textbook = workload.maker("cortex", values, "textbook")
    pipeline.measure_textbook(textbook, few, sizes.textbook_repeats, found, tick)
    scaling.measure(sizes, found, tick)
    around.measure_presets(values, sizes, found, tick)
    cores = around.measure_many(values, sizes, found, tick)
    many.measure(values, sizes, found, tick)
    keeping.measure(sizes, found, tick)
    around.measure_memory(sizes.rows, found, tick)
    eager = around.measure_start(sizes.starts, found, tick)
    made = record.new_record(found, machine, sizes.name)
    return report.Run(made, sizes, name, len(values), seen, touched, cores, eager)


def show(section: Section) -> None:
    """Print a section of the page on the terminal."""
    console.rule(f"[bold]{section.title}", align="left")
    for part in section.parts:
        if isinstance(part, Table):
            console.print(drawn(part))
        elif not part.startswith("!["):
            console.print(plain(part), markup=False)
        console.print()


def drawn(table: Table) -> RichTable:
    """The table for Rich. A regression or a goal not reached is red."""
    made = RichTable()
    for place, head in enumerate(table.head):
        made.add_column(plain(head), justify="right" if place else "left")
    for row in table.rows:
        made.add_row(*map(plain, row), style="bold red" if {"**slower**", "**no**"} & set(row) else None)
    return made


def plain(text: str) -> str:
    """The text without Markdown's marks."""
    return re.sub(r"[*`]", "", text)


def main() -> None:
    """Measure, compare, write and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="use tiny sizes, to test the benchmark")
    parser.add_argument("--into", type=Path, help="folder to write to (default: here; quick: out/bench)")
    chosen = parser.parse_args()
    sizes = workload.QUICK if chosen.quick else workload.FULL
    into = chosen.into or (ROOT / "out" / "bench" if chosen.quick else ROOT)
    kept, written = into / "benchmarks" / "last.json", into / "docs" / "performance.md"
    columns = BarColumn(20), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        run = measure(sizes, progress)
    before, changes = record.load(kept), []
    if before is not None and before.sizes == sizes.name:
        changes = record.compare(run.record, before, ratios(sizes, run.rows))
    parts = report.sections(run, before, changes)
    plot.draw(run.found, sizes, written.parent / "pictures" / report.PICTURE)
    written.write_text(report.page(run, parts), encoding="utf-8")
    record.save(run.record, kept)
    for part in parts:
        show(part)
    console.print(f"Written to {into.name}: docs/performance.md, docs/pictures, benchmarks/last.json")


if __name__ == "__main__":
    main()
