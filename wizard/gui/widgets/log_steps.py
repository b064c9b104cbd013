"""How to get a log out of a handset."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from wizard.core.handset.configuration import log_steps, logging_block
from wizard.core.knowledge import Basis
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.code_block import CodeBlock
from wizard.gui.widgets.finding_card import basis_line
from wizard.gui.widgets.labels import plain


class LogSteps(QWidget):
    """What to set, and the keys 1, 5 and 9."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(GRID, 0, 0, GRID)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        steps = log_steps()
        for number, step in enumerate(steps):
            grid.addWidget(plain(f"{number + 1}.", wrap=False), number, 0, top)
            grid.addWidget(plain(step, selectable=True), number, 1)
        code = CodeBlock(self.tr("The logging parameters"), file_name="logging.cfg")
        code.set_text(logging_block())
        grid.addWidget(code, len(steps), 1)
        source = plain(basis_line(Basis.VENDOR, "CS-14-17, Troubleshooting"), role=Role.MUTED)
        grid.addWidget(source, len(steps) + 1, 1)
