"""The last moments of a classifier, in the ring of its table; see ``core.past``."""

from typing import Any

import numpy as np

from ..core.past import Moment, Past
from .arrays import flat, plain
from .kernels.classifier import HELD, NEWEST, SEQUENCE, Table
from .weight_table import with_features, with_longer_moments


def past_of(table: Table, changes: bool) -> Past:
    """The moments as objects; ``changes`` says whether changes are predicted."""
    past, targets = Past(len(table.size)), (table.number if changes else table.came).tolist()
    for i in _places(table):
        target = targets[i] if table.known[i] else None
        features = plain("I", table.features[i, : table.size[i]])
        past.moments.append(Moment(features, target, int(table.sequence[i])))
    past.sequence = int(table.numbers[SEQUENCE])
    return past


def past_state(table: Table, changes: bool) -> dict[str, Any]:
    """As ``Past.state``, with NumPy's arrays."""
    places = _places(table)
    sizes, known = table.size[places], table.known[places]
    inside = np.arange(table.features.shape[1]) < sizes[:, None]
    targets = (table.number if changes else table.came)[places]
    return {
        "sequence": int(table.numbers[SEQUENCE]),
        "sequences": flat("q", table.sequence[places]),
        "sizes": flat("I", sizes),
        "features": flat("I", table.features[places][inside]),
        "known": flat("B", known),
        "targets": flat("d" if changes else "q", np.where(known, targets, 0)),
    }


def with_past(table: Table, state: dict[str, Any], changes: bool) -> Table:
    """The same, with the moments of a saved state in place of none."""
    held, sizes = len(state["sizes"]), np.array(state["sizes"], np.int64)
    features = np.array(state["features"], np.uint32)
    table = with_features(table, int(features.max(initial=0)) + 1)
    table = with_longer_moments(table, int(sizes.max(initial=0)))
    table.features[:held][np.arange(table.features.shape[1]) < sizes[:, None]] = features
    table.size[:held], table.known[:held], table.sequence[:held] = sizes, state["known"], state["sequences"]
    (table.number if changes else table.came)[:held] = state["targets"]
    table.numbers[[HELD, NEWEST, SEQUENCE]] = held, (held - 1) % len(table.size), state["sequence"]
    return table


def _places(table: Table) -> Any:
    """Where the remembered moments are in the ring, the oldest first."""
    held, newest = table.numbers[[HELD, NEWEST]]
    return np.arange(newest + 1 - held, newest + 1) % len(table.size)
