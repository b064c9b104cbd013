"""What became of a saved fix summary, and the way to it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.gui.announce import announce
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.labels import breakable
from wizard.gui.widgets.notes import Remark
from wizard.gui.widgets.rows import Flow
from wizard.gui.widgets.visible import set_visible


class SavedRow(QWidget):
    """Hidden until something was saved, or could not be. Opens files on a click alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = Path()
        self.words = Remark()
        self.open_button = button(self.tr("&Open"), "external-link")
        self.open_button.clicked.connect(lambda: self._show(self._path))
        self.folder_button = button(self.tr("Show in &folder"), "folder-open")
        self.folder_button.clicked.connect(lambda: self._show(self._path.parent))
        self._buttons = QWidget()
        flow = Flow(self._buttons)
        flow.addWidget(self.open_button)
        flow.addWidget(self.folder_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.words)
        column.addWidget(self._buttons)
        self.hide()

    def show_saved(self, path: Path) -> str:
        """Says where it lies; returns what it says."""
        self._path = path
        text = self.tr("Saved {name} in {folder}.").format(name=path.name, folder=path.parent)
        return self._say(text, Role.OK, buttons=True)

    def show_problem(self, sentence: str) -> str:
        """Says why there is no file; returns what it says."""
        return self._say(sentence, Role.FAILED, buttons=False)

    def _show(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            text = self.tr("No program here opens {path}. Open it by hand.").format(path=path)
            announce(self, self._say(text, Role.WARNING, buttons=True))

    def _say(self, text: str, role: Role, *, buttons: bool) -> str:
        self.words.say(breakable(text), role)
        self._buttons.setVisible(buttons)
        set_visible(self, True)
        return text
