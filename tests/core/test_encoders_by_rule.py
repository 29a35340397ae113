"""What each encoder promises by itself: section 3 of the algorithm."""

import math
from datetime import datetime, timedelta, timezone
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.oracle import plain_hash
from htm_teacher import (
    RDSE,
    SDR,
    Category,
    Coordinate,
    DateTime,
    Delta,
    Encoder,
    Fields,
    Geospatial,
    Log,
    Scalar,
)


def shared(encoder: Encoder, one: object, other: object) -> int:
    return len(encoder.bits(one) & encoder.bits(other))


# RDSE


@pytest.mark.parametrize(
    ("value", "bucket"),
    [(0.0, 0), (0.2499, 0), (0.25, 1), (-0.25, 0), (-0.2501, -1), (10.1, 20), (-10.0, -20)],
)
def test_the_bucket_is_floor_of_value_by_resolution_plus_a_half(value, bucket):
    assert RDSE(resolution=0.5).bucket(value) == bucket


@given(st.integers(-(2**61), 2**61), st.integers(-(2**63), 2**63 - 1))
def test_the_bits_of_a_bucket_are_hashed_and_one_already_taken_is_drawn_again(bucket, seed):
    """Said once more: bit k hashes (seed, b + k), then (seed, b + k, 1), (seed, b + k, 2) ..."""
    encoder = RDSE(resolution=1, size=40, active_bits=10, seed=seed)
    number = encoder.bucket(float(bucket))
    bits: list[int] = []
    for k in range(10):
        bit, attempt = plain_hash(seed, number + k) % 40, 0
        while bit in bits:
            attempt += 1
            bit = plain_hash(seed, number + k, attempt) % 40
        bits.append(bit)
    assert encoder.bits(float(bucket)) == set(bits)


def test_codes_of_an_rdse_as_they_were_and_will_be():
    """Snapshots depend on it."""
    encoder = RDSE(resolution=1, size=100, active_bits=5, seed=42)
    assert [sorted(encoder.bits(value)) for value in (0, 1, -3)] == [
        [21, 68, 93, 94, 98],
        [21, 73, 93, 94, 98],
        [26, 68, 93, 95, 99],
    ]


@given(st.integers(-(10**6), 10**6), st.integers(0, 40))
def test_buckets_d_apart_share_about_active_bits_less_d(bucket, apart):
    encoder = RDSE(resolution=1, size=2000, active_bits=40)
    assert abs(shared(encoder, bucket, bucket + apart) - (40 - apart)) <= 6


def test_buckets_far_apart_share_what_chance_gives():
    encoder = RDSE(resolution=1, size=400, active_bits=20)
    overlaps = [shared(encoder, 100 * i, 100 * i + 50) for i in range(500)]
    assert abs(mean(overlaps) - 20 * 20 / 400) < 0.2
    assert max(overlaps) < 8


@pytest.mark.parametrize("seed", [1, 2])
def test_another_seed_has_other_codes(seed):
    one, other = RDSE(1.0, seed=0), RDSE(1.0, seed=seed)
    assert all(one.bits(value) != other.bits(value) for value in range(20))


def test_a_bucket_of_2_to_the_62_is_too_far_and_one_below_is_not():
    encoder = RDSE(resolution=1)
    assert encoder.bucket(float(2**62 - 1024)) == 2**62 - 1024
    for value in (float(2**62), -float(2**62), 1e300):
        with pytest.raises(ValueError, match="too large"):
            encoder.encode(value)
    with pytest.raises(ValueError, match="too large"):
        RDSE(resolution=1e-300).encode(1e300)  # the quotient is infinite


def test_a_whole_number_too_large_for_a_float_is_a_clear_error():
    with pytest.raises(ValueError, match="value"):
        RDSE(resolution=1).encode(10**400)


def test_a_dense_rdse_warns_that_unlike_values_share_much():
    """21 of 84 bits: 21 x 21 / 84 = 21 / 4 is not yet over a quarter."""
    RDSE(1.0, size=84, active_bits=21)
    with pytest.warns(UserWarning, match="increase size"):
        RDSE(1.0, size=83, active_bits=21)


def test_a_resolution_not_given_is_taken_from_the_training_values():
    encoder = RDSE()
    with pytest.raises(ValueError, match="resolution"):
        encoder.encode(1.0)
    encoder.fit([3.0, None, -10.0, math.nan, 16.0])
    assert encoder.resolution == 0.2
    encoder.fit([0.0, 1000.0])  # now it is known
    assert encoder.resolution == 0.2


