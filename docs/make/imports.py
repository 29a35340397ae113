"""Show what imports what in the package: ``python docs/make/imports.py``.

Prints the modules in layers: a module imports only from layers above it. Writes docs/pictures/imports.svg, a
picture of the rooms. tests/docs/test_imports.py fails if modules import each other in a circle, even for
a type.

Every import counts: at the top of a file, inside a function, and under ``if TYPE_CHECKING``. To import a
module also runs the ``__init__.py`` of each package that it is in, and so counts as importing these; except
packages that hold the importing module as well, which run already.
"""

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import combinations, pairwise, permutations
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
PACKAGE = "htm_teacher"

Graph = dict[str, set[str]]  # for each module or room, what it imports


def modules(source: Path = SOURCE, package: str = PACKAGE) -> dict[str, Path]:
    """The files of a package by the names of their modules; a package is its ``__init__.py``."""
    paths = sorted((source / package).rglob("*.py"))
    names = (".".join(path.relative_to(source).with_suffix("").parts) for path in paths)
    return {name.removesuffix(".__init__"): path for name, path in zip(names, paths, strict=True)}


def packages(module: str) -> Iterator[str]:
    """The packages that hold a module, from the outermost: a.b.c is in a and a.b."""
    parts = module.split(".")
    return (".".join(parts[:i]) for i in range(1, len(parts)))


def targets(module: str, path: Path, known: dict[str, Path]) -> Iterator[str]:
    """The modules of the package that import statements of a file name."""
    inside = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            base = inside.split(".")[: len(inside.split(".")) - node.level + 1] if node.level else []
            place = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:  # a module, or a name in one
                yield from [one for one in (f"{place}.{alias.name}", place) if one in known][:1]


def imports(source: Path = SOURCE, package: str = PACKAGE) -> Graph:
    """What each module of a package imports from it."""
    known = modules(source, package)
    graph: Graph = {}
    for module, path in known.items():
        running = {module, *packages(module)}
        named = set(targets(module, path, known))
        around = {outer for target in named for outer in packages(target)} - running
        graph[module] = (named | around) - {module}
    return graph


def layers(graph: Graph) -> list[list[str]]:
    """Modules by layer: the first layer imports nothing, the next only from those before.

    Raises:
        graphlib.CycleError: modules import each other in a circle; its second argument is the circle.
    """
    sorter = TopologicalSorter({name: sorted(graph[name]) for name in sorted(graph)})
    sorter.prepare()
    found = []
    while sorter.is_active():
        found.append(sorted(sorter.get_ready()))
        sorter.done(*found[-1])
    return found


def room(module: str) -> str:
    """The folder or file at the top of the package that a module is in."""
    return module.split(".")[1]


def rooms(graph: Graph) -> Graph:
    """What each room imports from other rooms. The package itself and how it is started are no rooms."""
    alone = ("__main__", "extras", "interruption", "kernel_cache")
    neither = {PACKAGE, *(f"{PACKAGE}.{name}" for name in alone)}
    inside = {module: named - neither for module, named in graph.items() if module not in neither}
    found: Graph = {room(module): set() for module in inside}
    for module, named in inside.items():
        found[room(module)] |= set(map(room, named)) - {room(module)}
    return found


# The picture.

PICTURE = ROOT / "docs" / "pictures" / "imports.svg"
ROOMS = {
    "core": "the textbook",
    "keep": "save, load, rewind",
    "fast": "the same, compiled",
    "series": "data and readers",
    "soon": "from slow to fast",
    "build": "presets and engines",
    "detect": "anomalies in streams",
    "plot": "pictures and films",
    "study": "experiments",
    "adapters": "for other libraries",
    "stream": "live, saved, many keys",
    "page": "the page's Python",
    "cli": "the command",
}
BOX = (0.8, 0.46)  # width and height; layers are 1 apart
FILL, LINE, INK = "#dcebf7", "#0072b2", "#1a1a1a"  # one blue, legible to every eye and in grey


