"""A guess at the encoding of text that is not UTF-8."""

from codecs import getincrementaldecoder
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

WESTERN = "cp1252"
_FEWEST_DIGITS = 8  # of EBCDIC: fewer can be letters of another encoding
_OLD_WESTERN = ("mac_roman", "cp850")

# Codes above ASCII that files of measurements in Western languages hold, as Windows writes them.
_USUAL = frozenset(
    "äöüÄÖÜßàâæçéèêëîïôœùûÿÀÂÆÇÉÈÊËÎÏÔŒÙÛŸáíóúñÁÍÓÚÑìòÌÒãõÃÕåÅøØýÝðÐþÞ°²³µ±·×÷½¼¾€£¥§«»¡¿ºª®©™‰\u00a0"
)
_QUOTES = frozenset("–—‘’‚“”„…")  # usual too, but not inside a word
_COMMONEST = frozenset("äöüÄÖÜßéèàçñ°µ")
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
_EASTERN = ("gb18030", "euc_kr", "euc_jp", "shift_jis", "big5")
_NAMES_OF_TIMES = ["日期", "时间", "時間", "日時", "日付", "날짜", "시간", "일시"]
_FEWEST = 30  # bytes above ASCII for a guess that is more than a doubt
_ENOUGH = 20_000  # bytes for a guess


class Guess(NamedTuple):
    """An encoding, and whether the text fits it well."""

    encoding: str
    sure: bool


def guess(lines: Sequence[bytes]) -> Guess:
    """The likeliest encoding of lines that are not UTF-8.

    Single usual characters among ASCII, as in "12 °C" or "Höhe", are Western European text. Statistics
    would need more text than such a file has. A name of times, such as 日期, shows an encoding of the East.
    Anything else is left to charset-normalizer, if installed.
    """
    text = b"".join(lines)[:_ENOUGH]
    for encoding in (WESTERN, *_OLD_WESTERN):
        if _is_western(text, encoding):
            return Guess(encoding, encoding == WESTERN)
    if eastern := next((one for one in _EASTERN if _names_times(text, one)), ""):
        return Guess(eastern, True)
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return Guess(_that_decodes(text), False)
    best = from_bytes(text, cp_isolation=_CANDIDATES).best()
    if best is None or best.encoding == "ascii":
        return Guess(_that_decodes(text), False)
    if str(best) == text.decode(WESTERN, errors="replace"):
        return Guess(WESTERN, True)  # the letters are the same, and this name is better known
    enough = sum(byte > 127 for byte in text) >= _FEWEST
    return Guess(best.encoding, enough and best.encoding != "euc_kr")  # most Chinese text decodes as Korean


def _names_times(text: bytes, encoding: str) -> bool:
    """Whether all the text can be in this encoding, and has a word in it that names times."""
    try:
        decoded = getincrementaldecoder(encoding)().decode(text)  # may end within a character
    except UnicodeError:
        return False
    return any(word in decoded for word in _NAMES_OF_TIMES)


def _is_western(text: bytes, encoding: str) -> bool:
    """Whether all characters beyond ASCII are usual ones, and stand mostly alone."""
    try:
        decoded = text.decode(encoding)
    except UnicodeError:
        return False
    if (
        encoding != WESTERN
        and not {character for character in decoded if not character.isascii()} <= _COMMONEST
    ):
        return False
    foreign = [place for place, character in enumerate(decoded) if not character.isascii()]
    beside = sum(now - before == 1 for before, now in pairwise(foreign))
    usual = all(_is_usual(decoded, place) for place in foreign)
    return usual and 3 * beside <= len(foreign)


def _is_usual(text: str, place: int) -> bool:
    if text[place] in _QUOTES:
        return not (text[place - 1 : place].isalpha() and text[place + 1 : place + 2].isalpha())
    return text[place] in _USUAL


def _that_decodes(text: bytes) -> str:
    try:
        text.decode(WESTERN)
    except UnicodeError:
        return "latin-1"  # every byte is a character
    return WESTERN


def is_ebcdic(head: bytes) -> bool:
    """Whether bytes are text of IBM's mainframes: digits are from 0xF0 on, and none are ASCII's."""
    digits = sum(0xF0 <= byte <= 0xF9 for byte in head)
    return digits >= max(_FEWEST_DIGITS, len(head) / 4) and not set(head) & set(b"0123456789 ,;\t")
