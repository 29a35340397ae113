"""Units beside numbers: what can be a unit, and which spellings mean the same unit."""

import re

_LETTER = r"[^\W\d_]"
_SYMBOL = r"[%‰°$€£¥₹₽₩₺₪฿₴₦]"
AFTER = rf"(?:{_LETTER}|{_SYMBOL})(?:{_LETTER}|{_SYMBOL}|[²³⁻¹·*/^().\[\] -]|[/^-]?\d(?!\d))*"
"""A pattern for what may follow a number: kW, %, °C, m³/h, kg/m^2, W m-2, mm Hg."""

_CODES = (
    "USD|EUR|GBP|JPY|CHF|CNY|RMB|INR|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|RUB|UAH|TRY|BRL|MXN|ARS|CLP|COP"
    "|ZAR|KRW|SGD|HKD|TWD|THB|IDR|MYR|PHP|VND|ILS|AED|SAR|EGP|NGN|KES|PKR|BTC|ETH"
)
_SHORT = r"Rs\.?|[Kk]r\.?|Fr\.|zł|Kč|Ft|лв|руб\.?"
_MONEY = rf"(?:[A-Z]{{1,3}})?[$€£¥₹₽₩₺₪฿₴₦]|(?:{_CODES})(?![A-Za-z])|{_SHORT}"
BEFORE = rf"(?:{_MONEY}|%)"
"""A pattern for what may stand before a number: money and per cent."""

_CURRENCY = re.compile(rf"{_MONEY}|[Ee]uros?|[Dd]ollars?")
_BASES = (
    "m|g|s|A|K|W|Wh|J|V|Hz|Pa|bar|B|b|bit|byte|bytes|N|l|L|Ω|Ohm|ohm|F|C|VA|VAh|var|VAr|eV|t|cal|mol|lx|lm|Sv"
    "|Bq|T|H|S|Ah|bps|psi|pt|°C|°F|°|%|‰|h|hr|hrs|d|min|mins|sec|secs|second|hour|day|week|year|month|minute"
    "|ft|in|mi|yd|mile|lb|lbs|oz|gal|ha|acre|ppm|ppb|rpm|mph|kn|kt|dB|dBm|mmHg|u|pcs|inch|foot|feet"
)
_KNOWN = re.compile(rf"(?:[yzafpnμumcdhkKMGTPE]|da|[KMGTP]i)?(?:{_BASES})s?[\^]?[-]?[23²³]?(?:[/ ·*].*)?")
_NO_UNIT = re.compile(
    r"st|nd|rd|th|[ap]\.?m\.?|q[1-4]?|[wt]\d|bis|to|till|and|und|et|or|of|von|x|vs"
    r"|e-?\d?|x[0-9a-f]*"  # what is left of 1.5 e3 and of 0x1F
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*",
    re.IGNORECASE,
)
_LONGEST, _MOST_WORDS = 24, 3


def can_be_unit(text: str) -> bool:
    """Whether what stands behind a number is short enough for a unit, and no part of a date or an ordinal."""
    return len(text) <= _LONGEST and len(text.split()) <= _MOST_WORDS and not _NO_UNIT.fullmatch(text)


def is_known_unit(text: str) -> bool:
    """Whether this is money or a unit of measurement, not any word: kW and EUR, but not apples."""
    return is_currency(text) or bool(_KNOWN.fullmatch(text))


def is_currency(text: str) -> bool:
    """Whether this is money: $, EUR, Rs."""
    return bool(_CURRENCY.fullmatch(text))


def same_unit(text: str) -> str:
    """A text that is the same for all spellings of a unit: KWH and kWh, day and days, ° C and °C.

    Only m and M stay apart, because mW and MW differ.
    """
    plain = text.replace(" ", "").rstrip(".")
    plain = plain.replace("²", "2").replace("³", "3").replace("^", "")
    plain = "".join(letter if letter in "mM" else letter.lower() for letter in plain)
    return plain.removesuffix("s") if len(plain) > 3 else plain
