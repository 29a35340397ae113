"""The page and the session have one protocol: Python's types, from which those of TypeScript are made."""

import ast
from dataclasses import fields
from pathlib import Path
from runpy import run_path
from typing import get_args, get_type_hints

import pytest

from htm_teacher.build import PRESETS
from htm_teacher.page import protocol, reading, setups
from page.asking import SINE, Asker, packed

WEB = Path(__file__).resolve().parents[2] / "web"
MADE = run_path(str(WEB / "build" / "protocol.py"))


def test_the_types_of_the_page_are_those_of_the_session() -> None:
    found = (WEB / "src" / "protocol.ts").read_text(encoding="utf-8")
    assert found == MADE["protocol"](), "run: python web/build/protocol.py"


@pytest.mark.parametrize(
    ("annotation", "type_"),
    [
        ("float | str | None", "number | string | null"),
        ("list[float | None]", "(number | null)[]"),
        ("dict[str, list[int]]", "Record<string, number[]>"),
        ("list[tuple[int, list[int]]]", "[number, number[]][]"),
        ("NotRequired[Literal['.', ',']]", "'.' | ','"),
        ("protocol.Scene", "Scene"),
    ],
)
def test_a_type_of_python_is_one_of_typescript(annotation: str, type_: str) -> None:
    assert MADE["typescript"](ast.parse(annotation, mode="eval").body) == type_


def test_what_has_no_type_in_typescript_is_refused() -> None:
    with pytest.raises(ValueError, match=r"lambda: 1 has no TypeScript here"):
        MADE["typescript"](ast.parse("lambda: 1", mode="eval").body)


@pytest.mark.parametrize(
    ("typed", "checked"),
    [
        (protocol.Input, setups.Input),
        (protocol.EncoderChoice, setups.EncoderChoice),
        (protocol.Kill, setups.Kill),
        (protocol.Setup, setups.Setup),
        (protocol.FileReading, reading.Settings),
    ],
)
def test_what_is_checked_has_the_fields_of_the_protocol(typed: type, checked: type) -> None:
    assert list(get_type_hints(typed)) == [one.name for one in fields(checked)]  # type: ignore[arg-type]


def test_the_presets_are_those_of_the_library() -> None:
    assert get_args(protocol.Preset) == tuple(PRESETS)


def test_answers_have_the_fields_of_the_protocol():
    ask = Asker()
    scene = ask("setup", setup=SINE | {"kill": {"at": 5, "fraction": 0.1}})
    records = ask("step", run=0, count=100)
    histograms = ask("permanences", run=0, at=100)
    spoken = next(one["predictive"][0] for one in records[::-1] if one["predictive"])
    cell = ask("look_cell", run=0, at=100, cell=spoken)
    files = ask("sources")
    burst = ask("look_burst", run=0, at=50, column=None)
    for name, plain in {
        "Scene": scene,
        "Setup": scene["setup"],
        "Input": scene["setup"]["input"],
        "EncoderChoice": scene["setup"]["encoder"],
        "Kill": scene["setup"]["kill"],
        "Record_": records[9],
        "NextValue": records[9]["next"],
        "BitLook": ask("look_bit", run=0, at=50, bit=3),
        "ColumnLook": ask("look_column", run=0, at=50, column=3),
        "CellLook": cell,
        "Dendrite": cell["dendrites"][0],
        "Synapse": cell["dendrites"][0]["synapses"][0],
        "BurstLook": burst,
        "LikelyValue": burst["expected_values"][0],
        "Overlaps": ask("overlaps", run=0, at=50),
        "Permanences": histograms,
        "Histogram": histograms["distal"],
        "Duty": ask("duty", run=0, at=50),
        "SegmentsLook": ask("segments", run=0, at=50),
        "Distribution": ask("distribution", run=0, at=50),
        "Sources": files,
        "SourceFile": files["files"][0],
        "StageLines": files["stages"]["predict"],
        "Control": ask("controls")[0],
        "Encoded": ask("encode", value=0.5),
        "Held": ask("holds")[0],
        "Reading": ask("read_csv", name="some.csv", data=packed("a\n1\n2\n")),
        "Trouble": ask.trouble("step", run=1, count=1),
    }.items():
        kind = getattr(protocol, name)
        assert kind.__required_keys__ <= set(plain) <= set(get_type_hints(kind)), name
    assert set(scene["setup"]) == set(get_type_hints(protocol.Setup)), "the setup leaves something out"
