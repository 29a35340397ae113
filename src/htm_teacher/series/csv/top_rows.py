"""Rows at the top of a table: names that count up; below them units, ways of summing up, types and flags."""

import re
from collections.abc import Sequence
from itertools import pairwise

from .plain_cells import is_plain

_BRACKETED = re.compile(r"[(\[{<][^()\[\]]{0,30}[)\]}>]")
_DATE_FORMAT = re.compile(r"(?:[ymdhst%]{1,4}[-/:. t,]?){2,8}(?:\.?f+)?|[ymdhis%:/. -]{4,}", re.IGNORECASE)
_UNITS = """
    s sec secs per metre metres meter meters kilometres kilometers litre litres liter liters watt watts
    kilowatt kilowatts gram grams kilogram kilograms cubic square sec secs second seconds ms msec
    millisecond milliseconds us µs ns min mins minute minutes h hr hrs hour hours d day days week weeks
    month months yr year years ts rn w kw mw gw kwh wh mwh gwh va kva var kvar v mv kv volt volts a ma ka
    amp amps ah hz khz mhz ghz c k f °c ºc °f degc degf deg_c deg_f celsius fahrenheit kelvin deg degrees °
    rad % percent pct ‰ m mm cm km µm um nm in inch inches ft feet yd mi mile miles m² m2 km2 m³ m3 cm3 ft3
    cfs cms cumecs mgd gpm lpm kph kmh mph kn knots rpm pa kpa hpa mpa bar mbar psi torr mmhg atm kg g mg µg
    ug ng t ton tons lb lbs oz l lt ltr ml hl gal n kn nm j kj mj gj cal kcal btu ppm ppb ppt db dba dbm lx
    lux lm cd t mt µt nt gauss ohm ohms ω kω mol mmol µmol µm mol/l ph ntu psu µs/cm count counts cts number
    no. # - -- unit units unitless none text string date time datetime timestamp utc gmt local usd eur gbp
    chf jpy $ € £ ¥ cents bpm bps kbps mbps b kb mb gb bytes iu mmhg au a.u. arb adu e- lsb
"""
_KNOWN = frozenset(_UNITS.split())
_PART = re.compile(r"[\s/·*⋅.×^]+|(?<=[^\W\d])-?\d$|⁻?[¹²³]$")
_LONGEST = 20
_TYPES = frozenset(
    {"datetime", "float", "int", "integer", "string", "bool", "list", "sdr", "double", "number"}
)
_FLAGS = frozenset({"", "T", "R", "C", "S", "L"})
_SUMMED = frozenset(
    {"smp", "avg", "min", "max", "tot", "std", "med", "tmx", "tmn", "wvc", "mean", "sum", "sample", "average"}
)
_FEWEST_BESIDE_WORDS, _FEWEST_ALONE = 3, 5  # numbers in a row that can be names
_WHOLE = re.compile("[0-9]{1,4}")


def counts_up(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row holds names because its numbers count up.

    They are whole numbers, each greater by one than the one before, and no other row is like this. Three are
    enough beside words. After an empty cell a single 0 is enough, if no other row begins with an empty cell.

    Args:
        rows: the cells of all rows, all of the same width.
    """
    first, *others = rows
    counted = _counted(first)
    if not others or not counted or any(map(_counted, others)):
        return False
    if not first[0] and counted[0] == 0 and all(row[0] for row in others):
        return True
    words = any(first[: len(first) - len(counted)])
    return len(counted) >= (_FEWEST_BESIDE_WORDS if words else _FEWEST_ALONE)


def _counted(cells: Sequence[str]) -> list[int]:
    """The whole numbers that count up after words or empty cells; none if the cells are not like this."""
    place = next((place for place, cell in enumerate(cells) if cell and is_plain(cell)), len(cells))
    numbers = cells[place:]
    if not all(_WHOLE.fullmatch(cell) for cell in numbers):
        return []
    counted = [int(number) for number in numbers]
    return counted if all(now == before + 1 for before, now in pairwise(counted)) else []


def is_unit(cell: str) -> bool:
    """Whether a cell is a unit: (°C), [m/s], kW, µg/m3, or a format of dates such as YYYY-MM-DD."""
    plain = cell.strip()
    if _BRACKETED.fullmatch(plain) or _DATE_FORMAT.fullmatch(plain) or plain.lower() in _KNOWN:
        return True
    parts = [part for part in _PART.split(plain.lower()) if part]
    short = len(plain) <= _LONGEST
    return short and bool(parts) and all(part in _KNOWN or part.lstrip("-").isdecimal() for part in parts)


def are_units(cells: Sequence[str], names: Sequence[str]) -> bool:
    """Whether all cells of a row below the names are units, except empty ones.

    They are not if one stands where no name does.
    """
    given = [cell for cell in cells if cell]
    named = all(name or not cell for cell, name in zip(cells, names, strict=True))
    return bool(given) and named and all(map(is_unit, given))


def bare_unit(cell: str) -> str:
    """A unit without the brackets around it."""
    return cell[1:-1].strip() if _BRACKETED.fullmatch(cell) else cell


def are_types(cells: Sequence[str]) -> bool:
    """Whether a row names types, as the second row of NuPIC's files does: datetime, float ..."""
    return any(cells) and all(cell.lower() in _TYPES for cell in cells)


def are_flags(cells: Sequence[str]) -> bool:
    """Whether a row holds flags, as the third row of NuPIC's files does: T for the time, R for a reset ..."""
    return all(cell.upper() in _FLAGS for cell in cells)


def are_summings(cells: Sequence[str]) -> bool:
    """Whether a row says how values were summed up, as the fourth row of a Campbell logger's files does."""
    given = [cell.lower() for cell in cells if cell]
    return bool(given) and all(cell in _SUMMED for cell in given)