def reached(graph: Graph, start: str) -> set[str]:
    """Everything that a room imports, directly or through others."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = graph[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def needed(graph: Graph) -> list[tuple[str, str]]:
    """The arrows to draw: without those that follow from others."""
    return [
        (name, target)
        for name in sorted(graph)
        for target in sorted(graph[name])
        if not any(target in reached(graph, other) for other in graph[name] - {target})
    ]


Places = dict[str, tuple[float, float]]


def disorder(places: Places, arrows: list[tuple[str, str]]) -> float:
    """How hard a picture is to follow: arrows that run sideways, or behind the boxes of other rooms."""
    total = sum(abs(x) for x, _ in places.values()) / 100  # all else alike, in the middle
    for start, end in arrows:
        (x, y), (to_x, to_y) = places[start], places[end]
        total += abs(x - to_x)
        for other_x, other_y in places.values():
            if to_y < other_y < y:
                for edge in (other_y - BOX[1], other_y + BOX[1]):
                    crossing = x + (to_x - x) * (y - edge) / (y - to_y)
                    total += 10 * (abs(crossing - other_x) < BOX[0] * 0.6)
    return total


def rows(layer: list[str], y: int) -> Iterator[Places]:
    """Every way to lay out a layer, by halves of a box and without overlap."""
    slots = [half / 2 for half in range(-len(layer) - 1, len(layer) + 2)]
    for order in permutations(layer):
        for xs in combinations(slots, len(layer)):
            if all(right - left >= 1 for left, right in pairwise(xs)):
                yield {name: (x, y) for name, x in zip(order, xs, strict=True)}


def arranged(graph: Graph, arrows: list[tuple[str, str]]) -> Places:
    """A place for each room: layers upwards from those that import nothing, each moved until all is clear."""
    found = layers(graph)
    places = {name: (float(i), float(y)) for y, layer in enumerate(found) for i, name in enumerate(layer)}
    for _ in range(5):
        for y, layer in enumerate(found):
            best = min(rows(layer, y), key=lambda row: disorder(places | row, arrows))
            places |= best
    return places


def described(graph: Graph) -> str:
    """The arrows in words; the picture carries them, so that a test can tell whether it is up to date."""
    return "; ".join(f"{start} imports {end}" for start, end in needed(graph))


def draw(graph: Graph, out: Path) -> None:
    """Write a picture of the rooms."""
    matplotlib.rcParams |= {"svg.hashsalt": PACKAGE, "svg.fonttype": "none"}
    arrows = needed(graph)
    places = arranged(graph, arrows)
    left, *_, right = sorted(x for x, _ in places.values())
    width, height = right - left + 1.2, max(y for _, y in places.values()) + 1.3
    figure = Figure(figsize=(width * 2, height * 0.95), facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(left - 0.6, right + 0.6), ylim=(-0.8, height - 0.8))
    axes.set_axis_off()
    for start, end in arrows:
        (x, y), (to_x, to_y) = places[start], places[end]
        ends = (x, y - BOX[1] / 2), (to_x, to_y + BOX[1] / 2)
        axes.add_patch(FancyArrowPatch(*ends, arrowstyle="-|>", mutation_scale=16, color=LINE, shrinkA=0))
    for name, (x, y) in places.items():
        corner = (x - BOX[0] / 2, y - BOX[1] / 2)
        axes.add_patch(FancyBboxPatch(corner, *BOX, "round,pad=0,rounding_size=0.06", fc=FILL, ec=LINE))
        axes.text(x, y + 0.06, name, ha="center", va="center", size=13, weight="bold", color=INK)
        axes.text(x, y - 0.12, ROOMS.get(name, ""), ha="center", va="center", size=9, color=INK)
    note = "An arrow means: imports. Arrows that follow from others are left out."
    axes.text((left + right) / 2, -0.55, note, ha="center", va="center", size=9, color=INK)
    about = {"Date": None, "Description": described(graph)} if out.suffix == ".svg" else None
    figure.savefig(out, metadata=about)


def main() -> int:
    """Write the picture and print the layers; the exit code is 1 if there is a circle."""
    graph = imports()
    draw(rooms(graph), PICTURE)
    try:
        for number, layer in enumerate(layers(graph), 1):
            print(f"{number:2}  {', '.join(name.removeprefix(f'{PACKAGE}.') for name in layer)}")
    except CycleError as error:
        print("Modules import each other in a circle:", " <- ".join(error.args[1]))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
