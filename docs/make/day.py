"""Run the commands of docs/day.md, and write what they print into the page: ``python docs/make/day.py``.

The page is one session: its Python blocks are saved under the name in their first line, and the lines that
begin with "$ " are taken by one shell. What follows a command is what it prints; "..." stands for any text. A
printed text that still fits is left alone.
"""

import doctest
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "day.md"
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*\n)((?:(?!\$ ).*\n)*)", re.MULTILINE)  # and what it prints
END = "----- the end of a command -----"
SAME = doctest.OutputChecker()


class Shown(NamedTuple):
    """A command, what the page says that it prints, and what it prints."""

    command: str
    said: str
    printed: str

    @property
    def fits(self) -> bool:
        """Whether the page is right."""
        return SAME.check_output(self.said, self.printed, doctest.ELLIPSIS)


def session(text: str, folder: Path) -> Iterator[Shown]:
    """Take the commands of a page in a folder."""
    commands: list[tuple[str, str]] = []
    for kind, block in BLOCK.findall(text):
        if kind == "python":
            (folder / block.partition("\n")[0].removeprefix("# ")).write_text(block, encoding="utf-8")
        else:
            commands += COMMAND.findall(block)
    script = "exec 2>&1\n" + "".join(f"{command}echo '{END}'\n" for command, _ in commands)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "80", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=env, stdout=subprocess.PIPE, text=True, check=False
    )
    printed = done.stdout.split(f"{END}\n")
    for (command, said), output in zip(commands, printed, strict=False):
        yield Shown(command, said, output)


def main() -> None:
    """Run the commands, and write the page."""
    text = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as made:
        for one in session(text, Path(made)):
            print(f"$ {one.command}{one.printed}", end="")
            if not one.fits:
                text = text.replace(f"$ {one.command}{one.said}", f"$ {one.command}{one.printed}")
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
