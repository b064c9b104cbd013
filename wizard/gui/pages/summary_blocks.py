"""What the preview of the fix summary is made of: text that wraps, steps to tick off, lines to copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from wizard.core.case.summary_model import Dialog, Drawn
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.code_block import CodeBlock
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.copy_rows import CopyRows, Line
from wizard.gui.widgets.dialog_fields import dialog_fields
from wizard.gui.widgets.labels import breakable, heading, plain
from wizard.gui.widgets.notes import Remark, Steps
from wizard.gui.widgets.resolution_map import ResolutionMap
from wizard.gui.widgets.ticks import Ticks

_LONG = 24
_TOGETHER = 12
"""Steps, or fields of dialogs, that are made in one go, laid out and painted: what a window shows."""


def soft(text: str) -> str:
    """Text that wraps inside its long words alone: an IP address at the end of a line stays whole."""
    return " ".join(breakable(word) if len(word) > _LONG else word for word in text.split(" "))


class Stack(QWidget):
    """Widgets under each other, indented by ``left`` steps of the grid, under a heading if given one."""

    def __init__(self, *widgets: QWidget, title: str = "", left: int = 0, gap: int = GRID) -> None:
        super().__init__()
        self.column = Column(self, gap)
        self.column.setContentsMargins(left * GRID, 0, 0, 0)
        if title:
            self.column.addWidget(heading(soft(title)))
        for widget in widgets:
            self.column.addWidget(widget)


def numbered(steps: Sequence[str]) -> Steps:
    """Steps under each other, wrapped inside names where need be."""
    return Steps([soft(step) for step in steps])


Maker = Callable[[], QWidget]
"""Makes one part of the preview. What is far below is made when it is scrolled to."""


def checklists(steps: Sequence[str], dialogs: Sequence[Dialog] = (), left: int = 0) -> Iterator[Maker]:
    """Steps to tick off, wrapped inside names where need be: a long list in pieces that go on counting.

    A dialog's fields stand under each other below their step. ``left`` indents as :class:`Stack` does.
    """
    forms = {one.step: one for one in dialogs}
    some: list[str] = []
    lines = 0
    for number, step in enumerate(steps, 1):
        some.append(step)
        lines += len(forms[step].fields) if step in forms else 1
        if lines >= _TOGETHER or number == len(steps):
            yield partial(_piece, tuple(some), forms, number - len(some) + 1, left)
            some, lines = [], 0


def _piece(some: Sequence[str], forms: Mapping[str, Dialog], first: int, left: int) -> QWidget:
    shown = [soft(forms[one].opening if one in forms else one) for one in some]
    below = {one: filled_in(forms[one]) for one in some if one in forms}
    ticks = Ticks(some, shown, first=first, below=below)
    return Stack(ticks, left=left) if left else ticks


def filled_in(dialog: Dialog) -> Stack:
    """A dialog's fields, each to be copied by itself, and what is done after them."""
    closing = plain(soft(dialog.closing), selectable=True)
    return Stack(dialog_fields(dialog.fields), closing, gap=GRID // 2)


def copy_rows(lines: Sequence[Line], longest: Line | None = None) -> CopyRows:
    """Lines to copy; values are level with those of others, if the one with the longest label is given."""
    rows = CopyRows()
    rows.set_lines(lines, longest.label if longest is not None else "")
    return rows


def drawing(drawn: Drawn) -> Stack:
    """How the handset finds its servers, and by whose answers."""
    picture = ResolutionMap()
    picture.show_picture(drawn.picture)
    return Stack(plain(soft(drawn.where), role=Role.MUTED), picture)


def remarks(lines: Sequence[str], role: Role) -> Stack:
    """Sentences with an icon each."""
    return Stack(*(Remark(soft(line), role=role) for line in lines), gap=GRID // 2)


def code(title: str, lines: Sequence[str], file_name: str) -> CodeBlock:
    """Lines to copy or to save, verbatim."""
    block = CodeBlock(title, file_name=file_name)
    block.set_text("\n".join(lines) + "\n")
    return block
