"""What the tests of the live checks share: a real window, and looking for what is cut off."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QSettings
from PySide6.QtGui import QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.demo import PAGES
from tests.gui.whole import shown, whole_window
from wizard.core import knowledge
from wizard.core.case.case import Case, CheckDraft
from wizard.core.case.judging import Judge
from wizard.core.case.status import statuses
from wizard.core.case.steps import Step
from wizard.core.plan.draft import draft_of
from wizard.gui.pages.checks.page import ChecksPage
from wizard.gui.window import MainWindow
from wizard.paths import resource
from wizard.practice.lab import LAB_PLAN
from wizard.practice.server import PracticeServer

JUDGE = Judge(knowledge.load(resource("knowledge")))
NAME = "testserver.eslab.local"
OWNER = f"_sip._udp.{NAME}"


def at(*servers: object) -> tuple[str, ...]:
    """Servers as they are typed."""
    return tuple(f"{one.address}:{one.port}" for one in servers)


def lab(*servers: object, timeout: str = "", **typed: object) -> Case:
    """The lab's plan, and the DNS servers typed. Those that answer everything get time, others hardly any."""
    answers = all(isinstance(one, PracticeServer) for one in servers)
    timeout = timeout or ("2" if answers else "0.3")
    draft = replace(CheckDraft(timeout=timeout), servers=at(*servers) or ("",), **typed)
    return Case(draft=draft_of(LAB_PLAN), checks=draft)


def open_window(qtbot: QtBot, settings: QSettings, case: Case) -> MainWindow:
    """The window on the live checks, shown and active."""
    pages = {**PAGES, Step.CHECKS: lambda: ChecksPage(JUDGE)}
    window = whole_window(case, pages, lambda case: statuses(case, JUDGE), settings)
    return shown(qtbot, window, Step.CHECKS, (1180, 720))


@contextmanager
def silent_socket() -> Iterator[socket.socket]:
    """A UDP port on loopback that never answers; TCP is refused there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.setblocking(False)
        yield listener


def heard(listener: socket.socket) -> int:
    """How many datagrams have come since the last look."""
    count = 0
    while True:
        try:
            listener.recv(65535)
        except BlockingIOError:
            return count
        count += 1


def cut_off(page: QWidget) -> list[str]:
    """What is shown and does not fit: labels, buttons, choices, and the page itself."""
    labels = [label for label in page.findChildren(QLabel) if label.isVisible() and label.text()]
    buttons = [one for one in page.findChildren(QAbstractButton) if one.isVisible() and one.text()]
    boxes = [box for box in page.findChildren(QComboBox) if box.isVisible()]
    found = [f"label {one.text()[:60]!r} in {one.size()}" for one in labels if _label_is_cut(one)]
    found += [f"button {one.text()!r}" for one in buttons if one.width() < _needs(one)]
    found += [f"choice {box.currentText()!r}" for box in boxes if box.width() < box.minimumSizeHint().width()]
    area = page.parentWidget().parentWidget()
    if isinstance(area, QScrollArea) and area.horizontalScrollBar().maximum():
        found.append("the page is wider than the window")
    return found


def _needs(button: QAbstractButton) -> int:
    hint = button.minimumSizeHint() if isinstance(button, QPushButton) else button.sizeHint()
    return hint.width()


def _label_is_cut(label: QLabel) -> bool:
    if not label.wordWrap():
        return label.width() < label.sizeHint().width()
    if label.height() < label.heightForWidth(label.width()):
        return True
    layout = QTextLayout(label.text(), label.font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(label.width())
        if line.naturalTextWidth() > label.width() + 1:
            return True
    return False
