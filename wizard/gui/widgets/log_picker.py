"""Which of the open logs is shown, and opening and closing them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wizard.core.case.case import LogFile
from wizard.gui.theme import GRID
from wizard.gui.widgets.buttons import button, icon_button
from wizard.gui.widgets.inputs import ChoiceBox
from wizard.gui.widgets.labels import escaped
from wizard.gui.widgets.raw_text import spelled

_LONGEST = 36
"""Characters of a file's name; the tooltip has all of it."""
_NARROWEST, _WIDEST = 20 * GRID, 60 * GRID


def short_names(names: Sequence[str]) -> list[str]:
    """The files' names without their folders, with the last folder where two are alike."""
    parts = [spelled(name).replace("\\", "/").split("/") for name in names]
    last = [pieces[-1] for pieces in parts]
    return [
        f"{_cut(piece)} ({_cut(pieces[-2])})" if last.count(piece) > 1 and len(pieces) > 1 else _cut(piece)
        for piece, pieces in zip(last, parts, strict=True)
    ]


def _cut(name: str) -> str:
    """A name with its middle left out if it is very long: both ends tell files apart."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST // 2]}…{name[-_LONGEST // 2 + 1 :]}"


class LogPicker(QWidget):
    """Beside the title: the open logs, the last one opened at the end."""

    chosen = Signal(str)
    """The name of the log to show."""
    close_wanted = Signal()
    """Close the log that is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = ChoiceBox()
        # A file's name can be of any length: a long one is cut here and whole in the tooltip.
        self.box.setMinimumWidth(_NARROWEST)
        self.box.setMaximumWidth(_WIDEST)
        self.box.setAccessibleName(self.tr("Open logs"))
        self.close_button = icon_button("x", self.tr("Close this log (Ctrl+W)"))
        self.open_button = button(self.tr("&Open…"), "folder-open")
        self.open_button.setToolTip(self.tr("Open more logs (Ctrl+O)"))
        self.paste_button = icon_button("clipboard-paste", self.tr("Paste a log (Ctrl+V)"))
        self._names: list[str] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for widget in (self.box, self.close_button, self.open_button, self.paste_button):
            row.addWidget(widget)
        self.box.activated.connect(lambda number: self.chosen.emit(self._names[number]))
        self.close_button.clicked.connect(self.close_wanted)

    def show_logs(self, logs: Sequence[LogFile], shown: str) -> None:
        """Offers these logs; ``shown`` is the name of the one that is shown."""
        names = [log.review.name for log in logs]
        if names != self._names:
            self._names = names
            self.box.set_choices(dict(zip(names, short_names(names), strict=True)))
            for number, name in enumerate(names):
                self.box.setItemData(number, escaped(spelled(name)), Qt.ItemDataRole.ToolTipRole)
        self.box.set_value(shown)
        self.box.setToolTip(escaped(spelled(shown)))
        self.setVisible(bool(logs))
