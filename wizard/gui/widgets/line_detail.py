"""One line of a log in full: what it says, what it means, what it proves and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wizard.core.case.reading import Reading
from wizard.core.finding import State
from wizard.core.knowledge import Explained, Knowledge
from wizard.core.log.line import LogLine
from wizard.core.log.stored import AT_ONCE
from wizard.core.log.times import TimeForm
from wizard.gui import fonts, icons
from wizard.gui.palette import SEVERITY_ROLES
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.finding_card import severity_word
from wizard.gui.widgets.labels import bold_font, plain
from wizard.gui.widgets.line_words import columns_of, meaning_of, parent_of
from wizard.gui.widgets.raw_text import MOST_IN_A_PANE, spelled
from wizard.gui.widgets.status_icon import StatusIcon

_MOST_LINES = 4
_ENDS: dict[int, int] = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Down: +1,
    Qt.Key.Key_PageDown: +1,
}


class _Raw(QPlainTextEdit):
    """A line as it stands in the file: plain, wrapped anywhere, as high as it needs up to a limit."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setFont(fonts.fixed_font())
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        self.setPlainText(text)
        self._fit()

    def _fit(self) -> None:
        a_line = self.fontMetrics().lineSpacing()
        needed = self.blockBoundingRect(self.document().firstBlock()).height()
        around = self.document().documentMargin() + 2 * self.frameWidth() + 2
        self.setFixedHeight(int(min(needed, _MOST_LINES * a_line) + around))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, end = self.verticalScrollBar(), _ENDS.get(event.key())
        if end is not None and bar.value() == (bar.minimum() if end < 0 else bar.maximum()):
            event.ignore()  # All of the line is seen: the keys scroll what stands below it.
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * GRID, 0)


class _Proof(QFrame):
    """A finding that the line proves, and what to do about it."""

    def __init__(self, explained: Explained) -> None:
        super().__init__()
        role = SEVERITY_ROLES[explained.severity]
        history = explained.finding.state is State.REPAIRED
        word = self.tr("Repaired meanwhile") if history else severity_word(explained.severity)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, GRID // 2, 0, 0)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.setColumnStretch(1, 1)
        picture = icons.icon("history", Role.MUTED) if history else icons.role_icon(role)
        self._grid.addWidget(StatusIcon(picture, icons.SMALL), 0, 0, Qt.AlignmentFlag.AlignTop)
        text = f"{word}: {explained.title}"
        title = plain(text, role=Role.MUTED if history else role, selectable=True, font=bold_font())
        self._grid.addWidget(title, 0, 1)
        self._add_steps(() if history else explained.fix)

    def _add_steps(self, steps: Sequence[str]) -> None:
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        for number, step in enumerate(steps, 1):
            self._grid.addWidget(plain(f"{number}.", wrap=False), number, 0, top)
            self._grid.addWidget(plain(step, selectable=True), number, 1)


class LineDetail(QScrollArea):
    """Follows the table's current line."""

    findings_wanted = Signal()
    """All findings, with what else proves them."""
    line_wanted = Signal(int)
    """The number of another line to look at."""

    def __init__(self, knowledge: Knowledge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._knowledge = knowledge
        self._shown: tuple[Reading | None, LogLine | None] = (None, None)
        self._where = plain(role=Role.MUTED)
        self._raw = _Raw()
        self._raw.setAccessibleName(self.tr("The whole line"))
        self._cut = plain(role=Role.MUTED)
        self._title = plain(selectable=True, font=bold_font())
        self._explains = plain(selectable=True)
        self._basis = plain(role=Role.MUTED)
        self._parent_line = 0
        self._parent_button = button("", "arrow-up")
        self._parent_button.clicked.connect(lambda: self.line_wanted.emit(self._parent_line))
        self._proofs = QVBoxLayout()
        self._proofs.setSpacing(GRID)
        self._all = button(self.tr("Show all findings"), "list-checks")
        self._all.clicked.connect(self.findings_wanted)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID // 2)
        # The meaning comes first: the line itself is in the table, as far as it fits.
        for widget in (self._title, self._raw, self._cut, self._explains, self._where, self._basis):
            column.addWidget(widget)
        column.addWidget(self._parent_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._proofs)
        row = QHBoxLayout()
        row.setContentsMargins(0, GRID // 2, 0, 0)
        row.addWidget(self._all)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def title(self) -> str:
        """What the line means, in a few words."""
        return self._title.text()

    def show_line(self, reading: Reading | None, line: LogLine | None) -> None:
        """Explains a line of a log, or says that none is chosen."""
        if line is not None and reading is self._shown[0] and line == self._shown[1]:
            return
        self._shown = (reading, line)
        found = reading.marked.get(line.number) if reading is not None and line is not None else None
        self._show_text(line, reading.form if reading is not None else None)
        self._show_meaning(reading, line)
        self._clear_proofs()
        for finding in found.findings if found is not None else ():
            self._proofs.addWidget(_Proof(self._knowledge.explain(finding)))
        self._all.setVisible(found is not None)
        self.verticalScrollBar().setValue(0)

    def _show_text(self, line: LogLine | None, form: TimeForm | None) -> None:
        self._raw.setVisible(line is not None)
        long = line is not None and len(line.raw) > MOST_IN_A_PANE
        self._cut.setVisible(long)
        self._where.setText(columns_of(line, form) if line is not None else "")
        self._where.setVisible(bool(self._where.text()))
        if line is None:
            return
        text = spelled(line.raw[:MOST_IN_A_PANE])
        self._raw.show_text(text)
        if long:
            said = self.tr("The first {shown} of {count} characters. Copying the line copies all of them.")
            count = f"{len(line.raw):,}"
            if len(line.raw.encode("utf-8", "replace")) > AT_ONCE - 4:  # Nobody has read the rest.
                count = self.tr("more than {count}").format(count=count)
            self._cut.setText(said.format(shown=f"{MOST_IN_A_PANE:,}", count=count))

    def _show_meaning(self, reading: Reading | None, line: LogLine | None) -> None:
        title, explains, basis = meaning_of(reading, line, self._knowledge)
        if line is not None:
            title = self.tr("Line {number}: {meaning}").format(number=line.number, meaning=title)
        for label, text in ((self._title, title), (self._explains, explains), (self._basis, basis)):
            label.setText(text)
            label.setVisible(bool(text))
        parent = parent_of(reading, line)
        self._parent_line = parent
        self._parent_button.setText(self.tr("Go to line {number}").format(number=parent))
        self._parent_button.setVisible(parent > 0)

    def _clear_proofs(self) -> None:
        while (item := self._proofs.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
