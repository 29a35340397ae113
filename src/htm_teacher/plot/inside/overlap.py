"""Overlap ranking: which columns overlap most with an input, and which of them win."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from ...core.spatial_pooler import SpatialPooler
from ...keep.history import History
from ..recording import Bits
from ..scales import SMALL
from ..sheet import Sheet
from ..style import Style
from .choice import place_of

Counts = npt.NDArray[np.int64]

NEAR = 36  # the most columns in the close-up

EXPLANATION = (
    "The overlap of a column is the number of its connected synapses from bits that are on. On the left are"
    " all {columns:,} columns, the highest overlap first; on the right {near} in close-up, with their"
    " numbers. {cut} {boosting}"
)
NO_BITS = "The value at this step was missing, so no bit is on: nothing overlaps, and no column wins."
GLOBAL = (
    "Inhibition: the first {winners} columns win and become active, the others do not. Of columns with equal"
    " overlap, the column with the higher priority wins; priorities are drawn once, at the start."
)
LOCAL = (
    "Inhibition is local: each column competes only with its neighbours, so a column with a small overlap"
    " wins if its neighbours overlap even less. {winners} columns win."
)
BOOSTED = (
    "Columns compete with their overlap times their boost factor, shown below. The factor is above 1 for"
    " columns that won too rarely lately, and below 1 for the others. Without boosting {helped} of the"
    " winners would have lost."
)
PLAIN = "Boosting is off, so only the overlap decides."


@dataclass(frozen=True)
class Contest:
    """An input, and the columns that compete for it.

    Args:
        overlaps: the overlap of each column.
        boost: its boost factor in thousandths, as whole numbers, so that equal products stay equal.
        priority: its rank in a tie; the higher rank wins.
        winners: the columns that became active.
        plain: the columns that would have become active without boosting.
        bounded: whether the same threshold holds for all columns.
    """

    overlaps: Counts
    boost: Counts
    priority: Counts
    winners: Bits
    plain: Bits
    bounded: bool

    @property
    def boosted(self) -> bool:
        """Whether boosting changes any overlap."""
        return bool((self.boost != 1000).any())


def overlap_ranking(history: History, step: int = -1, style: str = "light") -> Sheet:
    """The overlap of all columns with the input of a step, sorted, with the winners.

    With boosting, there are two rows: the overlap, and the overlap times the boost factor.

    Args:
        history: the run; it does not change.
        step: the step, from 0; negative numbers count from the end.

    Raises:
        ValueError: if this step does not exist.
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
    sheet.key_above(panels[0])
    return sheet


def contest_at(history: History, place: int) -> Contest:
    """The contest at a step, repeated with the pooler as it was right before it."""
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
    """The columns that would win without boosting. It changes the pooler, which must be a copy."""
    pooler.boost = [1000] * len(overlaps)
    return pooler.inhibit(overlaps)


def explain(contest: Contest) -> str:
    """The explanation for this contest."""
    winners, helped = len(contest.winners), len(contest.winners - contest.plain)
    cut = (GLOBAL if contest.bounded else LOCAL) if contest.overlaps.any() else NO_BITS
    return EXPLANATION.format(
        columns=len(contest.overlaps),
        near="those at the threshold" if contest.bounded else "the first of them",
        cut=cut.format(winners=winners),
        boosting=BOOSTED.format(helped=helped) if contest.boosted else PLAIN,
    )


def draw(sheet: Sheet, panels: list[Axes], contest: Contest, name: str, strength: Any, winners: int) -> None:
    """Draw a row: all columns from the strongest to the weakest, and a close-up of the threshold."""
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
                winners - 0.5,
                color=sheet.look.ink,
                linewidth=1,
                linestyle="--",
                label="threshold of inhibition",
            )
        axes.set_ylabel(name)
        axes.locator_params("y", integer=True)
    sheet.name(panels[0], f"All columns by {name}")
    sheet.name(panels[1], "The columns at the threshold" if contest.bounded else "The first of them")
    panels[0].set_xlabel("rank", color=sheet.look.soft, fontsize=SMALL)
    panels[1].set_xlabel("column, by rank", color=sheet.look.soft, fontsize=SMALL)
    panels[1].set_xticks(list(near), [f"{column}" for column in order[near]], rotation=90)


def bars(look: Style, axes: Axes, contest: Contest, order: Counts, strength: Any, first: int) -> None:
    """Draw a bar for each of these columns, in the colour of its group; lone winners get a dot."""
    ranks, heights = first + np.arange(len(order)), strength[order]
    half = 0.4 if len(order) <= NEAR else 0.5
    edges = np.column_stack([ranks - half, ranks + half]).ravel()
    for name, colour, columns in groups(look, contest):
        own = np.isin(order, sorted(columns))
        values = np.column_stack([heights * own, 0 * heights]).ravel()[:-1]  # and nothing in between
        axes.stairs(values, edges, fill=True, color=colour, linewidth=0, label=f"{name}: {len(columns):,}")
        together = contest.bounded and colour == look.same  # all at the left, where they are seen
        if colour != look.gone and not together and len(order) > NEAR:
            axes.plot(ranks[own], heights[own], "o", color=colour, markersize=3.5, label=f"_{name}")


def groups(look: Style, contest: Contest) -> list[tuple[str, str, Bits]]:
    """The groups of columns: name, colour, and its columns."""
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
