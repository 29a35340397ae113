"""Facts about one of many streams: a row of a table, and what a small picture is drawn from."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any

from ..series import Value
from .alerts import Alerts
from .run import Run
from .stretched import MOST, Stretched

AHEAD = 1  # steps before a row, when the interval was forecast that is drawn
LAST = 300  # rows that are drawn, and among which the surprise is sought
HIGHEST = 16.0  # a rank that has the full height of the picture, as all higher ones have
LEVELS, NOTHING = 254, 255  # the height of a picture, and the byte of what is missing
ROOM = 0.25  # of the range of the values: how far above and below it an interval is drawn

FACTS = (
    *("stream", "rows", "last_time", "last_value", "surprise", "surprise_step", "surprise_time", "alerts"),
    *("last_alert_step", "last_alert_time", "last_alert_value", "reason", "low90", "high90", "nothing"),
)
"""The names of the facts in tables."""


@dataclass(frozen=True)
class Picture:
    """The last rows of a stream, drawn small: a byte for each row, from 0 to 254, or 255 if there is none.

    Attributes:
        since: when the first of the rows was; None if that is not known.
        least, most: of the values.
        values: of the rows.
        lowest, highest: the 90 % interval of the forecast for each row, made before it.
        ranks: 254 is a rank of 16 or more.
        alerts: the places of the alerts.
    """

    since: datetime | None
    least: float
    most: float
    values: bytes
    lowest: bytes
    highest: bytes
    ranks: bytes
    alerts: list[int]

    @property
    def packed(self) -> dict[str, Any]:
        """Plain data; the bytes in base 64."""
        every = b"".join([self.values, self.lowest, self.highest, self.ranks])
        return {"bytes": b64encode(every).decode(), "alerts": self.alerts}


@dataclass(frozen=True)
class Facts:
    """What a report says about a stream.

    Attributes:
        stream: its name.
        rows: how many rows were taken.
        last_time, last_value: of the last row; None if it is not known.
        surprise: the highest rank among the last 300 rows; None if none of them has a rank.
        surprise_step, surprise_time: where that is.
        alerts: how many there are in all rows.
        last_alert_step, last_alert_time, last_alert_value, reason: of the last alert.
        low90, high90: the 90 % interval of the forecast for the next row.
        nothing: why nothing has a rank, in a sentence; "" if something has.
        picture: of the last 300 rows; None if they have no numbers.
        link: where there is more about the stream, as a path from the report; "" if nowhere.
    """

    stream: str
    rows: int = 0
    last_time: datetime | None = None
    last_value: Value = None
    surprise: float | None = None
    surprise_step: int | None = None
    surprise_time: datetime | None = None
    alerts: int = 0
    last_alert_step: int | None = None
    last_alert_time: datetime | None = None
    last_alert_value: Value = None
    reason: str = ""
    low90: float | None = None
    high90: float | None = None
    nothing: str = ""
    picture: Picture | None = None
    link: str = ""

    def table_row(self) -> dict[str, Any]:
        """The facts by the names of ``FACTS``; times as ISO 8601."""
        every = {name: getattr(self, name) for name in FACTS}
        return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in every.items()}


def facts_of(stream: str, run: Run, alerts: Alerts, link: str = "") -> Facts:
    """The facts about a run that has taken at least one row, and its alerts."""
    last, times, values = len(run.rows) - 1, run.series.times, run.series.values()
    part = range(max(run.first, last + 1 - LAST), last + 1)
    ranks = {place: one.rank for place in part if place < len(alerts.rows) and (one := alerts.rows[place])}
    most = max(ranks, key=lambda place: ranks[place], default=None)
    alert = max(alerts.raised, default=None)
    found = None if alert is None else alerts.rows[alert]

    def time(place: int | None) -> datetime | None:
        return None if place is None or times is None else times[place]

    def step(place: int | None) -> int | None:
        return None if place is None else place + run.before

    stretched = Stretched(run, AHEAD, (MOST,))
    low, high = _interval(run, stretched, last + AHEAD)
    return Facts(
        stream,
        len(run.rows) - run.first,
        time(last),
        values[last],
        None if most is None else ranks[most],
        step(most),
        time(most),
        len(alerts.raised),
        step(alert),
        time(alert),
        None if alert is None else values[alert],
        found.reason if found else "",
        low,
        high,
        alerts.nothing,
        _picture(
            run,
            stretched,
            part,
            [ranks.get(place) for place in part],
            [*map(part.index, _in(part, alerts.raised))],
        ),
        link,
    )


def by_surprise(every: Sequence[Facts]) -> list[Facts]:
    """The most surprising first; streams without a rank come last."""
    return sorted(every, key=lambda one: (one.surprise is None, -(one.surprise or 0.0)))


def _in(part: range, places: Sequence[int]) -> list[int]:
    return [place for place in places if place in part]


def _interval(run: Run, stretched: Stretched, place: int) -> tuple[float | None, float | None]:
    """The interval that was forecast for a row a step before it."""
    record = run.record(place - AHEAD)
    made = None if record is None else record.prediction.get(AHEAD)
    found = stretched.intervals(made, place - AHEAD) if made else []
    return found[0] if found else (None, None)


def _picture(
    run: Run, stretched: Stretched, part: range, ranks: Sequence[float | None], alerts: Sequence[int]
) -> Picture | None:
    values = [run.series.values()[place] for place in part]
    known = [value for value in values if value is not None and not isinstance(value, str)]
    if not known:
        return None
    least, most = min(known), max(known)
    room = ROOM * (most - least) or abs(most) or 1.0
    low, high = least - room, most + room
    if not isfinite(high - low):
        return None
    intervals = [_interval(run, stretched, place) for place in part]
    return Picture(
        run.series.times[part[0]] if run.series.times else None,
        least,
        most,
        _bytes([None if isinstance(value, str) else value for value in values], low, high),
        _bytes([one for one, _ in intervals], low, high),
        _bytes([one for _, one in intervals], low, high),
        _bytes(ranks, 0.0, HIGHEST),
        list(alerts),
    )


def _bytes(values: Sequence[float | None], low: float, high: float) -> bytes:
    """How high each value is between two others; what is outside is drawn at the edge."""
    return bytes(
        NOTHING if value is None else round(LEVELS * min(max((value - low) / (high - low), 0.0), 1.0))
        for value in values
    )
