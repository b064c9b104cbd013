"""What the live check does and does not do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.knowledge import Basis
from wizard.gui.theme import GRID
from wizard.gui.widgets.finding_card import basis_line
from wizard.gui.widgets.labels import plain


def how_it_works() -> QWidget:
    """A few paragraphs."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(3 * GRID, 0, 0, 0)
    column.setSpacing(GRID)
    for text in _paragraphs():
        column.addWidget(plain(text, selectable=True))
    return box


def _paragraphs() -> tuple[str, ...]:
    return (
        QCoreApplication.translate(
            "Checks",
            "Name the DNS servers that the handset uses, usually those of its DHCP scope. The check "
            "asks each of them directly, as the handset would, and then goes on with questions that "
            "the handset never asks, to tell why something is missing.",
        ),
        QCoreApplication.translate(
            "Checks",
            "This computer's own DNS settings never count for the verdict. They may belong to another "
            "network, add search domains, or give answers that were remembered from before.",
        ),
        QCoreApplication.translate(
            "Checks",
            "A DNS server that stays silent to two questions, each sent twice, is asked no more. What was "
            "not asked is listed as such.",
        ),
        QCoreApplication.translate(
            "Checks",
            "The server that holds the zone is found by DNS (its NS records) and asked the same questions, "
            "if you want it. It shows what the handset's servers only remember from before a change.",
        ),
        QCoreApplication.translate(
            "Checks",
            "Names that end in .local: many computers ask their neighbours for them (multicast DNS) "
            "instead of a DNS server; the handset asks its DNS server. So a ping from this computer "
            "proves nothing for it.",
        ),
        QCoreApplication.translate(
            "Checks",
            "“Found” means that DNS leads there. Nothing is sent to the SIP servers themselves unless you "
            "ask for it with the button under the picture.",
        ),
        QCoreApplication.translate(
            "Checks",
            "The handset asks for NAPTR, then SRV, then A, if the port is 0 ({vendor}). Without a usable "
            "NAPTR record it asks for SRV under _sip._udp alone ({inferred}). Under which name it asks for "
            "SRV with TLS is not known ({unverified}).",
        ).format(
            vendor=basis_line(Basis.VENDOR, "CS-14-17"),
            inferred=basis_line(
                Basis.INFERRED, QCoreApplication.translate("Checks", "from the logs in CS-14-17")
            ),
            unverified=basis_line(Basis.UNVERIFIED, ""),
        ),
    )
