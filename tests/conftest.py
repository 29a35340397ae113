"""Settings that every test shares, and the engines that every rule is tested on."""

from dataclasses import dataclass

import pytest
from hypothesis import Phase, settings

from htm_teacher import ENGINES, AnomalyLikelihood, Classifier, Model, SpatialPooler, TemporalMemory

# Tests run side by side, some of them traced, so how long an example takes says nothing. All else
# stays as Hypothesis chose it, which is reproducible on a machine that says it is CI.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
# For `make test`, which is run after each change: a fifth of the examples, other ones each time.
settings.register_profile("quick", deadline=None, max_examples=20)
# For seeing whether anything fails at all: the same examples each time, none made smaller.
settings.register_profile("hasty", deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))


@dataclass(frozen=True)
class Engine:
    """One way to compute the rules: its name and its five classes."""

    name: str
    pooler: type[SpatialPooler]
    memory: type[TemporalMemory]
    likelihood: type[AnomalyLikelihood]
    classifier: type[Classifier]
    model: type[Model]


@pytest.fixture(scope="session", params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn: a rule is tested on all of them."""
    model = ENGINES[request.param]
    parts = model.pooler_type, model.memory_type, model.likelihood_type, model.classifier_type
    return Engine(request.param, *parts, model)
