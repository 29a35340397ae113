"""A guess at the encoding of text that is not UTF-8."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

WESTERN = "cp1252"

# Codes above ASCII that files of measurements in Western languages hold, as Windows writes them.
_USUAL = frozenset(
    "äöüÄÖÜßàâæçéèêëîïôœùûÿÀÂÆÇÉÈÊËÎÏÔŒÙÛŸáíóúñÁÍÓÚÑìòÌÒãõÃÕåÅøØýÝðÐþÞ°²³µ±·×÷½¼¾€£¥§–—‘’‚“”„…«»¡¿ºª®©™‰ª\u00a0"
)
_CANDIDATES = [
    "cp1250",
    "cp1251",
    "cp1252",
    "cp1253",
    "cp1254",
    "koi8_r",
    "shift_jis",
    "gb18030",
    "big5",
    "euc_kr",
]
_ENOUGH = 20_000  # bytes for a guess


class Guess(NamedTuple):
    """An encoding, and whether the text fits it well."""

    encoding: str
    sure: bool


def guess(lines: Sequence[bytes]) -> Guess:
    """The likeliest encoding of lines that are not UTF-8.

    Single usual characters among ASCII, as in "12 °C" or "Höhe", are Western European text. Statistics
    would need more text than such a file has. Anything else is left to charset-normalizer, if installed.
    """
    text = b"".join(lines)[:_ENOUGH]
    if _is_western(text):
        return Guess(WESTERN, True)
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return Guess(_that_decodes(text), False)
    best = from_bytes(text, cp_isolation=_CANDIDATES).best()
    if best is None or best.encoding == "ascii":
        return Guess(_that_decodes(text), False)
    return Guess(best.encoding, True)


def _is_western(text: bytes) -> bool:
    """Whether all characters beyond ASCII are usual ones, and stand mostly alone."""
    try:
        decoded = text.decode(WESTERN)
    except UnicodeError:
        return False
    foreign = [place for place, character in enumerate(decoded) if not character.isascii()]
    beside = sum(now - before == 1 for before, now in pairwise(foreign))
    return all(decoded[place] in _USUAL for place in foreign) and 3 * beside <= len(foreign)


def _that_decodes(text: bytes) -> str:
    try:
        text.decode(WESTERN)
    except UnicodeError:
        return "latin-1"  # every byte is a character
    return WESTERN
