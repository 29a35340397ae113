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
_FAMILIES = (  # units of the same quantity; those of the first list may have a prefix, as in kW
    ("m", "ft|feet|foot|in|inch|inches|yd|mi|miles?"),
    ("g|t", "lbs?|oz|kgs|tons?|tonnes?"),
    ("s", "h|hr|hrs|min|mins|sec|secs|d|(?:second|minute|hour|day|week|month|year)s?"),
    ("K", "°C|°F|°K|C|F|deg C|deg F"),
    ("l|L|m3|m³", "gal|cl|ml"),
    ("W", "hp|PS"),
    ("Wh|J|cal|eV", "kcal|BTU"),
    ("Pa|bar", "psi|atm|mmHg|mm Hg"),
    ("b|B|bit|byte|bits|bytes", ""),
    ("Hz", "rpm"),
    ("m/s", "km/h|mph|kn|kt|knots"),
    ("", "%|‰|ppm|ppb"),
    *((base, "") for base in ("V", "A", "Ah", "VA", "N", "Ω", "F", "H", "mol", "lx", "Sv", "Bq")),
)
_PREFIX = "(?:[pnμumcdhkKMGTPE]|[KMGTP]i)?"
_PATTERNS = [
    re.compile(rf"{_PREFIX}(?:{scaled})" + (f"|{plain}" if plain else "")) for scaled, plain in _FAMILIES
]
_NO_UNIT = re.compile(
    r"st|nd|rd|th|[ap]\.?m\.?|q[1-4]?|[wt]\d|bis|to|till|and|und|et|or|of|von|x|vs"
    r"|e-?\d?|x[0-9a-f]*"  # what is left of 1.5 e3 and of 0x1F
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\[([^\[\]]+)\]\s*$")
_LONGEST, _MOST_WORDS = 24, 3


def can_be_unit(text: str) -> bool:
    """Whether what stands behind a number is short enough for a unit, and no part of a date or an ordinal."""
    return len(text) <= _LONGEST and len(text.split()) <= _MOST_WORDS and not _NO_UNIT.fullmatch(text)


def unit_in_name(name: str) -> str:
    """The unit in square brackets at the end of a name, "" if there is none.

    >>> unit_in_name("load [kWh]"), unit_in_name("load [1]"), unit_in_name("load")
    ('kWh', '', '')
    """
    found = _IN_BRACKETS.search(name)
    unit = found[1].strip() if found else ""
    return unit if re.fullmatch(AFTER, unit) and can_be_unit(unit) else ""


def alike(one: str, other: str) -> bool:
    """Whether two units measure the same quantity, or both are money: kW and W, mi and km, $ and EUR."""
    if is_currency(one) and is_currency(other):
        return True
    return any(pattern.fullmatch(one) and pattern.fullmatch(other) for pattern in _PATTERNS)


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
