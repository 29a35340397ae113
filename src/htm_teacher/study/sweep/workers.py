"""Cases on many processes or many computers, by Dask. No other file imports it."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from ...core.checks import shown
from ...extras import install
from ...series import Series
from .case_scores import Row, described, score, told
from .cases import Case
from .sweeping import Compute, Task, here

PATIENCE = 10  # seconds until a scheduler must have answered


@contextmanager
def cluster(
    jobs: int, scheduler: str | None = None, note: Callable[[str], object] = lambda line: None
) -> Iterator[tuple[Compute, int]]:
    """What computes tasks on processes of this computer or on the workers of a scheduler; how many at once.

    Args:
        jobs: how many processes of this computer; 1: this one alone, without Dask.
        scheduler: the address of a scheduler, such as tcp://127.0.0.1:8786, whose workers are taken instead.
        note: called with a line if there is something to say.

    Raises:
        ValueError: if Dask is not installed.
        OSError: if the scheduler cannot be reached.
    """
    if scheduler is None and jobs == 1:
        yield here, 1
        return
    try:
        import distributed
    except ImportError:
        needed = f"several processes need Dask distributed: {install('cluster')}"
        raise ValueError(f"{needed}; or give --jobs 1") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # errors are rows
    if scheduler is None:
        with _local(distributed, jobs) as local, distributed.Client(local) as client:
            yield partial(computed, client), jobs
        return
    try:
        client = distributed.Client(scheduler, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        why = "no scheduler answers; start one with `dask scheduler`"
        raise OSError(f"--scheduler is {shown(scheduler)}: {why}") from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            note(f"the scheduler has no worker yet: start some with `dask worker {scheduler}`")
        yield partial(computed, client), max(1, threads)


def computed(client: Any, tasks: Sequence[Task]) -> Iterator[list[Row]]:
    """The rows of the tasks as they come. A case whose worker died several times gets a row with an error."""
    from distributed import as_completed

    given: dict[str, Any] = {}
    futures: dict[str, Task] = {}
    waiting = as_completed(with_results=True, raise_errors=False, loop=client.loop)
    for task in tasks:
        # A task gives the series, because the scheduler computes it again if the worker that holds it dies.
        content = task.case.content
        if content not in given:
            given[content] = client.submit(_same, task.series, key=f"series-{content}")
        future = client.submit(_score, task.case, task.name, given[content], key=f"case-{task.case.id}")
        futures[future.key] = task
        waiting.add(future)
    for batch in waiting.batches() if futures else ():
        yield [_row(futures.pop(future.key), future, result) for future, result in batch]


def _same(series: Series) -> Series:
    return series


def _score(case: Case, name: str, series: Series) -> Row:
    return score(case, name, series)


def _row(task: Task, future: Any, result: Any) -> Row:
    if future.status == "finished":
        row: Row = result
        return row
    error = result[1] if isinstance(result, tuple) else RuntimeError(f"the case was {future.status}")
    return described(*task) | {"error": told(error)}


@contextmanager
def _local(distributed: Any, jobs: int) -> Iterator[Any]:
    """Processes of this computer. They ignore Ctrl-C, which reaches them too: this process ends them."""
    on_main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN) if on_main else None
    try:
        local = distributed.LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        )
    finally:
        if on_main:
            signal.signal(signal.SIGINT, before)
    with local:
        yield local
