"""docs/gallery.md shows what docs/make/gallery.py makes."""

import importlib
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

import gallery

DOCS = Path(__file__).resolve().parents[2] / "docs"
EXHIBIT = re.compile(
    r"^## (.+)\n\n(.+)\n\n```python\n(.+)\n```\n\n!\[([^\]]+)\]\(pictures/([\w-]+)\.png\)$", re.MULTILINE
)


def exhibits(page):
    """What a page shows, but for the words that stand in for a picture."""
    return [(file, *rest) for *rest, _, file in EXHIBIT.findall(page.read_text(encoding="utf-8"))]


def test_the_gallery_shows_what_the_command_would_write():
    page = DOCS / "gallery.md"
    made = [(one.file, one.heading, one.purpose, one.call) for one in gallery.EXHIBITS]
    assert exhibits(page) == made
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"{gallery.INTRODUCTION}\n{gallery.code(gallery.RUNS)}\n## ")
    assert text.count("\n## ") == text.count("![") == len(made)


def test_a_title_that_asks_ends_with_its_question_mark_alone():
    asked, said = (SimpleNamespace(title=title, explanation="Yes.") for title in ("Is it so?", "It is so"))
    assert gallery.in_words(asked) == "Is it so? Yes."
    assert gallery.in_words(said) == "It is so. Yes."
    assert "?." not in (DOCS / "gallery.md").read_text(encoding="utf-8")


def test_the_gallery_has_every_picture_of_the_inside():
    calls = " ".join(one.call for one in gallery.EXHIBITS)
    drawn = importlib.import_module("htm_teacher.plot.inside").__all__
    assert all(f"{name}(" in calls for name in set(drawn) - {"gallery", "turn_cells_in_3d"})


def test_the_pictures_are_small_and_of_one_size():
    files = [DOCS / "pictures" / f"{one.file}.png" for one in gallery.EXHIBITS]
    sizes = {file.name: file.stat().st_size for file in files}
    assert max(sizes.values()) < 150_000, sizes
    assert sum(sizes.values()) < 2_500_000
    for file in files:
        with Image.open(file) as picture:
            picture.load()
            assert picture.size == ((1280, 828) if file.stem == "window" else (1280, 720))


@pytest.mark.slow
def test_every_call_of_the_gallery_makes_a_picture(tmp_path, monkeypatch):
    """On the smallest machine, which is quicker; the page says the same, but for what pictures tell."""
    small = gallery.RUNS.replace('shipped("demand")', 'shipped("demand"), "toy"')
    assert small != gallery.RUNS
    monkeypatch.setattr(gallery, "RUNS", small)
    gallery.make(tmp_path)
    assert exhibits(tmp_path / "gallery.md") == exhibits(DOCS / "gallery.md")
    files = {f"{one.file}.png" for one in gallery.EXHIBITS}
    assert {one.name for one in (tmp_path / "pictures").iterdir()} == files
    assert {one.name for one in tmp_path.iterdir()} == {"gallery.md", "pictures"}
    colours = set()
    for name in files:
        with Image.open(tmp_path / "pictures" / name) as picture:
            colours.add(len(picture.getcolors()))
    assert min(colours) > 10  # none of them is blank
