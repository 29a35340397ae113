"""What a report comes to, in sentences: who predicted best, and what it means where recall falls."""

from ..series.series import counted
from .naive import mean
from .pace import lasting
from .report import Errors, Report
from .run import Run

ALARM = 0.9999  # the likelihood from which Numenta speaks of an anomaly
CLEAR = 0.1  # of recall: a fall that is worth a sentence
LAST, SEASON = "the last value", "the same time {} ago"


def verdict(run: Run, report: Report) -> list[str]:
    """A sentence for each horizon, and one on the fall of recall where there is one."""
    compared = [one for one in report.errors if one.model is not None and one.last is not None]
    said = [_on_errors(run, one) for one in compared]
    said += [_on_twins(run, one) for one in compared if one.horizon == run.season and one.season is not None]
    return [*said, *_on_fall(report)]


def ahead(run: Run, horizon: int) -> str:
    """A horizon in steps, and in time where so many steps are so much time."""
    words = counted(horizon, "step")
    time = lasting(run.series, horizon)
    return f"{words}, {time}" if time else words


def _on_errors(run: Run, one: Errors) -> str:
    """How the model did beside the naive predictors, the better of them above all."""
    model = one.model or 0.0
    rivals = {LAST: one.last, SEASON.format(run.season_name): one.season}
    known = {name: error for name, error in rivals.items() if error is not None}
    beaten = [name for name, error in known.items() if model < error]
    best = min(known, key=lambda name: known[name])
    if len(beaten) == len(known):
        result = f"better than {' and '.join(known)}"
    elif beaten:
        result = f"better than {beaten[0]}, but not than {best}"
    else:
        result = f"{'no better' if model in known.values() else 'worse'} than {' and '.join(known)}"
    horizon = counted(one.horizon, "step")
    return f"{horizon} ahead HTM predicts {result}: {_ratio(model, known[best], best)}."


def _ratio(model: float, error: float, best: str) -> str:
    if model == error:
        return f"it errs just as much as {best}" if model else f"neither it nor {best} ever erred"
    if model == 0:
        return "it never erred"
    if error == 0:
        return f"{best} never erred, HTM by {model:.3g}"
    times = model / error
    how_often = f"{times:,.0f}" if times >= 10 else f"{times:.2f}"
    return f"its error is {how_often} times that of {best}"


def _on_twins(run: Run, one: Errors) -> str:
    season = SEASON.format(run.season_name)
    return f"{counted(one.horizon, 'step')} ahead {LAST} and {season} are one and the same by definition."


def _on_fall(report: Report) -> list[str]:
    trained = [part for part in report.curve if part.phase == "training"]
    tested = mean([part.recall for part in report.phases if part.phase == "testing"])
    before = trained[-1].recall if trained else None
    if tested is None or before is None or before - tested < CLEAR:
        return []
    fell = f"Recall fell from {before:.2f} in the last part of the training to {tested:.2f} in the test."
    why = "Usually the test rows then hold what the training rows did not"
    return [f"{fell} {why}; neither pooler nor memory learns while it is tested."]


def on_moments(report: Report) -> str:
    """What the scale of the moments means, and whether one is an alarm."""
    if report.ranked_by == "raw anomaly":
        return "A raw anomaly is the part of the columns that nothing expected; the likelihood is warming up."
    likelihoods = [moment.row.likelihood or 0.0 for moment in report.moments]
    scale = f"A likelihood of 0.5 is as usual; Numenta raises an alarm from {ALARM} on."
    alarms = sum(likelihood >= ALARM for likelihood in likelihoods)
    if not alarms:
        return f"{scale} None of these gets there: they are the least usual moments, and no alarms."
    return f"{scale} {alarms} of these {len(likelihoods)} {'is' if alarms == 1 else 'are'}."
