"""Several DNS servers side by side, where they differ marked by icon and word."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.diagnosis.matrix import Cell as Said
from wizard.core.diagnosis.matrix import Matrix, matrix_of
from wizard.core.diagnosis.picture import NodeState, data_text, state_of
from wizard.core.dns.answer import Answer, Server
from wizard.core.handset.chain import Chain, in_words
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.labels import heading, plain
from wizard.gui.widgets.resolution_map import state_icon
from wizard.gui.widgets.wrapped_table import Cell, WrappedTable

_MOST_RECORDS = 6


class ServerMatrix(QWidget):
    """Question by server; for two servers or more."""

    chosen = Signal(object)
    """The Answer whose cell was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix = Matrix((), (), 0)
        self._own = 0
        self._lead = plain(role=Role.MUTED)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self._column.addWidget(heading(self.tr("The DNS servers side by side")))
        self._column.addWidget(self._lead)
        self.table: WrappedTable | None = None

    def show_chains(
        self, chains: Sequence[Chain], own: Sequence[Chain] = (), zone: Sequence[Chain] = ()
    ) -> None:
        """Compares these servers; ``own`` are this computer's, ``zone`` those that hold the zone."""
        self._matrix = matrix_of(chains, (*own, *zone))
        self._own = len(own)
        if self.table is not None:
            self._column.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        headers = [self.tr("Question"), *(self._title(n) for n in range(len(self._matrix.servers)))]
        self.table = WrappedTable(self.tr("Answers of the DNS servers"), headers, most_height=640)
        self._column.addWidget(self.table)
        rows = self._matrix.rows
        self.table.set_rows(
            [[Cell(str(row.question)), *(self._cell(n, s) for n, s in enumerate(row.cells))] for row in rows]
        )
        self.table.cellActivated.connect(self._choose)
        self.table.cellClicked.connect(self._choose)
        self._lead.setText(self._summary())

    def _title(self, number: int) -> str:
        server = self._matrix.servers[number].with_port
        if number < self._matrix.compared:
            return server
        if number >= self._matrix.compared + self._own:
            return self.tr("Holds the zone: {server}").format(server=server)
        return self.tr("This PC: {server}").format(server=server)

    def _summary(self) -> str:
        """What the comparison says, and what it cannot: a server without answers agrees with nobody."""
        return " ".join(filter(None, (self._unanswered(), self._comparison())))

    def _unanswered(self) -> str:
        mute, partly = self._matrix.mute, self._matrix.partly_mute
        if self._matrix.compared > 1 and len(mute) == self._matrix.compared:
            return self.tr("None of them gave a usable answer, so nothing can be compared.")
        said = []
        if mute:
            text = self.tr("No usable answer came from {servers}.")
            said.append(text.format(servers=_listed(mute)))
        if partly:
            text = self.tr("Not every question was answered by {servers}.")
            said.append(text.format(servers=_listed(partly)))
        return " ".join(said)

    def _comparison(self) -> str:
        count = self._matrix.disagreements
        if count == 1:
            return self.tr("They disagree about one question. All of them should say the same.")
        if count:
            words = self.tr("They disagree about {count} questions. All of them should say the same.")
            return words.format(count=count)
        if self._matrix.compared < 2:
            if self._own == 0:
                return self.tr("The server that holds the zone stands beside: it knows what holds now.")
            return self.tr("This computer's own DNS stands beside for comparison only.")
        answering = self._matrix.compared - len(self._matrix.mute)
        if answering == 0:
            return ""
        if answering == 1:
            return self.tr("So there is nothing to compare the other one with.")
        if self._matrix.mute or self._matrix.partly_mute:
            return self.tr("The answers that came do not contradict each other.")
        return self.tr("They do not contradict each other.")

    def _choose(self, row: int, column: int) -> None:
        cells = self._matrix.rows[row].cells
        answer = cells[column - 1].answer if column else None
        if answer is not None:
            self.chosen.emit(answer)

    def _cell(self, number: int, said: Said) -> Cell:
        answer = said.answer
        if answer is None:
            return Cell(self.tr("not asked"), state_icon(NodeState.NOT_ASKED), Role.MUTED)
        text = self._text(answer)
        own = number >= self._matrix.compared
        if said.differs:
            text = self.tr("Differs: {text}").format(text=text)
            return Cell(text, "info", Role.INFO) if own else Cell(text, "triangle-alert", Role.WARNING)
        state = state_of(answer)
        if state is NodeState.NOT_ASKED:
            return Cell(text, state_icon(state), Role.MUTED)
        if state is NodeState.FAILED:
            return Cell(text, state_icon(state), Role.MUTED if own else Role.FAILED)
        return Cell(text)

    def _text(self, answer: Answer) -> str:
        if state_of(answer) is not NodeState.FOUND:
            return in_words(answer)
        shown = [data_text(record) for record in answer.matching[:_MOST_RECORDS]]
        rest = len(answer.matching) - len(shown)
        if rest:
            shown.append(self.tr("and {count} more").format(count=rest))
        return "\n".join(shown)


def _listed(servers: Sequence[Server]) -> str:
    return ", ".join(server.with_port for server in servers)
