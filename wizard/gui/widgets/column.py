"""Layouts that remember how high they are at which width.

Qt's own remember one width each, and are asked for four (as they like it, as small as can be, as they
stand, as they are about to) whenever anything on the page changes. So every part of the page would be
measured four times over, and text is slow to measure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLayout, QVBoxLayout, QWidget

from wizard.gui.theme import GRID

if TYPE_CHECKING:
    _Layout = QLayout
else:
    _Layout = object


class _Remembering(_Layout):
    """Height and least height by width, until something in the layout changes: Qt calls ``invalidate``."""

    _heights: dict[int, tuple[int, int]] | None = None

    def __init__(self, parent: QWidget | None = None, spacing: int = GRID) -> None:
        super().__init__()
        if parent is not None:
            parent.setLayout(self)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def invalidate(self) -> None:
        self._heights = None
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        return self._measured(width)[0]

    def minimumHeightForWidth(self, width: int) -> int:
        return self._measured(width)[1]

    def _measured(self, width: int) -> tuple[int, int]:
        known = self._heights
        if known is None:
            known = self._heights = {}
        if width not in known:
            height = super().heightForWidth(width)
            known[width] = (height, height)  # Asked for by Qt's least height.
            known[width] = (height, super().minimumHeightForWidth(width))
        return known[width]


class Column(_Remembering, QVBoxLayout):
    """One below the other, without a margin."""


class Grid(_Remembering, QGridLayout):
    """In rows and columns, without a margin."""
