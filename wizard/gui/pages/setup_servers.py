"""The SIP servers in failover order."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSpacerItem, QWidget

from wizard.core.plan.cleaning import cleaned, with_text
from wizard.core.plan.deployment import DEFAULT_WEIGHT
from wizard.core.plan.draft import Draft
from wizard.core.plan.rows import (
    added,
    automatic_priorities,
    inserted,
    moved,
    out_of_order,
    removed,
    renumbered,
)
from wizard.core.plan.typed import DraftServer, Reading
from wizard.core.words import words
from wizard.gui.pages.setup_server_row import PARTS, ServerRow
from wizard.gui.parted import Parted
from wizard.gui.slices import Slices
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.boxed import Boxed
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.notes import Remark
from wizard.gui.widgets.reveal import reveal
from wizard.gui.widgets.rows import Flow
from wizard.gui.widgets.tab_order import chain
from wizard.gui.widgets.visible import laid_out_later, laid_out_once, set_visible

FIRST, IN_A_TURN = 4, 3
"""Rows that are made at once, more than a window shows of them at first; and in each turn that follows."""


class ServerTable(Parted):
    """Rows that move as a whole: the focus and what was said about a field move with them.

    The rows of a long plan come little by little; whoever asks for ``rows`` has them all.
    """

    edited = Signal(object)
    """The Draft after something was typed, added, removed or moved."""
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._made: list[ServerRow] = []
        self._slices = Slices(self, self._grow_on)
        self._fresh = False
        self._ordered: list[QWidget] = []
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
        self._list = Boxed()
        self._room = QSpacerItem(0, 0)
        self._column = column = Column(self)
        column.addWidget(self._list)
        column.addSpacerItem(self._room)
        column.addWidget(self._order)
        buttons = Flow()
        for one in (self.add, self.undo, self.renumber):
            buttons.addWidget(one)
        column.addLayout(buttons)

    # Drawing

    @property
    def rows(self) -> list[ServerRow]:
        """All rows; those that are still to come are made now."""
        self._grow_whole()
        return self._made

    @property
    def made(self) -> tuple[ServerRow, ...]:
        """The rows that are there already."""
        return tuple(self._made)

    @property
    def growing(self) -> bool:
        """Whether some rows are still to come."""
        return len(self._made) < len(self._draft.servers)

    def _grow_whole(self) -> None:
        if self.growing:
            self._grow(len(self._draft.servers))

    def show_draft(self, draft: Draft, reading: Reading, *, fresh: bool) -> None:
        """Draws the draft; ``fresh`` where it comes from elsewhere and not from this page."""
        self._fresh = fresh or (self._fresh and self.growing)
        self._draft, self._reading = draft, reading
        if fresh:
            self._taken_out = None
        self._fit_count(len(draft.servers), fresh=fresh)
        wrong = out_of_order(draft)
        text = self.tr("The rows do not stand in failover order: the lowest priority is used first.")
        self._order.say(text if wrong else "", Role.WARNING)
        set_visible(self.renumber, wrong)
        set_visible(self.undo, self._taken_out is not None)

    def _fit_count(self, count: int, *, fresh: bool) -> None:
        for row in self._made[count:]:
            self._drop(row)
        del self._made[count:]
        self._draw_rows(0, fresh=fresh)
        self._grow(max(FIRST - len(self._made), IN_A_TURN))
        if self.growing:
            self._slices.start()

    def _grow(self, count: int) -> None:
        """Makes so many of the rows that are still to come; the others keep their room free."""
        first = len(self._made)
        with laid_out_once(self):
            for _ in range(min(count, len(self._draft.servers) - first)):
                self._made.append(self._make_row())
            self._list.put(self._made)
            self._draw_rows(first, fresh=self._fresh)
            self._arrange()
            self._keep_room()
        self._order_tabs()
        if not self.growing:
            self._slices.stop()

    def _grow_on(self) -> bool:
        self._grow(IN_A_TURN)
        return self.growing

    def _draw_rows(self, first: int, *, fresh: bool) -> None:
        draft = self._draft
        usual = automatic_priorities(draft)
        port = str(draft.transport.default_port)
        for number, row in enumerate(self._made[first:], first):
            server = draft.servers[number]
            filled = {"port": port, "priority": usual[number], "weight": str(DEFAULT_WEIGHT)}
            row.show_server(server, (number, len(draft.servers)), filled)
            if fresh:
                row.seen = {part for part in PARTS if not server.is_blank}
                row.repairs.clear()
            found = {part: self._reading.problem(f"server.{number}.{part}") for part in PARTS}
            row.show_notes({part: said.in_words(words()) if said else "" for part, said in found.items()})

    def _keep_room(self) -> None:
        """What stands below does not move while rows come."""
        missing = len(self._draft.servers) - len(self._made)
        height = missing * (self._made[-1].sizeHint().height() + GRID) if missing > 0 else 0
        if height != self._room.sizeHint().height():
            self._room.changeSize(0, height)
            self._column.invalidate()

    def _drop(self, row: ServerRow) -> None:
        row.blockSignals(True)
        self._list.take(row)
        row.deleteLater()

    def _make_row(self) -> ServerRow:
        row = ServerRow(self._list.place(len(self._made)))
        row.typed.connect(lambda part, text: self._typed(row, part, text))
        row.left.connect(lambda part: self._left(row, part))
        row.shifted.connect(lambda distance: self._move(row, distance))
        row.removed.connect(lambda: self._remove(row))
        return row

    def _arrange(self) -> None:
        narrow = any(row.width_needed() > self.width() for row in self._made[:1])
        with laid_out_later(self):
            for number, row in enumerate(self._made):
                row.arrange(narrow=narrow, labelled=number == 0)

    def _order_tabs(self) -> None:
        parts = [one for row in self._made for one in (*row.editors.values(), *row.buttons())]
        if parts != self._ordered:
            self._ordered = parts
            chain(self, [*parts, self.add])

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes to what stands next, made by now or not."""
        focused = self.focusWidget()
        if next and self._ordered[-1:] == [focused]:
            self._grow(IN_A_TURN)
        elif not next and focused not in self._ordered:
            self._grow_whole()  # From the buttons below.
        return super().focusNextPrevChild(next)

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
        self.edited.emit(with_text(self._draft, f"server.{self._made.index(row)}.{part}", text))

    def _left(self, row: ServerRow, part: str) -> None:
        done = cleaned(self._draft, f"server.{self._made.index(row)}.{part}")
        if done.said is not None:
            row.repairs[part] = done.said.in_words(words())
        # Also where nothing changed: a cleared priority is filled in again, a problem is shown.
        self.edited.emit(done.draft)

    def _add(self) -> None:
        self.edited.emit(added(self._draft))
        self.said.emit(self.tr("Server {place} added.").format(place=len(self.rows)))
        self.rows[-1].editors["host"].setFocus()
        reveal(self.rows[-1])

    def _move(self, row: ServerRow, distance: int) -> None:
        number = self.rows.index(row)
        to = number + distance
        if not 0 <= to < len(self.rows):
            return
        self.rows.insert(to, self.rows.pop(number))
        with laid_out_once(self):
            self._list.put(self.rows)
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
        self.said.emit(self.tr("Server {place} removed.").format(place=number + 1))
        self.rows[min(number, len(self.rows) - 1)].editors["host"].setFocus()

    def _bring_back(self) -> None:
        assert self._taken_out is not None
        number, server = self._taken_out
        self._taken_out = None
        self.edited.emit(inserted(self._draft, number, server))
        self.said.emit(self.tr("Server {place} is back.").format(place=number + 1))
        self.rows[number].editors["host"].setFocus()
