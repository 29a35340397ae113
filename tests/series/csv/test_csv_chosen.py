"""What the caller chooses when a CSV file is read."""

import gzip
import re
from datetime import datetime

import pytest


def test_the_first_chosen_value_is_the_main_field(read):
    series = read("a,b,c\n1,2,3\n", value=["c", "a"])
    assert (series.main, series.fields) == ("c", {"c": [3.0], "a": [1.0]})


def test_the_time_can_be_chosen(read):
    series = read("made,when,v\n2021-01-01,2020-01-01,1\n", time="when")
    assert series.times == [datetime(2020, 1, 1)]


def test_times_can_be_left_out(read):
    assert read("when,v\n2020-01-02,1\n2020-01-01,2\n", time="").times is None


def test_text_is_read_as_categories(read):
    series = read("t,word\n1,A\n2,NA\n3,\n", text="word")
    assert (series.main, series.fields) == ("word", {"word": ["A", "NA", None]})


def test_choosing_texts_does_not_drop_the_columns_of_numbers(read):
    series = read("load,station\n5,A\n6,B\n", text="station")
    assert (series.main, series.fields) == ("load", {"load": [5.0, 6.0], "station": ["A", "B"]})


def test_a_gzipped_file_is_unpacked(read):
    assert read(gzip.compress(b"v\n1\n2\n")).values() == [1.0, 2.0]


def test_other_encodings_can_be_chosen(read):
    assert read("höhe\n1\n".encode("cp1252"), encoding="cp1252").main == "höhe"
    assert read("höhe\n1\n".encode("utf-16"), encoding="utf-16").main == "höhe"


@pytest.mark.parametrize(
    ("names", "good", "bad"),
    [
        ("year,month", "2020,1", "gone,2"),
        ("year,month", "2020,1", "2020,gone"),
        ("date,clock", "2020-01-01,13:30", "2020-01-02,gone"),
        ("date,hour,minute", "2020-01-01,13,30", "2020-01-02,13,gone"),
        ("date,zone", "2020-01-01 13:30,+02:00", "2020-01-02 13:30,gone"),
    ],
)
def test_a_word_for_a_missing_value_counts_in_all_columns_of_the_time(refused, names, good, bad):
    said = refused(f"{names},v\n{good},1\n{bad},2\n", missing="gone")
    assert "row 3" in said
    assert "the time is missing" in said or "gone' is no" in said


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("texts", ": did you mean text?"),
        ("values", ": did you mean value?"),
        ("zzz", "; there are 'time', 'value', "),
    ],
)
def test_an_unknown_setting_is_refused_with_the_nearest(read, setting, said):
    with pytest.raises(TypeError, match=re.escape(f"no setting '{setting}'{said}")):
        read("a\n1\n2\n", **{setting: "a"})
