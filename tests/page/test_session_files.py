"""Files at the session: CSV of every kind, the table of a run, snapshots to and from Python."""

import base64
import csv
import gzip
import io
import json
import random

import pytest

from htm_teacher import RDSE, Category, Coordinate, DateTime, Delta, Fields, Log, Scalar, build, load
from htm_teacher.keep import snapshot
from htm_teacher.series import Series, read_csv, sine
from htm_teacher.study import run_series, write_steps
from page.asking import SINE, Asker, packed


@pytest.fixture
def ask():
    return Asker()


# CSV.


def test_a_file_becomes_an_input_that_can_be_run(ask):
    rows = "\n".join(f"2024-01-{1 + i // 24:02} {i % 24:02}:00,{i % 5}" for i in range(72))
    found = ask("read_csv", name="tide.csv", data=packed(f"when,height\n{rows}\n"))
    assert found["rows"] == found["steps"] == 72
    assert found["train"] == 50
    assert found["columns"] == ["height"]
    assert found["input"]["name"] == "height"
    assert found["input"]["values"] == [i % 5 for i in range(72)]
    assert found["input"]["times"][25] == "2024-01-02T01:00:00"
    assert found["notes"] == ["Using “height”, with the times in “when”."]
    setup = SINE | {"input": found["input"], "steps": found["steps"], "train": found["train"]}
    scene = ask("setup", setup=setup)
    assert scene["name"] == "height"
    assert scene["times"] == found["input"]["times"]
    assert "time of day" in scene["encoder"]
    assert len(ask("step", run=0, count=100)) == 72


def test_of_several_columns_one_is_chosen(ask):
    data = packed("a,b\n1,10\n2,20\n3,30\n2,20\n")
    assert ask("read_csv", name="x.csv", data=data)["input"]["values"] == [1, 2, 3, 2]
    assert ask("read_csv", name="x.csv", data=data, column=None)["input"]["name"] == "a"
    second = ask("read_csv", name="x.csv", data=data, column="b")
    assert second["input"]["values"] == [10, 20, 30, 20]
    assert second["columns"] == ["a", "b"]
    assert second["notes"] == ["Using “b”, without times."]
    assert "no column 'c'" in ask.trouble("read_csv", name="x.csv", data=data, column="c")["message"]


def test_the_three_header_rows_of_nupic_are_no_obstacle(ask):
    data = packed("timestamp,value\ndatetime,float\nT,\n2024-01-01,1.5\n2024-01-02,2.5\n")
    found = ask("read_csv", name="x.csv", data=data)
    assert (found["input"]["name"], found["input"]["values"]) == ("value", [1.5, 2.5])
    assert found["input"]["times"] == ["2024-01-01T00:00:00", "2024-01-02T00:00:00"]


def test_gaps_are_missing_values(ask):
    found = ask("read_csv", name="x.csv", data=packed("v\n1\nNA\n3\n-\n1\n"))
    assert found["input"]["values"] == [1, None, 3, None, 1]
    assert "2 of 5 values missing: each resets the context." in found["notes"]
    ask("setup", setup=SINE | {"input": found["input"], "steps": 5})
    assert [one["bits"] == [] for one in ask("step", run=0, count=5)] == [False, True, False, True, False]


def test_a_hundred_thousand_rows_are_read_and_a_first_part_is_suggested(ask):
    text = "value\n" + "".join(f"{i % 97}\n" for i in range(100_000))
    found = ask("read_csv", name="long.csv", data=packed(text))
    assert (found["rows"], found["steps"], found["train"]) == (100_000, 5_000, 3_500)
    assert "The run takes the first 5,000 of 100,000 rows: set more steps to take more." in found["notes"]
    scene = ask("setup", setup=SINE | {"input": found["input"], "steps": 100_000, "train": 10})
    assert len(scene["values"]) == 100_000
    assert len(ask("step", run=0, count=3)) == 3


def test_of_more_rows_than_can_be_run_the_first_are_kept(ask):
    text = "value\n" + "".join(f"{i % 97}\n" for i in range(100_010))
    found = ask("read_csv", name="long.csv", data=packed(text))
    assert found["rows"] == len(found["input"]["values"]) == 100_000
    assert "Only the first 100,000 of 100,010 rows are kept." in found["notes"]


