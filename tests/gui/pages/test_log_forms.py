"""The log page says what a log was read out of, and what no log can be read out of."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from tests.core.case.cases import a_judge, broken, live_broken
from tests.core.log.made_forms import SAID, WHOLE
from tests.gui.pages.log_window import log_page, open_in, open_window
from wizard.core.case.summary import summarise
from wizard.core.case.summary_file import render_text

LINES = SAID["nothing at all"]


@pytest.mark.parametrize(("name", "says"), [("a mail", "is a mail"), ("a table, commas", "is a table")])
def test_a_file_says_what_its_log_was_read_out_of(
    name: str, says: str, qtbot: QtBot, settings: QSettings, tmp_path: Path
) -> None:
    window = open_window(qtbot, settings, size=(800, 500))
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(WHOLE[name](LINES))
    notice = log_page(window).notice
    open_in(window, [path])
    qtbot.waitUntil(notice.isVisible)
    assert notice.accessibleName().startswith("Note: 0004f2a1b2c3-app.log")
    assert says in notice.accessibleName()
    assert "got nothing from DNS" in log_page(window).verdict.accessibleName()


def test_a_pasted_table_says_so(qtbot: QtBot, settings: QSettings) -> None:
    window = open_window(qtbot, settings)
    page = log_page(window)
    page.open_text(WHOLE["a table, tabs"](LINES).decode())
    qtbot.waitUntil(page.notice.isVisible)
    assert page.notice.accessibleName() == (
        "Note: Pasted log is a table: its columns are shown as the lines of a log."
    )


def test_a_picture_is_told_as_what_it_is(qtbot: QtBot, settings: QSettings, tmp_path: Path) -> None:
    window = open_window(qtbot, settings)
    path = tmp_path / "screen.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    open_in(window, [path])
    qtbot.waitUntil(log_page(window).notice.isVisible)
    assert log_page(window).notice.accessibleName().startswith("Warning: screen.png is a picture")


def test_a_pasted_fix_summary_is_told_as_what_it_is(qtbot: QtBot, settings: QSettings) -> None:
    window = open_window(qtbot, settings)
    page = log_page(window)
    page.open_text(render_text(summarise(live_broken().with_log(broken()), a_judge())))
    qtbot.waitUntil(page.notice.isVisible)
    assert page.notice.accessibleName().startswith("Warning: Pasted log is a fix summary of this program")
