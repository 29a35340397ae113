"""Numbers in a report, as people write them."""

from math import floor, isfinite, log10

LEAST, MOST = 1e-5, 1e15  # numbers outside are written with a power of ten


def plain(value: float, digits: int = 6) -> str:
    """A number rounded to this number of digits, but not before the point; thousands are set apart.

    >>> plain(623032000), plain(1234.5678), plain(0.00025), plain(2e15)
    ('623,032,000', '1,234.57', '0.00025', '2e+15')
    """
    size = abs(value)
    if not isfinite(value) or not LEAST <= size < MOST:
        return f"{value:.{digits}g}" if value else "0"
    written = f"{value:,.{max(0, digits - 1 - floor(log10(size)))}f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
