"""Columns that mark known anomalies: an answer, and so no input."""

import re
from collections import Counter

from .sheet_column import Column

_SURE = re.compile(
    r"anomal|outlier|change ?point|novelt|abnormal|aberrant|ausrei|attack|intrusion"
    r"|at[ií]pic|afwijk|avvik|аномал|выброс|异常|異常|^(etiquetas?|étiquettes?|etichett[ae])$"
    r"|ground ?truth|^(is |y )?labels?$"
)
_MAYBE = re.compile(r"^(is )?(class|target|event|alarm|fault|faulty|failure|fraud|incident|status|flag)$")
_YES = frozenset(
    {"1", "1.0", "true", "t", "yes", "y", "x", "ja", "oui", "si", "sí", "sim"}
    | {"anomaly", "anomalous", "anomalie", "abnormal", "attack", "outlier", "fault", "faulty", "failure"}
    | {"novel", "changepoint"}
)
_NO = frozenset(
    {"0", "0.0", "false", "f", "no", "n", "nein", "non", "não", "normal", "ok", "inlier", "none", "-"}
    | {"benign", "good", "healthy", "regular"}
)
_WORDS = frozenset({"-1", "-1.0"}) | _YES | _NO
_WHOLE = re.compile(r"-?\d+(?:\.0*)?")
_MOST_KINDS = 30  # kinds of anomalies in a label
_RARE = 0.25  # the largest fraction of rows that anomalies take


def is_label(column: Column) -> bool:
    """Whether a column marks anomalies, by its name and its few values. An anomaly score is none."""
    if not _SURE.search(_plain(column.name)):
        return False
    return _has_two_values(column) or _names_kinds(column)


def may_be_label(column: Column) -> bool:
    """Whether a column may well mark anomalies: two values, of which one is rare, under a name that fits."""
    if not (_MAYBE.search(_plain(column.name)) and _has_two_values(column) and column.given):
        return False
    marked = sum(marks(column))
    return 0 < marked <= _RARE * len(column.cells)


def marks(column: Column) -> list[bool]:
    """For each row whether it is marked as an anomaly; an empty cell is not.

    Of two values the one that says yes marks, such as 1, true or "anomaly". Beside 1, it is -1 that marks, as
    in scikit-learn. If only what is normal is known, as 0 beside 1, 2 and 3, all others mark. Otherwise the
    rarer value marks.
    """
    cells = [cell.strip().lower() for cell in column.cells]
    found = Counter(cell.strip().lower() for cell in column.given)
    if {"-1", "-1.0"} & set(found):
        yes = {"-1", "-1.0"}
    elif _names_kinds(column):
        yes = set(found) - _NO
    elif _YES & set(found) or not found or set(found) <= _NO:
        yes = set(_YES)
    else:
        yes = {min(found, key=lambda cell: found[cell])}
    return [cell in yes for cell in cells]


def _has_two_values(column: Column) -> bool:
    found = {cell.lower() for cell in column.given}
    return 0 < len(found) <= 2 and found <= _WORDS


def _names_kinds(column: Column) -> bool:
    """Whether most cells say that all is normal, and the others name kinds of anomalies: 0, 0, 3, 0, 1."""
    found = Counter(cell.lower() for cell in column.given)
    normal = sum(many for cell, many in found.items() if cell in _NO)
    kinds = set(found) - _NO
    if not 0 < len(kinds) <= _MOST_KINDS or 2 * normal <= found.total():
        return False
    return all(_WHOLE.fullmatch(kind) or not any(map(str.isdigit, kind[:1])) for kind in kinds)


def _plain(name: str) -> str:
    """The name in lower case, its words separated by single spaces."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return re.sub(r"[\W_]+", " ", parted).strip().lower()
