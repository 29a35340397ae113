"""Lines of a file that are no rows: comments, rulings, and Excel's line that names the delimiter."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

_COMMENT = re.compile(
    r"""\s*"?(?:
        (?P<hash>\#)(?!(?:N/A|DIV/0!|VALUE!|REF!|NUM!|NAME\?|NULL!|SPILL!|CALC!))
      | (?P<word>REM|rem|Rem)(?=\s|$)
      | (?P<pair>//|/\*|\*/|<!--)
      | (?P<bare>(?:[%!*]|--)\s*$)
      | (?P<dashes>--)(?=\s*[^\W\d])
      | (?P<one>[%!]|\*(?!\s*["']?\s*[,;\t|]))
      | (?P<semicolon>;)
      | (?P<quote>')(?![^']*')
    )""",
    re.VERBOSE,
)
_RULING = re.compile(r"\s*(?:[-=_*~.#+|:]\s*){4,}")  # also the one of a table in Markdown: |---|--:|
_SEPARATOR = re.compile(r"\s*\"?sep=(.|\\t)\"?\s*", re.IGNORECASE | re.DOTALL)
_MARKS = re.compile(r"\s*\"?(?:[#%!;*']|//|--|REM(?=\s))+[ \t]*", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*(?:\W{1,2}\d|'.*\d\s*$)")
_FIRST = frozenset("#Rr/<-%!*;'\"=_~.+| \t\ufeff")  # what a comment or a ruling can begin with


class Marks(NamedTuple):
    """Which marks begin a comment in a file, and which lines that begin with one are rows all the same."""

    names: frozenset[str]
    rows: frozenset[str] = frozenset()

    def begin(self, line: str) -> bool:
        """Whether a line is a comment, or a ruling such as "-----"."""
        if line[:1] not in _FIRST:
            return False
        return mark_of(line) in self.names and line not in self.rows


def mark_of(line: str) -> str:
    """The kind of mark that a line begins with, "ruling" if it is one, "" if it begins with none."""
    if _RULING.fullmatch(line):
        return "ruling"
    match = _COMMENT.match(line)
    return (match.lastgroup or "") if match else ""


def comment_marks(lines: Sequence[str], delimiter: str | None = None) -> Marks:
    """The marks that begin comments. A mark before a number in nearly all lines is part of the data."""
    given = [line for line in lines if line.strip()]
    counts = Counter(mark_of(line) if line[:1] in _FIRST else "" for line in given)
    names = set(counts) - {""}
    if delimiter == ";" or _semicolons_delimit(given):
        names.discard("semicolon")
    if names <= {"bare", "ruling"}:
        names.discard("bare")  # without other comments, a mark alone is a missing value
    for name in sorted(names - {"ruling"}):
        begun = [line for line in given if mark_of(line) == name] if len(given) - counts[name] < 2 else []
        if len(begun) > 1 and 2 * sum(bool(_NUMBERED.match(line)) for line in begun) >= len(begun):
            names.discard(name)
    return Marks(frozenset(names))


def _semicolons_delimit(lines: Sequence[str]) -> bool:
    """Whether at least half of the lines have a semicolon after their first character."""
    return 2 * sum(";" in line.lstrip()[1:].rstrip().rstrip(";") for line in lines) >= len(lines)


def bare(line: str) -> str:
    """A comment without its mark: "# time,value" is "time,value"."""
    return _MARKS.sub("", line, count=1)


def named_delimiter(line: str) -> str | None:
    """The delimiter that Excel's first line names, "sep=;"; None if the line is something else."""
    match = _SEPARATOR.fullmatch(line)
    return match[1].replace("\\t", "\t") if match else None
