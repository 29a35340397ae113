"""Sparse distributed representation (SDR): many bits, few of them active, each with a meaning.

Source: Ahmad & Hawkins 2016, "How do neurons operate on sparse distributed representations? A
mathematical theory of sparsity, neurons and active dendrites".

Two SDRs that share many active bits mean similar things; two random SDRs share almost none. Everything in
HTM relies on that. The functions at the end of this chapter compute exactly how improbable it is that two
SDRs match by chance.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import comb, inf

from .checks import check_indices, check_number, check_whole
from .permanence import round_half_up
from .rng import Random


class SDR:
    """A set of active bits among ``size``; ``len()`` is how many are active.

    SDRs with the same size and active bits are equal.

    >>> dog, wolf = SDR(1000, {1, 5, 88, 900}), SDR(1000, {1, 5, 88, 412})
    >>> dog.overlap(wolf), dog.match(wolf, theta=3)
    (3, True)

    Args:
        size: how many bits there are, n.
        active: the indices of the active bits, each in [0, size). Duplicates are ignored.

    Raises:
        ValueError: if an index is out of range.
    """

    def __init__(self, size: int, active: Iterable[int] = ()) -> None:
        # An SDR is a key of sets and dictionaries, so it must never change: what users read has no setter.
        self._size = check_whole(size, "size", low=1)
        self._active = check_indices(active, "bit", self._size)

    @property
    def size(self) -> int:
        """How many bits there are, n."""
        return self._size

    @property
    def active(self) -> frozenset[int]:
        """The indices of the active bits."""
        return self._active

    def __len__(self) -> int:
        """How many bits are active, w."""
        return len(self.active)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SDR) and (self.size, self.active) == (other.size, other.active)

    def __hash__(self) -> int:
        return hash((self.size, self.active))

    def __repr__(self) -> str:
        return f"SDR({self.size}, {sorted(self.active)})"

    @property
    def sparsity(self) -> float:
        """The fraction of bits that are active, w / n."""
        return len(self.active) / self.size

    def overlap(self, other: "SDR") -> int:
        """How many active bits the two have in common."""
        self._check_same_size(other)
        return len(self.active & other.active)

    def match(self, other: "SDR", theta: int) -> bool:
        """Whether the overlap reaches the threshold theta, so that the two count as a match."""
        return self.overlap(other) >= theta

    def union(self, *others: "SDR") -> "SDR":
        """The bits that are active in any of these SDRs.

        The union contains all active bits of each, so it matches each. But the more SDRs it is made of, the
        more other SDRs match it, too.
        """
        for other in others:
            self._check_same_size(other)
        return SDR(self.size, self.active.union(*(other.active for other in others)))

    def noise(self, fraction: float, random: Random) -> "SDR":
        """Replace a fraction of the active bits by inactive bits, both chosen at random.

        Raises:
            ValueError: if the fraction is not in [0, 1], or too few bits are inactive.
        """
        count = round_half_up(check_number(fraction, "fraction", 0, 1) * len(self.active))
        inactive = set(range(self.size)) - self.active
        if count > len(inactive):
            raise ValueError(f"noise of {fraction} needs {count} inactive bits: only {len(inactive)} exist")
        lost = random.sample(self.active, count)
        gained = random.sample(inactive, count)
        return SDR(self.size, self.active.difference(lost).union(gained))

    def _check_same_size(self, other: "SDR") -> None:
        if self.size != other.size:
            raise ValueError(f"the SDRs have {self.size} and {other.size} bits: they must have the same size")


def capacity(n: int, w: int) -> int:
    """How many SDRs of n bits have exactly w active bits.

    >>> f"{capacity(n=2048, w=40):.0e}"  # far more than a memory will ever have to tell apart
    '2e+84'
    """
    return comb(n, w)


def overlap_set_size(n: int, w: int, b: int, overlap: int) -> int:
    """How many SDRs of w active bits share exactly ``overlap`` bits with a given SDR of b active bits."""
    # Choose the shared bits among the b, and the others among the rest. comb() refuses negative numbers.
    return comb(b, overlap) * comb(n - b, w - overlap) if overlap <= w else 0


def false_match_probability(n: int, w: int, b: int, theta: int) -> Fraction:
    """The chance that a random SDR of w active bits shares at least theta bits with a given SDR of b.

    In a few dense bits a match means nothing. In many sparse bits, half of the bits are enough:

    >>> false_match_probability(n=8, w=2, b=2, theta=1)
    Fraction(13, 28)
    >>> float(false_match_probability(n=1024, w=20, b=20, theta=10)) < 1e-13
    True

    b may differ from w, since a segment samples only some of the active cells. With 20 synapses, of which 13
    must come from the 40 active among 65,536 cells, it is practically never active by chance:

    >>> f"{float(false_match_probability(n=65536, w=40, b=20, theta=13)):.0e}"
    '1e-38'

    Raises:
        ValueError: if an SDR of n bits cannot have this number of active bits.
    """
    for name, bits, most in (("w", w, n), ("b", b, n), ("theta", theta, inf)):
        check_whole(bits, name, 0, most)
    matching = sum(overlap_set_size(n, w, b, overlap) for overlap in range(theta, b + 1))
    return Fraction(matching, capacity(n, w))
