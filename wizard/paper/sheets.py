"""Rows on pages: where a page ends, and what every page carries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPagedPaintDevice, QPainter

from wizard.core.case.blocks import Document, Tone
from wizard.paper.flow import Flow
from wizard.paper.look import POINT, SMALL, colour
from wizard.paper.row import Band, Row, as_is

FOOTER = 26.0 * POINT
"""How much of the page's lower end belongs to the footer."""


@dataclass(frozen=True)
class Placed:
    """A row on a page; ``y`` is its upper edge, ``before`` the space above it that is really there."""

    row: Row
    y: float
    before: float


@dataclass(frozen=True)
class Entry:
    """One line of the outline: its level, its text, and where it stands. ``page`` counts from 0."""

    level: int
    text: str
    page: int
    y: float


def paginate(rows: Sequence[Row], height: float) -> list[list[Placed]]:
    """Pages of at most ``height``. What is kept together stays so, unless it is higher than a page."""
    pages: list[list[Placed]] = [[]]
    y = 0.0
    for group in _groups(rows):
        need = _height(group, first=not pages[-1])
        if pages[-1] and y + need > height and _height(group, first=True) <= height:
            pages.append([])
            y = 0.0
        for row in group:
            before = row.before if pages[-1] else 0.0
            if pages[-1] and y + before + row.height > height:
                pages.append([])
                y = before = 0.0
            y += before
            pages[-1].append(Placed(row, y, before))
            y += row.height
    return pages


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    for row in rows:
        group.append(row)
        if not row.keep:
            yield group
            group = []
    if group:
        yield group


def _height(group: Sequence[Row], *, first: bool) -> float:
    return sum(row.height + row.before for row in group) - (group[0].before if first else 0)


def paint(document: Document, device: QPagedPaintDevice) -> list[Entry]:
    """Draws the document on a PDF's or a printer's pages; returns its outline.

    Raises OSError where the device cannot be drawn on.
    """
    painter = QPainter()
    if not painter.begin(device):
        raise OSError("the printer or the file does not take anything")
    try:
        scale = device.logicalDpiX() / 72 / POINT
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        width, height = device.width() / scale, device.height() / scale
        pages = paginate(Flow(width, height - FOOTER).rows(document), height - FOOTER)
        for number, page in enumerate(pages, 1):
            if number > 1:
                device.newPage()
            _page(painter, page)
            _footer(painter, document, QRectF(0, height - FOOTER, width, FOOTER), number, len(pages))
    finally:
        painter.end()
    return [
        Entry(*placed.row.anchor, page=number, y=placed.y)
        for number, page in enumerate(pages)
        for placed in page
        if placed.row.anchor is not None
    ]


def _page(painter: QPainter, page: Sequence[Placed]) -> None:
    before: tuple[Band, ...] = ()
    for placed in page:
        for band in placed.row.bands:
            # Between two rows of one band the space belongs to it as well.
            above = placed.before if any(band is other for other in before) else 0.0
            area = QRectF(band.x, placed.y - above, band.width, placed.row.height + above)
            painter.fillRect(area, band.colour)
        before = placed.row.bands
    for placed in page:  # After all colours: a sign may be higher than its row.
        placed.row.paint(painter, placed.y)


def _footer(painter: QPainter, document: Document, area: QRectF, number: int, count: int) -> None:
    ink = colour(Tone.MUTED)
    top = area.y() + FOOTER - SMALL.line
    page = document.page.format(page=number, pages=count)
    width = SMALL.metrics.horizontalAdvance(page)
    as_is(page, SMALL, ink, area.width() - width).paint(painter, top)
    room = area.width() - width - 12 * POINT
    text = SMALL.metrics.elidedText(document.footer, Qt.TextElideMode.ElideRight, room)
    as_is(text, SMALL, ink, 0).paint(painter, top)
