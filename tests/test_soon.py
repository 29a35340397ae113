"""A model begins on the textbook and moves to the fast engine; nothing shows but the speed."""

import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from copy import copy
from math import sin
from pathlib import Path
from types import SimpleNamespace

import pytest

from htm_teacher import ENGINES, RDSE, build, soon
from htm_teacher.cli import main
from htm_teacher.cli.terminal import progress_bar
from htm_teacher.series import Series, sine
from htm_teacher.study import run_series
from htm_teacher.study.run import prepare

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="there is one engine only")

SERIES = Series("wave", {"height": sine(400, period=24)})
WAVE = [sin(place / 4) for place in range(60)]


@pytest.fixture
def coming(monkeypatch):
    """A fast engine that is ready when the test says so."""
    preparation = SimpleNamespace(kind=None, stage="compiling")
    monkeypatch.setattr(soon, "preparation", lambda: preparation)
    return preparation


@pytest.mark.parametrize("moved_after", [0, 1, 57, 399])
def test_a_run_that_moves_to_the_fast_engine_is_the_run_of_one_engine(coming, moved_after):
    expected = run_series(SERIES, "toy", engine="textbook")
    run = prepare(SERIES, "toy", engine="soon")
    run.go(stop=lambda: len(run.rows) == moved_after)
    assert soon.engine_in_use(run.history.model) == "textbook, fast engine compiling"
    coming.kind = ENGINES["fast"]
    run.go()
    assert type(run.history.model) is ENGINES["fast"]
    assert soon.engine_in_use(run.history.model) == "fast engine"
    assert run.rows == expected.rows
    assert run.history.model.state() == expected.history.model.state()
    assert run.history.at(moved_after).state() == expected.history.at(moved_after).state()


def test_a_model_moves_in_the_middle_of_many_values(coming):
    def values():
        for place, value in enumerate(WAVE):
            if place == 30:
                coming.kind = ENGINES["fast"]
            yield value

    expected, model = (build("toy", RDSE(resolution=0.1), engine) for engine in ("textbook", "soon"))
    assert model.run(values()).anomaly.tobytes() == expected.run(WAVE).anomaly.tobytes()
    assert type(model) is ENGINES["fast"]
    assert model.state() == expected.state()


def test_a_model_keeps_the_encoder_that_it_was_given(coming):
    encoder = RDSE(resolution=0.1)
    model = build("toy", encoder, "soon")
    coming.kind = ENGINES["fast"]
    model.step(1.0)
    assert model.encoder is encoder


def test_peeking_moves_no_model(coming):
    model = build("toy", RDSE(resolution=0.1), "soon")
    model.run(WAVE)
    before = model.state()
    coming.kind = ENGINES["fast"]
    expected = build("toy", RDSE(resolution=0.1), "textbook")
    expected.run(WAVE)
    assert model.peek(0.5) == expected.peek(0.5)
    assert type(model) is soon.WaitingModel
    assert model.state() == before


def test_a_waiting_model_can_be_copied_and_pickled(coming):
    model = build("toy", RDSE(resolution=0.1), "soon")
    twins = [copy(model), pickle.loads(pickle.dumps(model))]
    assert [twin.state() for twin in twins] == [model.state()] * 2


def test_a_model_that_comes_later_begins_on_the_fast_engine(coming):
    coming.kind = ENGINES["fast"]
    assert type(build("toy", RDSE(resolution=0.1), "soon")) is ENGINES["fast"]


def test_only_the_engine_soon_starts_anything(monkeypatch):
    monkeypatch.setattr(soon, "preparation", lambda: pytest.fail("it was started"))
    for engine in ("auto", "textbook", "fast"):
        build("toy", RDSE(resolution=0.1), engine).step(1.0)


def test_without_numba_soon_is_the_textbook(monkeypatch):
    monkeypatch.setattr(soon, "preparation", lambda: pytest.fail("it was started"))
    monkeypatch.setattr(sys.modules["htm_teacher.build"], "find_spec", lambda name: None)
    assert type(build("toy", RDSE(resolution=0.1), "soon")) is ENGINES["textbook"]


def test_a_command_begins_on_the_textbook_and_its_progress_line_says_so(coming, monkeypatch, tmp_path):
    said = []

    @contextmanager
    def bar(what, quiet):
        def count(done, total):
            said.append(what())
            coming.kind = ENGINES["fast"] if done == 5 else coming.kind

        yield count

    monkeypatch.setattr("htm_teacher.cli.make_run.progress_bar", bar)
    (tmp_path / "wave.csv").write_text("height\n" + "".join(f"{value}\n" for value in WAVE))
    with pytest.raises(SystemExit, match="0"):
        main(["run", str(tmp_path / "wave.csv"), "--no-animation", "--out", str(tmp_path / "out")])
    assert said == ["Learning (textbook, fast engine compiling)"] * 5 + ["Learning (fast engine)"] * 55


