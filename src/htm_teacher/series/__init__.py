"""Series: measured ones that ship with the package, made ones, and readers for anyone's own.

In reading order: series, real, generators, csv (a folder of its own), tables, nab; column_names,
times and time_order serve csv and tables.
"""

from .csv import read_csv
from .generators import letters, noise, random_walk, sine, square, triangle
from .nab import read_nab
from .real import SHIPPED, shipped
from .series import Series, SeriesError, SeriesWarning, Value
from .tables import from_arrow, from_pandas

__all__ = [
    "SHIPPED",
    "Series",
    "SeriesError",
    "SeriesWarning",
    "Value",
    "from_arrow",
    "from_pandas",
    "letters",
    "noise",
    "random_walk",
    "read_csv",
    "read_nab",
    "shipped",
    "sine",
    "square",
    "triangle",
]
