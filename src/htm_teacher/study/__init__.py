"""Study: take a whole series through a model, and report on it.

A series is prepared (encoding, season, choices), run (run), reported on (earned, rivals, crps, scores,
arrivals, reasons, anomalies, verdict, labels, alert_rule, alerts_kept, alerts, report), and forecast
(next_times, forecast, text_odds). The results are shown or written (table, forecast_table; of many streams
stream_facts and streams_page; the terminal's tables are in ``cli``). Each of these asks only those before it.
All of them use naive, dates, pace and columns; sine is a study of its own. A run is kept in a file
(saved_run), and later rows continue it (continued).
"""

from typing import TYPE_CHECKING

from ..series.later import later
from .run import Row, Run, prepare, run_series

if TYPE_CHECKING:
    from .forecast import Forecast, forecast_after
    from .forecast_table import write_forecast
    from .report import Report, report_on
    from .table import write_steps
else:
    __getattr__, __dir__ = later(
        __name__,
        {
            "Forecast": ".forecast",
            "Report": ".report",
            "forecast_after": ".forecast",
            "report_on": ".report",
            "write_forecast": ".forecast_table",
            "write_steps": ".table",
        },
    )

__all__ = [
    "Forecast",
    "Report",
    "Row",
    "Run",
    "forecast_after",
    "prepare",
    "report_on",
    "run_series",
    "write_forecast",
    "write_steps",
]
