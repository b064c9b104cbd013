"""What a draft still lacks, in the place of its records."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wizard.core.plan.typed import Problem
from wizard.core.words import words
from wizard.gui.pages.setup_names import field_name
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.notes import Remark
from wizard.gui.widgets.tab_order import keep_place


class Missing(QWidget):
    """What a draft still lacks, each with a button that leads there."""

    wanted = Signal(str)
    """The field to go to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems: tuple[Problem, ...] = ()
        self._column = Column(self)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Lists them; the same list stays as it is, so that a focus on it is not lost."""
        if problems == self._problems:
            return
        self._problems = problems
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for problem in problems:
            self._column.addWidget(self._row(problem))
        keep_place(self)

    def _row(self, problem: Problem) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        there = button(field_name(problem.field), "pencil")
        said = problem.said.in_words(words())
        there.setAccessibleDescription(said)
        there.clicked.connect(lambda: self.wanted.emit(problem.field))
        middle = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(Remark(said, role=Role.WARNING), 1, middle)
        row.addWidget(there, 0, middle)
        return box
