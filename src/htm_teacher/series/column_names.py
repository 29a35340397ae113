"""What a column holds by its name alone: times, hours of the day, or numbers that only count."""

import re

_HOURS = frozenset({"hour", "hours", "hr", "time", "time of day", "clock"})
_NAMES = frozenset({"time", "times", "timestamp", "date", "datetime", "epoch", "unix", "unixtime"})
_NAMES |= {"date time", "unix time", "unix timestamp", "epoch time", "ts"}
_NO_VALUES = frozenset({"", "index", "id", "unnamed: 0"})  # numbers that only count the rows


def is_time_name(column: str) -> bool:
    """Whether a column is called as times are: "Time (UTC)", "unix_time", "epoch" ..."""
    return _plain_name(column) in _NAMES


def is_hour_name(column: str) -> bool:
    """Whether a column is called as hours of the day are: "Hour", "hr", "time_of_day" ..."""
    return _plain_name(column) in _HOURS


def only_counts(name: str) -> bool:
    """Whether a column of numbers, by its name, only counts rows or time: nothing to predict."""
    return name.strip().lower() in _NO_VALUES or is_time_name(name)


def _plain_name(column: str) -> str:
    """A column's name in small letters, without what is in brackets."""
    return re.sub(r"[\s_-]+", " ", re.sub(r"[(\[].*", "", column)).strip().lower()