def test_the_widest_range_there_is_makes_a_resolution():
    encoder = RDSE()
    encoder.fit([-1.7e308, 1.7e308])
    assert encoder.resolution == 2.62e306


@pytest.mark.parametrize("values", [[], [5.0, 5.0], [None]])
def test_values_all_alike_make_a_resolution_of_one(values):
    encoder = RDSE()
    encoder.fit(values)
    assert encoder.resolution == 1.0


# Scalar


def test_the_block_of_a_scalar_slides_over_the_range():
    encoder = Scalar(0, 10, size=14, active_bits=4)
    assert encoder.bits(0) == {0, 1, 2, 3}
    assert encoder.bits(5) == {5, 6, 7, 8}
    assert encoder.bits(10) == {10, 11, 12, 13}
    assert encoder.bits(5.4) == {5, 6, 7, 8}
    assert encoder.bits(5.5) == {6, 7, 8, 9}


@given(st.floats(0, 100), st.floats(0, 100))
def test_the_nearer_two_scalars_are_the_more_bits_they_share(one, other):
    encoder = Scalar(0, 100, size=120, active_bits=20)
    apart = abs(encoder.bucket(one) - encoder.bucket(other))
    assert apart <= abs(one - other) + 1
    assert shared(encoder, one, other) == max(0, 20 - apart)


def test_values_outside_the_range_are_clipped_to_it():
    encoder = Scalar(0, 10, size=14, active_bits=4)
    assert encoder.bits(-1e300) == encoder.bits(0)
    assert encoder.bits(1e300) == encoder.bits(10)


def test_a_periodic_scalar_goes_round():
    encoder = Scalar(0, 360, size=36, active_bits=4, periodic=True)
    assert encoder.bits(350) == {35, 0, 1, 2}
    assert encoder.bits(360) == encoder.bits(0) == encoder.bits(-360) == {0, 1, 2, 3}
    assert encoder.bits(-10) == encoder.bits(350)
    assert encoder.bits(9.99) == encoder.bits(0)


def test_a_periodic_scalar_takes_any_finite_value():
    assert len(Scalar(0, 1e-5, size=36, active_bits=4, periodic=True).encode(1e308)) == 4


def test_a_scalar_takes_the_widest_range_there_is():
    encoder = Scalar(-1.7e308, 1.7e308, size=36, active_bits=4)
    assert [encoder.bucket(value) for value in (-1.7e308, 0, 1.7e308)] == [0, 16, 32]


def test_a_range_not_given_is_taken_from_the_training_values():
    encoder = Scalar(size=14, active_bits=4)
    with pytest.raises(ValueError, match="range"):
        encoder.encode(1.0)
    encoder.fit([3, None, 13, 5])
    assert (encoder.minimum, encoder.maximum) == (3, 13)


def test_a_bound_that_was_given_is_kept():
    encoder = Scalar(minimum=0, size=14, active_bits=4)
    encoder.fit([3, 13])
    assert (encoder.minimum, encoder.maximum) == (0, 13)


def test_a_given_bound_that_the_training_values_lie_beyond_is_not_changed():
    encoder = Scalar(maximum=5, size=14, active_bits=4)
    encoder.fit([10, 20])
    assert encoder.maximum == 5


def test_every_bucket_of_a_scalar_has_a_candidate():
    for encoder in (Scalar(0, 10, 14, 4), Scalar(0, 10, 14, 4, periodic=True)):
        buckets = [encoder.bucket(value) for value in encoder.candidates()]
        assert buckets == list(range(14 if encoder.periodic else 11))


# Category


def test_a_category_owns_bits_that_no_other_shares():
    encoder = Category(("a", "b", 3), active_bits=4)
    codes = [encoder.bits(value) for value in ("a", "b", 3, "never seen")]
    assert encoder.size == 16
    assert set.union(*codes) == set(range(16))
    assert sum(map(len, codes)) == 16


def test_all_unknown_categories_have_one_code_of_their_own():
    encoder = Category(("a", "b"), active_bits=4)
    assert encoder.bits("x") == encoder.bits("y") == encoder.bits(7)
    assert not encoder.bits("x") & (encoder.bits("a") | encoder.bits("b"))
    assert encoder.decode(encoder.encode("x")) is None


