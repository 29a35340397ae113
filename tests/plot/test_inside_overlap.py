"""Overlap ranking: the bars are the overlaps that the pooler computed, in the order in which it chose."""

import numpy as np
import pytest

from htm_teacher import RDSE, History, build
from htm_teacher.keep.snapshot import to_bytes
from htm_teacher.plot.inside.overlap import overlap_ranking
from htm_teacher.series import sine


@pytest.fixture(scope="module")
def boosted():
    history = History(build("toy", RDSE(resolution=0.02), boost_strength=8.0))
    history.run(sine(50, period=20))
    return history


def panels(sheet):
    return [axes for axes in sheet.axes if axes.get_title(loc="left")]


def heights(axes):
    """{lot: the height at each rank, 0 where the rank is of another lot}."""
    bars = {one.get_label().split(":")[0]: one.get_data() for one in axes.patches}
    return {name: np.asarray(data.values[::2]) for name, data in bars.items()}


def counts(axes):
    return {one.get_label().split(": ")[0]: int(one.get_label().split(": ")[1]) for one in axes.patches}


def in_order(pooler, strength):
    """The columns as inhibition ranks them."""
    return sorted(range(len(strength)), key=lambda one: (-strength[one], -pooler.priority[one]))


def shown_columns(axes):
    return [int(label.get_text()) for label in axes.get_xticklabels()]


@pytest.mark.parametrize("place", [0, 40, 119])
def test_bars_are_overlaps_and_the_first_win(history, place):
    pooler, step = history.at(place).pooler, history[place]
    overlaps = pooler.overlaps(step.encoded)
    order = in_order(pooler, overlaps)
    assert set(order[:6]) == step.active_columns
    whole, near = panels(overlap_ranking(history, place))
    drawn = heights(whole)
    assert list(drawn["wins"]) == [overlaps[one] for one in order[:6]] + [0] * 58
    assert list(drawn["loses"]) == [0] * 6 + [overlaps[one] for one in order[6:]]
    assert counts(whole) == {"wins": 6, "loses": 58}
    assert shown_columns(near) == order[:24]
    assert list(sum(heights(near).values())) == [overlaps[one] for one in order[:24]]
    for axes in (whole, near):
        (cut,) = (one for one in axes.lines if one.get_label() == "threshold of inhibition")
        assert set(cut.get_xdata()) == {5.5}


def test_the_close_up_goes_where_the_cut_is():
    history = History(build("toy", RDSE(resolution=0.1), active_column_count=30))
    history.run([1.0, 2.0])
    overlaps = history.at(1).pooler.overlaps(history[1].encoded)
    order = in_order(history.model.pooler, overlaps)
    near = panels(overlap_ranking(history))[1]
    assert shown_columns(near) == order[12:48]
    assert list(heights(near)["wins"]) == [overlaps[one] for one in order[12:30]] + [0] * 18
    assert near.get_xlim() == pytest.approx((11.2, 47.8))


def test_boosting_is_shown_before_and_after(boosted):
    place = 49
    pooler, step = boosted.at(place).pooler, boosted[place]
    overlaps = pooler.overlaps(step.encoded)
    lifted = [overlap * boost / 1000 for overlap, boost in zip(overlaps, pooler.boost, strict=True)]
    plain, won = set(in_order(pooler, overlaps)[:6]), step.active_columns
    assert won - plain
    lots = {
        "wins in any case": won & plain,
        "wins only with boosting": won - plain,
        "would win without boosting": plain - won,
        "loses in any case": set(range(64)) - won - plain,
    }
    sheet = overlap_ranking(boosted)
    whole = panels(sheet)[::2]
    for axes, strength in zip(whole, (overlaps, lifted), strict=True):
        order = in_order(pooler, strength)
        for name, drawn in heights(axes).items():
            assert list(drawn) == [strength[one] if one in lots[name] else 0 for one in order]
        assert counts(axes) == {name: len(columns) for name, columns in lots.items()}
    assert f"Without boosting {len(won - plain)} of the winners" in sheet.explanation


def test_local_inhibition_has_no_one_cut():
    local = {"inhibition": "local", "inhibition_radius": 5}
    history = History(build("toy", RDSE(resolution=0.02), **local))
    history.run(sine(10, period=20))
    sheet = overlap_ranking(history)
    axes = panels(sheet)[0]
    assert not [one for one in axes.lines if "cut" in one.get_label()]
    pooler = history.at(9).pooler
    order = in_order(pooler, pooler.overlaps(history[9].encoded))
    (dots,) = (one for one in axes.lines if one.get_label() == "_wins")
    assert {order[int(rank)] for rank in dots.get_xdata()} == history[9].active_columns
    assert "Inhibition is local" in sheet.explanation


def test_what_was_changed_just_before_counts(history):
    branch = history.branch(60)
    branch.change(stimulus_threshold=12)
    branch.step(0.5)
    overlaps = branch.at(60).pooler.overlaps(branch[60].encoded)
    drawn = sum(heights(panels(overlap_ranking(branch))[0]).values())
    assert 0 < np.count_nonzero(overlaps) != np.count_nonzero(drawn)
    assert set(drawn) == {0} | {one for one in overlaps if one >= 12}


def test_a_missing_value_overlaps_with_nothing():
    history = History(build("toy", RDSE(resolution=0.1)))
    history.run([1.0, None])
    sheet = overlap_ranking(history)
    assert "no bit is on" in sheet.explanation
    assert not sum(heights(panels(sheet)[0]).values()).any()
    assert sheet._repr_png_()


def test_nothing_moves_in_either_style(boosted):
    before = to_bytes(boosted.model)
    light, dark = (overlap_ranking(boosted, -3, style=style) for style in ("light", "dark"))
    assert light.get_facecolor() != dark.get_facecolor()
    assert dark._repr_png_()
    assert to_bytes(boosted.model) == before


def test_a_step_that_is_not_there_is_an_error(history):
    with pytest.raises(ValueError, match="step is 120: it must be between -120 and 119"):
        overlap_ranking(history, 120)
    with pytest.raises(ValueError, match="history has no steps"):
        overlap_ranking(History(history.at(0)))
