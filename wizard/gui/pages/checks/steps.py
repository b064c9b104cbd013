"""The list of questions asked, and the details of the one that is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.diagnosis.picture import NodeState, is_harmless, state_of
from wizard.core.dns.answer import Answer, Outcome
from wizard.core.finding import Evidence
from wizard.core.handset.chain import Chain, evidence_of, in_words
from wizard.gui.pages.checks.details import AnswerDetails
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.labels import heading, plain
from wizard.gui.widgets.resolution_map import state_icon, state_role
from wizard.gui.widgets.wrapped_table import Cell, WrappedTable


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
            yield Step(found.answer, True, True)
    for chain in own:
        for answer in chain.answers:
            yield Step(answer, True, True)


class AnswerSteps(QWidget):
    """Result, question, server, answer, milliseconds; a chosen row shows its details below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers: list[Answer] = []
        headers = (
            self.tr("Result"),
            self.tr("Question"),
            self.tr("DNS server"),
            self.tr("Answer"),
            self.tr("ms"),
        )
        self.table = WrappedTable(self.tr("Questions asked"), headers, stiff=(0, 4))
        self.table.currentCellChanged.connect(lambda row, *_: self._show(row))
        self._lead = plain(self.tr("Choose a step to see its records and the raw answer."), role=Role.MUTED)
        self.details = AnswerDetails()
        self.details.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(heading(self.tr("Step by step")))
        column.addWidget(self._lead)
        column.addWidget(self.table)
        column.addWidget(self.details)

    @property
    def answers(self) -> Sequence[Answer]:
        """The answers in the order of the rows."""
        return self._answers

    def show_chains(self, chains: Sequence[Chain], own: Sequence[Chain] = ()) -> None:
        """Shows all answers: the handset's questions server by server, then the further ones."""
        steps = list(_steps(chains, own))
        self._answers = [step.answer for step in steps]
        self.details.hide()
        self.table.set_rows([self._row(step) for step in steps])
        self.setVisible(bool(steps))
        self.table.setCurrentCell(-1, -1)

    def add(self, steps: Sequence[Step]) -> None:
        """Shows steps that have just come, in the order in which they came."""
        self._answers += [step.answer for step in steps]
        self.table.add_rows([self._row(step) for step in steps])
        self.show()

    def choose(self, answer: Answer) -> bool:
        """Chooses the row of an answer; whether there is one."""
        if answer not in self._answers:
            return False
        self.table.setCurrentCell(self._answers.index(answer), 0)
        return True

    def choose_evidence(self, evidence: Evidence) -> bool:
        """Chooses the row that a finding's evidence speaks of; whether there is one."""
        return any(evidence_of(answer) == evidence and self.choose(answer) for answer in self._answers)

    def _show(self, row: int) -> None:
        known = 0 <= row < len(self._answers)
        if known:
            self.details.show_answer(self._answers[row])
        self.details.setVisible(known)

    def _row(self, step: Step) -> list[Cell]:
        answer = step.answer
        state = state_of(answer)
        role = Role.MUTED if step.further else state_role(state, harmless=step.harmless)
        question = self.tr("{question} (not asked by the handset)") if step.further else "{question}"
        took = "" if answer.outcome is Outcome.CANCELLED else f"{answer.milliseconds:.0f}"
        return [
            Cell(self._word(state), state_icon(state, harmless=step.harmless), role),
            Cell(question.format(question=answer.question)),
            Cell(answer.server.with_port),
            Cell(in_words(answer)),
            Cell(took),
        ]

    def _word(self, state: NodeState) -> str:
        return {
            NodeState.FOUND: self.tr("Found"),
            NodeState.NONE: self.tr("None"),
            NodeState.FAILED: self.tr("Failed"),
            NodeState.NOT_ASKED: self.tr("Cancelled"),
        }[state]
