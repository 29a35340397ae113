"""A search for parameters, by Optuna. No other file imports it.

Each series is cut in half. The search sees only the first half: machines learn from 70 % of its rows, and the
mean skill on the others is the objective. The best setting is then compared with the preset on the second
half, after learning from the first. Four settings are tried together, whatever computes them, so a search
gives the same on any number of processes.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...core.checks import brief, check_whole, shown
from ...extras import install
from ...series import Series
from ..naive import mean
from .best_settings import Setting, best
from .case_scores import Row, mean_skill
from .cases import Case, cases, content_of
from .code import code_hash
from .result_file import ResultFile
from .sweeping import Compute, here, sweep
from .swept_values import PERMANENCE, Range, Ranges, Value, check_settings, declaration, is_whole

SEED = 42  # of the search
HALF = 0.5
TOGETHER = 4  # settings


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        values: {parameter: its best value}.
        skill: the mean skill on the first halves, which chose it.
        trials: how many settings were tried.
        failed: how many of them failed in a case, or had no skill.
        second: on the second halves: the setting that was found, and the preset as it is.
    """

    values: dict[str, Value]
    skill: float
    trials: int
    failed: int
    second: tuple[Setting, Setting]


def search(
    series: Mapping[str, Series],
    ranges: Ranges,
    results: ResultFile,
    trials: int,
    storage: str,
    seeds: int = 1,
    preset: str = "classroom",
    horizons: Sequence[int] | None = None,
    compute: Compute = here,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> Found:
    """Search for the values with the largest mean skill; continues if the storage holds the same search.

    A search that was interrupted ends as if it had not been.

    Args:
        series: {name: series}.
        ranges: {parameter: a ``Range``, or a list of values}.
        results: where the rows of all cases are written.
        trials: how many settings are tried in all.
        storage: where Optuna keeps them, as in sqlite:///search.db.
        seeds, preset, horizons: as for ``cases``.
        compute: what computes the cases.
        progress: called with the numbers of settings tried and of all; the last two are those compared.

    Raises:
        ValueError: if a range is wrong, or no setting has a skill.
        OSError: if the file of results cannot be written.
    """
    check_whole(trials, "search", 1)
    told = check_settings(ranges)
    if not told:
        raise ValueError("a search needs a range, as in --set learning_rate=0.1..0.5")
    halves = {name: one.head(len(one) // 2) for name, one in series.items()}

    def made(values: Mapping[str, Value], first: bool) -> list[Case]:
        of, train = (halves, {}) if first else (series, {"train": HALF})
        return cases(
            of, {name: [one] for name, one in values.items()}, seeds, preset, horizons=horizons, **train
        )

    every = made({}, True)
    study = _study(storage, told, _name(halves, told, seeds, preset, horizons))
    progress(_finished(study), trials + 2)
    while _finished(study) < trials:
        asked = _batch(study, told, trials)
        tried = [made(values, True) for _, values in asked]
        rows = sweep([case for some in tried for case in some], halves, results, compute)
        for place, (trial, _) in enumerate(asked):
            _tell(study, trial, rows[place * len(every) : (place + 1) * len(every)])
        progress(_finished(study), trials + 2)

    def second(place: int, values: Mapping[str, Value]) -> Setting:
        (setting,) = best(sweep(made(values, False), series, results, compute), [])
        progress(trials + place, trials + 2)
        return setting

    return _found(study, second)


def _found(study: Any, second: Callable[[int, Mapping[str, Value]], Setting]) -> Found:
    import optuna

    finished, state = study.get_trials(deepcopy=False), optuna.trial.TrialState
    good = [trial for trial in finished if trial.state == state.COMPLETE]
    failed = sum(trial.state == state.PRUNED for trial in finished)
    if not good:
        why = "each failed in a case, or the naive predictor is perfect; see the column error of the results"
        raise ValueError(f"none of {failed:,} settings has a skill: {why}")
    top = max(good, key=lambda trial: trial.value)
    values = {name: _value(name, value) for name, value in top.params.items()}
    return Found(values, top.value, len(good) + failed, failed, (second(1, values), second(2, {})))


def _study(storage: str, told: Ranges, name: str) -> Any:
    """The study, in which trials are marked as failed whose values a process had not chosen when it ended."""
    try:
        import optuna
    except ImportError:
        raise ValueError(f"a search needs Optuna: {install('cluster')}") from None
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    try:
        study = optuna.create_study(
            storage=storage, study_name=name, direction="maximize", load_if_exists=True
        )
    except Exception as error:  # each database has errors of its own
        why = "it cannot be opened; it is written as in sqlite:///search.db"
        raise ValueError(f"--storage is {shown(storage)}: {why} ({brief(str(error))})") from error
    state = optuna.trial.TrialState
    for trial in study.get_trials(deepcopy=False, states=(state.RUNNING,)):
        if trial.params.keys() != told.keys():
            study.tell(trial.number, state=state.FAIL)
    return study


def _name(halves: Mapping[str, Series], told: Ranges, *choices: Any) -> str:
    """A name that tells other searches in the same storage apart."""
    ranges = {
        name: [one.low, one.high] if isinstance(one, Range) else list(one) for name, one in told.items()
    }
    kinds = [isinstance(one, Range) for one in told.values()]
    what = [sorted(map(content_of, halves.values())), ranges, kinds, choices, code_hash()]
    return f"htm-teacher {hashlib.sha256(json.dumps(what).encode()).hexdigest()[:16]}"


def _finished(study: Any) -> int:
    import optuna

    state = optuna.trial.TrialState
    return len(study.get_trials(deepcopy=False, states=(state.COMPLETE, state.PRUNED)))


def _batch(study: Any, told: Ranges, trials: int) -> list[tuple[int, dict[str, Value]]]:
    """Number and values of the trials that are tried next: first those that were asked for before."""
    import optuna

    open_ = study.get_trials(deepcopy=False, states=(optuna.trial.TrialState.RUNNING,))
    asked = [(one.number, {name: _value(name, one.params[name]) for name in told}) for one in open_]
    done = _finished(study)
    end = min(done - done % TOGETHER + TOGETHER, trials)
    while done + len(asked) < end:
        asked.append(_ask(study, told, done + len(asked)))
    return asked[: end - done]


def _ask(study: Any, told: Ranges, number: int) -> tuple[int, dict[str, Value]]:
    """The next trial, and its values. Its random numbers depend on how many were asked for before alone."""
    import optuna

    study.sampler = optuna.samplers.TPESampler(seed=SEED + number)
    trial = study.ask()
    return trial.number, {name: _suggest(trial, name, one) for name, one in told.items()}


def _suggest(trial: Any, name: str, values: Sequence[Value] | Range) -> Value:
    if not isinstance(values, Range):
        found: Value = trial.suggest_categorical(name, list(values))
        return found
    if is_whole(name):
        return int(trial.suggest_int(name, int(values.low), int(values.high)))
    step = PERMANENCE if declaration(name).unit == "permanence" else None
    return _value(name, trial.suggest_float(name, values.low, values.high, step=step))


def _value(name: str, value: Value) -> Value:
    """The value without the error of adding up steps."""
    return round(value, 4) if declaration(name).unit == "permanence" else value  # type: ignore[arg-type]


def _tell(study: Any, trial: int, rows: Sequence[Row]) -> None:
    """A setting that fails in a case, or has no skill, is one to avoid."""
    import optuna

    skill = None if any(row["error"] for row in rows) else mean([mean_skill(row) for row in rows])
    if skill is None:
        study.tell(trial, state=optuna.trial.TrialState.PRUNED)
    else:
        study.tell(trial, skill)
