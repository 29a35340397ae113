"""Files in and out: CSV, steps.csv and snapshots, as text or base64."""

import base64
import binascii
import io
import re
import tempfile
from copy import copy
from pathlib import Path
from typing import Any

from ..core.checks import brief, brief_path
from ..keep.snapshot import to_bytes
from ..series import SeriesError
from ..series.series import counted, listed, shown
from ..study.table import write_table
from .live_run import LiveRun
from .machine import noted
from .noisy import undisturbed
from .protocol import Reading
from .reading import Found, Settings, read_file
from .setups import MOST_STEPS

FIRST_STEPS = 5_000  # of a long file: enough to learn from, and done in a minute or two
TRAINING = 0.7
OR_OPTION = re.compile(r", or give --[^;]*")
OPTION = re.compile(r"\s*\([^()]*--[^)]*\)|;[^;]*--[a-z][^;]*")


def content(name: Any, data: Any) -> bytes:
    """The bytes of a file, from base64."""
    if not isinstance(name, str) or not isinstance(data, str):
        raise ValueError("A file needs a name and its content as base64 text.")
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(f"{brief(name)}: the content is not valid base64 text") from None


def read(name: str, data: str, column: str | None = None, reading: Any = None) -> Reading:
    """A CSV file as an input: a column of it, and its times if it has any."""
    raw, settings = content(name, data), Settings.of(reading or {})
    with tempfile.TemporaryDirectory() as folder, noted() as warned:
        path = Path(folder) / (re.sub(r"[^\w. -]", "_", name)[-100:] or "file")
        path.write_bytes(raw)
        try:
            found = read_file(path, settings, column)
        except SeriesError as error:
            raise SeriesError(_told(str(error), path, name)) from None
    series, chosen = found.series, found.chosen
    if chosen not in series.fields:
        raise SeriesError(f"no column {shown(chosen)} with numbers; {listed(series.fields)}", name)
    notes = [_told(note, path, name) for note in [*_notes(found), *warned]]
    rows = len(series)
    if rows > MOST_STEPS:
        notes.append(f"Only the first {MOST_STEPS:,} of {counted(rows, 'row')} are kept.")
        series, rows = series.head(MOST_STEPS), MOST_STEPS
    steps = min(rows, FIRST_STEPS)
    if steps < rows:
        notes.append(
            f"The run takes the first {steps:,} of {counted(rows, 'row')}: set more steps to take more."
        )
    return {
        "input": {
            "kind": "csv",
            "values": series.fields[chosen],
            "times": None if series.times is None else [time.isoformat() for time in series.times],
            "name": chosen,
        },
        "rows": rows,
        "steps": steps,
        "train": max(1, round(steps * TRAINING)),
        "notes": notes,
        "columns": [*dict.fromkeys([*series.fields, *found.texts])],
    }


def table(run: LiveRun) -> str:
    """The table that ``htm-teacher run`` writes, of the steps done so far."""
    file = io.StringIO()
    write_table(file, run.series, run.history.model.classifier.parameters.horizons, run.rows)
    return file.getvalue()


def save(run: LiveRun, at: int) -> str:
    """A snapshot, which Python and the fast engine can open. Noise on the bits is not part of the model."""
    model = copy(run.history.look(at))
    model.encoder = undisturbed(model.encoder)
    return base64.b64encode(to_bytes(model)).decode("ascii")


def _notes(found: Found) -> list[str]:
    """Notes on what the reader decided. Its note on the columns is left out, as the page takes one column."""
    series, values = found.series, found.series.fields[found.chosen]
    decided = [note for note in series.notes if not note.startswith("columns: ")]
    where = series.reading.get("time")
    times = f"with the times in “{where}”" if series.times is not None else "without times"
    missing = values.count(None)
    gaps = (
        [f"{missing:,} of {counted(len(series), 'value')} missing: each resets the context."]
        if missing
        else []
    )
    return [*decided, *found.notes, f"Using “{brief(found.chosen)}”, {times}.", *gaps]


def _told(message: str, path: Path, name: str) -> str:
    """A message of the reader, with the name of the user's file and without hints for the command line."""
    said = OPTION.sub("", OR_OPTION.sub("", message)).replace(brief_path(path), brief(name))
    return said.replace("give “", "set “").replace("with “", "under “")
