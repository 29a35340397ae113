"""Topology: where inputs and columns lie on a line or a sheet, and which of them are neighbours.

A shape is (length,) for a line and (rows, columns) for a sheet, as in NumPy. Rows and columns here are
those of the sheet. Indices run row by row.
"""

from functools import lru_cache
from math import prod


def coordinates(index: int, shape: tuple[int, ...]) -> tuple[int, ...]:
    """The place of an index in a line or sheet of this shape.

    >>> coordinates(5, (2, 4))  # 2 rows of 4 places, 0 to 3 and 4 to 7
    (1, 1)
    """
    place = []
    for length in reversed(shape):
        index, along = divmod(index, length)
        place.append(along)
    return tuple(reversed(place))


@lru_cache(maxsize=2**16)
def neighbours(index: int, radius: int, shape: tuple[int, ...], wrap_around: bool) -> tuple[int, ...]:
    """The indices within the radius of this index, itself included, ascending."""
    return tuple(neighbourhood(coordinates(index, shape), radius, shape, wrap_around))


def neighbourhood(
    centre: tuple[int, ...], radius: int | None, shape: tuple[int, ...], wrap_around: bool
) -> list[int]:
    """All indices within the radius on every axis, ascending, each once, the centre included.

    A radius of None includes everything. With wrap-around, the right edge continues at the left.

    >>> neighbourhood((0,), 1, (5,), wrap_around=True)
    [0, 1, 4]
    """
    if radius is None:
        return list(range(prod(shape)))
    indices = [0]
    for middle, length in zip(centre, shape, strict=True):
        along = sorted(_along(middle, radius, length, wrap_around))
        indices = [index * length + place for index in indices for place in along]
    return indices


def centre_of(column: int, columns: tuple[int, ...], inputs: tuple[int, ...]) -> tuple[int, ...]:
    """The input below the centre of a column. The columns are spread evenly over the inputs.

    >>> [centre_of(column, (2,), (12,)) for column in (0, 1)]
    [(3,), (9,)]
    """
    axes = zip(coordinates(column, columns), columns, inputs, strict=True)
    return tuple((2 * place + 1) * length // (2 * count) for place, count, length in axes)


def reach_of(
    column: int, columns: tuple[int, ...], inputs: tuple[int, ...], radius: int | None, wrap_around: bool
) -> list[int]:
    """The inputs within the radius of a column's centre, ascending: its pool is drawn from them."""
    return neighbourhood(centre_of(column, columns, inputs), radius, inputs, wrap_around)


def _along(middle: int, radius: int, length: int, wrap_around: bool) -> set[int]:
    """The places within the radius on one axis."""
    if 2 * radius + 1 >= length and (wrap_around or radius >= length):
        return set(range(length))  # the whole axis, without counting through a radius that may be huge
    reach = range(middle - radius, middle + radius + 1)
    if wrap_around:
        return {place % length for place in reach}
    return {place for place in reach if 0 <= place < length}
