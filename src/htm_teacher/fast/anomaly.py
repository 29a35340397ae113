"""The anomaly likelihood on flat arrays: the textbook's names, arguments and answers, compiled."""

from collections import deque
from collections.abc import Iterable
from math import isnan, nan
from typing import Any, Self

import numpy as np

from ..core import anomaly as textbook
from ..core.anomaly import Normal
from ..core.checks import check_whole
from ..core.parameters import LikelihoodParameters
from .arrays import listed, longer, plain_state
from .kernels import anomaly as kernels
from .kernels.anomaly import (
    AVERAGED,
    FITS,
    INDEX,
    LAST_TAIL,
    MEAN,
    NO_ROOM,
    VARIANCE,
    LikelihoodRules,
    Records,
)

AT_FIRST = 1024  # records that a new likelihood has room for


class AnomalyLikelihood(textbook.AnomalyLikelihood):
    """How unusual the recent surprise is; see ``htm_teacher.AnomalyLikelihood``.

    Attributes:
        records: everything that the textbook keeps in queues, in arrays.
        rules: the parameters, as kernels take them.
    """

    def __init__(self, parameters: LikelihoodParameters | None = None) -> None:
        self.parameters = parameters or LikelihoodParameters()
        self.rules = LikelihoodRules(**vars(self.parameters))
        room = min(self.parameters.window, AT_FIRST)
        self.records = Records(
            numbers=np.zeros(2, np.int64),
            usual=np.array([0.5, 1e6, 1.0]),
            scores=np.zeros(AVERAGED),
            averages=np.zeros(room),
            values=np.zeros(room),
        )
        self._fitted: tuple[int, Normal | None] = (0, None)

    def compute(self, anomaly: float, value: float | None = None) -> float:
        given = float(anomaly), nan if value is None else float(value)
        likelihood = kernels.compute(self.records, self.rules, *given)
        if likelihood == NO_ROOM:
            self.make_room(1)
            likelihood = kernels.compute(self.records, self.rules, *given)
        return float(likelihood)

    def make_room(self, records: int) -> None:
        """Make sure that there is room for ``records`` more records."""
        held = len(self.records.averages)
        needed = min(self.index + records, self.parameters.window)
        if needed > held:
            room = min(max(needed, 2 * held), self.parameters.window)
            rings = {name: longer(getattr(self.records, name), room) for name in ("averages", "values")}
            self.records = self.records._replace(**rings)

    # The textbook's attributes.

    @property
    def index(self) -> int:
        """How many records there have been."""
        return int(self.records.numbers[INDEX])

    @index.setter
    def index(self, value: int) -> None:
        """To be set before the queues, whose places follow from it."""
        self.records.numbers[INDEX] = check_whole(value, "index")
        self.make_room(0)

    @property
    def scores(self) -> deque[float]:
        """The last ten raw anomalies."""
        return deque(self._read(self.records.scores, AVERAGED), AVERAGED)

    @scores.setter
    def scores(self, scores: Iterable[float]) -> None:
        self._write(self.records.scores, AVERAGED, scores)

    @property
    def averages(self) -> deque[float]:
        """Over the window, each record's moving average."""
        window = self.parameters.window
        return deque(self._read(self.records.averages, window), window)

    @averages.setter
    def averages(self, averages: Iterable[float]) -> None:
        self._write(self.records.averages, self.parameters.window, averages)

    @property
    def values(self) -> deque[float | None]:
        """Over the window, each record's input value; None where it was no number."""
        window = self.parameters.window
        known = self._read(self.records.values, window)
        return deque((None if isnan(value) else value for value in known), window)

    @values.setter
    def values(self, values: Iterable[float | None]) -> None:
        numbers = (nan if value is None else value for value in values)
        self._write(self.records.values, self.parameters.window, numbers)

    @property
    def usual(self) -> Normal | None:
        """The distribution fitted last."""
        fits = int(self.records.numbers[FITS])
        if fits != self._fitted[0]:
            self._fitted = fits, Normal(*self.records.usual[[MEAN, VARIANCE]].tolist())
        return self._fitted[1]

    @usual.setter
    def usual(self, usual: Normal | None) -> None:
        self.records.usual[[MEAN, VARIANCE]] = usual or Normal()
        self.records.numbers[FITS] = 0 if usual is None else self.records.numbers[FITS] + 1
        self._fitted = int(self.records.numbers[FITS]), usual

    @property
    def last_tail(self) -> float:
        """The tail of the record before, as computed."""
        return float(self.records.usual[LAST_TAIL])

    @last_tail.setter
    def last_tail(self, tail: float) -> None:
        self.records.usual[LAST_TAIL] = tail

    def _places(self, size: int) -> Any:
        """Where the records that a ring of this size holds lie, from the oldest to the newest."""
        return np.arange(max(0, self.index - size), self.index) % size

    def _read(self, ring: Any, size: int) -> list[float]:
        found: list[float] = ring[self._places(size)].tolist()
        return found

    def _write(self, ring: Any, size: int, values: Iterable[float]) -> None:
        ring[self._places(size)] = listed(values)

    # Saving.

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = plain_state(self.flat_state())
        return found

    def flat_state(self) -> dict[str, Any]:
        """``state`` with NumPy's arrays."""
        window, usual = self.parameters.window, self.usual
        return {
            "parameters": dict(vars(self.parameters)),
            "index": self.index,
            "scores": self.records.scores[self._places(AVERAGED)],
            "averages": self.records.averages[self._places(window)],
            "values": self.records.values[self._places(window)],
            "usual": usual and list(usual),
            "last_tail": self.last_tail,
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        likelihood = cls(LikelihoodParameters(**state["parameters"]))
        likelihood.index, likelihood.last_tail = state["index"], state["last_tail"]
        likelihood.scores, likelihood.averages = state["scores"], state["averages"]
        likelihood._write(likelihood.records.values, likelihood.parameters.window, state["values"])
        likelihood.usual = None if state["usual"] is None else Normal(*state["usual"])
        return likelihood
