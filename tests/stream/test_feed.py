"""From lines to alerts: formats, bad rows, and places in a file."""

from contextlib import closing
from json import dumps

import pytest

from htm_teacher.series.series import MISSING
from htm_teacher.stream.alert_file import AlertFile
from htm_teacher.stream.feed import Feed
from htm_teacher.stream.line_source import FileChangedError, LineSource
from htm_teacher.stream.many_keys import Stream
from htm_teacher.stream.row_reader import Cells, ColumnError, Columns, RowReader
from htm_teacher.stream.rules import Rules
from htm_teacher.stream.shard import Shard
from htm_teacher.stream.writing import Writing
from stream.killing import Adder, QuickDisk


def read(*lines, writing=Writing(), **columns):  # noqa: B008 - frozen
    reader = RowReader(Columns(**columns), writing=writing)
    return [row for line in lines if (row := reader.read(line.encode()))]


def test_csv_with_a_header():
    found = read("time,value\n", "2024-01-01T00:00:00Z,1.5\r\n", "\n", "2024-01-01T00:00:01Z,\n")
    assert found == [
        Cells("", "2024-01-01T00:00:00+00:00", 1704067200.0, 1.5),
        Cells("", "2024-01-01T00:00:01+00:00", 1704067201.0, None),
    ]


def test_semicolons_keys_and_other_names():
    assert read("where;level\n", "north;3\n", value="level", key="where") == [Cells("north", None, None, 3.0)]


def test_json_lines():
    found = read(
        '{"ts": 1704067200, "v": 2, "id": 7}\n', '{"v": null, "ts": 1704067200000, "id": 7}', key="id"
    )
    assert [(row.key, row.clock, row.value) for row in found] == [
        ("7", 1704067200.0, 2),
        ("7", 1704067200.0, None),
    ]


@pytest.mark.parametrize("time", [1704067200.25, 1704067200250, 1704067200250000, 1704067200250000000])
def test_a_number_counts_seconds_or_a_thousandth_of_one_or_less(time):
    (row,) = read(f'{{"time": {time}, "value": 1}}\n')
    assert (row.time, row.clock) == ("2024-01-01T00:00:00.250000+00:00", 1704067200.25)


def test_times_without_an_offset_are_of_the_zone_on_both_sides_of_a_change():
    lines = ("time,value\n", "2024-03-31T01:59:59,1\n", "2024-03-31T03:00:00,1\n")
    first, second = read(*lines, zone="Europe/Vienna")
    assert second.clock - first.clock == 1
    assert (first.time[-6:], second.time[-6:]) == ("+01:00", "+02:00")
    first, second = read(*lines)
    assert second.clock - first.clock == 3601


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2024-01-01,abc", "value is 'abc': a finite number is needed"),
        ("2024-01-01,inf", "value is inf: a finite number"),
        ("yesterday,1", "time is 'yesterday': ISO 8601"),
        ("2024-01-01", "1 cells: the header has 2"),
        ('"2024,1', "cannot be told apart"),
        ("2024-01-01,1_0", "value is '1_0': a finite number"),
        ("20240330,1", "time is '20240330', which may be a date: --time-format %Y%m%d reads it so"),
        ("202403301200,1", "--time-format %Y%m%d%H%M reads"),
        ("20240330120000,1", "--time-format %Y%m%d%H%M%S reads"),
    ],
)
def test_a_bad_row_says_why(line, said):
    with pytest.raises(ValueError, match=said):
        read("time,value\n", line)


@pytest.mark.parametrize("line", ["20240330,1\n", '{"time": 20240330, "value": 1}'])
def test_a_date_without_marks_is_read_by_its_format(line):
    header = [] if line.startswith("{") else ["time,value\n"]
    found = read(*header, line, writing=Writing(time_format="%Y%m%d"))
    assert found[0].time == "2024-03-30T00:00:00+00:00"


@pytest.mark.parametrize("clock", ["99999999", "2024", "1711800000"])
def test_digits_that_are_no_date_are_seconds(clock):
    assert read("time,value\n", f"{clock},1\n")[0].clock == float(clock)


def test_that_no_column_is_the_time_is_said_where_one_may_be():
    for header, said in (
        ("Zeitpunkt,value\n", ["warning: no column is taken as the time: --time names one of Zeitpunkt"]),
        ("value\n", []),
        ("time,other,value\n", []),
    ):
        notes = []
        RowReader(Columns(), say=notes.append).read(header.encode())
        assert notes == said


