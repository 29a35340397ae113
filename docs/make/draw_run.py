"""A run of the fast engine: when compiled code stops, and why."""

from collections.abc import Sequence

from htm_teacher.plot.scales import LARGE, NORMAL
from htm_teacher.plot.sheet import Sheet


def stops_of_a_run(steps: int, stops: Sequence[tuple[int, str]]) -> Sheet:
    """A run, and where compiled code came back to ask for room.

    Args:
        steps: how many values there were.
        stops: (the step that there was no room for, of what there was too little).
    """
    sheet = Sheet(
        f"A run of {steps:,} steps in {len(stops) + 1} calls",
        "Time goes to the right. The long bar is compiled code, which takes step after step without"
        " Python. Before it changes anything, it reckons what that could need at most. If there is too"
        " little room, it comes back with nothing half done (a mark, and what was short); Python makes more"
        " than was asked for, and the run goes on where it was. As room grows with what is there, the stops"
        " get ever rarer.",
    )
    look, kinds = sheet.look, list(dict.fromkeys(kind for _, kind in stops))
    (axes,) = sheet.panels()
    axes.barh([len(kinds)], [steps], 0.5, color=look.same)
    axes.text(
        steps / 2, len(kinds), "compiled code", ha="center", va="center", fontsize=LARGE, color=look.page
    )
    for row, kind in enumerate(kinds):
        places = [place for place, one in stops if one == kind]
        axes.vlines(places, row - 0.3, row + 0.3, color=look.new, linewidth=2)
    names = [f"more room for\n{kind}: {sum(one == kind for _, one in stops)} stops" for kind in kinds]
    axes.set_yticks(range(len(kinds) + 1), [*names, "run"])
    axes.tick_params(axis="y", labelsize=NORMAL)
    axes.set(xlim=(-steps / 100, steps * 1.01), ylim=(-0.6, len(kinds) + 0.6))
    axes.set_xlabel("step", color=look.soft, fontsize=NORMAL)
    return sheet
