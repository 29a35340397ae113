"""Forging: the states of small machines, changed so that each could break something, and packed as files."""

import io
import json
import math
import zipfile
from array import array
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from random import Random
from typing import Any

from fast.happenings import ENCODERS, HUGE
from htm_teacher import build
from htm_teacher.core.by_hand import add_segment
from htm_teacher.core.saved_rows import Numbers
from htm_teacher.keep import snapshot
from htm_teacher.keep.packed_state import packed as parts_packed

NUMBERS = [0, 1, 2, 3, 8, 33, 64, 255, 10_000, 10_001, 2**15, 2**16, 2**28, HUGE, 2**32 - 1, 2**62, 2**63]
REAL = [0.0, -0.0, 1.0, 0.5, 2.0, -1e-300, math.nan, 1e308]
HOSTILE = [
    *NUMBERS, -1, -HUGE, 2**64, 10**400, 0.5, -0.0, 1.0, 64.0, 1e300, math.inf, math.nan, True, False, None,
    "", "3", "local", [], [1], [[1]], {}, {"array": "memory.owners"}, {"array": 3},
]  # fmt: skip
LARGEST = {"B": 2**8 - 1, "H": 2**16 - 1, "I": 2**32 - 1, "q": 2**63 - 1}


def machine(kind: int) -> dict[str, Any]:
    """The state of a machine that has learned, with this kind of encoder, small but with everything in it."""
    choices: dict[str, Any] = {
        "columns": 16, "cells_per_column": 3, "active_column_count": 4, "learning_threshold": 2,
        "activation_threshold": 3, "sample_size": 4, "max_synapses_per_segment": 40, "refit_every": 4,
        "max_segments_per_cell": 3, "learning_period": 5, "estimation_samples": 3, "window": 20,
        "horizons": (1, 3), "predict": "tree" if kind == 5 else None, "spread": kind % 3,
    }  # fmt: skip
    if kind % 2:
        choices |= {"inhibition": "local", "inhibition_radius": 4, "boost_strength": 2.0}
    if kind > 2:
        choices |= {"reads_bits": True, "rehearsals": 2, "rehearsal_window": 9}
        choices |= {"change_widths": (1.0, 0.5) if kind == 3 else None, "change_origins": (None, 1.5)}
    model = build("toy", ENCODERS[kind](), "textbook", kind, **choices)
    for step in range(60):
        model.step({"load": step % 4, "tree": "oak"} if kind == 5 else step % 4)
    model.memory.dead_cells = frozenset({47})
    for cell in (5, 5, 6):
        add_segment(model.memory, cell, dict.fromkeys(range(38), 0.6))
    model.change(max_synapses_per_segment=30)
    model.step(None if kind == 2 else {"load": 1} if kind == 5 else 3)
    return model.state()


MACHINES = {kind: machine(kind) for kind in range(6)}


