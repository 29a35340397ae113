"""Print what a new process takes: ``python -m speed.child WHAT [STAGE ROWS]``, run in benchmarks/.

import               seconds to import htm_teacher, and whether that imported Numba
use                  seconds from the import to the first answer of the fast engine
memory STAGE ROWS    bytes of this process at the end, and at the peak
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
    """Print the memory after the imports, a function of Numba, our kernels, or a model that has learned."""
    import numba
    import psutil  # installed with pyperf

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
    """A function for Numba to compile that is not part of the package."""
    return number + 1


def most_memory() -> int:
    """The peak memory of this process so far, in bytes; 0 if the system does not report it.

    (On Linux, getrusage would include the process that started this one.)
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return int(lines["VmHWM"].split()[0]) * 1024


if __name__ == "__main__":
    {"import": time_import, "use": time_use, "memory": measure_memory}[sys.argv[1]](*sys.argv[2:])
