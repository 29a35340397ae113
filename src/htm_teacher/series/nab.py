"""The Numenta Anomaly Benchmark (NAB): a folder of series with labelled anomaly windows.

Source: Lavin & Ahmad 2015, "Evaluating real-time anomaly detection algorithms"; the repository
numenta/NAB. Its data/ holds CSV files with the columns timestamp and value, in one folder per topic.
Its labels/combined_windows.json holds the windows of each file:
{"topic/file.csv": [["first", "last"], ...]}.
"""

import json
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from os.path import isdir
from pathlib import Path
from typing import overload

from .csv import read_csv
from .series import Series, SeriesError, SeriesWarning, listed, shown

Windows = list[tuple[datetime, datetime]]


@overload
def read_nab(folder: str | Path) -> Mapping[str, Series]: ...
@overload
def read_nab(folder: str | Path, file: str) -> Series: ...
def read_nab(folder: str | Path, file: str | None = None) -> Mapping[str, Series] | Series:
    """The series of a NAB folder, with their labelled anomalies.

    Args:
        folder: the benchmark's folder, which contains data/ and labels/.
        file: which file: "realKnownCause/nyc_taxi.csv", or just "nyc_taxi" if only one file has that name.

    Returns:
        The Series of ``file``. Without ``file``, a mapping from name to Series, as in
        ``for name, series in read_nab(folder).items()``; it reads a file each time you access it.
        Some files contain a time twice; both rows are kept.

    Raises:
        SeriesError: if this is not a NAB folder, the file does not exist, or it cannot be read.
    """
    every = _Folder(Path(folder))
    return every if file is None else every[every.find(file)]


def unpaired(folder: str | Path) -> tuple[list[str], list[str]]:
    """The files of a NAB folder that the labels do not name, and the names in the labels without a file.

    Raises:
        SeriesError: if this is not a NAB folder.
    """
    every = _Folder(Path(folder))
    named, found = set(every.windows), set(every.names)
    return sorted(found - named), sorted(named - found)


class _Folder(Mapping[str, Series]):
    """Name -> Series; each is read on access."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        try:
            self.names = sorted(path.relative_to(self.data).as_posix() for path in self._files())
        except OSError as error:
            raise SeriesError(f"cannot be read: {error.strerror}", folder) from None
        if not self.names:
            problem = "not a NAB folder: it has no data/*/*.csv"
            if not isdir(folder):
                problem = "there is no such folder"
            problem += "; name the folder that contains data/ and labels/"
            raise SeriesError(problem, folder)
        self.windows = _read_windows(folder / "labels" / "combined_windows.json")

    def _files(self) -> Iterator[Path]:
        return self.data.glob("*/*.csv")

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __contains__(self, name: object) -> bool:
        return name in self.names  # Mapping's method would read the file

    def __getitem__(self, name: str) -> Series:
        if name not in self.names:
            raise KeyError(name)
        with warnings.catch_warnings():
            # The benchmark is known to contain times that occur twice.
            warnings.simplefilter("ignore", SeriesWarning)
            series = read_csv(self.data / name, time="timestamp", value="value")
        source = "Numenta Anomaly Benchmark (NAB)"
        return replace(series, name=name, source=source, anomalies=self.windows.get(name, []))

    def find(self, file: str) -> str:
        """The full name for a full or a short name."""
        if file in self.names:
            return file
        found = [name for name in self.names if file in (Path(name).name, Path(name).stem)]
        if len(found) != 1:
            which = f"{len(found)} files are" if found else "no file is"
            problem = f"{which} called {shown(file)}; {listed(found or self.names)}"
            raise SeriesError(problem, self.data)
        return found[0]


def _read_windows(file: Path) -> dict[str, Windows]:
    try:
        labels = json.loads(file.read_text(encoding="utf-8"))
        return {
            name: [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in windows]
            for name, windows in labels.items()
        }
    except OSError as error:
        problem = f"cannot be read ({error.strerror}); a NAB folder holds its anomaly windows in this file"
        raise SeriesError(problem, file) from None
    except (ValueError, TypeError, AttributeError):
        problem = 'damaged; it must hold {"topic/file.csv": [["first", "last"], ...], ...}'
        raise SeriesError(problem, file) from None
