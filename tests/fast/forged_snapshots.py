"""Forged snapshots: files of valid form with wrong or hostile content, loaded on both engines.

    python tests/fast/forged_snapshots.py FIRST COUNT

makes the files with the seeds FIRST, FIRST + 1 and so on. A file is refused by ``load``, with a
``SnapshotError``, or loaded and lived with; both engines must do the same. It ends with an error at the
first file for which that is not so, and prints the seed of a file before it is loaded, so that the seed is
known even if the process dies. Memory and processor time are limited.
"""

import signal
import sys
import tempfile
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

from fast.forging import MACHINES, change_and_fit, forge, packed
from fast.happenings import value
from fast.random_lives import BOTH
from htm_teacher import History, SnapshotError, load
from htm_teacher.keep import snapshot

MOST_MEMORY, MOST_SECONDS = 6 * 2**30, 200  # kernels may be compiled in that time


def after(path: Path, engine: str, kind: int) -> Any:
    """Why the file is refused, or all that comes of the machine in it."""
    try:
        model = load(path, engine)
    except SnapshotError as error:
        return "no memory" if isinstance(error.__cause__, MemoryError) else "refused"
    lived: list[Any] = [snapshot._parts(model.state())]
    history, draw = History(model, keep=3, checkpoints=2), Random(kind)
    for step in range(12):
        if step == 8:
            history.rewind(min(5, len(history)))  # fewer if some failed
        given = 1 if kind < 4 and step % 3 else value(draw, kind)
        try:
            answer = history.step(given, learn=step != 4)
            lived.append((answer.anomaly, answer.likelihood, sorted(answer.active_cells), answer.prediction))
        except ValueError as error:
            lived.append(str(error))
        if step % 4 == 3:
            lived.append(snapshot._parts(history.model.state()))
    return lived


def main(first: int, count: int) -> None:
    """Make and try so many files; print what came of them."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    came: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "forged.npz"
        for seed in range(first, first + count):
            print(seed, flush=True)
            draw = Random(seed)
            kind = draw.randrange(6)
            state = deepcopy(MACHINES[kind])
            for _ in range(draw.randrange(3)):
                change_and_fit(state, draw)
            for _ in range(draw.choice([0, 0, 1, 1, 2])):
                forge(state, draw)
            path.write_bytes(packed(state, draw))
            if sys.platform != "win32":
                signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)  # dies if it takes longer
            textbook, fast = (after(path, engine, kind) for engine in BOTH)
            assert "no memory" in (textbook, fast) or textbook == fast, f"file {seed}: the engines differ"
            outcome = textbook if isinstance(textbook, str) else fast if isinstance(fast, str) else "loaded"
            came[outcome] = came.get(outcome, 0) + 1
    print(came)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
