"""What paper looks like: sizes, fonts and colours. All lengths are in twentieths of a point.

At that grain a font's size is a whole number of units, its letters are measured without hinting, and
one layout serves every printer's resolution.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetricsF, QPageSize

from wizard.core.case.blocks import Tone

POINT = 20
"""Units in a point."""
GAP = 4.0 * POINT
"""Between a block and the next."""
MARGINS_MM = QMarginsF(17, 15, 17, 20)
"""The lowest part of the bottom margin holds the page's number."""

_FIXED = ("Cascadia Mono", "Consolas", "DejaVu Sans Mono", "Liberation Mono", "Menlo", "Courier New")


class Paper(StrEnum):
    """The sizes of paper that a document can be laid out for."""

    A4 = "a4"
    LETTER = "letter"

    @property
    def size(self) -> QPageSize:
        """As Qt names it."""
        return QPageSize(_SIZES[self])


_SIZES = {Paper.A4: QPageSize.PageSizeId.A4, Paper.LETTER: QPageSize.PageSizeId.Letter}

TEXT, MUTED, LINE, PANEL = "#1a1d21", "#565e69", "#c9d0d9", "#f3f5f9"
_COLOURS = {
    Tone.TEXT: TEXT,
    Tone.MUTED: MUTED,
    Tone.PAST: MUTED,
    Tone.OK: "#006d77",
    Tone.WARNING: "#8f5f00",
    Tone.FAILED: "#9b1c31",
    Tone.INFO: "#0b5cad",
}
_TINTS = {Tone.OK: "#d9f1f3", Tone.WARNING: "#fff1d6", Tone.FAILED: "#fde6e8", Tone.INFO: "#e5f0fc"}


def colour(tone: Tone) -> QColor:
    """What a tone is written in; dark enough to be read when printed grey."""
    return QColor(_COLOURS[tone])


def tint(tone: Tone) -> QColor:
    """What lies behind a text of that tone."""
    return QColor(_TINTS.get(tone, PANEL))


@dataclass(frozen=True)
class Type:
    """One font in one size: ``points`` high, with so much room from line to line."""

    points: float
    bold: bool = False
    fixed: bool = False
    leading: float = 1.32

    @cached_property
    def font(self) -> QFont:
        """The font, in units."""
        font = QFont(_fixed_family() if self.fixed else _family())
        font.setPixelSize(round(self.points * POINT))
        if self.bold:
            font.setWeight(QFont.Weight.DemiBold)
        if self.fixed:
            font.setStyleHint(QFont.StyleHint.Monospace)
        # Letters drawn as one would be found in a PDF as one, or not at all.
        font.setFeature(QFont.Tag("liga"), 0)
        font.setFeature(QFont.Tag("calt"), 0)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    @cached_property
    def metrics(self) -> QFontMetricsF:
        """How large its letters are, in units."""
        return QFontMetricsF(self.font)

    @property
    def line(self) -> float:
        """From one line to the next, in units."""
        return self.points * POINT * self.leading


BODY = Type(9.5)
STRONG = Type(9.5, bold=True)
SMALL = Type(8.5)
BADGE = Type(8, bold=True)
CODE = Type(8, fixed=True)
LEAD = Type(12, bold=True)
HEADINGS = {1: Type(19, bold=True, leading=1.2), 2: Type(13, bold=True), 3: Type(10.5, bold=True)}


def _family() -> str:
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def _fixed_family() -> str:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    if QFontInfo(font).fixedPitch():
        return font.family()
    known = set(QFontDatabase.families())
    return next((family for family in _FIXED if family in known), "monospace")
