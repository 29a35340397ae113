"""A sweep: compute the cases that are not finished, and write each row as it comes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ...series import Series
from .case_scores import Row, score
from .cases import Case, by_content
from .result_file import ResultFile


class Task(NamedTuple):
    """A case to compute, with its series and the name of it."""

    case: Case
    name: str
    series: Series


Compute = Callable[[Sequence[Task]], Iterable[list[Row]]]
"""Computes tasks in any order, and gives their rows as they come: in each list those that are ready."""


def here(tasks: Sequence[Task]) -> Iterator[list[Row]]:
    """Compute one task after the other, in this process."""
    for task in tasks:
        yield [score(*task)]


def sweep(
    cases: Sequence[Case],
    series: Mapping[str, Series],
    results: ResultFile,
    compute: Compute = here,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> list[Row]:
    """The row of each case, in their order.

    Cases that the file of results has are not computed again, except those with an error. Interrupted at any
    moment, it has the rows of all cases that were finished.

    Args:
        cases: what to compute.
        series: {name: series}, those of the cases.
        results: where the rows are written.
        compute: what computes them.
        progress: called with the numbers of cases computed and of all cases that are not finished.

    Raises:
        OSError: if the file of results cannot be written.
    """
    known = by_content(series)
    left = {case.id: case for case in cases if results.finished(case.id) is None}
    done = 0
    progress(done, len(left))
    for rows in compute([Task(case, *known[case.content]) for case in left.values()]):
        results.add(rows)
        done += len(rows)
        progress(done, len(left))
    return [results.rows[case.id] for case in cases]
