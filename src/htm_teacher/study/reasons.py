"""Where HTM wins and loses, as far as the numbers tell: in the columns, and in what the classifier reads."""

from collections.abc import Sequence

from ..series.series import counted
from .arrivals import Arrivals
from .earned import BITS, COLUMNS, READINGS, WITH_COLUMNS
from .scores import Errors, Scores


def on_columns(phases: Sequence[Scores], found: Arrivals) -> str:
    """HTM beside a machine that repeats the columns of the step before; "" if there is nothing to compare."""
    tested = [part.recall for part in phases if part.phase == "testing"]
    repeated = found.repeated_recall
    if not tested or tested[0] is None or repeated is None:
        return ""
    recall, other = f"{tested[0]:.2f}", f"{repeated:.2f}"
    beside = "as high as" if recall == other else "higher than" if repeated > tested[0] else "lower than"
    said = f"Repeating the columns of the step before would have a recall of {other}, {beside} HTM's."
    if found.recall is None:
        return said
    new = "It predicts none of the new columns, which were not active one step before"
    return f"{said} {new}; HTM predicts {found.recall:.2f} of them."


def on_reading(errors: Sequence[Errors]) -> list[str]:
    """For each horizon, what columns and cells take off the error; nothing where that is not known."""
    said = []
    for found in errors:
        alone, columns = found.beside.get(BITS), _columns(found)
        if alone and columns and found.model is not None:
            pooler, memory = _part(columns / alone), _part(found.model / columns)
            ahead = counted(found.horizon, "step")
            one = f"the pooler's columns {pooler} the error of reading the bits alone"
            said.append(f"{ahead} ahead, {one}, and the memory's cells {memory} that.")
    return said


def _columns(found: Errors) -> float | None:
    return found.beside.get(WITH_COLUMNS, found.beside.get(COLUMNS))


def on_rivals(errors: Sequence[Errors]) -> list[str]:
    """For each horizon, HTM beside the best of the other methods, where there are any."""
    said = []
    for found in errors:
        others = {name: one for name, one in found.beside.items() if name not in READINGS and one is not None}
        if others and found.model:
            best = min(others, key=lambda name: others[name])
            times = f"{others[best] / found.model:.2f}"
            how = "as small as" if times == "1.00" else f"{times} times"
            ahead = counted(found.horizon, "step")
            said.append(f"{ahead} ahead, the best rival is {best}: its error is {how} that of HTM.")
    return said


def _part(ratio: float) -> str:
    """What this ratio of errors means in words: "take 14 % off"."""
    percent = f"{abs(1 - ratio):,.0%}".replace("%", " %")
    if percent == "0 %":
        return "neither lower nor raise"
    return f"take {percent} off" if ratio < 1 else f"add {percent} to"
