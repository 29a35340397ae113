"""The command stream: a file, standard input, a kill, and what it refuses."""

import json
import os
import signal
import subprocess
import sys

import pytest

from htm_teacher.cli import main
from htm_teacher.keep.lock import locked, locked_file
from htm_teacher.stream.feed import Feed


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(["stream", *map(str, arguments)])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("time,value\n" + "".join(f"2024-01-01T00:{i:02},{i % 8}\n" for i in range(30)))
    return path


def test_silence_is_written_and_the_stream_continues(tmp_path, capsys, rows):
    alerts = tmp_path / "alerts.jsonl"
    command = (rows, "--state", tmp_path / "state", "--alerts", alerts, "--silence", 60)
    code, out, err = run(capsys, *command)
    assert (code, out) == (0, "")
    assert "a new stream: no value raises an alert in the warm-up, the first 750 rows of each key" in err
    assert "30 rows, 1 key, 0 alerts, 0 bad rows; the warm-up of 1 key has not ended" in " ".join(err.split())
    with rows.open("a") as file:
        file.write("2024-01-01T02:00,1\n2024-01-01T02:01,1\n")
    code, _, err = run(capsys, *command)
    assert "continuing after row 30" in err
    (alert,) = map(json.loads, alerts.read_text().splitlines())
    assert (alert["kind"], alert["row"], alert["since"]) == ("silence", 32, [30, "2024-01-01T00:29:00+00:00"])
    assert alert["reason"] == "no row for 91 minutes; the last was row 30"
    before = alerts.read_bytes()
    assert run(capsys, *command)[0] == 0
    assert alerts.read_bytes() == before


def test_several_fields_are_read(tmp_path, capsys):
    path = tmp_path / "rows.csv"
    path.write_text(
        "time,flow,heat\n" + "".join(f"2024-01-01T00:{i:02},{i % 8},{i % 4}\n" for i in range(30))
    )
    command = (path, "--state", tmp_path / "state", "--value", "heat", "--warm-up", 40)
    code, _, err = run(capsys, *command, "--value", "flow")
    assert (code, "30 rows, 1 key, 0 alerts, 0 bad rows" in err) == (0, True)
    assert "other parameters" in run(capsys, *command)[2]
    assert "heat is given twice" in run(capsys, *command, "--value", "heat")[2]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--bad", "eat"], "--bad is 'eat'"),
        (["--again"], "--again is for standard input"),
        (["--shard", "3/2"], "--shard is '3/2'"),
        (["--warm", "0"], "warm is 0"),
        (["--zone", "Nowhere"], "unknown time zone"),
        (["--value", "level"], "there is no column 'level'"),
        (["--learn", "well"], "learn is 'well'"),
        (["--gaps", "fill", "--every", "0"], "every is 0"),
        (["--alerts-a-day", "3", "--threshold", "0.5"], "give only one"),
        (["--new-normal", "pump"], "there is no key 'pump'"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, capsys, rows, options, said):
    code, _, err = run(capsys, rows, "--state", tmp_path / "state", *options)
    assert code == 2
    assert said in err.splitlines()[-1]


def test_what_is_wrong_is_found_before_anything_changes(tmp_path, capsys, rows):
    state, other = tmp_path / "state", tmp_path / "other.csv"
    other.write_text("value\n1\n")

    def held():
        return {path.name: path.read_bytes() for path in state.iterdir()}

    assert run(capsys, tmp_path / "none.csv", "--state", state)[0] == 2
    assert not state.exists()
    run(capsys, rows, "--state", state)
    before = held()
    for file, *options in (
        (rows, "--new-normal", "", "--new-normal", "pump"),
        (other, "--new-normal", ""),
        (tmp_path / "none.csv", "--new-normal", ""),
    ):
        assert run(capsys, file, "--state", state, *options)[0] == 2
        assert held() == before


@pytest.mark.parametrize("options", [("--value", "level"), ("--new-normal", "pump")])
def test_a_new_folder_has_no_state_after_an_error(tmp_path, capsys, rows, options):
    state = tmp_path / "state"
    assert run(capsys, rows, "--state", state, *options)[0] == 2
    assert [path.name for path in state.iterdir()] == ["lock"]
    assert run(capsys, rows, "--state", state, "--warm-up", 20)[0] == 0


