"""A budget: at most this number of alerts a day, those that are strongest for the last week.

An alert is raised if it is among the strongest of the last seven days, as many as the budget allows for these
days, and if the budget of its own day is not spent. So there are fewer on quiet days, and never more. The day
is that of the row's time, in its zone. Alerts of silence are always raised, and take nothing of the budget.
"""

from typing import Any

WEAKEST = 0.3  # strength: below it there is never an alert
DAYS = 7
PARTS = 100  # of the strength: equal parts count as equally strong


class Budget:
    """What was raised today, and how strong the alerts of the last days were, raised or not.

    Args:
        most: alerts a day; None: all are raised.
        raised: how many were raised today.
        days: of each of the last days its date, and how many alerts had each strength.
    """

    def __init__(self, most: int | None, raised: int = 0, days: Any = ()) -> None:
        self.most, self.raised = most, raised
        self.days: list[list[Any]] = [list(one) for one in days]

    def state(self) -> list[Any]:
        """The arguments after the first."""
        return [self.raised, self.days]

    def allows(self, alert: dict[str, Any]) -> bool:
        """Whether this alert, which comes after all that were asked before, is raised."""
        if self.most is None or alert["kind"] != "value":
            return True
        day = alert["time"][:10]
        if not self.days or day > self.days[-1][0]:  # a late row counts as one of today
            self.days = [*self.days[1 - DAYS :], [day, [0] * (PARTS + 1)]]
            self.raised = 0
        strength = round(PARTS * alert["strength"])
        self.days[-1][1][strength] += 1
        stronger = sum(sum(counts[strength + 1 :]) for _, counts in self.days)
        allowed = self.raised < self.most and stronger < self.most * len(self.days)
        self.raised += allowed
        return allowed
