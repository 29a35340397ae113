"""What is said about encoders: what they took from the training rows, and how the test rows differ."""

from collections.abc import Mapping, Sequence
from math import ceil

from ..core.checks import brief
from ..core.encoders import RDSE, Encoder
from ..series import Series, Value
from ..series.series import counted
from ..series.setting_names import option
from .columns import ColumnNote, in_lines, on_input, once
from .dates import Dates
from .far_out import far_out, near
from .plain_numbers import plain

UNUSED = "the test rows were not used"
CHANGES = (
    "let HTM read its changes: add them to the data as a column, and choose that with --value; predictions"
    " and errors are then those of changes"
)
UNSEEN = "; what was never learned cannot be predicted"
DRIFT, DRIFTS = f"; if the level drifts, {CHANGES}", 0.1  # said if a tenth of the test values are beyond
PART = f", 1/130 of the range of the training rows; {UNUSED}"


def notes_on_columns(
    series: Series, encoders: Mapping[str, Encoder], training: int, time_bits: int
) -> list[str]:
    """A line for the main column and for each group of like columns, in each respect."""
    main, fields = series.main, series.fields
    taken = (_on_encoder(series, name, one, training) for name, one in encoders.items())
    notes = once(in_lines(taken, main), PART)
    bits = sum(encoder.size for encoder in encoders.values()) + time_bits
    notes += on_input(list(encoders), main, bits)
    far = (_on_far(name, values[:training]) for name, values in fields.items())
    notes += in_lines(filter(None, far), main)
    beyond = (_on_range(series, name, training) for name in fields)
    switches = (_on_switch(name, values, training) for name, values in fields.items() if name != main)
    notes += once(once(in_lines(filter(None, beyond), main), UNSEEN + DRIFT), UNSEEN)
    return notes + (in_lines(filter(None, switches), main) if series.labels is None else [])


def _on_switch(name: str, values: Sequence[Value], training: int) -> ColumnNote | None:
    """A doubt about a column of 0 and 1 that first changes in the test rows, as a label may."""
    taught, tested = ({*part} - {None} for part in (values[:training], values[training:]))
    if len(taught) != 1 or taught | tested != {0, 1}:
        return None
    alike = "0 and 1 that first change in the test rows"
    advice = "if it marks known anomalies, give"
    return ColumnNote(name, f"{alike}; {advice} {option('--label', name)}", f"{alike}; {advice} --label NAME")


def _on_encoder(series: Series, name: str, encoder: Encoder, training: int) -> ColumnNote:
    """What an encoder took from the training rows."""
    values = series.fields[name]
    known = [value for value in values[:training] if value is not None]
    if not known:
        return ColumnNote(name, _on_nothing(values), "no value in the training rows, so nothing is learned")
    if not isinstance(encoder, RDSE):
        taken = f"the {counted(len(encoder.candidates()), 'category')}".replace("categorys", "categories")
        said = f"{taken} of the training rows; {UNUSED}"
        return ColumnNote(name, said, f"the categories of the training rows each; {UNUSED}")
    unit = f" {brief(series.unit)}" if series.unit and name == series.main else ""
    chosen = f"an RDSE of resolution {plain(encoder.resolution or 1.0)}{unit}"
    if len(set(known)) > 1:
        return ColumnNote(name, chosen + PART, f"an RDSE each, of its own resolution{PART}")
    alike = "the values of the training rows are all alike, so they have no range"
    if len(known) == 1:
        alike = "the training rows hold a single value, so they have no range"
    return ColumnNote(name, f"{chosen}: {alike}", "all values of the training rows are alike, so no range")


def _on_nothing(values: Sequence[Value]) -> str:
    """What to do about a column without a value in the training rows."""
    first = next((step for step, value in enumerate(values) if value is not None), None)
    if first is None:
        return "no row holds a value; choose another column with --value"
    percent = ceil(100 * (first + 1) / len(values))
    train = f", or take --train {percent / 100:g} or more" if percent < 100 else ""
    where = f"the first value is at step {first:,} of {len(values):,}; remove the rows before it{train}"
    return f"the training rows hold no value, so nothing about it can be learned; {where}"


def _on_far(name: str, values: Sequence[Value]) -> ColumnNote | None:
    """What was done about values that are far out, if there are any."""
    far = far_out(values)
    if not far:
        return None
    advice = "if this is a fault in the data, leave its cell empty and run again"
    without = len(near(values)) < len(values)
    made = "left out of the range" if without else "the range is now so wide that all others look alike"
    them = f"{counted(len(far), 'training value')} far from all others, such as {plain(max(far, key=abs))}"
    several = f"{{count:,}} training values far from all others: {made}; {advice}"
    return ColumnNote(name, f"{them}: {made}; {advice}", several, len(far))


def _on_range(series: Series, name: str, training: int) -> ColumnNote | None:
    """How many test values are beyond the range of the training rows, on which side, when, and how far."""
    numbers = [value if isinstance(value, float | int) else None for value in series.fields[name]]
    known = [value for value in numbers[:training] if value is not None]
    if not known:
        return None
    low, high = min(known), max(known)
    tested = {step: value for step, value in enumerate(numbers) if step >= training and value is not None}
    above = {step: value - high for step, value in tested.items() if value > high}
    below = {step: low - value for step, value in tested.items() if value < low}
    if not (off := above | below):
        return None
    sides = " and ".join(f"{len(one):,} {side}" for one, side in ((above, "above"), (below, "below")) if one)
    first = min(off)
    when = f"{Dates(series).written(series.times[first])}, " if series.times else ""
    said = f"of {counted(len(tested), 'test value')}, {sides} the range of the training rows"
    far = (
        f"first at {when}step {first:,}, by {plain(off[first], 4)}; at most by {plain(max(off.values()), 4)}"
    )
    advice = UNSEEN + DRIFT * (len(off) >= DRIFTS * len(tested))
    several = f"{{count:,}} test values beyond the range of the training rows{advice}"
    return ColumnNote(name, f"{said}, {plain(low)} to {plain(high)}: {far}{advice}", several, len(off))
