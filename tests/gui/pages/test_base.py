from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QT_TR_NOOP, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from wizard.core.case.steps import Step
from wizard.gui.job import Cancelled
from wizard.gui.pages.base import WIDEST, Page
from wizard.gui.widgets.copy_rows import CopyRows, Line


class Bare(Page):
    step = Step.START
    title = QT_TR_NOOP("A <b>title</b>")


class Filling(Bare):
    fills = True
    lead = QT_TR_NOOP("A line under it.")


def test_title_and_lead_are_drawn_as_plain_text(qtbot: QtBot) -> None:
    page = Filling()
    qtbot.addWidget(page)
    labels = page.findChildren(QLabel)
    assert [label.text() for label in labels] == ["A <b>title</b>", "A line under it."]
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


def test_title_and_lead_are_translated(qtbot: QtBot, qapp: QApplication) -> None:
    class Shouting(QTranslator):
        def translate(self, context: str, text: str, *_more: object) -> str:
            return text.upper() if context == "" else text  # As lupdate files them.

    translator = Shouting()
    qapp.installTranslator(translator)
    page = Filling()
    qapp.removeTranslator(translator)
    qtbot.addWidget(page)
    assert [label.text() for label in page.findChildren(QLabel)] == ["A <B>TITLE</B>", "A LINE UNDER IT."]


def test_a_page_that_does_not_fill_keeps_its_lines_short(qtbot: QtBot) -> None:
    bare, filling = Bare(), Filling()
    qtbot.addWidget(bare)
    qtbot.addWidget(filling)
    assert bare.maximumWidth() == WIDEST
    assert filling.maximumWidth() > WIDEST


@pytest.mark.parametrize("width", [700, 1400])
def test_a_page_is_as_high_as_what_is_on_it_also_in_a_wide_window(qtbot: QtBot, width: int) -> None:
    page = Bare()
    rows = CopyRows()
    rows.set_lines([Line("SRV", "_sip._udp.testserver.eslab.local " * 3)] * 40)
    page.content.addWidget(rows)
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    area.setWidget(page)
    area.resize(width, 400)
    area.show()
    assert page.height() == page.heightForWidth(page.width())
    low = page.content.geometry().bottom() + 1
    assert page.height() - low == page.layout().contentsMargins().bottom()


def test_a_page_is_busy_while_its_job_runs_and_shutdown_ends_it(qtbot: QtBot) -> None:
    page = Bare()
    qtbot.addWidget(page)
    stopped = threading.Event()

    def work(cancelled: Cancelled) -> Iterator[int]:
        while not cancelled():
            yield 1
        stopped.set()

    assert not page.busy()
    job = page.job(work)
    with qtbot.waitSignal(job.items):
        job.start()
    assert page.busy()
    with qtbot.waitSignal(job.ended):
        page.shutdown()
    assert stopped.is_set() or job.wait(0)
    assert not page.busy()
