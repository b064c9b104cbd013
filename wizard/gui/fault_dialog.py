"""Tells of a defect, with what to copy and pass on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.code_block import CodeBlock
from wizard.gui.widgets.labels import heading, plain

WIDTH = 80 * GRID
FILE = "failover-wizard-defect.txt"


class FaultDialog(QDialog):
    """Shown with ``open()``; deletes itself when closed.

    ``folder`` is where the program's log lies. ``sudden``: the program had ended without being closed.
    """

    def __init__(
        self, details: str, folder: Path, parent: QWidget | None = None, *, sudden: bool = False
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("A defect of the program"))
        self._folder = folder
        self.details = CodeBlock(self.tr("What to pass on"), file_name=FILE, most_lines=14)
        self.details.set_text(details)
        harmless = self.tr(
            "It names places in the program. Passwords and what is quoted from files are left out; "
            "nothing was sent."
        )
        self.folder_button = button(self.tr("Open the log's &folder"), "folder-open")
        self.folder_button.clicked.connect(self._open_folder)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.addButton(self.folder_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.rejected.connect(self.reject)
        sentence, advice = self._of_sudden_end() if sudden else self._of_defect()
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(heading(sentence))
        column.addWidget(plain(advice))
        column.addWidget(self.details)
        column.addWidget(plain(harmless, role=Role.MUTED))
        column.addWidget(self.buttons)
        self.setMinimumWidth(WIDTH)

    def _of_defect(self) -> tuple[str, str]:
        return (
            self.tr("Something went wrong in the program."),
            self.tr(
                "What you entered is still there. Save the case (Ctrl+S), then close the program and "
                "start it again. To have the defect mended, pass on the text below."
            ),
        )

    def _of_sudden_end(self) -> tuple[str, str]:
        return (
            self.tr("The last time, the program ended by itself."),
            self.tr(
                "What was entered then and not saved may be lost. To have the defect mended, pass on the "
                "text below."
            ),
        )

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
