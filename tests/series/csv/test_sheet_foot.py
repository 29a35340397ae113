"""What stands below a table, and names that are repeated in it."""

import pytest

ROWS = "time,value\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n"
LONGER = f"{ROWS}2024-01-04,4\n2024-01-05,5\n"
COLUMNS = [["2024-01-01", "2024-01-02", "2024-01-03"], ["1", "2", "3"]]


@pytest.mark.parametrize(
    ("foot", "note"),
    [
        ("Total,6\n", "row 5: 'Total, 6'"),
        ("Grand total,6\n", "row 5: 'Grand total, 6'"),
        ("Summe,6\n\n", "row 5: 'Summe, 6'"),
        ("Mean,2\nStd,1\n", "2 rows from row 5: 'Mean, 2', 'Std, 1'"),
        ("Source: X\n", "row 5: 'Source: X'"),
        ("\n\nSource: a, b, c\n", "row 7: 'Source: a, b, c'"),
        ('"Note: a, b"\n', "row 5: 'Note: a, b'"),
        ("EOF\n", "row 5: 'EOF'"),
        ("...\n", "row 5: '...'"),
        ("(3 rows)\n", "row 5: '(3 rows)'"),
        ("3 records selected\n", "row 5: '3 records selected'"),
        ("Data exported, 2024-02-01\n", "row 5: 'Data exported, 2024-02-01'"),
        ("a\nb\nc\nd\ne\n", "5 rows from row 5: 'a', 'b', 'c', and 2 more"),
    ],
)
def test_a_foot_is_left_out(sheet, foot, note):
    found = sheet(ROWS + foot)
    assert (found.columns, found.rows) == (COLUMNS, [2, 3, 4])
    assert found.notes == [f"left out below the table: {note}"]


def test_a_total_beside_an_empty_time(sheet):
    found = sheet("id,time,value\na,2024-01-01,1\na,2024-01-02,2\nTotal,,3\n")
    assert found.columns[2] == ["1", "2"]


def test_a_foot_of_one_column(sheet):
    assert sheet("flow\n1\n2\n\nTotal: 3\n").columns == [["1", "2"]]
    assert sheet("flow\n1\n2\nTotal\n").columns == [["1", "2"]]


def test_empty_rows_at_the_foot_are_left_out_if_steps_have_times(sheet):
    found = sheet(f"{ROWS},\n,\n")
    assert (found.columns, found.notes) == (
        COLUMNS,
        ["2 rows of empty cells above or below the data left out"],
    )
    assert sheet("time,v\n,\n2024-01-01,1\n2024-01-02,2\n").rows == [3, 4]
    assert sheet("a,b\n1,2\n3,4\n,\n").columns == [["1", "3", ""], ["2", "4", ""]]


@pytest.mark.parametrize("last", ["2024-01-04,abc", ",4", "2020-13-01,4", "2024-01-04,"])
def test_a_last_row_with_a_fault_is_data(table, last):
    assert table(f"{ROWS}{last}\n")[-1] == last.split(",")


@pytest.mark.parametrize("last", ["x,6", "ERR,ERR", "1,x"])
def test_a_word_among_numbers_is_no_foot(table, last):
    assert table(f"a,b\n1,5\n2,5\n3,6\n{last}\n")[-1] == last.split(",")


def test_a_short_row_of_data_at_the_foot_is_refused(no_sheet):
    assert no_sheet(f"{ROWS}2024-01-04\n").startswith("f.csv, row 5: 1 cell where the first row has 2 cells")


def test_repeated_names_are_left_out(sheet):
    found = sheet(f"{ROWS}\ufeff{ROWS}")
    assert (found.columns[1], found.rows) == (["1", "2", "3"] * 2, [2, 3, 4, 6, 7, 8])
    assert found.notes == ["names that are repeated are left out in row 5: 'time, value'"]
    assert sheet(f"{ROWS}TIME,Value\n2024-01-04,4\n").columns[1] == ["1", "2", "3", "4"]
    top = "time,value\ns,kW\n"
    assert sheet(f"{top}1,2\n2,5\n{top}3,4\n").columns == [["1", "2", "3"], ["2", "5", "4"]]


@pytest.mark.parametrize("last", ["heute,5", "today,5", "1. ožujka 2007,5", "n.b.d.,5"])
def test_a_last_row_with_values_but_no_time_is_left_out_with_a_doubt(sheet, last):
    found = sheet(f"{LONGER}{last}\nTotal,6\n")
    assert found.columns[1] == [*COLUMNS[1], "4", "5"]
    assert found.notes == ["left out below the table: row 8: 'Total, 6'"]
    said = f"left out below the table, because the time cannot be read: row 7: {last.replace(',', ', ')!r}"
    assert found.doubts == [
        f"{said}; if this is a step, write its time as 2014-07-31 13:30, otherwise remove it"
    ]


def test_several_such_rows_are_one_doubt(sheet):
    (doubt,) = sheet(f"{LONGER}heute,5\nmorgen,6\n").doubts
    assert doubt.endswith(
        "2 rows from row 7: 'heute, 5', 'morgen, 6'; if these are steps, write their times as"
        " 2014-07-31 13:30, otherwise remove them"
    )


