"""A live run: a model, its input, the steps done so far, and what is kept of each step."""

from array import array
from bisect import bisect_left, bisect_right
from copy import copy
from typing import Any, Self

from ..core.chances import Prediction
from ..core.records import Step
from ..keep.history import History
from ..study.run import Row, row_of
from .machine import Ready, described
from .protocol import NextValue, Record_, Scene

ALARM = 0.99  # the likelihood of an alarm: a page shows fewer steps than those that Numenta chose 0.9999 for
CHECKPOINTS = 64
MOST_BYTES = 160_000_000  # of all checkpoints together: a page has about 2 GB of memory


class LiveRun:
    """Run 0, or a branch of it.

    Attributes:
        number: 0, or 1 for the branch.
        setup: the setup of the run.
        series, records: the values, and the record that the model is given for each.
        history: the model and everything that has happened to it.
        notes: what was decided, a sentence each.
        rows: the rows of steps.csv.
        branched: the number of steps it shares with run 0; 0 for run 0 itself.
    """

    def __init__(self, number: int, ready: Ready) -> None:
        self.number, self.setup, self.notes = number, ready.setup, ready.notes
        self.series, self.records = ready.series, ready.records
        self.history = History(ready.model, keep=1, checkpoints=CHECKPOINTS, most_bytes=MOST_BYTES)
        self.rows: list[Row] = []
        self.branched = 0
        self._serials = array("q")  # for each step, the serial of the next segment to be created
        self._moments = array("q")  # for each step, the number of steps of the memory
        segments = ready.model.memory.segments
        self._born_before, self._there_before = segments.next_serial, len(list(segments))
        self._failed: Exception | None = None

    @property
    def done(self) -> int:
        """The number of steps done."""
        return len(self.history)

    def steps(self, count: int) -> list[Record_]:
        """Do the next steps and give their records; fewer at the end.

        If a step fails, the answer is the records before it, and the next call raises the error.
        """
        records: list[Record_] = []
        for _ in range(min(count, len(self.series) - self.done)):
            try:
                if self._failed is not None:
                    raise self._failed
                records.append(self._step(self.done))
            except Exception as error:
                self._failed = error  # the model may be half changed, so the run cannot continue
                if not records:
                    raise
                break
        return records

    def branch(self, at: int, changes: dict[str, Any]) -> Self:
        """Another run with the same first steps, which continues with other parameters."""
        twin = copy(self)
        twin.history = self.history.branch(at, **changes)
        twin.number, twin.branched, twin._failed = 1, at, None
        twin.rows, twin._serials, twin._moments = self.rows[:at], self._serials[:at], self._moments[:at]
        return twin

    def scene(self) -> Scene:
        """What the page shows before the first step."""
        model, series = self.history.model, self.series
        parts = {
            part: getattr(model, part).parameters for part in ("pooler", "memory", "likelihood", "classifier")
        }
        return {
            "run": self.number,
            "setup": self.setup.plain(),
            "name": series.main,
            "unit": series.unit,
            "values": series.values(),
            "times": None if series.times is None else [time.isoformat() for time in series.times],
            "inputs": model.encoder.size,
            "input_shape": list(model.pooler.parameters.input_shape),
            "columns": model.pooler.parameters.columns,
            "cells_per_column": model.memory.parameters.cells_per_column,
            "encoder": f"{described(model.encoder)}.",
            "parameters": {part: vars(one) for part, one in parts.items()},
            "done": self.done,
            "notes": self.notes,
        }

    def born(self, serial: int) -> int:
        """The step at which a segment was created; -1: before this run."""
        return -1 if serial < self._born_before else bisect_right(self._serials, serial)

    def used(self, last_used: int) -> int:
        """The step at which a segment was last active, or created; -1: before this run."""
        step = bisect_left(self._moments, last_used)
        return step if step < len(self._moments) and self._moments[step] == last_used else -1

    def _step(self, place: int) -> Record_:
        kill = self.setup.kill
        if kill is not None and kill.at == place:
            self.history.kill(kill.fraction)
        step = self.history.step(self.records[place], learn=place < self.setup.train)
        memory = self.history.model.memory
        self._serials.append(memory.segments.next_serial)
        self._moments.append(memory.steps)
        self.rows.append(row_of(step, place, self.history.model.likelihood))
        return self._record(place, step)

    def _record(self, place: int, step: Step) -> Record_:
        """The step as plain data."""
        segments = self.history.model.memory.segments
        there = sum(map(len, segments.of_cell.values()))
        born = segments.next_serial - self._born_before
        return {
            "i": place,
            "value": self.series.values()[place],
            "learn": step.learn,
            "bits": sorted(step.encoded.active),
            "expected": sorted(step.predicted_columns),
            "columns": sorted(step.active_columns),
            "cells": sorted(step.active_cells),
            "winners": sorted(step.winner_cells),
            "predictive": sorted(step.predictive_cells),
            "anomaly": step.anomaly,
            "recall": step.recall,
            "precision": step.precision,
            "likelihood": step.likelihood,
            "alarm": step.is_alarm(self.history.model.likelihood, ALARM),
            "next": _next(step.prediction.get(1)),
            "segments": there,
            "synapses": sum(map(len, segments.with_synapse_from.values())),
            "born": born,
            "gone": self._there_before + born - there,
        }


def _next(prediction: Prediction | None) -> NextValue | None:
    if prediction is None:
        return None
    probability = max(prediction.probabilities)
    return {"value": prediction.value, "expected": prediction.median, "probability": probability}
