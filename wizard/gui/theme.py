"""The look in effect: light, dark or as the system, kept in the settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from PySide6.QtCore import QElapsedTimer, QObject, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from wizard.gui import fonts, ground, palette
from wizard.gui.palette import Role, Theme, Tokens, colour, current, tint
from wizard.gui.parted import dress
from wizard.gui.slices import Slices
from wizard.workers import courtesy

__all__ = ["GRID", "Appearance", "Choice", "Role", "Theme", "colour", "current", "dress", "mark", "tint"]

GRID = 8
"""Every distance is a multiple of this many logical pixels, or half of it."""
_TURN_MS = 8
"""About so long a change of the theme styles in one turn of the event loop; then Qt lays out."""


class Choice(StrEnum):
    """What the user chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Appearance(QObject):
    """Puts the chosen theme on the application and its window, and follows the system's changes.

    Every part of the window (a page, the step list, a dialog) has the style sheet for itself: with one
    for all, Qt styles all pages at once when the theme changes, which holds the window up. With one on
    the application, Qt styles what is being built anew each time that it moves into another widget. A page
    with many widgets has one for each of its parts (:class:`~wizard.gui.parted.Parted`). A menu or a
    tooltip has it by its parent. So nothing knows its styled size before it is in its part.
    """

    changed = Signal()

    def __init__(self, app: QApplication, settings: QSettings, window: QWidget) -> None:
        super().__init__(window)
        self._app = app
        self._window = window
        self._settings = settings
        self._hints = app.styleHints()
        self._contrast = self._hints.accessibility()
        self._system = QPalette(app.palette())
        self._applied: tuple[str, str] | None = None
        self._parts: list[QWidget] = []
        self._slices = Slices(window, self._dress_on)
        self._choice = _choice(settings.value("theme"))
        if not app.property(ground.FUSION):
            app.setStyle("Fusion")
            app.setProperty(ground.FUSION, True)
        app.setFont(fonts.ui_font())
        window.setFont(fonts.ui_font())  # What comes into the window later has the font of what is there.
        self._tell_platform()
        self.apply()
        self._hints.colorSchemeChanged.connect(self.apply)
        self._contrast.contrastPreferenceChanged.connect(self.apply)

    @property
    def choice(self) -> Choice:
        """What the user chose."""
        return self._choice

    def choose(self, choice: Choice) -> None:
        """Takes the user's choice, keeps it and shows it at once."""
        self._choice = choice
        self._settings.setValue("theme", choice.value)
        self._tell_platform()
        self.apply()

    @property
    def theme(self) -> Theme:
        """The theme that follows from the choice and from the system."""
        if self._contrast.contrastPreference() == Qt.ContrastPreference.HighContrast:
            return Theme.CONTRAST
        if self._choice is not Choice.SYSTEM:
            return Theme(self._choice.value)
        scheme = self._hints.colorScheme()
        if scheme == Qt.ColorScheme.Unknown:
            return Theme.DARK if _is_dark(self._system) else Theme.LIGHT
        return Theme.DARK if scheme == Qt.ColorScheme.Dark else Theme.LIGHT

    def add(self, part: QWidget) -> None:
        """A part of the window or a dialog of it: has the look in effect now, and every later one.

        What is hidden when the theme changes follows soon. Who shows it earlier calls :func:`dress` before.
        """
        for _turn in self.adding(part):
            pass

    def adding(self, part: QWidget) -> Iterator[None]:
        """The same, some of it each time that the iterator is asked for more."""
        if part not in self._parts:
            self._parts.append(part)
        while _dress_some([part]):
            yield

    @Slot()
    def apply(self) -> None:
        """Sets palette and style sheets if they differ from those in effect."""
        look = self._look()
        wanted = (look.theme.value, look.page)
        if wanted == self._applied:
            return
        self._applied = wanted
        self._app.setPalette(palette.qt_palette(look))
        if self._window.isVisible():
            courtesy.ask()
            self._window.setUpdatesEnabled(False)  # Painted in a turn of its own, all at once.
        for part in self._parts:
            if isValid(part) and part.isWindow():
                dress(part)  # A dialog is painted by itself, and small.
        self._slices.start()
        self.changed.emit()

    def _dress_on(self) -> bool:
        """Dresses some of what is shown; then has it painted; then dresses some of what is hidden."""
        self._parts = [part for part in self._parts if isValid(part)]
        if _dress_some([part for part in self._parts if not part.isHidden()]):
            return True
        if not self._window.updatesEnabled():
            courtesy.ask()
            self._window.setUpdatesEnabled(True)
            return True
        courtesy.end()
        return _dress_some(self._parts)

    def _look(self) -> Tokens:
        theme = self.theme
        if theme is not Theme.CONTRAST:
            return palette.tokens(theme)
        ours = QPalette(self._app.palette())
        self._app.setPalette(QPalette())  # Lets the system's own colours through.
        look = palette.contrast_tokens(self._app.palette())
        self._app.setPalette(ours)
        return look

    def _tell_platform(self) -> None:
        # For the title bar; where the platform cannot, it does nothing.
        if self._choice is Choice.SYSTEM:
            self._hints.unsetColorScheme()
        else:
            dark = self._choice is Choice.DARK
            self._hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)


def _choice(stored: object) -> Choice:
    return Choice(stored) if isinstance(stored, str) and stored in set(Choice) else Choice.SYSTEM


def _is_dark(system: QPalette) -> bool:
    window = system.color(QPalette.ColorRole.Window).lightness()
    return window < system.color(QPalette.ColorRole.WindowText).lightness()


def _dress_some(parts: Sequence[QWidget]) -> bool:
    """Whether any had another look."""
    clock = QElapsedTimer()
    clock.start()
    return any(dress(part, enough=lambda: clock.elapsed() >= _TURN_MS) for part in parts)


def mark(widget: QWidget, name: str, value: object) -> None:
    """Sets a property that the style sheet looks at, such as ``role`` or ``tint``, and repaints.

    To the sheet nothing, ``False`` and what was never set are the same: most fields never have a problem.
    """
    before = widget.property(name)
    if before == value or not (before or value):
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # It will look at the property when it is first shown.
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
