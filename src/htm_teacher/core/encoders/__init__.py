"""Encoders: from values to SDRs. In reading order: base, rdse, scalar, date_time, coordinate, fields."""

from .base import Encoder, encoder_from
from .coordinate import Coordinate, Geospatial
from .date_time import DateTime
from .fields import Fields
from .rdse import RDSE, Delta, Log
from .scalar import Category, Scalar

__all__ = ["RDSE", "Category", "Coordinate", "DateTime", "Delta", "Encoder", "Fields", "Geospatial", "Log"]
__all__ += ["Scalar", "encoder_from"]
