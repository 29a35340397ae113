"""Detectors of anomalies: small machines that look at a series in a few ways, and what their surprise means.

In reading order: small_machines, usual, detector.
"""

from .detector import Detection, Detector

__all__ = ["Detection", "Detector"]
