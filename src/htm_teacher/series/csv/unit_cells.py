"""Cells that are units: (°C), [m/s], kW."""

import re

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


def is_unit(cell: str) -> bool:
    """Whether a cell is a unit: (°C), [m/s], kW, µg/m3, or a format of dates such as YYYY-MM-DD."""
    plain = cell.strip()
    if _BRACKETED.fullmatch(plain) or _DATE_FORMAT.fullmatch(plain) or plain.lower() in _KNOWN:
        return True
    parts = [part for part in _PART.split(plain.lower()) if part]
    short = len(plain) <= _LONGEST
    return short and bool(parts) and all(part in _KNOWN or part.lstrip("-").isdecimal() for part in parts)


def bare_unit(cell: str) -> str:
    """A unit without the brackets around it."""
    return cell[1:-1].strip() if _BRACKETED.fullmatch(cell) else cell
