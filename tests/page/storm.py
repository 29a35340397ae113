"""A storm: random deeds of a user, and what Python outside the browser says of the state they lead to."""

import base64
import json
import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from page.asking import Asker

Deed = tuple[Any, ...]  # the name of a deed in storm.js, and what it needs

SEVEN = {"kind": "drawn", "values": [0, 1, 2, 3, 2, 1, 0.5]}
SMALL: dict[str, Any] = {
    "input": {"kind": "sine", "period": 10}, "steps": 60, "train": 45, "preset": "toy", "seed": 1,
}  # fmt: skip
KEYS = ["ArrowLeft", "ArrowRight", "Home", "End", "s", "S", "b", "r", " ", " ", "+", "-", "l", "?", "Escape"]
PANELS = ["Tour", "Change", "Why", "Inside", "Code", "Share"]
FILES = {
    "good.csv": "time,flow\n" + "".join(f"2024-01-{day:02},{day % 7}\n" for day in range(1, 29)),
    "two.csv": "a,b\n" + "".join(f"{n % 5},{n % 3}\n" for n in range(40)),
    "words.csv": "word\n" + "on\noff\noff\n" * 12,
    "broken.csv": "a,b\n1,2\n3\n4,5,6\nx,y\n",
    "empty.csv": "",
}
SIZES = {"Iterations": (30, 120), "Seed": (0, 9), "Period": (5, 30), "Training": (10, 90)}
CHANGES = [
    ("memory", "Activation threshold", (3, 9)),
    ("memory", "Punishment", (0, 0.1)),
    ("pooler", "Boosting", (0, 3)),
]
STOPS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]  # of the tour; the last one runs for long
TRIES = 20  # of a deed that has done nothing so far
NEEDS = {"two runs": "kill"}  # what must be done before, as there is nothing to do it with otherwise
QUICK = [8]  # with a small machine
ALLOWED = re.compile(
    r"This link (is damaged|cannot be opened)|This is the last step|“[^”]+” is .+: it must "
    r"|Another run has begun meanwhile"  # of what was asked for in the same moment
)


def link(setup: dict[str, Any], at: int) -> str:
    """The address of a moment."""
    text = json.dumps({"setup": setup, "at": at}).encode()
    return f"#s={base64.urlsafe_b64encode(text).decode().rstrip('=')}"


def fields(rng: random.Random) -> dict[str, str]:
    """New values for some fields of the panel Change."""
    some = rng.sample(sorted(SIZES), rng.randint(1, 3))
    return {label: str(rng.randint(*SIZES[label])) for label in {"Iterations", *some}}


def linked(rng: random.Random, stops: list[int]) -> Deed:
    given = rng.choice([{"kind": "sine", "period": 8}, {"kind": "letters", "pairs": ["ABCD", "XBCY"]}, SEVEN])
    moment = link(SMALL | {"input": given, "seed": rng.randint(0, 3)}, rng.randint(0, 59))
    tour = f"#tour={rng.choice(stops) + 1}"
    return ("link", rng.choice([moment, moment, moment, "#s=damaged", "#explore", tour, ""]))


def changed(rng: random.Random) -> Deed:
    part, label, (low, high) = rng.choice(CHANGES)
    value = rng.randint(low, high) if isinstance(high, int) else round(rng.uniform(low, high), 3)
    return ("change", part, label, str(value))


def filed(rng: random.Random) -> Deed:
    name = rng.choice(sorted(FILES))
    return ("file", name, FILES[name])


Kinds = dict[str, tuple[int, Callable[[random.Random], Deed]]]


