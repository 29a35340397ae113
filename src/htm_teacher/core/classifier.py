"""SDR classifier: from features to the values that may follow, with probabilities.

Source: the softmax readout of NuPIC's SDRClassifier; Cui, Ahmad & Hawkins 2016, "Continuous online
sequence learning with an unsupervised neural network model".

It is not part of the cortical model, but decodes its state. For each horizon h it learns, step by step,
which bucket came h steps after which features. A *bucket* is a group of values that the encoder gives the
same bits, and has a number. A *feature* is a number, too: of a winner cell, of which a bursting column has
only one; or of an active bit of the input, after all cells (``reads_bits``).

Four refinements are this project's own, and off by default: features of the input's bits, buckets of changes
in place of values (``Past.outcome``), learning that spreads to similar buckets (``_target``), and rehearsal
(``_rehearse``).
"""

from array import array
from collections.abc import Iterable, Sequence
from copy import copy
from itertools import islice, zip_longest
from math import exp
from typing import Any, Self

from .chances import Prediction, Scale, Value, of_changes
from .one_thread import OneThread
from .parameters import ClassifierParameters
from .past import Past
from .permanence import add_up
from .rng import Random


class Classifier(OneThread):
    """One softmax layer per horizon, from features to buckets.

    Args:
        parameters: the defaults if none are given.
        seed: any integer, for the draws of rehearsal.

    Attributes:
        past: the last moments: their features, and the values that came.
        random: the stream of random numbers.
        buckets: every bucket seen, in order of appearance. Rows of weights have this order, so that the
            weight for a new bucket can be appended.
        ascending: the same buckets in ascending order, for predictions.
        weights: for each horizon {feature: its row of weights, for each bucket}. A row can be too short for
            buckets that appeared later; the missing weights count as 0.
        values: {bucket: the running mean of the values seen in it, or the category}. A bucket of changes has
            its own number.
        counts: {bucket: how often it was seen}.
    """

    def __init__(self, parameters: ClassifierParameters | None = None, seed: int = 42) -> None:
        self.parameters = parameters or ClassifierParameters()
        self.past = Past(self.parameters.most_remembered)
        self.random = Random(seed, "classifier")
        self.buckets: list[int] = []
        self.ascending: tuple[int, ...] = ()
        self.weights: dict[int, dict[int, list[float]]] = {h: {} for h in self.parameters.horizons}
        self.values: dict[int, Value] = {}
        self.counts: dict[int, int] = {}

    def set_parameters(self, parameters: ClassifierParameters) -> None:
        """Replace the parameters. Those that are fixed must not change."""
        self.parameters = parameters

    def __copy__(self) -> Self:
        """A twin that shares everything that was learned, with a past of its own."""
        twin = super().__copy__()
        twin.past = copy(self.past)
        return twin

    def features(self, winners: frozenset[int], bits: Iterable[int], cells: int) -> frozenset[int]:
        """What is read of a step: the winner cells, and perhaps the active bits, numbered after all cells."""
        return winners.union(cells + bit for bit in bits) if self.parameters.reads_bits else winners

    def compute(
        self, features: frozenset[int], bucket: int | None, value: Value | None, learn: bool = True
    ) -> dict[int, Prediction]:
        """One step: learn which earlier features this value followed, then predict what follows these.

        Args:
            features: those of this step.
            bucket: the bucket of this step's value. None if the value is missing; then nothing is learned.
            value: that value.

        Returns:
            {horizon: prediction}; empty if there are no features, no bucket has been seen, or changes are
            predicted and the value is missing.
        """
        target = self._keep(bucket, value)
        self.past.add(features, target)
        if learn and target is not None:
            if bucket is not None and value is not None and self.parameters.change_widths is None:
                self._see(bucket, value)
            for horizon, scale in self.parameters.by_horizon():
                self._rehearse(horizon, scale)
                self._learn_pair(len(self.past) - 1 - horizon, horizon, scale, new=True)
        return self.predict(features, value)

    def predict(self, features: Iterable[int], value: Value | None = None) -> dict[int, Prediction]:
        """For each horizon, what may follow these features; changes nothing.

        Args:
            features: of one step.
            value: the value of that step, to which changes are added.
        """
        features, base = sorted(features), self._keep(None, value)
        if not features or not self.buckets:
            return {}
        found, values = {}, tuple(self.values[bucket] for bucket in self.ascending)
        for horizon, scale in self.parameters.by_horizon():
            if scale is None:
                found[horizon] = Prediction(self.ascending, self._probabilities(horizon, features), values)
            elif base is not None:
                chances = self._probabilities(horizon, features)
                found[horizon] = of_changes(self.ascending, chances, scale.width, scale.base(base))
        return found

    def repeat(self) -> dict[int, Prediction]:
        """What is predicted at the last step; nothing after a reset."""
        now = self.past.now()
        return {} if now is None else self.predict(now.features, now.target)

    def free_run(self, moments: Iterable[Iterable[int]]) -> list[dict[int, Prediction]]:
        """What is predicted from each of these features in turn, which may follow the last step.

        Changes are added to the median of the prediction before, at horizon 1.
        """
        found, last = [], self.repeat()
        for features in moments:
            last = self.predict(features, last[1].median if 1 in last else None)
            found.append(last)
        return found

    def reset(self) -> None:
        """Start a new sequence: what comes next does not follow from the remembered moments."""
        self.past.reset()

    def add_bucket(self, bucket: int, value: Value, count: int) -> None:
        """Add a bucket that has been seen ``count`` times."""
        self.buckets.append(bucket)
        self.ascending = tuple(sorted(self.buckets))
        self.values[bucket], self.counts[bucket] = value, count

    def _see(self, bucket: int, value: Value) -> None:
        """Add a value to its bucket. The bucket's value is the mean of all values added to it."""
        if bucket not in self.counts:
            self.add_bucket(bucket, value, 0)
        self.counts[bucket] += 1
        mean = self.values[bucket]
        if not isinstance(value, str) and not isinstance(mean, str):
            self.values[bucket] = mean + (value - mean) / self.counts[bucket]

    def _keep(self, bucket: int | None, value: Value | None) -> float | None:
        """What is remembered of a value. A text has no changes: there it counts as missing."""
        if self.parameters.change_widths is None:
            return None if value is None else bucket
        return None if value is None or isinstance(value, str) else float(value)

    def _rehearse(self, horizon: int, scale: Scale | None) -> None:
        """Learn earlier pairs once more, drawn from all that are remembered, other than the pair of now."""
        # A gradual way needs many passes. In a stream there is only one, so the past is passed again.
        earlier = len(self.past) - 1 - horizon
        for _ in range(self.parameters.rehearsals if earlier > 0 else 0):
            self._learn_pair(self.random.below(earlier), horizon, scale)

    def _learn_pair(self, first: int, horizon: int, scale: Scale | None, new: bool = False) -> None:
        """Learn what came after one of the remembered moments, if that is known."""
        bucket = None if first < 0 else self.past.outcome(first, horizon, scale)
        if bucket is not None and new and scale is not None:
            self._see(bucket, float(bucket))
        if bucket is not None and bucket in self.counts:  # what came while nothing was learned may be new
            self._learn(horizon, self.past.moments[first].features, bucket)

    def _learn(self, horizon: int, features: Sequence[int], bucket: int) -> None:
        """Raise each feature's weight for the bucket that came, and lower its weights for the others."""
        # Gradient ascent on the log of this bucket's probability. At rate 0.1, if the bucket had a
        # probability of 0.7, its weights rise by 0.03; a bucket with 0.3 that did not come loses 0.03.
        probability = dict(zip(self.ascending, self._probabilities(horizon, features), strict=True))
        rate, rows, target = self.parameters.learning_rate, self.weights[horizon], self._target(bucket)
        changes = [rate * (target.get(other, 0.0) - probability[other]) for other in self.buckets]
        for feature in features:
            old = rows.get(feature, ())
            rows[feature] = [weight + change for weight, change in zip_longest(old, changes, fillvalue=0.0)]

    def _target(self, bucket: int) -> dict[int, float]:
        """{bucket: the probability that it should have had}: this one, and its neighbours that were seen.

        With a spread of 1 and both neighbours seen, these are 1/4, 1/2 and 1/4.
        """
        spread = self.parameters.spread
        near = [step for step in range(-spread, spread + 1) if bucket + step in self.counts]
        share = {bucket + step: 1 - abs(step) / (spread + 1) for step in near}
        total = add_up(share.values())
        return {other: part / total for other, part in share.items()}

    def _probabilities(self, horizon: int, features: Sequence[int]) -> Sequence[float]:
        """The softmax over all buckets, ascending: exp(sum of features' weights), divided by the total."""
        # The highest sum is subtracted so that exp cannot overflow; that changes no probability. Features
        # and buckets are added in ascending order: in another order the last digit can differ.
        sums = [0.0] * len(self.buckets)
        rows = self.weights[horizon]
        for feature in features:
            if feature in rows:
                sums = [total + weight for total, weight in zip_longest(sums, rows[feature], fillvalue=0.0)]
        highest = max(sums)
        powers = {bucket: exp(weights - highest) for bucket, weights in zip(self.buckets, sums, strict=True)}
        total = add_up(powers[bucket] for bucket in self.ascending)
        return array("d", (powers[bucket] / total for bucket in self.ascending))

    # Saving.

    def state(self) -> dict[str, Any]:
        """The state as plain data; short rows are padded with zeros."""
        buckets, weights = list(self.buckets), self.weights.items()
        zeros = [0.0] * len(buckets)
        return {
            "parameters": dict(vars(self.parameters)),
            "random": self.random.state,
            "past": self.past.state(whole=self.parameters.change_widths is None),
            "buckets": buckets,
            "values": [self.values[bucket] for bucket in buckets],
            "counts": [self.counts[bucket] for bucket in buckets],
            "cells": {str(horizon): array("I", sorted(rows)) for horizon, rows in weights},
            "weights": {
                str(horizon): array(
                    "d", (w for _, row in sorted(rows.items()) for w in row + zeros[len(row) :])
                )
                for horizon, rows in weights
            },
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The classifier with this state."""
        classifier = cls(ClassifierParameters(**state["parameters"]))
        classifier.random = Random.at(state["random"])
        classifier.past = Past.from_state(state["past"], classifier.parameters.most_remembered)
        buckets = state["buckets"]
        for bucket, value, count in zip(buckets, state["values"], state["counts"], strict=True):
            classifier.add_bucket(bucket, value, count)
        for horizon, cells in state["cells"].items():
            weights = iter(state["weights"][horizon])
            rows = {cell: list(islice(weights, len(buckets))) for cell in cells}
            classifier.weights[int(horizon)] = rows
        return classifier
