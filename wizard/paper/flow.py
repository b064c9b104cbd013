"""Blocks of a document as rows: what stands under what, how wide and in which font."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import singledispatchmethod

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from wizard.core.case.blocks import (
    Block,
    Bullets,
    Callout,
    Card,
    Checklist,
    Citation,
    Code,
    Document,
    Drawing,
    Facts,
    Heading,
    Inset,
    Paragraph,
    Table,
    Tick,
    Tone,
)
from wizard.paper import look
from wizard.paper.drawing import drawn
from wizard.paper.look import BADGE, BODY, CODE, GAP, HEADINGS, LEAD, POINT, SMALL, STRONG, Type, colour, tint
from wizard.paper.row import Band, Row, as_is, banded, blank, kept, marked, prose, spaced, verbatim
from wizard.paper.signs import icon
from wizard.paper.tables import table_rows

_ABOVE = {1: 2.0 * POINT, 2: 18.0 * POINT, 3: 10.0 * POINT}
_BAR = 2.5 * POINT
_BOX = 8.0 * POINT
_HANG = 14.0 * POINT
_WHOLE_CODE = 16
"""Lines of code that stay on one page."""


class Flow:
    """Makes rows for a column of ``width`` units, at most ``height`` high for what cannot be cut."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height

    def rows(self, document: Document) -> list[Row]:
        """The whole document."""
        return self._all(document.blocks, 0)

    def _all(self, blocks: Iterable[Block], x: float) -> list[Row]:
        return [row for block in blocks for row in self._of(block, x)]

    def _prose(self, text: str, type_: Type, ink: QColor, x: float) -> list[Row]:
        return prose(text, type_, ink, x, self.width - x)

    @singledispatchmethod
    def _of(self, block: object, _x: float) -> list[Row]:
        raise TypeError(f"no way to print a {type(block).__name__}")

    @_of.register
    def _heading(self, block: Heading, x: float) -> list[Row]:
        rows = kept(self._prose(block.text, HEADINGS[block.level], colour(Tone.TEXT), x))
        if block.level > 1:
            rows[0] = replace(rows[0], anchor=(block.level, block.text))
        if block.level == 2:
            rows.append(self._rule(x))
        return spaced(rows, _ABOVE[block.level])

    def _rule(self, x: float) -> Row:
        def paint(painter: QPainter, y: float) -> None:
            painter.fillRect(QRectF(x, y + 2 * POINT, self.width - x, POINT), QColor(look.LINE))

        return Row(4 * POINT, paint, keep=True)

    @_of.register
    def _paragraph(self, block: Paragraph, x: float) -> list[Row]:
        type_ = STRONG if block.strong else SMALL if block.tone is Tone.MUTED else BODY
        rows = self._prose(block.text, type_, colour(block.tone), x)
        heads = block.strong and block.tone is Tone.TEXT
        return spaced(kept(rows) if heads else rows, 1.5 * GAP if heads else GAP)

    @_of.register
    def _bullets(self, block: Bullets, x: float) -> list[Row]:
        def dot(painter: QPainter, y: float) -> None:
            painter.setPen(QColor(0, 0, 0, 0))
            painter.setBrush(colour(Tone.TEXT))
            painter.drawEllipse(QPointF(x + 4 * POINT, y + BODY.line / 2), 1.3 * POINT, 1.3 * POINT)

        rows = []
        for text in block.lines:
            rows += spaced(marked(self._prose(text, BODY, colour(Tone.TEXT), x + 12 * POINT), dot), GAP * 0.7)
        return rows

    @_of.register
    def _checklist(self, block: Checklist, x: float) -> list[Row]:
        rows = []
        widest = BODY.metrics.horizontalAdvance(f"{len(block.steps)}.")
        for number, step in enumerate(block.steps, 1):
            text_x = x + _BOX + 5 * POINT + widest + 5 * POINT
            said = f"{step.text} ({step.done})" if step.done else step.text
            lines = self._prose(said, BODY, colour(Tone.TEXT), text_x)
            lines = kept(lines) if step.fields else lines
            rows += spaced(marked(lines, _step(step, number, x, text_x - 5 * POINT)), GAP)
            rows += self._fields(step, text_x)
        return rows

    def _fields(self, step: Tick, x: float) -> list[Row]:
        """What is typed into a dialog, each field in a line of its own, and what is done after it."""
        if not step.fields:
            return []
        widest = max(BODY.metrics.horizontalAdvance(label) for label, _ in step.fields)
        value_x = x + min(widest, 0.6 * (self.width - x)) + 12 * POINT
        rows = []
        for label, value in step.fields:
            beside_it = self._prose(label, BODY, colour(Tone.MUTED), x)
            values = verbatim(value, CODE, colour(Tone.TEXT), value_x, self.width - value_x, _HANG)
            rows += kept(spaced(marked(values, beside_it[0].paint), 1.5 * POINT))
        return [*rows, *spaced(self._prose(step.after, BODY, colour(Tone.TEXT), x), GAP)]

    @_of.register
    def _code(self, block: Code, x: float) -> list[Row]:
        inside, width = x + 8 * POINT, self.width - x - 16 * POINT
        rows = [blank(3 * POINT, keep=True)]
        for place, line in enumerate(block.lines):
            lines = verbatim(line, CODE, colour(Tone.TEXT), inside, width, _HANG)
            if place and block.parted:
                lines = spaced(marked(lines, self._thin(x)), 2.5 * POINT)
            rows += lines
        whole = len(rows) <= _WHOLE_CODE
        rows = [*(kept(rows) if whole else [*rows[:-1], replace(rows[-1], keep=True)]), blank(3 * POINT)]
        panel = Band(x, self.width - x, QColor(look.PANEL))
        return spaced(banded(rows, panel), GAP)

    def _thin(self, x: float) -> Callable[[QPainter, float], None]:
        def paint(painter: QPainter, y: float) -> None:
            painter.fillRect(QRectF(x, y - 1.5 * POINT, self.width - x, 0.5 * POINT), QColor(look.LINE))

        return paint

    @_of.register
    def _citation(self, block: Citation, x: float) -> list[Row]:
        rows = spaced(kept(self._prose(block.where, SMALL, colour(Tone.MUTED), x)), GAP)
        numbers = [str(one.line) if one.line else "" for one in block.lines]
        widest = max((CODE.metrics.horizontalAdvance(number) for number in numbers), default=0)
        bar = Band(x, _BAR / 2, QColor(look.LINE))
        text_x = x + _BAR + 5 * POINT + (widest + 6 * POINT if widest else 0)
        for number, one in zip(numbers, block.lines, strict=True):
            text = f"{one.text} {block.more.format(count=one.cut)}" if one.cut else one.text
            lines = verbatim(text, CODE, colour(Tone.TEXT), text_x, self.width - text_x, _HANG)
            start = text_x - 6 * POINT - CODE.metrics.horizontalAdvance(number)
            beside = as_is(number, CODE, colour(Tone.MUTED), start)
            rows += spaced(banded(marked(lines, beside.paint), bar), POINT)
        return rows

    @_of.register
    def _facts(self, block: Facts, x: float) -> list[Row]:
        widest = max((BODY.metrics.horizontalAdvance(label) for label, _ in block.rows), default=0)
        text_x = x + min(widest, self.width / 3) + 14 * POINT
        rows = []
        for label, texts in block.rows:
            lines = [line for text in texts for line in self._prose(text, BODY, colour(Tone.TEXT), text_x)]
            named = as_is(label, BODY, colour(Tone.MUTED), x)
            rows += spaced(marked(lines, named.paint), 1.5 * POINT)
        return spaced(rows, 2 * GAP)

    @_of.register
    def _table(self, block: Table, x: float) -> list[Row]:
        return table_rows(block, x, self.width - x)

    @_of.register
    def _callout(self, block: Callout, x: float) -> list[Row]:
        ink, inside = colour(block.tone), x + 38 * POINT
        width = self.width - inside - 10 * POINT
        rows = [blank(8 * POINT, keep=True), *prose(block.word, BADGE, ink, inside, width)]
        rows[1] = marked(rows[1:2], icon(block.tone, x + 12 * POINT, 18 * POINT))[0]
        rows += prose(block.sentence, LEAD, ink, inside, width)
        for text in block.details:
            rows += spaced(prose(text, BODY, colour(Tone.TEXT), inside, width), GAP)
        bands = (Band(x, self.width - x, tint(block.tone)), Band(x, 2 * _BAR, ink))
        rows = banded([*rows, blank(8 * POINT)], *bands)
        return spaced(kept(rows[:-1]) + rows[-1:], 3 * GAP)

    @_of.register
    def _card(self, block: Card, x: float) -> list[Row]:
        ink, inside = colour(block.tone), x + 12 * POINT
        head = [
            *self._prose(block.badge, BADGE, ink, inside + 18 * POINT),
            *self._prose(block.title, HEADINGS[3], ink, inside + 18 * POINT),
        ]
        head[0] = replace(head[0], anchor=(3, block.title))
        head = marked(head, icon(block.tone, inside, 13 * POINT))
        rows = [*kept(head), *self._all(block.blocks, inside)]
        return spaced(banded(rows, Band(x, _BAR, ink)), 3 * GAP)

    @_of.register
    def _inset(self, block: Inset, x: float) -> list[Row]:
        rows = self._all(block.blocks, x + 12 * POINT)
        return spaced(banded(rows, Band(x + 2 * POINT, _BAR / 2, QColor(look.LINE))), 2 * GAP)

    @_of.register
    def _drawing(self, block: Drawing, x: float) -> list[Row]:
        rows = spaced(kept(self._prose(block.where, SMALL, colour(Tone.MUTED), x)), GAP)
        return [*rows, replace(drawn(block.picture, x, self.width - x, self.height * 0.8), before=GAP)]


def _step(step: Tick, number: int, x: float, right: float) -> Callable[[QPainter, float], None]:
    """The box to tick and the number of a step."""
    text = f"{number}."
    start = right - BODY.metrics.horizontalAdvance(text)
    beside = as_is(text, BODY, colour(Tone.MUTED), start)

    def paint(painter: QPainter, y: float) -> None:
        box = QRectF(x, y + (BODY.line - _BOX) / 2, _BOX, _BOX)
        painter.setPen(QPen(colour(Tone.MUTED), 0.9 * POINT))
        painter.setBrush(QColor("#ffffff"))
        painter.drawRoundedRect(box, 1.2 * POINT, 1.2 * POINT)
        if step.done:
            painter.setPen(QPen(colour(Tone.OK), 1.6 * POINT))
            points = ((0.2, 0.55), (0.42, 0.78), (0.85, 0.2))
            painter.drawPolyline(
                QPolygonF([QPointF(box.x() + a * _BOX, box.y() + b * _BOX) for a, b in points])
            )
        beside.paint(painter, y)

    return paint
