"""What a new process takes: ``python -m speed.child WHAT [ROWS]``, in benchmarks/, prints it.

import               seconds to import htm_teacher, and whether that imported Numba
use                  seconds from the import to a first answer of the fast engine
memory STAGE ROWS    bytes of this process now, and at most so far
"""

import sys
import time
from pathlib import Path


def time_import() -> None:
    start = time.perf_counter()
    import htm_teacher  # noqa: F401

    print(time.perf_counter() - start, int("numba" in sys.modules))


def time_use() -> None:
    start = time.perf_counter()
    from htm_teacher import RDSE, build

    model = build("toy", RDSE(resolution=1), engine="fast")
    model.run([1.0, 2.0, 3.0])
    model.step(4.0)
    print(time.perf_counter() - start)


def measure_memory(stage: str, rows: str) -> None:
    """Stop after the imports, with Numba at work, with our kernels, or after the machine has learned."""
    import numba
    import psutil  # which pyperf brings

    import htm_teacher.fast  # noqa: F401
    from htm_teacher import RDSE, build

    from .workload import series

    values = series(int(rows))[1]
    encoder = RDSE()
    encoder.fit(values)
    if stage != "imports":
        numba.njit(cache=True)(one_more)(1)
    if stage in ("kernels", "whole"):
        build("toy", encoder, engine="fast").run(values[:50])
    if stage == "whole":
        model = build("cortex", encoder, engine="fast")
        model.run(values)
    print(psutil.Process().memory_info().rss, most_memory())


def one_more(number: int) -> int:
    """Something for Numba to do that is not ours."""
    return number + 1


def most_memory() -> int:
    """The most that this process has had so far, in bytes; 0 where the system does not tell.

    (On Linux getrusage would tell of the process that started this one, too.)
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return int(lines["VmHWM"].split()[0]) * 1024


if __name__ == "__main__":
    {"import": time_import, "use": time_use, "memory": measure_memory}[sys.argv[1]](*sys.argv[2:])
