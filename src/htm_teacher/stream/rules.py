"""What a stream is told: everything on which its answers depend, and a hash of it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from math import inf

from ..build import ENGINES
from ..core.checks import check_number, check_whole, shown
from ..detect.detector import THRESHOLD
from ..detect.stream import LEAST_WARM_UP


@dataclass(frozen=True)
class Rules:
    """The rules of a stream. A state is continued with the same rules only.

    Attributes:
        warm_up: how many rows of each key come before its first answer.
        threshold: the strength from which an alert is raised, in [0, 1].
        seed: any integer.
        engine: as for ``htm_teacher.build``. The answers do not depend on it.
        silence: after how many seconds without a row a key raises an alert; None: never.
        input: which columns are what, the zone, and the part of the keys.

    Raises:
        ValueError: if a value is out of range.
    """

    warm_up: int = 750
    threshold: float = THRESHOLD
    seed: int = 42
    engine: str = "auto"
    silence: float | None = None
    input: tuple[str | None, ...] = ()

    def __post_init__(self) -> None:
        check_whole(self.warm_up, "warm_up", LEAST_WARM_UP)
        check_number(self.threshold, "threshold", 0, 1)
        check_whole(self.seed, "seed", -inf)
        if self.engine not in ("auto", *ENGINES):
            raise ValueError(f"unknown engine {shown(self.engine)}: there are auto, {', '.join(ENGINES)}")
        if self.silence is not None and check_number(self.silence, "silence", 0) == 0:
            raise ValueError("silence is 0: it must be above 0 seconds")

    @property
    def hash(self) -> str:
        """16 hexadecimal digits that tell other rules apart."""
        told = {name: value for name, value in asdict(self).items() if name != "engine"}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
