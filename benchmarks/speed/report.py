"""The page. Every number on it comes from the figures of the run that wrote it."""

from dataclasses import dataclass
from typing import Any

from . import keeping, workload
from . import many as streams
from .around import STAGES
from .figures import Figures, Section, Table, best_and_median, milliseconds, three
from .goals import CACHE_FLOOR, FAST, MEMORY_FLOOR, TEXTBOOK, core_share, goals, visit_times
from .pipeline import stretch, stretches
from .record import SLOWER, Change, Record, same_machine
from .scaling import ACTIVE, HEARD, SYNAPSES, called, slope
from .workload import Sizes

PICTURE = "performance-scaling.png"
BEFORE = (
    "*Before*: when Python built, saved and loaded every machine. These figures were measured once, so"
    " compare only their order of magnitude. *Record*: the run before this one."
)


@dataclass(frozen=True)
class Run:
    """Everything that the page reports.

    Args:
        record: figures, computer, sizes and date.
        sizes: how much was measured.
        series: its name; rows: their number.
        seen: what each step did; touched: {what: the bytes of it that a step must touch}.
        cores: their number; eager: whether the import imported Numba.
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
    """The sections of the page, in order."""
    known = before if before and before.sizes == run.record.sizes else None
    return [
        Section("Goals", [BEFORE, goals(run.found, run.seen.visits, known.figures if known else None)]),
        where(run),
        beside_textbook(run),
        visits(run),
        floor(run),
        scaling(run),
        many(run),
        streams.section(run.found, run.sizes, run.series),
        start(run),
        keeping.section(run.found),
        memory(run),
        presets(run),
        compared(run, before, changes),
    ]


def where(run: Run) -> Section:
    """The time of each part of a step, and of the whole step."""
    found, last = run.found, stretches(run.rows)[-1]
    n = last[1] - last[0]
    table = Table(("ms a step", "best", "median", f"last {n:,}: best", "median"))
    names = {
        "encode": "encode, with cached codes",
        "pool": "pool (spatial pooler): overlap, inhibition, learning",
        "remember": "remember (temporal memory): activate, learn, predict",
        "pipeline": "**pipeline**: these three, and the raw anomaly",
        "likelihood": "anomaly likelihood",
        "classifier": "classifier: learn, predict",
        "model.run": "**`model.run`**: all of the above",
        "model.step": "`model.step`: the same, with a `Step` for each value",
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
        f"The cortex preset learns {run.rows:,} rows of {run.series}, in {run.sizes.repeats} turns with a "
        "new model each. Each part is also timed alone: compiled code runs it over all rows, on the results "
        "of the part before it. Its arrays then stay in the caches better than in the pipeline, where the "
        "parts alternate."
    )
    aside = (
        "For comparison: the encoder, spatial pooler and temporal memory of htm.core, a library in C++, over "
        "nyc_taxi. It was measured once, on another computer, and was compiled for that computer. This run "
        "did not measure it again, and a comparison between computers is rough."
    )
    return Section("Time of each part", [words, table, aside, peer] if peer.rows else [words, table])


def beside_textbook(run: Run) -> Section:
    """Both engines over the same rows in the same run."""
    found = run.found
    table = Table(("ms a step", "best", "median"))
    for name in ("encode", "pool", "remember", "pipeline", "likelihood", "classifier"):
        table.add(f"textbook: {name}", *best_and_median(found[f"textbook: {name}"]))
    table.add("fast engine: pipeline", *best_and_median(found[FAST]))
    words = (
        f"Both engines take the first {run.sizes.textbook_rows:,} rows in the same run, and give the same "
        f"answers. The fast engine is {three(found.ratio(TEXTBOOK, FAST))} times as fast."
    )
    return Section("Comparison with the textbook", [words, table])


def visits(run: Run) -> Section:
    """What happens in a step, for each thousand rows."""
    seen, found = run.seen, run.found
    head = (
        "rows",
        "active cells",
        "visits",
        "segments that learn",
        "remember, ms",
        "ns a visit",
        "pipeline, ms",
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
        "At each step the temporal memory visits every synapse from an active cell once, whether it is "
        f"connected or not. In this run that was {three(seen.visits.mean())} visits a step on average. If "
        "the cost depends on what happens, and not on how much has been learned, a visit takes as long at "
        "the end of the run as at the start. The time of a visit is the whole time of *remember*, divided "
        "by the number of visits."
    )
    return Section("Synapse visits", [words, table])


def floor(run: Run) -> Section:
    """The bytes that a step must touch, at the speed at which they can be copied."""
    found = run.found
    total = sum(run.touched.values())
    bytes_table = Table(("bytes that a step must touch", "average"))
    for name, size in run.touched.items():
        bytes_table.add(name, f"{size:,.0f}")
    bytes_table.add("total", f"{total:,.0f}")
    working_set = found.best("machine: working set") / 1e6
    table = Table(("these bytes at the speed of", "GB/s", "floor, ms", "pipeline / floor"))
    named = ((f"main memory: a copy of {run.sizes.copied / 1e6:,.0f} MB", MEMORY_FLOOR),)
    named += ((f"caches: a copy of {working_set:,.1f} MB, the arrays of this run", CACHE_FLOOR),)
    for name, figure in named:
        seconds = found.best(figure)
        times = three(found.ratio("pipeline", figure))
        table.add(name, three(total / seconds / 1e9), milliseconds(seconds), times)
    words = (
        "The floor is the time that it takes to move the bytes that a step must read or change: no program "
        "can be faster. Each byte counts once. The speed is that of a copy by NumPy in one thread, in the "
        "same run. A copied byte counts as two, because it is read and written."
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
    for axis, points in (("cells per column", sizes.cells), ("synapses", sizes.synapses)):
        table = Table((axis, "remember: best, ms", "median"))
        for one in points:
            table.add(f"{one:,}", *best_and_median(found[called("remember", axis, one)]))
        others.append(table)
    each = slope(found, sizes.columns)
    words = (
        f"The same happens in every step: {ACTIVE} columns win, all of them predicted. The temporal memory "
        f"visits {SYNAPSES} synapses from {ACTIVE} active cells, and {ACTIVE} segments of {HEARD} synapses "
        "learn. Only the size of the model grows. Each temporal memory is built with all its synapses at "
        "once. The synapses store a cycle of patterns, so each step visits other synapses than the step "
        "before. The tables by columns (of 32 cells) and by cells (in 2,048 columns) are for 100,000 "
        f"synapses. The table by synapses is for {sizes.large_columns:,} columns of 32 cells. Inputs have "
        "400 bits, 21 of them active."
    )
    aside = (
        "The spatial pooler computes the overlap of every column: each further column adds "
        f"{three(1e9 * each)} ns to a step (the slope of the straight line that fits best). Arrays larger "
        "than the caches must come from main memory, which is slower. This, too, makes a curve rise."
    )
    picture = f"![Time of a step by columns, by cells per column, and by synapses](pictures/{PICTURE})"
    return Section("Larger models", [words, picture, by_columns, aside, *others])


def many(run: Run) -> Section:
    """Throughput of one core and of all cores."""
    found = run.found
    table = Table(("cores", "steps a second: best", "median", "each core: best"))
    for name, cores in (("one core", 1), ("all cores", run.cores)):
        one = found[f"run_many, {name}"]
        table.add(
            str(cores), f"{cores / one.best:,.0f}", f"{cores / one.median:,.0f}", f"{1 / one.best:,.0f}"
        )
    values = min(run.rows, run.sizes.values)
    words = (
        f"`run_many` runs {run.sizes.models} classroom models over {values:,} values each, with learning. "
        f"When all cores work, each does {three(core_share(found))} times as much as one core alone."
    )
    return Section("Many models", [words, table])


def start(run: Run) -> Section:
    """Import and first use."""
    table = Table(("seconds", "best", "median"))
    names = {
        "import htm_teacher": "`import htm_teacher`",
        "first use, empty cache": "first use of the fast engine, compiling",
        "first use, full cache": "first use of the fast engine, already compiled",
    }
    for name, told in names.items():
        table.add(told, *best_and_median(run.found[name], 1))
    numba = "imports Numba as well" if run.eager else "does not import Numba"
    words = (
        f"Each turn is a new process. The import {numba}. A first use imports the package, builds a toy "
        "model, and calls `run` and `step`."
    )
    return Section("Start-up", [words, table])


def memory(run: Run) -> Section:
    """Megabytes of processes, each of which does more than the one before."""
    table = Table(("MB of a process", "at the end", "added", "at the peak"))
    before = None
    for name in STAGES.values():
        now = run.found.best(f"memory: {name}") / 1e6
        most = run.found.best(f"memory at most: {name}") / 1e6
        table.add(name, three(now), "" if before is None else f"{now - before:+.1f}", three(most))
        before = now
    words = (
        f"Each row is a new process, which does more than the row above; the last learns the {run.rows:,} "
        "rows."
    )
    return Section("Memory use", [words, table])


def presets(run: Run) -> Section:
    """The small presets on both engines."""
    found = run.found
    table = Table(("ms a step", "textbook: `run`", "fast: `run`", "fast: `step`", "textbook / fast, `run`"))
    for preset in ("toy", "classroom"):
        names = [f"{preset}, {one}" for one in ("textbook: model.run", "fast: model.run", "fast: model.step")]
        times = three(found.ratio(names[0], names[1]))
        table.add(preset, *(milliseconds(found.best(one)) for one in names), times)
    words = f"The whole model over {min(run.rows, run.sizes.preset_rows):,} rows; best values."
    return Section("The small presets", [words, table])


def compared(run: Run, before: Record | None, changes: list[Change]) -> Section:
    """What has become slower or faster since the record."""
    title = "Comparison with the record"
    if before is None or before.sizes != run.record.sizes:
        first = f"This is the first record of a {run.record.sizes} run: it has nothing to be compared with."
        return Section(title, [first])
    alike = same_machine(run.record, before)
    computer = "the same computer" if alike else "another computer or other versions"
    what = "every figure and every ratio" if alike else "only ratios of figures of the same run"
    slower = [one for one in changes if one.slower]
    words = (
        f"The record is from {before.date}, on {computer}: {what} can be compared. These are best values. "
        f"{len(slower)} of {len(changes)} have become slower by more than {100 * (SLOWER - 1):.0f} %."
    )
    table = Table(("figure", "record", "now", "now / record", ""))
    for one in sorted(changes, key=lambda one: -one.times):
        if one.slower or one.times < 1 / SLOWER:
            flag = "**slower**" if one.slower else "faster"
            table.add(one.name, f"{one.before:.4g}", f"{one.now:.4g}", f"{one.times:.2f}", flag)
    rest = f"All {'others ' if table.rows else ''}are {1 / SLOWER:.2f} to {SLOWER:.2f} times the record."
    return Section(title, [words, *([table] if table.rows else []), rest])


def page(run: Run, parts: list[Section]) -> str:
    """The whole page in Markdown."""
    told = run.record.machine
    computer = Table(("Computer", ""))
    names = {
        "cpu_model_name": "processor",
        "cpu_count": "cores",
        "load_avg_1min": "load from other programs before the run",
        "platform": "system",
        "python_version": "Python",
        "numba": "Numba",
        "numpy": "NumPy",
    }
    for name, label in names.items():
        if name in told:
            computer.add(label, str(told[name]))
    computer.add("date", run.record.date)
    quick = (
        "**This was a quick run, with tiny sizes, to test the benchmark: its numbers mean nothing.**\n\n"
        if run.sizes.name == "quick"
        else ""
    )
    head = (
        "# How fast it is\n\n<!-- Written by `make bench`: do not edit. -->\n\n"
        "`make bench` wrote this page with all its numbers. It stored every value in "
        "[benchmarks/last.json](../benchmarks/last.json), which [pyperf](https://pyperf.readthedocs.io) "
        "can read. The next run compares its values with these.\n\n" + quick
    )
    how = (
        "\n\nUnless stated otherwise, everything runs in one thread. Times are CPU times of the thread; for "
        "`run_many` and the start-up they are wall-clock times. *Best* is the shortest of several turns, "
        "because a disturbance can only add time. *Median* is the usual time. Ratios are of best values of "
        "the same run. Between computers, only ratios can be compared.\n"
    )
    body = [
        f"## {part.title}\n\n" + "\n\n".join(p if isinstance(p, str) else p.markdown() for p in part.parts)
        for part in parts
    ]
    return head + computer.markdown() + how + "\n" + "\n\n".join(body) + "\n"
