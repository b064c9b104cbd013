"""What to know about the configuration, and where it differs from the bulletin."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.handset.configuration import Family, HandsetSettings
from wizard.core.knowledge import Basis
from wizard.core.plan.deployment import Deployment
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.finding_card import basis_line
from wizard.gui.widgets.notes import Remark

GUIDE = "84-Series Administration Guide"
_MOST = 5


class Remarks(QWidget):
    """Each with its source; they follow the plan and the settings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remarks = [Remark() for _ in range(_MOST)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for remark in self._remarks:
            column.addWidget(remark)

    def show_for(self, plan: Deployment, settings: HandsetSettings) -> None:
        """What matters for this plan in this family."""
        texts = [self._transport(plan), *self._family(settings), self._priority()]
        for remark, (role, text, source) in zip(self._remarks, texts, strict=False):
            remark.say(text, role)
            remark.set_source(source)
        for remark in self._remarks[len(texts) :]:
            remark.say("")

    def texts(self) -> tuple[str, ...]:
        """What is said."""
        return tuple(remark.text() for remark in self._remarks if remark.text())

    def _transport(self, plan: Deployment) -> tuple[Role, str, str]:
        value = plan.handset_transport
        if value == "DNSnaptr":
            text = self.tr(
                "The transport is DNSnaptr, spelled like this. The bulletin's XML example shows another "
                "value, which no manual lists."
            )
        else:
            text = self.tr(
                "The transport is {value}: as no NAPTR record names the transport, the handset has to "
                "know it."
            ).format(value=value)
        return Role.INFO, text, basis_line(Basis.VENDOR, f"CS-14-17, Step 1; {GUIDE}")

    def _family(self, settings: HandsetSettings) -> list[tuple[Role, str, str]]:
        vendor = basis_line(Basis.VENDOR, GUIDE)
        if settings.family is Family.REG:
            text = self.tr(
                "A server address in reg.{line} makes all voIpProt.server settings void for line {line}."
            )
            return [(Role.WARNING, text.format(line=settings.line), vendor)]
        return [
            (
                Role.INFO,
                self.tr(
                    "The name is voIpProt: v, o, capital I, p. The bulletin's example is easily misread."
                ),
                vendor,
            ),
            (
                Role.INFO,
                self.tr(
                    "use486forReject is left out. The bulletin's example has it, but it has nothing to do "
                    "with failover."
                ),
                vendor,
            ),
            (
                Role.INFO,
                self.tr(
                    "A line with a server address of its own (reg.x.server.y.address) ignores these settings."
                ),
                vendor,
            ),
        ]

    def _priority(self) -> tuple[Role, str, str]:
        text = self.tr(
            "What was set in the handset's menu or on its web page wins over this file, and nothing says so. "
            "If nothing changes, clear those settings."
        )
        return Role.WARNING, text, basis_line(Basis.VENDOR, GUIDE)
