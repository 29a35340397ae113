"""The command, which notes in a file which process begins which case: ``counted.py LOG sweep ...``."""

import os
import sys
from pathlib import Path

from htm_teacher.study.sweep import sweeping, workers
from htm_teacher.study.sweep.case_scores import score

LOG, DEADLY = "HTM_TEACHER_TEST_LOG", "HTM_TEACHER_TEST_DEADLY"


def noted(case, name, series):
    """The row of a case, after a line in the log."""
    with Path(os.environ[LOG]).open("a") as log:
        log.write(f"{os.getpid()} {case.id}\n")
    if case.id == os.environ.get(DEADLY):
        os._exit(1)
    return score(case, name, series)


if __name__ == "__main__":
    import counted  # as workers import it

    from htm_teacher.cli import main

    sweeping.score = workers._score = counted.noted
    main(sys.argv[1:])
