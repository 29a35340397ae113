"""Series on which a case takes a moment, and rows without a model."""

from math import sin

from htm_teacher.series import Series
from htm_teacher.study.sweep.case_scores import described

RAMP = Series("ramp", {"flow": [float(step % 6) for step in range(80)]})
WAVE = Series("wave", {"flow": [10 * sin(step / 2) for step in range(80)]})
PAIR = {"ramp": RAMP, "wave": WAVE}


def row(task, **scores):
    """A finished row of a task."""
    return described(*task) | {"skill": 0.5, "seconds": 1.0} | scores


class Counter:
    """Computes tasks without a model, and notes which; it may end after a number of them."""

    def __init__(self, most=None, **scores):
        self.ids, self.most, self.scores = [], most, scores

    def __call__(self, tasks):
        for task in tasks:
            if self.most is not None and len(self.ids) == self.most:
                raise KeyboardInterrupt
            self.ids.append(task.case.id)
            yield [row(task, **self.scores)]


def without_seconds(rows):
    return sorted(
        ({name: value for name, value in row.items() if name != "seconds"} for row in rows),
        key=lambda row: row["case"],
    )