def test_utf_16_is_named():
    with pytest.raises(ColumnError, match="the file is UTF-16: convert it, as with iconv"):
        RowReader(Columns()).read("time,value\n".encode("utf-16"))


def test_several_columns_of_values():
    found = read("time,b,a\n", "2024-01-01,1,\n", fields=("a", "b"))
    assert found[0].value == (None, 1.0)
    with pytest.raises(ColumnError, match="no column 'c'"):
        read("time,a,b\n", fields=("a", "c"))
    with pytest.raises(ValueError, match="the column 'b' is missing"):
        read('{"a": 1, "b": 2}', '{"a": 1}', fields=("a", "b"))
    with pytest.raises(ValueError, match="b is 'x': a finite number is needed"):
        read("a,b\n", "1,x", fields=("a", "b"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        *[("[1]", "no JSON object"), ("{", "no JSON"), ('{"t": 1}', "'v' is missing")],
        ('{"t": true, "v": 1}', "time is True: ISO 8601, or seconds"),
    ],
)
def test_a_bad_line_of_json_says_why(line, said):
    with pytest.raises(ValueError, match=said):
        read('{"t": 1, "v": 1}', line)


def test_a_first_record_without_the_columns_is_a_bad_row(tmp_path):
    path, notes = tmp_path / "rows.jsonl", []
    path.write_text('{"hello": 1}\n{"key": "a", "value": 1}\n')
    one = feed(tmp_path / "state", path, notes)
    assert notes == ["row 1: there is no column 'key': there are hello; skipped"]
    assert (one.bad, one.stream.rows) == (1, 2)


def test_columns_that_were_found_are_kept(tmp_path):
    path, notes = tmp_path / "rows.jsonl", []
    path.write_text('{"key": "a", "n": 1}\n')
    feed(tmp_path / "state", path, notes)
    with path.open("a") as file:
        file.write('{"key": "a", "n": 1, "value": 2}\n{"key": "a", "value": 2}\n')
    feed(tmp_path / "state", path, notes)
    assert notes == ["row 3: the column 'n' is missing; skipped"]


@pytest.mark.parametrize(
    ("names", "columns"),
    [
        ("time,value,value", {}),
        ("value,time,time", {}),
        ("a,k,k", {"key": "k"}),
        ("a,b,b", {"fields": ("a", "b")}),
        ("a,b,time,time", {"fields": ("a", "b")}),
    ],
)
def test_of_two_columns_with_one_name_none_is_taken(names, columns):
    with pytest.raises(ColumnError, match=r"2 columns are named '(value|time|k|b)': rename all but one"):
        read(names, **columns)
    assert read("time,value,x,x\n", "2024-01-01,1,2,3")[0].value == 1


def test_lines_that_end_with_a_carriage_return_alone_are_said():
    with pytest.raises(ValueError, match="carriage return within the line"):
        read("time,value\r2024-01-01,1\r")


@pytest.mark.parametrize(
    ("header", "said"), [(b"W\xe4rme\n", "is not UTF-8"), (b"a" * (2**20 + 1), "more than 1,048,576 bytes")]
)
def test_a_header_that_cannot_be_read_is_no_bad_row(header, said):
    """The first row would be taken for the header."""
    with pytest.raises(ColumnError, match=f"names the columns, cannot be read: .* {said}"):
        RowReader(Columns()).read(header)
    with pytest.raises(ValueError, match="not UTF-8") as error:
        RowReader(Columns()).read(b'{"W\xe4rme": 1}\n')
    assert not isinstance(error.value, ColumnError)


@pytest.mark.parametrize("columns", [{"time": "a", "value": "a"}, {"key": "a", "fields": ("a", "b")}])
def test_a_column_is_chosen_for_one_thing(columns):
    with pytest.raises(ValueError, match="'a' is chosen twice: time, value and key are columns of their own"):
        RowReader(Columns(**columns))


def test_columns_that_cannot_be_told_are_asked_for():
    with pytest.raises(ColumnError, match="which column has the values"):
        read("time,a,b\n")
    with pytest.raises(ColumnError, match="no column 'c'"):
        read("time,a,b\n", value="c")
    with pytest.raises(ValueError, match="unknown time zone 'Nowhere'"):
        read("time,value\n", zone="Nowhere")


@pytest.mark.parametrize("header", ["value,time,more\n", "value;more;time\n"])
def test_a_header_that_comes_again_may_have_another_order(header):
    reader = RowReader(Columns())
    mark = header[5]
    row = {"time": "2024-01-01", "value": "7", "more": "x"}
    reader.read(b"time,value\n")
    assert reader.read(b"2024-01-01,3\n").value == 3
    assert reader.read(header.encode(), first=True) is None
    names = header.strip().split(mark)
    assert reader.read(mark.join(row[name] for name in names).encode()).value == 7


