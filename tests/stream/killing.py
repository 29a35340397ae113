"""Streams whose process is killed at a chosen moment, on a disk that may lose what was not synced."""

import os
import random
import signal
from contextlib import closing
from pathlib import Path

from htm_teacher.keep.lock import locked
from htm_teacher.stream.alert_file import AlertFile
from htm_teacher.stream.disk import Disk
from htm_teacher.stream.many_keys import KeyRow, Stream
from htm_teacher.stream.rules import Rules

RULES = Rules(silence=30)
BATCH, SAVES_AFTER = 5, 3  # rows in a batch, batches between two saves
AGAIN = 4  # rows that a machine owes before its state is written whole


class Adder:
    """A machine that is quick: it adds up values, and raises an alert at each sum that 3 divides."""

    warming_up = False

    def __init__(self, key, rules, state):
        self.key, self.rules, self.sum = key, rules, int(state or b"0")

    def take(self, rows):
        alerts = []
        for row in rows:
            self.sum += int(row.value)
            if self.sum % 3 == 0:
                alerts.append({"id": f"{self.key}-{row.number}", "kind": "value", "row": row.number})
        return alerts

    def state(self):
        return str(self.sum).encode()

    def begin_again(self):
        self.sum = 0


class QuickDisk(Disk):
    """A disk that loses nothing, and so need not be waited for."""

    def sync(self, file):
        pass

    def sync_folder(self, folder):
        pass


class KilledDisk(QuickDisk):
    """A disk in whose use the process dies, at the nth point of a name, or of any."""

    def __init__(self, name=None, count=1):
        self.name, self.left = name, count

    def point(self, name):
        if self.name in (None, name):
            self.left -= 1
            if self.left == 0:
                self.lose()
                os.kill(os.getpid(), signal.SIGKILL)

    def lose(self):
        """What the disk loses when the power fails; nothing if only the process dies."""


class TearingDisk(KilledDisk):
    """At the end, of what was not synced any part may be missing, and names may not be there."""

    def __init__(self, seed, name=None, count=1, syncs=True):
        super().__init__(name, count)
        self.random, self.syncs = random.Random(seed), syncs
        self.synced, self.files, self.renamed = {}, {}, []

    def write(self, file, data):
        self.files[file.name] = file
        self.synced.setdefault(file.name, os.fstat(file.fileno()).st_size)
        super().write(file, data)

    def sync(self, file):
        if self.syncs:
            self.synced[file.name] = os.fstat(file.fileno()).st_size

    def rename(self, path, new):
        super().rename(path, new)
        self.renamed.append((path, new))
        self.synced[str(new)] = self.synced.pop(str(path), 0)

    def sync_folder(self, folder):
        self.renamed.clear()

    def lose(self):
        for path, length in self.synced.items():
            if os.path.exists(path):
                held = os.path.getsize(path)
                os.truncate(path, min(held, self.random.randint(length, max(held, length))))
        for path, new in self.renamed:
            if self.random.random() < 0.5:
                os.replace(new, path)


def rows(count=100, keys=4):
    """Rows of a few keys; now and then one of them is silent."""
    drawn = random.Random(5)
    return [
        KeyRow(i, f"k{drawn.randrange(1 + keys * (i // 30 % 2))}", str(i), float(i), drawn.randrange(10))
        for i in range(1, count + 1)
    ]


def run(folder: Path, every, disk=None, warm=2, rules=RULES, make=Adder, say=print, **options):
    """Take all rows that were not taken before; the stream at its end."""
    with locked(folder / "state"):
        stream = Stream(
            folder / "state",
            rules,
            lambda at, one: AlertFile(folder / "alerts", at, one, say),
            disk or QuickDisk(),
            warm,
            make,
            AGAIN,
            **options,
        )
        with closing(stream):
            start = stream.source or 0
            for batch, first in enumerate(range(start, len(every), BATCH), 1):
                some = every[first : first + BATCH]
                stream.take(some, first + len(some))
                if batch % SAVES_AFTER == 0:
                    stream.save(first + len(some))
            stream.save(len(every))
            return stream


def killed(folder: Path, every, disk, **options) -> bool:
    """Run in a process of its own; whether it was killed."""
    child = os.fork()
    if not child:
        code = 1
        try:
            run(folder, every, disk, **options)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def outcome(folder: Path, stream):
    """All that must be equal to a run that was never killed."""
    states = {key: stream.state(key) for key in sorted(stream.kept.places | stream.kept.rest)}
    return (folder / "alerts").read_bytes(), states, stream.kept.content
