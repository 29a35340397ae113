"""CSV files as series.

In reading order: reader, sheet_reader, packed, decoding, comments, dialect, split_lines, raw_table,
header_rows, footers, frame_sheets; the other files serve these.
"""

from .reader import read_csv, read_groups

__all__ = ["read_csv", "read_groups"]
