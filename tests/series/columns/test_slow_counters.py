"""Numbers of laps and units, which rise now and then by one, beside a count that begins again."""

import re

import pytest

from htm_teacher.series import SeriesError, SeriesWarning, read_csv, read_groups

LAPS = [(lap, step) for lap in (1, 2, 3) for step in range(20)]
UNITS = [(unit, step) for unit in (1, 2, 3) for step in range(1, 20 + unit)]
SLOW = "rises now and then by one, as the number of a lap or a unit does; if it tells several series apart"


@pytest.fixture
def write(tmp_path):
    """Write a table of cells between spaces, and give its path."""

    def write_rows(*rows):
        path = tmp_path / "table.csv"
        path.write_text("".join(f"{' '.join(map(str, row))}\n" for row in rows))
        return path

    return write_rows


def speed(lap, step):
    return step * (step + lap) % 7 / 10


@pytest.mark.parametrize("name", ["time_s", "elapsed", "t"])
@pytest.mark.parametrize("jitter", [0, 0.01], ids=["even", "uneven"])
def test_a_clock_that_begins_again_with_each_lap_shows_several_series(write, name, jitter):
    rows = [(lap, f"{step / 10 + jitter * (step % 3):.2f}", speed(lap, step)) for lap, step in LAPS]
    path = write(("lap", name, "speed"), *rows)
    with pytest.raises(SeriesError, match=r"times restart in row 22, .*give --group lap"):
        read_csv(path)
    assert [list(series.fields) for series in read_groups(path, "lap").values()] == [["speed"]] * 3
    assert read_csv(path, single=True).main == "speed"


def test_without_names_parts_of_different_lengths_show_several_series(write):
    with pytest.raises(SeriesError, match=r"times restart in row 21, .*give --group 1"):
        read_csv(write(*((*row, speed(*row), speed(*row) * 2) for row in UNITS)))


def test_without_names_parts_of_the_same_length_can_be_days_and_hours(write):
    path = write(*((*row, speed(*row)) for row in LAPS))
    with pytest.warns(SeriesWarning, match=re.escape(f"'1' {SLOW}, give --group 1")):
        series = read_csv(path)
    assert list(series.fields) == ["3", "1"]
    assert "'2' only counts the rows, so it is not a value" in series.notes


def test_a_slow_counter_is_not_predicted_and_named(write, recwarn):
    path = write(("lap", "speed"), *((lap, speed(lap, step)) for lap, step in LAPS))
    assert read_csv(path, single=True).main == "speed"
    assert not recwarn.list
    with pytest.warns(SeriesWarning, match=re.escape(f"'lap' {SLOW}, give --group lap")):
        assert list(read_csv(path).fields) == ["speed", "lap"]


def test_beside_times_a_slow_counter_only_comes_last(write, recwarn):
    rows = [(f"2024-01-{day:02}", day // 10, speed(1, day)) for day in range(1, 31)]
    assert list(read_csv(write(("date", "phase", "v"), *rows)).fields) == ["v", "phase"]
    assert not recwarn.list
