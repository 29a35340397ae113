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
from .arrays import indices, plain
from .kernels import classifier as kernels
from .kernels.classifier import BUCKETS, HELD, NEWEST, NO_ROOM, NO_ROW, NOTHING, NUMBER, ROWS, TEXT
from .weight_table import new_table, with_buckets, with_cells, with_rows, with_winners


class Classifier(textbook.Classifier):
    """One softmax layer per horizon, from winner cells to buckets; see ``htm_teacher.Classifier``.

    Attributes:
        table: everything that the textbook keeps in dictionaries, in arrays; except texts.
        texts: {bucket: the category that it stands for}.
        out: (H + 1) x B: for the answers of kernels.
    """

    def __init__(self, parameters: ClassifierParameters | None = None) -> None:
        self.parameters = parameters or ClassifierParameters()
        self.table = new_table(self.parameters)
        self.texts: dict[int, str] = {}
        self.out = np.zeros((len(self.parameters.horizons) + 1, len(self.table.bucket)))
        self._ascending: tuple[int, ...] = ()

    def set_parameters(self, parameters: ClassifierParameters) -> None:
        self.parameters.changed(**vars(parameters))  # the table has the horizons of the first ones
        super().set_parameters(parameters)

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
        """The answer of a kernel in ``out``, for this number of buckets."""
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
        """Take the categories that these buckets stand for, except for buckets that were seen before."""
        self.texts.update({bucket: text for bucket, text in texts.items() if bucket not in self.ascending})

    def named(self, buckets: tuple[int, ...]) -> tuple[Value, ...] | None:
        """What these buckets stand for, if any bucket at all stands for a category."""
        return tuple(map(self.values.__getitem__, buckets)) if self.texts else None

    def _ordered(self, cells: Iterable[int]) -> Any:
        """The cells as a kernel takes them."""
        ordered = indices(sorted(check_indices(cells, "cell", MOST_CELLS)))
        self.make_room_for_cells(int(ordered[-1]) + 1 if len(ordered) else 0)
        return ordered

    # Room.

    def make_room(self, winners: int, buckets: int = 1) -> None:
        """Make sure that there is room for one more step, and for ``buckets`` new buckets.

        Args:
            winners: how many winner cells the step has at most.
            buckets: how many buckets may be new.
        """
        table = with_winners(self.table, winners)
        rows, seen = int(table.numbers[ROWS]), int(table.numbers[BUCKETS])
        table = with_rows(table, rows + len(table.horizons) * table.cells.shape[1])
        self.table = with_buckets(table, seen + buckets)
        if self.out.shape[1] < len(self.table.bucket):
            self.out = np.zeros((len(self.out), len(self.table.bucket)))

    def make_room_for_cells(self, cells: int) -> None:
        """Make sure that there is a place for each cell below ``cells``."""
        self.table = with_cells(self.table, cells)

    def __copy__(self) -> Self:
        """A twin with a moment of its own, that shares everything that was learned."""
        twin = super().__copy__()
        own = {name: getattr(self.table, name).copy() for name in ("numbers", "cells", "size", "chances")}
        twin.table, twin.out = self.table._replace(**own), self.out.copy()
        return twin

    # The textbook's attributes.

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
        buckets = len(self.ascending)
        self.table.numbers[ROWS], self.table.row[:], self.table.weights[:] = 0, NO_ROW, 0
        for h, horizon in enumerate(self.parameters.horizons):
            rows = [row + [0.0] * (buckets - len(row)) for row in weights[horizon].values()]
            self._fill_rows(h, list(weights[horizon]), np.array(rows))

    def _fill_rows(self, h: int, cells: Any, weights: Any) -> None:
        """Give these cells a row each, for one horizon, and the rows these weights."""
        self.make_room_for_cells(max(cells, default=-1) + 1)
        first = int(self.table.numbers[ROWS])
        end = first + len(cells)
        self.table = with_rows(self.table, end)
        self.table.numbers[ROWS] = end
        self.table.row[h, cells] = np.arange(first, end)
        buckets = len(self.ascending)
        self.table.weights[first:end, :buckets] = weights.reshape(len(cells), buckets)

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

    def _fill_buckets(self, buckets: list[int], values: list[Value], counts: list[int]) -> None:
        """Take these buckets, in order of appearance, in place of none: ``add_bucket`` for all at once."""
        self.make_room(0, seen := len(buckets))
        table, numbers = self.table, np.array(buckets, np.int64)
        self.texts = {b: text for b, text in zip(buckets, values, strict=True) if isinstance(text, str)}
        table.place[:seen] = np.argsort(numbers)
        table.bucket[:seen] = numbers[table.place[:seen]]
        table.value[:seen] = [nan if bucket in self.texts else values[i] for i, bucket in enumerate(buckets)]
        table.kind[:seen] = [TEXT if bucket in self.texts else NUMBER for bucket in buckets]
        table.seen[:seen], table.numbers[BUCKETS] = counts, seen

    # Saving.

    def state(self) -> dict[str, Any]:
        rows = {str(horizon): self._rows(h) for h, horizon in enumerate(self.parameters.horizons)}
        values, counts = self.values, self.counts
        return {
            "parameters": dict(vars(self.parameters)),
            "remembered": self._moments(),
            "buckets": list(values),
            "values": list(values.values()),
            "counts": list(counts.values()),
            "cells": {horizon: plain("I", cells) for horizon, (cells, _) in rows.items()},
            "weights": {horizon: plain("d", weights) for horizon, (_, weights) in rows.items()},
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        classifier = cls(ClassifierParameters(**state["parameters"]))
        classifier.remembered = state["remembered"]
        classifier._fill_buckets(state["buckets"], state["values"], state["counts"])
        for h, horizon in enumerate(classifier.parameters.horizons):
            cells, weights = state["cells"][str(horizon)], state["weights"][str(horizon)]
            classifier._fill_rows(h, np.asarray(cells), np.asarray(weights))
        return classifier
