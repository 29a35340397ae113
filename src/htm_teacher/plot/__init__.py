"""Plot: a run in four panels, as a picture or as a film. Only here is matplotlib imported.

In reading order: recording, style, scales, panels, marks, picture, writers, film; and, by itself, learning.
Drawing reads records and nothing else, so it cannot move a model.
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
