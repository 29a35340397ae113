"""Tables of several series: what tells them apart, and what does not."""

import warnings

import pytest

from htm_teacher.series import SeriesError, SeriesWarning, read_csv, read_groups

DAYS = [f"2024-01-{day:02}" for day in range(1, 10)]


@pytest.fixture
def write(tmp_path):
    """Write a table of comma-separated rows, and give its path."""

    def write_rows(head, rows):
        path = tmp_path / "table.csv"
        path.write_text(
            "\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n", encoding="utf-8"
        )
        return path

    return write_rows


BY_KEY = [(a, b, day, int(day[-1]) * a % 4) for a in (1, 2) for b in (1, 2, 3) for day in DAYS]


@pytest.mark.parametrize("rows", [BY_KEY, sorted(BY_KEY, key=lambda row: row[2])], ids=["by key", "by time"])
def test_two_columns_together_can_tell_series_apart(write, rows):
    with pytest.raises(
        SeriesError, match=r"one 'store' and 'item': a table of 6 series; keep .* --group .store,item."
    ):
        read_csv(write("store,item,date,sales", rows))


def test_columns_that_only_together_tell_series_apart_are_listed(write):
    groups = read_groups(write("store,item,date,sales", BY_KEY), "store,item")
    assert list(groups) == [f"{store}, {item}" for store in (1, 2) for item in (1, 2, 3)]
    assert all(list(series.fields) == ["sales"] for series in groups.values())
    whole = read_groups(write('"store,item",day,sales', [("a", day, 1) for day in DAYS]), "store,item")
    assert list(whole) == ["a"]
    with pytest.raises(SeriesError, match="no column 'store,shop'"):
        read_groups(write("store,item,date,sales", BY_KEY), "store,shop")


def test_series_can_differ_in_length_down_to_one_row(write):
    rows = [(name, day, 5) for name, many in (("a", 9), ("b", 2), ("c", 1)) for day in DAYS[:many]]
    with pytest.raises(SeriesError, match="give --group id"):
        read_csv(write("id,date,flow", rows))


def test_series_of_two_rows_are_found_if_their_rows_follow_each_other(write):
    rows = [(f"s{number}", day, number) for number in range(9) for day in DAYS[:2]]
    advice = r"keep the rows of one, or give --group id to take each alone \(in Python: read_groups\), or"
    with pytest.raises(SeriesError, match=f'a table of 9 series; {advice} --group "" .* \\(single=True\\)'):
        read_csv(write("id,date,flow", rows))


def test_series_whose_rows_are_out_of_order_are_not_mixed_by_sorting(write):
    rows = [(name, DAYS[place * 7 % 9], place) for name in "ab" for place in range(9)]
    with pytest.raises(SeriesError, match="give --group id"):
        read_csv(write("id,date,flow", rows))


def test_a_time_may_occur_twice_in_a_series_whose_rows_follow_each_other(write):
    days = [*DAYS[:4], DAYS[3], *DAYS[4:]]
    rows = [(name, day, place) for name in "abc" for place, day in enumerate(days)]
    with pytest.raises(SeriesError, match="give --group id"):
        read_csv(write("id,date,flow", rows))


@pytest.mark.parametrize("levels", ["aaaabaaaa", "010101010", "abcabcabc"])
def test_a_single_row_out_of_order_is_no_series(write, levels):
    rows = [(day, level, 5 * place) for place, (day, level) in enumerate(zip(DAYS, levels, strict=True))]
    rows[3], rows[4] = rows[4], rows[3]
    path = write("date,level,flow", rows)
    with pytest.raises(SeriesError, match=r"is earlier than .*--sort"):
        read_csv(path)
    assert read_csv(path, sort=True).fields["flow"] == [5 * place for place in range(9)]


def test_the_only_column_of_numbers_tells_no_series_apart(write):
    path = write("date,flow", [(day, number) for day in DAYS for number in (1, 2, 3, 4)])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert len(read_csv(path)) == 36
    assert "9 times occur 4 times" in str(caught[0].message)


CYCLES = [(engine, cycle, cycle % 5) for engine in (1, 2, 3) for cycle in range(1, 21)]


def test_a_count_that_begins_again_shows_several_series(write):
    path = write("engine,cycle,heat", CYCLES)
    with pytest.raises(SeriesError, match=r"times restart in row 22, .*give --group engine"):
        read_csv(path)
    assert [list(series.fields) for series in read_groups(path, "engine").values()] == [["heat"]] * 3
    assert len(read_csv(path, single=True)) == 60


NESTED = [
    (area, f"{area}{site}", day, int(day[-1]) * site % 5) for area in "NS" for site in (1, 2) for day in DAYS
]


def test_a_group_that_still_holds_several_series_is_refused_with_the_better_choice(write):
    path = write("area,site,date,flow", NESTED)
    said = "the rows of 'area' 'N' are still several series: times restart in row 11, .*; give --group site$"
    with pytest.raises(SeriesError, match=said):
        read_groups(path, "area")
    assert len(read_groups(path, "site")) == 4


