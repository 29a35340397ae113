"""Fonts: matplotlib's own lacks most of the world's scripts, so other installed fonts stand in for it."""

from collections.abc import Iterator
from contextlib import suppress

import matplotlib
from matplotlib.font_manager import FontEntry, FontProperties, findfont, fontManager
from matplotlib.ft2font import FT2Font

USUAL = 400  # the weight of a font that is neither bold nor light


def write_in(text: str) -> str:
    """From now on draw with fonts that have the characters of a text, as far as any installed font has them.

    This sets matplotlib's ``font.family`` for the whole process: the usual font first, then those needed.

    Returns:
        The characters that no installed font has; boxes stand for them.
    """
    families, missing = families_for(text)
    matplotlib.rcParams["font.family"] = families
    return missing


def families_for(text: str) -> tuple[list[str], str]:
    """The usual font families, and the fewest others found for the text; and the characters that none has."""
    families = list(matplotlib.rcParams["font.family"])
    usual = FT2Font(findfont(FontProperties(family=families)))
    missing = _without(usual, {character for character in text if not character.isspace()})
    if not missing:
        return families, ""
    known = {entry.name: missing - _without(font, missing) for entry, font in _installed()}
    while missing:
        best = max(known, key=lambda name: len(known[name] & missing), default=None)
        if best is None or not known[best] & missing:
            break
        families.append(best)
        missing -= known[best]
    return families, "".join(sorted(missing))


def _without(font: FT2Font, characters: set[str]) -> set[str]:
    """Those of the characters that a font does not have."""
    return {character for character in characters if font.get_char_index(ord(character)) == 0}


def _installed() -> Iterator[tuple[FontEntry, FT2Font]]:
    """Every installed font that can be opened, upright and of usual weight, by name."""
    for entry in sorted(fontManager.ttflist, key=lambda one: (one.name, one.fname)):
        if entry.name.startswith("Last Resort") or entry.style != "normal" or entry.weight != USUAL:
            continue  # the first has a box for every character
        with suppress(OSError, RuntimeError):
            yield entry, FT2Font(entry.fname)
