"""The built page: made from what is in the tree, small enough, closed to the network, with all licences."""

import base64
import hashlib
import html.parser
import json
import os
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "htm-teacher-interactive.html"
MADE = {"node_modules", "dist", "__pycache__", ".DS_Store"}
CHECKS = {"test", "eslint.config.js", "vitest.config.ts"}  # what only looks at the sources in web/


class Parts(html.parser.HTMLParser):
    """What is in the page: its elements with a name, and what its head says."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.texts: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.policy = ""
        self.addresses: list[str] = []
        self._name: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        self.addresses += [str(about[name]) for name in ("src", "href") if name in about]
        if about.get("http-equiv") == "Content-Security-Policy":
            self.policy = html.unescape(about["content"] or "")
        if tag == "script":
            self._name = str(about["id"])
            self.texts[self._name], self.kinds[self._name] = "", about.get("type") or "program"

    def handle_endtag(self, tag: str) -> None:
        self._name = None

    def handle_data(self, data: str) -> None:
        if self._name is not None:
            self.texts[self._name] += data


@pytest.fixture(scope="module")
def parts() -> Parts:
    return Parts(PAGE.read_text(encoding="utf-8"))


STUDIES = re.compile(  # all that the page shows
    r"(__init__|anomalies|choices|columns|dates|encoder_notes|encoding|far_out|naive|pace|plain_numbers|readout|run"
    r"|season|table)\.py"
)


def sources() -> set[str]:
    """Every file that the page is made from."""
    parts = [path for path in (ROOT / "web").iterdir() if path.name not in CHECKS | MADE]
    web = {path for part in parts for path in [part, *part.rglob("*")] if path.is_file()}
    package = ROOT / "src" / "htm_teacher"
    rooms = [package / name for name in ("core", "keep", "series", "study", "page")]
    inside = {path for room in rooms for path in room.rglob("*") if path.is_file()}
    inside |= {package / name for name in ("__init__.py", "build.py", "extras.py", "interruption.py")}
    inside -= {package / "series" / "data" / "sea.csv.gz", package / "keep" / "lock.py"}
    study = package / "study"
    inside -= {path for path in study.rglob("*") if not STUDIES.fullmatch(path.relative_to(study).as_posix())}
    outside = {ROOT / "LICENSE", ROOT / "docs" / "glossary.md"}
    paths = (path.relative_to(ROOT) for path in web | inside | outside)
    return {path.as_posix() for path in paths if not MADE & set(path.parts)}


def test_page_is_made_from_the_files_as_they_are(parts):
    """If this fails, run `make page`: something that the page is made from has changed since."""
    stored = json.loads(parts.texts["sources-hashes"])
    assert set(stored) == sources()
    changed = [
        path
        for path, hash in stored.items()
        if hashlib.sha256((ROOT / path).read_bytes()).hexdigest() != hash
    ]
    assert not changed, "changed since the page was built: run `make page`"


def test_page_carries_the_textbook_as_plain_text(parts):
    plain, packed = json.loads(parts.texts["textbook"]), json.loads(unpacked(parts.texts["rooms"]))
    files = {kind: plain[kind] | packed[kind] for kind in ("texts", "binaries")}
    assert {path.split("/")[1] for path in plain["texts"]} == {"core", "keep"}
    inside = [path for path in sources() if path.startswith("src/")]
    assert len(inside) == len(files["texts"]) + len(files["binaries"])
    for path in inside:
        name, data = path.removeprefix("src/"), (ROOT / path).read_bytes()
        carried = files["texts"].get(name)
        assert (carried.encode() if carried else base64.b64decode(files["binaries"][name])) == data
    model = (ROOT / "src/htm_teacher/core/model.py").read_text(encoding="utf-8")
    line = next(line for line in model.splitlines() if line.startswith("class Model"))
    assert line in parts.texts["textbook"], "and can be read in the file itself"


def unpacked(text):
    return zlib.decompress(base64.b64decode(text), -zlib.MAX_WBITS)


def test_page_has_at_most_9_megabytes():
    assert PAGE.stat().st_size <= 9_000_000


def test_a_browser_keeps_each_character_of_the_page_in_one_byte():
    assert PAGE.read_bytes().isascii(), "one other character doubles the memory of all that is read"


def test_what_the_first_screen_can_do_without_is_unpacked_later(parts):
    first, later = (
        zlib.decompress(base64.b64decode(parts.texts[name]), -zlib.MAX_WBITS) for name in ("program", "later")
    )
    for word in (b"WebGLRenderer", b"cm-activeLine"):  # of the towers in space, of the editor
        assert word in later
        assert word not in first
    assert len(first) < 900_000, "what is large should come later: see web/src/later.ts"


def test_python_can_be_compiled_while_the_rest_of_the_page_is_still_read():
    names = list(Parts((ROOT / "web" / "index.html").read_text(encoding="utf-8")).texts)
    assert names[names.index("page") + 1] == "python", "what is largest and needed first comes first"


def test_page_refers_to_nothing_outside_of_it(parts):
    assert parts.addresses == []
    assert not re.search(
        r"@import|url\((?!['\"]?data:)", PAGE.read_text(encoding="utf-8").partition("</style>")[0]
    )


def test_only_the_page_itself_may_run_and_it_may_ask_nobody(parts):
    rules = dict(rule.split(" ", 1) for rule in parts.policy.split("; "))
    assert rules["default-src"] == "'none'"
    own = base64.b64encode(hashlib.sha256(parts.texts["page"].encode()).digest()).decode()
    assert rules["script-src"].split() == [f"'sha256-{own}'", "'wasm-unsafe-eval'", "blob:", "data:"]
    assert {word for rule in rules.values() for word in rule.split() if "unsafe" in word} == {
        "'wasm-unsafe-eval'",
        "'unsafe-inline'",
    }
    assert "'unsafe-inline'" not in rules["script-src"]
    assert rules["connect-src"] == "blob: data:"
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    programs = [name for name, kind in parts.kinds.items() if kind == "program"]
    assert programs == ["page"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("HTM-Teacher", "GNU AFFERO GENERAL PUBLIC LICENSE"),
        ("pyodide", "Mozilla Public License Version 2.0"),
        ("Python 3.14", "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2"),
        ("Libraries inside Pyodide", "Stefan Krah"),
        ("python-dateutil", "Licensed under the Apache License"),
        ("svelte", "Svelte Contributors"),
        ("uplot", "Leon Sorokin"),
        ("three", "three.js authors"),
        ("@codemirror/view", "Marijn Haverbeke"),
        ("@codemirror/lang-python", "Marijn Haverbeke"),
    ],
)
def test_licence_of_what_is_inside_is_inside(parts, name, words):
    sections = re.split(r"\n={80}\n\n", unpacked(parts.texts["licences"]).decode())
    (section,) = [one for one in sections if re.match(rf"{re.escape(name)}( |\n)", one)]
    assert words in section


@pytest.mark.slow
@pytest.mark.parametrize("zone", ["Pacific/Auckland"])
def test_page_is_built_the_same_anywhere(tmp_path, zone):
    """In another folder and time zone, from nothing but the files, the same bytes come out."""
    if not shutil.which("make"):
        pytest.skip("needs make")
    for path in sources() | {"Makefile", "pyproject.toml"}:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    done = subprocess.run(
        ["make", "page"],
        cwd=tmp_path,
        env={**os.environ, "TZ": zone, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / PAGE.name).read_bytes() == PAGE.read_bytes(), "the page is old: run `make page`"
