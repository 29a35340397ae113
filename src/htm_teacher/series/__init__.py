"""Series: measured series that ship with the package, generators, and readers for your own data.

In reading order: series, real, generators, nab; then csv (a folder) and tables, which make a text_sheet of a
file or a frame, and columns (a folder), which makes a series of a sheet.
"""

from .csv import read_csv, read_groups
from .generators import letters, noise, random_walk, sine, square, triangle
from .nab import read_nab
from .real import SHIPPED, shipped
from .series import Series, SeriesError, SeriesWarning, Value
from .tables import from_arrow, from_pandas, from_polars

__all__ = [
    "SHIPPED",
    "Series",
    "SeriesError",
    "SeriesWarning",
    "Value",
    "from_arrow",
    "from_pandas",
    "from_polars",
    "letters",
    "noise",
    "random_walk",
    "read_csv",
    "read_groups",
    "read_nab",
    "shipped",
    "sine",
    "square",
    "triangle",
]
