"""Neighbourhoods on a line or a sheet: who is near whom, with or without edges that meet."""

from functools import lru_cache
from itertools import product
from math import prod


def coordinates(index: int, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Where an index lies: in a sheet of (rows, columns), counted row by row."""
    axes = []
    for length in reversed(shape):
        index, along = divmod(index, length)
        axes.append(along)
    return tuple(reversed(axes))


@lru_cache(maxsize=2**16)
def neighbours(index: int, radius: int, shape: tuple[int, ...], wrap_around: bool) -> tuple[int, ...]:
    """The indices within the radius of this index, itself included, ascending."""
    return tuple(neighbourhood(coordinates(index, shape), radius, shape, wrap_around))


def neighbourhood(
    centre: tuple[int, ...], radius: int | None, shape: tuple[int, ...], wrap_around: bool
) -> list[int]:
    """All indices within the radius on every axis, ascending, the centre included, each once.

    A radius of None reaches everything. With wrap-around the right edge continues at the left.
    """
    if radius is None:
        return list(range(prod(shape)))
    axes = [_along(middle, radius, n, wrap_around) for middle, n in zip(centre, shape, strict=True)]
    return sorted(_index(place, shape) for place in product(*axes))


def centre_of(column: int, columns: tuple[int, ...], inputs: tuple[int, ...]) -> tuple[int, ...]:
    """The input at the middle of a column's stretch: columns lie evenly over the inputs."""
    axes = zip(coordinates(column, columns), columns, inputs, strict=True)
    return tuple((2 * place + 1) * length // (2 * count) for place, count, length in axes)


def _along(middle: int, radius: int, length: int, wrap_around: bool) -> set[int]:
    if 2 * radius + 1 >= length and (wrap_around or radius >= length):
        return set(range(length))
    reach = range(middle - radius, middle + radius + 1)
    if wrap_around:
        return {place % length for place in reach}
    return {place for place in reach if 0 <= place < length}


def _index(place: tuple[int, ...], shape: tuple[int, ...]) -> int:
    index = 0
    for along, length in zip(place, shape, strict=True):
        index = index * length + along
    return index
