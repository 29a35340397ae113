"""The run that the page draws before Python has started: python -m htm_teacher.page.first_run OUT.json."""

import json
import sys
from pathlib import Path
from typing import Any

from .session import Session

SETUP: dict[str, Any] = {
    "input": {"kind": "sine", "period": 20},
    "steps": 400,
    "train": 300,
    "preset": "classroom",
    "seed": 0,
}


def first_run() -> dict[str, Any]:
    """The answers of a session: {"scene": ..., "records": ...}."""
    session = Session()

    def ask(**command: Any) -> Any:
        return json.loads(session.ask(json.dumps(command)))["ok"]

    return {"scene": ask(do="setup", setup=SETUP), "records": ask(do="step", run=0, count=SETUP["steps"])}


if __name__ == "__main__":
    (out,) = sys.argv[1:]
    text = json.dumps(first_run(), allow_nan=False, separators=(",", ":"))
    Path(out).write_text(text, encoding="utf-8", newline="\n")
