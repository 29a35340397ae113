"""How a state is written shorter: gaps in place of indices, and each row of weights once.

A gap fits into a byte where an index takes four. Cells that won at the same steps have equal weights.
"""

from __future__ import annotations

from array import array
from itertools import chain
from typing import Any

from ..core.parameters import ClassifierParameters
from ..core.rng import Random
from ..core.saved_rows import Numbers

State = dict[str, Any]
Ask = type[Numbers]
WHOLE = ("B", "H", "I")  # types of whole numbers without a sign


def packed(state: State, ask: Ask) -> State:
    """The state of a model as it is written."""
    pools, synapses = _with_gaps(state["pooler"]["pools"], ask), _with_gaps(state["memory"]["synapses"], ask)
    classifier, width = state["classifier"], len(state["classifier"]["buckets"])
    rows, weights = {}, {}
    for horizon, numbers in classifier["weights"].items():
        rows[horizon], weights[horizon] = ask.once(numbers, width)
    return state | {
        "pooler": state["pooler"] | {"pools": pools},
        "memory": state["memory"] | {"synapses": synapses},
        "classifier": classifier | {"rows": rows, "weights": weights},
    }


def unpacked(state: State, ask: Ask, most_bytes: int) -> State:
    """The state that was written so; the weights take ``most_bytes`` at most.

    Raises:
        ValueError, TypeError, KeyError or other errors: if the parts do not fit together.
    """
    pools = _with_indices(state["pooler"]["pools"], ask)
    synapses = _with_indices(state["memory"]["synapses"], ask)
    classifier, width = dict(state["classifier"]), len(state["classifier"]["buckets"])
    rows = classifier.pop("rows")
    held = sum(len(places) * width * 8 for places in rows.values())
    if held > most_bytes or rows.keys() != classifier["weights"].keys():
        raise ValueError(f"there are {held:,} bytes of weights, which is refused")
    weights = {
        horizon: _each(rows[horizon], once, width, ask) for horizon, once in classifier["weights"].items()
    }
    return state | {
        "pooler": state["pooler"] | {"pools": pools},
        "memory": state["memory"] | {"synapses": synapses},
        "classifier": classifier | {"weights": weights},
    }


def with_past(state: State) -> State:
    """The state of version 3: of a remembered moment, version 2 has no more than the winner cells."""
    classifier = dict(state["classifier"])
    moments = classifier.pop("remembered")
    none = array("q", bytes(8 * len(moments)))
    past = {
        "sequence": 0,
        "sequences": none,
        "sizes": array("I", map(len, moments)),
        "features": array("I", chain.from_iterable(moments)),
        "known": array("B", bytes(len(moments))),
        "targets": none,
    }
    return state | {"classifier": classifier | {"random": Random(42, "classifier").state, "past": past}}


def with_parameters(state: State) -> State:
    """The state of version 4, in which the classifier has parameters that earlier versions do not have."""
    classifier = state["classifier"]
    parameters = vars(ClassifierParameters(**classifier["parameters"]))
    return state | {"classifier": classifier | {"parameters": dict(parameters)}}


def _with_gaps(flat: State, ask: Ask) -> State:
    """Rows of synapses with gaps in place of indices."""
    return {
        "sizes": flat["sizes"],
        "gaps": ask.gaps(flat["indices"], ask.ends(flat["sizes"])),
        "permanences": flat["permanences"],
    }


def _with_indices(flat: State, ask: Ask) -> State:
    flat, ends = dict(flat), ask.ends(flat["sizes"])
    gaps = flat.pop("gaps")
    if ask.typecode(flat["sizes"]) != "I" or ask.typecode(gaps) not in WHOLE or ends[-1] != len(gaps):
        raise ValueError("gaps do not fit the sizes of rows")
    return {"sizes": flat.pop("sizes"), "indices": ask.from_gaps(gaps, ends)} | flat


def _each(rows: array[int], weights: array[float], width: int, ask: Ask) -> array[float]:
    """All rows of weights; errors if not every different row is one of them."""
    kinds = ask.typecode(rows) in WHOLE and ask.typecode(weights) == "d" and (width or not len(rows))
    if not kinds or len(weights) != (ask.largest(rows) + 1) * width:
        raise ValueError("rows of weights do not fit")
    return ask.each(rows, weights, width)
