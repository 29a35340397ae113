"""A report on many streams: a page that a browser searches and sorts without a network, and its table."""

import csv
import hashlib
import html
import json
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..keep.whole_file import whole_file
from ..series.series import counted
from .plain_numbers import plain
from .stream_facts import FACTS, HIGHEST, LAST, Facts, Picture, by_surprise

TEMPLATE = Path(__file__).with_name("streams.html")
PAGE, CSV, PARQUET = "report.html", "streams.csv", "streams.parquet"
VALUES = ("last_value", "last_alert_value")  # numbers, or texts
PART = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)  # what the policy allows by its hash


def write_streams(path: Path, every: Sequence[Facts], title: str) -> list[str]:
    """Write the report, and beside it the table, with the most surprising stream first.

    A stream takes about 2 kB of the page.

    Args:
        path: of the page; the tables are in the same folder.
        every: the facts about each stream.
        title: what the streams are of.

    Returns:
        The names of the files. There is no Parquet file without PyArrow.

    Raises:
        OSError: if a file cannot be written; older ones stay as they are.
    """
    facts = by_surprise(every)
    rows = [one.table_row() for one in facts]
    with whole_file(path) as draft:
        draft.write_text(page(facts, title), encoding="utf-8", errors="replace", newline="\n")
    with (
        whole_file(path.parent / CSV) as draft,
        draft.open("w", encoding="utf-8", errors="replace", newline="") as file,
    ):
        writer = csv.DictWriter(file, FACTS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    if find_spec("pyarrow") is None:
        (path.parent / PARQUET).unlink(missing_ok=True)  # it would be of other streams
        return [path.name, CSV]
    _write_parquet(path.parent / PARQUET, rows)
    return [path.name, CSV, PARQUET]


def page(facts: Sequence[Facts], title: str) -> str:
    """The page. Names and reasons are text: what looks like HTML in them is shown as it is written."""
    from ..plot.style import STYLES

    colours = {
        name: "; ".join(f"--{key}: {one}" for key, one in asdict(s).items()) for name, s in STYLES.items()
    }
    data = {"highest": HIGHEST, "last": LAST, "streams": [_shown(one) for one in facts]}
    fill = {
        "light": colours["light"],
        "dark": colours["dark"],
        "title": html.escape(" ".join(title.split())),
        "count": counted(len(facts), "stream"),
        "last": f"{LAST:,}",
        "highest": f"{HIGHEST:g}",
        # "<" would end the script in which the data are; a lone half of a character is no UTF-8
        "data": json.dumps(data, separators=(",", ":")).replace("<", "\\u003c"),
    }
    template = TEMPLATE.read_text(encoding="utf-8")
    styled = re.sub(r"\{\{(light|dark)\}\}", lambda name: fill[name[1]], template)
    hashes = {kind: _hash(text) for kind, text in PART.findall(styled)}
    fill["policy"] = (
        f"default-src 'none'; style-src '{hashes['style']}'; script-src '{hashes['script']}'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )
    return re.sub(r"\{\{(\w+)\}\}", lambda name: fill[name[1]], styled)


def _hash(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _shown(facts: Facts) -> dict[str, Any]:
    """A stream as the page has it: texts to show, and numbers to sort by."""
    alert = facts.last_alert_time or facts.last_alert_step
    picture = facts.picture
    return {
        "name": facts.stream,
        "link": quote(facts.link),
        "rows": counted(facts.rows, "row") + (f" to {_when(facts.last_time)}" if facts.last_time else ""),
        "value": _value(facts.last_value),
        "surprise": facts.surprise and round(facts.surprise, 2),
        "at": _at(facts.surprise_time, facts.surprise_step),
        "alerts": facts.alerts,
        "alert": _seconds(alert) if isinstance(alert, datetime) else alert,
        "when": _at(facts.last_alert_time, facts.last_alert_step),
        "what": _value(facts.last_alert_value),
        "reason": facts.reason,
        "nothing": facts.nothing,
        "picture": picture and picture.packed,
        "range": picture and _range(picture),
    }


def _at(time: datetime | None, step: int | None) -> str:
    return _when(time) if time else "" if step is None else f"step {step:,}"


def _range(picture: Picture) -> str:
    since = f", since {_when(picture.since)}" if picture.since else ""
    return f"{plain(picture.least)} to {plain(picture.most)}{since}"


def _seconds(time: datetime) -> float:
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()


def _when(time: datetime) -> str:
    return time.isoformat(" ", "seconds" if time.second else "minutes")


def _value(value: float | str | None) -> str:
    return "" if value is None else value if isinstance(value, str) else plain(value)


def _write_parquet(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    import pyarrow
    from pyarrow import parquet

    if any(isinstance(row[name], str) for row in rows for name in VALUES):  # then all of them are texts
        rows = [row | {name: _value(row[name]) or None for name in VALUES} for row in rows]
        value = pyarrow.string()
    else:
        value = pyarrow.float64()
    whole, real, text = pyarrow.int64(), pyarrow.float64(), pyarrow.string()
    kinds = {"rows": whole, "alerts": whole, "surprise_step": whole, "last_alert_step": whole}
    kinds |= {"surprise": real, "low90": real, "high90": real} | dict.fromkeys(VALUES, value)
    schema = pyarrow.schema([(name, kinds.get(name, text)) for name in FACTS])
    with whole_file(path) as draft:
        parquet.write_table(pyarrow.Table.from_pylist(list(rows), schema), draft)
