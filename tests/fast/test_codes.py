"""Models whose encoders are equal share their codes, and answer as if each had its own."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher import ENGINES, RDSE, Log, build

if "fast" in ENGINES:
    from htm_teacher.fast import codes, intake
    from htm_teacher.fast.intake import Intake

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="there is one engine only")

WAVES = [float((n * n) % 23) for n in range(120)]


@pytest.fixture(autouse=True)
def no_books(monkeypatch):
    if "fast" in ENGINES:
        monkeypatch.setattr(codes, "BOOKS", [])


def model(encoder=None, engine="fast"):
    return build("toy", encoder or RDSE(resolution=0.5), engine)


def test_equal_encoders_share_their_codes_and_others_do_not():
    one, equal, other, kind = map(model, (RDSE(0.5), RDSE(0.5), RDSE(0.5, seed=1), Log(resolution=0.5)))
    for each in (one, equal, other, kind):
        each.run([value + 1 for value in WAVES])
    assert one._intake.book is equal._intake.book
    assert len({id(each._intake.book) for each in (one, other, kind)}) == 3
    assert len(one._intake.book.codes) == len(set(WAVES))
    assert one.state() == equal.state()


def test_models_that_add_codes_in_turns_answer_as_if_alone():
    """The arrays of the codes grow while both models have them at hand."""
    one, other, alone = model(), model(), model(engine="textbook")
    for n in range(40):
        assert one.step(3.0 * n) == alone.step(3.0 * n)
        other.step(-5.0 * n)
    assert one.state() == alone.state()


def test_a_full_book_is_kept_by_those_who_add_nothing_to_it(monkeypatch):
    monkeypatch.setattr(codes, "MOST_CODES", 10)
    monkeypatch.setattr(intake, "MOST_CODES", 10)
    one, other, alone = model(), model(), model(engine="textbook")
    one.run(WAVES)
    full = one._intake.book
    assert len(full.codes) > 10
    one.run(WAVES)  # it did add to the book
    assert (second := one._intake.book) is not full
    other.run([value + 1000 for value in WAVES[:40]])
    assert other._intake.book not in (full, second)
    one._intake._added = False
    one.run(WAVES)
    assert one._intake.book is second
    for _ in range(3):
        alone.run(WAVES)
    assert one.state() == alone.state()


def test_a_copy_takes_values_of_its_own():
    one = model()
    one.run(WAVES)
    assert pickle.loads(pickle.dumps(one))._intake.book is not one._intake.book
    twin = pickle.loads(pickle.dumps(one))
    twin.run(WAVES)
    assert twin._intake.book is one._intake.book


FLOATS = st.floats(width=64) | st.sampled_from([0.25, 0.75, -0.25, -0.0, 1e300, 2.0**61, 2.0**62, 2.0**63])


def taken(values, encoder, together):
    """What an intake holds after these values, and the error of the one that cannot be encoded."""
    made, error = Intake(), ""
    made.begin(encoder, None, encoder.size)
    try:
        if together:
            made.take_all(values)
        else:
            for value in values:
                made.take(value)
    except ValueError as raised:
        error = str(raised)
    codes = [made.book.codes[number] for number in made.code]
    return codes, made.kind, made.bucket, list(map(repr, made.number)), error


@given(st.lists(FLOATS | st.integers(-9, 9) | st.none(), max_size=8), st.sampled_from([0.5, 1e-3, 3.0, None]))
def test_values_taken_together_are_those_taken_one_by_one(values, resolution):
    encoder = RDSE(resolution)
    assert taken(values, encoder, together=True) == taken(values, encoder, together=False)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8))
def test_floats_taken_together_are_those_taken_one_by_one(values):
    encoder = RDSE(0.3)
    assert taken(values, encoder, together=True) == taken(values, encoder, together=False)


def test_a_code_that_another_thread_has_just_added_is_not_added_again():
    encoder = RDSE(1.0)
    book = codes.shared_codes(encoder, encoder.size)
    assert [book.add_bucket(encoder, bucket, float(bucket)) for bucket in (4, 7, 4)] == [0, 1, 0]
    assert len(book.codes) == 2
