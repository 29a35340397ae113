"""Series whose rows take turns, although no two of them have the same time."""

import pytest

from htm_teacher.series import SeriesWarning, read_csv

START = "2024-03-01 {:02}:{:02}:20"


def table(tmp_path, name, cells, hours=20, values=None):
    """A file in which the cells take turns, a minute apart; each hour has all of them."""
    rows = [f"time,{name},v"]
    for hour in range(hours):
        for place, cell in enumerate(cells):
            value = 10 * place + hour * 0.7 % 3 if values is None else values[(hour + place) % len(values)]
            rows.append(f"{START.format(hour, place)},{cell},{value:.2f}")
    path = tmp_path / "turns.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


@pytest.mark.parametrize(
    ("name", "cells"), [("node", "34"), ("x", ("7", "9", "12")), ("device", ("pump", "fan"))]
)
def test_series_that_take_turns_are_a_doubt_and_never_predicted(tmp_path, name, cells):
    said = rf"in '{name}' '{cells[0]}', '{cells[1]}' \.\.\. take turns, .*; give --group {name} to take each"
    with pytest.warns(SeriesWarning, match=said):
        assert read_csv(table(tmp_path, name, cells)).main == "v"


@pytest.mark.parametrize(
    ("name", "cells"),
    [("weekday", ("Mon", "Tue", "Wed")), ("month", "123"), ("pump", "01"), ("shift", ("day", "night"))],
)
def test_dates_and_states_take_turns_without_a_doubt(tmp_path, name, cells, recwarn):
    read_csv(table(tmp_path, name, cells))
    assert not [one for one in recwarn if "take turns" in str(one.message)]


def test_words_that_come_in_any_order_are_no_series(tmp_path, recwarn):
    path = table(tmp_path, "place", ("roof",))
    words = ["sky", *("rain" if row * row % 7 < 3 else "sun" for row in range(20))]
    lines = [line.rsplit(",", 1) for line in path.read_text().splitlines()]
    path.write_text("".join(f"{one[0]},{word},{one[1]}\n" for one, word in zip(lines, words, strict=True)))
    read_csv(path)
    assert not [one for one in recwarn if "take turns" in str(one.message)]


def test_numbers_that_hardly_change_take_no_turns(tmp_path, recwarn):
    path = table(tmp_path, "snow", ["0.0"] * 5)
    head, *rows = path.read_text().splitlines()
    path.write_text(
        "\n".join([head, *(row.replace("0.0", "0.5") if row in rows[::25] else row for row in rows)])
    )
    assert read_csv(path).main == "snow"
    assert not [one for one in recwarn if "take turns" in str(one.message)]


def test_sensors_in_any_order_are_a_doubt(tmp_path):
    path = table(tmp_path, "sensor", ("roof", "cellar"))
    head, *rows = path.read_text().splitlines()
    mixed = [row.replace("roof", "cellar") if place % 5 == 0 else row for place, row in enumerate(rows)]
    path.write_text("\n".join([head, *mixed]) + "\n")
    with pytest.warns(SeriesWarning, match="give --group sensor"):
        read_csv(path)


def test_choosing_one_series_or_all_as_one_settles_it(tmp_path, recwarn):
    read_csv(table(tmp_path, "node", "34"), single=True)
    assert not [one for one in recwarn if "take turns" in str(one.message)]
