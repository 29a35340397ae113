"""Draw the pictures of docs/detectors.md and write its table: ``python docs/make/detectors.py``.

The table says which kinds of anomalies each detector finds in a wave with noise. The tests make it again.
"""

import math
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from htm_teacher import Random
from htm_teacher.detect import Detection, Detector, FullMachine
from htm_teacher.detect.small_machines import Levels
from htm_teacher.keep.whole_file import whole_file
from htm_teacher.plot.style import STYLES
from small_png import save

PAGE = Path(__file__).resolve().parents[1] / "detectors.md"
LOOK = STYLES["light"]
DAY, DAYS, WARM_UP = 48, 40, 480  # rows, days and rows
AT = 32 * DAY + 11  # where the anomaly begins
Values = list[float]


def wave(seed: int = 1) -> Values:
    """Days that are alike, with a little noise."""
    draw, turn = Random(seed, "noise"), 2 * math.pi / DAY
    return [
        20 + 8 * math.sin(turn * i) + 3 * math.sin(3 * turn * i) + draw.uniform() - 0.5
        for i in range(DAY * DAYS)
    ]


def _new_level(values: Values) -> Values:
    return [*values[:AT], values[AT] + 15, *values[AT + 1 :]]


def _new_step(values: Values) -> Values:
    return [*values[:AT], values[AT + DAY // 2], *values[AT + 1 :]]


def _still(values: Values) -> Values:
    return [*values[:AT], *[values[AT]] * DAY, *values[AT + DAY :]]


def _slow(values: Values) -> Values:
    return [*values[:AT], *(values[AT + i // 2] for i in range(DAY)), *values[AT + DAY :]]


def _noisy(values: Values) -> Values:
    draw = Random(3, "more noise")
    return [
        *values[:AT],
        *(one + 8 * draw.uniform() - 4 for one in values[AT : AT + DAY]),
        *values[AT + DAY :],
    ]


def _weak(values: Values) -> Values:
    return [*values[:AT], *(20 + (one - 20) / 2 for one in values[AT : AT + DAY]), *values[AT + DAY :]]


def _drifting(values: Values) -> Values:
    return [*values[:AT], *(one + min(4, i / DAY / 2) for i, one in enumerate(values[AT:]))]


def _shifted(values: Values) -> Values:
    return [*values[:AT], *values[AT + DAY // 2 : AT + 3 * DAY // 2], *values[AT + DAY :]]


KINDS: dict[str, Callable[[Values], Values]] = {
    "nothing": lambda values: values,
    "a value never seen": _new_level,
    "a known value at a wrong moment": _new_step,
    "a day at a standstill": _still,
    "a day at half speed": _slow,
    "a day with more noise": _noisy,
    "a day with half the swing": _weak,
    "a slow drift upwards": _drifting,
    "half a day too early": _shifted,
}
"""{what happens: the wave with it}."""


class Found(NamedTuple):
    """What a detector finds.

    Attributes:
        alert: how many rows after the beginning the first alert is, within two days; None without one.
        rank: the highest rank within two days, in multiples of the highest of the 22 days before.
    """

    alert: int | None
    rank: float


def judge(found: Sequence[Detection]) -> Found:
    """What was found after the beginning of the anomaly."""
    after = found[AT : AT + 2 * DAY]
    before = max(one.rank for one in found[WARM_UP:AT])
    alerts = [row for row, one in enumerate(after) if one.alert]
    return Found(alerts[0] if alerts else None, max(one.rank for one in after) / before)


def detectors() -> dict[str, Any]:
    """{name: a detector that has seen nothing}."""
    return {"small machines": Detector(WARM_UP), "full machine": FullMachine(WARM_UP)}


def table() -> str:
    """The table of the page."""
    lines = ["| What happens | " + " | ".join(f"{name}: alert, rank" for name in detectors()) + " |"]
    lines.append("|---" * (1 + len(detectors())) + "|")
    for kind, change in KINDS.items():
        cells = []
        for detector in detectors().values():
            one = judge(detector.run(change(wave())))
            alert = "no alert" if one.alert is None else f"after {one.alert} rows"
            cells.append(f"{alert}, {one.rank:.1f} x")
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def plain(figure: Figure, *places: int) -> Any:
    """Axes without a frame on top and on the right."""
    axes = figure.add_subplot(*places)
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def draw_levels() -> Figure:
    """A wave, and what a machine of novelty and a machine of shape are given of it."""
    values, figure = wave()[: 3 * DAY], Figure(figsize=(9, 3.2), layout="constrained")
    levels, axes = Levels(min(values), max(values), 8), plain(figure, 1, 1, 1)
    for i in range(9):
        axes.axhline(levels.low + i * levels.width, color=LOOK.faint, linewidth=0.8)
    axes.plot(values, color=LOOK.gone, label="the values")
    middle = [levels.low + (levels.of(value) + 0.5) * levels.width for value in values]
    axes.step(range(len(values)), middle, where="mid", color=LOOK.same, label="their levels, of 8")
    now = 100
    for lag, color in ((8, LOOK.new), (32, LOOK.precision)):
        rows = range(now - lag - lag // 2 + 1, now - lag + 1)
        mean = sum(values[row] for row in rows) / len(rows)
        axes.plot([rows[0], rows[-1]], [mean, mean], color=color, linewidth=4, label=f"mean {lag} rows ago")
    axes.plot(now, values[now], "o", color=LOOK.ink, label="now")
    axes.set(xlabel="row", ylabel="value")
    figure.legend(loc="outside upper center", ncols=5, frameon=False, fontsize=8)
    return figure


def draw_kinds() -> Figure:
    """Each kind of anomaly, with the ranks and the alerts of both detectors."""
    kinds = [kind for kind in KINDS if kind != "nothing"]
    figure = Figure(figsize=(9, 11), layout="constrained")
    colors = dict(zip(detectors(), (LOOK.same, LOOK.new), strict=True))
    rows = range(AT - DAY, AT + 2 * DAY)
    for place, kind in enumerate(kinds):
        values = KINDS[kind](wave())
        above, below = (
            plain(figure, 8, 2, 4 * (place // 2) + place % 2 + 1),
            plain(figure, 8, 2, 4 * (place // 2) + place % 2 + 3),
        )
        above.set_title(kind, fontsize=9)
        above.plot(rows, values[rows[0] : rows[-1] + 1], color=LOOK.ink, linewidth=0.9)
        for axes in (above, below):
            axes.axvline(AT, color=LOOK.gone, linewidth=0.8, linestyle=":")
            axes.tick_params(labelsize=7)
            axes.set_xticks([])
        for name, detector in detectors().items():
            found = detector.run(values)
            most = max(one.rank for one in found)
            below.plot(rows, [found[row].rank / most for row in rows], color=colors[name], linewidth=0.9)
            alerts = [row for row in rows if found[row].alert]
            height = 1.12 + 0.16 * (name == "full machine")
            below.plot(alerts, [height] * len(alerts), "v", color=colors[name], markersize=5)
        below.set(ylim=(0, 1.4), yticks=[])
    for name, color in colors.items():
        figure.axes[0].plot([], [], color=color, label=f"{name}: rank; ▼ alert")
    figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=9)
    return figure


PICTURES = {"detectors-levels": draw_levels, "detectors-kinds": draw_kinds}
"""{file: what draws it}."""
TABLE = re.compile(r"^\| What happens .*?(?=\n\n)", re.MULTILINE | re.DOTALL)


def main() -> int:
    """Draw the pictures and write the table into the page."""
    for name, draw in PICTURES.items():
        figure = draw()
        FigureCanvasAgg(figure)
        save(figure, PAGE.parent / "pictures" / f"{name}.png")
    text = TABLE.sub(lambda _: table(), PAGE.read_text(encoding="utf-8"), count=1)
    with whole_file(PAGE) as draft:
        draft.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
