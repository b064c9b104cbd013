"""One SIP server as a row of fields."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from wizard.core.plan.typed import DraftServer
from wizard.gui.announce import announce
from wizard.gui.pages.setup_named_fields import Input, NamedFields
from wizard.gui.theme import GRID, Role, mark
from wizard.gui.widgets.buttons import icon_button
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.field import Note
from wizard.gui.widgets.labels import plain
from wizard.gui.widgets.notes import Remark

PARTS = ("host", "address", "port", "priority", "weight")
_LINES = 2  # Of fields; remarks stand under them.


class ServerRow(NamedFields):
    """Shows one server as typed. ``seen`` are the parts that the user has left once."""

    typed = Signal(str, str)
    """A part and its new text."""
    left = Signal(str)
    shifted = Signal(int)
    """-1 for up, 1 for down."""
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = self._part_names()
        self.seen: set[str] = set()
        self.repairs: dict[str, str] = {}
        self._notes: dict[str, Remark] = {}
        self.number = plain(wrap=False, role=Role.MUTED)
        self.up = icon_button("arrow-up", "")
        self.down = icon_button("arrow-down", "")
        self.remove = icon_button("trash-2", "")
        self.up.clicked.connect(lambda: self.shifted.emit(-1))
        self.down.clicked.connect(lambda: self.shifted.emit(1))
        self.remove.clicked.connect(self.removed)
        for part in PARTS:
            self._make_cell(part)
        self._narrow: bool | None = None
        self._lay_out()

    def _part_names(self) -> Mapping[str, str]:
        return {
            "host": self.tr("Host name"),
            "address": self.tr("IP address"),
            "port": self.tr("Port"),
            "priority": self.tr("Priority"),
            "weight": self.tr("Weight"),
        }

    def _make_cell(self, part: str) -> None:
        editor = Input()
        editor.textEdited.connect(lambda text: self._typed(part, text))
        editor.left.connect(lambda: self._leave(part))
        editor.setParent(self)  # Laid out later, but part of the tab order at once.
        cell = QVBoxLayout()  # No widget: thirty servers would have 150 more to be styled.
        cell.addWidget(editor)
        self.editors[part], self.cells[part] = editor, cell

    def _lay_out(self) -> None:
        self._buttons = QWidget(self)
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(0)
        for one in self.buttons():
            buttons.addWidget(one)
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        self._column = Column(self, GRID // 2)
        for line in (self._first, self._second):
            line.setSpacing(GRID)
            self._column.addLayout(line)
        height = self.editors["host"].sizeHint().height()
        self.number.setFixedSize(self._letters(2), height)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._buttons.setFixedHeight(height)

    def buttons(self) -> tuple[QToolButton, ...]:
        """Up, down and remove."""
        return (self.up, self.down, self.remove)

    # How it fits

    def _letters(self, count: int) -> int:
        return int(self.fontMetrics().horizontalAdvance("0") * count)

    def _width_of(self, part: str) -> int:
        """What a part needs to be read as a whole: a label, five digits, an address, a host."""
        room = {"host": 20, "address": 15}.get(part, 5)
        return max(self._letters(room) + 28, self.fontMetrics().horizontalAdvance(self.words[part]) + 2)

    def width_needed(self) -> int:
        """The width from which everything fits on one line."""
        parts = sum(self._width_of(part) for part in PARTS)
        return parts + self.number.width() + self._buttons.sizeHint().width() + 7 * GRID

    def arrange(self, *, narrow: bool, labelled: bool) -> None:
        """In two lines or in one; with the names of the fields above them or without."""
        for part in PARTS:
            self.name_field(part, shown=narrow or labelled)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        mark(self, "card", "true" if narrow else "")
        side = GRID if narrow else 0
        self._column.setContentsMargins(side, side, side, side)
        low = Qt.AlignmentFlag.AlignBottom
        self._first.addWidget(self.number, 0, low)
        for part in PARTS:
            line = self._second if narrow and part not in ("host", "address") else self._first
            grows = part == "host" or (narrow and part == "address")
            editor, cell = self.editors[part], self.cells[part]
            editor.setMinimumWidth(self._width_of(part) if part != "host" else self._letters(12))
            editor.setMaximumWidth(16_777_215 if grows else self._width_of(part))
            for one in (self._first, self._second):
                one.removeItem(cell)
            line.addLayout(cell, int(grows))
        self._second.setContentsMargins(self.number.width() + GRID if narrow else 0, 0, 0, 0)
        (self._second if narrow else self._first).addWidget(self._buttons, 0, low)
        if narrow:
            self._second.setAlignment(self._buttons, low | Qt.AlignmentFlag.AlignRight)

    # What it shows

    def show_server(self, server: DraftServer, place: tuple[int, int], filled: Mapping[str, str]) -> None:
        """Draws one server.

        ``place`` is the row, from 0, and how many there are. ``filled`` is what empty fields mean;
        a row in use shows it as text, a blank one as a hint.
        """
        row, count = place
        self._name_fields(row + 1)
        for part, editor in self.editors.items():
            text, usual = str(getattr(server, part)), filled.get(part, "")
            editor.setPlaceholderText(usual)
            if not text and usual and part != "port" and not server.is_blank:
                # Somebody who has just cleared the field is about to type another number.
                text = "" if editor.hasFocus() and not editor.text() else usual
            if editor.text() != text:
                editor.setText(text)
        focused = next((button for button in self.buttons() if button.hasFocus()), None)
        self.up.setEnabled(row > 0)
        self.down.setEnabled(row < count - 1)
        if focused is not None and not focused.isEnabled():
            self.editors["host"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _name_fields(self, number: int) -> None:
        if self.number.text() == str(number):
            return  # Most letters that are typed move no row.
        self.number.setText(str(number))
        for part, editor in self.editors.items():
            words = self.tr("{field}, server {number}")
            editor.setAccessibleName(words.format(field=self.words[part], number=number))
        texts = (
            self.tr("Move server {number} up (Alt+Up)"),
            self.tr("Move server {number} down (Alt+Down)"),
            self.tr("Remove server {number}"),
        )
        for one, text in zip(self.buttons(), texts, strict=True):
            one.setToolTip(text.format(number=number))
            one.setAccessibleName(text.format(number=number))

    def show_notes(self, problems: Mapping[str, str]) -> None:
        """``problems`` by part. A new one waits until its field is left."""
        for part, editor in self.editors.items():
            problem = problems.get(part, "")
            waiting = editor.hasFocus() and not self.has_problem(part)
            if problem and part in self.seen and not waiting:
                self._note(part, Note(Role.FAILED, problem))
            else:
                repaired = self.repairs.get(part, "")
                self._note(part, Note(Role.INFO, repaired) if repaired else None)

    def has_problem(self, part: str) -> bool:
        """Whether a problem is shown at a part."""
        return bool(self.editors[part].property("problem"))

    def _note(self, part: str, note: Note | None) -> None:
        editor, remark = self.editors[part], self._notes.get(part)
        text = f"{self.words[part]}: {note.text}" if note else ""
        if text and (remark is None or text != remark.text()):
            announce(editor, text)
        if text and remark is None:
            remark = self._add_remark(part)
        if remark is not None:
            remark.say(text, note.role if note else Role.INFO)
        mark(editor, "problem", note is not None and note.role is Role.FAILED)
        editor.setAccessibleDescription(note.text if note else "")

    def _add_remark(self, part: str) -> Remark:
        """Made with the first thing to say: most rows never have any."""
        above = sum(one in self._notes for one in PARTS[: PARTS.index(part)])
        self._notes[part] = made = Remark(parent=self)
        self._column.insertWidget(_LINES + above, made)
        return made

    # What the user does

    def _typed(self, part: str, text: str) -> None:
        self.repairs.pop(part, None)
        self.typed.emit(part, text)

    def _leave(self, part: str) -> None:
        self.seen.add(part)
        self.left.emit(part)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shifted.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)