def test_what_looks_like_html_stays_text(ask):
    evil = "<img src=x onerror=alert(1)>"
    found = ask("read_csv", name=f"{evil}.csv", data=packed(f'"{evil}",b\n1,2\n3,4\n'))
    assert found["input"]["name"] == evil
    trouble = ask.trouble("read_csv", name=f"{evil}.csv", data=packed(f"a\n1\n{evil}\n2\n3\n"))
    assert trouble["message"].startswith(f"{evil}.csv, row 3, column 'a': {evil!r} is not a number")
    scene = ask("setup", setup=SINE | {"input": {"kind": "csv", "values": [evil, "b"] * 5}, "steps": 10})
    assert scene["values"][0] == evil


@pytest.mark.parametrize(
    ("data", "note"),
    [
        ("größe\n1\n2\n".encode("cp1252"), "the text is read as cp1252"),
        ("größe\n1\n2\n".encode("utf-16"), ""),
        ("größe\n1\n2\n".encode("utf-8-sig"), ""),
        (gzip.compress("größe\n1\n2\n".encode()), ""),
    ],
    ids=["cp1252", "utf-16", "utf-8 with a mark", "gzip"],
)
def test_letters_are_read_however_they_are_coded(ask, data, note):
    found = ask("read_csv", name="x.csv", data=packed(data))
    assert found["input"]["name"] == "größe"
    assert note in " ".join(found["notes"])
    assert len(found["notes"]) == 1 + bool(note)


def rows_of(*series):
    return "".join(f"2024-01-0{day},{one},{day}\n" for one in series for day in range(1, 9)).encode()


BAD = {
    "is empty": b"",
    "no column holds numbers": b"a,b\n\x01,\x02\n\x03,\x04\n",
    "or set “Sort the rows by time”": b"t,v\n2024-01-02,1\n2024-01-01,2\n2024-01-03,2\n",
    "or set “Also missing” to a12": b"v\n1\na12\n3\n4\n",
    "row 3, column 'v': 'a12' is not a number": b"v\n1\na12\n3\n4\n",
    "2 cells where the first row has 3 cells": b"a,b,c\n1,2,3\n4,5\n",
    "has NUL bytes": b"v\n1\n\x00\n",
    "is infinite": b"v\n1\n2\ninf\n",
    "two columns have this name": b"v,v\n1,2\n",
    "has a header but no rows": b"v,w\n",
    "over a million characters": b"v\n" + b"1" * 1_000_001,
    "not CSV": b'v,w\n1,2\n"3,4\n5,6\n',
    "is earlier than": b"t,v\n2024-01-02,1\n2024-01-01,2\n2024-01-03,2\n",
    "a table of 2 series; keep the rows of one": b"t,id,v\n" + rows_of("a", "b"),
    "packed file that is damaged": gzip.compress(b"v\n1\n2\n")[:-9],
}


@pytest.mark.parametrize("message", BAD)
def test_a_bad_file_is_refused_by_the_name_that_the_user_knows(ask, message):
    trouble = ask.trouble("read_csv", name="my own file.csv", data=packed(BAD[message]))
    assert message in trouble["message"]
    assert trouble["message"].startswith("my own file.csv")
    assert "--" not in trouble["message"], "there is no command line in a page"
    assert "tmp" not in trouble["message"]
    assert trouble["kind"] == "SeriesError"


def test_rubbish_is_refused_or_read_but_never_harms(ask):
    drawn = random.Random(5)
    for size in (1, 10, 1000, 5000):
        data = drawn.randbytes(size)
        answer = ask.answer(json.dumps({"do": "read_csv", "name": "r.csv", "data": packed(data)}))
        assert "ok" in answer or answer["error"]["kind"] in ("SeriesError", "ValueError")


@pytest.mark.parametrize(
    ("name", "data"), [("x.csv", "%%%"), ("x.csv", "abc"), (3, ""), ("x.csv", None), ("x.csv", ["a"])]
)
@pytest.mark.parametrize("command", ["read_csv", "open"])
def test_what_is_no_base64_is_refused(ask, command, name, data):
    trouble = ask.trouble(command, name=name, data=data)
    assert "base64" in trouble["message"]


def test_dates_that_can_be_read_in_two_ways_are_noted(ask):
    data = packed("day,v\n01/02/2024,1\n02/02/2024,2\n03/02/2024,3\n")
    (note,) = [one for one in ask("read_csv", name="x.csv", data=data)["notes"] if "month" in one]
    told = "x.csv: day and month cannot be told apart: 01/02/2024 is read as 2024-01-02;"
    assert note == f"{told} if it is 2024-02-01, set “Dates” to day first"


