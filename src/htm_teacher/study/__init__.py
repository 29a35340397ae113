"""Study: a whole series through a machine, and what can be said of it afterwards.

In reading order: encoding, naive, pace, season, choices, run, report, table, files; for people to read:
words, verdict, show, names, explain, terminal. Beside them, each a study of its own: sine.
"""

from .report import Report, report_on
from .run import Row, Run, prepare, run_series
from .table import write_steps

__all__ = ["Report", "Row", "Run", "prepare", "report_on", "run_series", "write_steps"]
