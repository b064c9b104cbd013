"""What the live check does and does not do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.gui.theme import GRID
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
            "Vendor (CS-14-17): NAPTR, then SRV, then A, if the port is 0. Inferred from the logs "
            "printed there: without a usable NAPTR record the handset asks for SRV under _sip._udp "
            "alone. Unverified: the SRV name that it asks for with TLS.",
        ),
    )
