"""Seeded faults: put one into a copy of the package, and run the tests that should notice it."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "htm_teacher"
TESTS_FAILED = 1  # pytest's exit code if tests fail; others mean that pytest itself could not run them

# A plugin for pytest, which runs before anything can import Numba: then the textbook is the only engine. The
# copy of the package would otherwise have its kernels compiled again for each fault.
TEXTBOOK_ONLY = "textbook_only"


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


def with_fault(fault: Fault) -> str:
    """The text of the file with the fault in it."""
    text = (PACKAGE / fault.file).read_text(encoding="utf-8")
    found = text.count(fault.original)
    assert found == 1, (
        f"{fault.file} has {fault.original!r} {found} times, not once: if the line was reworded, "
        "reword its fault in the same way, in tests/seeded_faults.py or tests/seeded_faults_in_rooms.py"
    )
    return text.replace(fault.original, fault.fault)


def run(
    tests: str, folder: Path, fault: Fault | None = None, fast: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run the tests of one engine on a copy of the package, with this fault or without."""
    source = folder / "src"
    shutil.copytree(PACKAGE, source / "htm_teacher", ignore=shutil.ignore_patterns("__pycache__"))
    (source / f"{TEXTBOOK_ONLY}.py").write_text(
        "import sys\n\nsys.modules['numba'] = None\n", encoding="utf-8"
    )
    if fault:
        (source / "htm_teacher" / fault.file).write_text(with_fault(fault), encoding="utf-8")
    # The variables of the run that this is part of may trace or spread it.
    kept = {name: one for name, one in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not slow"),
            *("--hypothesis-profile=hasty", "--tb=no", f"--basetemp={folder / 'tmp'}"),
            *(("-k", "fast or agree") if fast else ("-p", TEXTBOOK_ONLY)),
            *(str(ROOT / "tests" / name) for name in tests.split()),
        ],
        cwd=ROOT,
        env=kept
        | {
            "PYTHONPATH": str(source),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis"),
            **({"NUMBA_CACHE_DIR": str(folder / "kernels")} if fast else {}),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def survived(fault: Fault, folder: Path) -> str:
    """Empty if a test failed, as it should; otherwise what happened."""
    try:
        result = run(fault.caught_by, folder, fault, fault.fast)
    except subprocess.TimeoutExpired:
        return ""  # a fault that never ends is noticed too
    finally:
        shutil.rmtree(folder)
    if result.returncode == TESTS_FAILED:
        return ""
    last = result.stdout.strip().splitlines()[-1:]
    return f"{fault.file}: {fault.original!r} -> {fault.fault!r}: {last or result.stderr}"


def unnoticed(faults: list[Fault], folder: Path) -> str:
    """Empty if every fault was noticed."""
    with ThreadPoolExecutor(2) as pool:
        folders = [folder / str(n) for n in range(len(faults))]
        found = [one for one in pool.map(survived, faults, folders) if one]
    return "\n".join(["not noticed:", *found]) if found else ""


def failing_without_a_fault(faults: list[Fault], folder: Path) -> list[tuple[str, str]]:
    """The tests that fail anyway, with what they said: that they fail with a fault says nothing."""
    runs = sorted({(fault.caught_by, fault.fast) for fault in faults})
    with ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda n: run(runs[n][0], folder / str(n), fast=runs[n][1]), range(len(runs)))
        return [(n, r.stdout[-2000:]) for (n, _), r in zip(runs, results, strict=True) if r.returncode]