def test_categories_are_taken_from_training_values_sorted():
    encoder = Category(active_bits=4)
    encoder.fit(["oak", "ash", None, "oak"])
    assert encoder.categories == ("ash", "oak")
    assert encoder.size == 12
    encoder.fit(["elm"])
    assert encoder.categories == ("ash", "oak")


def test_numbers_come_before_texts():
    encoder = Category(active_bits=4)
    encoder.fit(["oak", 7, "ash", 2.0, 7])
    assert repr(encoder.categories) == "(2, 7, 'ash', 'oak')"


def test_a_category_is_found_again_and_its_bits_say_its_name():
    encoder = Category(("ash", "oak"), active_bits=4)
    assert encoder.decode(encoder.encode("oak")) == "oak"
    assert "oak" in encoder.describe(8)
    assert "ash" not in encoder.describe(8)
    assert "unknown" in encoder.describe(0)


# Date and time


def date_of(**parts: int) -> DateTime:
    return DateTime(**{"time_of_day": 0} | parts)


def test_the_time_of_day_goes_round_midnight():
    encoder = date_of(time_of_day=24)
    assert encoder.bits("2024-05-01 00:00") == encoder.bits("2024-05-02 00:00")
    before, after = datetime(2024, 5, 1, 23, 30), datetime(2024, 5, 2, 0, 30)
    assert shared(encoder, before, after) == 18
    assert shared(encoder, datetime(2024, 5, 1, 6), datetime(2024, 5, 1, 10)) == 0
    assert shared(encoder, datetime(2024, 5, 1, 6), datetime(2024, 5, 1, 9, 50)) == 1


@pytest.mark.parametrize(
    ("time", "bucket"),
    [
        ("00:00:00", 0),
        ("00:11:25", 0),
        ("00:11:26", 1),
        ("12:00:00", 63),
        ("23:48:34", 124),
        ("23:48:35", 125),
    ],
)
def test_the_time_of_day_is_read_to_the_second(time, bucket):
    """126 buckets a day, of 685.7 seconds each."""
    block = {(bucket + k) % 126 for k in range(21)}
    assert date_of(time_of_day=21).bits(f"2024-05-01 {time}") == block


def test_the_week_begins_on_monday_and_the_year_on_the_first_of_january():
    assert date_of(day_of_week=2).bits("2024-01-01") == {0, 1}
    assert date_of(day_of_week=2).bits("2024-01-07") == {12, 13}
    year = date_of(day_of_year=61)  # 732 buckets, two for each day
    assert min(year.bits("2024-01-01")) == 0
    assert min(year.bits("2023-01-02")) == 2


def test_the_parts_of_a_date_lie_side_by_side():
    encoder = DateTime(time_of_day=1, day_of_week=1, weekend=1, holiday=1, holidays=("2024-01-07",))
    assert encoder.bits("2024-01-01 00:00") == {0, 6, 13, 15}
    assert encoder.bits("2024-01-07 12:00") == {3, 12, 14, 16}


@pytest.mark.parametrize("bits", [1, 3, 5, 21])
def test_days_of_the_week_share_no_bits_and_come_round_each_week(bits):
    encoder = date_of(day_of_week=bits)
    days = [datetime(2024, 1, 1) + timedelta(days=n) for n in range(14)]
    for i, one in enumerate(days):
        for j, other in enumerate(days):
            assert shared(encoder, one, other) == (bits if (i - j) % 7 == 0 else 0)


def test_the_weekend_is_saturday_and_sunday():
    encoder = date_of(weekend=5)
    week = [encoder.encode(datetime(2024, 1, day)) for day in range(1, 8)]  # from a Monday on
    assert week[0] == week[1] == week[2] == week[3] == week[4]
    assert week[5] == week[6]
    assert week[4].overlap(week[5]) == 0


def test_the_season_goes_round_the_year():
    encoder = date_of(day_of_year=30)
    assert shared(encoder, datetime(2024, 12, 31), datetime(2025, 1, 1)) >= 28
    assert shared(encoder, datetime(2024, 3, 1), datetime(2024, 3, 20)) > 0
    assert shared(encoder, datetime(2024, 3, 1), datetime(2024, 4, 5)) == 0


def test_given_holidays_differ_from_other_days():
    encoder = DateTime(time_of_day=0, holiday=4, holidays=("2024-12-25",))
    assert shared(encoder, datetime(2024, 12, 25, 18), datetime(2024, 12, 26)) == 0
    assert shared(encoder, datetime(2023, 12, 25), datetime(2024, 12, 26)) == 4


