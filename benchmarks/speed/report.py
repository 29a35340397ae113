"""The page: every number on it comes from the figures of the run that wrote it."""

from dataclasses import dataclass
from typing import Any

from . import workload
from .around import STAGES
from .figures import Figures, Section, Table, best_and_median, milliseconds, three
from .goals import CACHE_FLOOR, FAST, MEMORY_FLOOR, TEXTBOOK, core_share, goals, visit_times
from .pipeline import stretch, stretches
from .record import SLOWER, Change, Record, same_machine
from .scaling import ACTIVE, HEARD, SYNAPSES, called, slope
from .workload import Sizes

PICTURE = "performance-scaling.png"


@dataclass(frozen=True)
class Run:
    """All that a page tells of.

    Args:
        record: figures, machine, sizes and date.
        sizes: how much was measured.
        series: its name; rows: how many of them.
        seen: what each step did; touched: the bytes that one must touch, by what they are.
        cores: how many there are; eager: whether an import imported Numba.
    """

    record: Record
    sizes: Sizes
    series: str
    rows: int
    seen: Any
    touched: dict[str, float]
    cores: int
    eager: bool

    @property
    def found(self) -> Figures:
        return self.record.figures


def sections(run: Run, before: Record | None, changes: list[Change]) -> list[Section]:
    """The page in its order."""
    return [
        Section("What is asked for", [goals(run.found, run.seen.visits)]),
        where(run),
        beside_textbook(run),
        visits(run),
        floor(run),
        scaling(run),
        many(run),
        start(run),
        memory(run),
        presets(run),
        compared(run, before, changes),
    ]


def where(run: Run) -> Section:
    """The parts of a step, and the step."""
    found, last = run.found, stretches(run.rows)[-1]
    n = last[1] - last[0]
    table = Table(("ms a step", "best", "median", f"last {n:,}: best", "median"))
    names = {
        "encode": "encode, codes being kept",
        "pool": "pool: overlap, inhibition, learning",
        "remember": "remember: activate, learn, predict",
        "pipeline": "**pipeline**: these together, and the anomaly",
        "likelihood": "anomaly likelihood",
        "classifier": "classifier: learn, and read out",
        "model.run": "**`model.run`**: all of the above",
        "model.step": "`model.step`: the same, a `Step` each",
    }
    for name, told in names.items():
        late = stretch(name, *last)
        table.add(
            told,
            *best_and_median(found[name]),
            *(best_and_median(found[late]) if late in found else ("", "")),
        )
    peer = Table(("ms a step", "here: best", "median", "htm.core: best", "median", "htm.core / here"))
    for name, figure in (("all rows", "pipeline"), (f"the last {n:,} rows", stretch("pipeline", *last))):
        theirs = workload.PEER_MS.get(name)
        if theirs and run.series == workload.PEER_SERIES:
            times = three(theirs[0] / (1000 * found.best(figure)))
            peer.add(name, *best_and_median(found[figure]), f"{theirs[0]:.3f}", f"{theirs[1]:.3f}", times)
    for name, theirs in workload.PEER_PARTS_MS.items() if run.series == workload.PEER_SERIES else ():
        times = three(theirs[0] / (1000 * found.best(name)))
        peer.add(
            f"{name} alone", *best_and_median(found[name]), f"{theirs[0]:.3f}", f"{theirs[1]:.3f}", times
        )
    words = (
        f"The cortex preset learns {run.rows:,} rows of {run.series} ({run.sizes.repeats} turns, each with a "
        "new machine). A part alone runs along the rows in compiled code, on what the part before it gave; "
        "so its arrays stay in the caches better than in the pipeline, where the parts take turns."
    )
    aside = (
        "The peer is htm.core, in C++. Its figures are for its encoder, pooler and memory over nyc_taxi, "
        "compiled for the machine that they were measured on, once and elsewhere: this run did not measure "
        "them again, and between machines a comparison is rough."
    )
    return Section("Where the time goes", [words, table, aside, peer] if peer.rows else [words, table])


def beside_textbook(run: Run) -> Section:
    """Both engines over the same rows in the same run."""
    found = run.found
    table = Table(("ms a step", "best", "median"))
    for name in ("encode", "pool", "remember", "pipeline", "likelihood", "classifier"):
        table.add(f"textbook: {name}", *best_and_median(found[f"textbook: {name}"]))
    table.add("fast engine: pipeline", *best_and_median(found[FAST]))
    words = (
        f"Both engines over the first {run.sizes.textbook_rows:,} rows, in the same run; their answers are "
        f"the same. The fast engine is {three(found.ratio(TEXTBOOK, FAST))} times as fast."
    )
    return Section("Beside the textbook", [words, table])


