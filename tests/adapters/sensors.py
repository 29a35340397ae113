"""Three sensors with a spike each, and what one process says of them."""

from math import pi, sin

from htm_teacher.stream import Rules, advance

KEYS = ("pump", "fan", "belt")
SPIKES = {("pump", 85), ("fan", 110), ("belt", 150)}  # of 0
ROWS, EACH = 160, 40  # of each sensor; in a batch
RULES = Rules(warm_up=60)  # those of docs/spark.md


def row_of(key, row):
    """A row as the page has it: sensor, time, load."""
    load = round(10 * sin(2 * pi * row / 20), 3) + (30 if (key, row) in SPIKES else 0)
    missing = (key, row) == ("belt", 100)
    time = f"2026-01-{1 + row // 24:02}T{row % 24:02}:00:00"
    return {"sensor": key, "time": time, "load": None if missing else load}


def alerts_of_one_process(keys=KEYS, rows=ROWS):
    """All alerts, sensor by sensor."""
    found = []
    for key in keys:
        of_key = [row_of(key, row) for row in range(rows)]
        numbered = [(row, one["time"], one["load"]) for row, one in enumerate(of_key, 1)]
        found += advance(None, numbered, RULES, key)[1]
    return found
