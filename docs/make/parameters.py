"""Write docs/parameters.md, a table of all parameters: ``python docs/make/parameters.py``.

Everything on the page comes from the code: the declarations in core/parameters.py, the presets in build.py,
the docstrings of the encoders, and the names in other libraries in cli/other_names.py.
"""

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path

from htm_teacher import PRESETS, Encoder
from htm_teacher.build import preset_parameters
from htm_teacher.cli.other_names import ENCODER_NAMES, NAMES, Names
from htm_teacher.cli.parameter_tables import TITLES, arguments, default, textbook_encoders
from htm_teacher.core.declare import Declaration
from htm_teacher.core.parameters import PARTS
from htm_teacher.keep.whole_file import whole_file

PAGE = Path(__file__).resolve().parents[1] / "parameters.md"
INTRODUCTION = """\
# Parameters

Every parameter with its default, its range and its unit, and its name elsewhere: in *Biological and Machine
Intelligence* (BAMI, Numenta's living book), in NuPIC (Numenta's library) and in htm.core (the community's).
The defaults are those of the full-size machine; the other [presets](#presets) change some of them.

A *fixed* parameter cannot change while the machine runs. Permanences, increments and decrements are multiples
of 0.0001. If the pooler and the memory both have a parameter, such as `permanence_increment`, put the part
before its name in `build()`: `memory_permanence_increment`. `htm-teacher info` prints the same in a terminal.
The terms are in the [glossary](glossary.md).

This page is written by `python docs/make/parameters.py` from the code.
"""


def page() -> str:
    """All of the page."""
    parts = [_section(TITLES[part], _part(part)) for part in PARTS]
    encoders = {
        kind.__name__: _encoder(kind) for kind in sorted(textbook_encoders(), key=lambda kind: kind.__name__)
    }
    tables = [_section(f"Encoder {name}", rows) for name, rows in encoders.items() if len(rows) > 1]
    return "\n".join([INTRODUCTION, *parts, _section("Presets", _presets()), *tables])


def _section(title: str, rows: Sequence[Sequence[str]]) -> str:
    """A heading, a sentence if the title has one after a colon, and a table whose first row is its head."""
    heading, _, sentence = title.partition(": ")
    head, *body = rows
    lines = [" | ".join(row) for row in (head, ["---"] * len(head), *body)]
    table = "\n".join(f"| {line} |" for line in lines)
    return "\n\n".join([f"## {heading}", *([_capital(sentence) + "."] if sentence else []), table]) + "\n"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _part(part: str) -> list[list[str]]:
    head = ["Parameter", "Default", "Range", "Unit", "What it is", "Elsewhere"]
    declared = PARTS[part].declared()
    return [head, *(_row(name, one, NAMES[part][name]) for name, one in declared.items())]


def _row(name: str, declared: Declaration, names: Names) -> list[str]:
    allowed = f"{declared.allowed}; fixed" if declared.fixed else declared.allowed
    return [f"`{name}`", default(declared.default), allowed, declared.unit, declared.says, _elsewhere(names)]


def _encoder(kind: type[Encoder]) -> list[list[str]]:
    """The arguments of an encoder that its own docstring explains."""
    defaults = {field.name: field.default for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    rows = [["Argument", "Default", "What it is", "Elsewhere"]]
    for (name,), says in arguments(kind):
        usual = defaults[name]
        given = "needed" if usual is dataclasses.MISSING else default(usual) or "empty"
        rows.append([f"`{name}`", given, _capital(says), _elsewhere(ENCODER_NAMES[name])])
    return rows


def _presets() -> list[list[str]]:
    """The parameters in which some preset differs from the defaults."""
    presets = [preset_parameters(preset) for preset in PRESETS]
    rows = [["Parameter", *PRESETS]]
    for part, kind in PARTS.items():
        for name in kind.declared():
            values = [getattr(parameters[part], name) for parameters in presets]
            if len(set(values)) > 1:
                rows.append([f"{part}: `{name}`", *map(str, values)])
    return rows


def _elsewhere(names: Names) -> str:
    """The names in other libraries, each once, and as code if it is a name of code."""
    known: dict[str, list[str]] = {}
    for library, name in zip(("BAMI", "NuPIC", "htm.core"), names, strict=True):
        if name:
            known.setdefault(re.sub(r"^\w+(?=,|$)", r"`\g<0>`", name), []).append(library)
    return "; ".join(f"{name} ({', '.join(libraries)})" for name, libraries in known.items())


def main() -> None:
    """Write the page."""
    with whole_file(PAGE) as draft:
        draft.write_text(page(), encoding="utf-8")
    print(f"Written: {PAGE}")


if __name__ == "__main__":
    main()
