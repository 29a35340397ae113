"""CSV files as series.

In reading order: reader, text_file, rows, delimiter, cell_values, file_layout, column_roles.
"""

from .reader import read_csv

__all__ = ["read_csv"]
