"""How `make docs` builds the pages into a site.

The source folder is the project's own, so that links between the pages, the README and the code work in both.
"""

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from htm_teacher import __version__  # noqa: E402

project = "HTM-Teacher"
author = copyright = "The HTM-Teacher contributors"
release = version = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
root_doc = "README"
SOURCES = "src/htm_teacher/series/data/SOURCES"
include_patterns = ["*.md", "docs/*.md", "docs/*.rst", f"{SOURCES}.md"]
myst_heading_anchors = 4  # a link to a heading works as on the project's host
autodoc_default_options = {"members": True}
nitpicky = False  # types such as Any lead nowhere

html_theme = "furo"
html_title = f"HTM-Teacher {version}"
html_copy_source = False
html_extra_path = ["site"]  # the site's first page leads to the README

# The pages in the order of the side bar.
CONTENTS = [
    "docs/index",
    "docs/reading-order",
    "docs/exercises",
    "docs/your-data",
    "docs/detectors",
    "docs/frames",
    "docs/scikit-learn",
    "docs/pyod",
    "docs/river",
    "docs/stream",
    "docs/spark",
    "docs/day",
    "docs/many-streams",
    "docs/sweep",
    "docs/gallery",
    "docs/glossary",
    "docs/parameters",
    "docs/reference",
    "docs/fidelity",
    "docs/architecture",
    "docs/how-fast-works",
    "docs/performance",
    "docs/interactive-page",
    "CONTRIBUTING",
    "CHANGELOG",
    SOURCES,
]


def add_contents(app: object, docname: str, source: list[str]) -> None:
    """Give the README the table of contents that Sphinx needs."""
    if docname == root_doc:
        pages = "\n".join(f"/{page}" for page in CONTENTS)
        source[0] += f"\n\n```{{toctree}}\n:hidden:\n\n{pages}\n```\n"


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("source-read", add_contents)
