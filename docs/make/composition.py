"""What the textbook is made of: ``python docs/make/composition.py``.

Prints the lines of code in ``core/`` and ``keep/`` by subject, and the comments in the chapters of the
essential algorithm, beside the same figures for version 0.1.0. tests/test_shape.py holds them to limits.

Code is what is left without docstrings, comments and blank lines. The methods ``state`` and ``from_state``
turn a part into plain data and back: they count as persistence, not as part of the algorithm.
"""

import ast
import tokenize
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "htm_teacher"

Function = ast.FunctionDef | ast.AsyncFunctionDef

PERSISTENCE = "persistence"
SUBJECTS = {
    PERSISTENCE: ("keep/",),
    "encoders": ("core/encoders/",),
    "parameters, checks": (
        "core/parameters.py",
        "core/declare.py",
        "core/checks.py",
        "core/one_thread.py",
    ),
    "pooler, segments, temporal memory": (
        "core/spatial_pooler.py",
        "core/segments.py",
        "core/moment.py",
        "core/temporal_memory.py",
    ),
    "anomaly, classifier, model, explain, records": (
        "core/anomaly.py",
        "core/chances.py",
        "core/past.py",
        "core/classifier.py",
        "core/model.py",
        "core/explain.py",
        "core/records.py",
    ),
    "rng, sdr, topology, permanence, saved rows": (
        "core/rng.py",
        "core/sdr.py",
        "core/topology.py",
        "core/permanence.py",
        "core/saved_rows.py",
    ),
    "all of it on one page": ("core/one_page.py",),
    "memories built by hand": ("core/by_hand.py",),
    "list of chapters": ("core/__init__.py",),
}
ALGORITHM = ("spatial_pooler", "segments", "moment", "temporal_memory", "anomaly", "model")


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def lines(node: ast.AST) -> set[int]:
    """The lines that a function, a class or a statement takes, decorators included."""
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])  # type: ignore[attr-defined]
    return set(range(first, node.end_lineno + 1))  # type: ignore[attr-defined]


def comments(path: Path) -> set[int]:
    """The lines of a file that hold a comment, alone or after code."""
    with path.open("rb") as file:
        return {one.start[0] for one in tokenize.tokenize(file.readline) if one.type == tokenize.COMMENT}


def code(path: Path) -> set[int]:
    """The lines of a file that hold code: neither docstring, comment alone, nor blank."""
    text = path.read_text(encoding="utf-8").splitlines()
    found = {i for i, line in enumerate(text, 1) if line.strip() and not line.lstrip().startswith("#")}
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Module | ast.ClassDef | Function) and ast.get_docstring(node):
            found -= lines(node.body[0])
    return found


def persistence(path: Path) -> set[int]:
    """The lines of code in methods that turn a part into plain data and back."""
    methods = (
        method
        for owner in ast.walk(parsed(path))
        if isinstance(owner, ast.ClassDef)
        for method in owner.body
        if isinstance(method, Function) and method.name in {"state", "from_state"}
    )
    return code(path) & {line for method in methods for line in lines(method)}


class Chapter(NamedTuple):
    """The size of a chapter without its persistence: lines of code, and lines with a comment."""

    code: int
    comments: int

    @property
    def density(self) -> float:
        """Lines with a comment for 100 lines of code."""
        return 100 * self.comments / self.code


def chapter(name: str) -> Chapter:
    """The size of a chapter of the textbook, named without ``.py``."""
    path = PACKAGE / "core" / f"{name}.py"
    apart = persistence(path)
    return Chapter(len(code(path) - apart), len(comments(path) - apart))


def subject(name: str) -> str:
    """What a file is about, named from the package: ``core/sdr.py``."""
    return next((about for about, places in SUBJECTS.items() if name.startswith(places)), "no subject")


def measured() -> dict[str, int]:
    """Lines of code for each subject."""
    found = dict.fromkeys(SUBJECTS, 0)
    for path in sorted(PACKAGE.glob("core/**/*.py")) + sorted(PACKAGE.glob("keep/**/*.py")):
        about, apart = subject(path.relative_to(PACKAGE).as_posix()), len(persistence(path))
        found[about] = found.get(about, 0) + len(code(path)) - apart
        found[PERSISTENCE] += apart
    return {about: count for about, count in found.items() if count}


# Version 0.1.0, measured with these functions at commit e49af2c. Then cells.py was the first half of the
# temporal memory; numbers.py, which held permanences as well, counts as checks here.
OLD = {
    PERSISTENCE: 426,
    "encoders": 379,
    "parameters, checks": 204,
    "pooler, segments, temporal memory": 393,
    "anomaly, classifier, model, explain, records": 356,
    "rng, sdr, topology, permanence, saved rows": 126,
}
OLD_CHAPTERS = {
    "spatial_pooler": Chapter(141, 6),
    "segments": Chapter(79, 1),
    "temporal_memory": Chapter(173, 12),
    "anomaly": Chapter(60, 3),
    "model": Chapter(122, 2),
}


def persistence_in_core() -> tuple[int, int]:
    """Lines of code in ``core/`` that are persistence, and all of them."""
    paths = sorted(PACKAGE.glob("core/**/*.py"))
    return sum(len(persistence(path)) for path in paths), sum(len(code(path)) for path in paths)


def share(counts: dict[str, int], about: str) -> str:
    """A count and its share of all."""
    count = counts.get(about, 0)
    return f"{count:5,} {100 * count / sum(counts.values()):4.0f} %" if count else "    -      -"


def main() -> None:
    """Print both tables."""
    now = measured()
    print(f"{'Lines of code in core/ and keep/':46}     0.1.0          now")
    for about in [*SUBJECTS, "no subject"]:
        if about in now:
            print(f"{about:46}{share(OLD, about)} {share(now, about)}")
    print(f"{'all':46}{sum(OLD.values()):5,}        {sum(now.values()):5,}")
    apart, lines_of_core = persistence_in_core()
    print(f"In core/ alone, persistence is {apart:,} of {lines_of_core:,} lines.\n")

    chapters = {name: chapter(name) for name in ALGORITHM}
    print(f"{'The essential algorithm: lines of code,':46}     0.1.0          now")
    print("lines with a comment for 100 of them")
    for name, size in chapters.items():
        old = OLD_CHAPTERS.get(name)
        before = f"{old.code:5,} {old.density:6.1f}" if old else "    -      -"
        print(f"{name:46}{before} {size.code:5,} {size.density:6.1f}")
    old_all = sum(old.code for old in OLD_CHAPTERS.values())
    print(f"{'all':46}{old_all:5,}        {sum(size.code for size in chapters.values()):5,}")


if __name__ == "__main__":
    main()