WORDS = packed("level,letter\n" + "".join(f"{i % 5}.5,{'ABCD'[i % 4]}\n" for i in range(40)))


def test_a_column_of_words_can_be_chosen(ask):
    found = ask("read_csv", name="x.csv", data=WORDS)
    assert (found["columns"], found["input"]["name"]) == (["level", "letter"], "level")
    found = ask("read_csv", name="x.csv", data=WORDS, column="letter")
    assert found["input"]["values"][:5] == ["A", "B", "C", "D", "A"]
    setup = SINE | {"input": found["input"], "steps": 40}
    assert "Category" in ask("setup", setup=setup)["encoder"]
    assert [one["value"] for one in ask("step", run=0, count=3)] == ["A", "B", "C"]


def test_where_no_column_holds_numbers_words_are_read(ask):
    found = ask("read_csv", name="x.csv", data=packed("note,place\n" + "red,here\nblue,there\n" * 9))
    assert (found["columns"], found["input"]["values"][:3]) == (["note", "place"], ["red", "blue", "red"])
    assert "No column holds numbers, so 'note' is read as text." in found["notes"]


@pytest.mark.parametrize(
    ("text", "reading", "values"),
    [
        ("v\n1\ninf\n3\n", {"missing": ["inf"]}, [1, None, 3]),
        ("v\n1\n5 %\n3\n4\n", {"missing": ["5 %"]}, [1, None, 3, 4]),
        ("v;w\n1,234;1\n2,345;1\n", {"decimal": "."}, [1234, 2345]),
        ("t,v\n2024-01-02,1\n2024-01-01,2\n2024-01-03,3\n", {"sort": True}, [2, 1, 3]),
        ("t,v\n2024-01-02,1\n2024-01-01,2\n2024-01-03,3\n", {"time": ""}, [1, 2, 3]),
        ("t,v\n01/02/2024,1\n02/02/2024,2\n", {"day_first": True}, [1, 2]),
    ],
)
def test_what_the_command_is_told_by_options_the_page_is_told_too(ask, tmp_path, text, reading, values):
    found = ask("read_csv", name="x.csv", data=packed(text), reading=reading)
    assert found["input"]["values"] == values
    (tmp_path / "x.csv").write_text(text)
    series = read_csv(tmp_path / "x.csv", **reading)
    assert series.values() == values
    times = None if series.times is None else [one.isoformat() for one in series.times]
    assert found["input"]["times"] == times


@pytest.mark.parametrize("reading", [{"mising": []}, {"missing": "inf"}, {"missing": [1]}, 3])
def test_a_setting_that_cannot_be_is_refused(ask, reading):
    assert ask.trouble("read_csv", name="x.csv", data=WORDS, reading=reading)["kind"] == "ValueError"


# The table.


def test_the_table_is_the_one_that_the_command_writes(ask, tmp_path):
    rows = "".join(
        f"2024-01-{1 + i // 24:02} {i % 24:02}:00,{value}\n" for i, value in enumerate(sine(72, 12))
    )
    (tmp_path / "wave.csv").write_text(f"time,wave\n{rows}")
    by_hand = run_series(
        read_csv(tmp_path / "wave.csv"),
        "toy",
        engine="textbook",
        seed=1,
        horizons=(1,),
        boost_strength=0.0,
        rehearsals=0,
    )
    write_steps(by_hand, tmp_path / "steps.csv")
    found = ask("read_csv", name="wave.csv", data=packed((tmp_path / "wave.csv").read_bytes()))
    ask("setup", setup=SINE | {"input": found["input"], "steps": 72, "train": found["train"]})
    ask("step", run=0, count=100)
    assert ask("table", run=0) == (tmp_path / "steps.csv").read_text()


def test_the_table_has_the_alarms_of_the_command(ask, tmp_path):
    wave = sine(400, 20)
    values = [*wave[:340], *[-0.5] * 5, *wave[345:]]
    soon = {"learning_period": 100, "estimation_samples": 100}
    choices = soon | {"horizons": (1,), "boost_strength": 0.0, "rehearsals": 0}
    series = Series("stuck", {"height": values})
    write_steps(run_series(series, engine="textbook", seed=0, train=0.75, **choices), tmp_path / "steps.csv")
    given = {"kind": "csv", "name": "height", "values": values}
    ask.run(input=given, steps=400, train=300, preset="classroom", seed=0, parameters=soon)
    table = ask("table", run=0)
    assert table == (tmp_path / "steps.csv").read_text()
    assert any(row["alarm"] == "1" for row in csv.DictReader(io.StringIO(table)))


