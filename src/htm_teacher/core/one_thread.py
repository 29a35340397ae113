"""One model is one thread's: another thread that calls it, or a part of it, in the meantime gets an error.

A step changes many things, one after the other. If another thread came in between, it would see half a step,
and could spoil the model without a word. Within one thread calls may be nested, as ``run`` calls ``step``.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import wraps
from inspect import signature
from re import sub
from threading import RLock
from typing import Any, ClassVar, Self


class OneThread:
    """A base class: the methods of its subclasses that ``ALONE`` names run in one thread at a time.

    A call while another thread is in one of them raises ``RuntimeError``; nothing has changed then.
    """

    __slots__ = ("_turn",)  # not in the dictionary of the object, so that copies do not share the lock
    ALONE: ClassVar[tuple[str, ...]] = (
        *("step", "run", "peek", "free_run", "why", "reset", "kill", "change", "state", "flat_state"),
        *("at", "look", "rewind", "branch"),
        *("compute", "predict", "set_parameters", "add_bucket", "overlaps", "inhibit", "_set_now"),
    )

    _turn: Any

    def __new__(cls, *_: Any, **__: Any) -> Self:
        one = super().__new__(cls)
        one._turn = RLock()
        return one

    def __init_subclass__(cls) -> None:
        for name in vars(cls).keys() & set(cls.ALONE):
            setattr(cls, name, _alone(vars(cls)[name]))

    def _share_turn(self) -> None:
        """Give the parts the turn of the whole."""
        for part in vars(self).values():
            if isinstance(part, OneThread):
                with turn_of(part):
                    part._turn = self._turn

    def __copy__(self) -> Self:
        """A copy that shares all that is changed, and so the turn, too."""
        twin = type(self).__new__(type(self))
        vars(twin).update(vars(self))
        twin._turn = self._turn
        return twin

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        with turn_of(self):
            twin = type(self).__new__(type(self))
            twin.__setstate__(deepcopy(vars(self), memo))
            return twin

    def __getstate__(self) -> dict[str, Any]:
        with turn_of(self):
            return deepcopy(vars(self))  # pickle reads it later, when another thread may be at work

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._share_turn()


@contextmanager
def turn_of(one: OneThread) -> Iterator[None]:
    """Meanwhile it is this thread's. Raises ``RuntimeError`` if it is another's."""
    turn = one._turn
    if not turn.acquire(False):
        raise _busy(one)
    try:
        yield
    finally:
        turn.release()


def _alone(method: Callable[..., Any]) -> Callable[..., Any]:
    """The method, for one thread at a time."""

    @wraps(method)
    def call(self: OneThread, *values: Any, **named: Any) -> Any:
        turn = self._turn
        if not turn.acquire(False):
            raise _busy(self)
        try:
            return method(self, *values, **named)
        finally:
            turn.release()

    # The same, for the method that is called most: with its arguments named, it costs half as much.
    @wraps(method)
    def step(self: OneThread, value: Any, learn: bool = True) -> Any:
        turn = self._turn
        if not turn.acquire(False):
            raise _busy(self)
        try:
            return method(self, value, learn)
        finally:
            turn.release()

    return step if list(signature(method).parameters) == ["self", "value", "learn"] else call


def _busy(one: OneThread) -> RuntimeError:
    kind = sub("(?<=[a-z])(?=[A-Z])", " ", type(one).__name__).lower()
    return RuntimeError(
        f"another thread is using this {kind}: give each thread a {kind} of its own, or let them take turns "
        "with a lock (threading.Lock)"
    )
