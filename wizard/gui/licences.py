"""The licences of everything that the program carries, to read in the program itself."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from wizard.gui.theme import GRID
from wizard.gui.widgets.labels import plain
from wizard.paths import resource

SIZE = (88 * GRID, 60 * GRID)
FOLDER = "licenses"
OVERVIEW = "README.txt"


@dataclass(frozen=True, slots=True)
class Text:
    """A licence, or another text, as shipped. ``name`` says whose it is."""

    name: str
    path: Path

    def read(self) -> str:
        """The text; a sentence where it cannot be read."""
        try:
            return self.path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            return f"{self.path} cannot be read ({error.strerror})."


def texts(root: Path | None = None) -> list[Text]:
    """All texts, the overview first. A checkout has but the program's own and the icons' licence."""
    root = root or _folder()
    if root is None:
        own = Text("Handset Failover Wizard", resource().parent / "LICENSE")
        icons = Text("Lucide icons", resource("icons", "LICENSE"))
        return [text for text in (own, icons) if text.path.is_file()]
    paths = [path for path in root.rglob("*") if path.is_file()]
    paths.sort(
        key=lambda path: (path.name != OVERVIEW, len(path.relative_to(root).parts) > 1, str(path).lower())
    )
    return [Text(_name(path.relative_to(root)), path) for path in paths]


def _folder() -> Path | None:
    """Beside the executable, or unpacked from the one that is a single file."""
    if not getattr(sys, "frozen", False):
        return None
    places = (Path(sys.executable).parent / FOLDER, resource().parent / FOLDER)
    return next((place for place in places if place.is_dir()), None)


def _name(path: Path) -> str:
    if path.name == OVERVIEW:
        return "Overview"
    return f"{path.parent}: {path.stem}" if path.parent.name else f"Handset Failover Wizard: {path.stem}"


class LicencesDialog(QDialog):
    """Shown with ``open()``; deletes itself when closed."""

    def __init__(self, parent: QWidget | None = None, root: Path | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Licences"))
        self._texts = texts(root)
        self.choice = QComboBox()
        self.choice.addItems([text.name for text in self._texts])
        label = QLabel(self.tr("&Part of the program"))
        label.setBuddy(self.choice)
        self.view = QPlainTextEdit()
        self.view.setReadOnly(True)
        self.view.setTabChangesFocus(True)
        self.view.setAccessibleName(self.tr("Text of the licence"))
        self.choice.currentIndexChanged.connect(self._show)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label)
        column.addWidget(self.choice)
        column.addWidget(self.view, 1)
        if root is None and _folder() is None:
            elsewhere = self.tr(
                "Started from source: the other packages lie in Python's own folder, each with its licence."
            )
            column.addWidget(plain(elsewhere))
        column.addWidget(buttons)
        self.resize(*SIZE)
        self._show(self.choice.currentIndex())

    def _show(self, number: int) -> None:
        if 0 <= number < len(self._texts):
            self.view.setPlainText(self._texts[number].read())
