"""What every page of the wizard is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem, QWidget

from wizard.core.case.steps import Status, Step
from wizard.gui import fonts
from wizard.gui.job import Job, Work
from wizard.gui.parted import Parted
from wizard.gui.slices import is_growing
from wizard.gui.theme import GRID, mark
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.visible import set_visible

if TYPE_CHECKING:
    from wizard.core.case.case import Case

WIDEST = 1080
"""Lines longer than this many logical pixels are hard to read."""

LONGEST_WAIT = 3000
"""Milliseconds that closing the window waits for a page's jobs, all together."""


class Page(Parted):
    """One step. A subclass sets the class attributes and lays its widgets out in ``content``.

    ``title`` and ``lead`` are written as ``QT_TR_NOOP("…")``. The window calls :meth:`show_case`
    before the page is shown and whenever the case changed meanwhile.
    """

    step: ClassVar[Step]
    title: ClassVar[str]
    lead: ClassVar[str] = ""
    fills: ClassVar[bool] = False
    """The page shares its height out itself, as a log table does, instead of growing downwards."""

    by_parts = False

    case_edited = Signal(object)
    """A new Case; the window takes it over."""
    case_changed = Signal(object)
    """A function from the case as it is now to a new one: for results that come in the background,
    when other pages may have changed the case that this page knows."""
    primary_changed = Signal()
    """``primary`` is another button now."""
    step_requested = Signal(object)
    """A Step to show instead of this one."""
    underway_changed = Signal()
    """``underway`` or ``own_status`` says something else now."""
    said = Signal(str)
    """A short message for the bottom bar and for screen readers: "Checks finished: 2 problems"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.primary: QPushButton | None = None
        self.underway = ""
        """What the page is doing for the case, in one short line for the step list; empty: nothing."""
        self.own_status: Status | None = None
        """How far the step is where the page shows what is not of the case; the step list has it then."""
        self._jobs: list[Job] = []
        self._title = QLabel(_translated(self.title))
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setFont(fonts.scaled(1.6, bold=True))
        self._title.setWordWrap(True)
        self._lead = QLabel(_translated(self.lead))
        self._lead.setTextFormat(Qt.TextFormat.PlainText)
        self._lead.setWordWrap(True)
        set_visible(self._lead, bool(self.lead))
        mark(self._lead, "role", "muted")
        self._title_row = QHBoxLayout()
        self._title_row.setSpacing(GRID)
        self._title_row.addWidget(self._title, 1)
        self.content = Column(spacing=2 * GRID)
        self._lay_out()

    def _lay_out(self) -> None:
        self._column = column = Column(self, 0)
        column.addLayout(self._title_row)
        column.addSpacing(GRID // 2)
        column.addWidget(self._lead)
        self._below_title = QSpacerItem(0, 0)  # Its height is yet to be set.
        column.addItem(self._below_title)
        self.set_low(False)
        column.addLayout(self.content, 1 if self.fills else 0)
        if not self.fills:
            column.addStretch(1)
            self.setMaximumWidth(WIDEST)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def set_low(self, low: bool) -> None:
        """With little height there is less air around the content; the title stays where it is."""
        air = GRID // 2 if low else 2 * GRID
        if self._below_title.sizeHint().height() == air:
            return
        self._column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, GRID if low else 2 * GRID)
        self._below_title.changeSize(0, air)
        self._column.invalidate()

    def add_beside_title(self, widget: QWidget) -> None:
        """Puts something into the line of the title, at the right, where height is dear."""
        self._title_row.addWidget(widget)

    def show_case(self, case: Case) -> None:
        """Draws the case. Emits nothing."""

    def enter(self) -> None:
        """The page is shown now."""

    def leave(self) -> None:
        """Another page is shown now."""

    def set_underway(self, text: str) -> None:
        """Says what the page is doing, such as "Reading…"; empty when it is done."""
        if text != self.underway:
            self.underway = text
            self.underway_changed.emit()

    def set_own_status(self, status: Status | None) -> None:
        """Says how far the step is by what the page shows beside the case; None: the case tells."""
        if status != self.own_status:
            self.own_status = status
            self.underway_changed.emit()

    def job(self, work: Work) -> Job:
        """A job that belongs to this page. Connect its signals, then call its ``start()``."""
        self._jobs = [job for job in self._jobs if job.running]
        job = Job(work)
        self._jobs.append(job)
        return job

    def busy(self) -> bool:
        """Whether one of the page's jobs is running, or something that is long is still to come."""
        return any(job.running for job in self._jobs) or is_growing(self)

    def shutdown(self) -> None:
        """Cancels the page's jobs and waits for them; the window is about to close."""
        for job in self._jobs:
            job.cancel()
        patience = QDeadlineTimer(LONGEST_WAIT)
        for job in self._jobs:
            job.wait(patience.remainingTime())
        self._jobs.clear()

    def sizeHint(self) -> QSize:
        # QWidget's would ask every part of the page how high it is at a width that the page never has.
        # Its height follows from the width that it gets.
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        # Qt's is the height at the least width, and the scroll area takes the higher of it and of what the
        # page needs at the width that it has: a long page would end in blank.
        least = super().minimumSizeHint()
        return least if self.fills else QSize(least.width(), 0)

    def heightForWidth(self, width: int) -> int:
        # Asked by the scroll area. A page that fills may be pressed down to its smallest height;
        # any other keeps the height that it likes.
        layout = self.layout()
        if self.fills and layout is not None:
            return layout.totalMinimumHeightForWidth(width)
        return super().heightForWidth(width)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._title.setFont(fonts.scaled(1.6, bold=True))
        super().changeEvent(event)


def _translated(text: str) -> str:
    # lupdate files a QT_TR_NOOP outside of functions under no context at all.
    return QCoreApplication.translate("", text)
