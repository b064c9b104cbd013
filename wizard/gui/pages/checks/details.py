"""One answer in full: what was asked, what came, the raw message."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from wizard.core.diagnosis.picture import data_text
from wizard.core.dns.answer import Answer
from wizard.core.handset.chain import in_words
from wizard.core.plan.recipes.zonefile import zone_line
from wizard.core.record import Record
from wizard.gui.pages.checks.facts import FactGrid
from wizard.gui.theme import GRID
from wizard.gui.widgets.code_block import CodeBlock


class AnswerDetails(QFrame):
    """Records and the raw answer can be copied; all of it is untrusted text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._facts = FactGrid()
        self.records = CodeBlock(self.tr("Records"), file_name="records.txt", most_lines=8)
        self.raw = CodeBlock(self.tr("Raw answer"), file_name="answer.txt", most_lines=14)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        column.setSpacing(GRID + 4)
        column.addWidget(self._facts)
        column.addWidget(self.records)
        column.addWidget(self.raw)

    def show_answer(self, answer: Answer) -> None:
        """Shows another answer."""
        self._facts.show_facts(self.facts(answer))
        lines = [*map(record_line, answer.records), *map(record_line, answer.authority)]
        self.records.setVisible(bool(lines))
        self.records.set_text("\n".join(lines))
        self.raw.setVisible(bool(answer.raw))
        self.raw.set_text(answer.raw)

    def facts(self, answer: Answer) -> list[tuple[str, str]]:
        """What is known beside the records, in pairs of name and value."""
        found = [
            (self.tr("Question"), str(answer.question)),
            (self.tr("DNS server"), answer.server.with_port),
            (self.tr("Answer"), in_words(answer)),
        ]
        if answer.detail:
            found.append((self.tr("Detail"), answer.detail))
        if answer.tcp:
            found.append((self.tr("TCP, tried after UDP"), self._tcp(answer.tcp)))
        if answer.negative_ttl is not None:
            kept = self.tr("{seconds} seconds: for so long a handset remembers that there is none")
            found.append((self.tr("Negative TTL"), kept.format(seconds=answer.negative_ttl)))
        if answer.raw:
            size = self.tr("{protocol}, {size} bytes")
            found.append(
                (self.tr("Protocol"), size.format(protocol=answer.protocol.upper(), size=answer.size))
            )
            found.append((self.tr("Flags"), self._flags(answer)))
        else:
            found.append((self.tr("Raw answer"), self.tr("There is none: nothing usable came back.")))
        took = self.tr("{milliseconds} ms").format(milliseconds=answer.milliseconds)
        return [*found, (self.tr("Time"), took)]

    def _flags(self, answer: Answer) -> str:
        source = (
            self.tr("authoritative (the server holds the zone)")
            if answer.authoritative
            else self.tr("not authoritative (from a cache, or asked on)")
        )
        asks = (
            self.tr("asks other servers if need be (recursion)")
            if answer.recursion_available
            else self.tr("does not ask other servers (no recursion)")
        )
        return f"{source}; {asks}"

    def _tcp(self, found: str) -> str:
        return {
            "answers": self.tr("answers: UDP is blocked or lost on the way"),
            "refused": self.tr("refused: no DNS service there"),
            "silent": self.tr("silent as well"),
            "accepted": self.tr("connected, but no reply: a DNS service runs there"),
        }.get(found, found)


def record_line(record: Record) -> str:
    """A record as in a zone file; types without such a form in words."""
    return zone_line(record) or f"{record.owner}. {record.ttl} IN {record.type.value} ; {data_text(record)}"
