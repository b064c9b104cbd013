"""A choice between a few cards, which are radio buttons to keyboard and screen reader."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFrame, QRadioButton, QVBoxLayout, QWidget

from wizard.gui.theme import GRID, Role, mark
from wizard.gui.widgets.labels import bold_font, plain

STACKED_BELOW = 480


class _Card(QFrame):
    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.radio = QRadioButton(title)
        self.radio.setProperty("bare", True)
        self.radio.setFont(bold_font())
        self.radio.setAccessibleDescription(text)
        self.radio.toggled.connect(self._restyle)
        self.radio.installEventFilter(self)
        words = plain(text, role=Role.MUTED)
        words.setIndent(3 * GRID + 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID + 4)
        column.setSpacing(GRID // 2)
        column.addWidget(self.radio)
        column.addWidget(words)
        column.addStretch(1)
        self._restyle()

    def _restyle(self) -> None:
        look = "chosen" if self.radio.isChecked() else "choice"
        if self.radio.hasFocus():
            look = "chosen-ring" if self.radio.isChecked() else "ring"
        mark(self, "card", look)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._restyle()
        return super().eventFilter(watched, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
            self.radio.click()


class RadioCards(QWidget):
    """Cards beside each other, or under each other where there is little room."""

    chosen = Signal(object)
    """The value of the card that the user picked; silent on :meth:`set_value`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._values: list[Any] = []
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2 * GRID)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._values[number]))

    def add(self, value: object, title: str, text: str) -> QRadioButton:
        """Adds a card; ``&`` in the title marks its key."""
        card = _Card(title, text)
        self._group.addButton(card.radio, len(self._values))
        self._values.append(value)
        self._row.addWidget(card, 1)
        return card.radio

    def value(self) -> Any:
        """The chosen card's value, ``None`` if none is."""
        number = self._group.checkedId()
        return self._values[number] if number >= 0 else None

    def set_value(self, value: object) -> None:
        """Chooses a card, or none with a value that no card has."""
        self._group.setExclusive(False)
        for number, known in enumerate(self._values):
            self._group.button(number).setChecked(known == value)
        self._group.setExclusive(True)
        self._set_tab_stop()

    def _set_tab_stop(self) -> None:
        """Tab comes to the chosen card; left alone, Qt comes to the first one and never to the others."""
        chosen = self._group.checkedButton()
        for radio in self._group.buttons():
            stop = chosen is None or radio is chosen
            radio.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)

    def _card_widths(self) -> list[int]:
        cards = [button.parentWidget() for button in self._group.buttons()]
        return [card.minimumSizeHint().width() for card in cards if card is not None]

    def _beside(self) -> int:
        """What all cards need beside each other."""
        widths = self._card_widths()
        return sum(widths) + max(len(widths) - 1, 0) * self._row.spacing()

    def minimumSizeHint(self) -> QSize:
        # The row's own would keep a narrow window from ever stacking it.
        return QSize(max(self._card_widths(), default=0), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        stacked = event.size().width() < max(STACKED_BELOW, self._beside())
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        if direction != self._row.direction():
            self._row.setDirection(direction)
        super().resizeEvent(event)
