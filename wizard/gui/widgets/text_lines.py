"""A text broken into the lines that fit, for what is painted and not laid out by a label."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

_LONGEST = 4000
"""Characters; a value can have a million."""
_SHORT = 100
"""So many are measured first: most texts fit in one line, which is found sooner than by a layout."""


def wrapped(text: str, font: QFont, width: int) -> list[str]:
    """``text`` in lines of at most this width, broken between words or, if need be, inside them."""
    text = " ".join(text[:_LONGEST].splitlines())
    if not text:
        return []
    if len(text) <= _SHORT and QFontMetricsF(font).horizontalAdvance(text) <= width:
        return [text]
    return broken(text, font, width)


def broken(text: str, font: QFont, width: int) -> list[str]:
    """As :func:`wrapped`, of one line of text that is not too long to be laid out."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(text[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return lines
