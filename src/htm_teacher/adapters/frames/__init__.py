"""Frames of pandas, Arrow and Polars in, and a frame of the same library out.

In reading order: libraries and frame_series, then detected_rows, next_rows and streams_report.
"""

from .detected_rows import detect
from .next_rows import forecast
from .streams_report import report

__all__ = ["detect", "forecast", "report"]
