"""Duty cycles and boost: the bands, the sorted columns, entropy and stability are those of the model."""

from itertools import pairwise
from math import log2

import numpy as np
import pytest

from htm_teacher import RDSE, History, build
from htm_teacher.keep.snapshot import to_bytes
from htm_teacher.plot import STYLES
from htm_teacher.plot.inside.duty import duty_and_boost, entropy
from htm_teacher.plot.survey import survey
from htm_teacher.series import sine

SPREADS = {
    "Active duty cycle": "activity_duty",
    "Overlap duty cycle": "overlap_duty",
    "Boost factor": "boost",
}
LOOKS = [0, 10, 20, 30, 40]


@pytest.fixture(scope="module")
def boosted():
    history = History(build("toy", RDSE(resolution=0.02), boost_strength=8.0))
    history.run(sine(40, period=20))
    return history


@pytest.fixture(scope="module")
def sheet(boosted):
    return duty_and_boost(survey(boosted, samples=5))


def panel(sheet, title):
    """The panel of a title, and the one to its right."""
    titled = [axes for axes in sheet.axes if axes.get_title(loc="left")]
    place = [axes.get_title(loc="left") for axes in titled].index(title)
    return titled[place], titled[(place + 1) % len(titled)]


def line(axes, label):
    (found,) = (one for one in axes.lines if one.get_label() == label)
    return [np.asarray(one).tolist() for one in found.get_data()]


def band(axes, label):
    """{step: (lowest, highest)} of a band."""
    (found,) = (one for one in axes.collections if one.get_label() == label)
    points = {}
    for x, y in found.get_paths()[0].vertices:
        points.setdefault(int(x), []).append(y)
    return {x: (min(ys), max(ys)) for x, ys in points.items()}


def values_at(history, steps, title):
    found = np.array(getattr(history.at(steps).pooler, SPREADS[title]), dtype=float)
    return found / 1000 if title == "Boost factor" else found


@pytest.mark.parametrize("title", SPREADS)
def test_bands_are_percentiles_of_all_columns(boosted, sheet, title):
    axes, _ = panel(sheet, title)
    assert set(band(axes, "all columns")) == set(LOOKS)
    for steps in LOOKS:
        values = values_at(boosted, steps, title)
        assert band(axes, "all columns")[steps] == (values.min(), values.max())
        assert band(axes, "the middle 80 %")[steps] == pytest.approx(np.percentile(values, [10, 90]))
        assert band(axes, "the middle half")[steps] == pytest.approx(np.percentile(values, [25, 75]))
    assert line(axes, "median") == [LOOKS, [np.median(values_at(boosted, n, title)) for n in LOOKS]]


@pytest.mark.parametrize("style", STYLES)
def test_the_key_has_the_colours_of_the_bands(boosted, style):
    sheet = duty_and_boost(survey(boosted, samples=2), style)
    axes, _ = panel(sheet, "Active duty cycle")
    bands = [one for one in axes.collections if "columns" in one.get_label() or "middle" in one.get_label()]
    shown = [tuple(one.get_facecolor()[0]) for one in bands]
    (key,) = sheet.body.legends
    assert [tuple(one.get_facecolor()) for one in key.get_patches()] == shown
    assert len(set(shown)) == 3
    assert all(alpha == 1 for *_, alpha in shown)  # so that no band changes the colour of another


@pytest.mark.parametrize("title", SPREADS)
def test_the_columns_of_now_are_sorted(boosted, sheet, title):
    axes, now = panel(sheet, title)
    assert now.get_title(loc="left") == "end"
    drawn = now.patches[0].get_data().values.tolist()
    assert drawn == sorted(values_at(boosted, 40, title), reverse=True)
    assert len(set(drawn)) > 1 or title == "Overlap duty cycle"
    assert now.get_ylim() == axes.get_ylim()


def test_targets_are_what_boosting_works_towards(sheet):
    assert set(line(panel(sheet, "Active duty cycle")[0], "target")[1]) == {6 / 64}
    assert set(line(panel(sheet, "Boost factor")[0], "target")[1]) == {1.0}


def test_entropy_is_that_of_the_columns_one_by_one(boosted, sheet):
    axes, _ = panel(sheet, "Entropy")
    steps, drawn = line(axes, "entropy")
    _, most = line(axes, "all equally often")
    assert steps == LOOKS
    for place, steps in enumerate(LOOKS):
        duty = boosted.at(steps).pooler.activity_duty
        bits = [-a * log2(a) - (1 - a) * log2(1 - a) for a in duty if 0 < a < 1]
        assert drawn[place] == pytest.approx(sum(bits))
        assert drawn[place] <= most[place]
    assert most[-1] == pytest.approx(64 * (-6 / 64 * log2(6 / 64) - 58 / 64 * log2(58 / 64)))


def test_entropy_of_known_cases():
    assert entropy(np.array([0.5, 0.5, 0.0, 1.0])) == 2
    assert entropy(np.array([0.0, 1.0])) == 0
    assert entropy(np.array([0.25])) == pytest.approx(0.811278)


def test_stability_is_the_part_of_the_answer_that_stays(boosted, sheet):
    axes, _ = panel(sheet, "Stability")
    steps, drawn = line(axes, "mean of these inputs")
    assert steps == LOOKS[1:]
    models = [boosted.at(steps) for steps in LOOKS]
    probes = [boosted[place].encoded for place in np.linspace(0, 39, 25).round().astype(int)]
    answers = [[model.pooler.compute(probe, learn=False) for probe in probes] for model in models]
    for place, (before, now) in enumerate(pairwise(answers)):
        parts = [len(one & other) / 6 for one, other in zip(before, now, strict=True)]
        assert drawn[place] == pytest.approx(np.mean(parts))
        assert band(axes, "lowest and highest")[steps[place]] == (min(parts), max(parts))
    assert min(drawn) < 1


def test_the_paragraph_tells_whether_there_is_boosting(sheet, history):
    assert "here it is off" not in sheet.explanation
    assert "here it is off" in duty_and_boost(survey(history, samples=2)).explanation


def test_a_run_of_nothing_but_missing_values():
    history = History(build("toy", RDSE(resolution=0.1)))
    history.step(None)
    found = duty_and_boost(history)
    assert line(panel(found, "Entropy")[0], "entropy") == [[0, 1], [0, 0]]
    assert not panel(found, "Stability")[0].lines
    assert found._repr_png_()


def test_nothing_moves_in_either_style(boosted):
    before, looks = to_bytes(boosted.model), survey(boosted, samples=3)
    light, dark = (duty_and_boost(looks, style) for style in ("light", "dark"))
    assert light.get_facecolor() != dark.get_facecolor()
    assert dark._repr_png_()
    assert to_bytes(boosted.model) == before


def test_no_steps_are_an_error(history):
    with pytest.raises(ValueError, match="history has no steps"):
        duty_and_boost(History(history.at(0)))
    with pytest.raises(ValueError, match="unknown style"):
        duty_and_boost(survey(history, samples=2), "sepia")
