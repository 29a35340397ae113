"""Overlap ranking: which columns hear most of one input, and which of them inhibition lets win."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from ...core.spatial_pooler import SpatialPooler
from ...keep.history import History
from ..recording import Bits
from ..scales import NORMAL, SMALL
from ..sheet import Sheet
from ..style import Style
from .choice import place_of

Counts = npt.NDArray[np.int64]

NEAR = 36  # columns in the close-up, at most

EXPLANATION = (
    "A column's overlap is how many of its connected synapses come from bits that are on. On the left all"
    " {columns:,} columns stand side by side, the one with the highest overlap first; on the right are"
    " {near} in close-up, by number. {cut} {boosting}"
)
NO_BITS = "At this step no bit was on, as the value was missing: nothing overlaps, and no column wins."
GLOBAL = (
    "Inhibition cuts: the first {winners} win and become active, the rest stay silent. Of columns with equal"
    " overlap the one with the higher tie-break priority comes first, which was drawn at birth."
)
LOCAL = (
    "With local inhibition there is no one cut: each column competes with its neighbours only, so one with a"
    " smaller overlap wins where the neighbours hear even less; {winners} do."
)
BOOSTED = (
    "Below, each overlap is multiplied by the column's boost factor, above 1 for those that won too rarely of"
    " late, below 1 for the rest; this is what they compete with. Winners that owe it to boosting: {helped}."
)
PLAIN = "Boosting is off, so overlap alone decides."


@dataclass(frozen=True)
class Contest:
    """One input, and the columns that compete for it.

    Args:
        overlaps: of each column.
        boost: its factor, in thousandths: in whole numbers what is equal stays equal.
        priority: its rank in a tie; higher wins.
        winners: the columns that became active.
        plain: those that would have without boosting.
        bounded: whether the same cut holds for all.
    """

    overlaps: Counts
    boost: Counts
    priority: Counts
    winners: Bits
    plain: Bits
    bounded: bool

    @property
    def boosted(self) -> bool:
        """Whether boosting has a say."""
        return bool((self.boost != 1000).any())


def overlap_ranking(history: History, step: int = -1, style: str = "light") -> Sheet:
    """The overlap of all columns with one step's input, sorted, with the cut of inhibition and the winners.

    With boosting it is shown twice: before it and after.

    Args:
        history: the run; nothing in it moves.
        step: which one, from 0; negative ones count from the end.

    Raises:
        ValueError: if there are no steps, or not this one.
    """
    place = place_of(history, step)
    contest = contest_at(history, place)
    sheet = Sheet(f"Which columns win: the overlaps at step {place:,}", explain(contest), style)
    rows: dict[str, tuple[Any, Bits]] = {"overlap": (contest.overlaps, contest.plain)}
    if contest.boosted:
        rows["overlap × boost factor"] = contest.overlaps * contest.boost / 1000, contest.winners
    panels = sheet.panels(len(rows), 2)
    for row, (name, (strength, first)) in enumerate(rows.items()):
        draw(sheet, panels[2 * row : 2 * row + 2], contest, name, strength, len(first))
    sheet.body.legend(
        *panels[0].get_legend_handles_labels(), loc="outside upper left", ncols=5, frameon=False,
        fontsize=NORMAL, labelcolor=sheet.look.soft,
    )  # fmt: skip
    return sheet


def contest_at(history: History, place: int) -> Contest:
    """The contest, held again with the pooler as that step met it."""
    step, pooler = history[place], history.at(place + 1, before=True).pooler
    overlaps = pooler.overlaps(step.encoded)
    return Contest(
        overlaps=np.array(overlaps),
        boost=np.array(pooler.boost),
        priority=np.array(pooler.priority),
        winners=step.active_columns,
        plain=unboosted(pooler, overlaps),
        bounded=pooler.parameters.inhibition == "global",
    )


def unboosted(pooler: SpatialPooler, overlaps: list[int]) -> Bits:
    """Who would win without boosting; the pooler is a copy, and may be changed."""
    pooler.boost = [1000] * len(overlaps)
    return pooler.inhibit(overlaps)


def explain(contest: Contest) -> str:
    """The paragraph for this contest."""
    winners, helped = len(contest.winners), len(contest.winners - contest.plain)
    cut = (GLOBAL if contest.bounded else LOCAL) if contest.overlaps.any() else NO_BITS
    return EXPLANATION.format(
        columns=len(contest.overlaps),
        near="those around the cut" if contest.bounded else "the first of them",
        cut=cut.format(winners=winners),
        boosting=BOOSTED.format(helped=helped) if contest.boosted else PLAIN,
    )


def draw(sheet: Sheet, panels: list[Axes], contest: Contest, name: str, strength: Any, winners: int) -> None:
    """One row: all columns from the strongest to the weakest, and a close-up of where the cut falls."""
    order = np.lexsort((-contest.priority, -strength))
    last = min(len(order), winners + NEAR // 2)
    near = range(max(0, last - NEAR), last)
    for axes, ranks in zip(panels, (range(len(order)), near), strict=True):
        bars(sheet.look, axes, contest, order[ranks], strength, ranks.start)
        axes.set(xlim=(ranks.start - 0.8, ranks.stop - 0.2), ylim=(0, 1.06 * max(1, strength.max())))
        if not strength.any():
            axes.text(0.5, 0.5, "no column overlaps", transform=axes.transAxes, ha="center",
                      color=sheet.look.soft)  # fmt: skip
        if contest.bounded and winners:
            axes.axvline(
                winners - 0.5, color=sheet.look.ink, linewidth=1, linestyle="--", label="cut of inhibition"
            )
        axes.set_ylabel(name)
        axes.locator_params("y", integer=True)
    sheet.name(panels[0], f"All columns by {name}")
    sheet.name(panels[1], "The columns around the cut" if contest.bounded else "The first of them")
    panels[0].set_xlabel("rank", color=sheet.look.soft, fontsize=SMALL)
    panels[1].set_xlabel("column, by rank", color=sheet.look.soft, fontsize=SMALL)
    panels[1].set_xticks(list(near), [f"{column}" for column in order[near]], rotation=90)


def bars(look: Style, axes: Axes, contest: Contest, order: Counts, strength: Any, first: int) -> None:
    """A bar for each of these columns in the colour of its lot; on thin ones that tell, a dot."""
    ranks, heights = first + np.arange(len(order)), strength[order]
    half = 0.4 if len(order) <= NEAR else 0.5
    edges = np.column_stack([ranks - half, ranks + half]).ravel()
    for name, colour, columns in lots(look, contest):
        own = np.isin(order, sorted(columns))
        values = np.column_stack([heights * own, 0 * heights]).ravel()[:-1]  # and nothing in between
        axes.stairs(values, edges, fill=True, color=colour, linewidth=0, label=f"{name}: {len(columns):,}")
        if colour != look.gone and len(order) > NEAR:
            axes.plot(ranks[own], heights[own], "o", color=colour, markersize=3.5, label=f"_{name}")


def lots(look: Style, contest: Contest) -> list[tuple[str, str, Bits]]:
    """The lots of columns: name, colour, and who has it."""
    won, plain = contest.winners, contest.plain
    lost = frozenset(range(len(contest.overlaps))) - won - plain
    if not contest.boosted:
        return [("wins", look.same, won), ("loses", look.gone, lost)]
    return [
        ("wins in any case", look.same, won & plain),
        ("wins only with boosting", look.new, won - plain),
        ("would win without boosting", look.ink, plain - won),
        ("loses in any case", look.gone, lost),
    ]
