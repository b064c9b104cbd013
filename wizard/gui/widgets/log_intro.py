"""What the log page offers while no log is open, and the pane to paste one into."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from wizard.gui import fonts
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button, set_icon
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.widgets.empty_state import EmptyState
from wizard.gui.widgets.labels import heading
from wizard.gui.widgets.log_steps import LogSteps

MOST_IN_THE_PANE = 200_000
"""Characters; what is longer goes straight to the review, because the pane would hold up the window."""


class LogIntro(QWidget):
    """Open, paste, drop, try, and how to get a log."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        empty = EmptyState(
            "file-search",
            self.tr("Open a handset's log"),
            self.tr(
                "Drop logs, a zip or a folder on this window, or choose one of these ways. "
                "Nothing leaves this computer."
            ),
        )
        self.open_button = empty.add_button(self.tr("&Open a log…"), "folder-open")
        self.open_button.setToolTip("Ctrl+O")
        set_icon(self.open_button, "folder-open", Role.ON_ACCENT)  # The page's primary button.
        self.folder_button = empty.add_button(self.tr("Open a &folder…"), "folder-open")
        self.folder_button.setToolTip(self.tr("All logs in it side by side (Ctrl+Shift+O)"))
        self.paste_button = empty.add_button(self.tr("&Paste a log"), "clipboard-paste")
        self.paste_button.setToolTip("Ctrl+V")
        self.samples_button = empty.add_button(self.tr("&Try the sample logs"), "play")
        self.how = Disclosure(self.tr("How do I get a log?"), LogSteps)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(empty)
        column.addWidget(self.how)
        column.addStretch(1)


class _Pane(QPlainTextEdit):
    """Plain text only; what is too long to lay out is handed on at once."""

    long_pasted = Signal(str)
    left = Signal()

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        if len(text) > MOST_IN_THE_PANE:
            self.long_pasted.emit(self.toPlainText() + text)
        else:
            self.insertPlainText(text)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        # Files that are dropped here belong to the window.
        return source.hasText() and not source.hasUrls()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class PastePane(QWidget):
    """Keeps its text until it is reviewed."""

    pasted = Signal(str)
    """The text to review."""
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = _Pane()
        self.editor.setFont(fonts.fixed_font())
        self.editor.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.editor.setTabChangesFocus(True)
        self.editor.setAccessibleName(self.tr("Lines of a log"))
        self.editor.setPlaceholderText(self.tr("Paste whole lines of a log here (Ctrl+V)."))
        self.editor.setMinimumHeight(10 * GRID)
        self.review_button = button(self.tr("&Review these lines"), "file-search", primary=True)
        self.cancel_button = button(self.tr("&Cancel"))
        self.review_button.setEnabled(False)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.review_button)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(heading(self.tr("Paste a log")))
        column.addWidget(self.editor, 1)
        column.addLayout(row)
        self.editor.textChanged.connect(self._follow)
        self.editor.long_pasted.connect(self.pasted)
        self.editor.left.connect(self.cancelled)
        self.review_button.clicked.connect(lambda: self.pasted.emit(self.editor.toPlainText()))
        self.cancel_button.clicked.connect(self.cancelled)

    def _follow(self) -> None:
        self.review_button.setEnabled(not self.editor.document().isEmpty())
