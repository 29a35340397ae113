"""An anomaly detector for River."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from river import base

from ...core.anomaly import AnomalyLikelihood, log_scale, raw_anomaly
from ...core.checks import check_whole
from ...core.model import Model
from ...core.permanence import add_up
from ...detect.stream import LEAST_WARM_UP
from ..rows import Row, RowEncoder, machine, resolution
from .features import Features, known_features

LEAST_COMPARED = 100  # rows before the first score: earlier, nearly all surprises, so that nothing is unusual
MOST_NUMBERS = 1_000  # features: a number whose name comes later is ignored


class HTMAnomalyDetector(base.AnomalyDetector):
    """Finds rows that surprise a machine more than usual.

    Scores are high where a row is anomalous: from 0, no more surprise than usual, to 1. A score is the
    anomaly likelihood of the last ten rows on a logarithmic scale: 0.4 has a chance of one in 10,000.

    ``score_one`` changes nothing. It says what ``learn_one`` of the same row would find. While the detector
    is warming up, at least for 100 rows, scores are 0.0. Features are told apart by their names; their order
    does not matter. A feature may be missing. A number that appears late is given to the machine once it has
    come ``warm_up`` times. It is ignored if 1,000 numbers have come already.

    Args:
        warm_up: how many rows, at least 10, decide the resolution. The first score above 0 comes after as
            many, or after 100 if they are fewer. Take a dozen of the shortest season, if possible.
        preset, seed, engine: as for ``htm_teacher.build``.
        changes: other parameters of ``htm_teacher.build`` by name.

    Attributes:
        model: the machine; None until its first rows have been collected.
    """

    def __init__(
        self,
        warm_up: int = 500,
        preset: str = "classroom",
        seed: int = 42,
        engine: str = "auto",
        changes: dict[str, Any] | None = None,
    ) -> None:
        self.warm_up = check_whole(warm_up, "warm_up", LEAST_WARM_UP)
        self.preset = preset
        self.seed = seed
        self.engine = engine
        self.changes = changes
        self.model: Model | None = None
        self._waiting: list[dict[str, Any]] = []
        self._late: dict[str, list[Any]] = {}

    @property
    def warming_up(self) -> bool:
        """Whether there is no score yet."""
        return self.model is None or not _is_ready(self.model.likelihood)

    def learn_one(self, x: Features) -> None:
        """Learn a row as the one that follows the last row learned.

        Raises:
            ValueError: if a value can be neither encoded nor missing, or a parameter is wrong; nothing has
                changed then.
        """
        row = known_features(x)
        if self.model is not None:
            self.model.step(row)
            self._look_for_late_numbers(self.model.encoder, row)
        elif len(self._waiting) + 1 < self.warm_up:
            self._waiting.append(row)
        else:
            self._begin([*self._waiting, row])

    def score_one(self, x: Features) -> float:
        """How unusual the surprise is that this row brings, in [0, 1]: high is anomalous."""
        model, row = self.model, known_features(x)
        if model is None or not _is_ready(model.likelihood):
            return 0.0
        encoded, memory = model.encoder.encode(row), model.memory
        if not encoded.active or not memory.now.has_context:
            return 0.0
        columns = model.pooler.compute(encoded, False)
        surprise = raw_anomaly(columns, memory.predictive_columns)
        if surprise is None:  # no column is active
            return 0.0
        likelihood = deepcopy(model.likelihood)
        found = likelihood.compute(surprise)
        return log_scale(found) if _is_more_than_usual(likelihood) else 0.0

    def _begin(self, rows: list[dict[str, Any]]) -> None:
        """Make the machine for these rows, and learn them. If that fails, nothing has changed."""
        compared = max(self.warm_up, LEAST_COMPARED)
        settled = compared // 2  # the first of all rows has no record
        periods = {"learning_period": settled, "estimation_samples": compared - settled - 1}
        model = machine(rows, self.preset, self.seed, self.engine, periods | (self.changes or {}))
        model.run(rows)
        self.model, self._waiting = model, []

    def _look_for_late_numbers(self, encoder: Any, row: Row) -> None:
        """Give a number that appeared after the warm-up its resolution, once enough of it has come."""
        assert isinstance(encoder, RowEncoder)
        for name, value in row.items():
            if name not in encoder.resolutions and not isinstance(value, str):
                if name not in self._late and len(encoder.resolutions) + len(self._late) >= MOST_NUMBERS:
                    continue
                known = self._late.setdefault(name, [])
                known.append(value)
                if len(known) == self.warm_up:
                    width = resolution(self._late.pop(name))
                    encoder.resolutions[name] = width or 1.0

    @classmethod
    def _unit_test_params(cls) -> Iterator[dict[str, Any]]:
        yield {"warm_up": 50, "preset": "toy"}


def _is_ready(likelihood: AnomalyLikelihood) -> bool:
    rules = likelihood.parameters
    return likelihood.index >= rules.learning_period + rules.estimation_samples


def _is_more_than_usual(likelihood: AnomalyLikelihood) -> bool:
    usual = likelihood.usual
    return usual is not None and add_up(likelihood.scores) / len(likelihood.scores) > usual.mean