def test_the_time_on_the_wall_counts_in_every_zone():
    encoder = DateTime(9, 9, 9, 9)
    there = datetime(2024, 3, 9, 23, 15, tzinfo=timezone(timedelta(hours=-8)))
    assert encoder.encode(there) == encoder.encode("2024-03-09 23:15")
    assert encoder.encode("2024-03-09T23:15:00-08:00") == encoder.encode(there)


def test_a_bit_of_a_date_says_which_part_it_belongs_to():
    encoder = DateTime(time_of_day=3, day_of_week=2)
    assert "time of day" in encoder.describe(0)
    assert "day of week" in encoder.describe(18)


def test_a_leap_day_and_the_last_day_of_a_leap_year_have_codes():
    encoder = date_of(day_of_year=5)
    assert len(encoder.encode(datetime(2024, 2, 29))) == len(encoder.encode("2024-12-31")) == 5


# Delta and log


def test_delta_encodes_the_change_since_the_last_value():
    delta, plain = Delta(resolution=0.5), RDSE(resolution=0.5)
    codes = [delta.encode(value) for value in (10.0, 12.0, 12.0, 7.5)]
    assert codes == [plain.encode(change) for change in (0.0, 2.0, 0.0, -4.5)]


def test_delta_passes_over_a_missing_value():
    delta = Delta(resolution=0.5)
    delta.encode(10.0)
    assert delta.encode(None) == SDR(delta.size)
    assert delta.encode(13.0) == RDSE(resolution=0.5).encode(3.0)


def test_a_change_that_is_infinite_is_an_error_and_the_last_value_stays():
    delta = Delta(resolution=1e300)
    delta.encode(-1.7e308)
    with pytest.raises(ValueError, match="finite"):
        delta.encode(1.7e308)
    assert delta.last == -1.7e308


def test_log_has_as_many_buckets_between_1_and_10_as_between_10_and_100():
    encoder = Log(resolution=0.1)
    assert [encoder.bucket(value) for value in (1, 10, 100, 0.001)] == [0, 10, 20, -30]
    assert encoder.bits(1000) == RDSE(resolution=0.1).bits(3)


def test_log_is_rounded_to_nine_decimals_before_it_is_cut_into_buckets():
    """10 to the power of .05 is on the border of two buckets, in the last digit below or above."""
    encoder = Log(resolution=0.1)
    for power in range(-200, 200):
        border = 10 ** (power / 10 + 0.05)
        assert encoder.bucket(border) == math.floor(round(power / 10 + 0.05, 9) / 0.1 + 0.5)


def test_the_resolution_of_a_log_or_delta_is_taken_from_what_they_cut():
    log, delta = Log(), Delta()
    log.fit([1, 10**13])
    assert log.resolution == 0.1
    delta.fit([5, 5, 18, None, 5])  # the changes go from -13 to 13
    assert delta.resolution == 0.2


# Coordinates


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_near_points_share_many_bits_and_far_ones_next_to_none(x, y):
    encoder = Coordinate(radius=5, size=2000, active_bits=25)
    assert shared(encoder, (x, y), (x + 1, y)) >= 13
    assert shared(encoder, (x, y), (x + 100, y)) <= 6


def test_a_point_is_encoded_by_those_of_its_neighbours_that_come_first_in_the_drawn_order():
    """Said once more: neighbours ordered by (seed, x, y); bits hashed from (seed, 1, x, y)."""
    encoder = Coordinate(radius=1, size=5000, active_bits=4, seed=9)
    near = [(x, y) for x in (6, 7, 8) for y in (-3, -2, -1)]
    first = sorted(near, key=lambda place: plain_hash(9, *place))[:4]
    assert encoder.bits((7, -2)) == {plain_hash(9, 1, *place) % 5000 for place in first}


def test_a_neighbourhood_must_hold_as_many_points_as_bits_and_not_too_many():
    with pytest.raises(ValueError, match="neighbours"):
        Coordinate(radius=1, active_bits=21).encode((0, 0))
    with pytest.raises(ValueError, match="neighbours"):
        Geospatial().encode((0.0, 0.0, 1e6))


def test_a_neighbourhood_may_hold_just_as_many_points_as_bits():
    assert len(Coordinate(radius=1, active_bits=9).encode((0, 0))) == 9


