"""An encoder with noise on its bits."""

from copy import copy
from dataclasses import dataclass
from typing import Any, Self

from ..core.checks import check_number
from ..core.encoders import Encoder, Fields, encoder_from
from ..core.rng import Random
from ..core.sdr import SDR


@dataclass
class Noisy(Encoder):
    """Another encoder, some of whose active bits are moved to random places, drawn again at each step.

    >>> from htm_teacher.core.encoders import RDSE
    >>> clean = RDSE(resolution=0.1)
    >>> clean.encode(1.0).overlap(Noisy(clean, 0.0).encode(1.0))
    21
    >>> 10 <= clean.encode(1.0).overlap(Noisy(clean, 0.5).encode(1.0)) <= 12
    True

    Args:
        encoder: the encoder that gets noise.
        fraction: the fraction of the active bits that is moved.
        position: the place in the stream of random numbers; it moves with each encoded value.
    """

    encoder: Encoder
    fraction: float
    position: int = 0

    def __post_init__(self) -> None:
        self.fraction = check_number(self.fraction, "fraction", 0, 1)
        self.size, self.active_bits = self.encoder.size, self.encoder.active_bits

    def __copy__(self) -> Self:
        return type(self)(copy(self.encoder), self.fraction, self.position)

    def encode(self, value: Any) -> SDR:
        clean, random = self.encoder.encode(value), Random.at(self.position)
        inactive = clean.size - len(clean)
        part = min(self.fraction, inactive / max(1, len(clean)))  # at most as many as inactive bits exist
        disturbed = clean.noise(part, random)
        self.position = random.state
        return disturbed

    def bucket(self, value: Any) -> int | None:
        return self.encoder.bucket(value)

    def describe(self, bit: int, candidates: Any = None) -> str:
        return self.encoder.describe(bit, candidates)

    def state(self) -> dict[str, Any]:
        return {
            "kind": type(self).__name__,
            "encoder": self.encoder.state(),
            "fraction": self.fraction,
            "position": self.position,
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The encoder that ``state`` described."""
        return cls(encoder_from(state["encoder"]), state["fraction"], state["position"])


def disturbed(encoder: Encoder, fraction: float, seed: int) -> Encoder:
    """The encoder with noise on its bits, independently for each field; unchanged if the fraction is 0."""
    if fraction == 0:
        return encoder
    if isinstance(encoder, Fields):
        parts = {name: _noisy(one, fraction, seed, name) for name, one in encoder.encoders.items()}
        return Fields(parts)
    return _noisy(encoder, fraction, seed, "value")


def undisturbed(encoder: Encoder) -> Encoder:
    """The encoder without the noise."""
    if isinstance(encoder, Fields):
        return Fields({name: undisturbed(one) for name, one in encoder.encoders.items()})
    return encoder.encoder if isinstance(encoder, Noisy) else encoder


def _noisy(encoder: Encoder, fraction: float, seed: int, name: str) -> Encoder:
    return Noisy(encoder, fraction, Random(seed, f"noise on the bits of {name}").state)
