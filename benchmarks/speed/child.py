"""What a new process takes: ``python -m speed.child WHAT [ROWS]``, in benchmarks/, prints it.

    import               seconds to import htm_teacher, and whether that imported Numba
    use                  seconds from the import to a first answer of the fast engine
    memory STAGE ROWS    bytes of this process now, and at most so far
"""

import sys
import time


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
    """The machine learns the series; before that, only imports, or also the kernels, in small."""
    import psutil  # which pyperf brings

    import htm_teacher.fast  # noqa: F401
    from htm_teacher import RDSE, build

    from .workload import series

    values = series(int(rows))[1]
    encoder = RDSE()
    encoder.fit(values)
    if stage != "imports":
        build("toy", encoder, engine="fast").run(values[:50])
    if stage == "whole":
        model = build("cortex", encoder, engine="fast")
        model.run(values)
    print(psutil.Process().memory_info().rss, most_memory())


def most_memory() -> int:
    """The most that this process has had so far, in bytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    {"import": time_import, "use": time_use, "memory": measure_memory}[sys.argv[1]](*sys.argv[2:])