@pytest.mark.parametrize("direction", ["east", "north"])
def test_the_higher_the_speed_the_wider_is_the_neighbourhood(direction):
    """At 10 m/s and 60 s the next place is 600 m, 20 grid steps, away: they still share bits."""
    encoder = Geospatial(scale=30, timestep=60, radius=3, size=20_000)
    moved = math.degrees(600 / 6_378_137)
    here, there = (8.0, 0.0), (8.0 + moved, 0.0) if direction == "east" else (8.0, moved)
    assert 3 <= shared(encoder, (*here, 10), (*there, 10)) <= 12
    assert shared(encoder, (*here, 1), (*there, 1)) <= 1


def test_altitude_is_a_third_axis():
    encoder = Geospatial(radius=3)
    assert len(encoder.encode((8.0, 50.0, 0.0, 100.0))) == encoder.active_bits
    assert encoder.bits((8.0, 50.0, 0.0, 100.0)) != encoder.bits((8.0, 50.0, 0.0, 1000.0))


# Fields


def two_fields() -> Fields:
    return Fields({"load": Scalar(0, 10, size=14, active_bits=4), "kind": Category(("a",), 3)})


def test_fields_lie_side_by_side_in_the_order_given():
    encoder = two_fields()
    assert (encoder.size, encoder.active_bits) == (20, 7)
    assert encoder.encode({"kind": "a", "load": 1}).active == {1, 2, 3, 4, 17, 18, 19}


def test_a_field_that_is_missing_has_no_bits_and_the_others_have_theirs():
    encoder = two_fields()
    assert encoder.encode({"kind": "a"}).active == {17, 18, 19}
    assert encoder.encode({"load": 0, "kind": None}).active == {0, 1, 2, 3}
    assert encoder.encode({}) == SDR(20)


def test_a_record_that_is_missing_has_no_bits_and_is_no_record_to_fit_to():
    encoder = Fields({"load": RDSE(), "kind": Category(active_bits=3)})
    encoder.fit([{"load": 0.0, "kind": "a"}, None, {"load": 130.0}, math.nan])
    assert encoder.encoders["load"].resolution == 1.0
    assert encoder.encode(None) == encoder.encode(math.nan) == SDR(encoder.size)
    assert encoder.encoders["kind"].categories == ("a",)


def test_each_field_has_an_encoder_of_its_own():
    """Two fields that shared one would, once saved and loaded, share it no longer."""
    shared = Delta(1.0)
    with pytest.raises(ValueError, match="own"):
        Fields({"a": shared, "b": shared})
    Fields({"a": Delta(1.0), "b": Delta(1.0)})  # equal ones are two


class Unwell(RDSE):
    """An encoder that fails in a way that no one expected."""

    def bits(self, value: object) -> set[int]:
        raise KeyboardInterrupt


def test_whatever_fails_no_field_has_moved():
    encoder = Fields({"first": Delta(resolution=1), "then": Unwell(1.0)})
    encoder.encode({"first": 1})
    with pytest.raises(KeyboardInterrupt):
        encoder.encode({"first": 5, "then": 1})
    assert encoder.encoders["first"].last == 1


def test_an_error_names_the_field_and_no_field_has_moved():
    encoder = Fields({"first": Delta(resolution=1), "load": RDSE(resolution=1)})
    encoder.encode({"first": 1, "load": 1})
    with pytest.raises(ValueError, match="load"):
        encoder.encode({"first": 5, "load": math.inf})
    assert encoder.encode({"first": 1}) == Fields(
        {"first": RDSE(resolution=1), "load": RDSE(resolution=1)}
    ).encode({"first": 0})


def test_fields_are_decoded_and_described_each_by_its_own_encoder():
    encoder = two_fields()
    assert encoder.decode(encoder.encode({"load": 7, "kind": "a"})) == {"load": 7, "kind": "a"}
    assert encoder.describe(17).startswith("kind: ")
    assert "a" in encoder.describe(17)


def test_fields_are_fitted_each_to_its_own_values():
    encoder = Fields({"load": RDSE(), "kind": Category(active_bits=3)})
    encoder.fit([{"load": 0.0, "kind": "a"}, {"load": 130.0}, {"kind": "b"}])
    assert encoder.size == 400 + 9
    assert encoder.encode({"load": 3.0, "kind": "b"}).active >= {406, 407, 408}
