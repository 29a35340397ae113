"""What every test shares: settings, the engines that every rule is tested on, and one browser."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings

from browsers import PATIENCE, missing, program
from htm_teacher import ENGINES, AnomalyLikelihood, Classifier, Model, SpatialPooler, TemporalMemory

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A background job of a script ignores Ctrl-C, and so would what tests start and then send it to.
signal.signal(signal.SIGINT, signal.default_int_handler)

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


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """One Chromium for all tests of a process: Playwright cannot be started twice in it."""
    path = program("chromium", "chromium")
    if not find_spec("playwright"):
        missing("Playwright: run `make test`, which installs it")
    from playwright.sync_api import sync_playwright

    arguments = ["--enable-unsafe-swiftshader"]  # 3-D without a graphics card
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses it to root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments, timeout=PATIENCE)
        yield browser
        browser.close()
