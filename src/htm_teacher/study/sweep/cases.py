"""A case of a sweep: one machine on one series, with a name that is the same on every computer."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import product
from typing import Any

from ... import __version__
from ...build import preset_parameters
from ...core.checks import brief, check_number, check_whole, check_wholes, shown
from ...series import Series
from .code import code_hash
from .swept_values import Range, Ranges, Value, check_settings

FIRST_SEED = 42


@dataclass(frozen=True)
class Case:
    """All that its scores depend on.

    Attributes:
        content: a hash of the rows of its series; see ``content_of``.
        parameters: those that differ from the preset.
        preset, train, seed, horizons: as for ``prepare``.
        version: of this package.
        code: a hash of its code.
    """

    content: str
    parameters: tuple[tuple[str, Value], ...]
    preset: str
    train: float
    seed: int
    horizons: tuple[int, ...] | None
    version: str = __version__
    code: str = field(default_factory=code_hash)

    @property
    def id(self) -> str:
        """16 hexadecimal digits that tell other cases apart."""
        told = asdict(self) | {"parameters": sorted(self.parameters)}
        return _hash(told)


def content_of(series: Series) -> str:
    """16 hexadecimal digits that tell other rows apart, and what else of a series a run depends on."""
    times = None if series.times is None else [time.isoformat() for time in series.times]
    return _hash([list(series.fields.items()), times, series.main, series.season])


def by_content(series: Mapping[str, Series]) -> dict[str, tuple[str, Series]]:
    """{hash of its rows: name and series}.

    Raises:
        ValueError: if two have the same rows.
    """
    found: dict[str, tuple[str, Series]] = {}
    for name, one in series.items():
        content = content_of(one)
        if content in found:
            same = brief(found[content][0])
            raise ValueError(f"{brief(name)} has the same rows as {same}: give only one of them")
        found[content] = name, one
    return found


def cases(
    series: Mapping[str, Series],
    settings: Ranges,
    seeds: int = 1,
    preset: str = "classroom",
    train: float = 0.7,
    horizons: Sequence[int] | None = None,
) -> list[Case]:
    """A case for each combination of values, each series and each seed; those of a setting follow each other.

    Args:
        series: {name: series}.
        settings: {parameter: its values}.
        seeds: how many: 42, 43 and so on.
        preset, train, horizons: as for ``prepare``.

    Raises:
        ValueError: naming what is out of range or does not fit.
    """
    contents = by_content(series)
    preset_parameters(preset)
    if check_number(train, "train", 0, 1) in (0, 1):
        raise ValueError(f"train is {shown(train)}: rows to learn from and rows to test on are needed")
    ahead = None if horizons is None else check_wholes(horizons, "ahead", 1)
    check_whole(seeds, "seeds", 1)
    values = check_settings(settings)
    lists = [_listed(name, one) for name, one in values.items()]
    return [
        Case(content, tuple(zip(values, chosen, strict=True)), preset, float(train), FIRST_SEED + seed, ahead)
        for chosen in product(*lists)
        for content in contents
        for seed in range(seeds)
    ]


def _listed(name: str, values: list[Value] | Range) -> list[Value]:
    if isinstance(values, Range):
        raise ValueError(
            f"{name} is a range, {values.low:g}..{values.high:g}: a range is for --search; list values"
        )
    return values


def _hash(told: Any) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]
