"""Which servers there are to tell apart, and where their records go: the first questions of DNS setup."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from wizard.core.knowledge import Basis
from wizard.core.plan.cleaning import MISSING, name_so_far
from wizard.core.plan.deployment import Option, Redundancy
from wizard.core.plan.draft import Draft
from wizard.core.plan.typed import Reading
from wizard.gui.pages.setup_field import TypedField
from wizard.gui.theme import GRID
from wizard.gui.widgets.cards import RadioCards
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.copy_rows import CopyRows, Line
from wizard.gui.widgets.finding_card import basis_line
from wizard.gui.widgets.labels import heading
from wizard.gui.widgets.notes import Remark
from wizard.gui.widgets.visible import set_visible


class Awareness(QWidget):
    """Asks whether the SIP servers know of each other's registrations."""

    edited = Signal(object)
    """The Draft with the answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = Draft()
        self.cards = RadioCards()
        self.cards.add(
            Redundancy.ACTIVE_ACTIVE,
            self.tr("&Yes (active-active)"),
            self.tr("Use DNS: the handset must register with one server at a time."),
        )
        self.cards.add(
            Redundancy.ACTIVE_PASSIVE,
            self.tr("N&o (active-passive)"),
            self.tr("Plain entries server.1 and server.2 would do. DNS works too."),
        )
        self.cards.add(
            Redundancy.UNKNOWN,
            self.tr("Not s&ure"),
            self.tr("DNS suits both. Ask whoever runs the SIP servers."),
        )
        self.cards.chosen.connect(lambda value: self.edited.emit(replace(self._draft, redundancy=value)))
        self.without = Remark(
            self.tr(
                "You may not need DNS. Give the handset both servers as server.1 and server.2: it registers "
                "with both, and the passive one does nothing with it until it takes over. "
                "If you prefer DNS, go on below."
            ),
            source=basis_line(Basis.VENDOR, "CS-14-17, Description"),
        )
        column = Column(self)
        column.addWidget(heading(self.tr("Do the SIP servers know of each other's registrations?")))
        column.addWidget(self.cards)
        column.addWidget(self.without)

    def show_draft(self, draft: Draft) -> None:
        """Draws the answer and what follows from it."""
        self._draft = draft
        self.cards.set_value(draft.redundancy)
        set_visible(self.without, draft.redundancy is Redundancy.ACTIVE_PASSIVE)


class Where(QWidget):
    """Existing domain or new sub-domain, and the names."""

    edited = Signal(object)
    """The Draft with what was chosen or typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = Draft()
        self._make_cards()
        self._make_fields()
        self._lay_out()

    def _make_cards(self) -> None:
        self.cards = RadioCards()
        self.cards.add(
            Option.EXISTING_DOMAIN,
            self.tr("&Existing domain"),
            self.tr(
                "The records go into the domain itself. The handset looks up the domain, such as eslab.local."
            ),
        )
        self.cards.add(
            Option.SUB_DOMAIN,
            self.tr("Ne&w sub-domain"),
            self.tr(
                "The records get a place of their own. The handset looks up its name, such as "
                "sip.eslab.local."
            ),
        )
        self.cards.chosen.connect(lambda value: self.edited.emit(replace(self._draft, option=value)))

    def _make_fields(self) -> None:
        self.domain = TypedField(
            "domain",
            self.tr("Do&main"),
            hint=self.tr("The zone that your DNS server holds, such as eslab.local."),
        )
        self.subdomain = TypedField(
            "subdomain",
            self.tr("&Sub-domain"),
            hint=self.tr("The part before the domain alone, such as sip."),
        )
        for field in (self.domain, self.subdomain):
            field.edited.connect(self.edited)
        self.preview = CopyRows()

    def _lay_out(self) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(2 * GRID)
        fields.setColumnStretch(0, 1)
        fields.setColumnStretch(1, 1)
        fields.addWidget(self.domain, 0, 0)
        fields.addWidget(self.subdomain, 0, 1)
        column = Column(self)
        column.addWidget(heading(self.tr("Where do the records go?")))
        column.addWidget(self.cards)
        column.addSpacing(GRID // 2)
        column.addLayout(fields)
        column.addWidget(self.preview)

    def show_draft(self, draft: Draft, reading: Reading, *, fresh: bool) -> None:
        """Draws the draft; ``fresh`` where it comes from elsewhere and not from this page."""
        self._draft = draft
        self.cards.set_value(draft.option)
        self.domain.show_draft(draft, reading, fresh=fresh)
        self.subdomain.show_draft(draft, reading, fresh=fresh)
        set_visible(self.subdomain, draft.option is Option.SUB_DOMAIN)
        name = name_so_far(draft)
        usable = MISSING not in name
        owner = f"{draft.transport.labels}.{name}"
        self.preview.set_lines(
            [
                Line(self.tr("The handset looks up"), name, copies=name if usable else ""),
                Line(self.tr("Its SRV records are at"), owner, copies=owner if usable else ""),
            ]
        )
