"""Text to copy or to save: records, commands, configurations."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wizard.gui import fonts
from wizard.gui.announce import announce
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button, set_icon
from wizard.gui.widgets.labels import bold_font, plain, set_role
from wizard.gui.writing import write

FEEDBACK_MS = 2000


class _Text(QPlainTextEdit):
    """As high as its text, within limits."""

    def __init__(self, most_lines: int) -> None:
        super().__init__()
        self._most = most_lines
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(fonts.fixed_font())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(GRID)

    def sizeHint(self) -> QSize:
        lines = min(max(self.blockCount(), 1), self._most)
        bar = self.horizontalScrollBar()
        around = 2 * GRID + 6 + (bar.sizeHint().height() if bar.maximum() > bar.minimum() else 0)
        line = self.document().documentLayout().blockBoundingRect(self.document().firstBlock()).height()
        return QSize(40 * GRID, math.ceil(lines * line) + around)

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * GRID, self.sizeHint().height())


class _CopyButton(QPushButton):
    """Has room for the longest of its texts, so that nothing moves while it says "Copied"."""

    def __init__(self, *texts: str) -> None:
        super().__init__(texts[0])
        self._texts = texts
        set_icon(self, "copy")
        self._make_room()

    def _make_room(self) -> None:
        shown, widths = self.text(), []
        for text in self._texts:
            self.setText(text)
            widths.append(self.sizeHint().width())
        self.setText(shown)
        self.setMinimumWidth(max(widths))
        self._measured = (shown, self.sizeHint())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Another theme has other colours alone; each setText() would have the page laid out anew.
        if event.type() == QEvent.Type.StyleChange and self._measured != (self.text(), self.sizeHint()):
            self._make_room()


class CodeBlock(QWidget):
    """Fixed font, no wrapping, Copy and Save as."""

    copied = Signal()
    saved = Signal(str)
    """The path that the text was saved to."""

    def __init__(
        self,
        title: str = "",
        *,
        file_name: str = "records.txt",
        most_lines: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._file_name = file_name
        self._text = ""
        self._data: bytes | None = None
        self._title = plain(title, font=bold_font())
        self.view = _Text(most_lines)
        self.view.setAccessibleName(title or self.tr("Text to copy"))
        self.view.horizontalScrollBar().rangeChanged.connect(self.view.updateGeometry)
        self._copy_text = self.tr("Copy")
        self.copy_button = _CopyButton(self._copy_text, self.tr("Copied"))
        self.copy_button.clicked.connect(self.copy)
        self.save_button = button(self.tr("Save as…"), "save")
        self.save_button.clicked.connect(self.ask_where)
        self._said = plain()
        self._said.hide()
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(FEEDBACK_MS)
        self._back.timeout.connect(self._offer_copy)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self._title, 1)
        top.addWidget(self.copy_button)
        top.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(top)
        column.addWidget(self.view)
        column.addWidget(self._said)
        self._offer_copy()

    def set_text(self, text: str, *, file_name: str = "", data: bytes | None = None) -> None:
        """``data`` is what is saved where it differs from the text in UTF-8."""
        self._data = data
        self._file_name = file_name or self._file_name
        if text != self._text:
            self._text = text
            self.view.setPlainText(text.removesuffix("\n"))
            self.view.updateGeometry()
            self._said.hide()

    def text(self) -> str:
        """What was set, and is copied."""
        return self._text

    def copy(self) -> None:
        """Puts the text on the clipboard and says so."""
        QGuiApplication.clipboard().setText(self.text())
        self.copy_button.setText(self.tr("Copied"))
        set_icon(self.copy_button, "check", Role.OK)
        announce(self.copy_button, self.tr("Copied"))
        self._back.start()
        self.copied.emit()

    def _offer_copy(self) -> None:
        self.copy_button.setText(self._copy_text)
        set_icon(self.copy_button, "copy")

    def ask_where(self) -> None:
        """Asks for a file and saves there."""
        dialog = QFileDialog(self, self.tr("Save as"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(self._file_name)
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Saves the text in the background; says under it where, or why not."""
        data = self._bytes()
        write(path, data, self, lambda problem: self._tell_saved(path, data, problem))

    def _bytes(self) -> bytes:
        return self._data if self._data is not None else self.text().encode()

    def _tell_saved(self, path: Path, data: bytes, problem: str) -> None:
        self._said.setText(problem or self.tr("Saved as {path}").format(path=path))
        set_role(self._said, Role.FAILED if problem else Role.OK)
        self._said.show()
        announce(self._said, self._said.text())
        if not problem and data == self._bytes():  # Else what is shown now is not what was saved.
            self.saved.emit(str(path))
