"""How the classifier of a run is set: what follows from the training rows, and what the user chooses."""

import pytest

from htm_teacher.series import Series
from htm_teacher.study.readout import origins, widths
from htm_teacher.study.run import prepare, run_series

WALK = Series("s", {"v": [float(n * n % 17) for n in range(100)]})


def reading(series, **choices):
    return prepare(series, "toy", engine="textbook", **choices).history.model.classifier.parameters


def test_a_bucket_is_a_sixtieth_of_the_range_of_changes():
    assert widths([0.0, 6.0, None, 0.0, -6.0, 54.0], (1, 2)) == (66 / 60, 60 / 60)
    assert widths([1.0, None, 1.0], (1,)) is None
    assert widths([1.0, 2.0, 3.0], (1, 5)) is None


def test_a_few_wild_changes_do_not_make_all_buckets_wide():
    calm = [float(n % 7) for n in range(400)]  # changes from -6 to 1
    wild = [*calm, 900.0, *calm]
    assert widths(calm, (1,)) == (7 / 60,)
    assert widths(wild, (1,)) == (14 / 60,)
    assert widths([0.0] * 400 + [6.0] + [0.0] * 400, (1,)) == (12 / 60,)


def test_where_all_changes_are_alike_a_bucket_is_a_sixtieth_of_them():
    assert widths([0.0, 6.0, None, 60.0], (1,)) == (6 / 60,)
    assert widths([4.0, 1.0, -2.0], (1, 2)) == (3 / 60, 6 / 60)
    assert widths([2.0, 2.0, 2.0], (1,)) is None
    assert widths([0.1 * place for place in range(120)], (1,)) == pytest.approx((0.1 / 60,))
    noisy = [0.1 + 0.2 if place % 2 else 0.3 for place in range(1000)]
    assert widths([*noisy, 1000.0, *noisy], (1,)) == pytest.approx((2000 / 60,), rel=1e-3)


def test_only_training_rows_count():
    found = reading(Series("s", {"v": [0.0, 6.0] * 35 + [900.0] * 30}), horizons=(1,))
    assert (found.change_widths, found.change_origins) == ((6 / 60,), (3.0,))


def test_where_values_are_nearer_to_their_median_changes_are_counted_from_there():
    leaps = [float(n * n % 17) for n in range(100)]
    assert origins(leaps, (1, 17, 18)) == (8.0, None, 8.0)
    assert origins([float(n) for n in range(100)], (1, 49)) == (None, None), "a rise goes beyond the median"
    assert origins([None, 2.0, None], (1,)) == origins([None], (1,)) == (None,)
    assert reading(Series("s", {"v": leaps}), horizons=(17,)).change_origins is None
    chosen = reading(Series("s", {"v": leaps}), horizons=(1,), change_widths=(2.0,))
    assert (chosen.change_widths, chosen.change_origins) == ((2.0,), None)
    wide = reading(Series("s", {"v": leaps}), horizons=(1,), change_origins=None)
    assert (wide.change_widths, wide.change_origins) == ((26 / 60,), None)
    own = reading(Series("s", {"v": [0.0, 1.0, 9.0] * 40}), horizons=(1,), change_origins=(-3.0,))
    assert (own.change_widths, own.change_origins) == ((9 / 60,), (-3.0,))
    late = [0.0] * 50 + [1.0, 0.0] * 25 + [0.0]
    assert origins([*late[:49], 9.0, 0.0, *late[51:]], (1,)) == (0.0,), (
        "the change into the second half counts"
    )


def test_such_changes_are_predicted_from_the_median():
    wave = [float(abs(n % 12 - 6)) for n in range(100)]
    run = run_series(Series("s", {"v": wave}), "toy", engine="textbook", horizons=(1, 6))
    near, far = (run.history[98].prediction[ahead] for ahead in (1, 6))
    assert (near.base, far.base) == (wave[98], 3.0)


def test_a_run_of_numbers_has_every_refinement():
    found = reading(WALK)
    assert found.change_widths is not None
    assert (found.reads_bits, found.spread, found.rehearsals) == (True, 2, 20)
    assert found.learning_rate == round(1 / (21 + 6), 4)


@pytest.mark.parametrize(("rows", "rehearsals"), [(1000, 20), (1500, 13), (5000, 4), (50_000, 1)])
def test_the_fewer_rows_the_more_rehearsals(rows, rehearsals):
    assert reading(Series("s", {"v": [1.0, 3.0] * rows}), train=0.5).rehearsals == rehearsals


def test_what_the_user_chooses_wins():
    chosen = {"change_widths": None, "reads_bits": False, "spread": 0, "rehearsals": 3, "learning_rate": 0.2}
    assert {name: getattr(reading(WALK, **chosen), name) for name in chosen} == chosen
    assert reading(WALK, reads_bits=False).learning_rate == 0.1667
    assert reading(WALK, active_column_count=9).learning_rate == 0.0333


def test_texts_keep_the_plain_classifier():
    found = reading(Series("s", {"v": ["ash", "oak"] * 20}))
    assert (found.change_widths, found.reads_bits, found.spread, found.rehearsals) == (None, False, 0, 0)
    assert found.learning_rate == 0.3


def test_the_notes_say_what_is_predicted():
    said = [note for note in prepare(WALK, "toy", horizons=(1,)).notes if note.startswith("predicted")]
    assert said == [
        "predicted: changes, in buckets of 0.267 in 1 step counted from 8: 1/60 of their range, without rare"
        " ones"
    ]
    rising = prepare(Series("s", {"v": [float(n) for n in range(60)]}), "toy", horizons=(1, 3)).notes
    begins = "predicted: changes, in buckets of 0.0167 in 1 step, 0.05 in 3 steps: 1/60"
    assert any(note.startswith(begins) for note in rising)
    assert (
        "predicted: the next values, in the encoder's buckets"
        in prepare(WALK, "toy", spread=1, change_widths=None).notes
    )
