"""What can happen to a machine: parameters, encoders, values and events that follow from a seed."""

from collections.abc import Callable
from random import Random
from typing import Any

from htm_teacher import RDSE, Category, Delta, Fields, Scalar

Event = tuple[Any, ...]

PERMANENCES = [0.0, 0.0001, 0.001, 0.02, 0.1, 0.21, 0.5, 0.9999, 1.0]
HUGE = 2**31
# Everything that may change on the way, with the values it is changed to; also some that are refused.
CHANGES: dict[str, list[Any]] = {
    "active_column_count": [1, 2, 3, 5, 36, 0],
    "pooler_permanence_increment": PERMANENCES,
    "pooler_permanence_decrement": PERMANENCES,
    "stimulus_threshold": [0, 1, 2, 4, HUGE],
    "boost_strength": [0.0, 0.5, 100.0, 101],
    "duty_cycle_period": [1, 2, 7, 1000, HUGE],
    "minimum_overlap_duty": [0.0, 0.001, 0.5, 1.0],
    "activation_threshold": [1, 2, 3, 4, 6, 20, HUGE],
    "learning_threshold": [1, 1, 2, 3, 5, HUGE],
    "initial_permanence": PERMANENCES,
    "memory_connected_permanence": PERMANENCES,
    "memory_permanence_increment": PERMANENCES,
    "memory_permanence_decrement": PERMANENCES,
    "predicted_decrement": PERMANENCES,
    "sample_size": [1, 2, 3, 5, 20, 40, HUGE],
    "max_synapses_per_segment": [1, 2, 3, 8, 31, 32, 33, 64, 65, 300, HUGE],
    "max_segments_per_cell": [1, 1, 2, 3, 128, HUGE],
    "learning_rate": [0.0, 0.1, 1, 10.0, 11],
    "spread": [0, 0, 1, 2, 1000, 1001],
    "rehearsals": [0, 2],
    "columns": [16, 17],
    "no_such": [1],
}


def parameters(draw: Random) -> dict[str, Any]:
    """Parameters of a new machine: most of them valid, many at the edge of their ranges."""
    columns = draw.choice([1, 2, 9, 16, 36])
    chosen: dict[str, Any] = {"columns": columns, "cells_per_column": draw.choice([1, 1, 2, 3, 5])}
    chosen["active_column_count"] = draw.randint(1, min(columns, draw.choice([3, 36])))
    if draw.random() < 0.4:
        chosen |= {"potential_radius": draw.choice([None, 0, 2, HUGE]), "wrap_around": draw.random() < 0.5}
        if columns in (9, 16, 36) and draw.random() < 0.5:
            side = int(columns**0.5)
            chosen |= {"input_dimensions": (8, 8), "column_dimensions": (side, side)}
        if draw.random() < 0.6:
            chosen |= {"inhibition": "local", "inhibition_radius": draw.choice([0, 1, 3, HUGE])}
    chosen["potential_fraction"] = draw.choice([0.0, 0.3, 0.8, 1.0])
    chosen["pooler_connected_permanence"] = draw.choice([0.0001, 0.2, 1.0])
    chosen |= {"horizons": draw.choice([(1,), (1,), (1, 3), (7, 2, 5)]), "refit_every": draw.randint(1, 6)}
    for name, least, most in (("learning_period", 0, 9), ("estimation_samples", 1, 5), ("window", 1, 15)):
        chosen[name] = draw.randint(least, most)
    chosen |= {"rehearsals": draw.choice([0, 0, 1, 3]), "rehearsal_window": draw.choice([1, 5, 10_000])}
    chosen |= {"reads_bits": draw.random() < 0.5}
    if draw.random() < 0.5:
        widths = draw.choice([1.0, 0.3, 1e-300, 5e-324, 1e308]), 2.0, draw.choice([1, 7.5])
        chosen["change_widths"] = widths[: len(chosen["horizons"])]
        origins = draw.choice([None, 0.0, 2.5, -1e308]), None, draw.choice([None, 1.0])
        chosen["change_origins"] = draw.choice([None, origins[: len(chosen["horizons"])]])
    learning = draw.choice([1, 1, 2, 3])
    chosen |= {"learning_threshold": learning, "activation_threshold": learning + draw.randint(0, 2)}
    room = draw.choice([1, 2, 6, 12, 12, 40, 70, 2**15 if draw.random() < 0.05 else 33])
    chosen |= {"max_synapses_per_segment": room, "sample_size": draw.choice([1, min(room, 6), room])}
    for name in ("pooler_permanence_increment", "initial_permanence", "memory_permanence_decrement"):
        chosen[name] = draw.choice(PERMANENCES)
    others = draw.sample(sorted(CHANGES.keys() - chosen.keys() - {"no_such"}), draw.randint(0, 6))
    return chosen | {name: draw.choice(CHANGES[name]) for name in others}


