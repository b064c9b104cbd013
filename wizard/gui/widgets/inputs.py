"""Inputs that keep their value when the page is scrolled over them with the wheel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

_WIDEST = 320
"""Logical pixels that a list of choices insists on; a file's name may be longer than a page is wide."""


class NumberBox(QSpinBox):
    """A spin box. ``empty`` is shown instead of the smallest number."""

    def __init__(self, low: int, high: int, *, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(low, high)
        self.setSpecialValueText(empty)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Qt 6.11 ignores the style sheet's left padding of a spin box.
        self.lineEdit().setTextMargins(8, 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceBox(QComboBox):
    """A combo box. ``choices`` are pairs of a value and its text."""

    def __init__(self, choices: Mapping[Any, str] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._values: list[Any] = []
        for value, text in (choices or {}).items():
            self.add(value, text)

    def add(self, value: object, text: str) -> None:
        """Adds a choice at the end."""
        # Not as item data: Qt would turn an enum into a plain string.
        self._values.append(value)
        self.addItem(text)

    def set_choices(self, choices: Mapping[Any, str]) -> None:
        """Other choices instead of those before; emits what Qt emits."""
        self.clear()
        self._values = []
        for value, text in choices.items():
            self.add(value, text)

    def minimumSizeHint(self) -> QSize:
        # Qt remembers the one of the first choices, whatever comes later.
        return self.sizeHint().boundedTo(QSize(_WIDEST, 16_777_215))

    def value(self) -> Any:
        """The chosen value, ``None`` if there is none."""
        number = self.currentIndex()
        return self._values[number] if 0 <= number < len(self._values) else None

    def set_value(self, value: object) -> None:
        """Chooses a value; emits what Qt emits, so block signals where that would hurt."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
