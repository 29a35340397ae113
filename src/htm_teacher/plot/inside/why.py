"""Why: the segments of a cell, synapse by synapse, and whether they make the cell predictive."""

from typing import Any, cast

from matplotlib.axes import Axes
from matplotlib.figure import SubFigure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from ...core.explain import Dendrite, Synapse, Why
from ...core.model import Model
from ...core.parameters import MemoryParameters
from ...keep.history import History
from ..scales import LARGE, NORMAL, SMALL, dress
from ..sheet import Sheet
from ..style import Style
from .choice import best_first, place_of, telling_cell

MOST_SEGMENTS, MOST_SYNAPSES = 3, 20  # the most that are drawn; the labels of more would overlap

EXPLANATION = (
    "Each row is a segment of this cell, the segment with the most active synapses first. Each stem is a"
    " synapse, labelled with its presynaptic cell and the column of that cell. Its height is its permanence:"
    " from the dotted line up, a synapse is connected (full mark); below, it is only potential (open mark)."
    " Coloured synapses come from active cells. The bars count them: enough connected synapses make the"
    " segment active, and its cell predictive; enough synapses of any kind make the segment matching, and it"
    " learns if its column bursts."
)


def why_a_cell(
    source: History | Model, cell: int | None = None, step: int = -1, style: str = "light"
) -> Sheet:
    """The segments of a cell with their synapses and thresholds, and the answer in a sentence.

    Args:
        source: the run, or a model as it is now; it does not change.
        cell: the cell; if not given, the predictive cell with the most active connected synapses.
        step: in a run, the step after which to look; negative numbers count from the end.

    Raises:
        ValueError: if the step, the cell or the style does not exist, or a step is given with a model.
    """
    model = source if isinstance(source, Model) else source.at(place_of(source, step) + 1)
    if model is source and step != -1:
        raise ValueError(f"step is {step}: a model has no past steps; give its history instead")
    why = model.why(telling_cell(model.memory, cell))
    when = f"after step {model.steps - 1:,}" if model.steps else "before the first step"
    verb = "is" if why.predictive else "is not"
    sheet = Sheet(f"Why cell {why.cell} {verb} predictive {when}", EXPLANATION, style)
    cast(ConstrainedLayoutEngine, sheet.get_layout_engine()).set(w_pad=0.15)
    above, middle, below = sheet.body.subfigures(3, 1, height_ratios=[0.06, 0.84, 0.1])
    for part in (above, middle, below):
        part.set_facecolor(sheet.look.page)
    ranked = best_first(why)
    drawn = ranked[:MOST_SEGMENTS]
    if drawn:
        add_legend(sheet, above)
        draw_segments(sheet, middle, drawn, model.memory.parameters)
    else:
        middle.text(0.5, 0.5, "no segments yet", ha="center", fontsize=LARGE + 3, color=sheet.look.soft)
    say(sheet, below, why, len(ranked) - len(drawn))
    return sheet


def add_legend(sheet: Sheet, part: SubFigure) -> None:
    """Add the legend of the marks."""
    look = sheet.look
    handles = [Line2D([], [], **looks, label=name) for name, looks in kinds(look).items()]
    handles.append(Line2D([], [], color=look.soft, linestyle=":", label="connected from here up"))
    handles.append(Line2D([], [], color=look.ink, linestyle="none", marker="|", markersize=12,
                          markeredgewidth=2, label="needed"))  # fmt: skip
    part.legend(
        handles=handles, loc="center left", bbox_to_anchor=(0.013, 0.5), ncols=len(handles), frameon=False,
        fontsize=NORMAL, labelcolor=look.soft, handletextpad=0.4, columnspacing=2.5,
    )  # fmt: skip


def draw_segments(
    sheet: Sheet, part: SubFigure, dendrites: list[Dendrite], parameters: MemoryParameters
) -> None:
    """Draw a row for each segment: its counts on the left, its synapses on the right."""
    panels = part.subplots(len(dendrites), 2, width_ratios=[1, 5], squeeze=False).ravel().tolist()
    for axes in panels:
        dress(axes, sheet.look)
    longest = max(len(one.synapses) for one in dendrites)
    for dendrite, counts, stems in zip(dendrites, panels[::2], panels[1::2], strict=True):
        draw_counts(sheet, counts, dendrite, parameters)
        counts.set_xlim(0, 1.12 * max(longest, parameters.activation_threshold))
        draw_synapses(sheet, stems, dendrite, parameters)
        stems.set_xlim(-0.6, max(5, min(longest, MOST_SYNAPSES)) - 0.4)
    panels[-2].set_xlabel("synapses", color=sheet.look.soft, fontsize=SMALL)
    label = "presynaptic cell, and below it its column"
    panels[-1].set_xlabel(label, color=sheet.look.soft, fontsize=SMALL)


