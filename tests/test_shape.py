"""The shape of the project: the textbook stays a textbook, the pages hold together."""

import ast
import importlib
import inspect
import re
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.parse import unquote

import pytest

import composition
from htm_teacher import core

ROOT = Path(__file__).resolve().parents[1]
CORE = ROOT / "src" / "htm_teacher" / "core"
CHAPTERS = sorted(CORE.rglob("*.py"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from ``def`` to the end."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


# The textbook can be read in an afternoon.


def test_core_exists():
    assert CHAPTERS


@pytest.mark.parametrize("path", CHAPTERS, ids=name)
def test_core_file_has_at_most_250_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


@pytest.mark.parametrize("path", CHAPTERS, ids=name)
def test_core_function_has_at_most_40_lines(path):
    long = {one.name: length(one) for one in functions(parsed(path)) if length(one) > 40}
    assert not long


def test_half_of_the_core_functions_have_fewer_than_10_lines():
    assert median(length(one) for path in CHAPTERS for one in functions(parsed(path))) < 10


def test_the_essential_algorithm_has_at_most_520_lines_of_code():
    """As ``python docs/make/composition.py`` counts: without prose, and without saving and loading."""
    sizes = {name: composition.chapter(name).code for name in composition.ALGORITHM}
    assert sum(sizes.values()) <= 520, sizes


@pytest.mark.parametrize("name", composition.ALGORITHM)
def test_the_algorithm_is_commented(name):
    """Comments say why, or which phase of the source this is: enough to learn from, too few to drown in."""
    assert 15 <= composition.chapter(name).density <= 35, composition.chapter(name)


# The textbook needs nothing but Python.


def imported(path: Path) -> Iterator[str]:
    """The full name of every module that a file of the package imports."""
    package = path.relative_to(ROOT / "src").parent.parts
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from [module] if node.module else (f"{module}.{one.name}" for one in node.names)


@pytest.mark.parametrize("path", CHAPTERS, ids=name)
def test_core_imports_the_standard_library_and_itself_only(path):
    foreign = {
        module
        for module in imported(path)
        if module.partition(".")[0] not in sys.stdlib_module_names
        and not f"{module}.".startswith("htm_teacher.core.")
    }
    assert not foreign


# A file's name says which room it is in.

ROOMS = ROOT / "src" / "htm_teacher"
TWINS = {CORE, ROOMS / "fast", ROOMS / "fast" / "kernels"}  # the same chapter: written, fast, compiled


def test_file_names_are_unique_in_the_package():
    places = defaultdict(set)
    for path in ROOMS.rglob("*.py"):
        places[path.name].add(path.parent)
    shared = {file for file, folders in places.items() if len(folders) > 1 and not folders <= TWINS}
    assert shared == {"__init__.py"}


# The textbook says what everything is.


def undocumented(node: ast.Module | ast.ClassDef, thing: object, prefix: str = "") -> Iterator[str]:
    """Public classes, functions and methods without a docstring, their own or an inherited one."""
    for one in node.body:
        if not isinstance(one, Function | ast.ClassDef) or one.name.startswith("_"):
            continue
        defined = getattr(thing, one.name)
        inherits = isinstance(node, ast.ClassDef) and inspect.getdoc(defined)
        if not ast.get_docstring(one) and not inherits:
            yield prefix + one.name
        if isinstance(one, ast.ClassDef):
            yield from undocumented(one, defined, f"{prefix}{one.name}.")


# One page tells its story in comments.
@pytest.mark.parametrize("path", [path for path in CHAPTERS if path.name != "one_page.py"], ids=name)
def test_every_public_name_of_core_has_a_docstring(path):
    tree = parsed(path)
    module = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
    assert ast.get_docstring(tree), "the chapter itself has none"
    assert not list(undocumented(tree, importlib.import_module(module.removesuffix(".__init__"))))


# The pages hold together.

CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)|(?:src|href)=\"([^\"]+)\"")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)


def links(page: Path) -> list[str]:
    """Where a page points, web addresses left out."""
    prose = CODE.sub("", page.read_text(encoding="utf-8"))
    targets = [inline or quoted for inline, quoted in LINK.findall(prose)]
    return [one for one in targets if not re.match(r"[a-z][a-z0-9+.-]*:|//", one, re.IGNORECASE)]


