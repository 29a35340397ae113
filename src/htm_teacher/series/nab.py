"""The Numenta Anomaly Benchmark: a folder of series with labelled anomaly windows.

Source: Lavin & Ahmad 2015, "Evaluating real-time anomaly detection algorithms"; the repository
numenta/NAB. In it, data/ holds CSV files with the columns timestamp and value, in folders by topic,
and labels/combined_windows.json the windows by file: {"topic/file.csv": [["first", "last"], ...]}.
"""

import json
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
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
    """The series of a NAB folder, with their known anomalies.

    Args:
        folder: the benchmark's folder, in which there are data/ and labels/.
        file: which one: "realKnownCause/nyc_taxi.csv", or "nyc_taxi" where that is clear.

    Returns:
        The Series of ``file``. Without it all of them by name, as a mapping that knows the names at
        once and reads a file each time it is asked for it, as in
        ``for name, series in read_nab(folder).items()``. Some files have a time twice; both rows
        are kept.

    Raises:
        SeriesError: if the folder is no NAB folder, or has no such file, or one cannot be read.
    """
    every = _Folder(Path(folder))
    return every if file is None else every[every.find(file)]


class _Folder(Mapping[str, Series]):
    """Name -> Series, each read when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.names = sorted(path.relative_to(self.data).as_posix() for path in self._files())
        if not self.names:
            problem = "no NAB folder: it has no data/*/*.csv; name the one that has data/ and labels/"
            raise SeriesError(problem, folder)
        self.windows = _read_windows(folder / "labels" / "combined_windows.json")

    def _files(self) -> Iterator[Path]:
        return self.data.glob("*/*.csv")

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __contains__(self, name: object) -> bool:
        return name in self.names  # Mapping's own would read the file

    def __getitem__(self, name: str) -> Series:
        if name not in self.names:
            raise KeyError(name)
        with warnings.catch_warnings():
            # Times that occur twice are known in this benchmark.
            warnings.simplefilter("ignore", SeriesWarning)
            series = read_csv(self.data / name, time="timestamp", value="value")
        source = "Numenta Anomaly Benchmark (NAB)"
        return replace(series, name=name, source=source, anomalies=self.windows.get(name, []))

    def find(self, file: str) -> str:
        """The full name that is meant by a full or short one."""
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
        problem = f"cannot be read ({error.strerror}); a NAB folder has its anomaly windows here"
        raise SeriesError(problem, file) from None
    except (ValueError, TypeError, AttributeError):
        problem = 'damaged: {"topic/file.csv": [["first", "last"], ...], ...} is needed'
        raise SeriesError(problem, file) from None
