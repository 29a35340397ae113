"""Duty cycles, boost factors, entropy and stability: whether all columns are used, and become stable.

Source: Cui, Ahmad & Hawkins 2017, "The HTM spatial pooler", for entropy and stability.
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes

from ...keep.history import History
from ..recording import Numbers
from ..scales import SMALL, dress
from ..sheet import THOUSANDS, Sheet
from ..survey import Sample, Survey, surveyed

# Bands of columns, each over the one before: name, lowest percentile, highest percentile, shade.
BANDS = (("all columns", 0, 100, 0.1), ("the middle 80 %", 10, 90, 0.22), ("the middle half", 25, 75, 0.35))

SPREADS: dict[str, Callable[[Sample], Numbers]] = {
    "Active duty cycle": lambda sample: sample.activity_duty,
    "Overlap duty cycle": lambda sample: sample.overlap_duty,
    "Boost factor": lambda sample: sample.boost,
}

EXPLANATION = (
    "The active duty cycle is how often a column won lately; the overlap duty cycle is how often it had any"
    " overlap. Boosting favours columns that win less often than the target, and holds back the"
    " others{boosting}. Entropy is high if all columns are used: at the dashed line all win equally often,"
    " near 0 always the same few. For stability, the pooler is given the same {probes} inputs again and"
    " again: at 1 the same columns win as {apart} earlier. A good pooler ends high in both. During testing"
    " nothing here changes."
)


def duty_and_boost(source: History | Survey, style: str = "light") -> Sheet:
    """Duty cycles and boost factors of all columns, the entropy of their activity, and their stability.

    Args:
        source: the run, or a survey of it, which saves time; it does not change.

    Raises:
        ValueError: if there are no steps.
    """
    looks = surveyed(source)
    samples, parameters = looks.samples, looks.history.model.pooler.parameters
    sheet = Sheet("Are all columns used, and are they stable?", explain(looks), style)
    panels = lay_out(sheet)
    levels = (parameters.active_column_count / parameters.columns, None, 1.0)
    for (name, values), level in zip(SPREADS.items(), levels, strict=True):
        spread(sheet, panels[name], samples, values, level)
        sort(sheet, panels[f"{name}, sorted"], values(samples[-1]))
    draw_entropy(sheet, panels["Entropy"], samples)
    draw_stability(sheet, panels["Stability"], samples)
    sheet.key_above(panels["Active duty cycle"])
    return sheet


def explain(looks: Survey) -> str:
    """The explanation for this run."""
    samples = looks.samples
    apart = round(len(looks.history) / (len(samples) - 1))
    boosted = any((sample.boost != 1).any() for sample in samples)
    return EXPLANATION.format(
        boosting="" if boosted else "; here it is off",
        probes=len(samples[0].answers),
        apart=f"about {apart:,} step{'s' * (apart != 1)}",
    )


def lay_out(sheet: Sheet) -> dict[str, Axes]:
    """Panels by name: each measure over time and, beside it, all columns at the end, sorted."""
    above = [name for spread in SPREADS for name in (spread, f"{spread}, sorted")]
    below = ["Entropy"] * 3 + ["Stability"] * 3
    panels: dict[str, Axes] = sheet.body.subplot_mosaic([above, below], width_ratios=[3.5, 1] * 3)
    for name in SPREADS:
        panels[f"{name}, sorted"].sharey(panels[name])
    for name, axes in panels.items():
        dress(axes, sheet.look)
        sheet.name(axes, "end" if name.endswith("sorted") else name)
    return panels


def spread(
    sheet: Sheet, axes: Axes, samples: list[Sample], values: Callable[[Sample], Numbers], level: float | None
) -> None:
    """Draw how a measure is spread over the columns at each sample; dotted, its target."""
    steps = [sample.steps for sample in samples]
    table = np.array([values(sample) for sample in samples])
    for name, low, high, shade in BANDS:
        bounds = np.percentile(table, [low, high], axis=1)
        axes.fill_between(steps, *bounds, color=sheet.shades()(shade), linewidth=0, label=name)
    axes.plot(steps, np.median(table, axis=1), color=sheet.look.ink, linewidth=1.4, label="median")
    if level is not None:
        axes.axhline(level, color=sheet.look.new, linewidth=1.4, linestyle=":", label="target")
    lowest, highest = float(table.min()), max(float(table.max()), level or 0.05)
    bottom = 1.2 * lowest - 0.2 * highest if highest / 2 < lowest < highest else 0
    axes.set_ylim(bottom, 1.05 * highest)
    along(sheet, axes)


def along(sheet: Sheet, axes: Axes) -> None:
    """Let the x axis count steps."""
    axes.set_xlabel("step", color=sheet.look.soft, fontsize=SMALL)
    axes.locator_params("x", integer=True, nbins=5)
    axes.xaxis.set_major_formatter(THOUSANDS)
    axes.margins(x=0)


def sort(sheet: Sheet, axes: Axes, values: Numbers) -> None:
    """Draw the columns at the end, from the highest to the lowest."""
    axes.stairs(np.sort(values)[::-1], fill=True, color=sheet.look.same, label="_sorted")
    axes.set_xlim(0, len(values))
    axes.set_xticks([0, len(values)], ["0", f"{len(values):,}"])
    axes.set_xlabel("columns", color=sheet.look.soft, fontsize=SMALL)
    axes.tick_params(labelleft=False)


def draw_entropy(sheet: Sheet, axes: Axes, samples: list[Sample]) -> None:
    """Draw the entropy of the columns' activity, and the most it can be."""
    steps = [sample.steps for sample in samples]
    duties = [sample.activity_duty for sample in samples]
    most = [entropy(np.full_like(duty, duty.mean())) for duty in duties]
    axes.plot(
        steps, [entropy(duty) for duty in duties], color=sheet.look.recall, linewidth=1.8, label="entropy"
    )
    axes.plot(steps, most, color=sheet.look.soft, linewidth=1.2, linestyle="--", label="all equally often")
    axes.set_ylim(0, 1.1 * max(1.0, *most))
    axes.set_ylabel("bits")
    sheet.key(axes, loc="best", ncols=2)
    along(sheet, axes)


