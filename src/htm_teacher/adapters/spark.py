"""Anomalies in a keyed stream of Spark Structured Streaming: a machine for each key, its state kept by Spark.

Spark keeps the state with its checkpoint, so a query that was killed continues exactly where it stopped, and
each alert is written as often as the sink promises: exactly once into files.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import isfinite
from typing import Any

from ..detect.stream import LARGEST
from ..extras import install
from ..stream import Rules
from ..stream.advance import KeyMachine
from ..stream.plain_rows import Row

try:
    import pandas as pd
    from pyspark.sql.streaming import StatefulProcessor
except ImportError as error:
    raise ImportError(f"this adapter needs PySpark 4: {install('spark')}") from error

COLUMNS = {
    "id": "string",
    "kind": "string",
    "key": "string",
    "row": "bigint",
    "time": "string",
    "value": "double",
    "expected": "array<array<double>>",
    "likeliest": "array<struct<low: double, high: double, share: double>>",
    "strength": "double",
    "rank": "double",
    "since": "struct<row: bigint, time: string>",
    "reason": "string",
}
"""The columns of the alerts, with their types in Spark."""


def detect(rows: Any, *, key: str, value: str, time: str | None = None, rules: Rules | None = None) -> Any:
    """The alerts of a stream, as a streaming DataFrame with ``COLUMNS``.

    The alerts are those of ``htm_teacher.stream.advance``, with rows counted for each key. Within a batch the
    rows of a key are taken in the order of their times. Spark keeps no order of its own: give ``time`` unless
    a batch has at most one row of a key.

    Args:
        rows: a streaming DataFrame.
        key: the column that tells streams apart; rows without a key are left out.
        value: the column of numbers; NaN, infinite, beyond 1e300 and null are missing values.
        time: the column of times, ISO 8601 or timestamps.
        rules: as for ``advance``; None: the defaults.

    Raises:
        ValueError: if the rules have a budget or silence, which need all keys in one process, or fields.
    """
    rules = rules or Rules()
    if rules.budget is not None or rules.silence is not None:
        raise ValueError("budget and silence are of all keys together; in Spark each key is on its own")
    if rules.fields:
        raise ValueError("fields are of rows with several values; in Spark a row has one")
    types = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    machine = _KeyProcessor(value, time, replace(rules, input=()))
    return (
        rows.dropna(subset=[key])
        .groupBy(key)
        .transformWithStateInPandas(
            statefulProcessor=machine, outputStructType=types, outputMode="Append", timeMode="None"
        )
    )


class _KeyProcessor(StatefulProcessor):
    """What Spark calls with the rows of a key in a batch."""

    def __init__(self, value: str, time: str | None, rules: Rules) -> None:
        self.value, self.time, self.rules = value, time, rules

    def init(self, handle: Any) -> None:
        self.kept = handle.getValueState("machine", "state binary")

    def handleInputRows(  # noqa: N802 - Spark's name
        self,
        key: tuple[Any, ...],
        rows: Iterable[pd.DataFrame],
        timerValues: Any,  # noqa: N803
    ) -> Iterator[pd.DataFrame]:
        batch = pd.concat(rows)
        if self.time is not None:
            batch = batch.sort_values(self.time, kind="stable", key=_instants)
        state = bytes(self.kept.get()[0]) if self.kept.exists() else None
        machine = KeyMachine(str(key[0]), self.rules, state)
        alerts = machine.take(list(self._rows(batch, machine.rows)))
        self.kept.update((machine.state(),))
        for alert in alerts:
            alert["since"] = dict(zip(("row", "time"), alert["since"], strict=True))
        yield pd.DataFrame(alerts, columns=list(COLUMNS))

    def _rows(self, batch: pd.DataFrame, before: int) -> Iterator[Row]:
        times = [None] * len(batch) if self.time is None else batch[self.time].tolist()
        for number, (time, value) in enumerate(
            zip(times, batch[self.value].tolist(), strict=True), before + 1
        ):
            known = value is not None and isfinite(value) and abs(value) <= LARGEST
            when = None if pd.isna(time) else str(time.isoformat() if hasattr(time, "isoformat") else time)
            yield Row(number, when, float(value) if known else None)


def _instants(times: pd.Series) -> pd.Series:
    """Times that can be ordered, whatever their offsets; what is none comes last."""
    return pd.to_datetime(times, utc=True, format="ISO8601", errors="coerce")
