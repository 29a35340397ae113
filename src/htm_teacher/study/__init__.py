"""Study: a whole series through a machine, and what can be said of it afterwards.

In reading order: encoding, naive, pace, season, choices, run, report, verdict, table. Beside them: names
(what other libraries call each parameter) and sine (a study of its own).
"""

from .report import Report, report_on
from .run import Row, Run, prepare, run_series
from .table import write_steps

__all__ = ["Report", "Row", "Run", "prepare", "report_on", "run_series", "write_steps"]
