"""What the page and the session say to each other, as types.

A command is one line of JSON, {"do": name, ...arguments}; the answer is {"ok": ...} or {"error": Trouble}.
The commands are the methods of ``Commands``, and ``edit`` of ``Session``.

A number of steps counts from the start of the run; ``at`` is the number of steps done, so the record of step
i is shown at i + 1. Cells, columns and bits have the numbers of the textbook.

web/src/protocol.ts is made from this file, with its comments: run web/build/protocol.py after a change.
"""

from typing import Literal, NotRequired, TypedDict

InputKind = Literal["sine", "square", "noise", "walk", "letters", "demand", "water", "drawn", "csv"]
EncoderKind = Literal["auto", "rdse", "scalar"]
Preset = Literal["toy", "classroom", "cortex"]
Stage = Literal[
    "encode", "overlap", "inhibit", "learn_columns", "activate", "learn_segments", "predict", "read_out"
]
Value = float | str | None  # None: missing


class Input(TypedDict):
    """A series to learn. A kind ignores what it does not use."""

    kind: InputKind
    period: NotRequired[float]  # sine, square: steps in one wave
    noise: NotRequired[float]  # sine, square: amplitude of the added noise, 0 to 1
    pairs: NotRequired[list[str]]  # letters: the sequences, such as ABCD and XBCY
    values: NotRequired[list[Value]]  # drawn, csv: the values
    times: NotRequired[list[str] | None]  # csv: ISO dates, one for each value
    name: NotRequired[str]  # csv: the name of the values


class EncoderChoice(TypedDict):
    """Which encoder, and with how many bits. What is left out is chosen by the input."""

    kind: EncoderKind
    size: NotRequired[int]
    active_bits: NotRequired[int]
    resolution: NotRequired[float]


class Kill(TypedDict):
    """Cells die right before a step."""

    at: int
    fraction: float


class Setup(TypedDict):
    """Everything that a run starts from. What is left out is chosen by the preset and the input."""

    input: Input
    steps: int
    train: int  # how many of the steps are training; the rest is testing
    preset: Preset
    seed: int
    encoder: NotRequired[EncoderChoice]
    parameters: NotRequired[dict[str, float]]  # as in build(preset, encoder, **parameters)
    noisy_bits: NotRequired[float]  # part of the active bits that is moved at random, 0 to 1
    kill: NotRequired[Kill]


class Scene(TypedDict):
    """A run that can do its steps: its whole setup, its input, and the sizes of its model."""

    run: int
    setup: Setup
    name: str  # of the value
    unit: str
    values: list[Value]  # all of the input
    times: list[str] | None
    inputs: int  # bits
    input_shape: list[int]
    columns: int
    cells_per_column: int
    encoder: str  # one sentence
    parameters: dict[str, dict[str, float | str | bool | list[int] | None]]  # part -> name -> value
    done: int  # steps already done: 0, or the place where a branch left
    notes: list[str]  # what was chosen for the user, and warnings


class NextValue(TypedDict):
    """What the classifier predicts for the next step."""

    value: Value
    expected: float | None  # the median: as much of the probability lies below as above
    probability: float


class Record_(TypedDict):  # noqa: N801  Record is a name of TypeScript
    """What one step left: the textbook's Step as plain data, sets ascending. No score: null."""

    i: int
    value: Value
    learn: bool
    bits: list[int]
    expected: list[int]  # columns predicted *for* this step, one step before
    columns: list[int]  # active columns
    cells: list[int]
    winners: list[int]
    predictive: list[int]  # cells, for the *next* step
    anomaly: float | None
    recall: float | None
    precision: float | None
    likelihood: float | None
    alarm: bool  # a likelihood of 0.99 or more, because of more surprise than usual, not of less
    next: NextValue | None
    segments: int  # that exist now
    synapses: int
    born: int  # segments created since the start
    gone: int  # segments removed since the start


class Synapse(TypedDict):
    """A synapse of a segment."""

    source: int
    permanence: float
    connected: bool
    active: bool


class Dendrite(TypedDict):
    """A segment of a cell."""

    serial: int
    state: Literal["active", "matching", "silent"]
    connected_active: int
    potential_active: int
    born: int  # the step; -1: before this run
    last_used: int  # likewise
    synapses: list[Synapse]


