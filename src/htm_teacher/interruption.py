"""Ctrl-C before the command's own code runs, and after it has ended: one plain line, or nothing.

Importing everything takes up to a second, and Python would end it with a traceback. So the package takes
Ctrl-C from its first line on, but only in a process that is the ``htm-teacher`` command: in a program of
one's own it changes nothing. This module imports only what Python has imported when it starts, and the part
of ``signal`` that is in C, for the same reason: Ctrl-C while it imports more would be a traceback.
"""

import _signal as signal  # type: ignore[import-not-found]
import os
import sys

NOTHING = "Interrupted; nothing was written."
CODE = 130  # what shells give for Ctrl-C


def is_command(arguments: list[str], original: list[str]) -> bool:
    """Whether a process is the command, by ``sys.argv`` and ``sys.orig_argv`` during the first import.

    >>> is_command(["/usr/bin/htm-teacher", "demo"], [])
    True
    >>> is_command(["-m", "demo"], ["python", "-m", "pytest", "demo"])
    False
    """
    first = arguments[0] if arguments else ""
    if first == "-m":
        return "htm_teacher" in original[:-1] and original[original.index("-m") + 1] == "htm_teacher"
    return os.path.splitext(os.path.basename(first))[0] in ("htm-teacher", "htm-teacher-script")


def listen() -> None:
    """In the command: end at Ctrl-C with one line, from now on. If it is ignored, it still is."""
    ignored = signal.getsignal(signal.SIGINT) == signal.SIG_IGN  # a script's background job does
    if is_command(sys.argv, getattr(sys, "orig_argv", [])) and not ignored:
        signal.signal(signal.SIGINT, end)


def end(*_: object) -> None:
    """End the process with one line; no Python code runs afterwards, so none can print a traceback."""
    os.write(2, f"{NOTHING}\n".encode())
    os._exit(CODE)


class raised:  # noqa: N801 - read as "with interruption.raised()"
    """In the block, Ctrl-C raises KeyboardInterrupt, as usual; after it, Ctrl-C comes too late."""

    def __enter__(self) -> None:
        self.listens = signal.getsignal(signal.SIGINT) is end
        if self.listens:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def __exit__(self, *_: object) -> None:
        if self.listens:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            # If Ctrl-C came while an import ran a text, as namedtuple does, Python would end as if nobody had
            # caught it, and without its exit code. The next text that is run makes Python forget that.
            exec("")


listen()
