"""The command stream: alerts from rows as they come, with a state that survives."""

import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.checks import check_whole, shown
from .exit_codes import INTERRUPTED
from .options import MODEL, Engine, Quiet, Seed
from .stream_files import alone, check_alerts, check_of_pipe, check_opened, pipe
from .terminal import say

if TYPE_CHECKING:
    from ..stream.many_keys import Stream

THE_ROWS, THE_ALERTS = "The rows", "The alerts"


def _rows(help: str, *names: str, metavar: str | None = "COLUMN") -> Any:
    return typer.Option(*names, metavar=metavar, help=help, rich_help_panel=THE_ROWS)


def _alerts(help: str, *names: str) -> Any:
    return typer.Option(*names, help=help, rich_help_panel=THE_ALERTS)


def stream(
    state: Annotated[
        Path,
        typer.Option(help="The folder in which the stream is saved. It is created if it does not exist."),
    ],
    file: Annotated[
        Path | None,
        typer.Argument(
            help="CSV with a header, which tells the delimiter, or JSON lines; a named pipe is read like"
            " standard input, the default."
        ),
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="Wait for more rows at the end of FILE, also after its rotation.")
    ] = False,
    next: Annotated[
        bool,
        typer.Option(
            "--next",
            help="FILE comes after what was read before, such as its history.",
        ),
    ] = False,
    again: Annotated[
        bool,
        typer.Option("--again", help="Standard input begins with the first row again: skip what was taken."),
    ] = False,
    time: Annotated[str | None, _rows("The column with the times. Default: found by its name.")] = None,
    value: Annotated[
        list[str] | None,
        _rows("The column with the values. Default: found by its name. Several times for several fields."),
    ] = None,
    key: Annotated[
        str | None, _rows("The column that tells series apart; each key has a machine of its own.")
    ] = None,
    zone: Annotated[
        str | None,
        _rows("The zone of times without an offset, such as Europe/Vienna. Default: UTC.", metavar="NAME"),
    ] = None,
    encoding: Annotated[str, _rows("How the text is encoded, such as cp1252.", metavar="NAME")] = "utf-8",
    decimal: Annotated[str, _rows("The decimal mark of values: a point or a comma.", metavar="MARK")] = ".",
    time_format: Annotated[
        str | None,
        _rows(
            "How times are written, such as '%d.%m.%Y %H:%M'. Default: ISO 8601, or seconds, milli-, micro-"
            " or nanoseconds since 1970.",
            metavar="FORMAT",
        ),
    ] = None,
    bad: Annotated[str, _rows("What to do at a bad row: skip or stop.", metavar="WORD")] = "skip",
    shard: Annotated[str | None, _rows("Take part I of N of the keys, such as 1/4.", metavar="I/N")] = None,
    alerts: Annotated[
        Path | None,
        _alerts(
            "The file of alerts, JSON lines, each exactly once. Default: standard output, at least once."
        ),
    ] = None,
    threshold: Annotated[
        float | None, _alerts("The strength from which an alert is raised, from 0 to 1. Default: 0.595.")
    ] = None,
    alerts_a_day: Annotated[
        int | None,
        _alerts("How many alerts a day has at most, the strongest, from 0.3 on. Instead of --threshold."),
    ] = None,
    silence: Annotated[
        float | None, _alerts("After how many seconds without a row a key raises an alert. Default: never.")
    ] = None,
    gaps: Annotated[
        str, _rows("What to do of missing rows and values: skip, reset or fill.", metavar="WORD")
    ] = "skip",
    every: Annotated[
        float | None, _rows("How many seconds lie between two rows of a key, for --gaps.", metavar="SECONDS")
    ] = None,
    learn: Annotated[
        str,
        typer.Option(
            help="Learn after the warm-up: on, off, or slow (one row of ten).", rich_help_panel=MODEL
        ),
    ] = "on",
    new_normal: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY",
            help="What KEY does now is normal: begin a new warm-up of it. Several times for several keys.",
            rich_help_panel=MODEL,
        ),
    ] = None,
    warm_up: Annotated[
        int,
        typer.Option(
            help="How many rows of each key come before a value can raise an alert.", rich_help_panel=MODEL
        ),
    ] = 750,
    warm: Annotated[
        int,
        typer.Option(
            help="How many machines stay in memory; the others wait on disk.", rich_help_panel=MODEL
        ),
    ] = 64,
    forget_damaged: Annotated[
        bool,
        typer.Option(
            "--forget-damaged",
            help="Let keys whose saved states are damaged begin a new warm-up, each with a warning.",
        ),
    ] = False,
    save_every: Annotated[int, typer.Option(help="How many rows are between two saves.")] = 5000,
    engine: Engine = "auto",
    seed: Seed = 42,
    quiet: Quiet = False,
) -> None:
    """Find anomalies in a live stream, and continue after any crash.

    Reads rows from standard input or a file and prints each alert as a line
    of JSON: key, time, value, what was expected, and why it is unusual. The
    first rows of each key are the warm-up, in which no value raises one.

    The state is saved in a folder. If the process is killed, start the same
    command again: it continues after the last save, and an alert file is the
    same as if nothing had happened.

    For example:

    [bold]htm-teacher stream load.csv --state state --alerts alerts.jsonl[/bold]

    [bold]tail -f sensor.jsonl | htm-teacher stream --state state --key sensor[/bold]
    """
    from ..detect.detector import THRESHOLD
    from ..keep.lock import locked
    from ..series.series import counted
    from ..stream.alert_file import AlertFile, AlertPrinter
    from ..stream.feed import Feed, began
    from ..stream.line_source import LineSource
    from ..stream.many_keys import Stream
    from ..stream.row_reader import Columns, RowReader
    from ..stream.rules import Rules
    from ..stream.shard import Shard
    from ..stream.writing import Writing

    if bad not in ("skip", "stop"):
        raise ValueError(f"--bad is {shown(bad)}: it must be skip or stop")
    piped = file is None or (file.exists() and not file.is_file() and not file.is_dir())
    if piped:
        check_of_pipe(follow, next)
    elif again:
        raise ValueError("--again is for standard input and pipes: of a FILE the place is known")
    check_whole(warm, "warm", 1)
    check_whole(save_every, "save_every", 1)
    if threshold is not None and alerts_a_day is not None:
        raise ValueError("--alerts-a-day stands in for --threshold: give only one")
    fields = tuple(value) if value and len(value) > 1 else ()
    one = value[0] if value and not fields else None
    writing = Writing(encoding, decimal, time_format)
    columns, part = Columns(time, one, key, zone, fields), Shard.of(shard)
    rules = Rules(
        warm_up,
        THRESHOLD if threshold is None else threshold,
        seed,
        engine,
        learn,
        gaps,
        every,
        alerts_a_day,
        silence,
        (time, one, key, zone, part.written),
        fields,
    )
    note = _of(quiet)
    place_of_alerts = (
        (lambda length, disk: AlertPrinter(typer.get_text_stream("stdout")))
        if alerts is None
        else (lambda length, disk: AlertFile(alerts, length, disk, note))
    )
    check_alerts(alerts, file, state)
    RowReader(
        columns, writing=writing
    )  # a wrong zone is found before anything is written, and so is a FILE that is missing
    if file is not None and not piped:
        with file.open("rb"):
            pass
    with (
        locked(state),
        alone(alerts),
        closing(Stream(state, rules, place_of_alerts, warm=warm, forget_damaged=forget_damaged)) as kept,
    ):
        check_opened(kept, alerts, state)
        note(_where(kept, warm_up, again))
        place = kept.source or {}
        at, number = (None, pipe(file, note)) if piped else (file, 0)
        with closing(LineSource(at, number, place.get("lines"), follow, note, next=next)) as source:
            begins = again or (next and not source.at)
            reader = RowReader(
                columns, **({} if begins else place.get("reader", {})), say=note, writing=writing
            )
            begun = began(kept.source) if again else None
            feed = Feed(kept, source, reader, bad == "skip", note, save_every, begun, part.has)
            kept.begin_again(*new_normal or ())  # once nothing else can be wrong
            with _stopping(feed.stop):
                feed.run()
        parts = {"row": kept.rows, "key": kept.keys(), "alert": feed.alerts, "bad row": feed.bad}
        note(", ".join(counted(number, thing) for thing, number in parts.items()) + _still_warming_up(kept))