def test_columns_that_tell_series_apart_only_together_are_to_be_listed(write):
    with pytest.raises(SeriesError, match='; give --group "store,item"'):
        read_groups(write("store,item,date,sales", BY_KEY), "store")
    three = [(area, *row) for area in "NS" for row in BY_KEY]
    with pytest.raises(SeriesError, match='; give --group "area,store,item"'):
        read_groups(write("area,store,item,date,sales", three), "area")


@pytest.mark.parametrize("sort", [True, False])
def test_a_group_whose_times_need_not_go_back_is_read_with_a_doubt(write, sort):
    rows = NESTED if sort else sorted(NESTED, key=lambda row: (row[0], row[2]))
    path = write("area,site,date,flow", rows)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert [len(series) for series in read_groups(path, "area", sort=sort).values()] == [18, 18]
    (said,) = (str(warning.message) for warning in caught if "still several" in str(warning.message))
    assert said.endswith("give --group site")


def test_a_count_that_begins_again_within_a_group_is_refused(write):
    rows = [(area, *row) for area in "NS" for row in CYCLES]
    with pytest.raises(SeriesError, match='; give --group "area,engine"'):
        read_groups(write("area,engine,cycle,heat", rows), "area")


def test_a_group_that_tells_all_series_apart_may_have_rows_out_of_order(write):
    rows = [
        (site, day, place // 3) for site in "ab" for place, day in enumerate(DAYS[3:6] + DAYS[:3] + DAYS[6:])
    ]
    path = write("site,date,kind,flow", [(*row, row[2] * 7 + 1) for row in rows])
    with pytest.raises(SeriesError, match="--sort"):
        read_groups(path, "site")


def test_a_column_that_is_constant_within_each_group_is_not_predicted(write):
    rows = [
        (park, 100 + park, day, place * (place + park) % 7)
        for park in (1, 2)
        for place, day in enumerate(DAYS)
    ]
    groups = read_groups(write("park,capacity,date,cars", rows), "park")
    assert all(list(series.fields) == ["cars"] for series in groups.values())


def restarting(heading, length, parts=3):
    return f"{heading},speed\n" + "".join(f"{n},{n * 7 % 11}\n" for _ in range(parts) for n in range(length))


@pytest.mark.parametrize("heading", ["elapsed", "time", "t", "frame"])
def test_a_count_that_begins_again_is_a_doubt_if_no_column_separates_the_parts(tmp_path, heading):
    path = tmp_path / "table.csv"
    path.write_text(restarting(heading, 10))
    said = (
        f"'{heading}' begins to count 2 times again, first in row 12, but all rows are read as one series; "
    )
    give = "if they are several, number them in a column for --group, or split the table; if one: --group"
    with pytest.warns(SeriesWarning, match=said + give):
        series = read_csv(path)
    assert series.fields.keys() == {"speed"}
    assert f"'{heading}' only counts the rows, so it is not a value" in series.notes
    assert read_csv(path, single=True).fields == series.fields


@pytest.mark.parametrize(("length", "doubts"), [(10, 1), (40, 1), (24, 0), (7, 0)])
def test_an_index_of_joined_tables_without_a_name_is_a_doubt(tmp_path, length, doubts):
    path = tmp_path / "table.csv"
    path.write_text(restarting("", length))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert read_csv(path).fields.keys() == {"speed"}
    said = (
        f"'1' begins to count 2 times again, first in row {length + 2}, but all rows are read as one series"
    )
    assert [said in str(warning.message) for warning in caught] == [True] * doubts


def test_durations_that_begin_again_are_a_doubt(tmp_path):
    path = tmp_path / "table.csv"
    rows = "".join(f"00:{n:02}:00,{n * 7 % 11}\n" for _ in range(3) for n in range(30))
    path.write_text(f"elapsed,speed\n{rows}")
    with pytest.warns(SeriesWarning, match="'elapsed' begins to count 2 times again, first in row 32"):
        assert read_csv(path).fields.keys() == {"speed"}


def test_what_counts_down_again_and_again_comes_last(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(
        "left,speed\n" + "".join(f"{n},{n * 7 % 11}\n" for _ in range(3) for n in range(9, -1, -1))
    )
    assert list(read_csv(path).fields) == ["speed", "left"]


@pytest.mark.parametrize(("heading", "length"), [("hour", 24), ("time", 24), ("minute", 60)])
def test_parts_of_the_calendar_that_begin_again_are_no_series(tmp_path, heading, length):
    path = tmp_path / "table.csv"
    path.write_text(restarting(heading, length))
    assert len(read_csv(path)) == 3 * length


@pytest.mark.parametrize(
    ("heading", "first", "length"), [("period", 1, 13), ("month", 0, 12), ("Settlement_Period", 1, 48)]
)
def test_a_part_of_the_time_that_cannot_be_read_is_not_only_taken_for_series(
    tmp_path, heading, first, length
):
    path = tmp_path / "table.csv"
    rows = [(year, n) for year in range(2020, 2025) for n in range(first, first + length)]
    path.write_text(f"year,{heading},x\n" + "".join(f"{year},{n},{n * 7 % 11}\n" for year, n in rows))
    with pytest.raises(SeriesError) as raised:
        read_csv(path)
    said = f"if '{heading}' is a part of the time, write the time of each row in one column; if it names"
    assert f"{said} {length} series" in str(raised.value)
    assert f"give --group {heading} to take each alone" in str(raised.value)
