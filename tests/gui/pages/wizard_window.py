"""The real window with the pages of DNS setup and of the handset, on a case."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.whole import shown, whole_window
from wizard.core import knowledge
from wizard.core.case.case import Case
from wizard.core.case.judging import Judge
from wizard.core.case.status import statuses
from wizard.core.case.steps import Step
from wizard.gui.pages.checks.page import ChecksPage
from wizard.gui.pages.handset import HandsetPage
from wizard.gui.pages.setup import SetupPage
from wizard.gui.window import MainWindow
from wizard.paths import resource


def open_window(
    qtbot: QtBot, settings: QSettings, case: Case, step: Step, size: tuple[int, int] = (1180, 720)
) -> MainWindow:
    """Shown and active, on one of the two pages."""
    # Windows of earlier tests wait for an event loop to delete them; each makes the next one slower.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    judge = Judge(knowledge.load(resource("knowledge")))
    window = whole_window(
        case,
        {
            Step.SETUP: lambda: SetupPage(judge),
            Step.HANDSET: lambda: HandsetPage(judge),
            Step.CHECKS: lambda: ChecksPage(judge),
        },
        lambda one: statuses(one, judge),
        settings,
    )
    return shown(qtbot, window, step, size)


def setup_page(window: MainWindow) -> SetupPage:
    return cast("SetupPage", window.page(Step.SETUP))


def handset_page(window: MainWindow) -> HandsetPage:
    return cast("HandsetPage", window.page(Step.HANDSET))


def words(widget: QWidget) -> str:
    """All that its visible labels say, without the invisible places where they may wrap."""
    labels = (label for label in widget.findChildren(QLabel) if label.isVisible())
    return "\n".join(label.text().replace("\u200b", "") for label in labels)


def frame(page: QWidget) -> QScrollArea:
    """The scroll area around a page."""
    parent = page.parentWidget()
    while not isinstance(parent, QScrollArea):
        assert parent is not None
        parent = parent.parentWidget()
    return parent
