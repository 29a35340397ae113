"""The settings of a sweep, the best first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import stdev

from ..naive import mean
from .case_scores import Row, mean_skill
from .swept_values import Value


@dataclass(frozen=True)
class Setting:
    """A setting, with means over all its cases without an error; None if none has the score.

    Attributes:
        values: {parameter: its value}.
        cases, failed: how many cases it has, and how many of them have an error.
        skill, far_skill: at the nearest and at the farthest horizon.
        mean_skill: the mean over both horizons.
        spread: the standard deviation over the seeds of the mean skill; None with one seed.
        recall, precision, anomaly: in [0, 1].
        seconds: of the processor, for a case.
    """

    values: dict[str, Value]
    cases: int
    failed: int
    skill: float | None
    far_skill: float | None
    mean_skill: float | None
    spread: float | None
    recall: float | None
    precision: float | None
    anomaly: float | None
    seconds: float | None


def best(rows: Iterable[Row], names: Sequence[str]) -> list[Setting]:
    """The settings of these parameters by their mean skill, the best first.

    Settings that failed in a case come after the others: their means are of fewer cases.
    """
    found: dict[tuple[Value, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in names), []).append(row)
    settings = [_setting(dict(zip(names, values, strict=True)), every) for values, every in found.items()]
    return sorted(settings, key=_rank)


def _rank(setting: Setting) -> tuple[int, bool, float]:
    return setting.failed, setting.mean_skill is None, -(setting.mean_skill or 0.0)


def _setting(values: dict[str, Value], rows: Sequence[Row]) -> Setting:
    scored = [row for row in rows if row["error"] is None]
    seeds: dict[int, list[float | None]] = {}
    for row in scored:
        seeds.setdefault(row["seed"], []).append(mean_skill(row))
    each = [one for one in map(mean, seeds.values()) if one is not None]
    names = ("skill", "far_skill", "recall", "precision", "anomaly", "seconds")
    return Setting(
        values,
        len(rows),
        len(rows) - len(scored),
        mean_skill=mean([mean_skill(row) for row in scored]),
        spread=stdev(each) if len(each) > 1 else None,
        **{name: mean([row[name] for row in scored]) for name in names},
    )
