"""Columns that mark known anomalies: an answer, and so no input."""

import re
from collections import Counter

from ..series import counted, shown
from ..setting_names import option
from .sheet_column import Column

_SURE = re.compile(
    r"anomal|outlier|change ?point|novelt|abnormal|aberrant|ausrei[sß]|attack|intrusion"
    r"|at[ií]pic|afwijk|avvik|аномал|выброс|异常|異常|^(etiquetas?|étiquettes?|etichett[ae])$"
    r"|ground ?truth|^(y ?true|gt|truth)$|malicious|fraudulent|^((is|y|manual) )?labels?( \d+)?$"
    r"|^(etikett(en)?|标签|標籤|ラベル|метк[аи]|레이블|이상)$"
)
_MAYBE = re.compile(
    r"((is|has|ist|est|machine|system|sensor|device) )?(normal|spikes?|leaks?|defects?|drift|breakpoints?"
    r"|outages?|alerts?|rare events?|annotations?|class|target|events?|alarms?|faults?|faulty"
    r"|failures?|fraud|incidents?|status|flag"
    r"|störung(en)?|stoerung(en)?|fehler|ausfall|vorfall|défauts?|defauts?|pannes?|alarmes?|fallos?|falhas?"
    r"|aver[ií]as?|alarmas?|defecto|defeito|guast[oi]|allarm[ei]|storing|fel|fejl|feil|awaria|vika"
    r"|авария|сбой|отказ|неисправность|тревога|故障|报警|警報|障害|고장)( (flag|code|status|aktiv|active))?"
)
_YES = frozenset(
    {"1", "true", "t", "yes", "y", "x", "ja", "oui", "si", "sí", "sim"}
    | {"anomaly", "anomalous", "anomalie", "abnormal", "attack", "outlier", "fault", "faulty", "failure"}
    | {"novel", "changepoint"}
)
_NO = frozenset(
    {"0", "false", "f", "no", "n", "nein", "non", "não", "normal", "ok", "inlier", "none", "-"}
    | {"benign", "good", "healthy", "regular"}
)
_WORDS = frozenset({"-1"}) | _YES | _NO
_WHOLE = re.compile(r"\+?(-?\d+)(?:\.0*|,0{0,2})?")
_NUMERIC = re.compile(r"[-+.,]*\d")
_MOST_KINDS = 30  # kinds of anomalies in a label
_NAMED = 3  # values in a message
_RARE = 0.25  # the largest fraction of rows that anomalies take


def is_label(column: Column) -> bool:
    """Whether a column marks anomalies, by its name and its few values. An anomaly score is none."""
    if not _SURE.search(_plain(column.name)):
        return False
    return _has_two_values(column) or _names_kinds(column)


def may_be_label(column: Column) -> bool:
    """Whether a column may well mark anomalies: few rows are unlike the rest, under a name that fits."""
    if not (_MAYBE.fullmatch(_plain(column.name)) and (_has_two_values(column) or _names_kinds(column))):
        return False
    marked = sum(marks(column))
    return 0 < marked <= _RARE * len(column.cells)


def marks(column: Column) -> list[bool]:
    """For each row whether it is marked as an anomaly; an empty cell is not. See ``_marking``."""
    yes = _marking(column) or frozenset()
    return [_bare(cell) in yes for cell in column.cells]


def no_label(column: Column) -> str:
    """Why the values of a column cannot mark anomalies, and what those of a label are; "" if they can."""
    if _marking(column) is not None:
        return ""
    found = list(dict.fromkeys(column.given))
    named = ", ".join(map(shown, found[:_NAMED])) + ", ..." * (len(found) > _NAMED)
    return (
        f"holds {counted(len(found), 'different value')}, {named}, so it cannot tell which rows are marked;"
        " a label column holds 0 and 1, or false and true, or normal and the names of anomalies; correct it,"
        f" or give another column to {option('--label')}, or {option('--label', '')} for none"
    )


def _marking(column: Column) -> frozenset[str] | None:
    """The values that mark an anomaly; None if the values do not show it.

    Of two values the one that says yes marks, such as 1, true or "anomaly". Beside 1, it is -1 that marks, as
    in scikit-learn. If only what is normal is known, as 0 beside 1, 2 and 3, or as empty cells in most rows,
    all others mark. Of two unknown words the rarer marks. Measurements and many unknown words mark nothing.
    """
    found = _counts(column)
    others = frozenset(found) - _NO
    if "-1" in found and len(found) <= 2 and _WORDS.issuperset(found):
        return frozenset({"-1"})
    if others <= _YES or _names_kinds(column):
        return others
    if any(map(_NUMERIC.match, others)) or len(others) > _MOST_KINDS:
        return None
    if len(others) < len(found) or 2 * found.total() < len(column.cells):
        return others
    if len(found) == 2:
        return others & _YES or frozenset({min(found, key=lambda cell: found[cell])})
    return None


def _has_two_values(column: Column) -> bool:
    return 0 < len(_counts(column)) <= 2 and _WORDS.issuperset(_counts(column))


def _names_kinds(column: Column) -> bool:
    """Whether most cells say that all is normal, and the others name kinds of anomalies: 0, 0, 3, 0, 1."""
    found = _counts(column)
    normal = sum(many for cell, many in found.items() if cell in _NO)
    kinds = set(found) - _NO
    if not 0 < len(kinds) <= _MOST_KINDS or 2 * normal <= found.total():
        return False
    return all(_WHOLE.fullmatch(kind) or not kind[:1].isdigit() for kind in kinds)


def _counts(column: Column) -> Counter[str]:
    return Counter(map(_bare, column.given))


def _bare(cell: str) -> str:
    """A cell in lower case, a whole number without its decimals: 1.0 is 1."""
    plain = cell.strip().lower()
    whole = _WHOLE.fullmatch(plain)
    return whole[1] if whole else plain


def _plain(name: str) -> str:
    """The name in lower case, its words separated by single spaces."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return re.sub(r"[\W_]+", " ", parted).strip().lower()
