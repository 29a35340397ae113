"""A budget: at most this number of alerts a day, those that are strongest for the last week.

An alert is raised if it is among the strongest of the last seven days, as many as the budget allows for these
days, and if the budget of its own day is not spent. So there are fewer on quiet days, and never more. The day
is that of the row's time, in its zone. A late row counts as one of today. A row that is more than a week
earlier than today has a day of its own, so a clock that was far ahead for a moment spoils nothing. Alerts of
silence are always raised, and take nothing of the budget.
"""

from datetime import date
from typing import Any

DAYS = 7
PARTS = 100  # of the strength: equal parts count as equally strong


class Budget:
    """What was raised today, and how strong the alerts of the last days were, raised or not.

    Args:
        most: alerts a day; None: all are raised.
        raised: how many were raised today, if the days do not say it.
        days: of each of the last days its date, how many alerts had each strength, and how many were raised.
            Today is the last.
    """

    def __init__(self, most: int | None, raised: int = 0, days: Any = ()) -> None:
        self.most = most
        self.days: list[list[Any]] = [[*one, raised][:3] for one in days]

    def state(self) -> list[Any]:
        """The arguments after the first."""
        return [self.days[-1][2] if self.days else 0, self.days]

    def allows(self, alert: dict[str, Any]) -> bool:
        """Whether this alert, which comes after all that were asked before, is raised."""
        if self.most is None or alert["kind"] != "value":
            return True
        day = alert["time"][:10]
        if not self.days or not 0 <= _number(self.days[-1][0]) - _number(day) <= DAYS:
            its = next((one for one in self.days if one[0] == day), [day, [0] * (PARTS + 1), 0])
            self.days = [*(one for one in self.days if one[0] != day), its][-DAYS:]
        today = self.days[-1]
        strength = round(PARTS * alert["strength"])
        today[1][strength] += 1
        stronger = sum(sum(counts[strength + 1 :]) for _, counts, _ in self.days)
        allowed = today[2] < self.most and stronger < self.most * len(self.days)
        today[2] += allowed
        return bool(allowed)


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()
