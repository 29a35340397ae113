"""What is said of several series in few lines: sentences that differ only in their numbers share one."""

import re
from collections.abc import Mapping, Sequence

from ..core.checks import listed

_NAMED = 3  # series in a line
_NUMBER = re.compile(r"\d[\d,]*")


def in_few_lines(said: Mapping[str, Sequence[str]]) -> list[str]:
    """First the sentences that are said of all series, then how many series have one of the others.

    Args:
        said: the sentences by the name of the series; a line gives the numbers of its first series.
    """
    alike: dict[tuple[str, int], dict[str, str]] = {}
    for name, sentences in said.items():
        for sentence in dict.fromkeys(sentences):
            words, again = _NUMBER.sub("0", sentence), 0
            while name in alike.setdefault((words, again), {}):
                again += 1
            alike[words, again][name] = sentence
    shared, others = [], []
    for of in alike.values():
        first, same = next(iter(of.values())), len(set(of.values())) == 1
        if same and len(of) == len(said):
            shared.append(first)
        else:
            who = f"{len(of):,} of {len(said):,} series ({listed(of, _NAMED)})"
            others.append(f"{who}: {first}" if same else f"{who}; of the first: {first}")
    return shared + others
