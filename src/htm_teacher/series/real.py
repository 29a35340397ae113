"""Measured series that ship with the package; data/SOURCES.md names their sources."""

import csv
import gzip
from collections.abc import Callable
from datetime import datetime
from importlib.resources import files

from .series import Series, SeriesError, listed, shown

SHIPPED: dict[str, str] = {
    "demand": "half-hourly electricity demand of England and Wales, summer 2000, MW: 4,032 values",
    "water": "hourly water flow in a pipeline, spring 2022, l/s: 1,268 values, four anomalies",
    "sea": "half-hourly sea temperature off Maine, 2016-17, degrees Celsius: 19,226 values",
}
"""The names that ``shipped`` accepts, each with a line of description."""


def shipped(name: str) -> Series:
    """A measured series of the package, exactly as published.

    >>> demand = shipped("demand")
    >>> len(demand), demand.values()[0], demand.unit, demand.times[0].isoformat()
    (4032, 22262.0, 'MW', '2000-06-05T00:00:00')

    Args:
        name: a name in ``SHIPPED``: "demand", "water" or "sea".

    Returns:
        A new Series at each call, with one field, times, unit, season and source. Gaps are not filled:
        the next reading follows directly. A time that occurs twice is kept twice.

    Raises:
        SeriesError: if no series has this name.
    """
    if name not in _MAKERS:
        raise SeriesError(f"no series {shown(name)} in the package; {listed(SHIPPED)}")
    return _MAKERS[name]()


def _demand() -> Series:
    fields, times = _read("demand.csv")
    return Series(
        "demand",
        fields,
        times,
        unit="MW",
        source="J. W. Taylor (2003), Journal of the Operational Research Society 54, 799-805; "
        "numbers from the Python package pmdarima",
        description="Electricity demand of England and Wales every half hour for twelve weeks from "
        "Monday 5 June 2000, local time, without gaps: a day and a week are easy to see.",
        season=336,
        season_name="a week",
    )


def _water() -> Series:
    fields, times = _read("water.csv")
    return Series(
        "water",
        fields,
        times,
        unit="l/s",
        source="Tecnojest s.r.l.; numbers from the Python package river. The anomaly windows are "
        "ours, read off the numbers by river's description",
        description="Water flow in a branch of a pipeline in Italy every hour from 20 March to "
        "16 May 2022, with ten gaps: three stretches of low flow and a small peak are anomalous.",
        season=24,
        season_name="a day",
        anomalies=[
            (datetime.fromisoformat(first), datetime.fromisoformat(last)) for first, last in _WATER_ANOMALIES
        ],
    )


# The published description names three lows and one peak, but not when. Read off the numbers: the
# runs of hours below 99 l/s, and the only reading above 108 l/s with the hour before it, when the
# flow begins to rise.
_WATER_ANOMALIES = [
    ("2022-03-24T08:00+01:00", "2022-03-25T01:00+01:00"),
    ("2022-03-29T08:00+02:00", "2022-03-29T21:00+02:00"),
    ("2022-04-03T05:00+02:00", "2022-04-03T06:00+02:00"),
    ("2022-04-27T15:00+02:00", "2022-04-28T06:00+02:00"),
]


def _sea() -> Series:
    fields, times = _read("sea.csv.gz")
    return Series(
        "sea",
        fields,
        times,
        unit="°C",
        source="NERACOOS buoy B01, Western Maine Shelf, data set B01_sbe37_all; numbers from the "
        "Python package bokeh_sampledata",
        description="Sea temperature off Maine every half hour from 15 February 2016 to 22 March "
        "2017, UTC, with two gaps and one time that has two readings: it shows the days and the year.",
        season=48,
        season_name="a day",
    )


_MAKERS: dict[str, Callable[[], Series]] = {"demand": _demand, "water": _water, "sea": _sea}


def _read(file: str) -> tuple[dict[str, list[float | str | None]], list[datetime]]:
    """The value column and the times of a shipped file: one header, then time and value."""
    packed = (files(__package__) / "data" / file).read_bytes()
    text = (gzip.decompress(packed) if file.endswith(".gz") else packed).decode("ascii")
    (_, column), *rows = csv.reader(text.splitlines())
    return {column: [float(row[1]) for row in rows]}, [datetime.fromisoformat(r[0]) for r in rows]
