"""How SIP travels, and how long DNS answers are kept."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from wizard.core.knowledge import Basis
from wizard.core.plan.deployment import NaptrUse, Transport
from wizard.core.plan.draft import Draft
from wizard.core.plan.ttl import ttl_doubt
from wizard.core.plan.typed import Reading
from wizard.core.words import words
from wizard.gui.pages.setup_field import TypedField
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.field import Field
from wizard.gui.widgets.finding_card import basis_line
from wizard.gui.widgets.inputs import ChoiceBox
from wizard.gui.widgets.labels import heading
from wizard.gui.widgets.notes import Remark
from wizard.gui.widgets.visible import set_visible

_BESIDE_FROM = 72 * GRID


class Travel(QWidget):
    """Transport, NAPTR, time to live."""

    edited = Signal(object)
    """The Draft with what was chosen or typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = Draft()
        self._make_fields()
        self._make_reasons()
        self._lay_out()

    def _make_fields(self) -> None:
        self.transport = ChoiceBox({one: one.value.upper() for one in Transport})
        self.naptr = ChoiceBox(
            {
                NaptrUse.NEEDED: self.tr("Only if needed"),
                NaptrUse.ALWAYS: self.tr("Always"),
                NaptrUse.NEVER: self.tr("Never"),
            }
        )
        self.transport.currentIndexChanged.connect(
            lambda: self.edited.emit(replace(self._draft, transport=self.transport.value()))
        )
        self.naptr.currentIndexChanged.connect(
            lambda: self.edited.emit(replace(self._draft, naptr=self.naptr.value()))
        )
        self.ttl = TypedField(
            "ttl",
            self.tr("Time to &live (TTL), in seconds"),
            hint=self.tr("3600 (one hour) is advised."),
        )
        self.ttl.edited.connect(self.edited)

    def _make_reasons(self) -> None:
        self.why_naptr = Remark()
        self.why_tls = Remark(
            self.tr("For TLS the handset is expected to ask for _sips._tcp. We have not seen it do so."),
            source=basis_line(Basis.UNVERIFIED, "RFC 3263, 4.1"),
        )
        self.ttl_doubt = Remark()
        self.why_ttl = Remark(
            self.tr(
                "A long time to live spares the handset look-ups, each of which can time out. One hour is "
                "long enough for that, and a changed record still reaches every handset within the hour."
            ),
            source=basis_line(
                Basis.VENDOR, self.tr("84-Series Administration Guide: long times; one hour is our advice")
            ),
        )
        self.no_waiting = Remark(
            self.tr("Failover does not wait for the time to live: the handset knows all servers beforehand."),
            source=basis_line(Basis.INFERRED, ""),
        )

    def _lay_out(self) -> None:
        self._fields = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._fields.setSpacing(2 * GRID)
        self._fields.addWidget(Field(self.tr("&Transport"), self.transport), 1)
        self._fields.addWidget(Field(self.tr("NA&PTR record"), self.naptr), 1)
        self._fields.addWidget(self.ttl, 2)
        column = Column(self)
        column.addWidget(heading(self.tr("How does SIP travel?")))
        column.addLayout(self._fields)
        column.addWidget(self.why_naptr)
        column.addWidget(self.why_tls)
        column.addWidget(self.ttl_doubt)
        column.addWidget(self.why_ttl)
        column.addWidget(self.no_waiting)

    def show_draft(self, draft: Draft, reading: Reading, *, fresh: bool) -> None:
        """Draws the draft; ``fresh`` where it comes from elsewhere and not from this page."""
        self._draft = draft
        for box, value in ((self.transport, draft.transport), (self.naptr, draft.naptr)):
            with QSignalBlocker(box):
                box.set_value(value)
        self.ttl.show_draft(draft, reading, fresh=fresh)
        text, basis, source = self._naptr_words(draft.transport, draft.naptr)
        self.why_naptr.say(text)
        self.why_naptr.set_source(basis_line(basis, source))
        doubt = ttl_doubt(reading.plan.ttl) if reading.plan is not None else None
        self.ttl_doubt.say(doubt.in_words(words()) if doubt is not None else "", Role.WARNING)
        set_visible(self.why_tls, draft.transport is Transport.TLS)

    def _naptr_words(self, transport: Transport, use: NaptrUse) -> tuple[str, Basis, str]:
        name = transport.value.upper()
        if use is NaptrUse.ALWAYS:
            text = self.tr(
                "A NAPTR record tells the handset to use {transport} and where its SRV records are."
            )
            return text.format(transport=name), Basis.STANDARD, "RFC 3263, 4.1"
        if transport is Transport.UDP:
            text = self.tr("No NAPTR record: without one the handset asks for the SRV records of UDP anyway.")
            return text, Basis.INFERRED, self.tr("seen in the failed log of CS-14-17")
        if use is NaptrUse.NEVER:
            text = self.tr(
                "No NAPTR record: the handset is told to use {transport} by its transport, {literal}."
            )
            source = "CS-14-17, Step 1"
            return text.format(transport=name, literal=transport.literal), Basis.VENDOR, source
        text = self.tr("{transport} needs a NAPTR record: without one the handset would ask for UDP.")
        return text.format(transport=name), Basis.INFERRED, self.tr("seen in the failed log of CS-14-17")

    def resizeEvent(self, event: QResizeEvent) -> None:
        beside = event.size().width() >= _BESIDE_FROM
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if wanted != self._fields.direction():
            self._fields.setDirection(wanted)
        super().resizeEvent(event)
