"""A tiny folder of the benchmark: two files with a window each, one without, and published scores."""

import csv
import json
import math
from datetime import datetime, timedelta

ROWS, SPIKE = 240, 150
NAMES = ("art/spike.csv", "real/nyc_taxi.csv", "real/still.csv")
START = datetime(2024, 1, 1)


def time(row):
    return START + timedelta(hours=row)


def values(name):
    wave = [10 * math.sin(row * math.pi / 6) for row in range(ROWS)]
    if name != "real/still.csv":
        wave[SPIKE] = 40.0
    return wave


def write(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def label(folder, windows):
    path = folder / "labels" / "combined_windows.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(windows))


def window(first, last):
    return [f"{time(first)}.000000", f"{time(last)}.000000"]


def make_folder(folder):
    for name in NAMES:
        rows = [(time(row), value) for row, value in enumerate(values(name))]
        write(folder / "data" / name, ["timestamp", "value"], rows)
        topic, file = name.split("/")
        scores = [[float(value > 20)] for value in values(name)]
        write(folder / "published" / "perfect" / topic / f"perfect_{file}", ["anomaly_score"], scores)
    spike = [window(SPIKE, SPIKE + 20)]
    label(folder, {NAMES[0]: spike, NAMES[1]: spike, NAMES[2]: []})
    return folder
