"""What a stream is told: everything on which its answers depend, and a hash of it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from math import inf

from ..build import ENGINES
from ..core.checks import check_number, check_whole, listed, shown
from ..detect.detector import THRESHOLD
from ..detect.stream import LEAST_WARM_UP

LEARN = ("on", "off", "slow")
GAPS = ("skip", "reset", "fill")
MOST_WARM_UP = 2**31  # rows


def check_choice(word: str, name: str, words: tuple[str, ...]) -> str:
    """The word. ``ValueError`` if it is none of these."""
    if word not in words:
        raise ValueError(f"{name} is {shown(word)}: it must be one of {', '.join(words)}")
    return word


@dataclass(frozen=True)
class Rules:
    """The rules of a stream. A state is continued with the same rules only.

    Attributes:
        warm_up: how many rows of each key come before its first answer.
        threshold: the strength from which an alert is raised, in [0, 1].
        seed: any integer.
        engine: as for ``htm_teacher.build``. The answers do not depend on it.
        learn: "on", "off" after the warm-up, or "slow": one row of ten. It may differ from that of a state.
        gaps: what a key does where rows or their values are missing: see ``stream.gaps``.
        every: how many seconds lie between two rows of a key; None: rows are never missing.
        budget: how many alerts of all keys a day has at most, instead of a threshold.
        silence: after how many seconds without a row a key raises an alert; None: never.
        input: which columns are what, the zone, and the part of the keys.
        fields: the names of the values, if a row has several; each has a detector of its own.

    Raises:
        ValueError: if a value is out of range.
    """

    warm_up: int = 750
    threshold: float = THRESHOLD
    seed: int = 42
    engine: str = "auto"
    learn: str = "on"
    gaps: str = "skip"
    every: float | None = None
    budget: int | None = None
    silence: float | None = None
    input: tuple[str | None, ...] = ()
    fields: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_whole(self.warm_up, "warm_up", LEAST_WARM_UP, MOST_WARM_UP)
        check_number(self.threshold, "threshold", 0, 1)
        check_whole(self.seed, "seed", -inf)
        if self.engine not in ("auto", *ENGINES):
            raise ValueError(f"unknown engine {shown(self.engine)}: there are auto, {', '.join(ENGINES)}")
        check_choice(self.learn, "learn", LEARN)
        check_choice(self.gaps, "gaps", GAPS)
        if self.budget is not None:
            check_whole(self.budget, "budget", 1)
        for name, seconds in (("silence", self.silence), ("every", self.every)):
            if seconds is not None and check_number(seconds, name, 0) == 0:
                raise ValueError(f"{name} is 0: it must be above 0 seconds")
        if self.every is not None and self.gaps == "skip":
            raise ValueError("every is for gaps that are reset or filled")
        if len(self.fields) == 1:
            raise ValueError(f"fields is {self.fields!s}: two or more are needed, or none for a single value")
        if twice := sorted({name for name in self.fields if self.fields.count(name) > 1}):
            raise ValueError(f"{listed(twice)} is given twice")

    @property
    def hash(self) -> str:
        """16 hexadecimal digits that tell other rules apart."""
        told = {name: value for name, value in asdict(self).items() if name not in ("engine", "learn")}
        if not self.fields:
            del told["fields"]  # as before there were fields
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
