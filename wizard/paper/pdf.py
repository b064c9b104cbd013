"""A document as PDF."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QGuiApplication, QPageLayout, QPdfWriter

from wizard.core.case.blocks import Document
from wizard.paper.look import MARGINS_MM, POINT, Paper
from wizard.paper.outline import with_outline
from wizard.paper.sheets import paint

RESOLUTION = 1200


def pdf_of(document: Document, paper: Paper = Paper.A4) -> bytes:
    """The whole file: fonts inside, text that can be searched, pages with numbers, an outline.

    Needs a QGuiApplication; may be called from any thread.
    """
    if QGuiApplication.instance() is None:
        raise RuntimeError("fonts need a QGuiApplication")
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION)
    writer.setPageSize(paper.size)
    writer.setPageMargins(MARGINS_MM, QPageLayout.Unit.Millimeter)
    writer.setTitle(document.title)
    writer.setAuthor(document.author)
    writer.setCreator(document.tool)
    entries = paint(document, writer)
    margins: QMarginsF = writer.pageLayout().margins(QPageLayout.Unit.Point)
    high = writer.pageLayout().fullRectPoints().height()
    places = [(one.level, one.text, one.page, high - margins.top() - one.y / POINT) for one in entries]
    buffer.close()
    return with_outline(bytes(data.data()), places, document.language)
