"""The forecast: what was predicted for the steps after the last row.

Each of these steps takes the prediction of the shortest horizon that reaches it. With the horizons 1 and 48,
the next step was predicted at the last row, the step after it 47 steps earlier, 48 steps before it comes, and
so on. So all of them are predictions as they were tested: the errors and intervals of a horizon in the test
are those to expect.

Two other ways were measured, and are worse. A free run of the memory ends early, and a few steps ahead it
errs more than the value of one season ago. More horizons between take longer: on the demand series, those of
6, 12 and 24 steps err by 730, 741 and 862 MW, that of a day by 375.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ..core.chances import Prediction
from ..series import Value
from .naive import Naive, distance, mean
from .next_times import next_times
from .run import Run, middle
from .scores import naive_predictors
from .stretched import HALF, MOST, Interval, Stretched
from .verdict import LAST, SEASON

CLEARLY = 0.995  # an error above this part of another is written as 1.00 times that, and is no better


@dataclass(frozen=True, slots=True)
class Next:
    """What is predicted for a step after the last row.

    Attributes:
        step: its number; the last row has the number before that of the first of these.
        time: when it is; None if that is not known.
        ahead: how many steps after the last row it is.
        horizon: how many steps before it the prediction was made.
        value: the median; of texts the most probable.
        probability: of this text; None for a number.
        half, most: the intervals of 50 % and 90 % of the probability, stretched as those that held the latest
            values; None for a text.
        error: the mean error of this horizon in the test, or None.
        naive: the best of the naive predictors for as many steps ahead.
        naive_error: its mean error on the same test steps, or None.
        naive_value: what it predicts for this step; None if it has nothing to repeat, or needs a time that is
            not known.
    """

    step: int
    time: datetime | None
    ahead: int
    horizon: int
    value: float | str
    probability: float | None
    half: Interval | None
    most: Interval | None
    error: float | None
    naive: str
    naive_error: float | None
    naive_value: Value = None

    @property
    def poor(self) -> bool:
        """Whether in the test its error was no smaller than the naive one; an error of 0 is never poor."""
        if not self.error or self.naive_error is None:
            return False
        return self.error >= CLEARLY * self.naive_error


@dataclass(frozen=True, slots=True)
class Held:
    """How often the intervals of a horizon held the value that came, in the test.

    Attributes:
        horizon: how many steps before the value the prediction was made.
        steps: how many test steps have a value and a prediction.
        half, most: the part of these values in the intervals of 50 % and 90 %.
        width: how wide the interval of 90 % was on average.
    """

    horizon: int
    steps: int
    half: float
    most: float
    width: float


@dataclass(frozen=True)
class Forecast:
    """What comes after the last row.

    Attributes:
        steps: the next steps up to the farthest horizon, without those for which nothing was predicted.
        held: for each horizon in use, how well its intervals held; nothing for texts and without a test.
        lacking: why steps are missing or were predicted earlier than usual, in a sentence, or "".
    """

    steps: list[Next]
    held: list[Held]
    lacking: str = ""


def forecast_after(run: Run) -> Forecast:
    """The forecast after the last row of a run; without a step if the run is not complete."""
    if not run.complete:
        return Forecast([], [], "The run is not complete: nothing is forecast.")
    found = {ahead: _reaching(run, ahead) for ahead in range(1, max(run.horizons) + 1)}
    known = {ahead: each for ahead, each in found.items() if each is not None}
    times = next_times(run.series, max(run.horizons))
    used = sorted({horizon for horizon, _ in known.values()})
    stretched = {horizon: Stretched(run, horizon, (HALF, MOST)) for horizon in used}
    rivals = _rivals(run, times)
    steps = [_next(run, ahead, *known[ahead], stretched[known[ahead][0]], times, rivals) for ahead in known]
    values = [*run.series.values(), *[None] * max(run.horizons)]
    steps = [
        replace(one, naive_value=rivals[one.naive](values, len(run.rows) - 1 + one.ahead, one.ahead))
        for one in steps
    ]
    held = [
        each for each in (_held(run, horizon, stretched[horizon]) for horizon in used) if each is not None
    ]
    return Forecast(steps, held, _lacking(run, 0 < len(steps) < len(found)))


def _reaching(run: Run, ahead: int) -> tuple[int, Prediction] | None:
    """The prediction that the shortest horizon made for a step, with that horizon."""
    for horizon in sorted(run.horizons):
        record = run.record(len(run.rows) - 1 + ahead - horizon)
        if horizon >= ahead and record is not None and horizon in record.prediction:
            return horizon, record.prediction[horizon]
    return None


def _next(
    run: Run,
    ahead: int,
    horizon: int,
    made: Prediction,
    stretched: Stretched,
    times: Sequence[datetime],
    rivals: dict[str, Naive],
) -> Next:
    value, intervals = middle(made), stretched.intervals(made, len(run.rows) - 1)
    error, naive, naive_error = _compared(run, ahead, horizon, rivals)
    return Next(
        step=run.before + len(run.rows) - 1 + ahead,
        time=times[ahead - 1] if times else None,
        ahead=ahead,
        horizon=horizon,
        value=value if isinstance(value, str) else stretched.nearest(value, len(run.rows) - 1),
        probability=max(made.probabilities) if isinstance(value, str) else None,
        half=intervals[0] if intervals else None,
        most=intervals[1] if intervals else None,
        error=error,
        naive=naive,
        naive_error=naive_error,
    )


def _compared(
    run: Run, ahead: int, horizon: int, rivals: dict[str, Naive]
) -> tuple[float | None, str, float | None]:
    """The model's error in the test at a horizon, and the best naive predictor that far ahead.

    Both errors are from the same test steps. A naive predictor that predicts fewer than half of those that
    the model predicts is left out.
    """
    values, found = run.series.values(), []
    places = range(max(run.training, horizon), len(run.rows))
    off = [distance(run.rows[place - horizon].prediction.get(horizon), values[place]) for place in places]
    for name, naive in rivals.items():
        rival = [distance(naive(values, place, ahead), values[place]) for place in places]
        pairs = [(a, b) for a, b in zip(off, rival, strict=True) if a is not None and b is not None]
        if pairs and 2 * len(pairs) >= len(off) - off.count(None):
            model, error = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
            found.append((error, name, model))
    if not found:
        return mean(off), LAST, None
    error, name, model = min(found, key=lambda each: each[0])
    return model, name, error


def _rivals(run: Run, later: Sequence[datetime]) -> dict[str, Naive]:
    """The naive predictors, by what they repeat, also for the steps at later times."""
    names = {"last": LAST, "season": SEASON.format(run.season_name)}
    return {names.get(key, key): naive for key, naive in naive_predictors(run, later).items()}


def _held(run: Run, horizon: int, stretched: Stretched) -> Held | None:
    """How the intervals of a horizon held in the test, as far back as whole records are kept."""
    values, widths, half, most = run.series.values(), [], 0, 0
    for place in range(max(run.training, horizon), len(run.rows)):
        record, value = run.record(place - horizon), values[place]
        made = None if record is None else record.prediction.get(horizon)
        intervals = stretched.intervals(made, place - horizon) if made else []
        if not intervals or value is None or isinstance(value, str):
            continue
        inner, outer = intervals
        half += inner[0] <= value <= inner[1]
        most += outer[0] <= value <= outer[1]
        widths.append(outer[1] - outer[0])
    steps = len(widths)
    return Held(horizon, steps, half / steps, most / steps, sum(widths) / steps) if steps else None


def _lacking(run: Run, fewer: bool) -> str:
    """Why the forecast is not as usual."""
    if run.series.values()[-1] is None:
        blind = "the predictions made there know only the other fields"
        what = blind if run.rows[-1].prediction else "nothing was predicted there"
        return f"The last value is missing: {what}."
    if fewer and run.first:
        return "Steps that only the saved run has predicted are left out: it keeps no intervals."
    return "For some of the next steps nothing was predicted." if fewer else ""
