"""A storm: random deeds of a user, and what Python outside the browser says of the state they lead to."""

import base64
import json
import random
import re
from collections.abc import Callable
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
QUICK = [8]  # with a small machine
ALLOWED = re.compile(r"This link (is damaged|cannot be opened)|This is the last step")


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


def deeds(stops: list[int]) -> dict[Callable[[random.Random], Deed], int]:
    """What can be done, and how often it is done."""
    return {
        lambda rng: ("key", rng.choice(KEYS), rng.random() < 0.2): 12,
        lambda rng: ("enter", rng.choice(PANELS)): 4,
        lambda rng: ("run", fields(rng)): 7,
        lambda rng: ("choose", *rng.choice([("Wave", "Square wave"), ("Wave", "Noise"), ("Letters", "")])): 3,
        lambda rng: ("panel", "Change", rng.choice(["Undo", "Back to the preset", "Run"])): 3,
        lambda rng: ("panel", "Change", "Kill "): 4,
        lambda rng: ("panel", "Change", "Continue from this step"): 4,
        changed: 4,
        filed: 3,
        lambda rng: linked(rng, stops): 5,
        lambda rng: ("press", rng.choice(["Show the first", "Show the second", "Close the second"])): 5,
        lambda rng: ("press", rng.choice(["Close", "Dark", "Light", "Wider", "Take the tour", "Explore"])): 4,
        lambda rng: ("point", rng.randint(2, 5), rng.random(), rng.random()): 5,
        lambda rng: ("part", "Tour", f"[data-stop='{rng.choice(stops)}']"): 3,
        lambda rng: (
            "part",
            "Tour",
            f"[data-test={rng.choice(['next-stop', 'kill-half', 'make-ready'])}]",
        ): 3,
        lambda rng: ("part", "Inside", f"[data-view]:nth-of-type({rng.randint(1, 7)})"): 2,
        lambda rng: ("part", "Code", f".ideas li:nth-child({rng.randint(1, 5)}) button"): 2,
        lambda rng: ("panel", "Code", rng.choice(["Run this code", "Stop", "Undo everything"])): 2,
        lambda rng: ("panel", "Share", rng.choice(["Copy the link", "Export the run"])): 1,
        lambda rng: ("snapshot", f"shot-{rng.getrandbits(32):08x}.npz"): 1,
    }


def storm(seed: int, actions: int, stops: list[int]) -> list[list[Deed]]:
    """So many deeds: some alone, some several at once."""
    rng, some = random.Random(seed), deeds(stops)
    gusts: list[list[Deed]] = []
    while (left := actions - sum(map(len, gusts))) > 0:
        count = min(left, rng.choices([1, 2, 3, 5], [6, 2, 1, 1])[0])
        chosen = rng.choices(list(some), list(some.values()), k=count)
        gusts.append([make(rng) for make in chosen])
    return gusts


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
    """Whether two records are the same; scores that depend on a logarithm may differ in the last digit."""
    return all(one[name] == other[name] for name in one if name not in ("likelihood", "next"))
