"""The way back, made quick for looking around: a model that was looked at last is taken a step further."""

from copy import deepcopy
from typing import Any

from ..core.model import Model
from ..keep.history import History

CHECKPOINTS = 64
MOST_BYTES = 160_000_000  # of all of them together: a page has about 2 GB


class Past(History):
    """A history that lends its past models to be looked at. None of them may be moved by the borrower.

    There are two moments to every step: ``before``, when its value is there and nothing has been
    done with it, and ``after``. Each keeps the model that was lent last, so that one step on costs one.
    """

    def __init__(self, model: Model) -> None:
        super().__init__(model, keep=1, checkpoints=CHECKPOINTS)
        self._lent: dict[str, tuple[int, Model]] = {}

    def after(self, steps: int) -> Model:
        """The model after the first ``steps`` steps; after all of them the living one itself."""
        if steps == len(self):
            return self.model
        return self._lend("after", self._ends[steps - 1] if steps else 0, steps)

    def before(self, steps: int) -> Model:
        """The model right before the last of the first ``steps`` steps: what that step met."""
        if steps == 0:
            return self.after(0)
        return self._lend("before", self._ends[steps - 1] - 1, steps - 1)

    def _checkpoint(self) -> None:
        """Large models are kept less often, so that there is always room for them."""
        super()._checkpoint()
        while len(self._models) > 2 and sum(map(len, self._models.values())) > MOST_BYTES:
            self._spacing *= 2
            self._models = {n: one for n, one in self._models.items() if n % self._spacing == 0}

    def branch(self, steps: int, **changes: Any) -> "Past":
        twin = super().branch(steps, **changes)
        assert isinstance(twin, Past)
        twin._lent = {}  # what was lent here is moved on from here
        return twin

    def _lend(self, moment: str, events: int, steps: int) -> Model:
        """The model after so many events, which lie after so many whole steps."""
        start = max(place for place in self._models if place <= steps)
        played = self._ends[start - 1] if start else 0
        held, model = self._lent.pop(moment, (-1, self.model))
        if not played <= held <= events:
            held, model = played, self._load(start)
        for name, values, named in deepcopy(self._events[held:events]):
            getattr(model, name)(*values, **named)
        self._lent[moment] = (events, model)
        return model
