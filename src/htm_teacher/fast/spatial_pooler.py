"""The spatial pooler on flat arrays: the textbook's names, arguments, errors and answers, compiled."""

from collections.abc import Iterable
from typing import Any, Self

import numpy as np

from ..core import spatial_pooler as textbook
from ..core.parameters import PoolerParameters
from ..core.permanence import ONE, round_half_up
from ..core.rng import Random
from ..core.sdr import SDR
from .arrays import flat, given, indices, listed, plain_state
from .kernels import inhibition
from .kernels import spatial_pooler as kernels
from .kernels.pool import NO_SYNAPSE, PoolerRules
from .kernels.saved import fill_pools
from .pool import boost_factors, copy_first, draw_pools, keep_first, new_pool


class SpatialPooler(textbook.SpatialPooler):
    """Columns that compete for an input and learn from winning; see ``htm_teacher.SpatialPooler``.

    Attributes:
        pool: everything that the textbook keeps in lists and sets, in arrays.
    """

    def __init__(self, *, seed: int = 0, **parameters: Any) -> None:
        checked = PoolerParameters(**parameters)
        self.pool, self.random = new_pool(checked), Random(seed, "spatial pooler")
        self.set_parameters(checked)
        if copy_first(self.pool, checked, self.random):
            return
        start = self.random.state
        draw_pools(self.pool, checked, self._connected, self.random)
        self._connect()
        self.priority = self.random.sample(range(checked.columns), checked.columns)
        keep_first(self.pool, checked, start, self.random)

    def set_parameters(self, parameters: PoolerParameters) -> None:
        getattr(self, "parameters", parameters).changed(**vars(parameters))  # else arrays would not fit
        super().set_parameters(parameters)
        boosted = parameters.boost_strength > 0
        if boosted:
            self.pool = self.pool._replace(factors=boost_factors(parameters.boost_strength))
        self.rules = PoolerRules(
            active_column_count=parameters.active_column_count,
            connected=self._connected,
            gain=self._gain,
            loss=self._loss,
            help=round_half_up(self._connected / 10),
            stimulus_threshold=parameters.stimulus_threshold,
            boosted=boosted,
            even=not boosted and bool((self.pool.boost == 1000).all()),
            duty_cycle_period=parameters.duty_cycle_period,
            minimum_overlap_duty=parameters.minimum_overlap_duty,
            local=parameters.inhibition == "local",
        )

    def compute(self, sdr: SDR, learn: bool = True) -> frozenset[int]:
        if sdr.size != self.parameters.inputs:
            raise ValueError(f"the input has {sdr.size} bits: {self.parameters.inputs} are needed")
        return frozenset(self.step(indices(sdr.active), learn).tolist())

    def step(self, bits: Any, learn: bool) -> Any:
        """``compute`` for bits known to be in range, uint32; the winners, uint32, ascending."""
        count = kernels.compute(self.pool, self.rules, bits, learn)
        return self.pool.winners[:count]

    def __setstate__(self, state: dict[str, Any]) -> None:
        """After copying or pickling, make the views of the same numbers again; see ``Pool``."""
        super().__setstate__(state)
        pool = self.pool
        self.pool = pool._replace(
            duty_bits=pool.overlap_duty.view(np.int64),
            extremes_bits=pool.extremes.view(np.int64),
            won_words=pool.won.view(np.uint64),
        )

    def overlaps(self, sdr: SDR) -> list[int]:
        within = (bit for bit in sdr.active if bit < self.parameters.inputs)
        kernels.overlaps(self.pool, self.rules, indices(within))
        found: list[int] = self.pool.overlap.tolist()
        return found

    def inhibit(self, overlaps: list[int]) -> frozenset[int]:
        self.pool.overlap[:] = overlaps
        count = inhibition.inhibit(self.pool, self.rules)
        return frozenset(self.pool.winners[:count].tolist())

    # The textbook's attributes.

    @property
    def permanences(self) -> list[dict[int, int]]:  # type: ignore[override]
        """For each column {input: permanence}, in ten-thousandths."""
        return [self._row(column) for column in range(self.parameters.columns)]

    @property
    def connected_inputs(self) -> list[set[int]]:  # type: ignore[override]
        """For each column the inputs that it has a connected synapse on."""
        return [set(np.flatnonzero(own).tolist()) for own in self.pool.connected_columns.T]

    @property
    def connected_columns(self) -> dict[int, set[int]]:  # type: ignore[override]
        """For each input the columns that have a connected synapse on it."""
        return {i: set(np.flatnonzero(own).tolist()) for i, own in enumerate(self.pool.connected_columns)}

    @property
    def priority(self) -> list[int]:
        """For each column its rank in a tie; higher wins."""
        found: list[int] = self.pool.priority.tolist()
        return found

    @priority.setter
    def priority(self, values: Iterable[int]) -> None:
        self.pool.priority[:] = listed(values)
        self.pool.order[:] = np.argsort(-self.pool.priority)

    @property
    def overlap_duty(self) -> list[float]:
        """For each column how often it overlapped recently."""
        found: list[float] = self.pool.overlap_duty.tolist()
        return found

    @overlap_duty.setter
    def overlap_duty(self, values: Iterable[float]) -> None:
        self.pool.overlap_duty[:] = listed(values)

    @property
    def activity_duty(self) -> list[float]:
        """For each column how often it won recently."""
        found: list[float] = self.pool.activity_duty.tolist()
        return found

    @activity_duty.setter
    def activity_duty(self, values: Iterable[float]) -> None:
        self.pool.activity_duty[:] = listed(values)

    @property
    def boost(self) -> list[int]:
        """For each column the factor on its overlap, in thousandths."""
        found: list[int] = self.pool.boost.tolist()
        return found

    @boost.setter
    def boost(self, values: Iterable[int]) -> None:
        self.pool.boost[:] = listed(values)
        even = not self.rules.boosted and bool((self.pool.boost == 1000).all())
        self.rules = self.rules._replace(even=even)

    @property
    def learning_steps(self) -> int:
        """The number of steps that it learned from."""
        return int(self.pool.steps[0])

    @learning_steps.setter
    def learning_steps(self, value: int) -> None:
        self.pool.steps[0] = value

    def set_all_permanences(self, pools: Iterable[dict[int, int]]) -> None:
        self.pool.permanences[:] = NO_SYNAPSE
        for column, own in enumerate(pools):
            self.pool.permanences[column, list(own)] = list(own.values())
        self._connect()

    def pool_of(self, column: int) -> dict[int, float]:
        return {i: held / ONE for i, held in self._row(column).items()}

    def _connect(self) -> None:
        """Find out for all synapses whether they are connected."""
        connected = self.pool.permanences[:, : self.parameters.inputs] >= self._connected
        self.pool.connected_columns[:] = connected.T

    def _row(self, column: int) -> dict[int, int]:
        row = self.pool.permanences[column]
        own = np.flatnonzero(row >= 0)
        return dict(zip(own.tolist(), row[own].tolist(), strict=True))

    # Saving.

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = plain_state(self.flat_state())
        return found

    def flat_state(self) -> dict[str, Any]:
        """``state`` with NumPy's arrays."""
        held = np.flatnonzero(own := self.pool.permanences >= 0)  # to take from flat arrays is fastest
        inputs = np.broadcast_to(np.arange(own.shape[1], dtype=np.uint32), own.shape)
        return {
            "parameters": dict(vars(self.parameters)),
            "random": self.random.state,
            "learning_steps": self.learning_steps,
            "pools": {
                "sizes": flat("I", own.sum(axis=1)),
                "indices": flat("I", inputs.reshape(-1).take(held)),
                "permanences": flat("H", self.pool.permanences.reshape(-1).take(held)),
            },
            "priority": flat("I", self.pool.priority),
            "overlap_duty": flat("d", self.pool.overlap_duty.copy()),
            "activity_duty": flat("d", self.pool.activity_duty.copy()),
            "boost": flat("I", self.pool.boost),
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        pooler = cls.__new__(cls)
        parameters = PoolerParameters(**state["parameters"])
        pooler.pool = new_pool(parameters)
        pooler.set_parameters(parameters)
        pooler.random = Random.at(state["random"])
        for name in ("learning_steps", "priority", "overlap_duty", "activity_duty", "boost"):
            setattr(pooler, name, state[name])
        rows = (given(state["pools"][name]) for name in ("sizes", "indices", "permanences"))
        fill_pools(pooler.pool.permanences, *rows)
        pooler._connect()
        return pooler
