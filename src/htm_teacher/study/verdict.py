"""What the numbers mean, in sentences: who predicted best, why recall fell, and whether to be alarmed."""

from collections.abc import Sequence

from ..series.series import counted
from .anomalies import ALARM, BY_ERROR, Ranking
from .encoder_notes import CHANGES
from .naive import mean
from .plain_numbers import plain
from .reasons import on_reading, on_rivals
from .run import Run
from .scores import Errors, Scores

CLEAR = 0.1  # of recall: a fall that is worth a sentence
LITTLE = 0.1  # of recall in the test: less is next to nothing
LAST, SEASON = "the last value", "the same time {} ago"
FEW = 2  # naive predictors: of more, a sentence names only the best
ENOUGH = 30  # test steps: with fewer, an error can be small by chance


def verdict(
    run: Run, errors: Sequence[Errors], phases: Sequence[Scores], curve: Sequence[Scores]
) -> list[str]:
    """An item for each horizon, and one on recall if it fell clearly or is next to nothing.

    Nothing about recall where the training rows hold no value: that is why it is low, and is said elsewhere.
    """
    compared = [found for found in errors if found.model is not None and found.last is not None]
    said = [_on_errors(run, found) for found in compared]
    said += [
        _on_twins(run, found)
        for found in compared
        if found.horizon == run.season and found.season is not None
    ]
    said += [*on_reading(errors), *on_rivals(errors)]
    if not holds_value(run):
        return said
    tested = _tested(phases)
    if said and tested is not None and tested < LITTLE and "predicts better" in said[0]:
        said[0] += f" The memory adds little to that: its recall is {tested:.2f}."
    return [*said, *_on_fall(run, phases, curve)]


def holds_value(run: Run) -> bool:
    """Whether the training rows hold a value of the predicted column."""
    return any(value is not None for value in run.series.values()[: run.training])


def _on_errors(run: Run, found: Errors) -> str:
    """The model beside the naive predictors, above all beside the best of them."""
    model, known = found.model or 0.0, rivals(run, found)
    beaten = [name for name, error in known.items() if model < error and not _alike(model, error)]
    best = min(known, key=lambda name: known[name])
    several = len(known) > FEW
    everyone = f"all {written(len(known))} naive predictors" if several else " and ".join(known)
    if len(beaten) == len(known):
        result = f"better than {everyone}"
    elif beaten and several:
        count = f"{written(len(beaten))} of the {written(len(known))} naive predictors"
        result = f"better than {count}, but not better than the best"
    elif beaten:
        result = f"better than {beaten[0]}, but not better than {best}"
    else:
        equal = any(_alike(model, error) for error in known.values())
        result = f"{'no better' if equal else 'worse'} than {everyone}"
    horizon = counted(found.horizon, "step")
    chance = f" Only {counted(found.steps, 'test step')} can be compared: that may be chance."
    said = f"{horizon} ahead, HTM predicts {result}: {_ratio(model, known[best], best)}."
    return said + chance * (found.steps < ENOUGH)


def rivals(run: Run, found: Errors) -> dict[str, float]:
    """{naive predictor in words: its error}, of those that made predictions."""
    named = {LAST: found.last, SEASON.format(run.season_name): found.season}
    return {name: error for name, error in (named | found.others).items() if error is not None}


def written(count: int) -> str:
    """A small number in letters."""
    small = ("no", "one", "two", "three", "four", "five", "six")
    return small[count] if count < len(small) else str(count)


def _ratio(model: float, error: float, best: str) -> str:
    if model == error:
        return f"its error equals that of {best}" if model else f"neither HTM nor {best} was ever wrong"
    if model == 0:
        return "it was never wrong"
    if error == 0:
        return f"{best} was never wrong, and the error of HTM is {plain(model, 3)}"
    if _alike(model, error):
        return f"its error differs from that of {best} by less than 1 %"
    times = model / error
    how_often = plain(times, 2) if times >= 10 else f"{times:.2f}"
    return f"its error is {how_often} times that of {best}"


def _alike(model: float, error: float) -> bool:
    """Whether two errors are equal, or their ratio is written as 1.00."""
    return model == error or (error > 0 and f"{model / error:.2f}" == "1.00")


def _on_twins(run: Run, found: Errors) -> str:
    season = SEASON.format(run.season_name)
    return f"{counted(found.horizon, 'step')} ahead, {LAST} and {season} are the same by definition."


def _tested(phases: Sequence[Scores]) -> float | None:
    """The recall in the test; None if there is none."""
    return mean([part.recall for part in phases if part.phase == "testing"])


def _on_fall(run: Run, phases: Sequence[Scores], curve: Sequence[Scores]) -> list[str]:
    trained = [part for part in curve if part.phase == "training"]
    tested = _tested(phases)
    before = trained[-1].recall if trained else None
    said = []
    if tested is not None and before is not None and before - tested >= CLEAR:
        fell = f"Recall fell from {before:.2f} in the last part of the training to {tested:.2f} in the test."
        why = "Usually the test rows then contain patterns that the training rows do not"
        said = [f"{fell} {why}; neither the pooler nor the memory learns during the test."]
    if tested is not None and tested < LITTLE:
        others = "fewer columns (--value), " if len(run.series.fields) > 1 else ""
        ways = f"more rows, {others}or, if the level drifts, {CHANGES}"
        least = f"With a recall of {tested:.2f} in the test, next to nothing was learned that applies there"
        said.append(f"{least}; try {ways}.")
    return said


def on_moments(ranking: Ranking) -> str:
    """What the scores of the most anomalous moments mean, and how many of these are alarms."""
    if ranking.ranked_by == BY_ERROR:
        why = "The likelihood is still warming up where the test begins, so that none of these is an alarm."
        return f"{why} The error is that of the prediction, in resolutions of the encoder."
    scale = f"A likelihood of 0.5 is normal; Numenta raises an alarm at {ALARM} or more."
    alarms = len(ranking.alarms)
    if not alarms:
        return f"{scale} None of these moments reaches that, so none is an alarm."
    reach = "reaches" if alarms == 1 else "reach"
    return f"{scale} {alarms} of these {len(ranking.moments)} moments {reach} that."
