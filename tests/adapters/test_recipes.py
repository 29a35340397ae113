"""The recipes of docs/spark.md for Quix Streams and Flink, called as those libraries would call them."""

import re
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from adapters.sensors import alerts_of_one_process, row_of

PAGE = Path(__file__).parents[2] / "docs/spark.md"


def recipe(name):
    """What the code of the page under this mark defines."""
    code = re.search(rf"<!-- {name} -->\n```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    defined = {"__name__": "recipe"}
    exec(compile(code[1], f"docs/spark.md, {name}", "exec"), defined)
    return SimpleNamespace(**defined)


class QuixState(dict):
    """The state of a key: numbers and texts in one store, bytes in the same."""

    def get_bytes(self, key, default=None):
        found = self.get(key, default)
        assert found is default or isinstance(found, bytes)
        return found

    def set(self, key, value):
        assert not isinstance(value, bytes)
        self[key] = value

    def set_bytes(self, key, value):
        assert isinstance(value, bytes)
        self[key] = value


class FlinkState:
    """A ValueState: None until it was updated."""

    def __init__(self, descriptor):
        self.descriptor, self.kept = descriptor, None

    def value(self):
        return self.kept

    def update(self, value):
        self.kept = value


@pytest.fixture
def pyflink(monkeypatch):
    """The names that the recipe takes from PyFlink, without PyFlink."""

    def module(name, **names):
        made = ModuleType(name)
        vars(made).update(names)
        monkeypatch.setitem(sys.modules, name, made)

    types = SimpleNamespace(LONG=lambda: int, PICKLED_BYTE_ARRAY=lambda: bytes)
    module("pyflink")
    module("pyflink.common", Types=types)
    module("pyflink.datastream", KeyedProcessFunction=object)
    module("pyflink.datastream.state", ValueStateDescriptor=lambda name, kind: (name, kind))


@pytest.fixture(scope="module")
def expected():
    found = alerts_of_one_process(["pump"], 100)
    assert ("pump", 86) in [(one["key"], one["row"]) for one in found]
    return found


@pytest.mark.slow
def test_quix_streams_calls_it_for_each_message(expected):
    alerts_of, state = recipe("quix").alerts_of, QuixState()
    assert [alert for row in range(100) for alert in alerts_of(row_of("pump", row), state)] == expected


@pytest.mark.slow
def test_flink_calls_it_for_each_element(pyflink, expected):
    function = recipe("flink").Alerts()
    function.open(SimpleNamespace(get_state=FlinkState))
    found = [alert for row in range(100) for alert in function.process_element(row_of("pump", row), None)]
    assert found == expected
    kept = {"rows": function.rows, "machine": function.machine}
    assert {name: state.descriptor for name, state in kept.items()} == {
        "rows": ("rows", int),
        "machine": ("machine", bytes),
    }
