"""Tabs whose titles wrap into a second line instead of being cut or scrolled away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSpacerItem,
    QToolButton,
    QWidget,
)

from wizard.gui.parted import Parted
from wizard.gui.theme import GRID, mark
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.focus import has_focus
from wizard.gui.widgets.rows import Flow
from wizard.gui.widgets.tab_order import chain, stops

_GAP, _LOW_GAP = GRID + GRID // 2, GRID // 2
"""Between the titles and the page, and with little height."""


class _Stack(Parted):
    """As high as the page that is shown, not as the highest.

    QStackedWidget cannot be: its layout answers for it and asks every page how high it would be.
    """

    def __init__(self) -> None:
        super().__init__()
        self._pages: list[QWidget] = []
        self._current = -1
        self._column = Column(self)

    def addWidget(self, page: QWidget) -> int:
        page.setParent(self)
        page.hide()
        self._pages.append(page)
        self._column.addWidget(page)
        if self._current < 0:
            self.setCurrentIndex(0)
        return len(self._pages) - 1

    def count(self) -> int:
        return len(self._pages)

    def widget(self, number: int) -> QWidget | None:
        return self._pages[number] if 0 <= number < len(self._pages) else None

    def currentIndex(self) -> int:
        return self._current

    def currentWidget(self) -> QWidget | None:
        return self.widget(self._current)

    def setCurrentIndex(self, number: int) -> None:
        before = self.currentWidget()
        self._current = number
        if before is not None:
            before.hide()
        self._pages[number].show()
        self.updateGeometry()


class _Title(QToolButton):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setProperty("tab", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class Tabs(Parted):
    """Its names are QTabWidget's, as far as they go.

    The titles are one stop of the Tab key, Left and Right choose among them; Ctrl+Tab and
    Ctrl+Shift+Tab do so from anywhere inside. ``corner`` stands at the right of the titles.
    """

    currentChanged = Signal(int)
    pressed = Signal()
    """A title was pressed, it may be that of the page shown."""

    def __init__(self, parent: QWidget | None = None, *, corner: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._corner = corner
        self._bar = Flow(spacing=0)
        self._stack = _Stack()
        line = QFrame()
        line.setFixedHeight(1)
        line.setProperty("rule", True)
        self._low = self._folded = False
        self._gap = QSpacerItem(0, _GAP)
        self._column = column = Column(self, 0)
        column.addLayout(self._bar if corner is None else self._beside(corner))
        column.addWidget(line)
        column.addItem(self._gap)
        column.addWidget(self._stack, 1)
        self._group.idToggled.connect(self._show)
        self._group.idClicked.connect(self.pressed)

    def _beside(self, corner: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addLayout(self._bar, 1)
        row.addWidget(corner, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def set_folded(self, folded: bool) -> None:
        """Shows the titles alone."""
        for title in self._group.buttons():
            mark(title, "folded", folded)
        self._folded = folded
        self._stack.setVisible(not folded)
        self._fit_gap()

    def set_low(self, low: bool) -> None:
        """With little height there is less air below the titles."""
        self._low = low
        self._fit_gap()

    def least_height(self, width: int) -> int:
        """With how many pixels of height it can do, titles and page, if it is so wide."""
        return self._column.totalMinimumHeightForWidth(width)

    def _fit_gap(self) -> None:
        air = _LOW_GAP if self._low else _GAP
        self._gap.changeSize(0, 0 if self._folded else air)
        self._column.invalidate()

    def addTab(self, page: QWidget, title: str) -> int:
        """Adds a page; its number."""
        button = _Title(title)
        self._bar.addWidget(button)  # Before its page: so the Tab key goes from the title into the page.
        number = self._stack.addWidget(page)
        self._group.addButton(button, number)
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        if number == 0:
            button.setChecked(True)
        return number

    def count(self) -> int:
        """How many there are."""
        return self._stack.count()

    def widget(self, number: int) -> QWidget | None:
        """The page of a number."""
        return self._stack.widget(number)

    def currentIndex(self) -> int:
        """The number of the page shown, -1 without pages."""
        return self._stack.currentIndex()

    def currentWidget(self) -> QWidget | None:
        """The page shown."""
        return self._stack.currentWidget()

    def setCurrentIndex(self, number: int) -> None:
        """Shows another page."""
        self._group.button(number).setChecked(True)

    def setTabText(self, number: int, title: str) -> None:
        """Another title."""
        button = self._group.button(number)
        button.setText(title)

    def setTabVisible(self, number: int, visible: bool) -> None:
        """Hides a title; the page shown must not be hidden."""
        self._group.button(number).setVisible(visible)

    def _show(self, number: int, chosen: bool) -> None:
        if chosen and number != self._stack.currentIndex():
            # A page that goes takes the focus with it; it would land anywhere in the window. From a title it
            # goes to the one that is chosen now: Left and Right go on from there.
            if has_focus(self._stack) or QApplication.focusWidget() in self._group.buttons():
                self._group.button(number).setFocus(Qt.FocusReason.OtherFocusReason)
            self._stack.setCurrentIndex(number)
        if chosen:
            self._let_tab_in(number)
            self.currentChanged.emit(number)

    def _let_tab_in(self, number: int) -> None:
        """The Tab key stops at the title of the page shown; by itself Qt lets it stop where it was last."""
        for title in self._group.buttons():
            here = self._group.id(title) == number
            title.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)
        if self._corner is not None:
            chain(self._group.button(number), stops(self._corner) or [self._corner])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._step_by(1 if event.key() == Qt.Key.Key_Tab else -1)
        else:
            super().keyPressEvent(event)

    def _step_by(self, distance: int) -> None:
        shown = [number for number in range(self.count()) if not self._group.button(number).isHidden()]
        if shown:
            place = shown.index(self.currentIndex()) + distance
            self.setCurrentIndex(shown[place % len(shown)])
