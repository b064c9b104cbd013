"""Icons: Lucide's drawings in the colours of the theme.

They are painted anew for every size and colour, so they are crisp at any scaling and follow a
change of the theme by themselves. A selected row does not re-tint them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from shiboken6 import isValid

from wizard.core.case.steps import Progress
from wizard.core.finding import Severity
from wizard.gui import palette
from wizard.gui.palette import PROGRESS_ROLES, SEVERITY_ROLES, Role
from wizard.paths import resource

SMALL = 16
MEDIUM = 20

# Each state has a shape of its own: colour is never the only difference.
ROLE_ICONS = {
    Role.OK: "circle-check",
    Role.WARNING: "triangle-alert",
    Role.FAILED: "circle-x",
    Role.INFO: "info",
}
PROGRESS_ICONS = {
    Progress.TODO: "circle",
    Progress.INCOMPLETE: "circle-dashed",
    Progress.OK: "circle-check",
    Progress.WARNING: "triangle-alert",
    Progress.FAILED: "circle-x",
    Progress.STALE: "history",
}


@lru_cache(maxsize=256)
def _is_there(name: str) -> bool:
    return resource("icons", f"{name}.svg").is_file()


@lru_cache(maxsize=256)
def _drawing(name: str, colour: str) -> QSvgRenderer:
    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int, scale: float = 1.0) -> QPixmap:
    """A square picture, ``size`` logical pixels wide, for a screen of this scale."""
    if size * scale < 1:
        return QPixmap()  # A button that is painted before it got its room asks for less than nothing.
    drawn = QPixmap(QSize(size, size) * scale)
    drawn.setDevicePixelRatio(scale)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    _drawing(name, colour).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return drawn


def _widened(drawn: QPixmap, size: QSize) -> QPixmap:
    """With empty room at the right: see ``widgets/buttons.py``."""
    if size.isEmpty():
        return QPixmap()
    wide = QPixmap(size * drawn.devicePixelRatio())
    wide.setDevicePixelRatio(drawn.devicePixelRatio())
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return wide


class _Engine(QIconEngine):
    """Paints one drawing in its role's colour, as the theme has it at that moment."""

    least_scale = 1.0

    def __init__(self, name: str, role: Role | None, colour: str) -> None:
        super().__init__()
        self._name = name
        self._role = role
        self._colour = colour

    def _colour_for(self, mode: QIcon.Mode) -> str:
        look = palette.current()
        if mode == QIcon.Mode.Disabled:
            return look.off
        return self._colour if self._role is None else look.roles[self._role]

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        # The transform, not the device, knows the scale when a widget renders into a picture.
        seen = painter.deviceTransform()
        drawn = pixmap(self._name, self._colour_for(mode), side, seen.m11())
        corner = QPointF(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2)
        on_a_pixel = seen.map(corner).toPoint().toPointF()
        inverse, possible = seen.inverted()
        painter.drawPixmap(inverse.map(on_a_pixel) if possible else corner, drawn)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        # Since Qt 6.8 the size is in logical pixels.
        side = min(size.width(), size.height())
        drawn = pixmap(self._name, self._colour_for(mode), side, max(scale, self.least_scale))
        return drawn if size.width() <= size.height() else _widened(drawn, size)

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        return size

    def clone(self) -> QIconEngine:
        copy = _Engine(self._name, self._role, self._colour)
        # Qt owns the copy, but PySide forgets to say so (6.11) and would delete it at once.
        _clones[:] = [one for one in _clones if isValid(one)]
        _clones.append(copy)
        return copy


_clones: list[_Engine] = []


@contextmanager
def drawn_for(scale: float) -> Iterator[None]:
    """For a window that is painted into a picture of this scale: its style asks for the screen's instead."""
    before, _Engine.least_scale = _Engine.least_scale, scale
    try:
        yield
    finally:
        _Engine.least_scale = before


def icon(name: str, role: Role | QColor = Role.TEXT) -> QIcon:
    """The icon of a file in ``resources/icons``, without its suffix; an unknown name raises.

    In a role's colour it follows the theme; a plain colour stays.
    """
    return QIcon(_kept(name, role if isinstance(role, Role) else role.name()))


@cache
def _kept(name: str, role: Role | str) -> QIcon:
    """The first icon of this drawing and colour, kept as long as the program runs; all others are its copies.

    PySide (6.11) makes the engine a child of the first icon, and now and then ends the process where that
    icon goes, or where Python's collector takes the engine away although other icons still paint with it.
    """
    if not _is_there(name):
        raise FileNotFoundError(f"no icon called {name}")
    return QIcon(_Engine(name, role, "") if isinstance(role, Role) else _Engine(name, None, role))


def role_icon(role: Role) -> QIcon:
    """The icon of ok, warning, failed or info."""
    return icon(ROLE_ICONS[role], role)


def severity_icon(severity: Severity) -> QIcon:
    """The icon of a finding's severity."""
    return role_icon(SEVERITY_ROLES[severity])


def progress_icon(progress: Progress) -> QIcon:
    """The icon of a step's status."""
    return icon(PROGRESS_ICONS[progress], PROGRESS_ROLES[progress])


def app_icon() -> QIcon:
    """The program's own icon, at the sizes that window systems ask for."""
    drawn = QIcon()
    path = resource("icons", "app.svg")
    renderer = QSvgRenderer(str(path))
    for side in (16, 24, 32, 48, 64, 128, 256):
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter, QRectF(0, 0, side, side))
        painter.end()
        drawn.addPixmap(picture)
    return drawn
