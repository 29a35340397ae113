"""What a column's name alone says: times, hours of the day, or numbers that only count rows."""

import re

_HOURS = frozenset({"hour", "hours", "hr", "time", "time of day", "clock"})
_NAMES = frozenset({"time", "times", "timestamp", "date", "datetime", "epoch", "unix", "unixtime"})
_NAMES |= {"date time", "unix time", "unix timestamp", "epoch time", "ts"}
_NO_VALUES = frozenset({"", "index", "id", "unnamed: 0"})  # numbers that only count rows


def is_time_name(column: str) -> bool:
    """Whether this is a usual name for times: "Time (UTC)", "unix_time", "epoch" ..."""
    return _plain_name(column) in _NAMES


def is_hour_name(column: str) -> bool:
    """Whether this is a usual name for hours of the day: "Hour", "hr", "time_of_day" ..."""
    return _plain_name(column) in _HOURS


def only_counts(name: str) -> bool:
    """Whether numbers under this name only count rows or time, so that nothing is to be predicted."""
    return name.strip().lower() in _NO_VALUES or is_time_name(name)


def _plain_name(column: str) -> str:
    """The name in lower case, without anything in brackets."""
    return re.sub(r"[\s_-]+", " ", re.sub(r"[(\[].*", "", column)).strip().lower()
