"""What a live check showed: picture, servers side by side, findings, commands, steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from wizard.core.case.case import CheckReport, LogFile
from wizard.core.case.judging import Judge
from wizard.core.diagnosis.picture_chain import picture_of
from wizard.core.diagnosis.picture_life import with_down, with_life
from wizard.core.dns.answer import Answer, Server
from wizard.core.finding import Evidence
from wizard.core.handset.chain import Chain, Following
from wizard.core.handset.resolver import Lookfor
from wizard.core.knowledge import Explained
from wizard.core.sip.outcome import Probe
from wizard.gui.job import Job, Work
from wizard.gui.pages.checks.changes import ChangeCommands
from wizard.gui.pages.checks.matrix import ServerMatrix
from wizard.gui.pages.checks.predicted import PredictedLog
from wizard.gui.pages.checks.sip_part import SipPart
from wizard.gui.pages.checks.steps import AnswerSteps, Step
from wizard.gui.parted import Parted
from wizard.gui.slices import Slices
from wizard.gui.theme import GRID
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.widgets.finding_list import FindingList
from wizard.gui.widgets.inputs import ChoiceBox
from wizard.gui.widgets.labels import heading
from wizard.gui.widgets.resolution_map import ResolutionMap
from wizard.gui.widgets.reveal import reveal
from wizard.gui.widgets.rows import row
from wizard.gui.widgets.visible import laid_out_once
from wizard.gui.widgets.whatif import WhatIf


class CheckResults(Parted):
    """Draws chains: finished ones with their findings, or those that are still being asked.

    The findings come in the event loop's next turn.
    """

    def __init__(self, judge: Judge, job: Callable[[Work], Job], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chains: list[Chain] = []
        self._probes: tuple[Probe, ...] = ()
        self._following: list[Following] = []
        self._judged: Sequence[Explained] = ()
        self._slices = Slices(self, self._show_judged)
        self.server = ChoiceBox()
        self.server.currentIndexChanged.connect(self._draw)
        self._server_label = QLabel(self.tr("As &this DNS server has it:"))
        self._server_label.setBuddy(self.server)
        self.server.setAccessibleName(self.tr("DNS server of the picture"))
        self.map = ResolutionMap()
        self.map.chosen.connect(self.reveal_answer)
        self.sip = SipPart(judge, job)
        self.sip.arrived.connect(self._add_probes)
        self.whatif = WhatIf()
        self.whatif.changed.connect(self._draw_map)
        self._logs: tuple[LogFile, ...] = ()
        self.predicted = PredictedLog(job, self)
        self.predicted.hide()
        self.prediction = Disclosure(self.tr("What the handset would log"), lambda: self.predicted)
        self.prediction.toggled.connect(self._predict)
        self.matrix = ServerMatrix()
        self.matrix.chosen.connect(self.reveal_answer)
        self.findings = FindingList()
        self.findings.evidence_activated.connect(self._reveal_evidence)
        self.changes = ChangeCommands()
        self.findings.remedy_wanted.connect(self._reveal_changes)
        self.steps = AnswerSteps()
        self._lay_out()

    def _lay_out(self) -> None:
        column = Column(self, 2 * GRID)
        chain = QVBoxLayout()
        chain.setSpacing(GRID)
        chain.addWidget(heading(self.tr("How the handset finds its servers")))
        chain.addLayout(row(self._server_label, self.server))
        chain.addWidget(self.map)
        chain.addWidget(self.sip)
        chain.addWidget(self.whatif)
        chain.addWidget(self.prediction)
        column.addLayout(chain)
        for widget in (self.matrix, self.findings, self.changes, self.steps):
            column.addWidget(widget)

    @property
    def waiting(self) -> bool:
        """Whether something of what is known is still to be shown."""
        return self._slices.waiting or self.changes.waiting or self.steps.waiting

    def begin(self, lookfor: Lookfor, servers: Sequence[Server]) -> None:
        """A check begins: nothing is known yet."""
        self._probes = ()
        self.sip.show_report(None)
        self._following = [Following(lookfor) for _ in servers]
        self._set_chains([Chain(server, lookfor) for server in servers])
        self.steps.show_chains(self._chains)
        self._judged = ()
        self._show_judged()
        self.matrix.hide()

    def add(self, answers: Sequence[Answer]) -> None:
        """Answers have arrived."""
        steps: list[Step] = []
        for answer in answers:
            for number, chain in enumerate(self._chains):
                if chain.server == answer.server:
                    own = self._following[number].is_own(answer)
                    steps.append(Step(answer, further=not own, harmless=not own))
                    if own:
                        self._chains[number] = replace(chain, answers=(*chain.answers, answer))
        self.steps.add(steps)
        self._draw()

    def _add_probes(self, probes: Sequence[Probe]) -> None:
        """SIP servers have answered."""
        self._probes = (*self._probes, *probes)
        self.steps.add_probes(probes)
        self._draw_map()

    def show_result(self, report: CheckReport, findings: Sequence[Explained]) -> None:
        """A check is done."""
        self._probes = report.probes
        self._set_chains(report.chains)
        several = len(report.chains) + len(report.own) + len(report.zone) > 1
        self.matrix.setVisible(several)
        if several:
            self.matrix.show_chains(report.chains, report.own, report.zone)
        self.steps.show_chains(report.chains, (*report.own, *report.zone), report.probes)
        self._judged = findings
        self._slices.start()

    def show_logs(self, logs: tuple[LogFile, ...]) -> None:
        """The logs that the prediction can be compared with."""
        if logs != self._logs:
            self._logs = logs
            self._predict()

    def compare_with(self, name: str) -> None:
        """Lays the log of this name beside the prediction."""
        self.prediction.button.setChecked(True)
        self.predicted.choose(name)

    def _show_judged(self) -> bool:
        self._slices.stop()
        with laid_out_once(self):
            self.changes.show_findings(self._judged)
            self.findings.show_findings(self._judged, self.changes.causes)
            self.findings.setVisible(bool(self._judged))
        return False

    def _set_chains(self, chains: Sequence[Chain]) -> None:
        before = self.server.value()
        self._chains = list(chains)
        self.server.blockSignals(True)
        self.server.set_choices({chain.server: chain.server.with_port for chain in chains})
        known = [chain.server for chain in chains]
        self.server.setCurrentIndex(known.index(before) if before in known else 0)
        self.server.blockSignals(False)
        for widget in (self._server_label, self.server):
            widget.setVisible(len(chains) > 1)
        self._draw()

    def _draw(self) -> None:
        chain = self._chain()
        attempt = chain.attempt if chain is not None else None
        self.whatif.show_servers(attempt.servers if attempt is not None else ())
        self._draw_map()
        self._predict()

    def _chain(self) -> Chain | None:
        """The one whose DNS server is chosen."""
        number = self.server.currentIndex()
        return self._chains[number] if 0 <= number < len(self._chains) else None

    def _draw_map(self) -> None:
        chain = self._chain()
        if chain is not None:
            picture = with_life(picture_of(chain), self._probes)
            self.map.show_picture(with_down(picture, self.whatif.servers, self.whatif.down()))

    def _predict(self) -> None:
        """Only while it is looked at: it takes its time, and answers come in fast."""
        if self.prediction.button.isChecked():
            self.predicted.show_chain(self._chain(), self._logs)

    # Jumps

    def reveal_findings(self) -> None:
        """Goes to the findings."""
        if self._slices.waiting:
            self._show_judged()
        reveal(self.findings)
        first = next((one for one in self.findings.findChildren(QToolButton) if one.isVisible()), None)
        if first is not None:
            first.setFocus()

    def _reveal_changes(self) -> None:
        self.changes.product.setFocus()
        reveal(self.changes)

    def reveal_answer(self, answer: Answer | Probe) -> None:
        """Goes to the step of an answer, of DNS or of a SIP server."""
        if self.steps.choose(answer):
            self._reveal_steps()

    def _reveal_evidence(self, evidence: Evidence) -> None:
        if self.steps.choose_evidence(evidence):
            self._reveal_steps()

    def _reveal_steps(self) -> None:
        self.steps.table.setFocus()
        reveal(self.steps.open_details)
        reveal(self.steps.table)
