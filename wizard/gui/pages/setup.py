"""DNS setup: which servers, found through which name, and the records that this needs."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QT_TR_NOOP, Qt
from PySide6.QtWidgets import QWidget

from wizard.core.case.case import Case
from wizard.core.case.judging import Judge
from wizard.core.case.steps import Step
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.doubts import ALONE, doubts
from wizard.core.plan.draft import Draft
from wizard.core.plan.sentence import SHARING, plan_sentence, shares_load
from wizard.core.plan.typed import Reading
from wizard.core.words import words
from wizard.gui.pages.base import Page
from wizard.gui.pages.setup_failover import HostNotes, Serving
from wizard.gui.pages.setup_result import Result
from wizard.gui.pages.setup_servers import ServerTable
from wizard.gui.pages.setup_travel import Travel
from wizard.gui.pages.setup_where import Awareness, Where
from wizard.gui.parted import Parted
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.labels import heading, plain
from wizard.gui.widgets.reveal import reveal
from wizard.gui.widgets.verdict_banner import VerdictBanner
from wizard.gui.widgets.visible import laid_out_once


class SetupPage(Page):
    """Everything typed goes into ``case.draft`` at once, wrong text too."""

    step = Step.SETUP
    by_parts = True
    title = str(QT_TR_NOOP("Set up DNS for failover"))
    lead = str(
        QT_TR_NOOP("Say what you have. The records and the steps for your DNS server stand at the end.")
    )

    def __init__(self, judge: Judge) -> None:
        super().__init__()
        self._case = Case()
        self._drawn: Draft | None = None
        self.awareness = Awareness()
        self.where = Where()
        self.servers = ServerTable()
        self.servers.said.connect(self.said)
        self.sentence = VerdictBanner()
        self.serving = Serving()
        self.host_notes = HostNotes()
        self.travel = Travel()
        self.result = Result()
        self.result.wanted.connect(self.go_to)
        for part in (self.awareness, self.where, self.servers, self.travel):
            part.edited.connect(self._edit)
        for widget in (self.awareness, self.where, self._server_part(), self.travel, self.result):
            self.content.addWidget(widget)
            self.content.addSpacing(GRID)

    def _server_part(self) -> QWidget:
        box = Parted()
        column = Column(box)
        hint = self.tr(
            "The first choice stands first. Leave the port empty for the usual one; Avaya CS1K uses 5070. "
            "A host name without a dot gets the domain added."
        )
        column.addWidget(heading(self.tr("Which SIP servers, in which order?")))
        column.addWidget(plain(hint, role=Role.MUTED))
        column.addWidget(self.servers)
        column.addWidget(self.sentence)
        column.addWidget(self.serving)
        column.addWidget(self.host_notes)
        return box

    def show_case(self, case: Case) -> None:
        self._case = case
        if case.draft != self._drawn:
            self._draw(case.draft, fresh=True)

    def _edit(self, draft: Draft) -> None:
        """Takes over what the user did. Drawn first: what comes back with the case is no news."""
        self._draw(draft, fresh=False)
        if draft != self._case.draft:
            self._case = replace(self._case, draft=draft)
            self.case_edited.emit(self._case)

    def _draw(self, draft: Draft, *, fresh: bool) -> None:
        self._drawn = draft
        with laid_out_once(self):
            self._draw_parts(draft, fresh=fresh)

    def _draw_parts(self, draft: Draft, *, fresh: bool) -> None:
        reading = draft.read()
        self.awareness.show_draft(draft)
        self.where.show_draft(draft, reading, fresh=fresh)
        self.servers.show_draft(draft, reading, fresh=fresh)
        self.travel.show_draft(draft, reading, fresh=fresh)
        self._say(reading)
        self.result.show_reading(reading, fresh=fresh)

    def _say(self, reading: Reading) -> None:
        self.serving.show_plan(reading.plan)
        self.host_notes.show_plan(reading.plan)
        if reading.plan is None:
            self.sentence.hide()
            return
        role, why = self._remark(reading.plan)
        self.sentence.show_verdict(role, plan_sentence(reading.plan, words()), why)

    def _remark(self, plan: Deployment) -> tuple[Role, str]:
        # The sentence above it says already that there is no second server.
        second = self.tr("Add a second server.")
        found = [second if doubt.key == ALONE else doubt.in_words(words()) for doubt in doubts(plan)]
        if found:
            return Role.WARNING, " ".join(found)
        return (Role.INFO, SHARING.in_words(words())) if shares_load(plan) else (Role.OK, "")

    def go_to(self, field: str) -> None:
        """Puts the cursor into a field named as in ``Problem.field``."""
        editors: dict[str, QWidget] = {
            "domain": self.where.domain.line,
            "subdomain": self.where.subdomain.line,
            "ttl": self.travel.ttl.line,
        }
        editor = editors.get(field) or self.servers.editor_of(field)
        if editor is not None:
            editor.setFocus(Qt.FocusReason.OtherFocusReason)
            reveal(editor)

    def busy(self) -> bool:
        return super().busy() or self.servers.growing or self.serving.waiting or self.result.waiting
