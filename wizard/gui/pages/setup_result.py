"""What the plan comes to: the records, and how each DNS product takes them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.plan.deployment import Deployment
from wizard.core.plan.recipes import Product, products, recipe
from wizard.core.plan.recipes.placing import inside, outside
from wizard.core.plan.recipes.zonefile import zone_line
from wizard.core.plan.records import change_for
from wizard.core.plan.sentence import data_words
from wizard.core.plan.typed import Reading
from wizard.core.record import Record, RecordChange
from wizard.core.words import words
from wizard.gui.pages.setup_missing import Missing
from wizard.gui.pages.setup_recipe import FAR, FIRST, INSTEAD, RecipeView, file_name
from wizard.gui.slices import Curtain, Slices
from wizard.gui.theme import Role
from wizard.gui.widgets.code_block import CodeBlock
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.copy_rows import CopyRows, Line
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.widgets.labels import heading, plain
from wizard.gui.widgets.nearing import is_near
from wizard.gui.widgets.tab_order import chain, stops
from wizard.gui.widgets.tabs import Tabs
from wizard.gui.widgets.visible import laid_out_once, set_visible

PAUSE_MS = 150
"""Records and recipes follow the typing after a pause of so many milliseconds."""
AT_ONCE = 4
"""What more servers than this come to stands below what a window shows of a page that it opens."""


class Result(QWidget):
    """Records and recipes; while the draft has problems, what is missing."""

    wanted = Signal(str)
    """A field that is missing or wrong, to go to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: Deployment | None = None
        self._view: RecipeView | None = None
        self._change: RecordChange | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._draw)
        self._undrawn = False
        self._slices = Slices(self, self._go_on)
        self._title = heading()
        self._lead = plain(role=Role.MUTED)
        self.missing = Missing()
        self.missing.wanted.connect(self.wanted)
        self.records = CopyRows()
        self._elsewhere_lead = plain(
            self.tr("These must exist in other zones. Create them there, if they do not."), role=Role.MUTED
        )
        self.elsewhere = CopyRows()
        self._zone = ""
        self._zone_code: CodeBlock | None = None
        self.zone_lines = Disclosure(self.tr("All records as zone lines"), self._make_zone_code)
        self.tabs = Tabs()
        for title in products().values():
            page = QWidget()
            QVBoxLayout(page).setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(page, title)
        self.tabs.currentChanged.connect(lambda _number: self._fill_tab())
        self._curtain = Curtain(self.tabs)
        self._how = heading(self.tr("How to create them"))
        column = Column(self)
        for widget in (
            self._title,
            self._lead,
            self.missing,
            self.records,
            self.zone_lines,
            self._elsewhere_lead,
            self.elsewhere,
            self._how,
            self.tabs,
        ):
            column.addWidget(widget)

    @property
    def waiting(self) -> bool:
        """Whether the records or steps shown are about to change."""
        view = self.recipe_view()
        growing = view is not None and view.growing
        return growing or self._pause.isActive() or self._slices.waiting

    def show_reading(self, reading: Reading, *, fresh: bool) -> None:
        """Draws the plan, or what it lacks. Records follow after a short pause in the typing."""
        self._plan = reading.plan
        self._undrawn = self._undrawn and reading.plan is not None
        self.missing.show_problems(reading.problems)
        known = reading.plan is not None
        set_visible(self.missing, not known)
        for widget in (self.records, self.zone_lines, self._how, self.tabs):
            set_visible(widget, known)
        if reading.plan is None:
            self._pause.stop()
            self._show_elsewhere(())
            self._title.setText(self.tr("Not complete yet"))
            self._lead.setText(self.tr("The records and the steps for your DNS server will stand here."))
        elif self._undrawn and not fresh:
            pass  # What was typed meanwhile is drawn with the rest.
        elif fresh or self._change is None:
            self._draw_soon(reading.plan)
        elif self._change != change_for(reading.plan):
            self._pause.start()
        set_visible(self, not self._undrawn)

    def _draw_soon(self, plan: Deployment) -> None:
        """Now, or where a long plan's page is about to be shown: once that is there, in a turn of its own."""
        page = self.parentWidget()
        self._undrawn = len(plan.servers) > AT_ONCE and page is not None and not page.isVisible()
        if self._undrawn:
            self._slices.start()
        else:
            self._draw()

    def _go_on(self) -> bool:
        if self._undrawn:
            self._draw()
            return True
        return self._fill_tab()

    def _draw(self) -> None:
        self._undrawn = False
        if self._plan is not None:
            with laid_out_once(self):
                set_visible(self, True)
                self._draw_records(self._plan)

    def _draw_records(self, plan: Deployment) -> None:
        self._change = change_for(plan)
        records = inside(self._change).create
        self._title.setText(self.tr("Records to create ({count})").format(count=len(records)))
        self._lead.setText(self.tr("Click a record to copy its zone line."))
        lines = self._lines(records)
        self.records.set_lines(lines)
        self._show_elsewhere(outside(self._change))
        self._zone = "".join(f"{line.text}\n" for line in lines)
        if self._zone_code is not None:
            self._zone_code.set_text(self._zone, file_name=file_name(Product.BIND, plan.name))
        self._slices.start()  # The page is there first.

    def _show_elsewhere(self, records: Sequence[Record]) -> None:
        self.elsewhere.set_lines(self._lines(records))
        for widget in (self._elsewhere_lead, self.elsewhere):
            set_visible(widget, bool(records))

    def _make_zone_code(self) -> QWidget:
        self._zone_code = CodeBlock()
        self._zone_code.set_text(
            self._zone, file_name=file_name(Product.BIND, self._plan.name if self._plan else "records")
        )
        return self._zone_code

    def _lines(self, records: Sequence[Record]) -> list[Line]:
        return [
            Line(
                record.type.value,
                record.owner,
                self.tr("{data}, TTL {ttl}").format(data=data_words(record, words()), ttl=record.ttl),
                zone_line(record) or "",
            )
            for record in records
        ]

    def recipe_view(self) -> RecipeView | None:
        """The recipe that is shown."""
        page = self.tabs.currentWidget()
        return self._view if self._view is not None and self._view.parentWidget() is page else None

    def _fill_tab(self) -> bool:
        """Makes the recipe of the tab that is shown, unless it is there already."""
        with laid_out_once(self.tabs):
            self._fill_shown()
        if self.tabs.isVisible():
            self._curtain.drop()  # To make steps and to lay them out is enough for one turn.
        return False

    def _fill_shown(self) -> None:
        page, plan, change = self.tabs.currentWidget(), self._plan, self._change
        if page is None or plan is None or change is None:
            return
        made = recipe(list(Product)[self.tabs.currentIndex()], change)
        old = self.recipe_view()
        if old is not None and old.recipe == made:
            return
        layout = page.layout()
        assert layout is not None
        self._drop_view()
        at_once = (FIRST if old is None else INSTEAD) if is_near(self.tabs) else FAR
        view = RecipeView(made, plan.name, at_once=at_once)
        if old is not None and view.growing:
            view.setMinimumHeight(old.height())  # The page does not shrink and grow at every letter typed.
        self._view = view
        layout.addWidget(view)
        chain(page, stops(view))
        view.show()  # Now and not in the next round, or the page would jump.

    def _drop_view(self) -> None:
        """One recipe is there at a time: all of them would be styled at every change of the theme."""
        old = self._view
        if old is None:
            return
        page = old.parentWidget()
        layout = page.layout() if page is not None else None
        if layout is not None:
            layout.removeWidget(old)
        old.hide()  # And no more: Qt would style all of it anew for a life without a parent.
        old.deleteLater()
        self._view = None
