"""The stream of random numbers that kernels draw from, for draws by hand."""

from typing import Any

from ..core.rng import Random


class Stream(Random):
    """A stream whose position is in an array, where kernels move it.

    Args:
        position: [the position].
    """

    def __init__(self, position: Any) -> None:
        self.position = position

    @property
    def state(self) -> int:
        """The whole position."""
        return int(self.position[0])

    @state.setter
    def state(self, state: int) -> None:
        self.position[0] = state
