#!/usr/bin/env python3
"""Draw resources/icons/app.svg for Windows and the first moment: `.venv/bin/python packaging/make_icon.py`.

Into app.ico, app.png and the picture beside the installer's last page. They are checked in, and tests compare
them with the drawing.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPen
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parent
ICONS = HERE.parent / "resources/icons"
SIDE = HERE / "windows/side.bmp"
# What Windows asks for from 100 to 400 %: lists, title bar, task bar, desktop, large tiles.
SIZES = (16, 20, 24, 32, 40, 48, 64, 96, 128, 256)
# Large ones as PNG, which Windows reads since Vista; small ones as bitmaps, which all readers know.
LARGEST_BITMAP = 64
# The window's icon until the drawing itself can be painted.
FIRST = 64
# The installer's picture, as NSIS wants it, and the parts of it: x, y, width and height.
SIDE_SIZE = (164, 314)
SIDE_ICON = (46, 44, 72, 72)
SIDE_SERVERS = ((26, 196, 48, 64), (90, 196, 48, 64))
TINT, BLUE, YELLOW = QColor("#e5f0fc"), QColor("#0b5cad"), QColor("#ffd479")


def drawn(svg: Path, size: int) -> QImage:
    """The drawing, ``size`` pixels wide and high."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(svg)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


def bitmap(image: QImage) -> bytes:
    """A device-independent bitmap: header, rows from the bottom up, and the mask of old times, left empty."""
    size = image.width()
    header = struct.pack("<IiiHHIIiiII", 40, size, 2 * size, 1, 32, 0, 0, 0, 0, 0, 0)
    upside_down = image.flipped(Qt.Orientation.Vertical)  # has a name: it must outlive its bits
    pixels = bytes(upside_down.constBits())
    mask_row = (size + 31) // 32 * 4
    return header + pixels + bytes(mask_row * size)


def icon(svg: Path) -> bytes:
    """The whole file: a directory, then the pictures."""
    pictures = []
    for size in SIZES:
        image = drawn(svg, size)
        pictures.append(bitmap(image) if size <= LARGEST_BITMAP else png(image))
    offset = 6 + 16 * len(pictures)
    directory = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in zip(SIZES, pictures, strict=True):
        directory += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return directory + b"".join(pictures)


def side(svg: Path) -> QImage:
    """The program above two servers, the one that it uses and the one that waits."""
    image = QImage(*SIDE_SIZE, QImage.Format.Format_RGB888)
    image.fill(TINT)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle, fork = SIDE_SIZE[0] / 2, 160
    for x, y, width, height in SIDE_SERVERS:
        used = x < middle
        style = Qt.PenStyle.SolidLine if used else Qt.PenStyle.DotLine
        painter.setPen(QPen(BLUE, 2, style))
        painter.drawLine(QLineF(middle, SIDE_ICON[1] + SIDE_ICON[3], middle, fork))
        painter.drawLine(QLineF(middle, fork, x + width / 2, fork))
        painter.drawLine(QLineF(x + width / 2, fork, x + width / 2, y))
        painter.setPen(QPen(BLUE, 2))
        painter.setBrush(BLUE if used else Qt.GlobalColor.white)
        painter.drawRoundedRect(QRectF(x, y, width, height), 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(YELLOW if used else BLUE)
        for row in range(3):
            painter.drawRoundedRect(QRectF(x + 9, y + 13 + 15 * row, width - 18, 5), 2, 2)
    QSvgRenderer(str(svg)).render(painter, QRectF(*SIDE_ICON))
    painter.end()
    return image


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication([])
    (ICONS / "app.ico").write_bytes(icon(ICONS / "app.svg"))
    (ICONS / "app.png").write_bytes(png(drawn(ICONS / "app.svg", FIRST)))
    side(ICONS / "app.svg").save(str(SIDE), "BMP")
    del app
    return 0


if __name__ == "__main__":
    sys.exit(main())
