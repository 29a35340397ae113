"""Series: measured series that ship with the package, generators, and readers for your own data.

In reading order: series, real, generators, csv (a folder), tables, nab. Both csv and tables use
column_names, times and time_order.
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
