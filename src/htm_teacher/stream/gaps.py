"""Gaps: rows that are missing, or whose value is.

The policy *skip* takes no notice: the row after a gap follows the row before it. *reset* lets it follow none,
so that no step across the gap is learned or surprises. *fill* repeats the last value for each row that is
missing, without alerts; a gap of more than 100 rows is reset.
"""

from datetime import UTC, datetime
from typing import Any

MOST_FILLED = 100  # rows


def missing_rows(before: str | None, time: str | None, every: float | None) -> int:
    """How many rows are missing between two times; 0 if they are not known.

    >>> missing_rows("2024-01-01T00:00:00", "2024-01-01T00:30:00", 600)
    2
    """
    if before is None or time is None or every is None:
        return 0
    return max(round((_clock(time) - _clock(before)) / every) - 1, 0)


def later(before: str | None, time: str | None, every: float | None) -> str | None:
    """The later of two times: a row that comes late does not move the time of its key back.

    A row that is late by more than 100 rows does: then the clock was wrong before.

    >>> later("2024-01-01T00:30:00", "2024-01-01T00:10:00", 600)
    '2024-01-01T00:30:00'
    """
    if before is None or time is None or every is None:
        return time
    late = _clock(before) - _clock(time)
    return before if 0 < late <= MOST_FILLED * every else time


def bridge(detector: Any, count: int, policy: str, value: float | None) -> None:
    """Do what the policy says of this number of missing rows, after a row of this value."""
    if count and policy == "fill" and count <= MOST_FILLED and value is not None:
        detector.run([value] * count)
    elif count and policy != "skip":
        detector.reset()


def _clock(time: str) -> float:
    when = datetime.fromisoformat(time)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
