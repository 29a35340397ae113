"""Anomalies in a frame: the ranks and alerts of a detector, row by row."""

from collections.abc import Hashable
from datetime import datetime
from typing import Any

from ...core.checks import is_missing, listed, shown
from ...detect import Detection, Detector
from .libraries import Columns, check_free, column, names, widened

FIELDS = ("rank", "strength", "alert", "reason")


def detect(
    frame: Any, time: str | None = None, value: str | None = None, group: str | None = None, **choices: Any
) -> Any:
    """What a detector says of each row of a frame: the columns given, and rank, strength, alert and reason.

    High is anomalous: of ranks and of strengths. Rows keep their order, and in pandas their index. See
    ``htm_teacher.detect`` for what rank, strength, alert and reason are; during the warm-up all are 0.

    Args:
        frame: a frame of pandas or Polars, or an Arrow table, one row per step.
        time: the column with the times: the detector takes the rows in their order. Times that are text
            must be in ISO 8601. Without it, rows follow each other as they are.
        value: the column with the values; not needed if only one column is left.
        group: the column that tells several series apart, each of which gets a detector of its own.
        choices: as for ``Detector``: ``warm_up``, say, which is 750 rows.

    Raises:
        ValueError: if a column does not exist, a time is missing or cannot be compared with the others, or
            no series has values for the warm-up.
        TypeError: if it is no frame.
    """
    kept: Columns = {name: column(frame, name) for name in (group, time) if name is not None}
    name = value if value is not None else _only(names(frame), kept)
    kept[name] = column(frame, name)
    check_free(list(kept), FIELDS)
    places = _places(kept, time, group)
    found: list[Detection] = [Detection()] * len(kept[name])
    ready = False
    for rows in places.values():
        detector = Detector(**choices)
        for place, one in zip(rows, detector.run(kept[name][place] for place in rows), strict=True):
            found[place] = one
        ready |= not detector.warming_up
    if not ready:
        raise ValueError(_why_not_ready(kept[name], name, group, places, Detector(**choices).warm_up))
    return widened(frame, list(kept), {field: [getattr(one, field) for one in found] for field in FIELDS})


def _only(every: list[str], taken: Columns) -> str:
    left = [name for name in every if name not in taken]
    if len(left) != 1:
        raise ValueError(f"value is not given: which of {listed(left)} is it?")
    return left[0]


def _why_not_ready(
    values: list[Any], name: str, group: str | None, places: dict[Hashable, list[int]], warm_up: int
) -> str:
    """Why no detector has got past its warm-up: values are too few, or all are missing."""
    if not places:
        return "the frame has no rows"
    known = {one: sum(not is_missing(values[row]) for row in rows) for one, rows in places.items()}
    empty = [str(one) for one, count in known.items() if not count]
    missing = f"all values of column {shown(name)} are missing" if empty else ""
    if empty and group is not None:
        missing += f" where {shown(group)} is {listed(empty)}"
    longest = max(known.values(), default=0)
    short = (
        f"the longest series has {longest:,} values that are not missing, and the detector warms up for "
        f"{warm_up:,}: choose a smaller warm_up, of several seasons if possible"
    )
    return missing if not longest else "; ".join(filter(None, [short, missing]))


def _places(kept: Columns, time: str | None, group: str | None) -> dict[Hashable, list[int]]:
    """The rows of each series, in the order of their times."""
    for name, what in ((group, "group"), (time, "time")):
        missing = (
            [place for place, one in enumerate(kept[name]) if is_missing(one)] if name is not None else []
        )
        if missing:
            where = f"column {shown(name)}, row {missing[0] + 1:,}"
            raise ValueError(f"{where}: the {what} is missing; leave the row out")
    places: dict[Hashable, list[int]] = {}
    for place in range(len(next(iter(kept.values())))):
        places.setdefault(kept[group][place] if group is not None else None, []).append(place)
    if time is not None:
        times = [_comparable(one, time, place) for place, one in enumerate(kept[time])]
        try:
            for rows in places.values():
                rows.sort(key=times.__getitem__)
        except TypeError:
            raise ValueError(
                f"column {shown(time)}: some times have an offset, or are numbers, others not"
            ) from None
    return places


def _comparable(time: Any, name: str, place: int) -> Any:
    """A time as it is; text as the time that it means, because it has an order of its own."""
    if not isinstance(time, str):
        return time
    try:
        return datetime.fromisoformat(time)
    except ValueError:
        raise ValueError(
            f"column {shown(name)}, row {place + 1:,}: the time is the text {shown(time)}, which is not "
            "ISO 8601; convert the column to times first"
        ) from None
