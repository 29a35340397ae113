"""Series: measured series that ship with the package, generators, and readers for your own data.

In reading order: series, real, generators, nab, later; then csv (a folder) and tables, which make a
text_sheet of a file or a frame, and columns (a folder), which makes a series of a sheet. Messages name
settings by setting_names.
"""

from typing import TYPE_CHECKING

from .generators import letters, noise, random_walk, sine, square, triangle
from .later import later
from .real import SHIPPED, shipped
from .series import Series, SeriesError, SeriesWarning, Value

if TYPE_CHECKING:
    from .csv import read_csv, read_groups
    from .nab import read_nab
    from .tables import from_arrow, from_pandas, from_polars
else:
    __getattr__, __dir__ = later(
        __name__,
        {
            "from_arrow": ".tables",
            "from_pandas": ".tables",
            "from_polars": ".tables",
            "read_csv": ".csv",
            "read_groups": ".csv",
            "read_nab": ".nab",
        },
    )

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
