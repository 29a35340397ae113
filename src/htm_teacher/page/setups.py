"""A setup: everything that a run starts from, checked before anything is built."""

from dataclasses import asdict, dataclass, field
from math import inf
from typing import Any, cast, get_args

from ..core.checks import brief, check_choice, check_number, check_whole, shown
from . import protocol

MOST_STEPS = 100_000
MOST_BITS = 16_384
KINDS: tuple[protocol.InputKind, ...] = get_args(protocol.InputKind)
PRESETS: tuple[protocol.Preset, ...] = get_args(protocol.Preset)
ENCODERS: tuple[protocol.EncoderKind, ...] = get_args(protocol.EncoderKind)
PERIOD, WORDS = 20.0, ("ABCD", "XBCY")  # if the input gives none


@dataclass
class Input:
    """A series to learn, checked. ``times`` are ISO dates."""

    kind: protocol.InputKind
    period: float = PERIOD
    noise: float = 0.0
    pairs: list[str] = field(default_factory=lambda: list(WORDS))
    values: list[float | str | None] = field(default_factory=list)
    times: list[str] | None = None
    name: str = "value"

    def __post_init__(self) -> None:
        check_choice(self.kind, "the input's kind", KINDS)
        self.period = check_number(self.period, "period", 2, MOST_STEPS)
        self.noise = check_number(self.noise, "noise", 0, 1)
        self.pairs = _words(self.pairs)
        self.name = _text(self.name, "the input's name")
        self.values = [_value(one, place) for place, one in enumerate(_listed(self.values, "values"))]
        if self.times is not None:
            self.times = [_text(one, "a time") for one in _listed(self.times, "times")]

    def plain(self) -> protocol.Input:
        """As in the protocol, without what this kind does not use."""
        used = {
            "sine": ("period", "noise"),
            "square": ("period", "noise"),
            "letters": ("pairs",),
            "drawn": ("values",),
            "csv": ("values", "times", "name"),
        }.get(self.kind, ())
        plain = {"kind": self.kind} | {name: getattr(self, name) for name in used}
        return cast(protocol.Input, plain)


@dataclass
class EncoderChoice:
    """Which encoder, and with how many bits. None: chosen by the input or the encoder."""

    kind: protocol.EncoderKind = "auto"
    size: int | None = None
    active_bits: int | None = None
    resolution: float | None = None

    def __post_init__(self) -> None:
        check_choice(self.kind, "the encoder's kind", ENCODERS)
        if self.size is not None:
            self.size = check_whole(self.size, "size", 8, MOST_BITS)
        if self.active_bits is not None:
            self.active_bits = check_whole(self.active_bits, "active_bits", 1, MOST_BITS)
        if self.resolution is not None:
            self.resolution = check_number(self.resolution, "resolution", 1e-9)

    def plain(self) -> protocol.EncoderChoice:
        """As in the protocol."""
        plain = {name: value for name, value in asdict(self).items() if value is not None}
        return cast(protocol.EncoderChoice, plain)


@dataclass
class Kill:
    """Kill a fraction of the cells before a step."""

    at: int
    fraction: float

    def __post_init__(self) -> None:
        self.at = check_whole(self.at, "kill: at", 0, MOST_STEPS)
        self.fraction = check_number(self.fraction, "kill: fraction", 0, 1)


@dataclass
class Setup:
    """Everything that a run starts from, checked."""

    input: Input
    steps: int
    train: int
    preset: protocol.Preset
    seed: int
    encoder: EncoderChoice = field(default_factory=EncoderChoice)
    parameters: dict[str, float] = field(default_factory=dict)
    noisy_bits: float = 0.0
    kill: Kill | None = None

    def __post_init__(self) -> None:
        self.steps = check_whole(self.steps, "steps", 1, MOST_STEPS)
        self.train = check_whole(self.train, "train", 0, MOST_STEPS)
        check_choice(self.preset, "preset", PRESETS)
        self.seed = check_whole(self.seed, "seed", -inf)
        self.noisy_bits = check_number(self.noisy_bits, "noisy_bits", 0, 1)
        self.parameters = changes_from(self.parameters)

    def plain(self) -> protocol.Setup:
        """As in the protocol, with everything."""
        plain: protocol.Setup = {
            "input": self.input.plain(),
            "steps": self.steps,
            "train": self.train,
            "preset": self.preset,
            "seed": self.seed,
            "encoder": self.encoder.plain(),
            "parameters": self.parameters,
            "noisy_bits": self.noisy_bits,
        }
        if self.kill is not None:
            plain["kill"] = {"at": self.kill.at, "fraction": self.kill.fraction}
        return plain


_NEEDED: dict[type, tuple[str, ...]] = {
    Setup: ("input", "steps", "train", "preset", "seed"),
    Input: ("kind",),
    Kill: ("at", "fraction"),
}


def setup_from(given: Any) -> Setup:
    """The setup that plain data describe. ``ValueError`` names what is wrong or missing."""
    parts = dict(_named(given, Setup, "setup"))
    parts["input"] = Input(**_named(parts["input"], Input, "input"))
    if parts.get("encoder") is not None:
        parts["encoder"] = EncoderChoice(**_named(parts["encoder"], EncoderChoice, "encoder"))
    if parts.get("kill") is not None:
        parts["kill"] = Kill(**_named(parts["kill"], Kill, "kill"))
    return Setup(**{name: value for name, value in parts.items() if value is not None})


def changes_from(given: Any) -> dict[str, float]:
    """Parameters by name, each a number. The machine checks the rest."""
    if not isinstance(given, dict):
        raise ValueError(f"parameters is {shown(given)}: {{name: number}} is needed")
    return {name: _number(value, brief(name)) for name, value in given.items()}


def _number(value: Any, name: str) -> float:
    """The number as it was meant: a slider gives 0.060000000000000005, and 64.0 columns are 64."""
    number = round(check_number(value, name), 9)
    return int(number) if number == int(number) else number


def _named(given: Any, kind: type, what: str) -> dict[str, Any]:
    """The named values that are given, if each is known and no needed value is missing."""
    if not isinstance(given, dict):
        raise ValueError(f"{what} is {shown(given)}: named values are needed")
    known = kind.__dataclass_fields__  # type: ignore[attr-defined]
    for name in given:
        if name not in known:
            raise ValueError(f"{what}: {shown(name)} is not known; there are {', '.join(known)}")
    for name in _NEEDED.get(kind, ()):
        if given.get(name) is None:
            raise ValueError(f"{what}: {name} is missing")
    return {name: value for name, value in given.items() if value is not None}


def _listed(given: Any, name: str) -> list[Any]:
    if not isinstance(given, list):
        raise ValueError(f"{name} is {shown(given)}: a list is needed")
    if len(given) > MOST_STEPS:
        raise ValueError(f"{name}: there are {len(given):,}, and {MOST_STEPS:,} are the most")
    return given


def _words(given: Any) -> list[str]:
    words = [_text(word, "a sequence of letters") for word in _listed(given, "pairs")]
    if not words or not all(0 < len(word) <= 100 for word in words) or len(words) > 50:
        raise ValueError("pairs: 1 to 50 sequences of 1 to 100 letters each are needed, such as ABCD")
    return words


def _text(given: Any, name: str) -> str:
    if not isinstance(given, str):
        raise ValueError(f"{name} is {shown(given)}: a text is needed")
    return given


def _value(given: Any, place: int) -> float | str | None:
    return given if given is None or isinstance(given, str) else check_number(given, f"value {place}")
