"""The session: it takes a command as a line of JSON, and answers with a line of JSON.

protocol.py has the types of both. An error is an answer too: {"error": ...} says what is wrong, and
where in the textbook. The session continues.
"""

import inspect
import json
from typing import Any

from ..core.checks import brief, shown
from .commands import Commands
from .renewal import renewed, write_chapter
from .trouble import trouble


class Session:
    """At most two runs, run 0 and its branch, and the textbook that they use.

    >>> session = Session()
    >>> session.ask('{"do": "reset", "run": 0}').partition('"trace"')[0]
    '{"error":{"kind":"ValueError","message":"There is no run 0 yet: ask for a setup first.",...'
    """

    def __init__(self) -> None:
        self._commands = Commands()
        self._changed = False  # whether the files differ from the modules in use

    def ask(self, line: str) -> str:
        """The answer to a command. It never raises."""
        try:
            return _plain({"ok": self._do(line)})
        except (Exception, SystemExit) as error:  # a learner's code may call sys.exit
            return _plain({"error": trouble(error)})

    def _do(self, line: str) -> Any:
        command = json.loads(line)
        if not isinstance(command, dict) or not isinstance(command.get("do"), str):
            raise ValueError('This is no command: use {"do": name, ...}.')
        name = command.pop("do")
        if name == "edit":
            return self._edit(**_fitting(name, self._edit, command))
        if name == "setup" and self._changed:
            return self._renew(command)
        return _do_with(self._commands, name, command)

    def _edit(self, path: str, text: str) -> None:
        """Change a chapter of the textbook, for the next setup."""
        if not isinstance(path, str) or not isinstance(text, str):
            raise ValueError("path and text must both be text.")
        write_chapter(path, text)
        self._changed = True

    def _renew(self, command: dict[str, Any]) -> Any:
        """A new run with the new text. If it fails, the old runs continue with the old modules."""
        with renewed(Commands.__module__) as module:
            commands = module.Commands()
            scene = _do_with(commands, "setup", command)
        self._commands, self._changed = commands, False
        return scene


def _do_with(commands: Any, name: str, command: dict[str, Any]) -> Any:
    method = None if name.startswith("_") else getattr(commands, name, None)
    if method is None:
        known = sorted([*(one for one in dir(commands) if not one.startswith("_")), "edit"])
        raise ValueError(f"There is no command {shown(name)}. The commands are {', '.join(known)}.")
    return method(**_fitting(name, method, command))


def _fitting(name: str, method: Any, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments, if the command takes them."""
    try:
        inspect.signature(method).bind(**arguments)
    except TypeError as error:
        raise ValueError(
            f"The command {shown(name)} has wrong arguments: {brief(str(error), 200)}."
        ) from None
    return arguments


def _plain(answer: dict[str, Any]) -> str:
    return json.dumps(answer, allow_nan=False, separators=(",", ":"))
