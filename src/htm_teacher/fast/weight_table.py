"""The classifier's table: how long its arrays are, and how they grow."""

import numpy as np

from ..core.parameters import ClassifierParameters
from .arrays import longer
from .kernels.classifier import HELD, NEWEST, NO_ROW, ROWS, Table

SPARE_ROWS = 64  # so that the first steps of a model do not all stop for room
PER_MOMENT = ("features", "size", "known", "came", "number", "sequence")
PER_BUCKET = ("bucket", "place", "value", "seen", "kind", "chances")


def new_table(parameters: ClassifierParameters) -> Table:
    """A classifier that has seen nothing, with a little room."""
    horizons, moments = parameters.horizons, parameters.most_remembered
    buckets, features = 8, 16
    return Table(
        numbers=np.zeros(5, np.int64),
        horizons=np.array(horizons, np.int64),
        widths=np.array(parameters.change_widths or [0.0] * len(horizons)),
        origins=np.array(parameters.change_origins or [None] * len(horizons), np.float64),
        random=np.zeros(1, np.uint64),
        row=np.full((len(horizons), 64), NO_ROW, np.int32),
        weights=np.zeros((len(horizons) * features, buckets)),
        bucket=np.zeros(buckets, np.int64),
        place=np.zeros(buckets, np.int32),
        value=np.zeros(buckets),
        seen=np.zeros(buckets, np.int64),
        kind=np.zeros(buckets, np.uint8),
        features=np.zeros((moments, features), np.uint32),
        size=np.zeros(moments, np.int64),
        known=np.zeros(moments, np.uint8),
        came=np.zeros(moments, np.int64),
        number=np.zeros(moments),
        sequence=np.zeros(moments, np.int64),
        chances=np.zeros(buckets),
    )


def with_longer_moments(table: Table, count: int) -> Table:
    """The same, with room for ``count`` features in each remembered moment."""
    held = table.features.shape[1]
    if count <= held:
        return table
    features = np.zeros((len(table.size), max(count, 2 * held)), np.uint32)
    used = table.numbers[HELD]  # the other moments are not touched, so they take no memory yet
    places = (table.numbers[NEWEST] - np.arange(used)) % len(table.size)
    features[places, :held] = table.features[places]
    return table._replace(features=features)


def with_features(table: Table, features: int) -> Table:
    """The same, with a place for each feature below ``features``."""
    horizons, held = table.row.shape
    if features <= held:
        return table
    row = np.full((horizons, max(features, 2 * held)), NO_ROW, np.int32)
    row[:, :held] = table.row
    return table._replace(row=row)


def with_rows(table: Table, rows: int) -> Table:
    """The same, with at least ``rows`` rows of weights."""
    held = len(table.weights)
    if rows <= held:
        return table
    return table._replace(weights=longer(table.weights, max(rows + SPARE_ROWS, held + held // 8)))


def with_buckets(table: Table, buckets: int) -> Table:
    """The same, with room for at least ``buckets`` buckets."""
    held = len(table.bucket)
    if buckets <= held:
        return table
    size = (buckets + held // 4 + 7) // 8 * 8
    weights = np.zeros((len(table.weights), size))
    used = table.numbers[ROWS]  # the other rows are not touched, so they take no memory yet
    weights[:used, :held] = table.weights[:used]
    return table._replace(
        weights=weights, **{name: longer(getattr(table, name), size) for name in PER_BUCKET}
    )
