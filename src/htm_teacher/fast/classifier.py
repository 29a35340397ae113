"""The SDR classifier on flat arrays: the textbook's names, arguments and answers, compiled."""

from collections.abc import Iterable, Mapping
from math import nan
from typing import Any, Self

import numpy as np

from ..core import classifier as textbook
from ..core.chances import Prediction, Value
from ..core.checks import MOST_BITS, check_indices
from ..core.parameters import MOST_CELLS, ClassifierParameters
from ..core.past import Past
from ..core.rng import Random
from .arrays import flat, indices, plain_state
from .kernels import classifier as kernels
from .kernels.classifier import (
    BUCKETS,
    NO_ROOM,
    NO_ROW,
    NOTHING,
    NUMBER,
    ROWS,
    SEQUENCE,
    TEXT,
    Reading,
)
from .past import past_of, past_state, with_past
from .records import predictions
from .rng import Stream
from .weight_table import PER_MOMENT, new_table, with_buckets, with_features, with_longer_moments, with_rows

NO_BITS = np.zeros(0, np.uint32)


class Classifier(textbook.Classifier):
    """One softmax layer per horizon, from features to buckets; see ``htm_teacher.Classifier``.

    Attributes:
        table: everything that the textbook keeps in dictionaries, in arrays; except texts.
        reading: the parameters, as kernels take them.
        texts: {bucket: the category that it stands for}.
        scales: see ``ClassifierParameters``.
        out: (H + 1) x B: for the answers of kernels.
    """

    def __init__(self, parameters: ClassifierParameters | None = None, seed: int = 42) -> None:
        parameters = parameters or ClassifierParameters()
        self.table = new_table(parameters)
        self.parameters, self.reading = parameters, reading_of(parameters)
        self.scales = parameters.scales
        self.random = Random(seed, "classifier")
        self.texts: dict[int, str] = {}
        self.out = np.zeros((len(parameters.horizons) + 1, len(self.table.bucket)))
        self._ascending: tuple[int, ...] = ()

    def set_parameters(self, parameters: ClassifierParameters) -> None:
        self.parameters.changed(**vars(parameters))  # the table has the sizes of the first ones
        super().set_parameters(parameters)
        self.reading = reading_of(parameters)

    def compute(
        self, features: frozenset[int], bucket: int | None, value: Value | None, learn: bool = True
    ) -> dict[int, Prediction]:
        kind, number = NOTHING, nan
        if isinstance(value, str):
            kind = NOTHING if bucket is None else TEXT
            self.name({bucket: value} if learn and bucket is not None else {})
        elif value is not None and (bucket is not None or self.reading.changes):
            kind, number = NUMBER, float(value)
        ordered = self._ordered(features)
        moment = (ordered, len(ordered), NO_BITS, 0, kind, 0 if bucket is None else int(bucket), number)
        buckets = kernels.compute(self.table, self.reading, *moment, bool(learn), self.out)
        if buckets == NO_ROOM:
            self.make_room(len(ordered))
            buckets = kernels.compute(self.table, self.reading, *moment, bool(learn), self.out)
        return self._predictions(buckets, number)

    def predict(self, features: Iterable[int], value: Value | None = None) -> dict[int, Prediction]:
        ordered = self._ordered(features)
        base = None if value is None or isinstance(value, str) else float(value)
        given = (ordered, len(ordered), base is not None, self.out)
        buckets = kernels.predict(self.table, self.reading, *given)
        return self._predictions(buckets, nan if base is None else base)

    def _predictions(self, buckets: int, base: float) -> dict[int, Prediction]:
        """The answer of a kernel in ``out``, for these buckets; changes are of the value ``base``."""
        seen, parameters = self.ascending if buckets else (), self.parameters
        given = (parameters.horizons, seen, self.out, self.named(seen), self.scales, base)
        return predictions(*given)

    def reset(self) -> None:
        self.table.numbers[SEQUENCE] += 1

    def name(self, texts: Mapping[int, str]) -> None:
        """Take the categories that these buckets stand for, except for buckets that were seen before."""
        if not self.reading.changes:
            self.texts.update(
                {bucket: text for bucket, text in texts.items() if bucket not in self.ascending}
            )

    def named(self, buckets: tuple[int, ...]) -> tuple[Value, ...] | None:
        """What these buckets stand for, if any bucket at all stands for a category."""
        return tuple(map(self.values.__getitem__, buckets)) if self.texts else None

    def _ordered(self, features: Iterable[int]) -> Any:
        """The features as a kernel takes them."""
        ordered = indices(sorted(check_indices(features, "feature", MOST_CELLS + MOST_BITS)))
        self.make_room_for_features(int(ordered[-1]) + 1 if len(ordered) else 0)
        return ordered

    # Room.

    def make_room(self, features: int, buckets: int = 0) -> None:
        """Make sure that there is room for one more step, and for ``buckets`` new buckets before it.

        Args:
            features: how many features the step has at most.
            buckets: how many buckets may be new.
        """
        self.table = with_longer_moments(self.table, features)
        self.table = with_rows(self.table, kernels.rows_needed(self.table, self.reading.rehearsals))
        seen = int(self.table.numbers[BUCKETS]) + buckets
        self.table = with_buckets(self.table, seen + len(self.table.horizons))
        if self.out.shape[1] < len(self.table.bucket):
            self.out = np.zeros((len(self.out), len(self.table.bucket)))

    def make_room_for_features(self, features: int) -> None:
        """Make sure that there is a place for each feature below ``features``."""
        self.table = with_features(self.table, features)

    def __copy__(self) -> Self:
        """A twin with a moment of its own, that shares everything that was learned."""
        twin = super(textbook.Classifier, self).__copy__()
        own = {
            name: getattr(self.table, name).copy() for name in ("numbers", "random", "chances", *PER_MOMENT)
        }
        twin.table, twin.out = self.table._replace(**own), self.out.copy()
        return twin

    # The textbook's attributes.

    @property
    def random(self) -> Random:
        """The stream of random numbers."""
        return Stream(self.table.random)

    @random.setter
    def random(self, random: Random) -> None:
        self.table.random[0] = random.state

    @property
    def past(self) -> Past:  # type: ignore[override]
        """The last moments; a copy."""
        return past_of(self.table, self.reading.changes)

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
        """For each horizon {feature: a weight for each bucket}."""
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
        self.make_room_for_features(int(np.max(cells)) + 1 if len(cells) else 0)
        first = int(self.table.numbers[ROWS])
        end = first + len(cells)
        self.table = with_rows(self.table, end)
        self.table.numbers[ROWS] = end
        self.table.row[h, cells] = np.arange(first, end)
        buckets = len(self.ascending)
        self.table.weights[first:end, :buckets] = weights.reshape(len(cells), buckets)

    def _rows(self, h: int) -> tuple[Any, Any]:
        """The cells, ascending, that have learned for a horizon, and for each a row of weights."""
        cells, seen = np.flatnonzero(self.table.row[h] != NO_ROW), len(self.ascending)
        rows = self.table.row[h, cells]
        if (np.diff(rows) == 1).all():  # as after loading: then they need not be copied
            first = rows[0] if len(rows) else 0
            return cells, self.table.weights[first : first + len(rows), :seen]
        return cells, self.table.weights[rows, :seen]

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
        found: dict[str, Any] = plain_state(self.flat_state())
        return found

    def flat_state(self) -> dict[str, Any]:
        """``state`` with NumPy's arrays."""
        rows = {str(horizon): self._rows(h) for h, horizon in enumerate(self.parameters.horizons)}
        values, counts = self.values, self.counts
        return {
            "parameters": dict(vars(self.parameters)),
            "random": int(self.table.random[0]),
            "past": past_state(self.table, self.reading.changes),
            "buckets": list(values),
            "values": list(values.values()),
            "counts": list(counts.values()),
            "cells": {horizon: flat("I", cells) for horizon, (cells, _) in rows.items()},
            "weights": {horizon: weights for horizon, (_, weights) in rows.items()},
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        classifier = cls(ClassifierParameters(**state["parameters"]))
        classifier.random = Random.at(state["random"])
        classifier.table = with_past(classifier.table, state["past"], classifier.reading.changes)
        classifier._fill_buckets(state["buckets"], state["values"], state["counts"])
        for h, horizon in enumerate(classifier.parameters.horizons):
            cells, weights = state["cells"][str(horizon)], state["weights"][str(horizon)]
            classifier._fill_rows(h, np.asarray(cells), np.asarray(weights))
        return classifier


def reading_of(parameters: ClassifierParameters) -> Reading:
    """The parameters, as kernels take them."""
    return Reading(
        rate=parameters.learning_rate,
        spread=parameters.spread,
        rehearsals=parameters.rehearsals,
        changes=parameters.change_widths is not None,
    )
