"""Presets, and the one place that chooses an engine."""

import os
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Any

from .core import snapshot
from .core.encoders import Encoder
from .core.model import Model
from .core.parameters import ClassifierParameters, LikelihoodParameters, sort_by_part
from .core.state import TEXTBOOK, Kinds


class Engines(Mapping[str, Kinds]):
    """{name: the classes of its parts} of each engine there is; names, arguments and answers are the same.

    The fast one is there where Numba is, which is imported only when it is asked for.
    """

    def __iter__(self) -> Iterator[str]:
        yield "textbook"
        if find_spec("numba") is not None and find_spec("platformdirs") is not None:
            yield "fast"

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __contains__(self, name: object) -> bool:
        return name in list(iter(self))  # Mapping's own would import it

    def __getitem__(self, name: str) -> Kinds:
        if name not in self:
            raise KeyError(name)
        if name == "textbook":
            return TEXTBOOK
        from . import fast

        return fast.SpatialPooler, fast.TemporalMemory, fast.AnomalyLikelihood, fast.Classifier, fast.Model


ENGINES = Engines()

PRESETS: dict[str, dict[str, Any]] = {
    # 64 columns of 4 cells: every cell fits on a picture.
    "toy": {
        "columns": 64,
        "cells_per_column": 4,
        "active_column_count": 6,
        "activation_threshold": 5,
        "learning_threshold": 4,
        "memory_permanence_decrement": 0.05,
        "predicted_decrement": 0.02,
        "sample_size": 6,
        "max_synapses_per_segment": 12,
        "max_segments_per_cell": 32,
    },
    # 256 columns of 8 cells: quick enough to watch, large enough to be sparse.
    "classroom": {
        "columns": 256,
        "cells_per_column": 8,
        "active_column_count": 10,
        "activation_threshold": 8,
        "learning_threshold": 6,
        "memory_permanence_decrement": 0.05,
        "predicted_decrement": 0.02,
        "sample_size": 10,
        "max_synapses_per_segment": 20,
        "max_segments_per_cell": 64,
    },
    # 2,048 columns of 32 cells, 40 active: Numenta's published settings, which are the defaults.
    "cortex": {},
}


def build(
    preset: str,
    encoder: Encoder,
    engine: str = "auto",
    seed: int = 42,
    predict: str | None = None,
    settle_after: int | None = None,
    **changes: Any,
) -> Model:
    """A whole machine for an encoder.

    Args:
        preset: "toy" (64 columns of 4 cells), "classroom" (256 x 8) or "cortex" (2,048 x 32).
        encoder: what turns values into bits.
        engine: "textbook"; "auto" takes the fastest there is.
        seed: any integer: same seed, same answers, everywhere.
        predict, settle_after: see ``Model``.
        changes: other parameters by name; one that pooler and memory share is said with its part, as in
            ``memory_permanence_increment=0.05``.

    Raises:
        ValueError: if a name is unknown, or a parameter out of range or at odds with another.
    """
    if preset not in PRESETS:
        raise ValueError(f"unknown preset {preset!r}: there are {', '.join(PRESETS)}")
    pooler, memory, likelihood, classifier, model = _engine(engine)
    parts: dict[str, dict[str, Any]] = {"pooler": {}, "memory": {}, "likelihood": {}, "classifier": {}}
    for choices in (PRESETS[preset], changes):
        for part, parameters in sort_by_part(choices).items():
            parts[part] |= parameters
    return model(
        encoder,
        pooler(seed=seed, **{"inputs": encoder.size} | parts["pooler"]),
        memory(seed=seed, **parts["memory"]),
        likelihood(LikelihoodParameters(**parts["likelihood"])),
        classifier(ClassifierParameters(**parts["classifier"])),
        predict,
        settle_after,
    )


def load(path: str | os.PathLike[str], engine: str = "auto") -> Model:
    """A machine from a snapshot file; it goes on exactly where it was saved, on either engine.

    Raises:
        SnapshotError: if the file is not a whole snapshot; OSError: if it cannot be read.
    """
    return snapshot.load(path, _engine(engine))


def _engine(name: str) -> Kinds:
    if name == "auto":
        return ENGINES["textbook"]
    if name not in ENGINES:
        raise ValueError(f"unknown engine {name!r}: there are auto, {', '.join(ENGINES)}")
    return ENGINES[name]