@pytest.mark.skipif(os.name != "posix", reason="named pipes are of POSIX")
def test_a_named_pipe_is_read_like_standard_input(tmp_path, rows):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "htm_teacher", "stream", pipe, "--state", tmp_path / "state"]
    with subprocess.Popen(list(map(str, command)), stderr=subprocess.PIPE, text=True) as process:
        pipe.write_bytes(rows.read_bytes())
        assert "30 rows, 1 key" in process.communicate()[1]
    assert process.returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="named pipes are of POSIX")
@pytest.mark.parametrize("options", [("--warm-up", 20), ("--alerts", "no-folder/alerts")])
def test_a_pipe_is_opened_once_the_state_is_sound(tmp_path, capsys, rows, options):
    """Nobody writes to the pipe: what opens it waits."""
    os.mkfifo(tmp_path / "pipe")
    run(capsys, rows, "--state", tmp_path / "state")
    assert run(capsys, tmp_path / "pipe", "--state", tmp_path / "state", *options)[0] == 2
    with locked(tmp_path / "state"):
        code, _, err = run(capsys, tmp_path / "pipe", "--state", tmp_path / "state")
    assert (code, "another process writes there" in err) == (2, True)


@pytest.mark.skipif(os.name != "posix", reason="named pipes are of POSIX")
def test_a_pipe_is_not_followed(tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe")
    code, _, err = run(capsys, tmp_path / "pipe", "--state", tmp_path / "state", "--follow")
    assert (code, "standard input and pipes are always followed" in err) == (2, True)


def test_alerts_replace_neither_the_rows_nor_the_state(tmp_path, capsys, rows):
    before, state = rows.read_bytes(), tmp_path / "state"
    (tmp_path / "link").symlink_to(rows)
    for place, said in (
        (rows, "from which the rows are read"),
        (tmp_path / "link", "from which the rows are read"),
        (state / "state-1", "a file of the state"),
        (state / "keys-2", "a file of the state"),
        (state / "lock", "a file of the state"),
        (tmp_path, "is no file"),
    ):
        code, _, err = run(capsys, rows, "--state", state, "--alerts", place, "--silence", 5)
        assert (code, said in err.replace("\n", " ")) == (2, True)
    assert rows.read_bytes() == before
    assert run(capsys, rows, "--state", state, "--alerts", state / "alerts.jsonl", "--silence", 5)[0] == 0


@pytest.mark.parametrize(
    ("given", "instead"), [("0.7", "--threshold 0.7"), ("5/week", "--alerts-a-day NUMBER")]
)
def test_a_limit_that_run_takes_is_no_file_of_alerts(tmp_path, capsys, monkeypatch, rows, given, instead):
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, rows, "--state", tmp_path / "state", "--alerts", given)
    said = f"--alerts is {given}: here it is the file of alerts; {instead} is a limit"
    assert (code, said in err.replace("\n", " ")) == (2, True)
    assert not (tmp_path / given).exists()


def test_a_new_stream_does_not_add_to_old_alerts(tmp_path, capsys, rows):
    alerts = tmp_path / "alerts.jsonl"
    alerts.write_text("{}\n")
    options = ("--state", tmp_path / "state", "--alerts", alerts)
    code, _, err = run(capsys, rows, *options)
    assert (code, "which has lines" in " ".join(err.split())) == (2, True)
    assert alerts.read_text() == "{}\n"
    alerts.unlink()
    assert [run(capsys, rows, *options)[0] for _ in range(2)] == [0, 0]


def test_damaged_keys_are_named_and_begin_again_if_asked(tmp_path, capsys, rows):
    command = (rows, "--state", tmp_path / "state", "--alerts", tmp_path / "alerts")
    for _ in range(2):
        assert run(capsys, *command)[0] == 0
    (path,) = (tmp_path / "state").glob("keys-*")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 255
    path.write_bytes(data)
    code, _, err = run(capsys, *command)
    said = " ".join(err.split())
    assert (code, f"{path.name} is damaged, with the states of" in said, "--forget-damaged" in said) == (
        2,
        True,
        True,
    )
    code, _, err = run(capsys, *command, "--forget-damaged")
    assert (code, "begins a new warm-up" in " ".join(err.split())) == (0, True)
    code, _, err = run(capsys, *command)
    assert (code, "damaged" in err) == (0, False)