class CellLook(TypedDict):
    """A cell, as the step left it."""

    cell: int
    column: int
    sentence: str  # from model.why
    predictive: bool
    active: bool
    winner: bool
    dead: bool
    activation_threshold: int
    learning_threshold: int
    connected_permanence: float
    dendrites: list[Dendrite]


class ColumnLook(TypedDict):
    """A column right before the step, which had not yet learned from it; so are bits and overlaps."""

    column: int
    sentence: str  # why it won or lost
    pool: list[int]  # its potential inputs, ascending
    permanences: list[float]  # of each
    connected_permanence: float
    overlap: int
    score: float  # overlap times boost: what competes
    boost: float
    active_duty: float
    overlap_duty: float
    rank: int  # 1: the highest score
    cut: float | None  # the lowest score that won at this step
    active: bool
    expected: bool


class BitLook(TypedDict):
    """A bit of the input."""

    bit: int
    sentence: str  # what turns it on
    on: bool
    connected: list[int]  # columns with a connected synapse from it
    potential: int  # how many columns have it in their pool


class LikelyValue(TypedDict):
    """A value with its probability."""

    value: float | str
    probability: float


class BurstLook(TypedDict):
    """What was predicted instead of what came."""

    column: int | None  # None: of the whole step
    sentence: str
    expected_columns: list[int]
    expected_values: list[LikelyValue]  # most probable first, at most five


class Overlaps(TypedDict):
    """The ranking of the columns."""

    columns: list[int]  # best first
    overlaps: list[int]
    scores: list[float]
    winners: int  # how many won
    cut: float | None
    heard: list[tuple[int, list[int]]]  # each winner, and the active bits that it is connected to


class Histogram(TypedDict):
    """How many synapses have which permanence."""

    edges: list[float]  # one more than counts
    counts: list[int]
    threshold: float  # connected from here


class Permanences(TypedDict):
    """The permanences of columns, and of segments."""

    proximal: Histogram
    distal: Histogram


class Duty(TypedDict):
    """The duty cycles of each column, and its boost."""

    active: list[float]
    overlap: list[float]
    boost: list[float]
    target: float  # the density aimed at


class SegmentsLook(TypedDict):
    """The sizes, ages and idle times of the segments."""

    sizes: list[int]  # how many segments have 0, 1, 2 ... synapses
    ages: list[int]  # steps since each was created, in 20 equal bins from 0 to "at"
    idle: list[int]  # steps since each was last active, likewise


class Distribution(TypedDict):
    """The predicted next values with their probabilities."""

    values: list[float | str]
    probabilities: list[float]


class Encoded(TypedDict):
    """The active bits of a value."""

    bits: list[int]


class SourceFile(TypedDict):
    """A chapter of the textbook."""

    path: str  # such as "core/temporal_memory.py"
    text: str


class StageLines(TypedDict):
    """The lines that a stage of a step runs, counted from 1."""

    path: str
    first: int
    last: int
    says: str


class Sources(TypedDict):
    """The textbook."""

    files: list[SourceFile]  # in reading order
    stages: dict[Stage, StageLines]


class Control(TypedDict):
    """A parameter that can be changed, in plain words."""

    name: str  # as in the parameters of a setup
    part: str
    label: str
    says: str  # what it does and what to watch, a sentence or two
    unit: str
    low: float
    high: float
    step: float
    fixed: bool  # a size: takes a new model; any other can be changed during a run
    defaults: dict[Preset, float]


class Trouble(TypedDict):
    """An error that the page can show."""

    kind: str  # the exception's name
    message: str  # one line, says what to do
    path: str | None  # where in the textbook, if it was raised there
    line: int | None
    fields: NotRequired[list[str]]  # of a setup: what the message is about, by name, the first first
    trace: str  # all of it


class FileReading(TypedDict, total=False):
    """How a file is read, if the user says it. What is left out is worked out."""

    time: str  # the column with the times; "": none
    missing: list[str]  # cells that stand for a missing value
    decimal: Literal[".", ","]
    day_first: bool  # 01/02/2024 is 1 February
    sort: bool  # the rows by time


class Reading(TypedDict):
    """A file as an input."""

    input: Input
    rows: int
    steps: int  # that the run takes at first; more can be chosen
    train: int  # of these
    notes: list[str]
    columns: list[str]


class Held(TypedDict):
    """A run that the session has."""

    run: int
    setup: Setup
    done: int
