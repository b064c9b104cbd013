"""Suppose that a server is down: who serves the handsets then."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from wizard.core.handset.failover import hosts_of, what_if
from wizard.core.trace.attempts import FoundServer
from wizard.core.words import words
from wizard.gui.announce import announce
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.labels import breakable, folded, plain
from wizard.gui.widgets.raw_text import spelled
from wizard.gui.widgets.rows import Flow

MOST = 12
_LONGEST_LINE = 44  # A tick box wraps nothing, and a name can have 253 characters.


class WhatIf(QWidget):
    """Ticks are kept nowhere: this is no fact. Hidden where there is no second server to go to."""

    changed = Signal()

    def __init__(self, source: str = "", *, told_before: bool = False, parent: QWidget | None = None) -> None:
        """``source`` is a sentence that says whose word this is; the SRV records' if it is empty.

        ``told_before``: the page says already who serves while nothing is down.
        """
        super().__init__(parent)
        self._told_before = told_before
        self._source = source or self.tr("That is what the SRV records say; nothing is switched off.")
        self._servers: tuple[FoundServer, ...] = ()
        self._hosts: tuple[str, ...] = ()
        self.boxes: list[QCheckBox] = []
        self._lead = plain(self.tr("Suppose that a server is down:"), role=Role.MUTED)
        self._row = Flow(spacing=2 * GRID, even=True)
        self.sentence = plain(selectable=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._lead)
        column.addLayout(self._row)
        column.addWidget(self.sentence)
        self.hide()

    @property
    def servers(self) -> tuple[FoundServer, ...]:
        """The servers that were found."""
        return self._servers

    def down(self) -> tuple[str, ...]:
        """The hosts that are ticked."""
        return tuple(host for host, box in zip(self._hosts, self.boxes, strict=True) if box.isChecked())

    def show_servers(self, servers: Sequence[FoundServer]) -> None:
        """Other servers; ticks stay where the hosts do."""
        self._servers = tuple(servers)
        hosts = hosts_of(self._servers)[:MOST]
        if hosts != self._hosts:
            self._replace(hosts)
        self.setVisible(len(hosts) > 1)
        self._tell()

    def _replace(self, hosts: tuple[str, ...]) -> None:
        ticked = set(self.down())
        while len(self.boxes) > len(hosts):
            box = self.boxes.pop()
            self._row.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._hosts = hosts
        for number, host in enumerate(hosts):
            box = self.boxes[number] if number < len(self.boxes) else self._add()
            # An ampersand would mark a key.
            box.setText(folded(spelled(host).replace("&", "&&"), _LONGEST_LINE))
            box.setAccessibleName(self.tr("Suppose that {host} is down").format(host=host))
            with QSignalBlocker(box):
                box.setChecked(host in ticked)
            box.show()  # Now and not in the next round, or the page would jump.

    def _add(self) -> QCheckBox:
        box = QCheckBox()
        box.toggled.connect(self._toggled)
        self.boxes.append(box)
        self._row.addWidget(box)
        return box

    def _toggled(self) -> None:
        self._tell()
        announce(self, self.sentence.text())
        self.changed.emit()

    def _tell(self) -> None:
        text = what_if(self._servers, self.down(), words()) if self._servers else ""
        self.sentence.setText(breakable(spelled(f"{text} {self._source}")))
        self.sentence.setVisible(bool(self.down()) or not self._told_before)
