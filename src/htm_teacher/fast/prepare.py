"""Compile all that a run needs, into the cache on disk: ``python -m htm_teacher.fast.prepare``.

With the argument ``tied`` it ends when its standard input does, and so with the program that started it.
"""

import os
import shutil
import sys
from contextlib import suppress
from threading import Thread

from ..core.encoders import RDSE
from ..kernel_cache import alone, cache_folder, is_complete, say_complete
from .classifier import Classifier
from .model import Model
from .saved_rows import Numbers
from .spatial_pooler import SpatialPooler
from .temporal_memory import TemporalMemory


def prepare() -> type[Model]:
    """Use everything that a run needs, so that it is loaded from the cache, or compiled."""
    encoder = RDSE(resolution=1.0)
    memory = TemporalMemory(columns=64, cells_per_column=4)
    pooler = SpatialPooler(inputs=encoder.size, columns=64, active_column_count=6)
    model = Model(encoder, pooler, memory, classifier=Classifier())
    for value in (1.0, 2.0, None, 1.0, 2.0):
        model.step(value)
    model.memory.make_room(64)
    Model.from_state(model.state()).run([1.0, 2.0])
    Numbers.from_gaps(Numbers.gaps([0, 1], [0, 2]), [0, 2])  # as a snapshot does
    return Model


def compile_all() -> None:
    """Compile what the cache does not hold; a cache that is damaged is made again."""
    with alone():
        if is_complete():
            return
        try:
            prepare()
        except Exception:
            shutil.rmtree(cache_folder())
            prepare()
        say_complete(True)


def end_with_input() -> None:
    """End this process when whoever writes to its standard input has ended."""
    with suppress(OSError):
        while os.read(0, 1):  # not sys.stdin: Python aborts if a thread is reading it in the end
            pass
    os._exit(1)


if __name__ == "__main__":
    if sys.argv[1:] == ["tied"]:
        Thread(target=end_with_input, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(5)  # the run comes first, but a busy machine still compiles
    compile_all()
