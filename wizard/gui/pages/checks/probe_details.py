"""One SIP server's answer in full: what was sent, what came, what its certificate says."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from wizard.core.sip.certificate import Certificate
from wizard.core.sip.outcome import Probe, in_words
from wizard.gui.pages.checks.facts import FactGrid
from wizard.gui.theme import GRID
from wizard.gui.widgets.code_block import CodeBlock
from wizard.gui.widgets.raw_text import spelled

_MOST_NAMES = 8


class ProbeDetails(QFrame):
    """Both messages can be copied; what came is untrusted text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._facts = FactGrid()
        self.request = CodeBlock(self.tr("Message sent"), file_name="request.txt", most_lines=12)
        self.reply = CodeBlock(self.tr("Reply"), file_name="reply.txt", most_lines=14)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        column.setSpacing(GRID + 4)
        column.addWidget(self._facts)
        column.addWidget(self.request)
        column.addWidget(self.reply)

    def show_probe(self, probe: Probe) -> None:
        """Shows another one."""
        self._facts.show_facts(self.facts(probe))
        for block, text in ((self.request, probe.request), (self.reply, probe.reply)):
            block.setVisible(bool(text))
            block.set_text(text.replace("\r\n", "\n"))

    def facts(self, probe: Probe) -> list[tuple[str, str]]:
        """What is known beside the messages, in pairs of name and value."""
        found = [
            (self.tr("SIP server"), probe.server.host),
            (self.tr("Asked at"), str(probe.server)),
            (self.tr("Answer"), in_words(probe)),
        ]
        if probe.tls_version:
            found.append((self.tr("TLS"), probe.tls_version))
        if probe.certificate is not None:
            found += self._certificate(probe, probe.certificate)
        if not probe.reply:
            found.append((self.tr("Reply"), self.tr("There is none.")))
        took = self.tr("{milliseconds} ms").format(milliseconds=f"{probe.milliseconds:.0f}")
        return [(name, spelled(value)) for name, value in (*found, (self.tr("Time"), took))]

    def _certificate(self, probe: Probe, certificate: Certificate) -> list[tuple[str, str]]:
        names = list(certificate.identities[:_MOST_NAMES])
        more = len(certificate.identities) - len(names)
        if more > 0:
            names.append(self.tr("{count} more").format(count=more))
        dates = self.tr("{start} to {end}").format(
            start=f"{certificate.not_before:%Y-%m-%d}", end=f"{certificate.not_after:%Y-%m-%d}"
        )
        valid = self.tr("valid today") if certificate.valid else self.tr("not valid today")
        return [
            (self.tr("Certificate for"), ", ".join(names) or self.tr("nobody")),
            (self.tr("Names the handset's server"), self._yes(probe.certificate_names_domain)),
            (self.tr("Names this server"), self._yes(probe.certificate_names_host)),
            (self.tr("Dates"), f"{dates}, {valid}"),
            (self.tr("Trusted by this computer"), self._trust(certificate.distrust)),
        ]

    def _trust(self, distrust: str | None) -> str:
        if distrust is None:
            return self.tr("not found out")
        if not distrust:
            return self.tr("yes; a handset has a list of its own")
        return self.tr("no: {why}; a handset has a list of its own").format(why=distrust)

    def _yes(self, so: bool) -> str:
        return self.tr("yes") if so else self.tr("no")
