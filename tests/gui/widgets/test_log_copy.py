"""Many lines of a log on the clipboard, read in the background."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wizard.core.case.case import LogFile
from wizard.core.case.reading import LineFilter, unjudged
from wizard.core.log.review import review
from wizard.core.log.source import LogText
from wizard.gui.job import Job, Work
from wizard.gui.widgets import log_copy
from wizard.gui.widgets.log_copy import LogCopy
from wizard.gui.widgets.log_table import LogTable

COUNT = 6_000
TEXT = "\n".join(f"1015152006|sip  |4|00|Line {number} of them" for number in range(COUNT))


@pytest.fixture
def table(qtbot: QtBot) -> LogTable:
    made = LogTable()
    qtbot.addWidget(made)
    made.show()
    shown = unjudged(LogFile(TEXT, review(LogText("many.log", TEXT))))
    made.show_lines(shown, shown.rows(LineFilter()))
    return made


@pytest.fixture
def said(table: LogTable) -> list[str]:
    jobs: list[Job] = []  # Somebody has to hold them while they run.

    def job(work: Work) -> Job:
        jobs.append(Job(work))
        return jobs[-1]

    sentences: list[str] = []
    LogCopy(job, table, table).said.connect(sentences.append)
    return sentences


def copy_all(qtbot: QtBot, table: LogTable) -> None:
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def test_many_lines_are_copied_whole_and_counted(qtbot: QtBot, table: LogTable, said: list[str]) -> None:
    copy_all(qtbot, table)
    assert said == ["Copying 6,000 lines…"]
    qtbot.waitUntil(lambda: len(said) > 1)
    assert said[1:] == ["Copied 6,000 lines."]
    assert QApplication.clipboard().text() == TEXT


def test_lines_are_copied_behind_their_numbers_few_or_many(
    qtbot: QtBot, table: LogTable, said: list[str]
) -> None:
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, keys)
    qtbot.waitUntil(lambda: len(said) > 1)
    copied = QApplication.clipboard().text().splitlines()
    lines = TEXT.splitlines()
    assert (copied[8], copied[-1]) == (f"   9  {lines[8]}", f"6000  {lines[-1]}")
    assert len(copied) == COUNT
    table.go_to(9)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, keys)
    assert QApplication.clipboard().text() == f" 9  {lines[8]}\n10  {lines[9]}"
    assert said[-1] == "Copied 2 lines."


def test_too_many_lines_leave_the_clipboard_alone_and_name_the_way(
    qtbot: QtBot, table: LogTable, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_copy, "MOST_COPIED", COUNT - 1)
    QApplication.clipboard().setText("as it was")
    copy_all(qtbot, table)
    assert said == ["6,000 lines are too many for the clipboard. Export them instead (Ctrl+E)."]
    assert QApplication.clipboard().text() == "as it was"
