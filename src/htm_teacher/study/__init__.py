"""Study: take a whole series through a model, and report on it.

A series is prepared (encoding, season, choices), run (run), reported on (earned, rivals, crps, scores,
arrivals, reasons, anomalies, verdict, labels, report), and shown or written (table; the terminal's tables are
in ``cli``). Each of these asks only those before it. All of them use naive, dates, pace and columns; sine is
a study of its own.
"""

from typing import TYPE_CHECKING

from ..series.later import later
from .run import Row, Run, prepare, run_series

if TYPE_CHECKING:
    from .report import Report, report_on
    from .table import write_steps
else:
    __getattr__, __dir__ = later(
        __name__, {"Report": ".report", "report_on": ".report", "write_steps": ".table"}
    )

__all__ = ["Report", "Row", "Run", "prepare", "report_on", "run_series", "write_steps"]