def anchors(page: Path) -> set[str]:
    """The names that a page's headings can be linked by."""
    text = re.sub(r"^(```|~~~).*?^\1", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    named = set(re.findall(r"(?:id|name)=\"([^\"]+)\"", text))
    headings = (re.sub(r"[^\w\- ]", "", one.lower()) for one in HEADING.findall(text))
    return named | {one.replace(" ", "-") for one in headings}


def leads_somewhere(link: str, page: Path) -> bool:
    where, _, anchor = unquote(link).partition("#")
    target = (page.parent / where).resolve() if where else page
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not anchor or target.suffix != ".md" or anchor in anchors(target)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_relative_link_leads_somewhere(page):
    assert not [link for link in links(page) if not leads_somewhere(link, page)]


def test_the_index_leads_to_every_page_of_the_docs():
    index = ROOT / "docs" / "index.md"
    linked = {(index.parent / link.partition("#")[0]).resolve() for link in links(index)}
    assert {name(page) for page in PAGES[1:] if page != index and page not in linked} == set()


def test_the_site_has_every_page_of_the_docs():
    contents = (ROOT / "docs" / "conf.py").read_text(encoding="utf-8")
    assert not [page.name for page in (ROOT / "docs").glob("*.md") if f'"docs/{page.stem}",' not in contents]


@pytest.mark.parametrize(
    "package", ["", ".series", ".plot", ".plot.inside", ".study", ".study.sweep", ".stream"]
)
def test_the_reference_has_every_public_name(package):
    """A package that is listed whole shows what it exports; the first is sorted by subject, name by name."""
    page = (ROOT / "docs" / "reference.rst").read_text(encoding="utf-8")
    module = importlib.import_module(f"htm_teacher{package}")
    if package:
        assert f".. automodule:: {module.__name__}\n   :imported-members:" in page
    else:
        listed = re.findall(
            r"^\.\. (?:data|auto(?:class|function|exception)):: htm_teacher\.([A-Za-z_]+)$",
            page,
            re.MULTILINE,
        )
        assert sorted(listed) == sorted(module.__all__)


ROW = re.compile(r"^\| \[`([\w/]+\.py)`\]\((\S+)\) \| (.*) \|$", re.MULTILINE)


def test_the_reading_order_has_every_file_of_the_textbook():
    files = [path.relative_to(CORE).as_posix() for path in CHAPTERS if path.name != "__init__.py"]
    assert sorted(file for file, _ in core.READING_ORDER) == files


@pytest.mark.parametrize(
    ("page", "listed"), [("README.md", core.CHAPTERS), ("docs/reading-order.md", core.READING_ORDER)]
)
def test_pages_show_the_reading_order(page, listed):
    """``htm_teacher.core`` says it once; the pages repeat it, with links."""
    rows = ROW.findall((ROOT / page).read_text(encoding="utf-8"))
    assert [(file, about) for file, _, about in rows] == list(listed)
    for file, link, _ in rows:
        assert (ROOT / page).parent.joinpath(link).resolve() == CORE / file


def test_one_version_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = re.escape(project["version"])
    for file, pattern in {
        "CITATION.cff": rf"^version: {version}$",
        "CHANGELOG.md": rf"^## \[{version}\] - \d{{4}}-\d\d-\d\d$",
        "src/htm_teacher/__init__.py": rf'^__version__ = "{version}"$',
    }.items():
        assert re.search(pattern, (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), file


def test_changelog_has_each_section_once():
    """The sections of a version are those of Keep a Changelog, each at most once."""
    versions = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1:]
    assert len({version.split("]")[0] for version in versions}) == len(versions)
    for version in versions:
        sections = re.findall(r"^### (.*)$", version, re.MULTILINE)
        assert sections, version.splitlines()[0]
        assert len(set(sections)) == len(sections), version.splitlines()[0]
        assert set(sections) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


# Nothing in the project is about the machine it was written on. The words are put together here, so
# that this file does not hold them.

MACHINE = re.compile(
    "|".join(
        [
            r"(?<![\w.])/" + r"(?:work|root)/",
            r"/tmp/" + r"bash",
            r"(?<![\w.])/home/" + r"\w+/",
        ]
    )
)
REGISTRY = re.compile(
    "|".join(
        [
            r"pypi\." + r"org",
            r"python" + r"hosted",
            r"npm" + r"js\.",
            r"registry\." + r"(?:npm|yarn)",
            r"deb\.deb" + r"ian",
            r"(?:extra-)?index[-_]" + r"url",
            r"find[-_]" + r"links",
            r"trusted[-_]" + r"host",
            r"arti" + r"factory",
        ]
    ),
    re.IGNORECASE,
)


def tracked() -> list[Path]:
    """The files that git knows or would take in."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a git checkout")
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(
        [*command, "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [ROOT / file for file in listed.stdout.split("\0") if file and (ROOT / file).is_file()]


@pytest.mark.parametrize("words", [MACHINE, REGISTRY], ids=["machine paths", "registry hosts"])
def test_no_file_names(words):
    found = []
    for path in tracked():
        data = path.read_bytes()
        if b"\0" in data:
            continue
        lines = data.decode("utf-8", errors="replace").splitlines()
        found += [f"{name(path)}:{i}" for i, line in enumerate(lines, 1) if words.search(line)]
    assert not found
