"""The settings with which later rows of the same source are read like the first.

A file of a few rows may not show what all earlier rows did: which column is the time, or whether 1,5 is one
and a half.
"""

from collections.abc import Collection, Sequence
from typing import Any

from .roles import Roles
from .sheet_column import Column


def settings_of(columns: Sequence[Column], roles: Roles, words: Collection[str]) -> dict[str, Any]:
    """What was decided about these columns, as settings of ``read_csv``; ``words`` are read as categories.

    Labels are no input, so later rows may come without them.
    """
    names = list(roles.fields)
    return {
        "time": _time(columns, roles),
        "value": [name for name in names if name not in words],
        "text": [name for name in names if name in words],
        "decimal": _decimal([columns[roles.fields[name]] for name in names if name not in words]),
        "day_first": _day_first(columns, roles),
    }


def _time(columns: Sequence[Column], roles: Roles) -> str:
    """The column that stands for all those with the time; "" if there is none."""
    if roles.time is None:
        return ""
    main = roles.time.parts["year"] if roles.time.main is None else roles.time.main
    return columns[main].name


def _decimal(columns: Sequence[Column]) -> str | None:
    """The decimal mark that the cells show; None if they show none, or both."""
    forms = [(column, column.numbers) for column in columns]
    shown = {
        form.decimal
        for column, form in forms
        if form and (form.thousands or any(form.decimal in cell for cell in column.given))
    }
    return shown.pop() if len(shown) == 1 else None


def _day_first(columns: Sequence[Column], roles: Roles) -> bool | None:
    """Whether dates such as 01/02/2024 begin with the day; None if there are none."""
    if roles.time is None or roles.time.main is None:
        return None
    form = columns[roles.time.main].times
    slashes = any(not cell[:4].isdigit() for cell in columns[roles.time.main].given)
    return form.style.order == "dmy" if form and form.kind is None and slashes else None
