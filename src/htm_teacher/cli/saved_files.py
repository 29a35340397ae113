"""The files of `htm-teacher run --save` and `--load`: written after the last step, read before the first."""

import os
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from ..core.checks import brief, brief_path, listed
from ..series import Series, SeriesError, SeriesWarning
from ..study.alert_rule import Rule
from ..study.run import Run
from ..study.saved_run import SavedRun, load_run, save_run
from .early_checks import usable_folder
from .file_options import FileOptions


@dataclass
class Saving:
    """Where the run is saved, and how its file is read.

    Attributes:
        said: what was saved, in a sentence; "" before it is.
    """

    path: Path
    reading: FileOptions
    said: str = ""

    def check(self, source: Path | None, results: list[str]) -> None:
        """Raise if saving would replace the file that is read, or one of the results."""
        real = os.path.realpath(self.path)
        if real in results or (source is not None and real == os.path.realpath(source)):
            what = "a file of the results" if real in results else "the file that is read"
            raise ValueError(
                f"--save {brief_path(self.path)} is {what}: choose another name, such as model.npz"
            )

    def try_folder(self) -> None:
        """Raise if the file cannot be written."""
        usable_folder(self.path.parent, [self.path.name])

    def write(self, run: Run, when: Rule | None = None) -> None:
        """Save the run, complete or not, and when it raises alerts."""
        decided = {name: value for name, value in run.series.reading.items() if value is not None}
        # Labels are no input: later rows may come without them.
        save_run(run, self.path, asdict(replace(self.reading, label=None)) | decided, when)
        last = len(run.rows) - 1 + run.before
        self.said = f" Saved after step {last:,}: {brief_path(self.path)}."


@dataclass(frozen=True)
class Loading:
    """A saved run that continues with a file."""

    path: Path
    saved: SavedRun
    reading: FileOptions

    def read(self, file: Path) -> Series:
        """The file, read like that of the saved run."""
        with warnings.catch_warnings():
            # Categories where the run has numbers are refused later, in other words.
            warnings.filterwarnings("ignore", ".*read as categories", SeriesWarning)
            try:
                return self.reading.read(file)
            except SeriesError as error:
                if "no column " not in str(error):
                    raise
                names = [*filter(None, [self.reading.time]), *self.saved.series.fields]
                raise ValueError(
                    f"{error}; {brief_path(self.path)} needs {listed(map(repr, names))}"
                ) from None


def loading(path: Path, engine: str, reading: FileOptions, given: Mapping[str, Any]) -> Loading:
    """Load a saved run, and say how later files are read: as before, unless an option says otherwise.

    Args:
        path: the file.
        engine: for the model.
        reading: what the user says about the file.
        given: the options that the user gives, by name.

    Raises:
        ValueError, OSError: if the file holds no run, or an option contradicts it.
    """
    saved = load_run(path, "soon" if engine == "auto" else engine)
    try:
        before = FileOptions(**saved.reading)
        if not before.has_types():
            raise TypeError
    except TypeError:
        raise ValueError(f"{brief_path(path)}: what it keeps of its run is damaged") from None
    made: dict[str, Any] = {name: saved.settings[name] for name in ("preset", "seed", "train")}
    made["columns"] = saved.model.pooler.parameters.columns
    made["season"], made["ahead"] = saved.season, list(saved.model.classifier.parameters.horizons)
    made["value"], made["text"] = before.value, before.text
    asked = dict(given) | {name: getattr(reading, name) for name in ("value", "text")}
    for name, value in made.items():
        if _differs(asked.get(name), value):
            made_with = f"with --{name} {_typed(value)}" if value not in (None, []) else f"without --{name}"
            raise ValueError(
                f"--{name} {_typed(asked[name])}: {brief_path(path)} was made {made_with};"
                " leave the option out, or leave --load out to begin a new run"
            )
    said = {one.name: getattr(reading, one.name) for one in fields(reading) if one.name in given}
    return Loading(path, saved, replace(before, **said))


def _differs(asked: Any, made: Any) -> bool:
    """Whether an option that was given contradicts the saved run."""
    if isinstance(asked, list) and asked and all(isinstance(one, int) for one in asked):
        asked = sorted(set(asked))
    return asked not in (None, []) and asked != made


def _typed(value: Any) -> str:
    return listed(value) if isinstance(value, list) else brief(str(value))


def refuse_groups(reading: FileOptions, saves: bool, loads: bool) -> None:
    """Raise if several series are to share one saved model."""
    if reading.group and (saves or loads):
        option = "--save" if saves else "--load"
        raise ValueError(f"{option} is for one series: leave --group out, and give the rows of one series")
