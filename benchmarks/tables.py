"""What tables over several series have in common: their options, and rows in Markdown."""

import argparse

from htm_teacher.series import SHIPPED, Series, read_csv, shipped

SEEDS = (42, 1, 2)


def series_options(doc: str) -> argparse.ArgumentParser:
    """A parser that knows which series, seeds and preset; ``doc`` is shown above the options."""
    as_written = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=doc, formatter_class=as_written)
    parser.add_argument("files", nargs="*", metavar="CSV", help="other series")
    parser.add_argument("--series", nargs="*", default=list(SHIPPED), help="shipped series; by default all")
    parser.add_argument("--seeds", nargs="*", type=int, default=SEEDS, help="by default 42, 1 and 2")
    parser.add_argument("--preset", default="classroom", help="toy, classroom (the default) or cortex")
    return parser


def chosen_series(given: argparse.Namespace) -> list[Series]:
    """The shipped series, then those of the files."""
    return [*map(shipped, given.series), *map(read_csv, given.files)]


def print_head(*names: str) -> None:
    """The names of the columns, and the line below them."""
    print_row(*names)
    print("|---" * len(names) + "|", flush=True)


def print_row(*cells: str) -> None:
    """A row of a table."""
    print("|", " | ".join(cells), "|", flush=True)
