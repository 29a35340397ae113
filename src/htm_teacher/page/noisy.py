"""An encoder whose bits are disturbed on their way: what comes from the world is never clean."""

from dataclasses import dataclass
from typing import Any, Self

from ..core.checks import check_number
from ..core.encoders import Encoder, Fields, encoder_from
from ..core.rng import Random
from ..core.sdr import SDR


@dataclass
class Noisy(Encoder):
    """Another encoder, of whose active bits a part is moved to drawn places, anew at each step.

    >>> from htm_teacher.core.encoders import RDSE
    >>> clean = RDSE(resolution=0.1)
    >>> clean.encode(1.0).overlap(Noisy(clean, 0.0).encode(1.0))
    21
    >>> 10 <= clean.encode(1.0).overlap(Noisy(clean, 0.5).encode(1.0)) <= 12
    True

    Args:
        encoder: the encoder that is disturbed.
        fraction: the part of its active bits that is moved.
        position: where in the stream of drawn numbers it is; it moves with each value encoded.
    """

    encoder: Encoder
    fraction: float
    position: int = 0

    def __post_init__(self) -> None:
        self.fraction = check_number(self.fraction, "fraction", 0, 1)
        self.size, self.active_bits = self.encoder.size, self.encoder.active_bits

    def encode(self, value: Any) -> SDR:
        clean, random = self.encoder.encode(value), Random.at(self.position)
        inactive = clean.size - len(clean)
        part = min(self.fraction, inactive / max(1, len(clean)))  # no more than there are places for
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
    """The encoder with noise on its bits, on those of each field for itself; as it is without any noise."""
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
