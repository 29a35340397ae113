"""Frames of pandas, Arrow and Polars in, and a frame of the same library out.

In reading order: libraries, then detected_rows and next_rows.
"""

from .detected_rows import detect
from .next_rows import forecast

__all__ = ["detect", "forecast"]
