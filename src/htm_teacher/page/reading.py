"""How the page reads a file: the settings that it offers, and how messages name them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.checks import check_choice, shown
from ..series import Series, SeriesError
from ..series.columns.asked import Asked, asked
from ..series.columns.roles import columns_of
from ..series.columns.sheet_column import Column
from ..series.columns.sheet_series import as_series
from ..series.csv.sheet_reader import read_sheet
from ..series.setting_names import named_by
from ..series.text_sheet import Sheet

_LABELS = {
    "--time": "Times",
    "--missing": "Also missing",
    "--decimal": "Decimal mark",
    "--day-first": "Dates",
    "--month-first": "Dates",
    "--sort": "Sort the rows by time",
}
_CHOICES = {"--day-first": "day first", "--month-first": "month first"}
_TEXTS = 100  # cells of a column that show whether it is text


@dataclass(frozen=True)
class Settings:
    """What the user says about a file; the names are those of ``read_csv``. None: worked out."""

    time: str | None = None
    missing: tuple[str, ...] = ()
    decimal: str | None = None
    day_first: bool | None = None
    sort: bool = False

    @classmethod
    def of(cls, given: Any) -> "Settings":
        """The settings that plain data describe. ``ValueError`` names one that does not exist."""
        if not isinstance(given, dict):
            raise ValueError(f"reading is {shown(given)}: named settings are needed")
        for name in given:
            check_choice(name, "the name of a setting", tuple(cls.__dataclass_fields__))
        words = given.get("missing", ())
        if not isinstance(words, list | tuple) or not all(isinstance(word, str) for word in words):
            raise ValueError(f"missing is {shown(words)}: a list of words is needed")
        return cls(**{**given, "missing": tuple(words)})


@dataclass(frozen=True)
class Found:
    """A file that was read.

    Attributes:
        series: the series.
        chosen: the column that is the input.
        texts: columns of words, which can be chosen too.
        notes: what the page decided, a sentence each.
    """

    series: Series
    chosen: str
    texts: list[str]
    notes: list[str]


def read_file(path: Path, settings: Settings, column: str | None) -> Found:
    """Read a file as the command does. A column of words is read as text, which the command does on request.

    Raises:
        SeriesError: if the file cannot be read; settings are named as on the page.
    """
    with named_by(named):
        sheet = read_sheet(path)
        plain = _asked(path, settings, [])
        texts = _texts(sheet, plain)
        if column in texts:
            return Found(as_series(sheet, _asked(path, settings, [column])), column, texts, [])
        try:
            series = as_series(sheet, plain)
        except SeriesError:
            if not texts or any(one.numbers for one in columns_of(sheet, plain)):
                raise
            first, *_ = texts
            note = f"No column holds numbers, so {shown(first)} is read as text."
            return Found(as_series(sheet, _asked(path, settings, [first])), first, texts, [note])
    return Found(series, series.main if column is None else column, texts, [])


def named(option: str, *values: str) -> str:
    """A setting as the page names it: “Also missing” to n.a.; "" if the page does not have it."""
    if option not in _LABELS:
        return ""
    value = _CHOICES.get(option) or ", ".join(values) or ("none" if values else "")
    return f"“{_LABELS[option]}”{f' to {value}' if value else ''}"


def _asked(path: Path, settings: Settings, texts: list[str]) -> Asked:
    given = dict(vars(settings))
    return asked(path, given.pop("time"), None, {**given, "text": texts})  # type: ignore[typeddict-item]


def _texts(sheet: Sheet, plain: Asked) -> list[str]:
    """The columns of words."""
    return [one.name for one in columns_of(sheet, plain) if _is_text(one) and one.name != plain.time]


def _is_text(column: Column) -> bool:
    some = column.given[:_TEXTS]
    return bool(some) and all(map(str.isprintable, some)) and not column.numbers and not column.times