def test_a_new_header_without_the_columns_is_refused_and_a_bad_first_row_is_not():
    reader = RowReader(Columns())
    reader.read(b"time,value\n")
    with pytest.raises(ColumnError, match="the new header has no column 'value': there are time, level"):
        reader.read(b"time,level\n", first=True)
    for line in (b"2024-01-01,bad\n", b"bad,\n"):
        with pytest.raises(ValueError, match="is 'bad'") as error:
            reader.read(line, first=True)
        assert not isinstance(error.value, ColumnError)


def test_cells_are_read_as_they_are_written():
    writing = Writing("cp1252", ",", "%d.%m.%Y %H:%M")
    reader = RowReader(Columns("Datum", "Wärme"), writing=writing)
    for first, line, value in (
        (True, "Datum;Wärme", None),
        (False, "29.02.2024 14:30;1.203,5", 1203.5),
        (True, "29.02.2024 14:45;-14,3", -14.3),  # after a rotation: no header
        (False, "29.02.2024 15:00;7", 7.0),
        (False, "29.02.2024 15:15;n/a", None),
    ):
        cells = reader.read(f"{line}\n".encode("cp1252"), first=first)
        assert cells == (None if "Datum" in line else Cells("", cells.time, cells.clock, value))
    assert (cells.time, cells.clock) == ("2024-02-29T15:15:00+00:00", 1709219700.0)
    for line, said in (
        ("29.02.2024 14:30;14.3", "value is '14.3': a number with a decimal comma is needed"),
        ("2024-02-29;1", "time is '2024-02-29': %d.%m.%Y %H:%M is needed"),
    ):
        with pytest.raises(ValueError, match=said):
            reader.read(line.encode())


@pytest.mark.parametrize(
    ("writing", "said"),
    [
        ({"encoding": "latin-99"}, "unknown encoding 'latin-99'"),
        ({"encoding": "utf-16-le"}, "its lines do not end with a byte of their own"),
        ({"decimal": ";"}, "--decimal is ';': it must be a point or a comma"),
        ({"time_format": "%Q"}, "--time-format is '%Q': 'Q' is a bad directive"),
    ],
)
def test_a_writing_that_cannot_be_read_is_refused(writing, said):
    with pytest.raises(ValueError, match=said):
        RowReader(Columns(), writing=Writing(**writing))


