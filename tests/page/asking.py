"""A session as the page talks to it: lines of JSON in, lines of JSON out."""

import base64
import json
from typing import Any

from htm_teacher.page.session import Session

SINE: dict[str, Any] = {
    "input": {"kind": "sine", "period": 10},
    "steps": 120,
    "train": 90,
    "preset": "toy",
    "seed": 1,
}


def refuse(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")


class Asker:
    """Asks a session; ``asker("step", run=0, count=5)`` is what came back, and it must have gone well."""

    def __init__(self, session: Any = None) -> None:
        self.session = session or Session()

    def answer(self, line: str) -> dict[str, Any]:
        answer = self.session.ask(line)
        assert "\n" not in answer
        return json.loads(answer, parse_constant=refuse)

    def __call__(self, do: str, **arguments: Any) -> Any:
        answer = self.answer(json.dumps({"do": do, **arguments}))
        assert list(answer) == ["ok"], answer
        return answer["ok"]

    def trouble(self, do: str, **arguments: Any) -> dict[str, Any]:
        """What went wrong, as it must."""
        answer = self.answer(json.dumps({"do": do, **arguments}))
        assert list(answer) == ["error"], answer
        assert "\n" not in answer["error"]["message"]
        return answer["error"]

    def run(self, **changes: Any) -> list[dict[str, Any]]:
        """A new run, gone through to its end: its records."""
        scene = self("setup", setup=SINE | changes)
        return self("step", run=0, count=scene["setup"]["steps"])

    @property
    def model(self) -> Any:
        """The living model of run 0."""
        return self.session._commands._runs[0].history.model


def packed(content: str | bytes) -> str:
    """A file as the page hands it over."""
    return base64.b64encode(content.encode() if isinstance(content, str) else content).decode()