def kinds(stops: list[int]) -> Kinds:
    """What can be done: how often it is done, and how such a deed is made."""
    return {
        "key": (12, lambda rng: ("key", rng.choice(KEYS), rng.random() < 0.2)),
        "enter": (4, lambda rng: ("enter", rng.choice(PANELS))),
        "run": (7, lambda rng: ("run", fields(rng))),
        "input": (
            3,
            lambda rng: (
                "choose",
                *rng.choice([("Wave", "Square wave"), ("Wave", "Noise"), ("Letters", "")]),
            ),
        ),
        "draft": (3, lambda rng: ("panel", "Change", rng.choice(["Undo", "Back to the preset", "Run"]))),
        "kill": (4, lambda _: ("panel", "Change", "Kill ")),
        "continue": (4, lambda rng: ("onward", *changed(rng)[1:])),
        "parameter": (4, changed),
        "file": (3, filed),
        "link": (5, lambda rng: linked(rng, stops)),
        "two runs": (
            5,
            lambda rng: ("press", rng.choice(["Show the first", "Show the second", "Close the second"])),
        ),
        "button": (
            4,
            lambda rng: (
                "press",
                rng.choice(["Close", "Dark", "Light", "Wider", "Take the tour", "Explore"]),
            ),
        ),
        "point": (5, lambda rng: ("point", rng.randint(2, 5), rng.random(), rng.random())),
        "stop": (3, lambda rng: ("part", "Tour", f"[data-stop='{rng.choice(stops)}']")),
        "tour": (
            3,
            lambda rng: (
                "part",
                "Tour",
                f"[data-test={rng.choice(['next-stop', 'kill-half', 'make-ready'])}]",
            ),
        ),
        "inside": (2, lambda rng: ("part", "Inside", f"[data-view]:nth-of-type({rng.randint(1, 7)})")),
        "idea": (2, lambda rng: ("part", "Code", f".ideas li:nth-child({rng.randint(1, 5)}) button")),
        "code": (2, lambda rng: ("panel", "Code", rng.choice(["Run this code", "Stop", "Undo everything"]))),
        "share": (1, lambda rng: ("panel", "Share", rng.choice(["Copy the link", "Export the run"]))),
        "snapshot": (1, lambda rng: ("snapshot", f"shot-{rng.getrandbits(32):08x}.npz")),
    }


class Storm:
    """So many deeds that do something: some alone, some several at once; last what has done nothing yet."""

    def __init__(self, seed: int, actions: int, stops: list[int]) -> None:
        self.rng, self.kinds, self.actions = random.Random(seed), kinds(stops), actions
        self.acted: Counter[str] = Counter()
        self.tried: Counter[str] = Counter()

    @property
    def missing(self) -> list[str]:
        """The kinds of deeds that have done nothing so far."""
        return [name for name in self.kinds if not self.acted[name]]

    def __iter__(self) -> Iterator[list[tuple[str, Deed]]]:
        """Gusts of deeds, each with its kind; say in ``acted`` which did something."""
        while (left := self.actions - self.acted.total()) > 0:
            count = min(left, self.rng.choices([1, 2, 3, 5], [6, 2, 1, 1])[0])
            often = [weight for weight, _ in self.kinds.values()]
            yield [self._made(name) for name in self.rng.choices(list(self.kinds), often, k=count)]
        for name in self.missing:
            for _ in range(TRIES):
                if not self.acted[name]:
                    if name in NEEDS:
                        yield [self._made(NEEDS[name])]
                    yield [self._made(name)]

    def _made(self, name: str) -> tuple[str, Deed]:
        self.tried[name] += 1
        return name, self.kinds[name][1](self.rng)


class Truth:
    """What the state of a run must be, by a session outside the browser; the sessions asked last are kept."""

    def __init__(self, opened: Callable[[str], dict[str, Any]]) -> None:
        self._opened = opened  # what was open before a snapshot, and the snapshot
        self._known: dict[str, tuple[Asker, list[dict[str, Any]]]] = {}

    def __call__(self, page: dict[str, Any]) -> tuple[dict[str, Any], str]:
        """The record and the digest of the step that the page shows."""
        ask, records = self._first(page["setup"], page["opened"])
        at, left = page["at"], page["left"]
        until = at + 1 if left is None else left["from"]
        if until > len(records):
            records += ask("step", run=0, count=until - len(records))
        if left is None:
            return records[at], ask("digest", run=0, at=at + 1)
        ask("branch", at=until, changes=left["changes"])
        if left["killed"] is not None:
            ask("kill", run=1, fraction=left["killed"])
        record = ask("step", run=1, count=at + 1 - until)[-1]
        return record, ask("digest", run=1, at=at + 1)

    def _first(self, setup: dict[str, Any], opened: str) -> tuple[Asker, list[dict[str, Any]]]:
        key = json.dumps([setup, opened])
        if key not in self._known:
            asker = Asker()
            self._begin(asker, setup, opened)
            self._known = dict([*self._known.items()][-9:])
            self._known[key] = asker, []
        return self._known[key]

    def _begin(self, asker: Asker, setup: dict[str, Any], opened: str) -> None:
        if not opened:
            asker("setup", setup=setup)
            return
        shot = self._opened(opened)
        self._begin(asker, shot["setup"], shot["opened"])
        asker("open", name=opened, data=shot["data"])


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two records are the same; scores made with logarithms may differ in the last digits."""
    return all(
        alike(one[name], other[name]) if name in ("likelihood", "next") else one[name] == other[name]
        for name in one
    )


def alike(one: Any, other: Any) -> bool:
    """Whether two numbers are the same but for their last digits; and so what consists of them."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[name], other[name]) for name in one)
    if isinstance(one, float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9)
    return bool(one == other)
