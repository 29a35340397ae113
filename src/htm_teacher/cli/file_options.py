"""How a file is read: the options that all commands have which take a file."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from .options import SERIES

if TYPE_CHECKING:
    from ..series import Series


def _option(metavar: str, help: str, *names: str) -> Any:
    return typer.Option(*names, metavar=metavar, help=help, rich_help_panel=SERIES)


@dataclass(frozen=True)
class FileOptions:
    """What the user says about a file. What is not said is found by the reader."""

    time: Annotated[
        str | None, _option("COLUMN", 'The column with the times; "" for none. Default: found automatically.')
    ] = None
    value: Annotated[
        list[str],
        _option(
            "COLUMN",
            "A column of numbers; may be repeated: the first is predicted, the others are encoded with it."
            " Default: every column of numbers.",
        ),
    ] = field(default_factory=list)
    text: Annotated[
        list[str], _option("COLUMN", "A column of categories, such as names; may be repeated.")
    ] = field(default_factory=list)
    label: Annotated[
        str | None,
        _option(
            "COLUMN",
            "The column that marks known anomalies with 1 or true; it is no input. Default: found by names"
            ' such as is_anomaly; "" for none.',
        ),
    ] = None
    group: Annotated[
        str | None,
        _option(
            "COLUMN",
            "The column that tells several series in one table apart; run takes each alone. Several columns"
            ' that only together do: store,item. "" if all rows are one series.',
        ),
    ] = None
    sort: Annotated[bool, typer.Option("--sort", help="Sort the rows by time.", rich_help_panel=SERIES)] = (
        False
    )
    day_first: Annotated[
        bool | None,
        typer.Option(
            "--day-first/--month-first",
            help="How to read 01/02/2024. Default: found automatically, if the file shows it.",
            rich_help_panel=SERIES,
        ),
    ] = None
    decimal: Annotated[
        str | None, _option("MARK", "The decimal mark, . or a comma. Default: found automatically.")
    ] = None
    missing: Annotated[
        list[str],
        _option(
            "WORD",
            "A word or number that stands for a missing value, such as -999; may be repeated. Empty cells,"
            " NA, NaN, null and others always do.",
        ),
    ] = field(default_factory=list)
    skip_rows: Annotated[int, _option("LINES", "How many lines above the table to skip.")] = 0
    header: Annotated[
        bool | None,
        typer.Option(
            "--header/--no-header",
            help="Whether the first row holds the names. Default: found automatically.",
            rich_help_panel=SERIES,
        ),
    ] = None
    delimiter: Annotated[
        str | None, _option("CHARACTER", "The character between two cells. Default: found automatically.")
    ] = None
    encoding: Annotated[
        str | None,
        _option("NAME", "The character encoding: utf-8, cp1252, utf-16 ... Default: found automatically."),
    ] = None

    def has_types(self) -> bool:
        """Whether each setting is of its type, which those that were saved in a file need not be."""

        def fits(value: Any, hint: Any) -> bool:
            if hint == list[str]:
                return isinstance(value, list) and all(isinstance(part, str) for part in value)
            return isinstance(value, hint)

        return all(fits(getattr(self, name), hint) for name, hint in get_type_hints(type(self)).items())

    def read(self, file: Path) -> "Series":
        """The file as one series."""
        from ..series import read_csv

        if self.group:
            raise ValueError("--group takes each series alone, which only run does: keep the rows of one")
        return read_csv(file, **self._settings())

    def read_groups(self, file: Path) -> "dict[str, Series]":
        """The file as several series, by the column ``group``."""
        from ..series import read_groups

        return read_groups(file, str(self.group), **self._settings())

    def _settings(self) -> dict[str, Any]:
        settings = {option.name: getattr(self, option.name) for option in fields(self)}
        return settings | {"single": settings.pop("group") == ""}


def reads_a_file(command: Callable[..., None]) -> Callable[..., None]:
    """The command with one option for each field of ``FileOptions`` in place of its parameter ``reading``."""
    hints = get_type_hints(FileOptions, include_extras=True)
    own = dict(inspect.signature(command).parameters)
    del own["reading"]
    options = {
        option.name: inspect.Parameter(
            option.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=[] if option.default_factory is list else option.default,
            annotation=hints[option.name],
        )
        for option in fields(FileOptions)
    }

    @wraps(command)
    def called(**arguments: Any) -> None:
        reading = FileOptions(**{name: arguments.pop(name) for name in options})
        command(reading=reading, **arguments)

    every = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in [*own.values(), *options.values()]]
    called.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]
    called.__annotations__ = {one.name: one.annotation for one in every}
    return called


def reader(file: Path | None, series: str, reading: FileOptions | None = None) -> "Callable[[], Series]":
    """A function that reads the file or, without a file, returns the series of this name."""

    def read() -> "Series":
        from ..series import shipped

        return shipped(series) if file is None else (reading or FileOptions()).read(file)

    return read