def visits(run: Run) -> Section:
    """What happens in a step, by thousand rows."""
    seen, found = run.seen, run.found
    head = (
        "rows",
        "active cells",
        "visits",
        "segments that learn",
        "ms: remember",
        "ns a visit",
        "ms: pipeline",
    )
    table = Table(head)
    for (start, end), seconds in visit_times(found, seen.visits).items():
        part = slice(start, end)
        table.add(
            f"{start:,} to {end - 1:,}",
            three(seen.active[part].mean()),
            three(seen.visits[part].mean()),
            three(seen.taught[part].mean()),
            milliseconds(found.best(stretch("remember", start, end))),
            three(1e9 * seconds),
            milliseconds(found.best(stretch("pipeline", start, end))),
        )
    words = (
        "At each step the memory looks at every synapse that listens to an active cell: one visit each, the "
        f"potential ones included. In this run that was {three(seen.visits.mean())} a step on the average. "
        "A visit takes as long at the end as at the start if the cost follows what happens, not what was "
        "learned; the time of a step that is not spent on visits is shared out among them here."
    )
    return Section("Visits", [words, table])


def floor(run: Run) -> Section:
    """The bytes of a step and the speed of the memory."""
    found = run.found
    total = sum(run.touched.values())
    bytes_table = Table(("bytes that a step must touch", "on the average"))
    for name, size in run.touched.items():
        bytes_table.add(name, f"{size:,.0f}")
    bytes_table.add("together", f"{total:,.0f}")
    around = found.best("machine: bytes gone round in") / 1e6
    table = Table(("these bytes at the speed of", "GB/s", "floor, ms", "pipeline / floor"))
    named = ((f"memory: a copy of {run.sizes.copied / 1e6:,.0f} MB", MEMORY_FLOOR),)
    named += ((f"caches: a copy of {around:,.1f} MB, the arrays of this run", CACHE_FLOOR),)
    for name, figure in named:
        seconds = found.best(figure)
        times = three(found.ratio("pipeline", figure))
        table.add(name, three(total / seconds / 1e9), milliseconds(seconds), times)
    words = (
        "No program can take less time than it takes to bring in what it must read and change. The floor "
        "counts each byte once. The speed is that of a copy by NumPy in one thread, in the same run; a byte "
        "copied is one read and one written, and counts as two."
    )
    return Section("The floor", [words, bytes_table, table])


def scaling(run: Run) -> Section:
    """Three tables and the picture."""
    found, sizes = run.found, run.sizes
    by_columns = Table(("columns", "pool: best, ms", "median", "remember: best, ms", "median"))
    for one in sizes.columns:
        cells = [best_and_median(found[called(part, "columns", one)]) for part in ("pool", "remember")]
        by_columns.add(f"{one:,}", *cells[0], *cells[1])
    others = []
    for axis, points in (("cells a column", sizes.cells), ("synapses", sizes.synapses)):
        table = Table((axis, "remember: best, ms", "median"))
        for one in points:
            table.add(f"{one:,}", *best_and_median(found[called("remember", axis, one)]))
        others.append(table)
    each = slope(found, sizes.columns)
    words = (
        f"What happens in a step is the same everywhere: {ACTIVE} columns win, each as predicted; {SYNAPSES} "
        f"synapses of {ACTIVE} active cells are looked at, and {ACTIVE} segments of {HEARD} synapses learn. "
        "Only the machine around that grows. The memories are built with all their synapses at once, and "
        "know a cycle of patterns by heart, which takes them from synapses to others. By columns (of 32 "
        "cells) and by cells (in 2,048 columns) they have 100,000 of these; those with more and more of them "
        f"have {sizes.large_columns:,} columns of 32 cells. Inputs have 400 bits, 21 of them active."
    )
    aside = (
        f"The pooler asks every column for its overlap: each further column adds {three(1e9 * each)} ns to a "
        "step (the straight line that fits best). What is larger than the caches comes from the memory, "
        "which is slower: that, too, makes a curve rise."
    )
    picture = f"![A step's time by columns, by cells in each, and by synapses](pictures/{PICTURE})"
    return Section("Larger machines", [words, picture, by_columns, aside, *others])


def many(run: Run) -> Section:
    """Throughput of one core and of all."""
    found = run.found
    table = Table(("cores", "steps a second: best", "median", "each core: best"))
    for name, cores in (("one core", 1), ("all cores", run.cores)):
        one = found[f"run_many, {name}"]
        table.add(
            str(cores), f"{cores / one.best:,.0f}", f"{cores / one.median:,.0f}", f"{1 / one.best:,.0f}"
        )
    values = min(run.rows, run.sizes.values)
    words = (
        f"`run_many` over {run.sizes.models} classroom machines, {values:,} values each, learning. With all "
        f"cores each core does {three(core_share(found))} times what one does alone."
    )
    return Section("Many machines", [words, table])