def test_a_german_table_is_read_and_none_of_its_rows_by_default(tmp_path, capsys):
    path = tmp_path / "rows.csv"
    path.write_text("Zeit;Wärme\n" + "".join(f"{i:02}.02.2024;1.203,{i}\n" for i in range(1, 21)), "cp1252")
    command = (path, "--state", tmp_path / "state", "--time", "Zeit", "--warm-up", 40)
    assert "is not UTF-8: --encoding names another" in " ".join(run(capsys, *command)[2].split())
    command = (*command, "--encoding", "cp1252")
    code, _, err = run(capsys, *command)
    assert (code, "none of the 20 rows could be read: time is '20.02.2024'" in " ".join(err.split())) == (
        2,
        True,
    )
    code, _, err = run(capsys, *command, "--decimal", ",", "--time-format", "%d.%m.%Y")
    assert (code, "20 rows, 1 key, 0 alerts, 0 bad rows" in err) == (0, True)


def test_a_second_process_with_the_file_of_alerts_is_refused(tmp_path, capsys, rows):
    alerts = tmp_path / "alerts.jsonl"
    (tmp_path / "link").symlink_to(alerts)
    with locked_file(alerts):
        for place in (alerts, tmp_path / "link"):
            code, _, err = run(capsys, rows, "--state", tmp_path / "state", "--alerts", place)
            assert (code, "alerts.jsonl: another process writes it" in " ".join(err.split())) == (2, True)
    assert run(capsys, rows, "--state", tmp_path / "state", "--alerts", alerts)[0] == 0


def test_a_refused_start_leaves_no_file_of_alerts(tmp_path, capsys, rows):
    state, alerts = ("--state", tmp_path / "state"), tmp_path / "alerts.jsonl"
    assert run(capsys, rows, *state, "--alerts", alerts, "--value", "level")[0] == 2
    assert not alerts.exists()


def test_a_file_of_alerts_may_be_moved_between_two_runs(tmp_path, capsys, rows):
    alerts = tmp_path / "alerts.jsonl"
    command = (rows, "--state", tmp_path / "state", "--alerts", alerts, "--silence", 5)
    assert run(capsys, *command)[0] == 0
    before = alerts.read_bytes()
    assert before
    alerts.rename(tmp_path / "old")
    code, _, err = run(capsys, *command)
    assert (code, "alerts.jsonl is a new file" in " ".join(err.split())) == (0, True)
    assert ((tmp_path / "old").read_bytes(), alerts.read_bytes()) == (before, b"")


def test_a_file_in_the_place_of_the_state_is_said(tmp_path, capsys, rows):
    (tmp_path / "state").write_text("mine")
    code, _, err = run(capsys, rows, "--state", tmp_path / "state")
    assert (code, "is a file, and a folder is needed" in " ".join(err.split())) == (2, True)
    assert (tmp_path / "state").read_text() == "mine"


def test_other_options_need_another_folder(tmp_path, capsys, rows):
    run(capsys, rows, "--state", tmp_path / "state")
    code, _, err = run(capsys, rows, "--state", tmp_path / "state", "--warm-up", 20)
    assert code == 2
    assert "other parameters" in err


def test_the_end_of_a_warm_up_is_said_and_a_new_normal_begins_another(tmp_path, capsys, rows):
    command = (rows, "--state", tmp_path / "state", "--warm-up", 30, "--alerts-a-day", 3)
    assert "note: row 30: the warm-up has ended" in run(capsys, *command)[2].splitlines()
    with rows.open("a") as file:
        file.write("".join(f"2024-01-01T01:{i:02},{i % 8}\n" for i in range(30)))
    assert "row 60: the warm-up has ended" in run(capsys, *command, "--new-normal", "")[2]


def test_history_comes_first_and_then_live_rows_from_the_same_state(tmp_path, capsys, rows):
    state = ("--state", tmp_path / "state", "--silence", 60)
    run(capsys, rows, *state)
    live = tmp_path / "live.csv"
    live.write_text("time;value\n2024-01-01T02:00;1\n2024-01-01T02:01;1\n")
    code, _, err = run(capsys, live, *state)
    assert (code, err.count("is not the file")) == (2, 1)
    code, out, err = run(capsys, live, *state, "--next")
    assert "continuing after row 30" in err
    assert (json.loads(out)["row"], json.loads(out)["kind"]) == (32, "silence")
    with live.open("a") as file:
        file.write("2024-01-01T04:00;1\n2024-01-01T04:01;1\n")
    assert json.loads(run(capsys, live, *state, "--next")[1])["row"] == 34


