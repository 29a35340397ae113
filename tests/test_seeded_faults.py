"""The suite is tested: for each seeded fault some test must fail."""

import ast
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from htm_teacher import ENGINES
from seeded_faults import FAST_FAULTS, FAULTS, Fault

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "htm_teacher"
TESTS_FAILED = 1  # pytest's exit code for just that; others are errors of ours


def sown(fault: Fault) -> str:
    """The text of the file with the fault in it."""
    text = (PACKAGE / fault.file).read_text(encoding="utf-8")
    found = text.count(fault.original)
    assert found == 1, (
        f"{fault.file} has {fault.original!r} {found} times, not once: "
        "has it been reworded? Then reword its fault in tests/seeded_faults.py"
    )
    return text.replace(fault.original, fault.fault)


def run(tests: str, folder: Path, fault: Fault | None = None) -> subprocess.CompletedProcess[str]:
    """Run a file of tests on a copy of the package with this fault."""
    source = folder / "src"
    skipped = shutil.ignore_patterns("__pycache__", "data")
    shutil.copytree(PACKAGE, source / "htm_teacher", ignore=skipped)
    if fault:
        (source / "htm_teacher" / fault.file).write_text(sown(fault), encoding="utf-8")
    # Not those of the run that this is part of, which may be traced or spread.
    kept = {name: one for name, one in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"),
            *("--hypothesis-profile=hasty", "--tb=no", f"--basetemp={folder / 'tmp'}"),
            *("-k", "fast or agree" if fault in FAST_FAULTS else "not fast"),  # the engine that has the fault
            *(str(ROOT / "tests" / name) for name in tests.split()),
        ],
        cwd=ROOT,
        env=kept
        | {
            "PYTHONPATH": str(source),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis"),
            **({"NUMBA_CACHE_DIR": str(folder / "kernels")} if fault and fault in FAST_FAULTS else {}),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def survived(fault: Fault, folder: Path) -> str:
    """Empty if some test has failed, as it should, else what happened."""
    try:
        result = run(fault.caught_by, folder, fault)
    except subprocess.TimeoutExpired:
        return ""  # a fault that never ends is noticed too
    finally:
        shutil.rmtree(folder)
    if result.returncode == TESTS_FAILED:
        return ""
    last = result.stdout.strip().splitlines()[-1:]
    return f"{fault.file}: {fault.original!r} -> {fault.fault!r}: {last or result.stderr}"


def test_there_are_at_least_forty_faults():
    assert len(set(FAULTS)) == len(FAULTS) >= 40
    assert len(set(FAST_FAULTS)) == len(FAST_FAULTS) >= 20


@pytest.mark.parametrize(
    "fault", FAULTS + FAST_FAULTS, ids=lambda fault: f"{fault.file}: {fault.original[:30]!r}"
)
def test_a_fault_can_still_be_sown_and_is_python(fault):
    ast.parse(sown(fault))


@pytest.mark.slow
def test_without_a_fault_the_tests_pass(tmp_path):
    """Else that they fail with one would say nothing."""
    names = sorted({fault.caught_by for fault in FAULTS})
    with ThreadPoolExecutor(2) as pool:
        results = pool.map(run, names, [tmp_path / str(n) for n in range(len(names))])
        failed = [(n, r.stdout[-2000:]) for n, r in zip(names, results, strict=True) if r.returncode]
    assert not failed


def slipped(faults: list[Fault], folder: Path) -> str:
    """Empty if every fault was noticed."""
    with ThreadPoolExecutor(2) as pool:
        folders = [folder / str(n) for n in range(len(faults))]
        found = [one for one in pool.map(survived, faults, folders) if one]
    return "\n".join(["not noticed:", *found]) if found else ""


@pytest.mark.slow
def test_every_fault_is_noticed(tmp_path):
    assert not slipped(FAULTS, tmp_path)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.skipif("fast" not in ENGINES, reason="there is one engine only")
def test_every_fault_of_the_fast_engine_is_noticed(tmp_path):
    assert not slipped(FAST_FAULTS, tmp_path)
