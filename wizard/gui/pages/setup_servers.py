"""The SIP servers in failover order."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.plan.cleaning import cleaned, with_text
from wizard.core.plan.deployment import DEFAULT_WEIGHT
from wizard.core.plan.draft import Draft, DraftServer, Reading
from wizard.core.plan.rows import (
    added,
    automatic_priorities,
    inserted,
    moved,
    out_of_order,
    removed,
    renumbered,
)
from wizard.gui.pages.setup_server_row import PARTS, ServerRow
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.notes import Remark
from wizard.gui.widgets.reveal import reveal
from wizard.gui.widgets.rows import Flow
from wizard.gui.widgets.tab_order import chain
from wizard.gui.widgets.visible import set_visible


class ServerTable(QWidget):
    """Rows that move as a whole: the focus and what was said about a field move with them."""

    edited = Signal(object)
    """The Draft after something was typed, added, removed or moved."""
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ServerRow] = []
        self._draft = Draft(servers=())
        self._reading = self._draft.read()
        self._taken_out: tuple[int, DraftServer] | None = None
        self._order = Remark()
        self.renumber = button(self.tr("Number the &rows 10, 20, …"))
        self.renumber.clicked.connect(lambda: self.edited.emit(renumbered(self._draft)))
        self.add = button(self.tr("&Add a server"), "plus")
        self.add.clicked.connect(self._add)
        self.undo = button(self.tr("&Undo remove"), "undo-2")
        self.undo.clicked.connect(self._bring_back)
        self._list = QVBoxLayout()
        self._list.setSpacing(GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(self._list)
        column.addWidget(self._order)
        buttons = Flow()
        for one in (self.add, self.undo, self.renumber):
            buttons.addWidget(one)
        column.addLayout(buttons)

    # Drawing

    def show_draft(self, draft: Draft, reading: Reading, *, fresh: bool) -> None:
        """Draws the draft; ``fresh`` where it comes from elsewhere and not from this page."""
        self._draft, self._reading = draft, reading
        if fresh:
            self._taken_out = None
        self._fit_count(len(draft.servers))
        usual = automatic_priorities(draft)
        port = str(draft.transport.default_port)
        for number, (row, server) in enumerate(zip(self.rows, draft.servers, strict=True)):
            filled = {"port": port, "priority": usual[number], "weight": str(DEFAULT_WEIGHT)}
            row.show_server(server, (number, len(self.rows)), filled)
            if fresh:
                row.seen = {part for part in PARTS if not server.is_blank}
                row.repairs.clear()
        self._show_notes()
        self._arrange()
        wrong = out_of_order(draft)
        text = self.tr("The rows do not stand in failover order: the lowest priority is used first.")
        self._order.say(text if wrong else "", Role.WARNING)
        set_visible(self.renumber, wrong)
        set_visible(self.undo, self._taken_out is not None)

    def _fit_count(self, count: int) -> None:
        for row in self.rows[count:]:
            self._drop(row)
        del self.rows[count:]
        while len(self.rows) < count:
            row = self._make_row()
            self.rows.append(row)
            self._list.addWidget(row)
        self._order_tabs()

    def _drop(self, row: ServerRow) -> None:
        row.blockSignals(True)
        row.hide()
        self._list.removeWidget(row)
        row.deleteLater()

    def _make_row(self) -> ServerRow:
        row = ServerRow(self)
        row.typed.connect(lambda part, text: self._typed(row, part, text))
        row.left.connect(lambda part: self._left(row, part))
        row.shifted.connect(lambda distance: self._move(row, distance))
        row.removed.connect(lambda: self._remove(row))
        return row

    def _show_notes(self) -> None:
        for number, row in enumerate(self.rows):
            row.show_notes({part: self._reading.problem(f"server.{number}.{part}") for part in PARTS})

    def _arrange(self) -> None:
        narrow = any(row.width_needed() > self.width() for row in self.rows[:1])
        for number, row in enumerate(self.rows):
            row.arrange(narrow=narrow, labelled=number == 0)

    def _order_tabs(self) -> None:
        parts = [one for row in self.rows for one in (*row.editors.values(), *row.buttons())]
        chain(self, [*parts, self.add])

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def editor_of(self, field: str) -> QWidget | None:
        """The input of a field such as ``server.1.port``; the first one for ``servers``."""
        _, _, rest = field.partition(".")
        row, _, part = (rest or "0.host").partition(".")
        return self.rows[int(row)].editors[part] if int(row) < len(self.rows) else None

    # What the user does

    def _typed(self, row: ServerRow, part: str, text: str) -> None:
        self.edited.emit(with_text(self._draft, f"server.{self.rows.index(row)}.{part}", text))

    def _left(self, row: ServerRow, part: str) -> None:
        done = cleaned(self._draft, f"server.{self.rows.index(row)}.{part}")
        if done.sentence:
            row.repairs[part] = done.sentence
        # Also where nothing changed: a cleared priority is filled in again, a problem is shown.
        self.edited.emit(done.draft)

    def _add(self) -> None:
        self.edited.emit(added(self._draft))
        self.rows[-1].editors["host"].setFocus()
        reveal(self.rows[-1])

    def _move(self, row: ServerRow, distance: int) -> None:
        number = self.rows.index(row)
        to = number + distance
        if not 0 <= to < len(self.rows):
            return
        self.rows.insert(to, self.rows.pop(number))
        self._list.removeWidget(row)
        self._list.insertWidget(to, row)
        self.edited.emit(moved(self._draft, number, to))
        self.said.emit(
            self.tr("Server moved to place {place} of {count}.").format(place=to + 1, count=len(self.rows))
        )
        reveal(row)

    def _remove(self, row: ServerRow) -> None:
        number = self.rows.index(row)
        server = self._draft.servers[number]
        self._taken_out = None if server.is_blank else (number, server)
        fewer = removed(self._draft, number)
        self.rows.remove(row)
        self._drop(row)
        self.edited.emit(fewer)
        self.rows[min(number, len(self.rows) - 1)].editors["host"].setFocus()

    def _bring_back(self) -> None:
        assert self._taken_out is not None
        number, server = self._taken_out
        self._taken_out = None
        self.edited.emit(inserted(self._draft, number, server))
        self.rows[number].editors["host"].setFocus()