def test_the_table_of_a_branch_has_the_common_part_too(ask):
    ask.run()
    whole = list(csv.reader(io.StringIO(ask("table", run=0))))
    assert len(whole) == 121
    ask("branch", at=50, changes={"predicted_decrement": 0.2})
    assert list(csv.reader(io.StringIO(ask("table", run=1)))) == whole[:51]
    ask("step", run=1, count=10)
    branched = list(csv.reader(io.StringIO(ask("table", run=1))))
    assert len(branched) == 61
    assert branched[:51] == whole[:51]


# Snapshots.


def test_a_snapshot_goes_on_in_python_exactly(ask, tmp_path):
    records = ask.run(noisy_bits=0)
    (tmp_path / "saved.npz").write_bytes(base64.b64decode(ask("save", run=0, at=50)))
    model = load(tmp_path / "saved.npz", "textbook")
    assert model.steps == 50
    for record in records[50:]:
        step = model.step(record["value"], record["learn"])
        assert sorted(step.predictive_cells) == record["predictive"]
        assert step.likelihood == record["likelihood"]


def test_a_snapshot_from_a_noisy_run_opens_in_python_too(ask, tmp_path):
    ask.run(noisy_bits=0.3, input={"kind": "water"}, steps=30)
    before = ask("digest", run=0, at=30)
    (tmp_path / "saved.npz").write_bytes(base64.b64decode(ask("save", run=0, at=30)))
    kinds = [type(one) for one in load(tmp_path / "saved.npz").encoder.encoders.values()]
    assert kinds == [RDSE, DateTime], "an encoder that Python does not know"
    assert ask("digest", run=0, at=30) == before
    assert "moved" in ask("setup", setup=SINE | {"noisy_bits": 0.3})["encoder"]


def test_opened_again_the_run_goes_on_where_it_was(ask):
    records = ask.run(train=120)
    scene = ask("open", name="mine.npz", data=ask("save", run=0, at=70))
    assert (scene["run"], scene["done"]) == (0, 0)
    assert scene["setup"]["preset"] == "toy"
    assert scene["notes"] == [
        "mine.npz is a model that has done 70 steps. It continues to learn.",
        "Its input continues from step 70 of the earlier run.",
    ]
    assert scene["values"] == [one["value"] for one in records[70:]]
    again = ask("step", run=0, count=500)
    born = records[69]["born"]
    moved = [one | {"i": one["i"] - 70, "born": one["born"] - born} for one in records[70:]]
    assert [one | {"gone": 0} for one in again] == [one | {"gone": 0} for one in moved]
    assert [one["gone"] + records[69]["gone"] for one in again] == [one["gone"] for one in records[70:]]
    old = next(cell for cell in range(256) if ask("look_cell", run=0, at=0, cell=cell)["dendrites"])
    assert ask("look_cell", run=0, at=0, cell=old)["dendrites"][0]["born"] == -1
    assert ask("segments", run=0, at=50)["ages"]


def opened(ask, model):
    scene = ask("open", name="m.npz", data=packed(snapshot.to_bytes(model)))
    records = ask("step", run=0, count=30)
    return scene, records


def test_a_machine_from_elsewhere_gets_values_like_those_it_knows(ask):
    model = build("toy", RDSE(resolution=0.5), "textbook", boost_strength=1.5, horizons=(1, 3))
    for value in sine(60, 10, amplitude=4, offset=10):
        model.step(value)
    scene, records = opened(ask, model)
    assert (min(scene["values"]), max(scene["values"])) == (pytest.approx(6.2, 0.1), pytest.approx(13.8, 0.1))
    assert "a sine wave from" in scene["notes"][1]
    assert scene["setup"]["parameters"] == {"pooler_boost_strength": 1.5}
    assert records[0]["learn"]
    assert scene["setup"]["input"]["kind"] == "drawn"


