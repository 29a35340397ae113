"""What is said while nothing seems to happen, and about kernels that are compiled again and again."""

from typing import ClassVar

import pytest

from htm_teacher import ENGINES
from htm_teacher.cli import main, make_run
from htm_teacher.cli.terminal import progress_bar
from htm_teacher.kernel_cache import cache_folder


class Soon:
    """A timer whose time comes at once, unless it has been cancelled."""

    made: ClassVar[list["Soon"]] = []

    def __init__(self, seconds, work):
        self.work, self.cancelled = work, False
        self.made.append(self)

    def start(self):
        if not self.made[:-1]:
            self.work()

    def cancel(self):
        self.cancelled = True


def test_a_log_names_what_takes_long_without_reporting_anything(capsys, monkeypatch):
    monkeypatch.setattr(Soon, "made", [])
    monkeypatch.setattr("htm_teacher.cli.terminal.Timer", Soon)
    with progress_bar("Reading", quiet=False):
        assert capsys.readouterr().err == "Reading ...\n"
    with progress_bar("Learning", quiet=False) as progress:
        assert not Soon.made[1].cancelled
        progress(1, 100)
        assert Soon.made[1].cancelled
    with progress_bar("Reading", quiet=True):
        pass
    assert [timer.cancelled for timer in Soon.made] == [True, True]


def test_alerts_and_the_picture_are_named_in_the_progress(tmp_path, monkeypatch):
    shown = []

    def bar(what, quiet):
        shown.append(what)
        return progress_bar(what, quiet)

    monkeypatch.setattr("htm_teacher.cli.results.progress_bar", bar)
    monkeypatch.setattr("htm_teacher.cli.group_results.progress_bar", bar)
    path = tmp_path / "panel.csv"
    path.write_text(
        "lot,hour,cars\n" + "".join(f"{lot},{hour},{hour % 3}\n" for lot in "NS" for hour in range(9))
    )
    plain = ["--value", "cars", "--preset", "toy", "--engine", "textbook", "--out", str(tmp_path / "out")]
    for further in (["--group", "lot"], ["--group", "", "--no-animation"]):
        with pytest.raises(SystemExit) as ended:
            main(["run", str(path), *plain, *further])
        assert ended.value.code == 0
    assert shown == ["Reading", *["Finding alerts", "Drawing the picture"] * 3]


@pytest.fixture
def no_memory():
    """Nothing is remembered of the cache, before and after."""
    for forget in (cache_folder.cache_clear, make_run.say_whether_kept.cache_clear):
        forget()
    yield
    for forget in (cache_folder.cache_clear, make_run.say_whether_kept.cache_clear):
        forget()


@pytest.mark.skipif("fast" not in ENGINES, reason="nothing is compiled")
def test_a_cache_that_cannot_be_written_is_named_once_with_what_settles_it(
    tmp_path, capsys, monkeypatch, no_memory
):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file" / "cache"))
    for _ in range(2):
        make_run.say_whether_kept()
    said = capsys.readouterr().err
    assert said.startswith(
        f"note: {tmp_path / 'file' / 'cache'} cannot be written, so each run compiles the fast"
    )
    assert said.endswith("give another folder by the environment variable NUMBA_CACHE_DIR\n")
    assert said.count("note: ") == 1


@pytest.mark.parametrize(
    ("engine", "quiet", "asked"), [("fast", [], 1), ("fast", ["-q"], 0), ("textbook", [], 0)]
)
def test_only_a_run_on_the_fast_engine_speaks_of_the_cache(engine, quiet, asked, tmp_path, monkeypatch):
    if engine not in ENGINES:
        pytest.skip("there is one engine only")
    calls = []
    monkeypatch.setattr(make_run, "say_whether_kept", lambda: calls.append("asked"))
    path = tmp_path / "fine.csv"
    path.write_text("level\n1\n2\n3\n")
    plain = ["--preset", "toy", "--engine", engine, "--no-animation", "--out", str(tmp_path), *quiet]
    with pytest.raises(SystemExit):
        main(["run", str(path), *plain])
    assert len(calls) == asked


def test_nothing_is_said_of_a_cache_that_can_be_written(tmp_path, capsys, monkeypatch, no_memory):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    make_run.say_whether_kept()
    assert capsys.readouterr().err == ""
