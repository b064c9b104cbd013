"""A fix summary with a hundred steps and changes comes in pieces, and reads and works as one list."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.core.case.cases import a_judge
from tests.gui.demo import PAGES
from tests.gui.whole import whole_window
from wizard.core.case.case import Case
from wizard.core.case.status import statuses
from wizard.core.case.steps import Step
from wizard.core.case.summary_model import Change, ChangedFile, Fix, Procedure
from wizard.core.plan.draft import Draft
from wizard.core.plan.typed import DraftServer
from wizard.gui.pages.summary import SummaryPage
from wizard.gui.pages.summary_parts import ChangedPart, FixParts
from wizard.gui.slices import is_growing
from wizard.gui.widgets.copy_rows import CopyRows
from wizard.gui.widgets.sliced_column import MOST, SlicedColumn
from wizard.gui.widgets.ticks import Ticks
from wizard.gui.window import MainWindow

LONG = Draft(
    domain="eslab.local",
    subdomain="sip",
    servers=tuple(DraftServer(f"piper{n}", f"10.225.2.{n}") for n in range(1, 31)),
)
MOST_TOGETHER = 16
"""Steps that may come in one turn of the event loop, with all that is laid out and painted then."""


def a_window(qtbot: QtBot, settings: QSettings) -> MainWindow:
    pages = {**PAGES, Step.SUMMARY: lambda: SummaryPage(a_judge())}
    window = whole_window(Case(draft=LONG), pages, lambda case: statuses(case, a_judge()), settings)
    qtbot.addWidget(window)
    window.show()
    window.go(Step.SUMMARY)
    return window


def ticks_in(page: QWidget) -> list[Ticks]:
    """From top to bottom."""
    found = [one for one in page.findChildren(Ticks) if one.isVisible()]
    return sorted(found, key=lambda one: one.mapTo(page, one.rect().topLeft()).y())


def read_on(qtbot: QtBot, page: QWidget) -> None:
    """Down to the end of the page: what is far below comes as it is scrolled to."""
    area = page.parentWidget().parentWidget()
    assert isinstance(area, QScrollArea)
    bar = area.verticalScrollBar()

    def at_the_end() -> bool:
        bar.setValue(bar.maximum())
        return not page.busy() and not any(one.waiting for one in page.findChildren(SlicedColumn))

    qtbot.waitUntil(at_the_end, timeout=20_000)


def test_steps_far_below_come_as_they_were_ticked(qtbot: QtBot, settings: QSettings) -> None:
    window = a_window(qtbot, settings)
    page = window.page(Step.SUMMARY)
    assert isinstance(page, SummaryPage)
    qtbot.waitUntil(lambda: not page.busy())
    assert page.summary is not None
    made = len(ticks_in(page.preview))
    procedure = page.summary.fixes[0].procedure
    assert procedure is not None
    assert made < len(procedure.steps) // MOST_TOGETHER
    last = procedure.steps[-1]
    window.set_case(window.case.with_step(last, "23 November 2026"))
    qtbot.waitUntil(lambda: not page.busy())
    page.preview.set_frozen(True)
    read_on(qtbot, page)
    assert len(ticks_in(page.preview)) > made
    boxes = [box for piece in ticks_in(page.preview) for box in piece.boxes]
    assert [box.accessibleName().partition(" ")[2] for box in boxes if box.isChecked()] == [last]
    assert not any(box.isEnabled() for box in boxes)


def test_tab_goes_down_a_page_of_which_a_part_was_made_anew(qtbot: QtBot, settings: QSettings) -> None:
    window = a_window(qtbot, settings)
    page = window.page(Step.SUMMARY)
    assert isinstance(page, SummaryPage)
    qtbot.waitUntil(lambda: not page.busy())
    page.product.setCurrentIndex(3)
    qtbot.waitUntil(lambda: not page.busy())
    window.activateWindow()
    ticks_in(page.preview)[0].boxes[0].setFocus()
    places: list[int] = []
    names: list[str] = []
    while (focused := window.focusWidget()) is not None and page.preview.isAncestorOf(focused):
        places.append(focused.mapTo(page, focused.rect().topLeft()).y())
        names.append(focused.accessibleName() or getattr(focused, "text", str)())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert names[-1] == "Records and configuration"
    assert places == sorted(places)


def test_a_long_list_comes_in_pieces_that_go_on_counting(qtbot: QtBot, settings: QSettings) -> None:
    window = a_window(qtbot, settings)
    page = window.page(Step.SUMMARY)
    assert isinstance(page, SummaryPage)
    qtbot.waitUntil(lambda: not page.busy())
    assert page.summary is not None
    procedure = page.summary.fixes[0].procedure
    assert procedure is not None
    assert len(procedure.steps) > 2 * MOST_TOGETHER
    read_on(qtbot, page)
    pieces = ticks_in(page.preview)
    assert max(len(piece.boxes) for piece in pieces) <= MOST_TOGETHER
    numbers = [box.text() for piece in pieces for box in piece.boxes]
    expected = [f"{n}." for n in range(1, len(procedure.steps) + 1)]
    start = numbers.index("1.", len(page.summary.fixes[0].steps))
    assert numbers[start : start + len(expected)] == expected
    last = next(box for piece in pieces for box in piece.boxes if box.text() == expected[-1])
    qtbot.mouseClick(last, Qt.MouseButton.LeftButton, pos=last.rect().center() / 2)
    qtbot.waitUntil(lambda: not page.busy())
    assert [one.step for one in window.case.done] == [procedure.steps[-1]]


def test_a_fix_is_made_piece_by_piece(qtbot: QtBot) -> None:
    steps = tuple(f"Step {n}" for n in range(100))
    procedure = Procedure("BIND", steps, (), (), undo_is_code=False, in_file=False, notes=(), trust="")
    parts = FixParts(Fix("All of it", steps, procedure)).made()
    counts = []
    for make in parts:
        part = make()
        qtbot.addWidget(part)
        found = [part] if isinstance(part, Ticks) else part.findChildren(Ticks)
        counts.append(sum(len(ticks.boxes) for ticks in found))
    assert sum(counts) == 200
    assert max(counts) <= MOST_TOGETHER


def test_fifty_changes_of_a_file_are_shown_at_a_time_and_level(qtbot: QtBot) -> None:
    changes = tuple(Change(n, f"old{n}", f"new{n}") for n in range(60, 160))
    part = ChangedPart(ChangedFile("site.cfg", changes, left=("Decide this.",)))
    qtbot.addWidget(part)
    part.resize(700, 3000)
    part.show()

    def shown() -> list[str]:
        return [line.value for rows in part.findChildren(CopyRows) for line in rows.lines()]

    expected = [value for change in changes for value in (change.before, change.after)]
    qtbot.waitUntil(lambda: shown() == expected[: 2 * MOST])
    rows = [one for one in part.findChildren(CopyRows) if one.isVisible()]
    places = {row.button(0)._columns(row.width()) for row in rows}
    assert len(places) == 1, "“Line 99” and “Line 100” have their values in one column"
    bottoms = [one.mapTo(part, one.rect().bottomLeft()).y() for one in rows]
    assert all(above < below for above, below in pairwise(bottoms))
    # The button may come a turn after the last of the fifty.
    qtbot.waitUntil(lambda: not is_growing(part))
    more = next(one for one in part.findChildren(QPushButton) if one.text().startswith("Show"))
    assert more.text() == f"Show {len(changes) - MOST} more"
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown() == expected)
