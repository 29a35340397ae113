"""Times that no name tells, or that stand in uncommon forms: the cells show what they are."""

from datetime import datetime

import pytest

from htm_teacher.series import SeriesError, SeriesWarning, read_csv

ROMAN = ["I", "II", "III", "IV"]


@pytest.fixture
def read(tmp_path):
    def reader(lines):
        (tmp_path / "f.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return read_csv(tmp_path / "f.csv")

    return reader


def value(row):
    return (7 * row) % 11 + row % 3 + 0.5


@pytest.mark.parametrize(
    ("names", "cells", "second"),
    [
        ("season,month", [f"{2000 + n // 12},{n % 12 + 1}" for n in range(36)], (2000, 2)),
        ("month_number,year_ce", [f"{n % 12 + 1},{2000 + n // 12}" for n in range(36)], (2000, 2)),
        (
            "year,quarter",
            [f"{2000 + n // 4},{['I', 'II', 'III', 'IV'][n % 4]}" for n in range(24)],
            (2000, 4),
        ),
        ("quarter", [f"{2000 + n // 4}.{n % 4 + 1}" for n in range(24)], (2000, 4)),
        ("month", [f"{n % 12 + 1:02}{2000 + n // 12}" for n in range(36)], (2000, 2)),
    ],
)
def test_parts_of_the_calendar(read, names, cells, second):
    series = read([f"{names},v", *(f"{cell},{value(row)}" for row, cell in enumerate(cells))])
    assert list(series.fields) == ["v"]
    assert series.times[1] == datetime(*second, 1)


@pytest.mark.parametrize(
    ("cell", "step"),
    [
        ("01.01.2024 {0:02}:00 - 01.01.2024 {1:02}:00", "2024-01-01 01:00"),
        ("01.01.2024 {0:02}:00 - {1:02}:00", "2024-01-01 01:00"),
        ("2024-01-01 {0:02}:00 – 2024-01-01 {1:02}:00", "2024-01-01 01:00"),
        ("01.{1:02}.2024-28.{1:02}.2024", "2024-02-01 00:00"),
        ("01.{1:02}.2024 bis 28.{1:02}.2024", "2024-02-01 00:00"),
    ],
)
def test_a_span_begins_at_its_time(read, cell, step):
    series = read(["MTU (CET),v", *(f"{cell.format(row, row + 1)},{value(row)}" for row in range(10))])
    assert series.times[1] == datetime.fromisoformat(step)
    assert any("the start of each span is its time" in note for note in series.notes)


def test_a_date_and_a_clock_with_a_dash_between_are_no_span(read):
    series = read(["time,v", *(f"12.05.2024 - {10 + row}:00,{value(row)}" for row in range(10))])
    assert series.times[1] == datetime(2024, 5, 12, 11)


@pytest.mark.parametrize("first", [range(60, 20, -1), range(-30, 10)])
def test_a_first_column_that_counts_down_or_from_below_zero_is_no_value(read, first):
    series = read(["left,v", *(f"{count},{value(row)}" for row, count in enumerate(first))])
    assert list(series.fields) == ["v"]


def test_the_rule_of_a_table_in_markdown_is_no_row(read):
    rows = [f"| 2024-01-{row + 1:02} | {value(row)} |" for row in range(12)]
    series = read(["| time | load [kW] |", "|------|------:|", *rows])
    assert len(series) == 12
    assert series.unit == "kW"


@pytest.mark.parametrize("keys", [("store", "item"), ("a", "b", "c")])
def test_values_that_differ_at_each_time_are_no_key(read, keys):
    rows = []
    for day in range(1, 29):
        for series in range(2 ** len(keys)):
            parts = [str(series >> place & 1) for place in range(len(keys))]
            rows.append(f"2024-01-{day:02},{','.join(parts)},{series * 7 + day * 5 % 19}")
    with pytest.raises(SeriesError, match=f"never among the rows of one '{keys[0]}'.*'{keys[-1]}'"):
        read([f"date,{','.join(keys)},sales", *rows])


@pytest.mark.parametrize("start", [0, 1_704_067_200, -5])
def test_a_column_that_counts_is_no_value_wherever_it_stands(read, start):
    rows = [f"2024-01-{row + 1:02},{start + 3600 * row},{value(row)}" for row in range(28)]
    assert list(read(["time,unix,v", *rows]).fields) == ["v"]


@pytest.mark.parametrize("names", ["v", "time,v"])
def test_the_only_column_of_numbers_is_read_though_it_counts(read, names):
    before = "2024-01-{:02}," * names.count("time")
    series = read([names, *(before.format(row + 1) + str(2 * row) for row in range(28))])
    assert list(series.fields) == ["v"]


def test_a_day_before_a_clock_is_not_a_year(read):
    with pytest.warns(SeriesWarning, match="'Jan 01 00:00:00' is not a date that can be read"):
        series = read(["date,v", *(f"Jan {row + 1:02} 00:00:00,{value(row)}" for row in range(12))])
    assert series.times is None


def test_a_time_that_never_varies_is_not_chosen_where_another_does(read):
    series = read(["updated,time,v", *(f"2024-02-01,2024-01-{n + 1:02},{value(n)}" for n in range(12))])
    assert series.times[-1] == datetime(2024, 1, 12)


@pytest.mark.parametrize(
    ("names", "row"),
    [("a b", "0,5 0,{}"), ("zeit   a", "{0},5   0,{0}"), ("time;v", "2024-01-{:02};Rs. 1,00,000")],
)
def test_commas_in_numbers_do_not_delimit_where_the_names_have_none(read, names, row):
    series = read([names, *(row.format(n + 1) for n in range(12))])
    assert list(series.fields)[-1] in ("a", "b", "v")
    assert len(series) == 12


def test_words_that_recur_may_name_series(read):
    rows = [
        f"2024-01-01 00:{n:02}:{3 * k:02},{name},{value(n)}" for n in range(20) for k, name in enumerate("ab")
    ]
    with pytest.warns(SeriesWarning, match="give --group device to take each alone"):
        read(["t,device,v", *rows])
    words = sorted(
        f"2024-01-01 00:{n + 15 * k:02},{name},{value(n)}" for n in range(20) for k, name in enumerate("ab")
    )
    with pytest.warns(SeriesWarning, match="5 times occur twice"):
        notes = read(["t,kind,v", *words]).notes
    assert "'kind' holds words; --text reads them; give --group kind to take the rows of each alone" in notes
    once = [f"2024-01-01 00:{n:02},{'sun' if n % 7 else 'rain'},{value(n)}" for n in range(50)]
    assert "'kind' holds words; --text reads them" in read(["t,kind,v", *once]).notes


@pytest.mark.parametrize("month", ["maj", "augusti", "marts", "desember", "iunie", "mrt"])
def test_a_last_row_with_a_month_in_words_is_no_footer(read, month):
    days = [*(f"2024-01-{n + 1:02}" for n in range(9)), *(f"{n + 1} {month} 2024" for n in range(3))]
    assert len(read(["dag,v", *(f"{day},{value(n)}" for n, day in enumerate(days))])) == 12


def test_a_longitude_comes_last(read):
    rows = [f"2024-01-{n + 1:02},{8 + n / 7:.3f},{value(n)}" for n in range(12)]
    assert list(read(["date,position_long,v", *rows]).fields) == ["v", "position_long"]


def test_without_a_time_no_doubt_about_times_is_said(tmp_path):
    (tmp_path / "f.csv").write_text("time,v\n" + "".join(f"noon,{value(n)}\n" for n in range(9)))
    assert read_csv(tmp_path / "f.csv", time="").times is None


@pytest.mark.parametrize(
    "cells",
    [[n * 1.1 + n % 3 / 10 for n in range(28)], [n % 12 for n in range(36)]],
    ids=["uneven clock", "begins again"],
)
def test_what_counts_on_is_not_the_first_to_be_predicted(read, cells):
    series = read(["HE,v", *(f"{cell:g},{value(row)}" for row, cell in enumerate(cells))])
    assert list(series.fields) == ["v", "HE"]


def test_years_are_names_though_other_rows_count_up(read):
    series = read(["Country,1990,1991,1992", "A,1,2,3", "B,5,7,6", "C,4,4,9"])
    assert list(series.fields) == ["1990", "1991", "1992"]


def test_a_number_of_nines_and_zeros_may_be_missing(read):
    cells = ["-9900" if n % 5 == 0 else str(10 + n % 3) for n in range(30)]
    with pytest.warns(SeriesWarning, match="--missing"):
        read(["v,w", *(f"{cell},{value(n)}" for n, cell in enumerate(cells))])