def test_totals_are_left_out_wherever_the_time_stands(sheet):
    found = sheet("value,time\n1,2024-01-01\n2,2024-01-02\n3,Total\n4,2024-01-03\n7,Grand total\n")
    assert found.columns == [["1", "2", "4"], COLUMNS[0]]
    assert found.notes == ["totals are left out: 2 rows from row 4: '3, Total', '7, Grand total'"]
    assert sheet("a,b\n1,2\n2,Total\n3,4\n").columns[1] == ["2", "Total", "4"]


def months(names, wrote, last):
    years = (2001, 2002, 2003)
    return "\n".join([names, *(f"{year},{wrote(n)},{n % 5}" for year in years for n in range(1, last + 1))])


@pytest.mark.parametrize(
    ("names", "wrote", "last"),
    [
        ("year,month,v", str, 13),
        ("Year,Period,v", "M{:02}".format, 13),
        ("Year,Period,v", "Q{:02}".format, 5),
        ("year,month,v", lambda n: str(n) if n < 13 else "Total", 13),
    ],
)
def test_the_mean_of_a_year_is_no_month(sheet, names, wrote, last):
    found = sheet(months(names, wrote, last))
    assert found.columns[1] == 3 * [wrote(n) for n in range(1, last)]
    assert found.notes[0].startswith(f"totals are left out: 3 rows from row {last + 1}: ")


@pytest.mark.parametrize(
    ("names", "last"), [("year,period,v", 13), ("year,month,v", 14), ("year,n,v", 13), ("n,month,v", 13)]
)
def test_other_numbers_above_twelve_are_kept(sheet, names, last):
    assert len(sheet(months(names, str, last)).rows) == 3 * last


@pytest.mark.parametrize("word", ["end", "Total", "max", "mean value", "Annual"])
def test_a_word_among_words_begins_a_step_unless_its_numbers_sum_up(sheet, word):
    rows = "".join(f"cat,{place * 7 % 11}\n" for place in range(9))
    found = sheet(f"c,x\n{rows}{word},9.5\n")
    assert found.columns[1][-1] == "9.5"
    assert found.doubts == [f"row 11 begins with {word!r} and is a step; if it is none, remove it"]
    taken = {"max": "10", "mean value": "4.78"}.get(word, "43")
    found = sheet(f"c,x\n{rows}{word},{taken}\n")
    assert len(found.rows) == 9
    assert found.notes == [f"left out below the table: row 11: '{word}, {taken}'"]
    assert sheet(f"c,x\n{word},3\n{rows}{word},9.5\n").doubts == []


@pytest.mark.parametrize("name", ["2024-01-{:02}", "shop {}"])
def test_a_last_row_without_a_name_that_sums_up_is_left_out_with_a_doubt(sheet, name):
    rows = "".join(f"{name.format(place + 1)},{place * 7 % 11}.25\n" for place in range(9))
    found = sheet(f"when,x\n{rows},45.25\n")
    assert len(found.rows) == 9
    said = "left out, because it has no name and its numbers are sums; if it is a step, write what it lacks"
    assert found.doubts == [f"row 11: '45.25' is {said}"]
    for last in (",44.1", "2024-01-10,45.25"):
        assert len(sheet(f"when,x\n{rows}{last}\n").rows) == 10


def test_a_word_for_a_sum_anywhere_in_the_last_row_is_doubted(sheet):
    rows = "".join(f"2024-01-0{place + 1},cat,{place * 7 % 11}\n" for place in range(9))
    found = sheet(f"when,kind,x\n{rows}2024-01-10,Total,43\n")
    assert len(found.rows) == 10
    assert found.doubts == ["row 11 holds 'Total' and is a step; if it is none, remove it"]
    assert sheet(f"when,kind,x\n2024-01-01,Total,5\n{rows}2024-01-10,Total,43\n").doubts == []
    assert sheet("c\ncat\n\ndog\nend\n", header=True).doubts  # with a blank line in place of a cell


@pytest.mark.parametrize("last", ["end,10", "Total,10", "end,5", "max,43", "count,43"])
def test_a_number_that_by_chance_is_the_highest_is_no_sum(sheet, last):
    rows = "".join(f"cat,{place * 7 % 11}\n" for place in range(9))
    assert len(sheet(f"c,x\n{rows}{last}\n").rows) == 10


def test_words_for_sums_that_occur_again_are_categories(sheet):
    found = sheet("kind,x\n" + "min,1\nmean,2\nmax,4\n" * 3)
    assert (len(found.rows), found.notes, found.doubts) == (9, [], [])


def test_a_table_of_few_numbers_shows_no_sums(sheet):
    assert len(sheet("when,x\nshop a,5\nshop b,5\n,10\n").rows) == 3
    assert len(sheet("when,x\nshop a,NA\nshop b,3\nshop c,4\nshop d,7\nshop e,\n,NA\n").rows) == 6
    rows = "shop a,3,5\nshop b,4,6\nshop c,7,2\n"
    assert len(sheet(f"when,x,y\n{rows},14,NA\n").rows) == 3
    assert len(sheet("when,x\nshop a,NA\nshop b,NA\nshop c,NA\n,NA\n").rows) == 4
    assert len(sheet("c,x\ncat,1\ncat,1\ncat,1\ntotal,3\n").rows) == 4
