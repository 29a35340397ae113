"""The files of the command stream: what may be the rows, and where alerts may go."""

import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.checks import brief_path
from .terminal import say

if TYPE_CHECKING:
    from ..stream.many_keys import Stream


def check_alerts(alerts: Path | None, file: Path | None, state: Path) -> None:
    """Raise if the file of alerts is that of the rows, or one of the state's."""
    from ..stream.generations import is_own

    if alerts is None:
        return
    if limit := re.fullmatch(r"(0?\.\d+|[01])|\d+/(hour|day|week|month|year)", str(alerts)):
        instead = f"--threshold {alerts}" if limit[1] else "--alerts-a-day NUMBER"
        raise ValueError(
            f"--alerts is {brief_path(alerts)}: here it is the file of alerts; {instead} is a limit"
        )
    place = alerts.resolve()
    if file is not None and place == file.resolve():
        raise ValueError(f"--alerts is {brief_path(alerts)}, from which the rows are read: give another file")
    if place.parent == state.resolve() and is_own(place.name):
        raise ValueError(f"--alerts is {brief_path(alerts)}, a file of the state: give another name")


def check_opened(kept: "Stream", alerts: Path | None, state: Path) -> None:
    """Say what was passed over; raise if a new stream would add to old alerts, perhaps the same."""
    if alerts and alerts.is_file() and not kept.kept.number and alerts.stat().st_size:
        raise ValueError(
            f"--alerts is {brief_path(alerts)}, which has lines, but the stream in {brief_path(state)} is "
            "new and might write the same alerts again: give the folder of before, or another file"
        )
    for line in kept.kept.notes:
        say(f"warning: {line}")


def alone(alerts: Path | None) -> AbstractContextManager[None]:
    """Holds the lock of the file of alerts; a wrong name is said when it is opened."""
    from ..keep.lock import locked_file

    place = alerts and alerts.resolve()
    return locked_file(place) if place and place.parent.is_dir() and not place.is_dir() else nullcontext()


def check_of_pipe(follow: bool, next: bool) -> None:
    """Raise if standard input or a pipe has an option for files."""
    if follow:
        raise ValueError("--follow needs a FILE: standard input and pipes are always followed")
    if next:
        raise ValueError("--next needs a FILE: standard input and pipes always come after what was read")


def pipe(file: Path | None, note: Callable[[str], None]) -> int:
    """The number of a pipe, once it is written to; that of standard input without one."""
    if file is None:
        return 0
    note(f"waiting until {brief_path(file)} is written to")
    return os.open(file, os.O_RDONLY)
