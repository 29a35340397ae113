"""Detectors of anomalies: small machines that look at a series in a few ways, and what their surprise means.

In reading order: stream, small_machines, usual, detector; then full_machine, the published way,
then burst_error and second_look, which change it.
"""

from .burst_error import BurstError
from .detector import Detector
from .full_machine import FullMachine
from .second_look import SecondLook
from .stream import Detection

__all__ = ["BurstError", "Detection", "Detector", "FullMachine", "SecondLook"]
