"""Encoders: from values to SDRs. In reading order: base, rdse, scalar, date_time, coordinate, fields.

``settings`` is plumbing: it is not about encoding.
"""

from .base import Encoder
from .coordinate import Coordinate, Geospatial
from .date_time import DateTime
from .fields import Fields
from .rdse import RDSE, Delta, Log
from .scalar import Category, Scalar
from .settings import encoder_from, encoder_kinds

__all__ = ["RDSE", "Category", "Coordinate", "DateTime", "Delta", "Encoder", "Fields", "Geospatial", "Log"]
__all__ += ["Scalar", "encoder_from", "encoder_kinds"]