ENCODERS: list[Callable[[], Any]] = [
    lambda: RDSE(resolution=1.0, size=64, active_bits=9),
    lambda: RDSE(resolution=1.0, size=64, active_bits=3),
    lambda: Delta(1.0, size=64, active_bits=9),
    lambda: Scalar(0, 23, size=64, active_bits=9),
    lambda: Category(("ash", "oak", "elm", 3, 4, 5, 6), active_bits=8),
    lambda: Fields(
        {"load": RDSE(resolution=1.0, size=32, active_bits=5), "tree": Category(("ash", "oak", "elm"), 8)}
    ),
]
WORDS = ["ash", "oak", "elm", "yew"]


def value(draw: Random, kind: int) -> Any:
    """A value of a machine with this kind of encoder: seldom missing, or one that cannot be encoded."""
    rare = draw.random()
    if rare < 0.06:
        return draw.choice([None, float("nan"), {}])
    if rare < 0.09:
        return draw.choice([float("inf"), "yew", -1e300, 1e18, 2**80, 1e19, {"load": "x"}, {"no": 1}, True])
    few = draw.choice([draw.randrange(4), draw.randrange(4), draw.randrange(24)])
    word = draw.choice(WORDS)
    if kind == 5:
        return {"load": few, "tree": word} if draw.random() < 0.9 else {"load": few}
    return draw.choice([few, float(few), word]) if kind == 4 else draw.choice([few, float(few)])


NAMES = (
    *("step",) * 14, *("run", "change") * 4, *("add", "remove", "swap") * 2, "kill", "kill_cells",
    "kill_column", "reset", "peek", "free_run", "why", "history", "deepcopy", "pickle",
)  # fmt: skip


def event(draw: Random, kind: int, nested: bool = False) -> Event:  # noqa: PLR0911 - one for each kind
    """One thing that happens. The numbers in it are taken modulo what is there when it happens."""
    learn = draw.random() < 0.85
    name = draw.choice(NAMES)
    if nested and name not in ("run", "change", "kill", "reset"):
        name = "step"
    match name:
        case "step" | "peek":
            return name, value(draw, kind), learn
        case "run":
            pattern = [value(draw, kind) for _ in range(draw.randint(1, 5))]
            return name, pattern * draw.randint(1, 5), learn
        case "change":
            names = draw.sample(sorted(CHANGES), draw.choice([1, 1, 2, 4]))
            return name, {one: draw.choice(CHANGES[one]) for one in names}
        case "add":
            most = draw.choice([1, 3, 3, 12, 40])
            sources = {draw.choice([-1, 10**6]) if draw.random() < 0.01 else draw.randrange(10**4)
                       for _ in range(draw.randint(1, most))}  # fmt: skip
            return name, draw.randrange(10**4), {one: draw.choice(PERMANENCES) for one in sources}
        case "remove":
            return name, draw.randrange(10**4), draw.random() < 0.2
        case "kill":
            return name, draw.choice([0, 0.02, 0.1, 0.3, 1.0 if draw.random() < 0.1 else 0.1, 1.5])
        case "kill_cells":
            return name, [draw.randrange(10**4) for _ in range(draw.randint(0, 4))]
        case "kill_column" | "why":
            return name, draw.randrange(10**4)
        case "free_run":
            return name, draw.choice([0, 1, 4, -1])
        case "history":
            events = [event(draw, kind, nested=True) for _ in range(draw.randint(2, 12))]
            return name, events, draw.randrange(100), draw.randrange(100)
    return (name,)


def life(seed: int) -> tuple[dict[str, Any], int, int, list[Event]]:
    """Parameters, seed of the machine, kind of encoder and events that follow from this seed."""
    draw = Random(seed)
    kind = draw.choice([0, 0, 0, 1, 2, 3, 4, 5])
    chosen = parameters(draw)
    return chosen, draw.randrange(2**70), kind, [event(draw, kind) for _ in range(draw.randint(5, 45))]
