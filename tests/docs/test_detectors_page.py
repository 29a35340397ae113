"""docs/detectors.md: its table and its pictures are what the detectors do."""

import re

import pytest
from PIL import Image

import detectors

TEXT = detectors.PAGE.read_text(encoding="utf-8")


def test_the_pictures_are_shown_and_small():
    shown = re.findall(r"!\[[^\]]{40,}\]\(pictures/(detectors-[\w-]+)\.png\)", TEXT)
    folder = detectors.PAGE.parent / "pictures"
    assert shown == sorted(shown, key=list(detectors.PICTURES).index) == list(detectors.PICTURES)
    assert sorted(path.stem for path in folder.glob("detectors-*.png")) == sorted(shown)
    for name in shown:
        path = folder / f"{name}.png"
        assert path.stat().st_size < 100_000
        with Image.open(path) as picture:
            assert picture.width == 900


def test_each_kind_is_in_the_table():
    assert all(f"| {kind} | " in TEXT for kind in detectors.KINDS)


def test_a_kind_changes_the_wave_from_one_row_on():
    wave = detectors.wave()
    for kind, change in detectors.KINDS.items():
        values = change(wave)
        assert len(values) == len(wave)
        assert values[: detectors.AT] == wave[: detectors.AT]
        assert (values == wave) == (kind == "nothing")


@pytest.mark.slow
def test_the_table_is_what_the_detectors_find():
    assert detectors.table() in TEXT


@pytest.mark.slow
def test_the_levels_are_drawn():
    figure = detectors.draw_levels()
    assert len(figure.axes) == 1
