"""A detector as plain data, without what every detector has: its poolers, which never learn.

A pooler takes megabytes. Those of all detectors with the same seed are equal, so they are made once in a
process and shared. What is left of a detector is what it has learned.
"""

from array import array
from functools import lru_cache
from typing import Any

from ..core.anomaly import Normal
from ..core.model import Model
from ..core.saved_rows import Numbers
from ..detect import Detector
from ..detect.detector import WEAKEST
from ..detect.small_machines import Levels, SmallMachine
from ..detect.usual import Usual
from ..keep.state import check_memory
from .rules import Rules
from .sealed import StateError

COUNTS = ("since", "index", "count", "total", "squares", "smoothed")  # of what is usual


class SharingDetector(Detector):
    """A detector that shares its poolers with all others of the same seed. Its answers are the same."""

    def _prepare(self, low: float, high: float) -> None:
        if self.range is None and self.waiting is not None:
            return  # the range is not known yet
        super()._prepare(low, high)

    def _machine(self, levels: Levels, lags: tuple[int, ...]) -> SmallMachine:
        return _machine(levels, lags, tuple(self.choices.items()))


def new_detector(rules: Rules) -> SharingDetector:
    """A detector at its start."""
    threshold = rules.threshold if rules.budget is None else WEAKEST
    return SharingDetector(rules.warm_up, threshold=threshold, seed=rules.seed, engine=rules.engine)


@lru_cache(maxsize=8)
def _template(lags: tuple[int, ...], choices: tuple[tuple[str, Any], ...]) -> tuple[Model, dict[str, Any]]:
    """A model of a small machine that has seen nothing, and the state of all but its pooler."""
    model = SmallMachine(Levels(0.0, 1.0, 1), lags, **dict(choices)).model
    parts = ("memory", "likelihood", "classifier")
    return model, {part: getattr(model, part).state() for part in parts}


def _machine(
    levels: Levels, lags: tuple[int, ...], choices: tuple[tuple[str, Any], ...], memory: Any = None
) -> SmallMachine:
    """A small machine, with a memory of this state, or at its start."""
    template, state = _template(lags, choices)
    kind = type(template)
    if memory is not None:
        memory = {**memory, "parameters": state["memory"]["parameters"]}
        check_memory(memory, template.memory.size, getattr(kind, "numbers_type", Numbers))
    model = kind(
        template.encoder,
        template.pooler,
        kind.memory_type.from_state(memory or state["memory"]),
        kind.likelihood_type.from_state(state["likelihood"]),
        kind.classifier_type.from_state(state["classifier"]),
        settle_after=0,
    )
    return SmallMachine(levels, lags, model=model)


def plain(detector: Detector) -> dict[str, Any]:
    """What the detector has seen and learned."""
    if detector.waiting is not None:
        return {"waiting": array("d", (value for value, _ in detector.waiting))}
    likelihood = detector.likelihood.state()
    return {
        "index": detector.index,
        "machines": [_plain_machine(one) for one in (*detector.novelty, *detector.shape)],
        "likelihood": {
            name: likelihood[name] for name in ("index", "scores", "averages", "usual", "last_tail")
        },
        "usual": [_plain_usual(one) for one in (detector.usual_novelty, detector.usual_shape)],
        "peaks": array("d", detector.peaks.last),
    }


def detector_of(state: dict[str, Any], rules: Rules) -> Detector:
    """The detector that ``plain`` described; it continues exactly.

    Raises:
        StateError: if the parts do not fit together.
    """
    detector = new_detector(rules)
    if "waiting" in state:
        detector.waiting = [(value, None) for value in state["waiting"]]
        return detector
    try:
        _restore(detector, state)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise StateError(f"it is damaged: {error}") from error
    return detector


def _restore(detector: Detector, state: dict[str, Any]) -> None:
    detector.waiting, detector.index = None, state["index"]
    machines = [_restored_machine(one, tuple(detector.choices.items())) for one in state["machines"]]
    detector.novelty, detector.shape = machines[:-2], machines[-2:]
    saved, likelihood = state["likelihood"], detector.likelihood
    likelihood.index, likelihood.last_tail = saved["index"], saved["last_tail"]
    likelihood.scores.extend(saved["scores"])
    likelihood.averages.extend(saved["averages"])
    likelihood.values.extend([None] * len(saved["averages"]))
    likelihood.usual = saved["usual"] and Normal(*saved["usual"])
    for usual, one in zip((detector.usual_novelty, detector.usual_shape), state["usual"], strict=True):
        vars(usual).update(zip(COUNTS, one["counts"], strict=True))
        usual.last.extend(one["last"])
    detector.peaks.last.extend(state["peaks"])


def _plain_machine(one: SmallMachine) -> dict[str, Any]:
    memory = one.model.memory.state()
    del memory["parameters"]
    levels = one.levels
    return {
        "levels": [levels.low, levels.high, levels.count, levels.shift],
        "lags": list(one.lags),
        "past": array("d", one.past),
        "last": one.last,
        # A step is a pair of rows of levels, and how often it was; its levels have been seen, too.
        "seen": sorted(([*step, one.seen[step]] for step in one.steps()), key=repr),
        "memory": memory,
    }


def _restored_machine(state: dict[str, Any], choices: tuple[tuple[str, Any], ...]) -> SmallMachine:
    one = _machine(Levels(*state["levels"]), tuple(state["lags"]), choices, state["memory"])
    one.past.extend(state["past"])
    one.last = None if state["last"] is None else tuple(state["last"])
    for before, now, *count in state["seen"]:  # format 1 did not count
        step = None if before is None else tuple(before), tuple(now)
        one.seen[step] = count[0] if count else 1
        one.seen[step[1]] += one.seen[step]
    return one


def _plain_usual(usual: Usual) -> dict[str, Any]:
    return {"counts": [getattr(usual, name) for name in COUNTS], "last": array("d", usual.last)}
