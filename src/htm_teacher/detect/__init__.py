"""Detectors of anomalies: small machines that look at a series in a few ways, and what their surprise means.

In reading order: stream, small_machines, usual, detector; and full_machine, the published way.
"""

from .detector import Detector
from .full_machine import FullMachine
from .stream import Detection

__all__ = ["Detection", "Detector", "FullMachine"]
