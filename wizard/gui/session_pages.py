"""A session's pages: each is made when it is first needed, and what it asks for is the session's to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from wizard.core.case.steps import Step
from wizard.gui.late_pages import makers
from wizard.gui.pages.base import Page

if TYPE_CHECKING:
    from wizard.gui.keeping import Keeping
    from wizard.gui.page_stack import PageFactory
    from wizard.gui.pages.log import LogPage
    from wizard.gui.session import Session


def page_factories(session: Session, keeping: Keeping) -> dict[Step, PageFactory]:
    """What makes each step's page."""
    late = makers(lambda: session.judge, session.settings)
    return {
        Step.START: lambda: _start_page(session),
        **late,
        Step.LOG: lambda: _log_page(late[Step.LOG], keeping),
        Step.SUMMARY: lambda: _summary_page(session),
    }


def _start_page(session: Session) -> Page:
    from wizard.gui.pages.start import StartPage

    page = StartPage(settings=session.settings, kept=session.kept)
    page.practice_requested.connect(session.cases.ask_for_practice)
    page.new_requested.connect(session.cases.new_case)
    page.open_requested.connect(session.open_case)
    page.visits_requested.connect(session.ask_which_visit)
    return page


def _log_page(make: PageFactory, keeping: Keeping) -> Page:
    page = cast("LogPage", make())
    page.folders_shown.connect(keeping.watch_folders)
    return page


def _summary_page(session: Session) -> Page:
    from wizard.gui.pages.summary import SummaryPage

    page = SummaryPage(session.judge)
    page.save_case_requested.connect(session.save_case)
    page.open_case_requested.connect(session.ask_which_case)
    return page
