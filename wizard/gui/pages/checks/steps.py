"""The list of questions asked, and the details of the one that is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.diagnosis.picture import NodeState, state_of
from wizard.core.diagnosis.picture_chain import is_harmless
from wizard.core.dns.answer import Answer, Outcome
from wizard.core.finding import Evidence, EvidenceKind
from wizard.core.handset.chain import Chain, evidence_of, in_words
from wizard.core.sip.outcome import Outcome as SipOutcome
from wizard.core.sip.outcome import Probe
from wizard.core.sip.outcome import in_words as probe_words
from wizard.gui.pages.checks.details import AnswerDetails
from wizard.gui.pages.checks.probe_details import ProbeDetails
from wizard.gui.slices import Slices
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.labels import heading, plain
from wizard.gui.widgets.raw_text import spelled
from wizard.gui.widgets.resolution_map import state_icon, state_role
from wizard.gui.widgets.wrapped_table import Cell, WrappedTable

_AT_ONCE, _IN_A_TURN = 24, 60
"""Rows that are made when steps are shown, and in each turn of the event loop that follows."""


@dataclass(frozen=True, slots=True)
class Step:
    """One answer. ``further``: not asked for by the handset. ``harmless``: no loss if there is none."""

    answer: Answer
    further: bool
    harmless: bool


def _steps(chains: Sequence[Chain], own: Sequence[Chain]) -> Iterator[Step]:
    for chain in chains:
        for answer in chain.answers:
            yield Step(answer, False, is_harmless(answer, chain))
    for chain in chains:
        for found in chain.further:
            if found.answer.outcome is not Outcome.NOT_ASKED:
                yield Step(found.answer, True, True)
    for chain in own:
        for answer in chain.answers:
            yield Step(answer, True, True)


class AnswerSteps(QWidget):
    """Result, question, server, answer, milliseconds; a chosen row shows its details below.

    The rows of a long list come little by little.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[Answer | Probe] = []
        self._left: list[Step | Probe] = []
        self._slices = Slices(self, lambda: self._make_rows(_IN_A_TURN))
        headers = (
            self.tr("Result"),
            self.tr("Question"),
            self.tr("Server"),
            self.tr("Answer"),
            self.tr("ms"),
        )
        self.table = WrappedTable(self.tr("Questions asked"), headers, stiff=(0, 4))
        self.table.currentCellChanged.connect(lambda row, *_: self._show(row))
        self._lead = plain(self.tr("Choose a step to see its records and the raw answer."), role=Role.MUTED)
        self.left_out = plain(role=Role.MUTED)
        self.left_out.hide()
        self.details = AnswerDetails()
        self.details.hide()
        self.probe_details = ProbeDetails()
        self.probe_details.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(heading(self.tr("Step by step")))
        column.addWidget(self._lead)
        column.addWidget(self.table)
        column.addWidget(self.left_out)
        column.addWidget(self.details)
        column.addWidget(self.probe_details)

    @property
    def answers(self) -> Sequence[Answer]:
        """The DNS answers in the order of the rows."""
        return [item for item in self._items if isinstance(item, Answer)]

    def show_chains(
        self, chains: Sequence[Chain], own: Sequence[Chain] = (), probes: Sequence[Probe] = ()
    ) -> None:
        """Shows all answers: the handset's questions server by server, the further ones, SIP's."""
        self._left = [*_steps(chains, own), *probes]
        self._items = [one.answer if isinstance(one, Step) else one for one in self._left]
        self.details.hide()
        self.probe_details.hide()
        self.table.set_rows([self._any_row(one) for one in self._left[:_AT_ONCE]])
        del self._left[:_AT_ONCE]
        if self._left:
            self._slices.start()
        text = self.tr("{count} further questions were not sent to {server}: it had not answered before.")
        left = [c for c in chains if c.left_out]
        self.left_out.setText(
            " ".join(text.format(count=c.left_out, server=c.server.with_port) for c in left)
        )
        self.left_out.setVisible(bool(left))
        self.setVisible(bool(self._items))
        self.table.setCurrentCell(-1, -1)

    @property
    def waiting(self) -> bool:
        """Whether rows are still to come."""
        return bool(self._left)

    def _make_rows(self, count: int) -> bool:
        if self._left:
            self.table.add_rows([self._any_row(one) for one in self._left[:count]])
        del self._left[:count]
        return self.waiting

    def add(self, steps: Sequence[Step]) -> None:
        """Shows steps that have just come, in the order in which they came."""
        self._make_rows(len(self._left))
        self._items += [step.answer for step in steps]
        self.table.add_rows([self._row(step) for step in steps])
        self.show()

    def add_probes(self, probes: Sequence[Probe]) -> None:
        """Shows what SIP servers have just said."""
        self._make_rows(len(self._left))
        self._items += probes
        self.table.add_rows([self._probe_row(probe) for probe in probes])
        self.show()

    def choose(self, item: Answer | Probe) -> bool:
        """Chooses the row of an answer; whether there is one."""
        if item not in self._items:
            return False
        self._make_rows(len(self._left))
        self.table.setCurrentCell(self._items.index(item), 0)
        return True

    def choose_evidence(self, evidence: Evidence) -> bool:
        """Chooses the row that a finding's evidence speaks of; whether there is one."""
        return any(_shows(item, evidence) and self.choose(item) for item in self._items)

    @property
    def open_details(self) -> QWidget:
        """The details that are shown, or would be."""
        return self.probe_details if self.probe_details.isVisible() else self.details

    def _show(self, row: int) -> None:
        item = self._items[row] if 0 <= row < len(self._items) else None
        if isinstance(item, Answer):
            self.details.show_answer(item)
        elif item is not None:
            self.probe_details.show_probe(item)
        self.details.setVisible(isinstance(item, Answer))
        self.probe_details.setVisible(isinstance(item, Probe))

    def _any_row(self, one: Step | Probe) -> list[Cell]:
        return self._row(one) if isinstance(one, Step) else self._probe_row(one)

    def _row(self, step: Step) -> list[Cell]:
        answer = step.answer
        state = state_of(answer)
        role = Role.MUTED if step.further else state_role(state, harmless=step.harmless)
        question = self.tr("{question} (not asked by the handset)") if step.further else "{question}"
        took = "" if state is NodeState.NOT_ASKED else f"{answer.milliseconds:.0f}"
        word = self.tr("Not asked") if answer.outcome is Outcome.NOT_ASKED else self._word(state)
        return [
            Cell(word, state_icon(state, harmless=step.harmless), role),
            Cell(question.format(question=answer.question)),
            Cell(answer.server.with_port),
            Cell(in_words(answer)),
            Cell(took),
        ]

    def _probe_row(self, probe: Probe) -> list[Cell]:
        cancelled = probe.outcome is SipOutcome.CANCELLED
        state = NodeState.FOUND if probe.alive else NodeState.NOT_ASKED if cancelled else NodeState.FAILED
        word = self.tr("Answers") if probe.alive else self._word(state)
        return [
            Cell(word, state_icon(state), state_role(state)),
            Cell(self.tr("SIP OPTIONS {host}").format(host=spelled(probe.server.host))),
            Cell(str(probe.server)),
            Cell(spelled(probe_words(probe))),
            Cell("" if cancelled else f"{probe.milliseconds:.0f}"),
        ]

    def _word(self, state: NodeState) -> str:
        return {
            NodeState.FOUND: self.tr("Found"),
            NodeState.NONE: self.tr("None"),
            NodeState.FAILED: self.tr("Failed"),
            NodeState.NOT_ASKED: self.tr("Cancelled"),
        }[state]


def _shows(item: Answer | Probe, evidence: Evidence) -> bool:
    if isinstance(item, Answer):
        return evidence_of(item) == evidence
    # What a certificate shows has other words, and the same place.
    return evidence.kind is EvidenceKind.SIP and evidence.source == str(item.server)
