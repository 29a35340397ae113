"""A live stream of many keys: alerts as rows come, and a state on disk that survives a crash at any moment.

In reading order: advance, field, rules, plain_rows, gaps, machine_state, sealed; then disk, generations,
alert_file; silence, budget, warm_key, many_keys; writing, mixed, row_reader, line_source, shard, often, feed.
"""

from .advance import advance
from .many_keys import Stream
from .rules import Rules
from .sealed import StateError

__all__ = ["Rules", "StateError", "Stream", "advance"]