def test_a_progress_line_changes_its_words(monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")  # as on a terminal
    words = ["before"]
    with progress_bar(lambda: words[-1], quiet=False) as count:
        words.append("afterwards")
        count(1, 1)
    assert "afterwards" in capsys.readouterr().err


def test_what_only_loads_compiles_nothing():
    from htm_teacher.fast.kernels.jit import compiled, only_loading

    kernel = compiled(lambda number: number + 1)
    with only_loading(), pytest.raises(LookupError, match="not in the cache"):
        kernel(1)


def test_while_it_loads_threads_take_turns_more_often(monkeypatch):
    usual, seen = sys.getswitchinterval(), []
    monkeypatch.setattr("htm_teacher.soon.is_complete", lambda: True)
    monkeypatch.setattr(
        "htm_teacher.fast.prepare.prepare", lambda: seen.append(sys.getswitchinterval()) or object
    )
    soon.Preparation().end()
    assert seen[0] < usual / 10
    assert sys.getswitchinterval() == usual


# With real processes. A model of the engine "soon" says when it has moved, and what it is then.

MOVES = """
import time
from htm_teacher import RDSE, build, soon
model = build("toy", RDSE(resolution=0.1), "soon")
model.step(0.5)
print(soon.engine_in_use(model), flush=True)
while soon.preparation().stage:
    time.sleep(0.01)
model.step(0.6)
print(soon.engine_in_use(model), flush=True)
model.run([0.1, None, 0.2])
expected = build("toy", RDSE(resolution=0.1), "textbook")
expected.run([0.5, 0.6, 0.1, None, 0.2])
print(model.state() == expected.state())
"""
COMPILED = ["textbook, fast engine compiling", "fast engine", "True"]
LOADED = ["textbook, fast engine loading", "fast engine", "True"]


def start(cache, *arguments, **variables):
    """A process of its own group, as a shell starts one."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=os.environ | {"NUMBA_CACHE_DIR": str(cache)} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def said(process):
    """The lines that it printed; nothing on stderr."""
    lines, errors = process.communicate(timeout=900)
    assert (process.returncode, errors) == (0, "")
    return lines.splitlines()


def compilers(cache):
    """The processes that compile into this cache."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            if (
                b"htm_teacher.fast.prepare" in command
                and str(cache).encode() in (process / "environ").read_bytes()
            ):
                found.append(process.name)
        except OSError:
            continue  # it has ended
    return found


def wait_until(holds):
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    pytest.fail("it did not happen within a minute")


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """A cache that two processes filled at once, from nothing."""
    cache = tmp_path_factory.mktemp("cache")
    both = [start(cache, "-c", MOVES) for _ in range(2)]
    assert [said(one) for one in both] == [COMPILED, COMPILED]
    return cache


@pytest.mark.slow
def test_two_processes_at_once_compile_and_the_next_one_loads(compiled):
    assert said(start(compiled, "-c", MOVES)) == LOADED


@pytest.mark.slow
def test_a_run_needs_nothing_more_than_what_was_compiled(compiled, tmp_path):
    code = f"""
from htm_teacher import fast
from htm_teacher.cli import main
from htm_teacher.fast.kernels.jit import only_loading
with only_loading():
    main(["demo", "--series", "water", "--engine", "fast", "--no-animation", "--out", {str(tmp_path)!r}])
"""
    process = start(compiled, "-c", code)
    _, errors = process.communicate(timeout=900)
    assert (process.returncode, errors) == (0, "")


def damage(cache, ending):
    files = list(cache.rglob(f"*.{ending}"))
    assert files
    for path in files:
        path.write_bytes(b"garbage")


# All kernels take half a minute, so the second kind of damage is done to the cache of one.
ONE_KERNEL = """
import numpy as np
from htm_teacher.fast import prepare
from htm_teacher.fast.kernels.rng import below
from htm_teacher.kernel_cache import say_complete
begun = []
def one_kernel():
    begun.append(1)
    below(np.zeros(1, np.uint64), 2)
prepare.prepare = one_kernel
say_complete(False)
prepare.compile_all()
print(len(begun))
"""


@pytest.mark.slow
def test_a_damaged_kernel_is_compiled_again(tmp_path):
    def begun():
        """How often it was begun, and whether it was compiled."""
        times, errors = start(tmp_path, "-c", ONE_KERNEL).communicate(timeout=900)
        return int(times), "Compiling the fast engine" in errors

    assert begun() == (1, True)
    damage(tmp_path, "nbc")
    assert begun() == (2, True)
    assert begun() == (1, False)


@pytest.mark.slow
def test_a_damaged_cache_is_made_again(compiled, tmp_path):
    cache = tmp_path / "cache"
    shutil.copytree(compiled, cache)
    damage(cache, "nbi")
    assert said(start(cache, "-c", MOVES)) == [LOADED[0], *COMPILED[1:]]
    assert said(start(cache, "-c", MOVES)) == LOADED


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["a file in its place", "read-only"])
def test_a_cache_that_cannot_be_written_is_replaced_for_the_time_being(tmp_path, damage):
    cache = tmp_path / "cache"
    if damage == "read-only":
        cache.mkdir(mode=0o500)
        if os.access(cache, os.W_OK):
            pytest.skip("root writes everywhere")
    else:
        cache.write_text("no folder")
    (tmp_path / "tmp").mkdir()
    code = f"import tempfile; tempfile.tempdir = {str(tmp_path / 'tmp')!r}\n{MOVES}"
    assert said(start(cache, "-c", code)) == COMPILED
    assert not list((tmp_path / "tmp").iterdir())


linux = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc")


@linux
@pytest.mark.slow
def test_after_ctrl_c_nothing_is_left_but_the_results(tmp_path):
    command = ["-m", "htm_teacher", "demo", "--preset", "cortex", "--out", str(tmp_path / "out")]
    run = start(tmp_path / "cache", *command, FORCE_COLOR="1")  # with the progress line of a terminal
    wait_until(lambda: compilers(tmp_path))
    wait_until(lambda: "Learning" in run.stderr.readline())
    time.sleep(2)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does
    _, errors = run.communicate(timeout=300)
    assert run.returncode == 130
    assert "Traceback" not in errors
    assert "Interrupted after " in errors
    assert (tmp_path / "out" / "steps.csv").exists()
    assert not compilers(tmp_path)


@linux
@pytest.mark.slow
def test_what_compiles_ends_with_the_program_that_started_it(tmp_path):
    run = start(tmp_path / "cache", "-c", MOVES)
    wait_until(lambda: compilers(tmp_path))
    run.kill()
    run.communicate()
    wait_until(lambda: not compilers(tmp_path))
