"""A stock Firefox, which Playwright cannot drive: a Node program does it, by lines of JSON."""

import json
import subprocess
from pathlib import Path
from typing import Any, Self

HERE = Path(__file__).resolve().parent
PACKAGES = HERE.parents[1] / "web" / "node_modules"


def outside(urls: list[str]) -> list[str]:
    """Those addresses that are not in the page itself."""
    return [url for url in urls if not url.startswith(("file:", "data:", "blob:"))]


class Firefox:
    """One page in one Firefox, from the start of ``with`` to its end."""

    def __init__(self, node: str, browser: str, address: str, errors: list[str]) -> None:
        self._command = [node, str(HERE / "firefox.mjs"), browser, address, str(PACKAGES)]
        self._errors = errors  # what goes wrong is put here
        self.version = ""

    def __enter__(self) -> Self:
        pipe = subprocess.PIPE
        self._driver = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, text=True, encoding="utf-8")
        self.version = self._read()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._driver.stdin
        assert self._driver.stdout
        self._driver.stdin.close()  # it closes the browser and ends
        self._driver.wait(timeout=30)
        self._driver.stdout.close()

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page; a promise is awaited."""
        assert self._driver.stdin
        self._driver.stdin.write(json.dumps(expression) + "\n")
        self._driver.stdin.flush()
        return self._read()

    def _read(self) -> Any:
        assert self._driver.stdout
        line = self._driver.stdout.readline()
        assert line, "Firefox ended"
        answer = json.loads(line)
        self._errors += outside(answer["asked"]) + answer["errors"]
        assert "ok" in answer, answer
        return answer["ok"]
