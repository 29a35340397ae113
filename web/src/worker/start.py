"""The first thing that Python runs on the page: from here on it answers lines with lines."""

import json
import sys

sys.path.insert(0, "/textbook")

from htm_teacher.page.session import Session
from htm_teacher.page.trouble import trouble

_session = Session()


def answer(line):
    """What the session answers; if it cannot, because it was stopped from outside, that."""
    try:
        return _session.ask(line)
    except BaseException as error:
        return json.dumps({"broken": trouble(error)})


answer
