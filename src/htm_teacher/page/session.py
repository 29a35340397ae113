"""The session: one command as a line of JSON goes in, one answer as a line of JSON comes out.

web/src/protocol.ts describes every command. Whatever goes wrong is an answer, too, and the session lives
on: {"error": ...} says what it was, and where in the textbook.
"""

import inspect
import json
from typing import Any

from .commands import Commands
from .renewal import renewed, write_chapter
from .trouble import trouble


class Session:
    """Two runs at most, 0 and a branch of it, and the textbook that they run on.

    >>> session = Session()
    >>> session.ask('{"do": "reset", "run": 0}').partition('"trace"')[0]
    '{"error":{"kind":"ValueError","message":"There is no run 0 yet: ask for a setup first.",...'
    """

    def __init__(self) -> None:
        self._commands = Commands()
        self._changed = False  # whether the files say something else than what runs

    def ask(self, line: str) -> str:
        """The answer to one command; never raises, whatever it is given."""
        try:
            return _plain({"ok": self._do(line)})
        except (Exception, SystemExit) as error:  # a learner's code may well try to leave
            return _plain({"error": trouble(error)})

    def _do(self, line: str) -> Any:
        command = json.loads(line)
        if not isinstance(command, dict) or not isinstance(command.get("do"), str):
            raise ValueError('A command is needed: {"do": name, ...}.')
        name = command.pop("do")
        if name == "edit":
            return self._edit(**_fitting(name, self._edit, command))
        if name == "setup" and self._changed:
            return self._renew(command)
        return _do_with(self._commands, name, command)

    def _edit(self, path: str, text: str) -> None:
        if not isinstance(path, str) or not isinstance(text, str):
            raise ValueError("path and text must be texts.")
        write_chapter(path, text)
        self._changed = True

    def _renew(self, command: dict[str, Any]) -> Any:
        """A new run on the new text; if that fails, runs and text of before go on."""
        with renewed(Commands.__module__) as module:
            commands = module.Commands()
            scene = _do_with(commands, "setup", command)
        self._commands, self._changed = commands, False
        return scene


def _do_with(commands: Any, name: str, command: dict[str, Any]) -> Any:
    method = None if name.startswith("_") else getattr(commands, name, None)
    if method is None:
        there = sorted([*(one for one in dir(commands) if not one.startswith("_")), "edit"])
        raise ValueError(f"There is no command {name!r}; there are {', '.join(there)}.")
    return method(**_fitting(name, method, command))


def _fitting(name: str, method: Any, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments, if they are those that the command takes."""
    try:
        inspect.signature(method).bind(**arguments)
    except TypeError as error:
        raise ValueError(f"The command {name!r} cannot be done so: {error}.") from None
    return arguments


def _plain(answer: dict[str, Any]) -> str:
    return json.dumps(answer, allow_nan=False, separators=(",", ":"))
