"""Looks into the inside of a machine. Each is one function: a history goes in, a figure comes out."""

from .similarity import similarity_over_time

__all__ = ["similarity_over_time"]
