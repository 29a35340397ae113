"""The commands: each public method is a command of the protocol, with its arguments.

The types say what is meant. What comes is checked, as it comes from outside.
"""

import hashlib
from array import array
from copy import deepcopy
from typing import Any

from ..core.checks import check_number, check_whole
from ..core.encoders import Fields
from . import burst, looks, measures
from .chapters import sources
from .controls import controls
from .live_run import LiveRun
from .machine import noted, ready
from .noisy import undisturbed
from .protocol import (
    BitLook,
    BurstLook,
    CellLook,
    ColumnLook,
    Control,
    Distribution,
    Duty,
    Encoded,
    FileReading,
    Held,
    Overlaps,
    Permanences,
    Reading,
    Record_,
    Scene,
    SegmentsLook,
    Setup,
    Sources,
    Value,
)
from .setups import MOST_STEPS, changes_from, setup_from


class Commands:
    """The runs, and what can be done with them. Answers are plain data; see protocol.

    ``at`` is a number of steps: the record of step i is shown at i + 1.
    """

    def __init__(self) -> None:
        self._runs: dict[int, LiveRun] = {}

    # Running.

    def setup(self, setup: Setup) -> Scene:
        """Start a new run 0. If it fails, the old run continues."""
        return self._begin(LiveRun(0, ready(setup_from(setup))))

    def step(self, run: int, count: int) -> list[Record_]:
        """Do the next steps and give their records; fewer at the end."""
        return self._run(run).steps(check_whole(count, "count", 0, MOST_STEPS))

    def branch(self, at: int, changes: dict[str, float]) -> Scene:
        """Start run 1, which branches off run 0 after ``at`` steps and continues with other parameters."""
        first, at = self._at(0, at)
        with noted() as warned:
            second = first.branch(at, changes_from(changes))
        second.notes = [f"Up to step {at} it is the same as the first run.", *warned]
        self._runs[1] = second
        return second.scene()

    def change(self, run: int, changes: dict[str, float]) -> None:
        """Change parameters from here on."""
        self._run(run).history.change(**changes_from(changes))

    def kill(self, run: int, fraction: float) -> list[int]:
        """Kill a fraction of the living cells now; returns the killed cells."""
        return self._run(run).history.kill(check_number(fraction, "fraction", 0, 1))

    def reset(self, run: int) -> None:
        """Reset the context now."""
        self._run(run).history.reset()

    def holds(self) -> list[Held]:
        """The runs that there are: for tests, which compare them with what the page shows."""
        return [
            {"run": number, "setup": run.setup.plain(), "done": run.done}
            for number, run in sorted(self._runs.items())
        ]

    # Looking.

    def look_bit(self, run: int, at: int, bit: int) -> BitLook:
        """Look at a bit of the input."""
        return looks.look_at_bit(*self._at(run, at), bit)

    def look_column(self, run: int, at: int, column: int) -> ColumnLook:
        """Look at a column, and why it won or lost."""
        return looks.look_at_column(*self._at(run, at), column)

    def look_cell(self, run: int, at: int, cell: int) -> CellLook:
        """Look at a cell, and why it is predictive or not."""
        return looks.look_at_cell(*self._at(run, at), cell)

    def look_burst(self, run: int, at: int, column: int | None) -> BurstLook:
        """Look at what was predicted instead of the actual input."""
        return burst.look_at_burst(*self._at(run, at), column)

    def overlaps(self, run: int, at: int) -> Overlaps:
        """The ranking of all columns."""
        return measures.overlaps(*self._at(run, at))

    def permanences(self, run: int, at: int) -> Permanences:
        """The permanences of all synapses."""
        return measures.permanences(*self._at(run, at))

    def duty(self, run: int, at: int) -> Duty:
        """The duty cycles of all columns."""
        return measures.duty(*self._at(run, at))

    def segments(self, run: int, at: int) -> SegmentsLook:
        """The sizes, ages and idle times of all segments."""
        return measures.segments(*self._at(run, at))

    def distribution(self, run: int, at: int) -> Distribution:
        """The predicted next values with their probabilities."""
        return measures.distribution(*self._at(run, at))

    def encode(self, value: Value) -> Encoded:
        """The bits of any value, by the encoder of run 0 without noise."""
        run = self._run(0)
        encoder = deepcopy(undisturbed(run.history.model.encoder))
        record = {run.series.main: value} if isinstance(encoder, Fields) else value
        return {"bits": sorted(encoder.encode(record).active)}

    # The textbook, and the parameters.

    def sources(self) -> Sources:
        """The chapters of the textbook, and the lines of each stage."""
        run = self._runs.get(0)
        return sources(run.history.model.encoder if run else None)

    def controls(self) -> list[Control]:
        """The parameters that the page offers to change."""
        return controls()

    # Files.

    def read_csv(
        self, name: str, data: str, column: str | None = None, reading: FileReading | None = None
    ) -> Reading:
        """A CSV file, in base64, as an input: this column of it, read with these settings."""
        from . import transfer  # here, as what reads files takes longer to import than all the rest

        return transfer.read(name, data, column, reading)

    def table(self, run: int) -> str:
        """steps.csv of the steps done so far."""
        from . import transfer

        return transfer.table(self._run(run))

    def save(self, run: int, at: int) -> str:
        """The model as a snapshot file, in base64."""
        from . import transfer

        return transfer.save(*self._at(run, at))

    def open(self, name: str, data: str) -> Scene:
        """Start a new run 0 with the model in a snapshot file, in base64."""
        from . import opening

        return self._begin(opening.open_run(name, data, self._runs.get(0)))

    def digest(self, run: int, at: int) -> str:
        """A fingerprint of the state, without the anomaly likelihood and the classifier.

        These two depend on the logarithm of the C library; records show both.
        """
        one, at = self._at(run, at)
        state = one.history.look(at).state()
        exact = {name: part for name, part in state.items() if name not in ("likelihood", "classifier")}
        return hashlib.sha256(_described(exact).encode()).hexdigest()

    def _begin(self, run: LiveRun) -> Scene:
        self._runs = {0: run}
        return run.scene()

    def _run(self, number: int) -> LiveRun:
        check_whole(number, "run", 0, 1)
        if number not in self._runs:
            what = "ask for a setup first" if number == 0 else "branch off run 0 first"
            raise ValueError(f"There is no run {number} yet: {what}.")
        return self._runs[number]

    def _at(self, number: int, at: int) -> tuple[LiveRun, int]:
        run = self._run(number)
        return run, check_whole(at, "at", 0, run.done)


def _described(state: Any) -> str:
    """Plain data as text; equal data give equal text."""
    if isinstance(state, dict):
        return "{" + ",".join(f"{name}:{_described(part)}" for name, part in sorted(state.items())) + "}"
    if isinstance(state, array | list | tuple):
        return "[" + ",".join(map(_described, state)) + "]"
    return repr(state)
