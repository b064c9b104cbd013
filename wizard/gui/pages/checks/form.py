"""What the handset looks up, and whom it asks: the fields at the top of the live checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from wizard.core import names
from wizard.core.case.case import Case, CheckDraft
from wizard.core.case.checking import (
    MOST_SERVERS,
    address_problem,
    port_problem,
    read_checks,
    read_seconds,
    server_problem,
    transport_problem,
)
from wizard.core.handset.resolver import TRANSPORTS
from wizard.core.words import words
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.field import Field, Note
from wizard.gui.widgets.inputs import ChoiceBox

_ROW_NEEDS = 40
"""In line heights: with larger letters it is less that fits."""


class CheckForm(QWidget):
    """Everything typed goes out at once; problems are said when a field is left, or on :meth:`check`."""

    edited = Signal(object)
    """The new CheckDraft."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = Case()
        self.address = QLineEdit()
        self.port = QLineEdit()
        self.transport = ChoiceBox({name: name for name in TRANSPORTS})
        self.servers = [QLineEdit() for _ in range(MOST_SERVERS)]
        self.timeout = QLineEdit()
        self.own = QCheckBox(self.tr("Also ask this computer's &own DNS, only to compare"))
        self.zone = QCheckBox(self.tr("Also ask the server that holds the &zone, past all caches"))
        self._fields = self._make_fields()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID + GRID // 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(self._grid)
        self._narrow: bool | None = None
        self._arrange(narrow=False)
        column.addWidget(self.own)  # After the fields: the Tab key goes by the order of adding.
        column.addWidget(self.zone)
        for line in (self.address, self.port, *self.servers, self.timeout):
            line.textEdited.connect(self._emit)
        self.transport.activated.connect(self._emit)
        self.own.clicked.connect(self._emit)
        self.zone.clicked.connect(self._emit)

    def _make_fields(self) -> dict[str, Field]:
        found = {
            "address": Field(
                self.tr("&Name that the handset is configured with"), self.address, check=self._check_address
            ),
            "port": Field(self.tr("&Port"), self.port, check=self._check_port),
            "transport": Field(self.tr("&Transport"), self.transport, check=self._check_transport),
        }
        titles = (self.tr("&DNS server of the handset"), self.tr("Second, if any"), self.tr("Third, if any"))
        for number, (title, line) in enumerate(zip(titles, self.servers, strict=True)):
            check = self._server_check(line)
            found[f"server.{number}"] = Field(title, line, check=check)
        found["timeout"] = Field(self.tr("&Seconds per question"), self.timeout, check=self._check_timeout)
        self.servers[0].setPlaceholderText(self.tr("10.225.2.5"))
        return found

    def field(self, name: str) -> Field:
        """A field by the name that :func:`read_checks` gives it."""
        return self._fields[name]

    # The case

    def show_case(self, case: Case) -> None:
        """Draws what was typed; a text that is the same keeps its cursor."""
        self._case = case
        draft, plan = case.checks, case.plan
        texts = [*draft.servers[:MOST_SERVERS], *[""] * MOST_SERVERS]
        lines = (self.address, self.port, *self.servers, self.timeout)
        wanted = (draft.address, draft.port, *texts[:MOST_SERVERS], draft.timeout)
        for line, text in zip(lines, wanted, strict=True):
            if line.text() != text:
                line.setText(text)
        self.address.setPlaceholderText(
            plan.name if plan is not None else self.tr("for example sip.eslab.local")
        )
        planned = plan.handset_transport if plan is not None else TRANSPORTS[0]
        self.transport.set_value(draft.transport or planned)
        self.own.setChecked(draft.own)
        self.zone.setChecked(draft.zone)
        reading = read_checks(case)
        for name, field in self._fields.items():
            if field.has_problem and not reading.problem(name):
                field.set_note(None)
        self.transport.setToolTip(self.tr("The plan: {transport}").format(transport=planned) if plan else "")

    def _draft(self) -> CheckDraft:
        plan = self._case.plan
        planned = plan.handset_transport if plan is not None else TRANSPORTS[0]
        chosen = self.transport.value()
        transport = self._case.checks.transport if chosen is None else chosen
        if transport == planned:
            transport = ""  # It shall follow the plan.
        servers = tuple(line.text() for line in self.servers)
        while len(servers) > 1 and not servers[-1]:
            servers = servers[:-1]
        more = self._case.checks.servers[MOST_SERVERS:]
        return CheckDraft(
            self.address.text(),
            self.port.text(),
            transport,
            (*servers, *more),
            self.timeout.text(),
            self.own.isChecked(),
            self.zone.isChecked(),
        )

    def _emit(self) -> None:
        draft = self._draft()
        if draft != self._case.checks:
            self._case = replace(self._case, checks=draft)
            self.edited.emit(draft)

    # Problems

    def check(self) -> bool:
        """Says what is wrong, moves the focus to the first such field; whether all is well."""
        for field in self._fields.values():
            field.check()
        reading = read_checks(self._case)
        for problem in reading.problems:
            if problem.field in self._fields:
                self._fields[problem.field].set_note(Note(Role.FAILED, problem.said.in_words(words())))
        first = next((field for field in self._fields.values() if field.has_problem), None)
        if first is not None:
            first.editor.setFocus()
        return first is None and reading.is_ready

    def _check_address(self) -> Note | None:
        text = self.address.text()
        if not names.tidy(text):
            return None
        if names.is_ip(names.tidy(text)):
            return Note(
                Role.WARNING,
                self.tr("This is an IP address: the handset then asks DNS nothing and has no second server."),
            )
        problem = address_problem(replace(self._case, checks=self._draft()))
        if problem:
            return Note(Role.FAILED, problem.in_words(words()))
        typed = names.clean(text, underscore=True)
        if typed.name != text:
            self.address.setText(typed.name)
            self._emit()
        return Note(Role.INFO, typed.repaired.in_words(words())) if typed.repaired else None

    def _check_port(self) -> Note | None:
        text = self.port.text()
        problem = port_problem(text)
        if problem:
            return Note(Role.FAILED, problem.in_words(words()))
        if int(names.tidy(text) or "0"):
            return Note(Role.WARNING, self.tr("Set 0 for failover: with a port, SRV is not asked."))
        return None

    def _check_transport(self) -> Note | None:
        problem = transport_problem(self._draft().transport)
        return Note(Role.FAILED, problem.in_words(words())) if problem else None

    def _check_timeout(self) -> Note | None:
        if read_seconds(self.timeout.text()) is not None:
            return None
        return Note(Role.FAILED, self.tr("Type seconds, for example 2."))

    def _server_check(self, line: QLineEdit) -> Callable[[], Note | None]:
        def check() -> Note | None:
            problem = server_problem(line.text()) if names.tidy(line.text()) else None
            return Note(Role.FAILED, problem.in_words(words())) if problem else None

        return check

    # Its looks

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(narrow=event.size().width() < _ROW_NEEDS * self.fontMetrics().height())
        super().resizeEvent(event)

    def _arrange(self, *, narrow: bool) -> None:
        """Two rows of three and four fields; four rows of two where there is little room."""
        if narrow is self._narrow:
            return
        self._narrow = narrow
        fields = self._fields
        places = {
            "address": (0, 0, 2), "port": (0, 2, 1), "transport": (0, 3, 1),
            "server.0": (1, 0, 1), "server.1": (1, 1, 1), "server.2": (1, 2, 1), "timeout": (1, 3, 1),
        }  # fmt: skip
        if narrow:
            places = {
                "address": (0, 0, 2), "port": (1, 0, 1), "transport": (1, 1, 1), "server.0": (2, 0, 1),
                "server.1": (2, 1, 1), "server.2": (3, 0, 1), "timeout": (3, 1, 1),
            }  # fmt: skip
        for field in fields.values():
            self._grid.removeWidget(field)
        for name, (row, start, span) in places.items():
            self._grid.addWidget(fields[name], row, start, 1, span)
        for number in range(4):
            self._grid.setColumnStretch(number, 0 if narrow and number > 1 else 1)
