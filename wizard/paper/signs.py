"""The icons of a document, drawn from the program's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer

from wizard.core.case.blocks import Tone
from wizard.paper.look import colour
from wizard.paths import resource

NAMES = {
    Tone.OK: "circle-check",
    Tone.WARNING: "triangle-alert",
    Tone.FAILED: "circle-x",
    Tone.INFO: "info",
    Tone.PAST: "history",
    Tone.MUTED: "circle",
    Tone.TEXT: "circle",
}


def icon(tone: Tone, x: float, side: float) -> Callable[[QPainter, float], None]:
    """Draws the icon of a tone with its left edge at ``x``."""
    return sign(NAMES[tone], tone, x, side)


def sign(name: str, tone: Tone, x: float, side: float) -> Callable[[QPainter, float], None]:
    """Draws one of the program's icons in the colour of a tone."""

    def paint(painter: QPainter, y: float) -> None:
        QSvgRenderer(QByteArray(_source(name, colour(tone).name()))).render(painter, QRectF(x, y, side, side))

    return paint


@cache
def _source(name: str, ink: str) -> bytes:
    return resource("icons", f"{name}.svg").read_bytes().replace(b"currentColor", ink.encode())