def start(run: Run) -> Section:
    """Import and first use."""
    table = Table(("seconds", "best", "median"))
    names = {
        "import htm_teacher": "`import htm_teacher`",
        "first use, empty cache": "first use of the fast engine, compiling",
        "first use, full cache": "first use of the fast engine, compiled before",
    }
    for name, told in names.items():
        table.add(told, *best_and_median(run.found[name], 1))
    numba = "imports Numba as well" if run.eager else "does not import Numba"
    words = f"In new processes. The import {numba}. A first use imports, makes a toy machine, runs and steps."
    return Section("Start-up", [words, table])


def memory(run: Run) -> Section:
    """Megabytes of processes that go further and further."""
    table = Table(("MB of a process", "now", "more", "at most"))
    before = None
    for name in STAGES.values():
        now = run.found.best(f"memory: {name}") / 1e6
        most = run.found.best(f"memory at most: {name}") / 1e6
        table.add(name, three(now), "" if before is None else f"{now - before:+.1f}", three(most))
        before = now
    words = (
        f"Each line is a process of its own that goes further than the one above it; the last learns the "
        f'{run.rows:,} rows. "At most" includes making the machine, whose synapses are drawn one by one.'
    )
    return Section("Memory", [words, table])


def presets(run: Run) -> Section:
    """The small machines on both engines."""
    found = run.found
    table = Table(("ms a step", "textbook: `run`", "fast: `run`", "fast: `step`", "textbook / fast, `run`"))
    for preset in ("toy", "classroom"):
        names = [f"{preset}, {one}" for one in ("textbook: model.run", "fast: model.run", "fast: model.step")]
        times = three(found.ratio(names[0], names[1]))
        table.add(preset, *(milliseconds(found.best(one)) for one in names), times)
    words = f"The whole machine over {min(run.rows, run.sizes.preset_rows):,} rows; best values."
    return Section("The small presets", [words, table])


def compared(run: Run, before: Record | None, changes: list[Change]) -> Section:
    """What became slower and faster since the record."""
    title = "Compared with the record"
    if before is None or before.sizes != run.record.sizes:
        first = f"There was no earlier record of a {run.record.sizes} run to compare with: this is the first."
        return Section(title, [first])
    alike = same_machine(run.record, before)
    what = "each figure, and each ratio," if alike else "only ratios of figures of the same run"
    machine = "the same machine" if alike else "another machine or other versions"
    slower = [one for one in changes if one.slower]
    words = (
        f"The record is of {before.date}, from {machine}, so that {what} can be compared; best values. "
        f"{len(slower)} of {len(changes)} became slower by more than {100 * (SLOWER - 1):.0f} %."
    )
    table = Table(("figure", "record", "now", "times", ""))
    for one in sorted(changes, key=lambda one: -one.times):
        if one.slower or one.times < 1 / SLOWER:
            flag = "**slower**" if one.slower else "faster"
            table.add(one.name, f"{one.before:.4g}", f"{one.now:.4g}", f"{one.times:.2f}", flag)
    rest = (
        "All others are within these bounds." if table.rows else "All are within these bounds, up and down."
    )
    return Section(title, [words, *([table] if table.rows else []), rest])


def page(run: Run, parts: list[Section]) -> str:
    """The whole page in Markdown."""
    told = run.record.machine
    machine = Table(("Machine", ""))
    names = {
        "cpu_model_name": "processor",
        "cpu_count": "cores",
        "load_avg_1min": "load of others before the run",
        "platform": "system",
        "python_version": "Python",
        "numba": "Numba",
        "numpy": "NumPy",
    }
    for name, label in names.items():
        if name in told:
            machine.add(label, str(told[name]))
    machine.add("date", run.record.date)
    quick = (
        "**This was a quick run, with tiny sizes, to try the benchmark itself: its numbers say nothing.**\n\n"
        if run.sizes.name == "quick"
        else ""
    )
    head = (
        "# How fast it is\n\n<!-- Written by `make bench`: do not edit. -->\n\n"
        "`make bench` wrote this page, numbers, tables and picture, and kept all values in "
        "[benchmarks/last.json](../benchmarks/last.json), which [pyperf](https://pyperf.readthedocs.io) "
        "reads. The next run compares itself with them.\n\n" + quick
    )
    how = (
        "\n\nAll in one thread unless said otherwise. Times are those that the thread computed, whatever "
        "else the machine did; of `run_many` and of the start-up, those on the clock. *Best* is the least of "
        "several turns, as what disturbs a turn only adds to it; *median* is what is usual. Ratios are of "
        "best values of the same run; from one machine to another only they can be compared.\n"
    )
    body = [
        f"## {part.title}\n\n" + "\n\n".join(p if isinstance(p, str) else p.markdown() for p in part.parts)
        for part in parts
    ]
    return head + machine.markdown() + how + "\n" + "\n\n".join(body) + "\n"
