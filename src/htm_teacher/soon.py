"""A model that begins on the textbook and continues on the fast engine, as soon as that is ready.

Compiling the fast engine takes half a minute, and loading what is compiled a second. Both engines give the
same answers to the last bit, so a model need not wait: another process compiles, a thread of this one loads,
and between two steps the model moves over, in exactly the same state.
"""

import atexit
import os
import subprocess
import sys
from contextlib import suppress
from functools import cache
from threading import Thread
from typing import Any

from .core.model import Model
from .core.records import Step
from .kernel_cache import cache_folder, is_complete, say_complete

PARTS = ("pooler", "memory", "likelihood", "classifier")


QUICK = 0.0002
"""Seconds between two threads of Python while one loads: it often waits for its turn, by default 0.005 s."""


class Preparation:
    """The fast engine on its way.

    Attributes:
        kind: its model; None until it is ready, and for ever if it cannot be made ready.
        stage: what is being done for it: "loading" or "compiling"; "" afterwards.
    """

    def __init__(self) -> None:
        self.kind: type[Model] | None = None
        self.stage = "loading" if is_complete() else "compiling"
        self._child: subprocess.Popen[bytes] | None = None
        self._ended = False
        self._thread = Thread(target=self._prepare, daemon=True)
        self._thread.start()
        atexit.register(self.end)

    def end(self) -> None:
        """Stop compiling; what is being loaded is loaded first, for Python cannot end in the midst of it."""
        self._ended = True
        if self._child is not None:
            with suppress(OSError):
                self._child.kill()
        self._thread.join()

    def _prepare(self) -> None:
        with suppress(Exception):  # then the textbook continues
            if not self._load() and self._compile():
                self._load()
        self.stage = ""

    def _load(self) -> bool:
        """Load the fast engine, if all of it is in the cache."""
        if self._ended or not is_complete():
            return False
        self.stage = "loading"
        usual = sys.getswitchinterval()
        sys.setswitchinterval(QUICK)
        try:
            from .fast.kernels.jit import only_loading
            from .fast.prepare import prepare

            with only_loading():
                self.kind = prepare()
        except Exception:  # damaged, or compiled for another processor
            say_complete(False)
        finally:
            sys.setswitchinterval(usual)
        return self.kind is not None

    def _compile(self) -> bool:
        """Compile it in another process, with this one's modules and cache; returns whether that worked."""
        self.stage = "compiling"
        paths = {"PYTHONPATH": os.pathsep.join(sys.path), "NUMBA_CACHE_DIR": str(cache_folder().parent)}
        with subprocess.Popen(
            [sys.executable, "-P", "-m", "htm_teacher.fast.prepare", "tied"],
            env=os.environ | paths,
            stdin=subprocess.PIPE,  # the process ends when this does
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
        ) as self._child:
            if self._ended:
                self._child.kill()
            return self._child.wait() == 0


@cache
def preparation() -> Preparation:
    """The one of this process: all models share it."""
    return Preparation()


class WaitingModel(Model):
    """The textbook's model, until the fast engine is ready; then its type and its parts change.

    A part that you hold, such as ``model.memory``, is the model's no longer after it has moved.
    """

    def step(self, value: Any, learn: bool = True) -> Step:
        if (kind := preparation().kind) is not None:
            self._move(kind)
        return super().step(value, learn) if kind is None else self.step(value, learn)

    def _move(self, kind: type[Model]) -> None:
        """Become a model of this type, with the same state."""
        parts: dict[str, Any] = {
            name: getattr(kind, f"{name}_type").from_state(getattr(self, name).state()) for name in PARTS
        }
        moved = kind(self.encoder, **parts, predict=self.predict, settle_after=self.settle_after)
        moved.steps = self.steps
        self.__class__ = kind  # type: ignore[assignment]
        vars(self).update(vars(moved))
        self._share_turn()


def soon() -> type[Model]:
    """The model to begin with now."""
    return preparation().kind or WaitingModel


def engine_in_use(model: Model) -> str:
    """The engine that a model is on, in words."""
    if not isinstance(model, WaitingModel):
        return "textbook" if type(model) is Model else "fast engine"
    stage = preparation().stage
    return f"textbook, fast engine {stage}" if stage else "textbook"
