"""How messages name a setting: as an option, as a keyword of the functions for frames, or otherwise."""

import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ..core.checks import LONGEST

_BY_KEYWORD = ContextVar("by keyword", default=False)
_OTHERWISE: ContextVar[Callable[..., str]] = ContextVar("otherwise", default=lambda *_: "")
_KEYWORDS = {
    ("--sort",): "sort=True",
    ("--day-first",): "day_first=True",
    ("--month-first",): "day_first=False",
    ("--group",): "read_groups",
    ("--group", ""): "single=True",
}


@contextmanager
def keywords() -> Iterator[None]:
    """Within this, messages name keywords: a frame is read from Python, where there are no options."""
    before = _BY_KEYWORD.set(True)
    try:
        yield
    finally:
        _BY_KEYWORD.reset(before)


@contextmanager
def named_by(names: Callable[..., str]) -> Iterator[None]:
    """Within this, messages name settings as ``names(option, *values)`` does; options where it gives ""."""
    before = _OTHERWISE.set(names)
    try:
        yield
    finally:
        _OTHERWISE.reset(before)


def option(name: str, *values: str) -> str:
    """A setting with its values, to be typed as it stands; without a value that cannot be typed.

    >>> option("--missing", "n.a.", "none so far"), option("--sort")
    ('--missing n.a. --missing "none so far"', '--sort')
    >>> with keywords():
    ...     option("--missing", "n.a.", "none so far"), option("--sort"), option("--group", "place")
    ("missing=['n.a.', 'none so far']", 'sort=True', "group='place' to read_groups")
    """
    if said := _OTHERWISE.get()(name, *values):
        return said
    if not _BY_KEYWORD.get():
        return " ".join(_typed(name, value) for value in values) if values else name
    word = name.removeprefix("--").replace("-", "_")
    if not values or (name, *values) in _KEYWORDS:
        return _KEYWORDS.get((name, *values), word)
    given = repr(values[0] if len(values) == 1 else list(values))
    said = f"{word}={given}" if len(given) <= LONGEST else f"{word} with the full text"
    return f"{said} to read_groups" if name == "--group" else said


def in_python(said: str) -> str:
    """What a message that names options adds about Python, in brackets."""
    return "" if _BY_KEYWORD.get() else f" ({said})"


def _typed(name: str, value: str) -> str:
    typed = shlex.quote(value)
    if re.fullmatch(r"[\w .,;:()/+-]*", value):  # double quotes are for Windows, too
        typed = f'"{value}"' if not value or re.search(r"[ ;()]|.,|,.", value) else value
    return (
        f"{name} {typed}" if typed.isprintable() and len(typed) <= LONGEST else f"{name} with the full text"
    )
