"""Numbers in columns of text: how a column writes them, each cell as a number, and what is in the way."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ..series import MISSING, counted, shown
from .decimal_marks import Written, find_marks
from .number_cells import PLAIN, TEXT_MARK, is_infinite, is_limit, take_apart, tidy
from .number_reading import NumberFormat, read_cell
from .number_words import fill_value_doubt, on_and_off, stands_for_missing
from .units import alike, same_unit

_LONG = re.compile(r"-?\d{16,300}")
_SHAPE = str.maketrans("023456789", "111111111")
_MOST_NAMED = 3  # words in a note


def number_format(
    cells: Iterable[str],
    *,
    decimal: str | None = None,
    missing: frozenset[str] = MISSING,
    comma_delimits: bool = False,
) -> NumberFormat | None:
    """How the numbers of a column are written; None if fewer than half of its given cells are numbers.

    Half is enough, because a wrong cell must not hide a column: ``number`` refuses the cell by name.

    Args:
        cells: all cells of the column.
        decimal: the decimal mark, "." or ",", if the caller knows it; the cells are then not asked.
        missing: what means a missing value: words in any case, and numbers by their value.
        comma_delimits: whether a comma separates cells, so that a decimal comma can only be in quotes.
    """
    words = frozenset(word.strip().lower() for word in missing)
    values = (tidy(word).replace(",", ".") for word in words)
    numbers = frozenset(float(value) for value in values if PLAIN.fullmatch(value))
    given = given_cells(cells, words)
    extra = {cell: many for cell, many in given.items() if stands_for_missing(cell)}
    usual = {cell: many for cell, many in given.items() if cell not in extra}
    form = NumberFormat(
        missing=words | {cell.lower() for cell in extra}, missing_numbers=numbers, note=_on_missing(extra)
    )
    if pair := on_and_off(usual):
        return _add(form._replace(on=pair[0], off=pair[1]), note=_on_words(usual, pair))
    written, meant = ways_of_writing(usual)
    meaningful = [one for one in written if one.makes_sense(decimal)]
    unit, bare, united = _find_unit(meaningful)
    if not usual or 2 * (united + meant) < sum(usual.values()):
        return None
    units = {same_unit(unit), *([""] if bare else [])}
    chosen = [one for one in meaningful if same_unit(one.parts.unit) in units]
    marks = find_marks(chosen, decimal, comma_delimits)
    form = form._replace(decimal=marks.decimal, thousands=marks.thousands, unit=unit, bare=bare)
    chosen = [one for one in chosen if isinstance(read_cell(one.example, form), float)]
    form = _add(form, note=marks.note, doubt=marks.doubt)
    form = _add(form, note=_on_unit(chosen, form))
    form = _add(form, note=_on_signs(chosen, form))
    form = _add(form, note=_on_digits(usual))
    return _add(form, doubt=fill_value_doubt(usual, form))


def _on_digits(usual: Iterable[str]) -> str:
    """A note on the first whole number that a float cannot hold; "" if there is none."""
    for cell in filter(_LONG.fullmatch, usual):
        if int(float(cell)) != int(cell):
            return f"{shown(cell)} is read as {float(cell):.0f}: numbers have 15 to 17 digits"
    return ""


def number(cell: str, form: NumberFormat) -> float | None:
    """The number in a cell, or None if it is missing.

    >>> form = number_format(["1.234,5 kW", "800 kW"])
    >>> number("1.234,5 kW", form), number("-", form)
    (1234.5, None)

    Args:
        cell: the cell.
        form: how the numbers of its column are written.

    Raises:
        ValueError: if the cell is not a number, has another unit than its column, is not finite, or is too
            large to calculate with; the message begins with the cell and says what to do.
    """
    value = read_cell(cell, form)
    if isinstance(value, str):
        raise ValueError(f"{shown(cell)} {value}")
    return value


def obstacle(cells: Iterable[str], *, missing: frozenset[str] = MISSING) -> str:
    """The cell that keeps a column from holding numbers, as messages show it: "'open'".

    Of the cells that are not numbers, it is the first of the most frequent kind, where digits of the same
    length are of a kind. If all cells are numbers but their units differ, it is the most frequent cell. It is
    "" if no cell is given.
    """
    given = given_cells(cells, frozenset(word.strip().lower() for word in missing))
    kinds: Counter[str] = Counter()
    first: dict[str, str] = {}
    for cell, many in given.items():
        one, _ = ways_of_writing({cell: 1})
        if not one or not one[0].makes_sense(None):
            kind = "".join("0" if letter.isdigit() else letter for letter in tidy(cell)[:200])
            kinds[kind] += many
            first.setdefault(kind, cell)
    if kinds:
        return shown(first[kinds.most_common(1)[0][0]])
    return shown(given.most_common(1)[0][0]) if given else ""


def given_cells(cells: Iterable[str], missing: frozenset[str]) -> Counter[str]:
    """{cell: how often it occurs} without the cells that mean missing."""
    every = Counter(map(str.strip, cells))
    return Counter({cell: many for cell, many in every.items() if cell.lower() not in missing})


def ways_of_writing(given: Mapping[str, int]) -> tuple[list[Written], int]:
    """The ways in which numbers are written, and how many other cells are limits or infinite.

    Two numbers of the same length with the same marks and the same unit are written alike.
    """
    examples: dict[tuple[str, bool, bool, str], str] = {}
    counts: Counter[tuple[str, bool, bool, str]] = Counter()
    with_digits: dict[str, bool] = {}  # {shape: whether its unit has digits, as m2 and m3 have}
    for cell, many in given.items():
        shape = cell.translate(_SHAPE)
        if shape not in with_digits:
            with_digits[shape] = any(map(str.isdigit, _unit(cell)))
        first, last = shape.find("1"), shape.rfind("1")
        # A zero at the start or at the end tells decimals from thousands.
        zeros = (cell[first] == "0", cell[last] == "0") if last >= 0 else (False, False)
        key = (shape, *zeros, _unit(cell) if with_digits[shape] else "")
        examples.setdefault(key, cell)
        counts[key] += many
    written, meant = [], 0
    for key, cell in examples.items():
        text = tidy(cell)
        if parts := take_apart(text):
            written.append(Written(cell, parts, counts[key]))
        elif is_infinite(text) or is_limit(text):
            meant += counts[key]
    return written, meant


def _unit(cell: str) -> str:
    parts = take_apart(tidy(cell))
    return parts.unit if parts else ""


def _find_unit(written: Sequence[Written]) -> tuple[str, bool, int]:
    """The unit of the column, whether cells without it are read too, and how many cells are numbers.

    A cell with another unit counts as a number, to be refused by name, if it measures the same.
    """
    spelled: dict[str, str] = {}
    cells: Counter[str] = Counter()
    for one in written:
        key = same_unit(one.parts.unit)
        spelled.setdefault(key, one.parts.unit)
        cells[key] += one.cells
    bare = cells.pop("", 0)
    if not cells:
        return "", True, bare
    first, most = cells.most_common(1)[0]
    taken = {key for key in cells if alike(spelled[first], spelled[key])}
    # A word that occurs once is no unit if other words occur too: 12 Main Street, 5 Oak Avenue.
    taken |= {first} if most > 1 or len(cells) == 1 else set()
    united = bare + sum(cells[key] for key in taken)
    if first not in taken or most < bare:
        return "", True, united
    unit = spelled[first]
    return unit, unit not in ("%", "‰") and 10 * bare <= bare + most, united


def _add(form: NumberFormat, note: str = "", doubt: str = "") -> NumberFormat:
    return form._replace(
        note="; ".join(filter(None, (form.note, note))), doubt="; ".join(filter(None, (form.doubt, doubt)))
    )


def _on_missing(extra: Mapping[str, int]) -> str:
    """A note that names the words read as missing, the most frequent first."""
    if not extra:
        return ""
    frequent = sorted(extra.items(), key=lambda item: -item[1])
    said = [f"{counted(many, 'cell')} {shown(cell)}" for cell, many in frequent[:_MOST_NAMED]]
    more = sum(many for _, many in frequent[_MOST_NAMED:])
    said += [f"{counted(more, 'cell')} with other words"] if more else []
    return f"{', '.join(said)} {'is' if sum(extra.values()) == 1 else 'are'} read as missing"


def _on_words(given: Iterable[str], pair: tuple[str, str]) -> str:
    spelled = {cell.lower(): cell for cell in given}
    read = [(spelled[word], one) for word, one in zip(pair, (1, 0), strict=True) if word in spelled]
    return " and ".join(f"{shown(word)} is read as {one}" for word, one in read)


def _on_unit(written: Sequence[Written], form: NumberFormat) -> str:
    if not form.unit:
        return ""
    with_unit = [one for one in written if one.parts.unit]
    said = f"{_reading(with_unit[0], form)}: " if with_unit else ""
    bare = sum(one.cells for one in written if not one.parts.unit)
    without = f", like {counted(bare, 'cell')} without a unit" if form.bare and bare else ""
    unit = shown(form.unit) if " " in form.unit else form.unit
    meaning = "per cent stay per cent" if form.unit == "%" else f"the unit is {unit}"
    return f"{said}{meaning}{without}"


def _on_signs(written: Sequence[Written], form: NumberFormat) -> str:
    """A note on minus signs that are brackets or stand behind the number, and on marks of text."""
    marked = next((one for one in written if one.example.startswith(TEXT_MARK)), None)
    odd = {one.parts.style: one for one in written if one.parts.style}
    odd |= {TEXT_MARK: marked} if marked else {}
    return "; ".join(_reading(one, form) for one in odd.values())


def _reading(one: Written, form: NumberFormat) -> str:
    return f"{shown(one.example)} is read as {read_cell(one.example, form):.15g}"
