"""The SDR classifier on flat arrays: the textbook's names, arguments and answers, compiled."""

from array import array
from collections import deque
from collections.abc import Iterable, Mapping
from math import nan
from typing import Any, Self

import numpy as np

from ..core import classifier as textbook
from ..core.checks import check_indices
from ..core.classifier import Prediction, Value
from ..core.parameters import MOST_CELLS, ClassifierParameters
from .arrays import longer
from .kernels import classifier as kernels
from .kernels.classifier import BUCKETS, HELD, NEWEST, NO_ROOM, NO_ROW, NOTHING, NUMBER, ROWS, TEXT, Table
from .views import indices, plain


class Classifier(textbook.Classifier):
    """One softmax layer per horizon, from winner cells to buckets; see ``htm_teacher.Classifier``.

    Attributes:
        table: everything that the textbook keeps in dictionaries, in arrays; texts excepted.
        texts: {bucket: the category that it stands for}.
        out: (H + 1) x B: where kernels leave their answer.
    """

    def __init__(self, parameters: ClassifierParameters | None = None) -> None:
        self.parameters = parameters or ClassifierParameters()
        self.table = new_table(self.parameters)
        self.texts: dict[int, str] = {}
        self.out = np.zeros((len(self.parameters.horizons) + 1, len(self.table.bucket)))
        self._ascending: tuple[int, ...] = ()

    def compute(
        self, cells: frozenset[int], bucket: int | None, value: Value | None, learn: bool = True
    ) -> dict[int, Prediction]:
        return self.step(self._ordered(cells), len(cells), bucket, value, learn)

    def step(
        self, cells: Any, count: int, bucket: int | None, value: Value | None, learn: bool
    ) -> dict[int, Prediction]:
        """``compute`` for the first ``count`` of these cells, uint32, ascending, for which there is room."""
        kind, number = NOTHING, nan
        if bucket is not None and value is not None:
            if isinstance(value, str):
                kind = TEXT
                self.name({bucket: value} if learn else {})
            else:
                kind, number = NUMBER, float(value)
        rate = self.parameters.learning_rate
        given = (cells, count, kind, 0 if bucket is None else int(bucket), number, bool(learn))
        buckets = kernels.compute(self.table, rate, *given, self.out)
        if buckets == NO_ROOM:
            self.make_room(count)
            buckets = kernels.compute(self.table, rate, *given, self.out)
        return self._predictions(buckets)

    def predict(self, cells: frozenset[int]) -> dict[int, Prediction]:
        ordered = self._ordered(cells)
        return self._predictions(kernels.predict(self.table, ordered, len(ordered), self.out))

    def _predictions(self, buckets: int) -> dict[int, Prediction]:
        """What a kernel has left in ``out``, for so many buckets."""
        if not buckets:
            return {}
        values: tuple[Value, ...] = tuple(self.out[-1, :buckets].tolist())
        if self.texts:
            values = tuple(self.values[bucket] for bucket in self.ascending)
        horizons = enumerate(self.parameters.horizons)
        chances = {h: array("d", self.out[i, :buckets].tobytes()) for i, h in horizons}
        return {h: Prediction(self.ascending, chances[h], values) for h in chances}

    def reset(self) -> None:
        self.table.numbers[HELD] = 0

    def name(self, texts: Mapping[int, str]) -> None:
        """Take in the categories that buckets stand for, those of buckets seen already excepted."""
        self.texts.update({bucket: text for bucket, text in texts.items() if bucket not in self.ascending})

    def named(self, buckets: tuple[int, ...]) -> tuple[Value, ...] | None:
        """What these buckets stand for, if any of all there are stands for a text."""
        return tuple(map(self.values.__getitem__, buckets)) if self.texts else None

    def _ordered(self, cells: Iterable[int]) -> Any:
        """The cells as a kernel takes them."""
        ordered = indices(sorted(check_indices(cells, "cell", MOST_CELLS)))
        self.make_room_for_cells(int(ordered[-1]) + 1 if len(ordered) else 0)
        return ordered

    # Room.

    def make_room(self, winners: int, buckets: int = 1) -> None:
        """Make sure that the next step, with so many winner cells at most, finds room, as do buckets.

        Rows are there for one step more; buckets, for so many new ones.
        """
        table = self.table
        most = max(winners, table.cells.shape[1])
        if most > table.cells.shape[1]:
            moments = np.zeros((len(table.size), max(most, 2 * table.cells.shape[1])), np.int32)
            moments[:, : table.cells.shape[1]] = table.cells
            self.table = table = table._replace(cells=moments)
        self._make_rows(int(table.numbers[ROWS]) + len(table.horizons) * table.cells.shape[1])
        self._make_buckets(int(table.numbers[BUCKETS]) + buckets)

    def make_room_for_cells(self, cells: int) -> None:
        """Make sure that there is a place for each cell below ``cells``."""
        horizons, held = self.table.row.shape
        if cells > held:
            row = np.full((horizons, max(cells, 2 * held)), NO_ROW, np.int32)
            row[:, :held] = self.table.row
            self.table = self.table._replace(row=row)

    def _make_rows(self, rows: int) -> None:
        held = len(self.table.weights)
        if rows > held:
            weights = longer(self.table.weights, max(rows, 2 * held))
            self.table = self.table._replace(weights=weights)

    def _make_buckets(self, buckets: int) -> None:
        held = len(self.table.bucket)
        if buckets > held:
            size = (max(buckets, 2 * held) + 7) // 8 * 8
            weights = np.zeros((len(self.table.weights), size))
            used = self.table.numbers[ROWS]  # the others are not touched, and cost no memory yet
            weights[:used, :held] = self.table.weights[:used]
            grown = {name: longer(getattr(self.table, name), size) for name in PER_BUCKET}
            self.table = self.table._replace(weights=weights, **grown)
            self.out = np.zeros((len(self.out), size))

    def __copy__(self) -> Self:
        """A twin with a moment of its own, that shares all that was learned."""
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        own = {name: getattr(self.table, name).copy() for name in ("numbers", "cells", "size", "chances")}
        twin.table, twin.out = self.table._replace(**own), self.out.copy()
        return twin

    # What the textbook has as attributes.

    @property
    def remembered(self) -> deque[frozenset[int]]:
        """The winner cells of the last steps, newest last."""
        return deque(map(frozenset, self._moments()), len(self.table.size))

    @remembered.setter
    def remembered(self, moments: Iterable[Iterable[int]]) -> None:
        self.reset()
        for cells in moments:
            ordered = self._ordered(cells)
            self.make_room(len(ordered))
            kernels.remember(self.table, ordered, len(ordered))

    def _moments(self) -> list[list[int]]:
        """The remembered cells, ascending, the oldest moment first."""
        held, newest = self.table.numbers[[HELD, NEWEST]]
        places = np.arange(newest + 1 - held, newest + 1) % len(self.table.size)
        return [self.table.cells[i, : self.table.size[i]].tolist() for i in places]

    @property
    def ascending(self) -> tuple[int, ...]:  # type: ignore[override]
        """Every bucket seen, in order of size."""
        seen = self.table.numbers[BUCKETS]
        if seen != len(self._ascending):
            self._ascending = tuple(self.table.bucket[:seen].tolist())
        return self._ascending

    @property
    def buckets(self) -> list[int]:  # type: ignore[override]
        """Every bucket seen, in order of appearance."""
        places = self.table.place[: len(self.ascending)].tolist()
        return [bucket for _, bucket in sorted(zip(places, self.ascending, strict=True))]

    @property
    def values(self) -> dict[int, Value]:  # type: ignore[override]
        """{bucket: the running mean of the values seen in it, or the category}."""
        found = zip(self.buckets, self.table.value.tolist(), self.table.kind.tolist(), strict=False)
        return {bucket: self.texts[bucket] if kind == TEXT else value for bucket, value, kind in found}

    @property
    def counts(self) -> dict[int, int]:  # type: ignore[override]
        """{bucket: how often it was seen}."""
        return dict(zip(self.buckets, self.table.seen.tolist(), strict=False))

    @property
    def weights(self) -> dict[int, dict[int, list[float]]]:
        """For each horizon {cell: a weight for each bucket}."""
        found = {}
        for h, horizon in enumerate(self.parameters.horizons):
            cells, weights = self._rows(h)
            found[horizon] = dict(zip(cells.tolist(), weights.tolist(), strict=True))
        return found

    @weights.setter
    def weights(self, weights: Mapping[int, Mapping[int, list[float]]]) -> None:
        """To be set after the buckets, whose order it follows."""
        self.table.numbers[ROWS], self.table.row[:], self.table.weights[:] = 0, NO_ROW, 0
        self._make_rows(sum(map(len, weights.values())))
        for h, horizon in enumerate(self.parameters.horizons):
            self.make_room_for_cells(max(weights[horizon], default=-1) + 1)
            first = self.table.numbers[ROWS]
            self.table.numbers[ROWS] += len(weights[horizon])
            self.table.row[h, list(weights[horizon])] = np.arange(first, self.table.numbers[ROWS])
            for place, row in enumerate(weights[horizon].values(), first):
                self.table.weights[place, : len(row)] = row

    def _rows(self, h: int) -> tuple[Any, Any]:
        """The cells, ascending, that have learned for a horizon, and for each a row of weights."""
        cells = np.flatnonzero(self.table.row[h] != NO_ROW)
        return cells, self.table.weights[self.table.row[h, cells], : len(self.ascending)]

    def add_bucket(self, bucket: int, value: Value, count: int) -> None:
        self.make_room(0)
        if isinstance(value, str):
            self.name({bucket: value})
            kernels.add_bucket(self.table, TEXT, bucket, nan, count)
        else:
            kernels.add_bucket(self.table, NUMBER, bucket, float(value), count)

    # The state as plain data; see ``keep.state``.

    def plain_state(self) -> dict[str, Any]:
        """The same as the textbook's, written from the arrays."""
        rows = {str(horizon): self._rows(h) for h, horizon in enumerate(self.parameters.horizons)}
        values, counts = self.values, self.counts
        return {
            "parameters": vars(self.parameters),
            "remembered": self._moments(),
            "buckets": list(values),
            "values": list(values.values()),
            "counts": list(counts.values()),
            "cells": {horizon: plain("I", cells) for horizon, (cells, _) in rows.items()},
            "weights": {horizon: plain("d", weights) for horizon, (_, weights) in rows.items()},
        }


PER_BUCKET = ("bucket", "place", "value", "seen", "kind", "chances")


def new_table(parameters: ClassifierParameters) -> Table:
    """A classifier that has seen nothing, with a little room."""
    horizons, moments = parameters.horizons, max(parameters.horizons) + 1
    buckets, winners = 8, 16
    return Table(
        numbers=np.zeros(4, np.int64),
        horizons=np.array(horizons, np.int64),
        row=np.full((len(horizons), 64), NO_ROW, np.int32),
        weights=np.zeros((len(horizons) * winners, buckets)),
        bucket=np.zeros(buckets, np.int64),
        place=np.zeros(buckets, np.int32),
        value=np.zeros(buckets),
        seen=np.zeros(buckets, np.int64),
        kind=np.zeros(buckets, np.uint8),
        cells=np.zeros((moments, winners), np.int32),
        size=np.zeros(moments, np.int64),
        chances=np.zeros(buckets),
    )
