"""Columns that only count."""

import pytest

from htm_teacher.series import read_csv
from htm_teacher.series.columns.counting import counter_note

TENTHS = [str(index / 10) for index in range(20)]  # 0.30000000000000004 is not among them
SUMS = [repr(sum([0.1] * index)) for index in range(20)]
FRAMES = [f"{index / 30:.3f}" for index in range(20)]
COUNTS = [str(index) for index in range(20)]
GAP = [str(index + 5 * (index > 15)) for index in range(20)]


@pytest.mark.parametrize(
    "cells", [TENTHS, SUMS, FRAMES, COUNTS, GAP, [cell.replace(".", ",") for cell in FRAMES]]
)
@pytest.mark.parametrize("heading", ["x", "speed", "t", "Zeit [s]"])
def test_a_first_column_that_grows_steadily_counts_whatever_its_name(cells, heading):
    assert counter_note(cells, heading, first=True).endswith("so it is not a value")


def test_the_note_says_what_it_counts():
    assert counter_note(COUNTS, "day", first=True) == "'day' only counts the rows, so it is not a value"
    assert counter_note(FRAMES, "x", first=True) == "'x' counts like a clock, so it is not a value"
    assert counter_note(COUNTS, "", first=True).startswith("the first column only counts")


@pytest.mark.parametrize(
    "heading", ["t", "time", "elapsed", "frame", "sample", "index", "Elapsed time (s)", "Zeit"]
)
def test_under_a_name_of_counters_numbers_count_if_they_never_fall(heading):
    uneven = ["0", "1", "5", "5.5", "9", "11", "12", "13", "14", "15", "15"]
    assert counter_note(uneven, heading)
    assert not counter_note(["0", "1", "0"], heading)
    assert not counter_note(["0", "0", "1", "1"], heading)


@pytest.mark.parametrize("heading", ["flow", "data", "load"])
def test_values_do_not_count(heading):
    assert not counter_note(COUNTS, heading)
    assert not counter_note(["1", "2", "4", "8", "9"], heading, first=True)
    assert not counter_note(["3", "2", "1"], heading, first=True)
    assert not counter_note(["1", "2", "x"], heading, first=True)
    assert not counter_note(["1", "2"], heading, first=True)
    assert not counter_note([], heading, first=True)


DURATIONS = {
    "pandas": [f"{hour // 24} days {hour % 24:02}:00:00" for hour in range(20, 30)],
    "python": ["23:30:00", "1 day, 0:00:00", "1 day, 0:30:00", "1 day, 1:00:00.000001"],
    "iso": ["P1DT22H", "P1DT23H", "P2D", "P2DT1H"],
    "short": ["PT0.5S", "PT1S", "PT1.5S"],
    "days": ["0 days", "1 days", "2 days"],
    "clock": ["23:59:59", "24:00:00", "24:00:01"],
}


@pytest.mark.parametrize("cells", DURATIONS.values(), ids=DURATIONS)
def test_durations_count_like_decimal_seconds(cells):
    said = "counts like a clock, so it is not a value"
    assert counter_note(cells, "x", first=True) == f"'x' {said}"
    assert counter_note(cells, "time") == f"'time' {said}"
    assert not counter_note(cells, "x")
    assert not counter_note(cells[::-1], "time")


@pytest.mark.parametrize(
    "cells", [["P", "PT", ""], ["1 weeks", "2 weeks", "3 weeks"], ["0:00:00", "1:00:00", "2:00:00"] * 2]
)
def test_other_cells_and_times_of_day_that_begin_again_do_not_count(cells):
    assert not counter_note(cells, "time")


@pytest.mark.parametrize("heading", ["time", "elapsed", "x"])
def test_a_column_of_durations_is_no_time_and_holds_no_words(tmp_path, heading):
    path = tmp_path / "table.csv"
    rows = [f"{cell},{place * 7 % 5}" for place, cell in enumerate(DURATIONS["pandas"])]
    path.write_text("\n".join([f"{heading},load", *rows]) + "\n")
    said = f"'{heading}' counts like a clock, so it is not a value"
    assert read_csv(path).notes[1:] == [said]
    assert not any(said in note for note in read_csv(path, text=heading).notes)