@pytest.fixture
def typed(tmp_path):
    """Makes a text standard input."""

    def begins(text):
        path = tmp_path / "typed"
        path.write_text(text)
        with path.open("rb") as file:
            os.dup2(file.fileno(), 0)

    before = os.dup(0)
    yield begins
    os.dup2(before, 0)
    os.close(before)


@pytest.mark.skipif(os.name != "posix", reason="Windows waits for standard input otherwise")
def test_again_skips_what_standard_input_gave_and_not_its_history(tmp_path, capsys, rows, typed):
    state = ("--state", tmp_path / "state", "--again")
    run(capsys, rows, *state[:2])
    lines = [f"{i % 8}\n" for i in range(10)]
    for count, total in ((0, 30), (4, 34), (9, 39)):
        typed("value\n" + "".join(lines[:count]))
        assert f"{total} rows, " in run(capsys, *state)[2]
    typed("".join(lines[:5]))  # another input, which goes on without a header
    assert "44 rows, " in run(capsys, *state[:2])[2]
    typed("value\n" + "".join(lines[:7]))
    assert "46 rows, " in run(capsys, *state)[2]


def test_an_unwritable_place_is_said(tmp_path, capsys, rows):
    (tmp_path / "state").write_text("no folder")
    code, _, err = run(capsys, rows, "--state", tmp_path / "state")
    assert code == 2
    assert err.startswith("error: ")


@pytest.mark.skipif(os.name != "posix", reason="signals are of POSIX")
def test_standard_input_is_taken_at_once_and_saved_at_sigterm(tmp_path):
    command = [sys.executable, "-m", "htm_teacher", "stream", "--state", tmp_path / "state", "--silence", "5"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(list(map(str, command)), text=True, **pipes) as process:
        process.stdin.write('{"t": 0, "v": 1}\n{"t": 9, "v": 1}\n{"t": 10, "v": 1}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["kind"] == "silence"  # while the pipe is open
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate()
    assert process.returncode == 0
    assert "3 rows, 1 key, 1 alert," in err
    again = subprocess.run(
        [*map(str, command), "--again"],
        input='{"t": 0, "v": 1}\n{"t": 9, "v": 1}\n{"t": 10, "v": 1}\n{"t": 11, "v": 1}\n',
        capture_output=True,
        text=True,
        check=True,
    )
    assert again.stdout == ""
    assert "4 rows, 1 key, 0 alerts" in again.stderr


def test_a_second_ctrl_c_says_that_the_command_continues(tmp_path, capsys, rows, monkeypatch):
    saves = []

    def interrupted(self):
        saves.append(self)
        raise KeyboardInterrupt

    monkeypatch.setattr(Feed, "save", interrupted)
    code, _, err = run(capsys, rows, "--state", tmp_path / "state")
    assert (code, len(saves)) == (130, 1)
    assert err.splitlines()[-1] == "Interrupted; the same command continues after the last save."


def test_a_warm_up_that_has_ended_is_not_called_open_and_keys_on_disk_make_it_a_least(tmp_path, capsys):
    path = tmp_path / "rows.csv"
    rows = [("a", i) for i in range(12)] + [(key, i) for i in range(2) for key in "bc"]
    path.write_text("key,value\n" + "".join(f"{key},{i % 8}\n" for key, i in rows))
    command = (path, "--key", "key", "--warm-up", 10, "--state")
    err = " ".join(run(capsys, *command, tmp_path / "all")[2].split())
    assert "16 rows, 3 keys, 0 alerts, 0 bad rows; the warm-up of 2 keys has not ended" in err
    err = " ".join(run(capsys, *command, tmp_path / "one", "--warm", 1)[2].split())
    assert "0 bad rows; the warm-up of at least 1 key has not ended" in err
    path.write_text("key,value\n" + "".join(f"a,{i % 8}\n" for i in range(12)))
    assert "not ended" not in run(capsys, *command, tmp_path / "ended")[2]