@pytest.mark.parametrize("apart", [0, -60, 60])
@pytest.mark.parametrize("json", [False, True])
def test_rows_of_several_series_without_a_key_are_said_once(apart, json):
    said = []
    reader = RowReader(Columns(value="value"), say=said.append)
    lines = [] if json else ["time,sensor,value,state"]
    for i in range(60):
        time, sensor, state = 1e9 + 300 * (i // 3) + apart * (i % 3), f"s{i % 3}", ("on", "off")[i // 5 % 2]
        row = {"time": time, "sensor": sensor, "value": i, "state": state}
        lines.append(dumps(row) if json else ",".join(map(str, row.values())))
    for line in lines:
        reader.read(line.encode())
    doubt = "times repeat or go back, and 3 texts in 'sensor' take turns, as of several series"
    assert [doubt in note and "--key sensor" in note for note in said] == [True] * (apart != 60)


def test_one_series_with_texts_raises_no_doubt_and_a_key_answers_it():
    for columns, row in (
        (Columns(value="v"), "{i},{i},{text}"),
        (Columns(value="v", key="k"), "1,{i},{text}"),
        (Columns(value="v"), "2024-01-01,{i},{clock}"),  # the time of day beside the date
    ):
        said = []
        reader = RowReader(columns, say=said.append)
        for line in ("t,v,k", *(row.format(i=i, text="ab"[i % 2], clock=f"{i % 24}:00") for i in range(120))):
            reader.read(line.encode())
        assert said == []


@pytest.mark.parametrize("header", ["key,other", "other,key"])
def test_a_header_in_the_middle_without_the_columns_ends_the_stream_before_it(tmp_path, header):
    path = tmp_path / "rows.csv"
    path.write_text(f"key,n\na,1\nn,key\n{header}\na,5\nb,5\n")
    for _ in range(2):
        with pytest.raises(ValueError, match="row 2: the new header has no column 'n': there are "):
            feed(tmp_path / "state", path, [])
    path.write_text(path.read_text()[: len("key,n\na,1\nn,key\n")] + "7,a\nwhere,key or n\n7,a\n")
    notes = []
    assert feed(tmp_path / "state", path, notes).stream.rows == 4  # garbage is a bad row
    assert len(notes) == 1


@pytest.mark.parametrize("word", sorted(MISSING))
def test_missing_values_are_written_as_in_other_files(word):
    if word:
        assert read("value\n", f" {word.upper()} ")[-1].value is None
    assert read("time,value\n", f"2024-01-01,{word}")[-1].value is None


def test_while_rows_come_one_by_one_a_save_waits_for_some_seconds(tmp_path):
    path, now = tmp_path / "rows.csv", [0.0]
    path.write_text("value\n")
    (tmp_path / "state").mkdir()
    saves = []

    class Watched(Stream):
        def save(self, source):
            saves.append((now[0], self.rows))
            super().save(source)

    place = lambda at, disk: AlertFile(tmp_path / "alerts", at, disk)  # noqa: E731
    with (
        closing(Watched(tmp_path / "state", Rules(), place, QuickDisk(), make=Adder)) as stream,
        closing(LineSource(path, follow=True)) as source,
    ):
        one = Feed(stream, source, RowReader(Columns()), clock=lambda: now[0])

        def wait(_):
            now[0] += 1
            if now[0] <= 12:
                with path.open("a") as file:
                    file.write("1\n")
            one.stopped = now[0] > 20

        source.wait = wait
        one.run()
    assert saves == [(1, 0), (5, 5), (10, 10), (15, 12), (21, 12)]


def feed(folder, path, notes, rules=Rules(warm_up=10), **options):  # noqa: B008 - frozen
    """Take all that a file has; its numbers are whole."""
    folder.mkdir(exist_ok=True)
    with closing(
        Stream(folder, rules, lambda at, disk: AlertFile(folder / "alerts", at, disk), QuickDisk(), 2, Adder)
    ) as stream:
        place = stream.source or {}
        with closing(LineSource(path, place=place.get("lines"))) as source:
            reader = RowReader(Columns(key="key"), **place.get("reader", {}))
            one = Feed(stream, source, reader, say=notes.append, **options)
            one.run()
            return one


def table(first, last):
    return "".join(f"k{i % 3},{i * i}\n" for i in range(first, last))


def test_a_file_in_parts_gives_the_same_as_at_once(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("key,value\n" + table(0, 70))
    feed(tmp_path / "once", path, [])
    path.write_text("key,value\n" + table(0, 33))
    feed(tmp_path / "parts", path, [], save_every=7)
    with path.open("a") as file:
        file.write(table(33, 70))
    assert feed(tmp_path / "parts", path, []).stream.rows == 70
    assert (tmp_path / "parts/alerts").read_bytes() == (tmp_path / "once/alerts").read_bytes() != b""


def test_every_bad_row_is_named_and_skipped(tmp_path):
    path, notes = tmp_path / "rows.csv", []
    path.write_text("key,value\na,1\na,x\na\na,2\n")
    one = feed(tmp_path / "state", path, notes)
    assert [note[:6] for note in notes] == ["row 2:", "row 3:"]
    assert all(note.endswith("; skipped") for note in notes)
    assert (one.bad, one.stream.rows) == (2, 4)


def test_bad_rows_that_are_alike_are_said_ten_times_and_counted(tmp_path):
    path, notes = tmp_path / "rows.csv", []
    path.write_text("key,value\na,1\n" + "".join(f"a,x{i}\na\n" for i in range(40)))
    assert feed(tmp_path / "state", path, notes).bad == 80
    assert len(notes) == 22
    assert notes[20].startswith("and 30 more like it, the last: row 80: value is 'x39': a finite number")
    assert notes[21] == "and 30 more like it, the last: row 81: 1 cells: the header has 2; skipped"


def test_that_machines_come_from_disk_for_most_rows_is_said_once(tmp_path):
    path, said = tmp_path / "rows.csv", {}
    for keys in (2, 9):  # of which two are in memory
        path.write_text("key,value\n" + "".join(f"k{i % keys},1\n" for i in range(3000)))
        said[keys] = []
        feed(tmp_path / f"state{keys}", path, said[keys], save_every=9)
    assert said[2] == []
    assert [note.startswith("machines come from disk for most rows") for note in said[9]] == [True]


@pytest.mark.parametrize("save_every", [7, 5000])
def test_a_stream_of_which_no_row_can_be_read_is_an_error_and_not_saved(tmp_path, save_every):
    path, notes = tmp_path / "rows.csv", []
    path.write_text("key,value\n" + "".join(f"a,{i}x\n" for i in range(40)))
    with pytest.raises(ValueError, match="none of the 40 rows could be read: value is '39x'"):
        feed(tmp_path / "state", path, notes, save_every=save_every)
    path.write_text(path.read_text().replace("x", ""))
    assert feed(tmp_path / "state", path, [], rules=Rules(warm_up=11)).good == 40, "other rules can be chosen"


def test_a_bad_row_stops_the_stream_before_it_if_chosen(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("key,value\na,1\na,x\na,2\n")
    for _ in range(2):
        with pytest.raises(ValueError, match="row 2: value is 'x'"):
            feed(tmp_path / "state", path, [], skip_bad=False)
    assert feed(tmp_path / "state", path, []).stream.rows == 3


@pytest.mark.parametrize("end", ["\n", "\na,2\n", ""])
@pytest.mark.parametrize("length", [2**20, 2**20 + 2**16, 2**21 + 5])
def test_a_line_that_is_too_long_is_a_bad_row(tmp_path, length, end):
    path, notes = tmp_path / "rows.csv", []
    path.write_text("key,value\na,1\n" + "a,1" + " " * length + end)
    with pytest.raises(ValueError, match="row 2: the line has more than 1,048,576 bytes"):
        feed(tmp_path / "state", path, [], skip_bad=False)
    one = feed(tmp_path / "state", path, notes)
    assert notes == ["row 2: the line has more than 1,048,576 bytes; skipped"]
    assert (one.stream.rows, one.source.at) == (3 if "a" in end else 2, path.stat().st_size)


def test_a_last_bad_row_counts_as_taken(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("key,value\na,1\na,x\n")
    feed(tmp_path / "state", path, [])
    assert feed(tmp_path / "state", path, []).number == 2


def test_rows_that_were_taken_are_skipped_if_they_come_again(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("key,value\n" + table(0, 50))
    feed(tmp_path / "state", path, [])
    before = (tmp_path / "state/alerts").read_bytes()
    with (
        closing(
            Stream(
                tmp_path / "state",
                Rules(warm_up=10),
                lambda at, disk: AlertFile(tmp_path / "state/alerts", at, disk),
                QuickDisk(),
                2,
                Adder,
            )
        ) as stream,
        closing(LineSource(path)) as source,
    ):
        again = Feed(stream, source, RowReader(Columns(key="key")), begun=0)
        again.run()
        assert (again.alerts, stream.rows) == (0, 50)
    assert (tmp_path / "state/alerts").read_bytes() == before


def test_another_file_is_refused(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("key,value\n" + table(0, 50))
    feed(tmp_path / "state", path, [])
    path.write_text("key,value\n" + table(1, 60))
    with pytest.raises(FileChangedError, match="is not the file that was read before"):
        feed(tmp_path / "state", path, [])


def test_each_key_is_in_one_part(tmp_path):
    parts = [Shard.of(f"{i}/3") for i in (1, 2, 3)]
    keys = [f"k{i}" for i in range(60)]
    assert all(sum(part.has(key) for part in parts) == 1 for key in keys)
    assert all(any(part.has(key) for key in keys) for part in parts)
    path = tmp_path / "rows.csv"
    path.write_text("key,value\n" + table(0, 60))
    taken = [feed(tmp_path / part.written[0], path, [], has=part.has) for part in parts]
    assert sum(one.stream.keys() for one in taken) == 3
    for text in ("0/3", "4/3", "a", "1/0"):
        with pytest.raises(ValueError, match="--shard is"):
            Shard.of(text)


@pytest.mark.parametrize("row", ["2024-01-01T00:10;a,b,c,d;5", '2024-01-01T00:10;"a,b,c,d";5'])
def test_a_first_row_with_other_delimiters_in_its_texts_is_a_row(row):
    reader = RowReader(Columns("time", "value", "key"))
    reader.read(b"time;key;value")
    again = RowReader(reader.columns, **reader.state())
    assert again.read(row.encode(), first=True).value == 5


def test_a_first_row_with_too_few_cells_is_a_bad_row_and_no_new_header():
    reader = RowReader(Columns("time", "value", "key"))
    reader.read(b"time,key,value")
    with pytest.raises(ValueError, match="2 cells: the header has 3") as found:
        reader.read(b"2024-01-01T00:10,5", first=True)
    assert found.type is ValueError
