"""Whatever files, columns and cells are called, each message is one line of bounded length."""

import csv
import shlex
import sys
import warnings

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from htm_teacher.series import Series, SeriesError, SeriesWarning, letters, read_csv, read_groups
from htm_teacher.series.series import LONGEST_MESSAGE
from htm_teacher.series.setting_names import option

NASTY = "a\nb\r\x1b[31m\u2028'\"; --label x\t" * 200  # 5,400 characters
NAMES = st.text(min_size=1, max_size=40).flatmap(lambda name: st.sampled_from([name, name * 125]))
DAYS = [f"2024-01-{day:02}" for day in range(1, 21)]
LEVELS = [str(day % 3) for day in range(20)]
FEW = ["1"] + ["0"] * 19
WORDS = ["sun", "rain"] * 10
PLACES = {
    "a series": lambda name: ([("time", DAYS), (name, LEVELS)], {}),
    "words to predict": lambda name: ([("time", DAYS), ("level", LEVELS), (name, WORDS)], {"value": name}),
    "words left": lambda name: ([("level", LEVELS), (name, WORDS)], {}),
    "no words": lambda name: ([(name, WORDS)], {}),
    "a likely label": lambda name: ([("level", LEVELS), (f"is\n{name}\nalarm", FEW)], {}),
    "a sure label": lambda name: ([("level", LEVELS), (f"anomaly {name}", FEW)], {}),
    "several": lambda name: (
        [("time", DAYS * 2), (name, ["a"] * 20 + ["b"] * 20), ("level", LEVELS * 2)],
        {},
    ),
    "twice": lambda name: ([(name, DAYS), (name, LEVELS)], {}),
    "none": lambda name: ([("level", LEVELS)], {"value": name}),
    "a wrong time": lambda name: ([("level", LEVELS), (name, WORDS)], {"time": name}),
    "an odd time": lambda name: ([(f"time {name}", WORDS), ("level", LEVELS)], {}),
    "a cell": lambda name: ([("level", [*LEVELS, name])], {}),
    "a word in cells": lambda name: ([("level", [*LEVELS, name])], {"missing": name}),
    "a unit": lambda name: ([("level", [f"{level} {name}" for level in LEVELS])], {}),
    "a day": lambda name: ([("time", [*DAYS, name]), ("level", [*LEVELS, "1"])], {}),
    "a time": lambda name: ([("time", [f"{day}{name}" for day in DAYS]), ("level", LEVELS)], {}),
    "a decimal mark": lambda name: ([("level", LEVELS)], {"decimal": name}),
    "a delimiter": lambda name: ([("level", LEVELS)], {"delimiter": name * 2}),
    "an encoding": lambda name: ([("level", LEVELS)], {"encoding": f"no {name}"}),
}


def said(read):
    """All that is said while a series is read."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            lines = read().notes
        except SeriesError as error:
            lines = [str(error)]
    return [*lines, *(str(warning.message) for warning in warned)]


def written(path, columns):
    headings, cells = zip(*columns, strict=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([headings, *zip(*cells, strict=True)])
    return path


def assert_short(lines):
    for line in lines:
        assert line.isprintable()
        assert 0 < len(line) <= LONGEST_MESSAGE


@pytest.mark.parametrize("place", PLACES)
@given(name=NAMES)
@example(name=NASTY)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_message_about_a_table_is_one_short_line(place, name, tmp_path):
    columns, choices = PLACES[place](name)
    path = written(tmp_path / "drawn.csv", columns)
    assert_short(said(lambda: read_csv(path, **choices)))


@given(name=NAMES)
@example(name=NASTY)
def test_every_message_about_a_name_is_one_short_line(name):
    assert_short(said(lambda: Series(name, {})))
    assert_short(said(lambda: Series(name, {name: [1.0]}, main=f"not {name}")))
    with pytest.raises(ValueError, match="give a list of words") as caught:
        letters(name)
    assert_short([str(caught.value)])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_file_with_any_name_is_named_on_one_line(tmp_path):
    folder = tmp_path / "two\nlines\x1b"
    folder.mkdir()
    path = written(folder / "a\nb.csv", [("time", [*DAYS, "2024-01-20"]), ("level", [*LEVELS, "1"])])
    (doubt,) = (line for line in said(lambda: read_csv(path)) if "twice" in line)
    assert doubt.startswith(rf"{tmp_path}/two lines\x1b/a b.csv, column 'time': ")
    assert_short(said(lambda: read_csv(folder / ("x" * 5_000))))


def test_each_series_of_a_table_has_notes_of_one_short_line(tmp_path):
    path = written(tmp_path / "t.csv", [(NASTY, ["a"] * 20), ("time", DAYS), ("level", LEVELS)])
    (series,) = read_groups(path, NASTY.strip()).values()
    assert_short(series.notes)


@pytest.mark.parametrize("name", ["level", "wind speed", "it's", '5" pipe', "$HOME; ls", "-x", "größe"])
def test_an_advised_option_can_be_typed(name):
    assert shlex.split(option("--text", name)) == ["--text", name]


@pytest.mark.parametrize("name", ["a\nb", "\x1b[31m", "x" * 61])
def test_a_name_that_cannot_be_typed_is_not_advised(name):
    assert option("--text", name) == "--text with the full text"


def test_advice_quotes_the_name_of_a_column(tmp_path):
    columns = [("time", DAYS * 2), ("a 'b'", ["a"] * 20 + ["b"] * 20), ("level", LEVELS * 2)]
    with pytest.raises(SeriesError) as caught:
        read_csv(written(tmp_path / "t.csv", columns))
    assert f"give --group {shlex.quote(columns[1][0])} to take each alone" in str(caught.value)
    label = [("level", LEVELS), ("is alarm", FEW)]
    with pytest.warns(SeriesWarning, match='give --label "is alarm"$'):
        read_csv(written(tmp_path / "t.csv", label))
    words = [("level", LEVELS), ("wind; rain", WORDS)]
    with pytest.warns(SeriesWarning, match='give --text "wind; rain"$'):
        read_csv(written(tmp_path / "t.csv", words), value="wind; rain")