def draw_counts(sheet: Sheet, axes: Axes, dendrite: Dendrite, parameters: MemoryParameters) -> None:
    """Draw how many synapses come from active cells, and how many are needed."""
    look = sheet.look
    counts = (
        (1, "connected", dendrite.connected_active, parameters.activation_threshold, look.precision),
        (0, "of any kind", dendrite.potential_active, parameters.learning_threshold, "none"),
    )
    for height, name, count, needed, face in counts:
        axes.barh(height, count, 0.5, facecolor=face, edgecolor=look.precision, linewidth=1.5, label=name)
        axes.plot(
            [needed, needed],
            [height - 0.36, height + 0.25],
            color=look.ink,
            linewidth=2,
            label=f"needed, {name}",
        )
        axes.annotate(
            f"{count} ({needed} needed)", (0, height + 0.25), (1, 3), textcoords="offset points",
            fontsize=SMALL, color=look.ink,
        )  # fmt: skip
    axes.set_yticks([1, 0], ["active,\nconnected", "active,\nof any kind"])
    axes.set_ylim(-0.5, 1.8)
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    sheet.name(axes, f"Segment {dendrite.serial}: {dendrite.state}")


def draw_synapses(sheet: Sheet, axes: Axes, dendrite: Dendrite, parameters: MemoryParameters) -> None:
    """Draw each synapse as a stem, as high as its permanence; active synapses come first."""
    look = sheet.look
    shown = sorted(dendrite.synapses, key=most_telling)[:MOST_SYNAPSES]
    for name, looks in kinds(look).items():
        stems = [(place, one.permanence) for place, one in enumerate(shown) if kind(one) == name]
        places, heights = zip(*stems, strict=True) if stems else ((), ())
        axes.vlines(places, 0, heights, color=looks["color"], linewidth=2)
        axes.plot(places, heights, **looks, label=name)
    threshold = parameters.connected_permanence
    axes.axhline(threshold, color=look.soft, linewidth=1.2, linestyle=":", label="threshold")
    size = parameters.cells_per_column
    axes.set_xticks(range(len(shown)), [f"{one.source}\n{one.source // size}" for one in shown])
    axes.tick_params(axis="x", length=0)
    axes.set_yticks(sorted({0, threshold, 1}))
    axes.set_ylim(-0.08, 1.12)
    axes.set_ylabel("permanence")
    more = len(dendrite.synapses) - len(shown)
    rest = f", of which {more} inactive or weaker synapses are left out" if more else ""
    axes.set_title(f"{len(dendrite.synapses)} synapses{rest}", loc="left", fontsize=NORMAL, color=look.soft)


def most_telling(synapse: Synapse) -> tuple[bool, bool, float, int]:
    """Sorting key: active before inactive, connected before not connected, strong before weak."""
    return not synapse.active, not synapse.connected, -synapse.permanence, synapse.source


def kind(synapse: Synapse) -> str:
    """The state of a synapse, as text."""
    connected = "connected" if synapse.connected else "not connected"
    return f"{'active' if synapse.active else 'inactive'}, {connected}"


def kinds(look: Style) -> dict[str, dict[str, Any]]:
    """The look of each kind of synapse."""
    return {
        f"{state}, {connected}": {
            "color": colour, "markerfacecolor": colour if full else look.page, "marker": "o",
            "markersize": 7, "markeredgewidth": 1.6, "linestyle": "none",
        }
        for state, colour in (("active", look.precision), ("inactive", look.gone))
        for connected, full in (("connected", True), ("not connected", False))
    }  # fmt: skip


def say(sheet: Sheet, part: SubFigure, why: Why, left_out: int) -> None:
    """Write the answer under the segments, and how many segments are left out."""
    part.text(0.02, 0.7, why.sentence, fontsize=LARGE, color=sheet.look.ink, va="center")
    if left_out:
        rest = f"{left_out} more segments, with fewer active synapses, are left out."
        part.text(0.02, 0.2, rest, fontsize=NORMAL, color=sheet.look.soft, va="center")
