"""The `htm-teacher` command, and everything that is only for the terminal.

Declarations, one function for each command: learn (demo, run, info), look (watch, animate, inside), explore;
their shared options: options. What they do: results (demo, run), viewing (watch, animate, inside),
parameter_tables (info); both of the first call make_run and early_checks. What they print: report_tables,
terminal, exit_codes.

Heavy packages are imported where they are used, so that --help is quick.
"""

import inspect
import io
import sys
from typing import Annotated

import typer

from . import explore, learn, look
from .exit_codes import INTERRUPTED, WRONG
from .options import SHORT_HELP

app = typer.Typer(
    name="htm-teacher",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    epilog="For example:\n\n[bold]htm-teacher demo[/bold]\n\n[bold]htm-teacher animate --help[/bold]",
    context_settings=SHORT_HELP,
)
for command in (learn.demo, learn.run, look.watch, look.animate, look.inside, explore.explore, learn.info):
    meaning, start, examples = (inspect.getdoc(command) or "").partition("For example:")
    app.command(help=meaning, epilog=start + examples)(command)  # last is where the eye is


@app.callback(invoke_without_command=True)
def _welcome(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Hierarchical Temporal Memory that can be read, watched and used.

    A machine made after the neocortex learns a series step by step: which
    values follow which, in which context. It is surprised by what it did not
    expect, and ever less so as it learns.

    Begin with demo. Each command explains itself, too: --help after its name.
    """
    if version:
        from .. import __version__

        typer.echo(f"htm-teacher {__version__}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main(arguments: list[str] | None = None) -> None:
    """The command's entry point: always ends in ``SystemExit``.

    Exit codes: 0 if all went well; 2 if the input is at fault, after one line on stderr that says what
    and where; 130 after Ctrl-C. A fault of the program's own ends in a traceback.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without é gets a question mark
    try:
        code = app(arguments, prog_name="htm-teacher", standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("Interrupted; nothing was written.", err=True)
        sys.exit(INTERRUPTED)
    except (ValueError, OSError) as error:
        sys.exit(_wrong(error))
    except Exception as error:
        if not hasattr(error, "format_message"):  # what Typer raises for a wrong use
            raise
        sys.exit(_wrong(error.format_message()))
    sys.exit(code or 0)


def _wrong(error: object) -> int:
    from .terminal import one_line

    typer.echo(f"error: {one_line(error)}", err=True)
    return WRONG
