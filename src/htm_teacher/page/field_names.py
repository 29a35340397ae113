"""What is wrong with a setup, in the words of the page: its fields have labels, not the names of the code."""

import re
from functools import cache

from .controls import CONTROLS

_LABELS = {
    "steps": "Iterations",
    "train": "Training",
    "seed": "Seed",
    "noisy_bits": "Noisy bits",
    "period": "Period",
    "noise": "Noise",
    "pairs": "Sequences",
    "size": "Bits",
    "active_bits": "Active bits",
}
_NAMES = re.compile(r"^[a-z_]+(?= is |: )|\b[a-z]+(?:_[a-z]+)+\b")  # inside, a name has an underscore


def in_page_words(message: str) -> tuple[str, list[str]]:
    """A message with the labels of fields in place of their names, and the names, the first one first.

    >>> in_page_words("activation_threshold is 4: it must not be below learning_threshold, 5")[0]
    '“Activation threshold” is 4: it must not be below “Learning threshold”, 5'
    >>> in_page_words("steps is 0: it must be between 1 and 100,000")
    ('“Iterations” is 0: it must be between 1 and 100,000', ['steps'])
    >>> in_page_words("There are only 64 columns.")
    ('There are only 64 columns.', [])
    """
    found: list[str] = []

    def label(match: re.Match[str]) -> str:
        name = match[0]
        if name not in _labels():
            return name
        found.append(name)
        return f"“{_labels()[name]}”"

    said = _NAMES.sub(label, message)
    return said, list(dict.fromkeys(found))


@cache
def _labels() -> dict[str, str]:
    return _LABELS | {slider.name: slider.label for slider in CONTROLS}
