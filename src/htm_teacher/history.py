"""The history that users have: the textbook's, which can also be looked at. Looking moves nothing.

Drawing is imported where it is used, so that a history without pictures costs nothing more.
"""

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .keep import history as textbook

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class History(textbook.History):
    """A model and all that it has been through; see ``htm_teacher.keep.history.History``.

    >>> from htm_teacher import RDSE, build
    >>> history = History(build("toy", RDSE(resolution=0.1)))
    >>> steps = history.run([0.0, 0.5, 1.0, 0.5] * 5)
    >>> history.picture().get_size_inches().tolist()
    [12.8, 7.2]
    """

    def picture(self, **look: Any) -> "Figure":
        """The run at a glance, in four panels; ``look`` is as for ``htm_teacher.plot.four_panels``."""
        from .plot import four_panels

        return four_panels(self, **look)

    def animate(self, path: str | os.PathLike[str], **look: Any) -> Path:
        """Write the four panels as a film; the ending decides: .mp4, .gif or .html.

        ``look`` is as for ``htm_teacher.plot.animate``: style, size, fps, first, last, every, progress ...
        """
        from .plot import animate

        return animate(self, path, **look)

    def watch(self, **look: Any) -> Path | None:
        """Open a window in which the run plays; without a display write a page that plays it.

        ``look`` is as for ``htm_teacher.plot.watch``.
        """
        from .plot import watch

        return watch(self, **look)

    def _repr_png_(self) -> bytes | None:
        """What a notebook shows for it: the picture, once there is something to see."""
        if not len(self):
            return None
        file = io.BytesIO()
        self.picture().savefig(file, format="png")
        return file.getvalue()
