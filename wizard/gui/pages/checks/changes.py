"""The changes of DNS records that mend what was found, as the chosen DNS product wants them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from wizard.core.finding import Severity, State
from wizard.core.knowledge import Explained
from wizard.core.plan.recipes import products, recipe
from wizard.core.record import RecordChange
from wizard.gui.pages.setup_recipe import RecipeView
from wizard.gui.slices import Slices
from wizard.gui.theme import GRID
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.widgets.field import Field
from wizard.gui.widgets.inputs import ChoiceBox
from wizard.gui.widgets.labels import bold_font, heading, plain
from wizard.gui.widgets.rows import row
from wizard.gui.widgets.tab_order import chain, stops
from wizard.gui.widgets.visible import laid_out_once


class ChangeCommands(QWidget):
    """Hidden while nothing that was found can be mended by records.

    The commands come in the event loop's next turn: what was found is there first.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._causes: list[Explained] = []
        self._opened: set[int] = set()
        self.product = ChoiceBox(products())
        self.product.currentIndexChanged.connect(self._fill)
        self._slices = Slices(self, self._fill)
        self._blocks = QWidget()
        self._column = Column(self, GRID + GRID // 2)
        self._column.addWidget(heading(self.tr("What to type in your DNS")))
        self._column.addLayout(row(Field(self.tr("Your DNS p&roduct"), self.product)))
        self._column.addWidget(self._blocks)
        self.hide()

    def show_findings(self, findings: Sequence[Explained]) -> None:
        """Offers the changes of the causes among these, the gravest first, each change once."""
        self._causes = []
        known: list[RecordChange] = []
        for one in findings:
            change = one.finding.change
            if change is not None and _is_cause(one) and change not in known:
                known.append(change)
                self._causes.append(one)
        self._opened = {0}
        self._put(QWidget(self))  # What stood there is no longer true.
        if known:
            self._slices.start()
        else:
            self._slices.stop()
        self.setVisible(bool(known))

    @property
    def causes(self) -> Sequence[Explained]:
        """What is mended here."""
        return self._causes

    @property
    def waiting(self) -> bool:
        """Whether commands are still to come."""
        return self._slices.waiting

    def recipes(self) -> list[RecipeView]:
        """Those that are open."""
        if self.waiting:
            self._fill()
        return self._blocks.findChildren(RecipeView)

    def _fill(self) -> bool:
        self._slices.stop()
        with laid_out_once(self):
            self._put(self._made())
        return False

    def _made(self) -> QWidget:
        blocks = QWidget(self)
        column = Column(blocks)
        for number, cause in enumerate(self._causes):
            column.addWidget(plain(cause.title, font=bold_font(), selectable=True))
            column.addWidget(self._block(number, cause))
        return blocks

    def _put(self, blocks: QWidget) -> None:
        self._column.replaceWidget(self._blocks, blocks)
        self._blocks.hide()
        self._blocks.deleteLater()
        self._blocks = blocks
        blocks.show()
        chain(self.product, stops(blocks))

    def _block(self, number: int, cause: Explained) -> Disclosure:
        change = cause.finding.change
        assert change is not None
        name = cause.finding.facts.get("name", change.zone)
        block = Disclosure(
            self.tr("What to do"),
            lambda: RecipeView(recipe(self.product.value(), change), name),
            opened=number in self._opened,
        )
        block.toggled.connect(lambda opened: self._note(number, opened))
        return block

    def _note(self, number: int, opened: bool) -> None:
        """What is open stays open with another product."""
        if opened:
            self._opened.add(number)
        else:
            self._opened.discard(number)


def _is_cause(one: Explained) -> bool:
    finding = one.finding
    grave = one.severity.rank >= Severity.WARNING.rank
    return grave and finding.state is State.CURRENT and finding.caused_by is None
