"""Dates with the month in words: 1. März 2024, Jul 31, 2014 1:30 PM, 12 de marzo de 2024, Jan-20."""

import re
from typing import NamedTuple

from .month_words import is_filler, is_weekday, month_of, words

_BETWEEN = r"[\s.,/-]*"
_SHORT_YEAR = r"(?P<year>\d{4}|['’]?\d\d)"
_CLOCK = r"(?:[\s,T:-]+(?P<clock>\d.*))?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?P<day>\d{{1,2}})[º°ª]?{_BETWEEN}@[\s.,/'’-]*{_SHORT_YEAR}\b\.?{_CLOCK}",
        rf"@{_BETWEEN}(?P<day>\d{{1,2}})(?:,\s*|\s+|-){_SHORT_YEAR}(?![\d:.]){_CLOCK}",
        rf"@{_BETWEEN}(?P<day>\d{{1,2}})\s+(?P<clock>\d{{1,2}}:\S+)\s+(?P<year>\d{{4}})",
        rf"@[\s.,/'’-]*{_SHORT_YEAR}",
        rf"(?P<year>\d{{4}}){_BETWEEN}@(?:{_BETWEEN}(?P<day>\d{{1,2}})\.?{_CLOCK})?",
        r"(?P<year>3[2-9]|[4-9]\d)[\s-]@",
    )
)
_WEEKDAY = re.compile(r"([^\W\d_]+)[.,]*\s+(\d[\d./-]+.*)")
_IN_NUMBERS = re.compile(r"\d+\s?[./-]\s?\d+\s?[./-]\s?\d.*")
_ENDINGS = frozenset({"st", "nd", "rd", "th", "er", "e", "o", "os"})  # of 1st, 2nd, 1er
_KEPT = frozenset({"am", "pm", "a", "p", "m", "h", "t", "uhr"})  # of times of day


class Parts(NamedTuple):
    """The parts of a date as written."""

    year: str  # two or four digits
    month: int
    day: int
    clock: str | None


def worded(text: str) -> Parts | None:
    """The parts of a date with its month in words; None if the text is no such date."""
    found = list(words(text))
    months = [word for word in found if month_of(word[0])]
    if len(months) > 1:  # "mar. 5 mars 2024" begins with a Tuesday
        months = [word for word in months if not is_weekday(word[0])]
    if len(months) != 1:
        return None
    pieces, at = [], 0
    for word in found:
        said = "@" if word is months[0] else _said(word[0], text[: word.start()])
        if said is None:
            return None
        pieces += [text[at : word.start()], said]
        at = word.end()
    plain = "".join([*pieces, text[at:]]).strip(" .,-")
    for form in _FORMS:
        if match := form.fullmatch(plain):
            parts = match.groupdict()
            day = int(parts.get("day") or 1)
            return Parts(parts["year"].lstrip("'’"), month_of(months[0][0]) or 0, day, parts.get("clock"))
    return None


def _said(word: str, before: str) -> str | None:
    """What stays of a word that is no month; None if it does not belong into a date."""
    plain = word.lower()
    if before[-1:].isdigit() and plain in _ENDINGS:
        return ""
    if plain in _KEPT and before:
        return word
    return " " if is_weekday(word) or is_filler(word) else None


def without_weekday(text: str) -> str:
    """A date in numbers without the weekday before it: "Mon, 06/01/2020".

    "Mar" is a Tuesday in Spanish and a month: a month in "Mar 13, 2024", a day in "Mar 13/02/2024".
    """
    if not text[:1].isalpha():
        return text
    match = _WEEKDAY.fullmatch(text)
    if not match or not is_weekday(match[1]):
        return text
    return text if month_of(match[1]) and not _IN_NUMBERS.fullmatch(match[2]) else match[2]
