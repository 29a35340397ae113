"""A saved run continues with later rows, exactly as if these had followed in the same file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

from ..core.checks import brief, listed, shown
from ..core.encoders import Category, Fields
from ..keep.history import KEEP, History
from ..series import Series
from ..series.series import counted
from .choices import first_rows
from .dates import Dates, roughly, time_step
from .encoding import check_reach, check_span
from .pace import notes_on_rows
from .run import Run, on_pictures
from .saved_run import SavedRun, fields_of


def continue_run(
    saved: SavedRun, later: Series, learn: bool = False, iterations: int | None = None, keep: int = KEEP
) -> Run:
    """Prepare the rest of a saved run: check everything, take no step.

    Rows that the run has taken, by their times, are left out. A gap in the times changes nothing: as in one
    file, the next row follows at once. Training rows that the run did not come to are learned from; after
    them the model learns only if ``learn`` says so.

    Args:
        saved: the run; its model moves from now on.
        later: the later rows, or all rows from the first.
        learn: whether the model learns from all of them.
        iterations: how many of the new rows to take, from the first; by default all.
        keep: as for ``prepare``.

    Raises:
        ValueError: naming what differs from the rows of the saved run, or if no row is new.
    """
    later = _checked(saved, later)
    start = _first_new(saved, later)
    new = first_rows(later.slice(start), iterations)
    check_reach(new, fields_of(saved.model.encoder, new.main))
    series, first = _joined(saved.series, new), len(saved.series)
    check_span(series)
    training = min(len(series), max(first, saved.training - saved.before))
    where = f"continues after step {saved.model.steps - 1:,}"
    notes = [where + _when(saved, series), *_on_learning(training - first, learn), *new.notes]
    notes += [*_on_taken(start), *_on_gap(saved, new), *notes_on_rows(new), *on_pictures(new, keep)]
    return Run(
        series,
        training,
        [None] * first + records_of(saved, new),
        History(saved.model, keep=keep, checkpoints=4),
        saved.model.classifier.parameters.horizons,
        saved.season,
        saved.season_name,
        saved.settings | {"training": saved.training},
        notes,
        list(saved.rows),
        first,
        saved.before,
        learn,
        saved.earlier,
    )


def records_of(saved: SavedRun, new: Series) -> list[object]:
    """What the model is given at each new row."""
    encoder = saved.model.encoder
    if not isinstance(encoder, Fields):
        return list(new.values())
    return [{name: row[name] for name in encoder.encoders} for row in new.rows()]


def _checked(saved: SavedRun, later: Series) -> Series:
    """The later rows with the fields in the order of the run, if they are of the same kind."""
    known, name = saved.series, brief(later.name)
    if missing := [field for field in known.fields if field not in later.fields]:
        raise ValueError(f"{name}: no column {listed(map(repr, missing))}, which the saved run has")
    if known.times and later.times is None:
        raise ValueError(f"{name}: no column of times, which the saved run has; name it with --time")
    for field, encoder in fields_of(saved.model.encoder, known.main).items():
        texts = [value for value in later.fields[field] if isinstance(value, str)]
        if texts and not isinstance(encoder, Category):
            said = f"{shown(texts[0])} is no number, and the saved run has numbers there"
            raise ValueError(f"{name}, {brief(field)}: {said}; correct it, or leave it empty if missing")
    times = later.times if known.times else None
    if known.times and times and (known.times[0].tzinfo is None) != (times[0].tzinfo is None):
        zones = ("no time zone", "a time zone")
        has, had = zones if times[0].tzinfo is None else zones[::-1]
        raise ValueError(f"{name}: its times have {has}, those of the saved run have {had}; write them alike")
    fields = {field: later.fields[field] for field in known.fields}
    return replace(later, fields=fields, times=times, main=known.main)


def _first_new(saved: SavedRun, later: Series) -> int:
    """The place of the first row that the run has not taken. Without times all rows are new."""
    if not (saved.series.times and later.times):
        return 0
    taken, times = (list(map(_moment, some)) for some in (saved.series.times, later.times))
    last = taken[-1]
    again = [place for place, time in enumerate(times) if time == last][: taken.count(last)]
    before = next((place for place, time in enumerate(times) if time >= last), len(times))
    start = again[-1] + 1 if again else before
    if start == len(times):
        until = Dates(later).written(saved.series.times[-1])
        raise ValueError(
            f"{brief(later.name)}: no row is new: the saved run has taken all up to {until}; give later rows"
        )
    return start


def _moment(time: datetime) -> datetime:
    """The time in UTC: Python compares two times of the same zone by wall clock, which can go back."""
    return time if time.tzinfo is None else time.astimezone(UTC)


def _joined(earlier: Series, new: Series) -> Series:
    times = None if new.times is None else [*(earlier.times or []), *new.times]
    labels = None if new.labels is None else [False] * len(earlier) + new.labels
    fields = {name: [*earlier.fields[name], *values] for name, values in new.fields.items()}
    return replace(new, fields=fields, times=times, labels=labels, unit=new.unit or earlier.unit)


def _when(saved: SavedRun, series: Series) -> str:
    """The time of the last step, if it has one."""
    return f", {Dates(series).written(saved.last_time)}" if saved.last_time else ""


def _on_learning(left: int, learn: bool) -> Sequence[str]:
    if learn:
        return ["the model learns from every new row, after it has predicted it"]
    rest = f"the model learns from {counted(left, 'row')}, the rest of the training; after that"
    return [f"{rest if left else 'the model'} does not learn; --learn lets it"]


def _on_taken(rows: int) -> list[str]:
    are = "is" if rows == 1 else "are"
    return [f"{counted(rows, 'row')} that the run has already taken {are} left out"] if rows else []


def _on_gap(saved: SavedRun, new: Series) -> list[str]:
    """A note if it took longer to the first new row than between any two of the last rows before it."""
    step, times = time_step(saved.series), saved.series.times
    if step is None or not times or not new.times:
        return []
    usual = max(1.5 * step, *(now - before for before, now in pairwise(times)))
    gap = new.times[0] - times[-1]
    said = f"{roughly(gap)} lie between the last row of the saved run and the first new row"
    return [f"{said}, which follows at once"] if gap > usual else []
