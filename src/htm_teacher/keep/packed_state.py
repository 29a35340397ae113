"""How a state is written shorter: gaps in place of indices, and each row of weights once.

A gap fits into a byte where an index takes four. Cells that won at the same steps have equal weights.
"""

from __future__ import annotations

from array import array
from itertools import accumulate
from typing import Any

from ..core.saved_rows import Numbers, smallest_type

State = dict[str, Any]
Ask = type[Numbers]


def packed(state: State, ask: Ask) -> State:
    """The state of a model as it is written."""
    pools, synapses = _with_gaps(state["pooler"]["pools"], ask), _with_gaps(state["memory"]["synapses"], ask)
    classifier, width = state["classifier"], len(state["classifier"]["buckets"])
    rows, weights = {}, {}
    for horizon, numbers in classifier["weights"].items():
        rows[horizon], weights[horizon] = _once(numbers, width)
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
    weights = {horizon: _all(rows[horizon], once, width) for horizon, once in classifier["weights"].items()}
    return state | {
        "pooler": state["pooler"] | {"pools": pools},
        "memory": state["memory"] | {"synapses": synapses},
        "classifier": classifier | {"weights": weights},
    }


def _with_gaps(flat: State, ask: Ask) -> State:
    """Rows of synapses with gaps in place of indices."""
    return {
        "sizes": flat["sizes"],
        "gaps": ask.gaps(flat["indices"], _ends(flat)),
        "permanences": flat["permanences"],
    }


def _with_indices(flat: State, ask: Ask) -> State:
    flat, ends = dict(flat), _ends(flat)
    gaps = flat.pop("gaps")
    if flat["sizes"].typecode != "I" or gaps.typecode not in "BHI" or ends[-1] != len(gaps):
        raise ValueError("gaps do not fit the sizes of rows")
    return {"sizes": flat.pop("sizes"), "indices": ask.from_gaps(gaps, ends)} | flat


def _ends(flat: State) -> list[int]:
    return list(accumulate(flat["sizes"], initial=0))


def _once(weights: array[float], width: int) -> tuple[array[int], array[float]]:
    """Which of the different rows each row is, and the different rows, in order of appearance."""
    content, size, places = weights.tobytes(), 8 * width, dict[bytes, int]()
    starts = range(0, len(content), size or 1)  # without buckets, there are no weights
    found = [places.setdefault(content[start : start + size], len(places)) for start in starts]
    return array(smallest_type(len(places)), found), array("d", b"".join(places))


def _all(rows: array[int], weights: array[float], width: int) -> array[float]:
    """All rows of weights; errors if not every different row is one of them."""
    content, size = memoryview(weights.tobytes()), 8 * width
    if rows.typecode not in "BHI" or len(content) != (max(rows, default=-1) + 1) * size:
        raise ValueError("rows of weights do not fit")
    different = [content[start : start + size] for start in range(0, len(content), size or 1)]
    return array("d", b"".join(map(different.__getitem__, rows)))
