"""Whatever happens to a machine, both engines answer the same, and no kernel leaves its arrays.

A life that fails is played again with ``python tests/fast/random_lives.py SEED 1``, a forged file with
``python tests/fast/forged_snapshots.py SEED 1`` (both with ``tests`` in PYTHONPATH).
"""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import htm_teacher
from fast.random_lives import full_memory, play
from htm_teacher import ENGINES

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="there is one engine only")
TESTS = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("first", [0])
def test_engines_agree_in_a_few_lives(first, tmp_path):
    lives(first, 5, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("first", [100, 200])
def test_engines_agree_in_random_lives(first, tmp_path):
    lives(first, 100, tmp_path)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("first", range(1000, 5000, 500))
def test_engines_agree_in_many_random_lives(first, tmp_path):
    lives(first, 500, tmp_path)


def lives(first: int, count: int, folder: Path) -> None:
    for seed in range(first, first + count):
        play(seed, folder)


def child(code: str, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """What another process says that runs this code, or this script, with these variables."""
    source = os.pathsep.join([str(TESTS), str(Path(htm_teacher.__file__).parents[1])])
    return subprocess.run(
        [sys.executable, *(["-c", textwrap.dedent(code)] if "\n" in code else [code]), *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": source} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.long
def test_no_kernel_leaves_its_arrays_in_random_lives(tmp_path):
    """With the bounds of every index checked. Kernels that are cached already would ignore the variable."""
    code = """
        import sys, tempfile
        from pathlib import Path
        import numpy as np
        from fast.random_lives import full_memory, main
        from htm_teacher import RDSE, build

        model = build("toy", RDSE(resolution=1.0), "fast")
        model.step(1.0)
        model.memory.desk = model.memory.desk._replace(active_cells=np.zeros(1, np.uint32))
        try:
            model.step(2.0)
        except IndexError as error:
            print(error)
        full_memory()
        main(*map(int, sys.argv[1:]))
    """
    done = child(code, 5000, 300, NUMBA_BOUNDSCHECK="1", NUMBA_CACHE_DIR=str(tmp_path))
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    assert done.stdout.splitlines()[0] == "index is out of bounds"  # what was seeded; so they are checked


def test_a_memory_can_be_full_of_matching_segments_of_two_words():
    """As many as there are rows. The kernel that lists them goes on through their second words."""
    from htm_teacher.fast.kernels.net import MATCHING

    net = full_memory().net
    assert net.numbers[MATCHING] == len(net.cell) < len(net.matching)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="memory is limited on POSIX only")
def test_forged_files_are_refused_or_harmless():
    forged(0, 300)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="memory is limited on POSIX only")
@pytest.mark.parametrize("first", range(1000, 21_000, 2500))
def test_many_forged_files_are_refused_or_harmless(first):
    forged(first, 2500)


def forged(first: int, count: int) -> None:
    done = child(str(Path(__file__).with_name("forged_snapshots.py")), first, count)
    assert done.returncode == 0, f"{done.stdout.splitlines()[-1:]}: {done.returncode}\n{done.stderr[-4000:]}"
    assert "refused" in done.stdout
    assert "loaded" in done.stdout