def entropy(duty: Numbers) -> float:
    """The entropy of independent columns that win this often, in bits."""
    often = duty[(duty > 0) & (duty < 1)]
    return float(-(often * np.log2(often) + (1 - often) * np.log2(1 - often)).sum())


def draw_stability(sheet: Sheet, axes: Axes, samples: list[Sample]) -> None:
    """Draw the stability of the representation from sample to sample: mean, lowest and highest input."""
    steps = [sample.steps for sample in samples[1:]]
    kept = [same_answers(before, now) for before, now in pairwise(samples)]
    if samples[0].answers:
        lowest, highest = [min(one) for one in kept], [max(one) for one in kept]
        axes.fill_between(
            steps,
            lowest,
            highest,
            color=sheet.look.precision,
            alpha=0.22,
            linewidth=0,
            label="lowest and highest",
        )
        mean = [float(np.mean(one)) for one in kept]
        axes.plot(steps, mean, color=sheet.look.precision, linewidth=1.8, label="mean of these inputs")
        sheet.key(axes, loc="lower right", ncols=2)
    axes.set_ylim(0, 1.08)
    axes.set_ylabel("fraction of columns that stay")
    along(sheet, axes)


def same_answers(before: Sample, now: Sample) -> list[float]:
    """For each input, the fraction of its columns that also won before; 1 if no column wins."""
    sizes = [max(len(one), len(other)) for one, other in zip(before.answers, now.answers, strict=True)]
    shared = [len(one & other) for one, other in zip(before.answers, now.answers, strict=True)]
    return [part / size if size else 1.0 for part, size in zip(shared, sizes, strict=True)]