def test_a_machine_that_knows_letters_gets_letters(ask):
    model = build("toy", Category("ABCDXY"), "textbook")
    scene, _ = opened(ask, model)
    assert scene["setup"]["input"] == {"kind": "letters", "pairs": ["ABCD", "XBCY"]}
    scene, _ = opened(ask, build("toy", Category("HTM"), "textbook"))
    assert scene["setup"]["input"] == {"kind": "letters", "pairs": ["HTM"]}
    scene, records = opened(ask, build("toy", Category(("sun", "rain")), "textbook"))
    assert [one["value"] for one in records[:4]] == ["sun", "rain", "sun", "rain"]


def test_a_machine_of_the_measured_series_gets_that_series(ask):
    ask.run(input={"kind": "water"}, steps=30)
    data = ask("save", run=0, at=20)
    elsewhere = Asker()
    scene = elsewhere("open", name="w.npz", data=data)
    assert scene["setup"]["input"] == {"kind": "water"}
    assert scene["name"] == "flow"
    assert (
        elsewhere("step", run=0, count=1)[0]["value"]
        == ask("setup", setup=SINE | {"input": {"kind": "water"}})["values"][20]
    )


def test_a_machine_of_other_fields_gets_its_main_one(ask):
    fields = Fields({"load": RDSE(resolution=1), "heat": RDSE(resolution=1), "time": DateTime()})
    model = build("toy", fields, "textbook", predict="heat")
    for value in range(20):
        model.step({"load": 2, "heat": value, "time": "2024-01-01"})
    scene, records = opened(ask, model)
    assert scene["name"] == "heat"
    assert all(len(one["bits"]) == 21 for one in records)


@pytest.mark.parametrize("preset", ["toy", "classroom"])
def test_the_setup_of_an_opened_machine_names_all_that_is_different(ask, preset):
    changes = {
        "columns": 100,
        "memory_connected_permanence": 0.6,
        "learning_period": 10,
        "learning_rate": 0.5,
    }
    scene, _ = opened(ask, build(preset, RDSE(resolution=1), "textbook", **changes))
    again = ask("setup", setup=scene["setup"] | {"steps": 5})
    assert again["parameters"] == scene["parameters"]


def damaged(data, place):
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


def test_a_damaged_or_foreign_snapshot_is_refused_and_the_run_goes_on(ask):
    records = ask.run()
    ask("setup", setup=SINE)
    ask("step", run=0, count=60)
    whole = base64.b64decode(ask("save", run=0, at=60))
    files = {
        "empty": b"",
        "text": b"hello",
        "half": whole[: len(whole) // 2],
        "flipped": damaged(whole, 4000),
        "a zip": base64.b64decode("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="),
        "a picture": b"\x89PNG\r\n\x1a\n" + b"0" * 100,
    }
    for name, data in files.items():
        trouble = ask.trouble("open", name=f"{name}.npz", data=packed(data))
        assert trouble["kind"] == "SnapshotError", name
        assert trouble["message"].startswith(f"{name}.npz: ")
        assert trouble["message"].endswith("Choose a file that was saved here or by htm_teacher.save().")
        assert "tmp" not in trouble["message"]
    assert ask("step", run=0, count=60) == records[60:]


def test_a_snapshot_that_is_too_large_for_a_page_is_refused(ask):
    trouble = ask.trouble("open", name="big.npz", data=packed(bytes(2**26 + 1)))
    assert "big.npz: 67,108,865 bytes are too many for a page" in trouble["message"]


def test_a_machine_that_the_page_has_no_values_for_is_refused(ask):
    records = ask.run()
    model = build("toy", Coordinate(), "textbook")
    trouble = ask.trouble("open", name="map.npz", data=packed(snapshot.to_bytes(model)))
    assert trouble["message"].startswith("map.npz: the page has no input for its encoder (Coordinate, ")
    assert ask("digest", run=0, at=120)
    assert records


@pytest.mark.parametrize("encoder", [Log(resolution=0.1), Delta(resolution=0.1), Scalar(1, 9)])
def test_a_machine_with_any_encoder_of_numbers_goes_on(ask, encoder):
    model = build("toy", encoder, "textbook")
    for value in sine(40, 10, amplitude=3, offset=5):
        model.step(value)
    _, records = opened(ask, model)
    on = records[9]["bits"][0]
    assert ask("look_bit", run=0, at=10, bit=on)["sentence"].startswith(f"Bit {on} of 400: on for ")
