"""A forecaster for River."""

from collections.abc import Hashable, Iterator
from datetime import date, datetime
from typing import Any

from river.time_series.base import Forecaster

from ...core.chances import Prediction
from ...core.checks import check_whole, is_missing, shown
from ...core.model import Model
from ...detect.stream import LEAST_WARM_UP
from ...series import Series, Value
from ...study.run import middle, prepare
from .features import Features, plain, plain_number


class HTMForecaster(Forecaster):
    """Forecasts a series of numbers: at each step what comes 1, 2, ... steps later.

    A forecast is the median of a prediction. During the warm-up it is the last value. The machine and its
    settings are those of ``htm-teacher run``. Features are learned beside the series. The first feature that
    is a time is read as the time of the row; a feature that appears after the warm-up is ignored. A feature
    holds numbers, texts or times, as its first value does; any value may be missing.

    Args:
        warm_up: how many rows, at least 10, come before the machine begins. They decide the resolution.
        horizon: how many steps ahead it learns to forecast; at most that many can be asked for.
        preset, seed, engine: as for ``htm_teacher.build``.

    Attributes:
        model: the machine; None until its first rows have been collected.
        prediction: {steps ahead: what was predicted at the last row}, with all its probabilities.
    """

    def __init__(
        self,
        warm_up: int = 500,
        horizon: int = 12,
        preset: str = "classroom",
        seed: int = 42,
        engine: str = "auto",
    ) -> None:
        self.warm_up = check_whole(warm_up, "warm_up", LEAST_WARM_UP)
        self.horizon = check_whole(horizon, "horizon", 1)
        self.preset = preset
        self.seed = seed
        self.engine = engine
        self.model: Model | None = None
        self.prediction: dict[int, Prediction] = {}
        self._last = 0.0
        self._names: list[str] = []
        self._kinds: dict[str, str] = {}
        self._time = ""
        self._waiting: list[tuple[float | None, dict[str, Any]]] = []

    @property
    def warming_up(self) -> bool:
        """Whether the machine has not begun yet."""
        return self.model is None

    def learn_one(self, y: float, x: Features | None = None) -> None:
        """Learn a value as the one that follows the last value learned.

        Raises:
            ValueError: if a value cannot be encoded, or a parameter is wrong; nothing has changed then.
        """
        value = None if is_missing(y) else plain_number(y)
        features = {str(name): _known(one) for name, one in (x or {}).items()}
        kinds = self._kinds | self._new_kinds(features)
        if self.model is not None:
            self.prediction = self.model.step(self._record(value, features)).prediction
        elif len(self._waiting) + 1 < self.warm_up:
            self._waiting.append((value, features))
            self._kinds = kinds
        else:
            self._begin([*self._waiting, (value, features)])
            self._kinds = kinds
        self._last = self._last if value is None else value

    def forecast(self, horizon: int, xs: list[dict[Hashable, Any]] | None = None) -> list[float]:
        """The next values, one for each step.

        Args:
            horizon: how many.
            xs: the features of these steps. They are not used: all steps are predicted from the last row.

        Raises:
            ValueError: if more steps are asked for than were learned.
        """
        ahead = check_whole(horizon, "horizon", 0)
        if ahead > self.horizon:
            needed = f"HTMForecaster(horizon={ahead})"
            raise ValueError(f"{ahead} steps ahead: it learned {self.horizon}; use {needed}")
        return [self._median(step) for step in range(1, ahead + 1)]

    def _median(self, step: int) -> float:
        made = self.prediction.get(step)
        return float(middle(made)) if made else self._last

    def _new_kinds(self, features: dict[str, Any]) -> dict[str, str]:
        """The kinds of the features whose kind is not known yet."""
        found = {name: _kind(one) for name, one in features.items() if one is not None}
        for name, kind in found.items():
            if (first := self._kinds.get(name, kind)) != kind:
                wrong = (
                    f"feature {shown(name)} is {shown(features[name])}, {kind}: its first value was {first}"
                )
                raise ValueError(f"{wrong}; give it values of one kind")
        return {name: kind for name, kind in found.items() if name not in self._kinds}

    def _begin(self, waiting: list[tuple[float | None, dict[str, Any]]]) -> None:
        """Make the machine for these rows, and learn them. If that fails, nothing has changed."""
        values, rows = [value for value, _ in waiting], [row for _, row in waiting]
        names = sorted({name for row in rows for name in row})
        whole = [name for name in names if all(isinstance(row.get(name), date) for row in rows)]
        time = whole[0] if whole else ""
        columns = {name: [row.get(name) for row in rows] for name in names}
        fields: dict[str, list[Value]] = {"y": list(values)}
        for name, column in columns.items():
            if not any(isinstance(one, date) for one in column):
                fields[f"x.{name}"] = column
        times = [_moment(one) for one in columns[time]] if time else None
        run = prepare(
            Series("y", fields, times),
            self.preset,
            engine=self.engine,
            seed=self.seed,
            train=1.0,
            horizons=range(1, self.horizon + 1),
            keep=1,
        )
        model = run.history.model
        made: dict[int, Prediction] = {}
        for record in run.records:
            made = model.step(record).prediction
        self.model, self.prediction, self._waiting = model, made, []
        self._time, self._names = time, [name.removeprefix("x.") for name in fields if name != "y"]

    def _record(self, value: float | None, features: dict[str, Any]) -> Any:
        """What the machine is given: a value, or a record of named fields."""
        assert self.model is not None
        fields = getattr(self.model.encoder, "encoders", None)
        if fields is None:
            return value
        record: dict[str, Any] = {"y": value}
        time = features.get(self._time)
        if "time" in fields and isinstance(time, date):
            record["time"] = _moment(time)
        for name in self._names:
            one = features.get(name)
            record[f"x.{name}"] = None if isinstance(one, date) else one
        return record

    @classmethod
    def _unit_test_params(cls) -> Iterator[dict[str, Any]]:
        yield {"warm_up": 50, "horizon": 3, "preset": "toy"}


def _known(value: Any) -> Any:
    """A value as a machine takes it; None if it is missing."""
    if is_missing(value):
        return None
    return value if isinstance(value, date) else plain(value)


def _kind(value: Any) -> str:
    if isinstance(value, date):
        return "a time without a zone" if _moment(value).utcoffset() is None else "a time with a zone"
    return "a text" if isinstance(value, str) else "a number"


def _moment(time: Any) -> datetime:
    return time if isinstance(time, datetime) else datetime(time.year, time.month, time.day)
