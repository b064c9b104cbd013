"""Help: the keys, and what this program is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from wizard import __version__
from wizard.gui import fonts
from wizard.gui.frame import product_name
from wizard.gui.theme import GRID, dress, mark

WIDTH = 64 * GRID


class HelpDialog(QDialog):
    """Shown with ``open()``; deletes itself when closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self)  # Before it measures itself.
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Help"))
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        name = _label(f"{product_name()} {__version__}")
        name.setFont(fonts.scaled(1.3, bold=True))
        column.addWidget(name)
        column.addWidget(self._about())
        column.addLayout(self._keys())
        column.addWidget(self._licence())
        self.licences = QPushButton(self.tr("&Licences…"))
        self.licences.clicked.connect(self._show_licences)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.licences, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        # Qt forgets that the wrapped text gets higher when it sizes a dialog.
        self.setMinimumSize(WIDTH, column.totalHeightForWidth(WIDTH) + GRID)

    def _about(self) -> QLabel:
        about = _label(
            self.tr(
                "Sets up and diagnoses DNS failover of Spectralink 84-Series handsets. "
                "What the vendor states, what standards say and what was inferred are told apart everywhere."
            )
        )
        about.setWordWrap(True)
        return about

    def _licence(self) -> QLabel:
        licence = _label(
            self.tr(
                "MIT licence. It uses Qt and PySide6 under the LGPL version 3, Python, NumPy, Hyperscan, "
                "dnspython, idna, Jinja2, defusedxml and the Lucide icons, each under its own licence."
            )
        )
        licence.setWordWrap(True)
        mark(licence, "role", "muted")
        return licence

    def _show_licences(self) -> None:
        from wizard.gui.licences import LicencesDialog

        LicencesDialog(self).open()

    def _keys(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID // 4)  # The whole of it fits a screen of 1366x768 at 150 %.
        grid.setColumnStretch(1, 1)
        for row, (keys, text) in enumerate(self._shortcuts()):
            key = _label(keys)
            key.setFont(fonts.fixed_font())
            grid.addWidget(key, row, 0)
            grid.addWidget(_label(text), row, 1)
        return grid

    def _shortcuts(self) -> list[tuple[str, str]]:
        return [
            ("Ctrl+1 … Ctrl+6", self.tr("Jump to a step")),
            ("Alt+← Alt+→", self.tr("Previous step, next step")),
            (self.tr("Ctrl+Enter"), self.tr("The page's main button")),
            ("F5", self.tr("Check again, read a folder of logs again")),
            ("Ctrl+O", self.tr("Open the page's file: log, configuration or case")),
            ("Ctrl+V", self.tr("Paste a log, on the page Log review")),
            ("Ctrl+S, Ctrl+E", self.tr("Save the case, save the lines that are shown")),
            ("Ctrl+F, F3", self.tr("Find in the log, find the next match")),
            ("F8, Shift+F8", self.tr("Next failure, previous failure")),
            ("Ctrl+F2, F2", self.tr("Set a bookmark, go to the next one")),
            ("Ctrl+Tab, Ctrl+W", self.tr("Next log, close the log")),
            ("Ctrl+Shift+PgUp, PgDn", self.tr("Move the log's tab to the left, to the right")),
        ]


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
