"""The `htm-teacher` command, and everything for the terminal alone.

Commands are declared in learn (demo, run, info), look (watch, animate, inside), explore, streaming (stream),
score_nab (nab) and sweep; options holds the options that they share. What they do is in results (demo, run),
viewing (watch, animate, inside) and parameter_tables (info); results and viewing use early_checks and
make_run, and saved_files has the files of run --save and --load. What they print is in report_tables,
error_tables, next_steps, cells, word_table, terminal and exit_codes.

Heavy packages are imported where they are used, so that --help is quick.
"""

import inspect
import io
import sys
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from .. import interruption
from . import explore, learn, look, score_nab, streaming, sweep
from .exit_codes import INTERRUPTED, WRONG
from .options import SHORT_HELP
from .terminal import one_line, plain_warnings

app = typer.Typer(
    name="htm-teacher",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    epilog="For example:\n\n[bold]htm-teacher demo[/bold]\n\n[bold]htm-teacher animate --help[/bold]",
    context_settings=SHORT_HELP,
)


def _interruptible(command: Callable[..., None]) -> Callable[..., None]:
    """A command during which Ctrl-C reaches ``main``: Typer would make an exit code of it, without a word."""

    @wraps(command)
    def run(**options: Any) -> None:
        with interruption.raised():
            try:
                command(**options)
            except KeyboardInterrupt:
                raise typer.Abort from None

    return run


COMMANDS = (
    *(learn.demo, learn.run, look.watch, look.animate, look.inside),
    *(explore.explore, streaming.stream, score_nab.nab, sweep.sweep, learn.info),
)
for command in COMMANDS:
    meaning, start, examples = (inspect.getdoc(command) or "").partition("For example:")
    app.command(help=meaning, epilog=start + examples)(
        _interruptible(command)
    )  # examples come last, where they are seen


@app.callback(invoke_without_command=True)
def _welcome(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Hierarchical Temporal Memory that you can read, watch and use.

    HTM is a model of how the neocortex learns sequences. It learns a series
    step by step: which values follow which, in which context. Input that it
    did not predict is an anomaly; anomalies become rarer as it learns.

    Start with demo. For help on a command, put --help after its name.
    """
    if version:
        from .. import __version__

        typer.echo(f"htm-teacher {__version__}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main(arguments: list[str] | None = None) -> None:
    """The entry point of the command; always raises ``SystemExit``.

    Exit codes: 0 for success; 2 for bad input, after one line on stderr that says what is wrong and where;
    130 after Ctrl-C. A bug in the program ends in a traceback.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot print é prints a question mark
    try:
        with plain_warnings():
            code = app(arguments, prog_name="htm-teacher", standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        typer.echo(interruption.NOTHING, err=True)
        sys.exit(INTERRUPTED)
    except (ValueError, OSError) as error:
        sys.exit(_wrong(error))
    except Exception as error:
        if not hasattr(error, "format_message"):  # what Typer raises for wrong usage
            raise
        sys.exit(_wrong(error.format_message()))
    sys.exit(code or 0)


def _wrong(error: object) -> int:
    typer.echo(f"error: {one_line(error)}", err=True)
    return WRONG
