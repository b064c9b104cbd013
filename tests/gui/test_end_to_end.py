"""One visit from end to end: the real window, by keyboard and mouse, against a real BIND."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.servers import bind
from wizard.core.case.file import open_case
from wizard.core.case.status import statuses
from wizard.core.case.steps import Progress, Step
from wizard.core.plan.recipes import Product, recipe
from wizard.core.plan.records import change_for
from wizard.gui.session import Session

DATA = Path(__file__).parents[1] / "data" / "bulletin"
PATIENCE = 20_000
HOSTS = "piper A 10.225.2.31\npiper2 A 10.225.2.32\n"
Kind = TypeVar("Kind", bound=QWidget)


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    made = Session(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(made.window)
    made.window.resize(1180, 720)
    with qtbot.waitActive(made.window):
        made.window.show()
        made.window.activateWindow()
    yield made
    made.window.close()


def named(session: Session, kind: type[Kind], name: str) -> Kind:
    """The visible widget of the shown page that people know by this name."""
    page = session.window.page(session.window.shown)
    found = [w for w in page.findChildren(kind) if w.isVisible() and name in _names(w)]
    assert found, (
        f"nothing called {name!r}: {sorted({n for w in page.findChildren(kind) for n in _names(w)})}"
    )
    return found[0]


def _names(widget: QWidget) -> set[str]:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return {widget.accessibleName(), text.replace("&", "")} - {""}


def words(widget: QWidget) -> str:
    labels = (label for label in widget.findChildren(QLabel) if label.isVisible())
    return "\n".join(label.text().replace("\u200b", "") for label in labels)


def fill(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    field.setFocus(Qt.FocusReason.TabFocusReason)
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Tab)


def press(qtbot: QtBot, session: Session, name: str) -> None:
    qtbot.mouseClick(named(session, QAbstractButton, name), Qt.MouseButton.LeftButton)


def jump(qtbot: QtBot, session: Session, key: Qt.Key, step: Step) -> None:
    qtbot.keyClick(session.window, key, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: session.window.shown is step, timeout=PATIENCE)


def drop(widget: QWidget, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    place = QPoint(300, 300)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    dropped = QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(widget, dropped)


def answer_dialog(qtbot: QtBot, session: Session, path: Path) -> None:
    """Chooses a file in the dialog that is open."""
    qtbot.waitUntil(lambda: bool(session.window.findChildren(QFileDialog)), timeout=PATIENCE)
    dialog = session.window.findChildren(QFileDialog)[-1]
    dialog.setDirectory(str(path.parent))
    dialog.selectFile(path.name)
    with qtbot.waitActive(session.window):
        dialog.accept()
        session.window.activateWindow()


def progress(session: Session) -> dict[Step, Progress]:
    return {step: status.progress for step, status in statuses(session.case, session.judge).items()}


def check_until(qtbot: QtBot, session: Session, before: Callable[[], object]) -> None:
    """F5, and wait for the new report."""
    old = session.case.report
    before()
    qtbot.keyClick(session.window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: session.case.report not in (None, old), timeout=PATIENCE)


@pytest.mark.servers
def test_a_visit_from_dns_setup_to_the_fix_summary(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    window = session.window

    # Start: the first intent leads to DNS setup.
    qtbot.mouseClick(named(session, QWidget, "Set up DNS"), Qt.MouseButton.LeftButton)
    assert window.shown is Step.SETUP

    # DNS setup: everything by keyboard.
    press(qtbot, session, "Yes (active-active)")
    for name, text in {
        "Domain": "eslab.local",
        "Sub-domain": "testserver",
        "Host name, server 1": "piper",
        "IP address, server 1": "10.225.2.31",
        "Host name, server 2": "piper2",
        "IP address, server 2": "10.225.2.32",
    }.items():
        fill(qtbot, named(session, QLineEdit, name), text)
    plan = session.case.plan
    assert plan is not None
    assert [(server.host, server.priority) for server in plan.servers] == [
        ("piper.eslab.local", 10),
        ("piper2.eslab.local", 20),
    ]
    assert "All handsets use piper; when it fails, piper2." in words(window.page(Step.SETUP))

    # Handset: copy the configuration.
    jump(qtbot, session, Qt.Key.Key_3, Step.HANDSET)
    press(qtbot, session, "Copy")
    copied = QApplication.clipboard().text()
    assert 'voIpProt.server.1.address="testserver.eslab.local"' in copied
    assert 'voIpProt.server.1.port="0"' in copied
    assert progress(session)[Step.HANDSET] is Progress.OK

    # Live checks: the records are not there yet, then they are.
    jump(qtbot, session, Qt.Key.Key_4, Step.CHECKS)
    with bind.serve({"eslab.local": HOSTS}) as server:
        dns = f"{server.address}:{server.port}"
        check_until(
            qtbot, session, lambda: fill(qtbot, named(session, QLineEdit, "DNS server of the handset"), dns)
        )
    assert session.judge.check(session.case).verdict.code == "name.missing"
    assert progress(session)[Step.CHECKS] is Progress.FAILED
    qtbot.waitUntil(lambda: "testserver.eslab.local does not exist" in words(window.page(Step.CHECKS)))

    lines = "\n".join(recipe(Product.BIND, change_for(plan)).commands)
    with bind.serve({"eslab.local": lines}) as server:
        dns = f"{server.address}:{server.port}"
        press(qtbot, session, "Change…")
        check_until(
            qtbot, session, lambda: fill(qtbot, named(session, QLineEdit, "DNS server of the handset"), dns)
        )
    assert session.judge.check(session.case).verdict.code == "registration.ok"
    assert progress(session)[Step.CHECKS] is Progress.OK

    # Log review: a log dropped on the window opens there; F8 walks the failures.
    drop(window, DATA / "failed-restored.log")
    qtbot.waitUntil(lambda: bool(session.case.logs), timeout=PATIENCE)
    assert window.shown is Step.LOG
    assert session.judge.log(session.case, session.case.logs[0]).verdict.code == "name.missing"
    page = window.page(Step.LOG)
    qtbot.waitUntil(lambda: "of 13" in words(page), timeout=PATIENCE)
    before = words(page)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: words(page) != before, timeout=PATIENCE)

    # Fix summary: saved as a document, and the visit as a case.
    jump(qtbot, session, Qt.Key.Key_6, Step.SUMMARY)
    fill(qtbot, named(session, QLineEdit, "Site"), "Hospital North")
    assert session.case.site == "Hospital North"
    document = tmp_path / "summary.html"
    press(qtbot, session, "Save as HTML…")
    answer_dialog(qtbot, session, document)
    qtbot.waitUntil(document.exists, timeout=PATIENCE)
    text = document.read_text(encoding="utf-8")
    assert "Hospital North" in text
    assert "piper2.eslab.local" in text

    saved = tmp_path / "visit.json"
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    answer_dialog(qtbot, session, saved)
    qtbot.waitUntil(saved.exists, timeout=PATIENCE)
    assert open_case(saved).case == session.case


def test_every_step_can_be_jumped_to_with_nothing_done(qtbot: QtBot, session: Session) -> None:
    for key, step in zip(
        (Qt.Key.Key_6, Qt.Key.Key_5, Qt.Key.Key_4, Qt.Key.Key_3, Qt.Key.Key_2, Qt.Key.Key_1),
        reversed(session.window.steps),
        strict=True,
    ):
        jump(qtbot, session, key, step)
        assert words(session.window.page(step))


def test_the_practice_case_is_broken_then_repaired(qtbot: QtBot, session: Session) -> None:
    press(qtbot, session, "Try the practice case")
    qtbot.waitUntil(lambda: session.case.practice, timeout=PATIENCE)
    jump(qtbot, session, Qt.Key.Key_4, Step.CHECKS)
    check_until(qtbot, session, lambda: None)
    assert session.judge.check(session.case).verdict.code == "name.missing"
    repair = next(
        b for b in session.window.findChildren(QAbstractButton) if b.text() == "Repair the practice &DNS"
    )
    check_until(qtbot, session, lambda: qtbot.mouseClick(repair, Qt.MouseButton.LeftButton))
    assert session.judge.check(session.case).verdict.code == "registration.ok"


def test_a_damaged_case_is_refused_and_the_open_one_stays(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{", encoding="utf-8")
    jump(qtbot, session, Qt.Key.Key_2, Step.SETUP)
    fill(qtbot, named(session, QLineEdit, "Domain"), "eslab.local")
    kept = session.case
    session.open_paths([path])
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=PATIENCE)
    box = QApplication.activeModalWidget()
    assert "broken.json" in box.text()
    box.close()
    assert session.case == kept


def typed_domain(qtbot: QtBot, session: Session, domain: str) -> None:
    session.window.go(Step.SETUP)
    fill(qtbot, named(session, QLineEdit, "Domain"), domain)


def test_what_was_typed_is_kept_when_another_case_takes_its_place(
    qtbot: QtBot, settings: QSettings, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    session = Session(settings, kept=folder)
    qtbot.addWidget(session.window)
    session.window.show()
    session.window.activateWindow()
    typed_domain(qtbot, session, "first.example")
    session.cases.start_practice()
    assert [open_case(path).case.draft.domain for path in folder.iterdir()] == ["first.example"]
    typed_domain(qtbot, session, "second.example")
    session.cases.new_case()
    assert session.case.is_blank
    kept = {open_case(path).case for path in folder.iterdir()}
    assert {case.draft.domain for case in kept} == {"first.example", "second.example"}
    assert not any(case.practice for case in kept)
    session.window.close()
    assert len(list(folder.iterdir())) == 2


def test_a_visit_that_the_list_has_no_room_for_is_found_again(
    qtbot: QtBot, settings: QSettings, tmp_path: Path
) -> None:
    """Nine visits that nobody saved, one after the other: the first is behind a button."""
    session = Session(settings, kept=tmp_path / "kept")
    qtbot.addWidget(session.window)
    with qtbot.waitActive(session.window):
        session.window.show()
        session.window.activateWindow()
    start = session.window.page(Step.START)
    button = start.recent.visits_button
    for number in range(1, 10):
        session.window.set_case(replace(session.case, site=f"Site {number}"))
        session.cases.new_case()
        qtbot.waitUntil(lambda: not start.busy(), timeout=PATIENCE)
        assert button.isVisible() == (number == 9)
        assert start.recent.rows  # What was open is among the recent ones at once.
    assert button.text() == "&More visits that nobody saved (1)…"
    assert not any("Site-1-" in path.name for path in start.recent.rows)
    last = list(start.recent.rows.values())[-1]
    last.setFocus()
    qtbot.keyClick(last, Qt.Key.Key_Tab)
    assert button.hasFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(session.window.findChildren(QFileDialog)), timeout=PATIENCE)
    dialog = session.window.findChildren(QFileDialog)[-1]
    assert Path(dialog.directory().absolutePath()) == tmp_path / "kept"
    [first] = (tmp_path / "kept").glob("Site-1-*.json")
    answer_dialog(qtbot, session, first)
    qtbot.waitUntil(lambda: session.case.site == "Site 1", timeout=PATIENCE)
    session.window.go(Step.START)
    qtbot.waitUntil(lambda: not start.busy(), timeout=PATIENCE)
    assert first in start.recent.rows
    assert button.text().endswith("(1)…")  # Now it is the second one.
    session.window.close()


def test_nothing_is_kept_of_a_practice_case_that_was_only_looked_at(
    qtbot: QtBot, settings: QSettings, tmp_path: Path
) -> None:
    session = Session(settings, kept=tmp_path / "kept")
    qtbot.addWidget(session.window)
    session.window.show()
    session.cases.start_practice()
    session.window.close()
    assert not (tmp_path / "kept").exists()
