"""Columns that mark anomalies: which values mark, what is no label, and names that may mean one."""

import pytest

from htm_teacher.series import SeriesError, SeriesWarning, read_csv


@pytest.fixture
def read(tmp_path):
    """Write a table of days with a flow and one more column, and read it back."""

    def write_and_read(cells, name="mark", **settings):
        path = tmp_path / "table.csv"
        rows = [f"2024-01-{day:02},{day * day % 7},{cell}" for day, cell in enumerate(cells, 1)]
        path.write_text("\n".join([f"date,flow,{name}", *rows]) + "\n", encoding="utf-8")
        return read_csv(path, **settings)

    return write_and_read


@pytest.mark.parametrize(
    ("cells", "marked"),
    [
        (["0.00", "1.00", "0.00"], "010"),
        (["1", "-1", "1"], "010"),
        (["0", "-1", "0", "1", "0"], "01010"),
        (["normal", "drift", "spike"], "011"),
        (["ok", "drift", "drift"], "011"),
        (["", "drift", "", "spike", ""], "01010"),
        (["calm", "storm", "calm"], "010"),
        (["attack", "attack", "calm"], "110"),
        (["0", "0", "0"], "000"),
        (["false", "false", "maybe"], "001"),
    ],
)
def test_the_values_of_a_label_say_which_rows_are_marked(read, cells, marked):
    series = read(cells, label="mark")
    assert series.labels == [mark == "1" for mark in marked]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["5.1", "7.2", "6.4", "5.1"], "3 different values, '5.1', '7.2', '6.4', so"),
        (["1", "2", "1"], "2 different values, '1', '2', so"),
        (["-1", "0", "1"], "3 different values, '-1', '0', '1', so"),
        (["north", "south", "east", "west"], "4 different values, 'north', 'south', 'east', ..., so"),
        (["yes", "north", "south"], "3 different values"),
        (["north", "north", "north"], "1 different value, 'north', so"),
    ],
)
def test_values_that_mark_nothing_are_no_label(read, cells, said):
    with pytest.raises(SeriesError, match=r"column 'mark': holds .* a label column holds 0 and 1") as caught:
        read(cells, label="mark")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_thousand_is_not_one(read):
    with pytest.raises(SeriesError, match="cannot tell which rows are marked"):
        read(["0", '"1,000"', '"2,000"', "0"], label="mark")


@pytest.mark.parametrize(("cells", "said"), [("0100", "1 of 4 rows is"), ("0110", "2 of 4 rows are")])
def test_it_is_said_how_many_rows_are_marked(read, cells, said):
    assert f"{said} marked by 'mark'" in read(cells, label="mark").notes
    assert f"{said} marked by 'anomaly'" in read(cells, "anomaly").notes
    assert not any("marked by" in note for note in read(cells).notes)


@pytest.mark.parametrize(
    "name",
    [
        "Störung",
        "fault",
        "has_fault",
        "défaut",
        "Fehler aktiv",
        "panne",
        "fallo",
        "故障",
        "is_normal",
        "leak",
    ],
)
def test_a_name_that_may_mean_labels_is_known_in_several_languages(read, name):
    with pytest.warns(SeriesWarning, match="if they mark known anomalies, give --label") as caught:
        assert read("0000100000", name).labels is None
    assert str(caught[0].message).endswith(f'"{name}"' if " " in name else name)


@pytest.mark.parametrize(
    "name", ["Anomalie", "anomalía", "is_anomaly", "Ausreißer", "αρχή anomalia", "y_true", "label_0", "标签"]
)
def test_a_name_that_surely_means_labels_is_known_in_several_languages(read, name):
    assert read("0000100000", name).labels == [day == 5 for day in range(1, 11)]


@pytest.mark.parametrize("name", ["default rate", "false", "panneau", "flow fault"])
def test_other_names_mean_no_labels(read, name, recwarn):
    assert read("0000100000", name).labels is None
    assert not recwarn


def test_the_only_column_of_numbers_is_not_taken_for_a_label(tmp_path, recwarn):
    path = tmp_path / "incidents.csv"
    path.write_text(
        "\n".join(["date,incidents", *(f"2024-01-{day:02},{day % 9 // 8 * day}" for day in range(1, 31))])
    )
    assert list(read_csv(path).fields) == ["incidents"]
    assert not recwarn


def test_kinds_of_anomalies_are_not_called_two_values(read):
    with pytest.warns(SeriesWarning, match="'incidents' has few rows unlike the rest; if they mark"):
        read("00002000030000000000", "incidents")


@pytest.mark.parametrize("name", ["class", "machine_status"])
def test_words_that_say_normal_in_most_rows_may_be_labels(read, name):
    with pytest.warns(SeriesWarning, match="if they mark known anomalies, give --label"):
        assert read(["normal"] * 9 + ["broken"] + ["normal"] * 9, name).labels is None
