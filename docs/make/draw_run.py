"""A run of the fast engine: when compiled code returns, and why."""

from collections.abc import Sequence

from htm_teacher.plot.scales import LARGE, NORMAL
from htm_teacher.plot.sheet import Sheet


def stops_of_a_run(steps: int, stops: Sequence[tuple[int, str]]) -> Sheet:
    """A run, and the steps at which compiled code returned to ask for room.

    Args:
        steps: how many values the run had.
        stops: (the step that there was no room for, what was too short).
    """
    sheet = Sheet(
        f"A run of {steps:,} steps in {len(stops) + 1} calls",
        "Time runs to the right. The long bar is compiled code, which takes step after step without Python."
        " Before a step changes anything, the code computes how much room it could need at most. If there is"
        " too little, it returns with nothing half done (a mark, in the row of what was too short). Python"
        " makes more room than was asked for, and the run continues from the same step. Each new array is"
        " larger in proportion to what it holds, so stops become rarer and rarer.",
    )
    look, kinds = sheet.look, list(dict.fromkeys(kind for _, kind in stops))
    (axes,) = sheet.panels()
    axes.barh([len(kinds)], [steps], 0.5, color=look.same)
    axes.text(
        steps / 2, len(kinds), "compiled code", ha="center", va="center", fontsize=LARGE, color=look.page
    )
    for row, kind in enumerate(kinds):
        places = [place for place, short in stops if short == kind]
        axes.vlines(places, row - 0.3, row + 0.3, color=look.new, linewidth=2)
    names = [f"more room for\n{kind}: {sum(short == kind for _, short in stops)} stops" for kind in kinds]
    axes.set_yticks(range(len(kinds) + 1), [*names, "run"])
    axes.tick_params(axis="y", labelsize=NORMAL)
    axes.set(xlim=(-steps / 100, steps * 1.01), ylim=(-0.6, len(kinds) + 0.6))
    axes.set_xlabel("step", color=look.soft, fontsize=NORMAL)
    return sheet
