"""No module of the package imports, by whatever way round, a module that imports it: not even for a type."""

from graphlib import CycleError

import pytest

import imports


def test_no_modules_import_each_other_in_a_circle():
    assert imports.layers(imports.imports())


def test_no_rooms_import_each_other_in_a_circle():
    found = imports.layers(imports.rooms(imports.imports()))
    assert found[0] == ["core"], "the textbook imports no other room"


def graph(folder, files):
    """What imports what in a package of these files, given without ".py"."""
    for name, text in {"__init__": "", **files}.items():
        path = folder / "top" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text, encoding="utf-8")
    return imports.imports(folder, "top")


CIRCLES = {
    "plain": {"a": "from . import b", "b": "from .a import x"},
    "in a function": {"a": "import top.b", "b": "def f():\n    from . import a"},
    "for a type": {"a": "from .b import B", "b": "if TYPE_CHECKING:\n    from .a import A"},
    "with its own package": {"a/x": "from . import limit", "a/__init__": "from .x import X\nlimit = 3"},
    "by what a package gathers": {
        "a/x": "from ..b.y import Y",
        "b/__init__": "from .y import Y\nfrom .z import Z",
        "b/y": "",
        "b/z": "from ..a.x import X",
    },
}


@pytest.mark.parametrize("files", CIRCLES.values(), ids=CIRCLES)
def test_a_circle_is_found(tmp_path, files):
    with pytest.raises(CycleError):
        imports.layers(graph(tmp_path, files))


def test_what_is_no_circle_passes(tmp_path):
    files = {
        "a/__init__": "from .x import X\nfrom .y import Y",
        "a/x": "from . import y\nfrom .y import Y\nfrom ..b import Z\nimport json",
        "a/y": "from .. import version",
        "b/__init__": "from .z import Z",
        "b/z": "",
    }
    found = graph(tmp_path, files)
    assert found["top.a.x"] == {"top.a.y", "top.b"}
    assert imports.layers(found) == [["top", "top.b.z"], ["top.a.y", "top.b"], ["top.a.x"], ["top.a"]]


def test_picture_leaves_out_arrows_that_follow_from_others():
    assert imports.needed({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == [("a", "b"), ("b", "c")]


def test_picture_is_drawn_the_same_each_time(tmp_path):
    graph = {"a": {"b", "c"}, "b": {"c"}, "c": set()}
    for name in ("one.svg", "two.svg"):
        imports.draw(graph, tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    assert "a imports b; b imports c" in (tmp_path / "one.svg").read_text(encoding="utf-8")


def test_picture_in_the_docs_is_up_to_date():
    """If this fails, run ``python docs/make/imports.py``, and see docs/architecture.md."""
    found = imports.rooms(imports.imports())
    assert imports.described(found) in imports.PICTURE.read_text(encoding="utf-8")
    assert set(found) == set(imports.ROOMS), "each room has its few words in the picture"
