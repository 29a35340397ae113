"""Styles: colours that colour-blind people can tell apart, on a light and on a dark page."""

from dataclasses import dataclass

from ..core.checks import shown


@dataclass(frozen=True)
class Style:
    """Colours, after Okabe & Ito 2008, "Color Universal Design".

    Args:
        page: the background.
        ink, soft, faint: text and lines in three strengths.
        off: a bit that is off.
        training, testing: the background of the two phases.
        same: a bit that stayed on, a column that was predicted and is active, a prediction.
        new: a bit that turned on, a bursting column.
        gone: a bit that turned off, a column that was predicted and is not active.
        recall, precision: the two curves.
    """

    page: str
    ink: str
    soft: str
    faint: str
    off: str
    training: str
    testing: str
    same: str
    new: str
    gone: str
    recall: str
    precision: str


STYLES: dict[str, Style] = {
    "light": Style(
        page="#ffffff",
        ink="#1c2733",
        soft="#56636f",
        faint="#dde3e8",
        off="#eaeef2",
        training="#f0f4f8",
        testing="#fff7e2",
        same="#0072b2",
        new="#d55e00",
        gone="#aebac5",
        recall="#008c66",
        precision="#b0478f",
    ),
    "dark": Style(
        page="#11171e",
        ink="#eaf0f5",
        soft="#9fadba",
        faint="#2b3641",
        off="#212b35",
        training="#18212b",
        testing="#2b2517",
        same="#56b4e9",
        new="#ff8c42",
        gone="#62717f",
        recall="#35c79d",
        precision="#ee9bcb",
    ),
}
"""The styles by name."""


def style_called(name: str) -> Style:
    """The style with this name; a ValueError if it does not exist."""
    if name not in STYLES:
        raise ValueError(f"unknown style {shown(name)}: there are {', '.join(STYLES)}")
    return STYLES[name]
