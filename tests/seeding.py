"""Seeded faults: put one into a copy of the package, and run the tests that should notice it.

Two programs import what is large once, and fork for each fault: most tests notice theirs in less time than
Python needs to import NumPy and Hypothesis.
"""

import os
import pickle
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "htm_teacher"
TESTS_FAILED = 1  # pytest's exit code if tests fail; others mean that pytest itself could not run them
LONGEST = 600  # seconds that tests may take with a fault; one that never ends is noticed, too
NO_END = "the tests did not end"
FAILED = re.compile(r"^(FAILED|ERROR) \S+::", re.MULTILINE)  # a test; not a file that cannot be read
PROGRAMS = 2
LARGE = ("hypothesis", "numpy", "matplotlib.figure", "pandas", "typer", "rich")


@dataclass(frozen=True)
class Fault:
    """A text that occurs once in a file, and the text that replaces it."""

    file: str  # in the package
    original: str
    fault: str
    caught_by: str  # files of tests, or single tests, separated by blanks

    @property
    def fast(self) -> bool:
        """Whether the fault is in the fast engine."""
        return self.file.startswith("fast/")


class Run(NamedTuple):
    """Tests to run on a copy of the package, on one engine, with a fault or without."""

    tests: str
    fast: bool
    fault: Fault | None = None


class Outcome(NamedTuple):
    """Pytest's exit code, and what it said."""

    code: int
    said: str


def with_fault(fault: Fault) -> str:
    """The text of the file with the fault in it."""
    text = (PACKAGE / fault.file).read_text(encoding="utf-8")
    found = text.count(fault.original)
    assert found == 1, (
        f"{fault.file} has {fault.original!r} {found} times, not once: if the line was reworded, "
        "reword its fault in the same way, in tests/seeded_faults.py or tests/seeded_faults_in_rooms.py"
    )
    return text.replace(fault.original, fault.fault)


def copy_package(source: Path, fault: Fault | None) -> None:
    """Copy the package, with what Python has compiled of it but for the file with the fault."""
    old = ["*.nb[ci]*", "*.pyc.*", *([f"{Path(fault.file).stem}.*.pyc"] if fault else [])]
    shutil.copytree(PACKAGE, source / "htm_teacher", ignore=shutil.ignore_patterns(*old))
    if fault:
        (source / "htm_teacher" / fault.file).write_text(with_fault(fault), encoding="utf-8")


def run_here(run: Run, folder: Path) -> None:
    """Run the tests on the copy of the package, and end this process with pytest's exit code."""
    with (folder / "said").open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.path.insert(0, str(folder / "src"))
    sys.dont_write_bytecode = True
    os.environ |= {
        "PYTHONPATH": str(folder / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis"),
    }
    if run.fast:
        os.environ["NUMBA_CACHE_DIR"] = str(folder / "kernels")
    else:  # the copy would otherwise have its kernels compiled again for each fault
        sys.modules["numba"] = None  # type: ignore[assignment]
    code = pytest.main(
        [
            *("-x", "-q", "-p", "no:cacheprovider", "-m", "not slow", "--hypothesis-profile=hasty"),
            *("--tb=no", f"--basetemp={folder / 'tmp'}", "-W", "ignore::pytest.PytestAssertRewriteWarning"),
            *(("-k", "fast or agree") if run.fast else ()),
            *(str(ROOT / "tests" / name) for name in run.tests.split()),
        ]
    )
    sys.stdout.flush()
    os._exit(code)


def outcome(run: Run, folder: Path) -> Outcome:
    """Run the tests in a fork of this process."""
    copy_package(folder / "src", run.fault)
    process = get_context("fork").Process(target=run_here, args=(run, folder))
    process.start()
    process.join(LONGEST if run.fault else None)
    ended = not process.is_alive()
    process.kill()
    process.join()
    said = (folder / "said").read_text(encoding="utf-8", errors="replace")
    shutil.rmtree(folder)
    return Outcome(process.exitcode, said) if ended else Outcome(TESTS_FAILED, f"{said}\n{NO_END}")


def serve() -> None:
    """The program: runs come in on standard input, and their outcomes go out."""
    for name in LARGE:
        with suppress(ImportError):
            import_module(name)
    runs, folder = pickle.load(sys.stdin.buffer)
    found = [outcome(run, folder / str(place)) for place, run in enumerate(runs)]
    sys.stdout.buffer.write(pickle.dumps(found))


def _served(runs: list[Run], folder: Path) -> list[Outcome]:
    # The variables of the run that this is part of may trace or spread it.
    kept = {name: one for name, one in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", "import seeding; seeding.serve()"],
        cwd=ROOT,
        env=kept | {"PYTHONPATH": str(ROOT / "tests")},
        input=pickle.dumps((runs, folder)),
        stdout=subprocess.PIPE,
        check=True,
    )
    return list(pickle.loads(done.stdout))


def outcomes(runs: list[Run], folder: Path) -> list[Outcome]:
    """The outcome of each run."""
    if not hasattr(os, "fork"):
        pytest.skip("this system forks no process")
    found = [Outcome(0, "")] * len(runs)
    with ThreadPoolExecutor(PROGRAMS) as pool:
        parts = pool.map(lambda n: _served(runs[n::PROGRAMS], folder / str(n)), range(PROGRAMS))
        for n, part in enumerate(parts):
            found[n::PROGRAMS] = part
    return found


def unnoticed(faults: list[Fault], folder: Path) -> str:
    """Empty if every fault was noticed: if a test failed with it, or never ended."""
    runs = [Run(fault.caught_by, fault.fast, fault) for fault in faults]
    found = [
        f"{fault.file}: {fault.original!r} -> {fault.fault!r}: {said.strip().splitlines()[-1:]}"
        for fault, (code, said) in zip(faults, outcomes(runs, folder), strict=True)
        if code != TESTS_FAILED or not (FAILED.search(said) or NO_END in said)
    ]
    return "\n".join(["not noticed:", *found]) if found else ""


def failing_without_a_fault(faults: list[Fault], folder: Path) -> list[str]:
    """What is said if the tests fail anyway: that they fail with a fault says nothing then."""
    runs = []
    for fast in (False, True):
        tests = sorted({one.caught_by for one in faults if one.fast == fast})
        alone = [one for one in tests if "::" in one]  # the other tests of a file might do what these need
        files = [one for one in tests if "::" not in one]
        together = [" ".join(files[n::PROGRAMS]) for n in range(PROGRAMS)]
        runs += [Run(one, fast) for one in (*together, *alone) if one]
    return [said[-2000:] for code, said in outcomes(runs, folder) if code]
