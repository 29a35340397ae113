"""The scores of a case, as its row in the file of results. An error is a row too."""

from functools import cache
from time import thread_time
from typing import Any

from ... import __version__
from ...build import ENGINES
from ...core.checks import brief
from ...series import Series
from ..naive import mean
from ..run import Run, run_series
from ..scores import errors, scores_of_phases
from .cases import Case
from .code import code_hash

Row = dict[str, Any]
LONGEST_ERROR = 600  # characters

FIRST: dict[str, type[Any]] = {
    **{"case": str, "series": str, "rows": int, "preset": str, "train": float},
    **{"seed": int, "version": str, "code": str},
}
SCORES: dict[str, type[Any]] = {"tested": int}
for _far in ("", "far_"):
    SCORES |= {f"{_far}horizon": int}
    SCORES |= {f"{_far}{name}": float for name in ("mae", "naive_mae", "skill", "crps", "naive_crps")}
SCORES |= {"recall": float, "precision": float, "anomaly": float, "seconds": float, "error": str}
"""{column: its type}, after those of the parameters. Those that begin with far_ are of the farthest horizon,
the others of the nearest. ``tested``: how many test rows; ``seconds``: of the processor."""


def score(case: Case, name: str, series: Series) -> Row:
    """The row of a case: what it is, and its scores on the test rows or what went wrong."""
    row = described(case, name, series)
    began = thread_time()
    try:
        _check_version(case)
        _ready()
        began = thread_time()
        choices: dict[str, Any] = {"seed": case.seed, "train": case.train, "horizons": case.horizons}
        row |= scores_of(run_series(series, case.preset, **choices | dict(case.parameters)))
    except Exception as error:
        row["error"] = told(error)
    return row | {"seconds": thread_time() - began}


def described(case: Case, name: str, series: Series) -> Row:
    """The beginning of a row."""
    row: Row = dict.fromkeys([*FIRST, *dict(case.parameters), *SCORES])
    row |= {"case": case.id, "series": name, "rows": len(series), "preset": case.preset}
    row |= {"train": case.train, "seed": case.seed, "version": case.version, "code": case.code}
    return row | dict(case.parameters)


def scores_of(run: Run) -> Row:
    """The scores of a run on its test rows."""
    tested = [phase for phase in scores_of_phases(run) if phase.phase == "testing"]
    if not tested:
        raise ValueError("there is no row to test on: give more rows, or a smaller train")
    (test,) = tested
    row: Row = {"tested": test.last - test.first + 1}
    row |= {"recall": test.recall, "precision": test.precision, "anomaly": test.anomaly}
    for far, horizon in zip(("", "far_"), sorted({min(run.horizons), max(run.horizons)}), strict=False):
        found = errors(run, horizon)
        row |= {
            f"{far}horizon": horizon,
            f"{far}mae": found.model,
            f"{far}naive_mae": found.naive,
            f"{far}skill": found.skill,
            f"{far}crps": found.crps and found.crps.model,
            f"{far}naive_crps": found.crps and found.crps.naive,
        }
    return row


def mean_skill(row: Row) -> float | None:
    """The mean of the skills at both horizons; None if neither is known."""
    return mean([row["skill"], row["far_skill"]])


def told(error: BaseException) -> str:
    """An error in one line; its type, too, if it is not one that names what is wrong."""
    kind = "" if type(error) is ValueError else f"{type(error).__name__}: "
    return brief(f"{kind}{error}", LONGEST_ERROR)


def _check_version(case: Case) -> None:
    if case.version != __version__:
        raise RuntimeError(f"this worker has HTM-Teacher {__version__}, and {case.version} is needed")
    if case.code != code_hash():
        raise RuntimeError(f"this worker has other code of HTM-Teacher {__version__}: install the same")


@cache
def _ready() -> None:
    """Compile and load the fast engine, once in a process, so that no case is charged for it."""
    if "fast" in ENGINES:
        from ...fast.prepare import compile_all, prepare

        compile_all()
        prepare()
