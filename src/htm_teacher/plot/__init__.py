"""Plot: a run in four panels, as a picture, a film or a window. Only this package imports matplotlib.

In reading order: recording, style, scales, thinned, panels, marks, picture, writers, player, film,
window_parts, window. Beside them: sheet, survey and the package ``inside``, which draw the inside of a
model; and learning. Drawing only reads records, so it cannot move a model.
"""

from .film import animate, check_film
from .learning import learning_curves
from .picture import four_panels
from .recording import Labels, Steps
from .style import STYLES, Style
from .window import watch
from .writers import VideoError

__all__ = [
    "STYLES",
    "Labels",
    "Steps",
    "Style",
    "VideoError",
    "animate",
    "check_film",
    "four_panels",
    "learning_curves",
    "watch",
]
