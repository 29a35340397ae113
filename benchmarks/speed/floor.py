"""The least time that a step can take: the bytes that it must touch, at the speed of a copy."""

import time
from typing import Any

import numpy as np

from htm_teacher.fast.kernels.net import SHIFT, USED, WORD

from .driving import Activity
from .figures import BYTE, Figures

COPIES = 7


def working_set(model: Any) -> int:
    """How many bytes of arrays a run uses again and again."""
    net, pool = model.memory.net, model.pooler.pool
    used = int(net.numbers[USED]) << int(net.numbers[SHIFT])
    arrays = pool.connected_columns.nbytes + pool.permanences.nbytes + 4 * int(net.length.sum())
    return arrays + used * (WORD * (net.source.itemsize + net.permanence.itemsize) + 16)


def seconds_a_byte(size: int) -> list[float]:
    """Seconds per byte of copies of this size. A copied byte is read and written, so it counts twice."""
    source, target = np.ones(size, np.uint8), np.zeros(size, np.uint8)
    times, rounds = [], max(1, 2**26 // size)
    for _ in range(COPIES):
        start = time.thread_time()
        for _ in range(rounds):
            np.copyto(target, source)
        times.append((time.thread_time() - start) / (2 * size * rounds))
    return times


def bytes_of_a_step(seen: Activity, model: Any, rows: slice = slice(None)) -> dict[str, float]:
    """{what: the bytes of it that a step must touch}, on average over these rows."""
    pooler = model.pooler.parameters
    bits = np.diff(seen.tape.ends)[seen.tape.code][rows]
    return {
        "synapses of the active inputs, one byte per column": float(bits.mean()) * pooler.columns,
        "permanences of the winning columns, two bytes per input": float(seen.tape.columns[rows].mean())
        * 2
        * pooler.inputs,
        "outgoing synapses of the active cells, four bytes each": 4 * float(seen.visits[rows].mean()),
        "segments that learn, 128 bytes each": 128 * float(seen.taught[rows].mean()),
        "segments that are punished, 64 bytes each": 64 * float(seen.punished[rows].mean()),
    }


def measure(seen: Activity, model: Any, copied: int, found: Figures) -> dict[str, float]:
    """The floor of a step: its bytes at the speed of main memory, and at the speed of the caches."""
    touched = bytes_of_a_step(seen, model)
    total = sum(touched.values())
    for name, size in (("memory", copied), ("caches", working_set(model))):
        for one in seconds_a_byte(size):
            found.add(f"machine: floor at the speed of the {name}", one * total)
    found.add("machine: bytes touched by a step", total, BYTE)
    found.add("machine: working set", working_set(model), BYTE)
    return touched
