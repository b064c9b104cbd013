"""What stands for what in everything that goes outside: shown to the owner, who alone may keep it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.case.aliases import Kind, Replaced
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.widgets.labels import plain
from wizard.gui.widgets.raw_text import spelled
from wizard.gui.widgets.rows import row
from wizard.gui.widgets.wrapped_table import Cell, WrappedTable

MOST = 2000
"""Rows that are shown; the saved key has all."""


class KeyView(QWidget):
    """A line to open, with a table under it and the way to save it."""

    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[Cell, Cell, Cell]] = []
        self._table: WrappedTable | None = None
        self._kinds = {
            Kind.NAME: self.tr("Name"),
            Kind.ADDRESS: self.tr("IP address"),
            Kind.MAC: self.tr("MAC address"),
            Kind.USER: self.tr("User"),
            Kind.FILE: self.tr("File"),
            Kind.FOLDER: self.tr("Folder"),
            Kind.PERSON: self.tr("Site or person"),
            Kind.WORD: self.tr("Word"),
        }
        self.disclosure = Disclosure("", self._body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.disclosure)
        self.hide()

    def show_key(self, replaced: Sequence[Replaced]) -> None:
        """Shows what stands for what, by kind."""
        order = list(Kind)
        found = sorted(replaced, key=lambda one: order.index(one.kind))
        count = len(found)
        text = self.tr("Show what is replaced by what ({count})").format(count=f"{count:,}")
        self.disclosure.button.setText(text)
        self._rows = [
            (Cell(self._kinds[one.kind]), Cell(spelled(one.original)), Cell(spelled(one.alias)))
            for one in found[:MOST]
        ]
        if self._table is not None:
            self._table.set_rows(self._rows)
        self.setVisible(count > 0)

    def _body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        words = self.tr(
            "This list goes into no document. Save it if you want to understand questions about the document "
            "later; give it to nobody who may not know these names."
        )
        headers = [self.tr("What"), self.tr("In your case"), self.tr("In what goes outside")]
        self._table = WrappedTable(self.tr("What is replaced by what"), headers, stiff=(0,), most_height=300)
        self._table.set_rows(self._rows)
        save = button(self.tr("Save this list…"), "save")
        save.clicked.connect(self.save_requested)
        column.addWidget(plain(words, role=Role.MUTED))
        column.addWidget(self._table)
        column.addLayout(row(save))
        return body
