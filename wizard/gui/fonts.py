"""Fonts of the system, with a sane choice where it has none to offer."""

from __future__ import annotations

import sys
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QGuiApplication

SMALLEST = 9.0
# Platforms without a user who could have chosen a size.
_WITHOUT_USER = ("offscreen", "minimal", "vnc")
_FIXED = ("Cascadia Mono", "Consolas", "DejaVu Sans Mono", "Liberation Mono", "Menlo", "Courier New")


def ui_font() -> QFont:
    """The system's font; at least 9 points, larger where the user set larger text."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    size = font.pointSizeF()
    if QGuiApplication.platformName() in _WITHOUT_USER:
        size = min(size, 10.0)
        if sys.platform == "win32":
            # Windows' own choice, which Qt asks for only where there is a display.
            font.setFamily("Segoe UI")
    font.setPointSizeF(max(size, SMALLEST))
    return font


def bold() -> QFont:
    """The system's font in bold."""
    font = ui_font()
    font.setBold(True)
    return font


def fixed_font() -> QFont:
    """A font whose letters are all equally wide, in the size of the other one."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    if not QFontInfo(font).fixedPitch():
        known = set(QFontDatabase.families())
        font = QFont(next((family for family in _FIXED if family in known), "monospace"))
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setFixedPitch(True)
    font.setPointSizeF(ui_font().pointSizeF())
    return font


@cache
def remembered(*, fixed: bool) -> QFont:
    """One of the two, for what paints and measures all the time: the system takes long to answer."""
    return fixed_font() if fixed else ui_font()


def scaled(factor: float, *, bold: bool = False) -> QFont:
    """The system's font at another size, for headings."""
    font = ui_font()
    font.setPointSizeF(font.pointSizeF() * factor)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font
