"""Presets, and the one place that chooses an engine."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.util import find_spec
from typing import Any

from .core.checks import check_whole, shown
from .core.declare import Parameters
from .core.encoders import Encoder
from .core.model import Model
from .core.parameters import PARTS, ClassifierParameters, LikelihoodParameters, sort_by_part
from .core.records import Results
from .keep import snapshot


class Engines(Mapping[str, type[Model]]):
    """{name: its model} of each engine that is installed; names, arguments and answers are the same.

    The fast engine needs Numba, which is imported only when the engine is asked for.
    """

    def __iter__(self) -> Iterator[str]:
        yield "textbook"
        if find_spec("numba") is not None and find_spec("platformdirs") is not None:
            yield "fast"

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __contains__(self, name: object) -> bool:
        return name in list(iter(self))  # Mapping's own would import it

    def __getitem__(self, name: str) -> type[Model]:
        if name not in self:
            raise KeyError(name)
        if name == "textbook":
            return Model
        from . import fast

        return fast.Model


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


def preset_parameters(preset: str) -> dict[str, Parameters]:
    """{part: its parameters} in a preset: what the preset says, and the defaults.

    >>> preset_parameters("toy")["memory"].cells_per_column
    4

    Raises:
        ValueError: if there is no such preset.
    """
    _check_preset(preset)
    chosen = sort_by_part(PRESETS[preset])
    return {part: kind(**chosen.get(part, {})) for part, kind in PARTS.items()}


def _check_preset(preset: object) -> None:
    if preset not in list(PRESETS):  # not in the dictionary: a list has no hash
        raise ValueError(f"unknown preset {shown(preset)}: there are {', '.join(PRESETS)}")


def build(
    preset: str,
    encoder: Encoder,
    engine: str = "auto",
    seed: int = 42,
    predict: str | None = None,
    settle_after: int | None = None,
    **changes: Any,
) -> Model:
    """A machine for an encoder.

    Args:
        preset: "toy" (64 columns of 4 cells), "classroom" (256 x 8) or "cortex" (2,048 x 32).
        encoder: turns values into bits.
        engine: "textbook", or "fast" if Numba is installed; "auto" chooses the fastest that is installed.
            "soon" does not wait for a compiler: it starts a process that compiles, begins on the textbook,
            and continues on the fast engine when that is ready; see ``htm_teacher.soon``.
        seed: any integer. The same seed gives the same answers on every machine.
        predict, settle_after: see ``Model``.
        changes: other parameters by name. If the pooler and the memory both have it, put the part before
            the name, as in ``memory_permanence_increment=0.05``.

    Raises:
        ValueError: if a name is unknown, a parameter is out of range or contradicts another, or the encoder
            is none.
    """
    _check_preset(preset)
    if not isinstance(encoder, Encoder):
        raise ValueError(f"encoder is {shown(encoder)}: an Encoder, or a subclass of your own, is needed")
    model = _engine(engine)
    parts: dict[str, dict[str, Any]] = {"pooler": {}, "memory": {}, "likelihood": {}, "classifier": {}}
    for choices in (PRESETS[preset], changes):
        for part, parameters in sort_by_part(choices).items():
            parts[part] |= parameters
    return model(
        encoder,
        model.pooler_type(seed=seed, **{"inputs": encoder.size} | parts["pooler"]),
        model.memory_type(seed=seed, **parts["memory"]),
        model.likelihood_type(LikelihoodParameters(**parts["likelihood"])),
        model.classifier_type(ClassifierParameters(**parts["classifier"]), seed),
        predict,
        settle_after,
    )


def load(path: str | os.PathLike[str], engine: str = "auto") -> Model:
    """A machine from a snapshot file. It continues exactly where it was saved, on either engine.

    Raises:
        SnapshotError: if the file is not a whole snapshot.
        OSError: if it cannot be read.
    """
    return snapshot.load(path, _engine(engine))


def run_many(
    models: Iterable[Model],
    values: Iterable[Iterable[Any]],
    learn: bool = True,
    workers: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> list[Results]:
    """Run many machines side by side, each over its own series. The results are in the same order.

    Machines of the fast engine use all cores, since compiled code runs without Python's lock. Those of the
    textbook take turns.

    Args:
        models: the machines, each given once.
        values: the values for each machine, as for ``Model.run``.
        learn: whether they learn.
        workers: how many run at the same time. None: as many as there are cores.
        progress: called after each machine, with the numbers of machines done and of all machines.

    Raises:
        ValueError: if a machine is given twice, or there are more or fewer series than machines; or, once
            all others are done, if a value cannot be encoded.
    """
    from concurrent.futures import ThreadPoolExecutor, as_completed

    pairs = list(zip(models, values, strict=True))
    if len({id(model) for model, _ in pairs}) < len(pairs):
        raise ValueError("a model is given twice: it cannot run over two series at once")
    workers = check_whole(workers or os.cpu_count() or 1, "workers", 1)
    with ThreadPoolExecutor(workers) as pool:
        runs = [pool.submit(model.run, series, learn) for model, series in pairs]
        for done, _ in enumerate(as_completed(runs), 1):
            if progress is not None:
                progress(done, len(runs))
    return [run.result() for run in runs]


def _engine(name: str) -> type[Model]:
    if not isinstance(name, str) or name not in {"auto", "soon", "fast", *ENGINES}:
        raise ValueError(f"unknown engine {shown(name)}: there are auto, soon, {', '.join(ENGINES)}")
    if name == "soon" and "fast" in ENGINES:
        from .soon import soon  # the interactive page does without it

        return soon()
    if name in ("auto", "soon"):
        return ENGINES["fast" if "fast" in ENGINES else "textbook"]
    if name == "fast" and name not in ENGINES:
        from .extras import install  # the interactive page does without it

        raise ValueError(f"the fast engine needs Numba: {install('fast')}")
    return ENGINES[name]
