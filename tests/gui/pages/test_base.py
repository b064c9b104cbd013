from __future__ import annotations

import threading
from collections.abc import Iterator

from PySide6.QtCore import QT_TR_NOOP, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from wizard.core.case.steps import Step
from wizard.gui.job import Cancelled
from wizard.gui.pages.base import WIDEST, Page


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
