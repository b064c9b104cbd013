"""What the technician writes about the visit: the site, a name, notes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from wizard.core.case.case import Case
from wizard.gui.theme import GRID

_NOTE_LINES = 2


class VisitFields(QObject):
    """Three fields of a case; the page places them."""

    edited = Signal()
    """Something was typed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.site, self.technician, self.notes = QLineEdit(), QLineEdit(), QPlainTextEdit()
        self.notes.setPlaceholderText(self.tr("They stand in the document as you type them."))
        self.notes.setTabChangesFocus(True)
        self.notes.document().setDocumentMargin(GRID)
        line = self.notes.fontMetrics().lineSpacing()
        self.notes.setFixedHeight(_NOTE_LINES * line + 3 * GRID)
        self.site.textEdited.connect(self.edited)
        self.technician.textEdited.connect(self.edited)
        self.notes.textChanged.connect(self.edited)

    def show_case(self, case: Case) -> None:
        """Shows what stands in the case; who is typing that very text keeps the cursor's place."""
        for line, text in ((self.site, case.site), (self.technician, case.technician)):
            if line.text() != text:
                line.setText(text)
        if self.notes.toPlainText() != case.notes:
            self.notes.blockSignals(True)
            self.notes.setPlainText(case.notes)
            self.notes.blockSignals(False)

    def put_into(self, case: Case) -> Case:
        """The case with what is typed."""
        site, technician = self.site.text(), self.technician.text()
        return replace(case, site=site, technician=technician, notes=self.notes.toPlainText())
