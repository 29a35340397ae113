"""The wheel, built from the source distribution, installs and runs in an empty environment."""

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "htm_teacher"
PAGE = "htm_teacher/page/htm-teacher-interactive.html"

pytestmark = pytest.mark.slow


def run(*command, cwd):
    """Run a command far from the source tree and give back what it printed."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment |= {"PYTHONUTF8": "1", "NO_COLOR": "1"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A source distribution, and the wheel built from it."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (source,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    return source, wheel


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """The scripts' folder of an environment that holds the wheel and what it depends on."""
    home = tmp_path_factory.mktemp("empty")
    venv.create(home / "venv", with_pip=True)
    scripts = home / "venv" / ("Scripts" if os.name == "nt" else "bin")
    pip = [scripts / "python", "-W", "ignore", "-m", "pip", "--disable-pip-version-check"]
    command = [str(part) for part in [*pip, "install", "--quiet", built[1]]]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return scripts


def files_of_the_package():
    paths = (path for path in PACKAGE.rglob("*") if path.is_file())
    return {path.relative_to(PACKAGE.parent).as_posix() for path in paths if "__pycache__" not in path.parts}


def test_wheel_holds_the_package_and_no_more(built):
    with zipfile.ZipFile(built[1]) as wheel:
        held = {file for file in wheel.namelist() if ".dist-info/" not in file}
    assert held == files_of_the_package() | {PAGE}
    assert "htm_teacher/py.typed" in held


def test_wheel_carries_the_licence(built):
    with zipfile.ZipFile(built[1]) as wheel:
        (licence,) = (file for file in wheel.namelist() if file.endswith("/LICENSE"))
        assert wheel.read(licence) == (ROOT / "LICENSE").read_bytes()


def test_source_distribution_holds_tests_and_docs(built):
    with tarfile.open(built[0]) as source:
        held = {file.partition("/")[2] for file in source.getnames()}
    assert {f"src/{file}" for file in files_of_the_package()} <= held
    assert {
        "LICENSE",
        "Makefile",
        "README.md",
        "docs/glossary.md",
        "docs/make/gallery.py",
        "tests/test_wheel.py",
    } <= held


def test_installed_command_explains_itself(installed, tmp_path):
    assert "demo" in run(installed / "htm-teacher", "--help", cwd=tmp_path)


def test_installed_package_learns(installed, tmp_path):
    program = """
from htm_teacher import RDSE, build
model = build("toy", RDSE(resolution=0.1), seed=1)
for value in [0.0, 1.0, 2.0] * 20:
    step = model.step(value)
print(len(step.active_columns) > 0)
"""
    assert run(installed / "python", "-c", program, cwd=tmp_path) == "True\n"


def test_installed_command_opens_the_page(installed, tmp_path):
    (tmp_path / "load.csv").write_text("load\n" + "1\n2\n3\n" * 20, encoding="utf-8")
    out = tmp_path / "page.html"
    run(installed / "htm-teacher", "explore", "load.csv", "--no-browser", "--out", out, cwd=tmp_path)
    assert 'id="given"' in out.read_text(encoding="utf-8")


def test_installed_command_runs_a_file(installed, tmp_path):
    rows = [f"2024-01-{1 + i // 24:02} {i % 24:02}:00:00,{i % 24}" for i in range(240)]
    (tmp_path / "load.csv").write_text("\n".join(["time,load", *rows, ""]), encoding="utf-8")
    options = ["--preset", "toy", "--out", "there"]
    run(installed / "htm-teacher", "run", "load.csv", *options, cwd=tmp_path)
    lines = (tmp_path / "there" / "steps.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(rows)
    assert lines[0].startswith("step,time,value,phase,anomaly,")
