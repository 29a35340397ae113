"""The folder with all pictures of the inside, and the page that shows them: whole, complete, and told."""

import functools
import importlib
from html.parser import HTMLParser

import pytest
from PIL import Image

from htm_teacher.keep.history import History
from htm_teacher.keep.snapshot import to_bytes
from htm_teacher.plot import STYLES
from htm_teacher.plot.inside import album, cells_of_a_step, similarity_over_time, why_a_cell
from htm_teacher.plot.survey import survey

NAME = '<b>"Süßes" & {Saures}</b>'


class Page(HTMLParser):
    """What a browser would see: the heading, each image with its text, and where links lead."""

    def __init__(self, text):
        super().__init__()
        self.images, self.links, self.ids, self.texts, self.tag = {}, [], [], {}, ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        named, self.tag = dict(attrs), tag
        if tag == "img":
            self.images[named["src"]] = named["alt"]
        self.links += [named["href"]] if tag == "a" else []
        self.ids += [named["id"]] if "id" in named else []

    def handle_data(self, data):
        self.texts[self.tag] = self.texts.get(self.tag, "") + data.strip("\n")


@pytest.fixture(scope="module")
def made(history, tmp_path_factory):
    """The folder, what was drawn, the progress, and the model before."""
    folder, seen, before = tmp_path_factory.mktemp("inside"), [], (to_bytes(history.model), len(history))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(album, "turn_cells_in_3d", functools.partial(album.turn_cells_in_3d, frames=3))
        drawn = album.gallery(history, folder, NAME, progress=lambda *now: seen.append(now))
    return folder, drawn, seen, before


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(album, "PICTURES", {"cells": album.PICTURES["cells"]})
    monkeypatch.setattr(album, "turn_cells_in_3d", lambda *_, **__: None)


@pytest.mark.slow
def test_every_file_is_there_and_whole(made):
    folder, drawn, *_ = made
    names = {f"{name}.png" for name in album.PICTURES}
    assert {one.name for one in folder.iterdir()} == names | {"towers.gif", "index.html"}
    assert [one.file for one in drawn] == [folder / f"{name}.png" for name in album.PICTURES]
    for name in names:
        with Image.open(folder / name) as picture:
            picture.load()  # fails if it is cut off
            assert (picture.format, picture.size) == ("PNG", (1280, 720))
    with Image.open(folder / "towers.gif") as film:
        assert (film.format, film.size, film.n_frames) == ("GIF", (1280, 720), 3)


@pytest.mark.slow
def test_the_page_has_every_picture_with_its_explanation(made, history):
    folder, drawn, *_ = made
    page = Page((folder / "index.html").read_text(encoding="utf-8"))
    told = {one.file.name: f"{one.title}. {one.explanation}" for one in drawn}
    turning = page.images.pop("towers.gif")
    assert page.images == told
    assert "turning" in turning
    assert page.links == [f"#{name}" for name in album.PICTURES]
    assert page.ids == list(album.PICTURES)
    assert page.texts["a"] == "".join(one.title for one in drawn)
    sheets = {"cells": cells_of_a_step, "why": why_a_cell, "similarity": similarity_over_time}
    for name, draw in sheets.items():
        assert draw(history).explanation in told[f"{name}.png"]


@pytest.mark.slow
def test_names_are_escaped(made):
    folder, *_ = made
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert "<b>" not in text
    page = Page(text)
    assert page.texts["h1"] == page.texts["title"] == f"The inside of a model that learned {NAME}"


@pytest.mark.slow
def test_nothing_is_fetched_from_elsewhere(made):
    text = (made[0] / "index.html").read_text(encoding="utf-8")
    assert "http" not in text
    assert "<script" not in text


@pytest.mark.slow
def test_the_history_is_as_it_was(made, history):
    assert (to_bytes(history.model), len(history)) == made[3]


@pytest.mark.slow
def test_progress_is_told_picture_by_picture(made):
    assert made[2] == [(done, 11) for done in range(1, 12)]


@pytest.mark.parametrize("style", STYLES)
def test_both_styles_and_a_survey_saves_time(history, tmp_path, few, monkeypatch, style):
    looks = survey(history, samples=2)
    monkeypatch.setattr(importlib.import_module("htm_teacher.plot.survey"), "survey", None)  # no second one
    (one,) = album.gallery(looks, tmp_path, "sine", style)
    assert f"background: {STYLES[style].page};" in (tmp_path / "index.html").read_text()
    same = tmp_path / "same.png"
    cells_of_a_step(history, style=style).savefig(same)
    assert one.file.read_bytes() == same.read_bytes()


def test_a_failure_leaves_whole_files_only(history, tmp_path, few, monkeypatch):
    def fails(seen, style):
        raise OSError("the disk is full")

    (tmp_path / "index.html").write_text("earlier")
    monkeypatch.setitem(album.PICTURES, "towers", fails)
    with pytest.raises(OSError, match="full"):
        album.gallery(history, tmp_path, "sine")
    assert {one.name for one in tmp_path.iterdir()} == {"cells.png", "index.html"}
    assert (tmp_path / "index.html").read_text() == "earlier"
    with Image.open(tmp_path / "cells.png") as picture:
        picture.load()


@pytest.mark.slow
def test_a_page_without_the_turning_towers(made, tmp_path):
    album.write_index(tmp_path, made[1][:5], "sine", "light", turning=False)
    page = Page((tmp_path / "index.html").read_text())
    assert list(page.images) == [f"{name}.png" for name in list(album.PICTURES)[:5]]


def test_wrong_arguments(history, tmp_path):
    with pytest.raises(ValueError, match="no steps"):
        album.gallery(History(history.at(0)), tmp_path, "nothing")
    with pytest.raises(ValueError, match="unknown style 'x'"):
        album.gallery(history, tmp_path, "sine", "x")
    with pytest.raises(FileNotFoundError, match="none"):
        album.gallery(history, tmp_path / "none", "sine")
    assert not list(tmp_path.iterdir())
