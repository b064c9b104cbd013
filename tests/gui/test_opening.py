"""Files that are dropped on the window or named on the command line reach the page that reads them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wizard.core.case.case import Case
from wizard.core.case.file import save
from wizard.core.case.steps import Progress, Step
from wizard.core.handset.config_file import open_config
from wizard.gui.session import Session
from wizard.practice.lab import broken_log

DATA = Path(__file__).parents[1] / "data" / "config"
PATIENCE = 15_000


@pytest.fixture
def session(qtbot: QtBot, settings: QSettings) -> Iterator[Session]:
    made = Session(settings)
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.window.close()


def drop(session: Session, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, button, key = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(session.window, QDragEnterEvent(QPoint(5, 5), action, mime, button, key))
    QApplication.sendEvent(session.window, QDropEvent(QPointF(5, 5), action, mime, button, key))


def names(case: Case) -> list[str]:
    return [file.name for file in case.configurations]


def wait(qtbot: QtBot, session: Session, *configurations: str, logs: int = 0) -> None:
    def done() -> bool:
        return names(session.case) == list(configurations) and len(session.case.logs) == logs

    qtbot.waitUntil(done, timeout=PATIENCE)


def test_a_dropped_configuration_opens_on_the_handset_page(qtbot: QtBot, session: Session) -> None:
    drop(session, DATA / "sound-site.cfg", DATA / "sound-0004f2a1b2c3.cfg")
    wait(qtbot, session, "sound-site.cfg", "sound-0004f2a1b2c3.cfg")
    assert session.window.shown is Step.HANDSET


def test_content_counts_more_than_the_suffix(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    as_text = Path(shutil.copy(DATA / "bulletin.cfg", tmp_path / "sent-by-mail.txt"))
    log = Path(shutil.copy(broken_log(), tmp_path / "log.cfg"))
    drop(session, as_text, log)
    wait(qtbot, session, "sent-by-mail.txt", logs=1)


def test_configurations_and_logs_dropped_together_all_open(qtbot: QtBot, session: Session) -> None:
    drop(session, broken_log(), DATA / "bulletin.cfg")
    wait(qtbot, session, "bulletin.cfg", logs=1)
    status = session.window.sidebar.stepper.steps.row(2).status
    assert status.progress is Progress.FAILED


def test_the_live_checks_take_over_what_a_file_looks_for(qtbot: QtBot, session: Session) -> None:
    drop(session, DATA / "sound-site.cfg")
    wait(qtbot, session, "sound-site.cfg")
    page = session.window.page(Step.HANDSET)
    qtbot.waitUntil(lambda: page.checking.is_up_to_date)
    qtbot.mouseClick(page.checking.check_button, Qt.MouseButton.LeftButton)
    assert session.window.shown is Step.CHECKS
    assert session.case.lookfor is not None
    assert session.window.page(Step.CHECKS).form.address.text() == session.case.lookfor.address


def test_a_case_resumes_with_its_configurations(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    path = tmp_path / "visit.json"
    assert not save(Case().with_configurations([open_config(DATA / "bulletin.cfg")]), path)
    drop(session, path)
    wait(qtbot, session, "bulletin.cfg")
    assert session.case.configurations[0].masked
