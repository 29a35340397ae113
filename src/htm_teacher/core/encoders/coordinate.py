"""Coordinate, a point on a grid; and Geospatial, a place on the globe.

Source: Purdy 2016, "Encoding data for HTM systems". Hashing gives every point of the grid a fixed random
rank. A point is encoded by the neighbours with the lowest ranks, a bit for each. Points that are near each
other have most of these neighbours in common, and so most of their bits.
"""

import math
from dataclasses import dataclass
from itertools import product
from typing import Any

from ..checks import check_number, check_whole, shown
from ..rng import hash_words
from .base import Encoder
from .rdse import hashed_bits
from .settings import check_settings

EARTH_RADIUS = 6_378_137.0  # metres, WGS 84
MOST_NEIGHBOURS = 1_000_000  # more are the result of a mistake in the radius or the speed


@dataclass
class Coordinate(Encoder):
    """A point of whole numbers, (x, y) or (x, y, z).

    Args:
        radius: how far the neighbourhood reaches on each axis, in grid steps.
        size: how many bits there are.
        active_bits: how many of them are active.
        seed: another seed gives other bits.
    """

    radius: int = 3
    size: int = 1000
    active_bits: int = 21
    seed: int = 0

    def __post_init__(self) -> None:
        check_settings(self)
        check_whole(self.radius, "radius")

    def bits(self, value: Any) -> set[int]:
        return self._bits_around(self._point(value, (2, 3)), self.radius)

    def _point(self, value: Any, axes: tuple[int, int]) -> tuple[Any, ...]:
        if not isinstance(value, (tuple, list)) or len(value) not in axes:
            raise ValueError(f"value is {shown(value)}: {axes[0]} or {axes[1]} numbers are needed")
        return tuple(value)

    def _bits_around(self, point: tuple[Any, ...], radius: int) -> set[int]:
        """One bit for each of the ``active_bits`` neighbours with the lowest ranks."""
        whole = [check_whole(place, "coordinate", -(2**62), 2**62) for place in point]
        count = (2 * radius + 1) ** len(whole)
        if not self.active_bits <= count <= MOST_NEIGHBOURS:
            needed = f"{self.active_bits} to {MOST_NEIGHBOURS} are needed"
            raise ValueError(f"a radius of {radius} makes {count} neighbours: {needed}")
        axes = [range(place - radius, place + radius + 1) for place in whole]
        ordered = sorted((hash_words(self.seed, *near), near) for near in product(*axes))
        # The 1 gives each neighbour a hash for its bit that has nothing to do with its rank.
        return hashed_bits(self.size, [(self.seed, 1, *near) for _, near in ordered[: self.active_bits]])


@dataclass
class Geospatial(Coordinate):
    """A position on the globe with a speed: (longitude, latitude, speed) or (..., speed, altitude).

    The units are degrees, metres per second and metres. The higher the speed, the wider the neighbourhood,
    so that two successive positions share bits, as a rule.

    Args:
        scale: the length of a grid step, in metres.
        timestep: the time between two values, in seconds.
        radius: the smallest radius of the neighbourhood, in grid steps, used at low speed.
    """

    scale: float = 30.0
    timestep: float = 60.0

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("scale", "timestep"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} is {getattr(self, name)}: it must be above 0")

    def bits(self, value: Any) -> set[int]:
        longitude, latitude, speed, *altitude = self._point(value, (3, 4))
        metres = (*mercator(longitude, latitude), *(check_number(a, "altitude") for a in altitude))
        point = tuple(math.floor(round(axis / self.scale, 9)) for axis in metres)
        travelled = check_number(speed, "speed", 0) * self.timestep / self.scale
        # A radius of half the distance travelled lets successive neighbourhoods touch; three quarters make
        # them overlap.
        return self._bits_around(point, max(self.radius, math.ceil(round(0.75 * travelled, 9))))


def mercator(longitude: Any, latitude: Any) -> tuple[float, float]:
    """Metres east and north of (0, 0) in the projection of web maps; latitude within +-85 degrees."""
    east = math.radians(check_number(longitude, "longitude", -180, 180))
    north = math.radians(check_number(latitude, "latitude", -85, 85))
    return EARTH_RADIUS * east, EARTH_RADIUS * math.log(math.tan(math.pi / 4 + north / 2))