def leaves(state: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths to everything in a state that is no dictionary."""
    for key, one in state.items():
        yield from leaves(one, (*path, key)) if isinstance(one, dict) else [(*path, key)]


def parent(state: Any, path: tuple[str, ...]) -> Any:
    for key in path[:-1]:
        state = state[key]
    return state


def forge(state: dict[str, Any], draw: Random) -> None:
    """Change one thing, so that most files are refused."""
    paths = list(leaves(state))
    path = draw.choice(paths)
    held, last = parent(state, path), path[-1]
    match draw.randrange(8):
        case 0 | 1 | 2 if isinstance(held[last], array):
            held[last] = other_numbers(held[last], draw)
        case 3:
            other = draw.choice(paths)
            there = parent(state, other)
            held[last], there[other[-1]] = there[other[-1]], held[last]
        case 4:
            del held[last]
        case 5:
            held[draw.choice(["extra", "array", "", last + "."])] = draw.choice([held[last], *HOSTILE])
        case 6:
            path = draw.choice([one for one in paths if "parameters" in one] or paths)
            parent(state, path)[path[-1]] = draw.choice(HOSTILE)
        case _ if isinstance(held[last], list) and held[last]:
            held[last][draw.randrange(len(held[last]))] = draw.choice(HOSTILE)
        case _:
            held[last] = draw.choice(HOSTILE)


def other_numbers(old: Any, draw: Random) -> Any:  # noqa: PLR0911 - one for each way
    """An array with other numbers, another length, order or type."""
    new, code = old[:], old.typecode
    near = draw.choice(REAL if code == "d" else [min(one, LARGEST[code]) for one in NUMBERS])
    place = draw.randrange(max(1, len(new)))
    match draw.randrange(9):
        case 0:
            return new[:place]
        case 1:
            return new + new[:place]
        case 2:
            return new[::-1]
        case 3:
            return array(code, draw.sample(new.tolist(), len(new)))
        case 4:
            other = draw.choice("BHIqd")
            known = [0 if isinstance(one, float) and math.isnan(one) else one for one in new]
            return array(
                other, (one if other == "d" else int(min(abs(one), LARGEST[other])) for one in known)
            )
        case 5:
            return array(code, [near] * len(new))
        case 6:
            return array(code, draw.choices(new.tolist() or [0], k=len(new)))
    if len(new):
        new[place] = near
        if code != "d" and draw.random() < 0.5:
            new[place] = max(0, min(old[place] + draw.choice([-1, 1]), LARGEST[code]))
    return new


def change_and_fit(state: dict[str, Any], draw: Random) -> None:
    """Contents that no machine would have, but that are in range; so the file is loaded, mostly."""
    memory, n = state["memory"], len(state["memory"]["owners"])
    match draw.randrange(9):
        case 0:
            memory["owners"] = array("I", draw.choices([0, 1, draw.randrange(48)], k=n))
            memory["predictive_cells"] = predictive(memory)
        case 1:
            memory["synapses"]["permanences"] = array(
                "H", draw.choices([0, 1, 5000, 10_000], k=sum(sizes(memory)))
            )
        case 2:
            for name in ("active_cells", "winner_cells", "dead_cells"):
                memory[name] = array("I", sorted(draw.sample(range(48), draw.choice([0, 3, 30, 48]))))
        case 3:
            chosen = sorted(draw.sample(range(n), draw.choice([0, n // 2, n])))
            memory["matching_segments"] = array("q", (memory["serials"][one] for one in chosen))
            memory["active_potential"] = array("I", (draw.randint(0, sizes(memory)[one]) for one in chosen))
            memory["active_segments"] = memory["matching_segments"][:: draw.choice([1, 2])]
            memory["predictive_cells"] = predictive(memory)
        case 4:
            memory["parameters"] |= {"max_synapses_per_segment": draw.choice([1, 2, 2**15]), "sample_size": 1}
        case 5:
            memory["parameters"] |= {"max_segments_per_cell": 1, "sample_size": draw.choice([1, 30])}
        case 6:
            for counts, name in ((state, "steps"), (memory, "steps"), (state["pooler"], "learning_steps")):
                counts[name] = draw.choice([0, 2**31, 2**53 + 1, 2**62])
        case 7:
            state["pooler"]["pools"] = deepcopy(MACHINES[draw.randrange(6)]["pooler"]["pools"])
        case 8:
            state["classifier"] = deepcopy(MACHINES[draw.randrange(6)]["classifier"])


def predictive(memory: dict[str, Any]) -> Any:
    """The cells of the active segments: they must fit, or the file is refused."""
    by_serial = dict(zip(memory["serials"], memory["owners"], strict=True))
    return array("I", sorted({by_serial[one] for one in memory["active_segments"]}))


def sizes(memory: dict[str, Any]) -> Any:
    return memory["synapses"]["sizes"]


def older(state: Any) -> Any:
    """The state as the first version had it, as far as it is whole."""
    with suppress(Exception):
        moments = iter(state["classifier"]["past"]["features"])
        sizes = state["classifier"]["past"]["sizes"]
        remembered = [[next(moments) for _ in range(min(size, 99))] for size in sizes]
        state = state | {"classifier": state["classifier"] | {"remembered": remembered}}
        del state["classifier"]["past"], state["classifier"]["random"]
    return state


def packed(state: Any, draw: Random) -> bytes:
    """The state as a file; seldom with a fault in the file itself."""
    whole, version, arrays = state, 0, dict[str, Any]()
    if draw.random() < 0.5:
        with suppress(Exception):  # a state that cannot be packed
            state, version = parts_packed(state, Numbers), snapshot.VERSION
            if draw.random() < 0.5:
                forge(state, draw)
    if not version:
        state, version = older(whole), 1
    header = snapshot._take_arrays(state, "", arrays)
    text = json.dumps({"format": snapshot.FORMAT, "version": version, "state": header}).encode()
    members = {name: b"".join(snapshot._to_npy(numbers)) for name, numbers in arrays.items()}
    members["header"] = b"".join(snapshot._to_npy(array("B", text)))
    name = draw.choice(sorted(members))
    match draw.randrange(40):
        case 0:
            members.pop(name)
        case 1:
            members["extra"] = members[name]
        case 2:
            members[name] = members[name][: draw.randrange(len(members[name]))]
        case 3:
            shape = draw.choice([b"(2, 2)", b"()", b"(-1,)", b"(9999999999,)", b"3"])
            members[name] = members[name].replace(b"'shape': (", b"'shape': " + shape + b" or (", 1)
        case 4:
            descr = draw.choice([b"<f4", b"|O", b">i8", b"<i8", b"<u4", b"|u1"])
            members[name] = members[name].replace(b"<u4", descr, 1)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return file.getvalue()
