"""The workflow files: they run what is run by hand, and each action is held to a major version.

That they are workflow files at all is checked by `make lint`, against their schema.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]


def steps() -> Iterator[dict[str, Any]]:
    for path in WORKFLOWS:
        for job in jobs(path).values():
            yield from job.get("steps", [])


def commands() -> list[str]:
    return [line.strip() for step in steps() for line in step.get("run", "").splitlines()]


def test_workflows_exist():
    assert {path.name for path in WORKFLOWS} == {"tests.yml", "publish.yml"}


def test_tests_run_on_every_python_that_the_package_names_and_on_three_systems():
    matrix = jobs(ROOT / ".github/workflows/tests.yml")["test"]["strategy"]["matrix"]
    classifier = r'"Programming Language :: Python :: (3\.\d+)"'
    named = re.findall(classifier, (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert matrix == {"system": ["ubuntu", "macos", "windows"], "python": named}


@pytest.mark.parametrize("word", ["test", "check", "page", "docs", "dist"])
def test_workflows_use_the_make_word(word):
    assert re.search(rf"^{word}:.* ## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert any(re.match(rf"make {word}\b", line) for line in commands())


def test_windows_runs_the_commands_that_the_readme_gives_without_make():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = readme.partition("<summary>Without make")[2].partition("```sh\n")[2].partition("```")[0]
    given = [line.partition("  #")[0].strip() for line in block.splitlines()]
    (step,) = (step for step in steps() if step.get("if") == "runner.os == 'Windows'")
    done = step["run"].splitlines()
    assert [line for line in given if line in done] == done, "in the README's order, and nothing else"


def test_each_action_is_held_to_a_major_version():
    used = [step["uses"] for step in steps() if "uses" in step]
    assert used
    assert not [action for action in used if not re.search(r"@(release/)?v\d+$", action)]


def test_publishing_waits_for_the_tests_and_asks_for_an_identity_alone():
    published = jobs(ROOT / ".github/workflows/publish.yml")
    assert published["publish"]["needs"] == "tests"
    assert published["publish"]["permissions"] == {"id-token": "write"}
    assert published["tests"] == {"uses": "./.github/workflows/tests.yml"}