def _still_warming_up(kept: "Stream") -> str:
    """How many keys can have no alert of a value yet; keys on disk are not looked at."""
    from ..series.series import counted

    keys, least = kept.warming_up(), "at least " if len(kept.warm) < kept.keys() else ""
    return f"; the warm-up of {least}{counted(keys, 'key')} has not ended" if keys else ""


def _of(quiet: bool) -> Callable[[str], None]:
    """Says notes, unless they are to be quiet; and warnings."""

    def tell(line: str) -> None:
        from ..stream.line_source import WARNS

        warns = line.startswith(WARNS)
        if warns or not quiet:
            say(line if warns else f"note: {line}")

    return tell


def _where(kept: "Stream", warm_up: int, again: bool) -> str:
    if not kept.rows:
        return (
            f"a new stream: no value raises an alert in the warm-up, the first {warm_up:,} rows of each key"
        )
    return f"continuing after row {kept.rows:,}" + (" of the same input" if again else "")


@contextmanager
def _stopping(stop: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C and SIGTERM stop the stream, which then saves; a second Ctrl-C ends it at once."""

    def asked(number: int, _: object) -> None:
        stop()
        if number == signal.SIGINT:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    numbers = [one for one in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(one) is not signal.SIG_IGN]
    before = {one: signal.signal(one, asked) for one in numbers}
    try:
        yield
    except KeyboardInterrupt:
        say("Interrupted; the same command continues after the last save.")
        raise typer.Exit(INTERRUPTED) from None
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
