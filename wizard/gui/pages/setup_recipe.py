"""One DNS product's recipe: steps, dialogs or commands, undo, notes."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QSpacerItem, QWidget

from wizard.core.plan.recipes import DialogRecord, Product, Recipe, Verified
from wizard.gui.slices import Slices
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.code_block import CodeBlock
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.dialog_fields import dialog_fields
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.widgets.labels import bold_font, plain
from wizard.gui.widgets.nearing import Nearing
from wizard.gui.widgets.notes import Remark, Steps
from wizard.gui.widgets.sliced_column import SlicedColumn
from wizard.gui.widgets.tab_order import chain, stops
from wizard.gui.widgets.visible import laid_out_once

_SUFFIXES = {
    Product.WINDOWS: "txt",
    Product.POWERSHELL: "ps1",
    Product.DNSCMD: "cmd",
    Product.BIND: "zone",
    Product.DNSMASQ: "conf",
    Product.UNBOUND: "conf",
    Product.STATIC_CACHE: "cfg",
}
_LONGEST_NAME = 80  # A DNS name can be longer than a file's may be.
_ON_WINDOWS = frozenset({Product.WINDOWS, Product.POWERSHELL, Product.DNSCMD})


def file_name(product: Product, name: str, undo: str = "") -> str:
    """Under which name a block is saved: ``sip.eslab.local-undo.ps1``."""
    return f"{name[:_LONGEST_NAME]}{undo and '-' + undo}.{_SUFFIXES[product]}"


def saved_as(product: Product, text: str) -> bytes:
    """The file's bytes; Windows programs want both characters at a line's end."""
    return (text.replace("\n", "\r\n") if product in _ON_WINDOWS else text).encode()


FIRST, INSTEAD, FAR, IN_A_TURN = 16, 24, 8, 12
"""Lines of steps that are made at once: at first, in another recipe's place, where nobody sees them yet, in
each turn that follows."""


class RecipeView(QWidget):
    """``name`` is the name that the handset looks up; files are called after it.

    The steps come little by little, ``at_once`` lines of them now, so that typing goes on meanwhile. Those
    far below what is seen of the page come when they are near it; until then their room is kept free.
    """

    def __init__(
        self, recipe: Recipe, name: str, *, at_once: int = FIRST, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.recipe = recipe
        self._name = name
        self._at_once = at_once
        self._column = Column(self, GRID + GRID // 2)
        self._column.addWidget(self._trust())
        self._room = QSpacerItem(0, 0)
        self._column.addWidget(self._steps())
        self._column.addSpacerItem(self._room)
        self.commands: CodeBlock | None = None
        if recipe.commands:
            title = self._commands_title()
            self.commands = self._code(title, "\n".join(recipe.commands) + "\n")
            self._column.addWidget(self.commands)
        self._add_notes(recipe.notes[:-1] if recipe.caveat else recipe.notes)
        self._column.addWidget(Disclosure(self.tr("Undo: how to take it back"), self._undo))
        self._column.addWidget(Disclosure(self.tr("Everything as one text, to hand over"), self._whole))
        self._column.addStretch(1)

    def _trust(self) -> QWidget:
        if self.recipe.verified is Verified.TESTED:
            return Remark(self.tr("Our tests load these lines into the product."), role=Role.OK)
        return Remark(self.recipe.caveat, role=Role.WARNING)

    def _add_notes(self, notes: Sequence[str]) -> None:
        """There is one for each host of another zone: as many as servers."""
        if notes:
            column = SlicedColumn(spacing=self._column.spacing())
            column.fill([partial(Remark, note) for note in notes])
            self._column.addWidget(column)

    def _commands_title(self) -> str:
        if self.recipe.product in (Product.POWERSHELL, Product.DNSCMD):
            return self.tr("Commands")
        if self.recipe.product is Product.BIND:
            return self.tr("Zone lines")
        return self.tr("Lines of the configuration file")

    @property
    def growing(self) -> bool:
        """Whether steps are about to come."""
        return self._slices.waiting

    def _steps(self) -> QWidget:
        self._forms = self.recipe.dialogs
        self._left = deque(self.recipe.steps)
        self._lines_made = self._dialogs = 0
        self._list = Steps()
        self._slices = Slices(self, self._go_on)
        self._nearing = Nearing(self, self._list, self._slices)
        self._add_lines(self._at_once)
        if self._left:
            self._keep_room()
            self._slices.start()
        return self._list

    def _go_on(self) -> bool:
        """Some more steps if they would stand near what is seen."""
        if self._left and self._nearing.is_near():
            self._grow(IN_A_TURN)
            return True
        self._keep_room()
        self.setMinimumHeight(0)
        if not self._left:
            self._nearing.stop()
        return False

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes to what stands next, made by now or not."""
        if self._left:
            made, focused = stops(self._list), self.focusWidget()
            if next and made and focused is made[-1]:
                self._grow(IN_A_TURN)
            elif not next and focused not in made:
                self._grow(sum(map(self._lines_of, self._left)))
        return super().focusNextPrevChild(next)

    def _grow(self, lines: int) -> None:
        with laid_out_once(self):
            self._add_lines(lines)
            self._keep_room()

    def _add_lines(self, lines: int) -> None:
        before = stops(self._list)
        most = self._lines_made + lines
        # At least one dialog: the Tab key comes to the others from there.
        while self._left and (self._lines_made < most or (self._forms and not self._dialogs)):
            text = self._left.popleft()
            self._list.add(self._step(text))
            self._dialogs += text in self._forms
            self._lines_made += self._lines_of(text)
        if before:
            chain(before[-1], stops(self._list)[len(before) :])

    def _lines_of(self, step: str) -> int:
        form = self._forms.get(step)
        return len(form.fields) + 2 if form else 1

    def _keep_room(self) -> None:
        """What stands below has the place that it will have about: the other steps are as high as these."""
        left = sum(map(self._lines_of, self._left))
        if self.isVisible():
            height = self._list.heightForWidth(self.width()) * left // self._lines_made
        else:
            height = 2 * self.fontMetrics().lineSpacing() * left  # Nothing is laid out yet.
        if height != self._room.sizeHint().height():
            self._room.changeSize(0, height)
            self._column.invalidate()

    def _step(self, text: str) -> QWidget:
        form = self._forms.get(text)
        return self._dialog(form) if form else plain(text, selectable=True)

    def _dialog(self, form: DialogRecord) -> QWidget:
        """The step that fills a dialog in: each field can be copied by itself."""
        card = QFrame()
        card.setProperty("card", "true")
        inside = Column(card, GRID // 2)
        inside.setContentsMargins(GRID, GRID, GRID, GRID)
        inside.addWidget(plain(form.dialog, font=bold_font()))
        inside.addWidget(dialog_fields(form.fields))
        box = QWidget()
        column = Column(box, GRID // 2)
        column.addWidget(plain(form.opening, selectable=True))
        column.addWidget(card)
        column.addWidget(plain(form.closing, selectable=True))
        return box

    def _undo(self) -> QWidget:
        if not self.recipe.commands or self.recipe.product is Product.STATIC_CACHE:
            steps = Steps()
            for text in self.recipe.undo:
                steps.add(self._step(text))
            return steps
        return self._code("", "\n".join(self.recipe.undo) + "\n", "undo")

    def _whole(self) -> QWidget:
        return self._code("", self.recipe.text(), "recipe")

    def _code(self, title: str, text: str, kind: str = "") -> CodeBlock:
        product = self.recipe.product
        code = CodeBlock(title, file_name=file_name(product, self._name, kind))
        code.set_text(text, data=saved_as(product, text))
        return code
