"""What the technician chooses for the handset."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from wizard.core.handset.configuration import (
    LONGEST_FAIL_BACK_TIMEOUT,
    SHORTEST_FAIL_BACK_TIMEOUT,
    FailBack,
    Family,
    HandsetSettings,
)
from wizard.core.handset.failback import SOURCE, fail_back_sentence
from wizard.core.knowledge import Basis
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.cards import RadioCards
from wizard.gui.widgets.field import Field, Note
from wizard.gui.widgets.finding_card import basis_line
from wizard.gui.widgets.inputs import ChoiceBox, NumberBox
from wizard.gui.widgets.labels import heading
from wizard.gui.widgets.notes import Remark
from wizard.gui.widgets.visible import set_visible

MOST_LINES = 99
LONGEST = 2**31 - 1
LEAST_EXPIRES = 300
"""Some manuals allow no less."""

_BESIDE_FROM = 100 * GRID
_TICKS_FROM = 60 * GRID


class HandsetChoices(QWidget):
    """Draws the settings of a case; tells what the user changed."""

    edited = Signal(object)
    """The HandsetSettings with the choice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = HandsetSettings()
        self.family = RadioCards()
        self.family.add(
            Family.VOIP,
            self.tr("All &lines (voIpProt)"),
            self.tr("One server name for every line of the handset."),
        )
        self.family.add(
            Family.REG,
            self.tr("&One line (reg.x)"),
            self.tr("For one line alone; it then ignores the server settings for all lines."),
        )
        self.line = NumberBox(1, MOST_LINES)
        self.expires = NumberBox(1, LONGEST)
        self.fail_back = ChoiceBox(self._modes())
        self.timeout = NumberBox(0, LONGEST_FAIL_BACK_TIMEOUT)
        self.proxy = QCheckBox(self.tr("Outbound &proxy as well"))
        self.logging = QCheckBox(self.tr("Log levels for troubles&hooting"))
        self.line_field = Field(self.tr("Line n&umber"), self.line)
        self.expires_field = Field(
            self.tr("&Expires, in seconds"),
            self.expires,
            hint=self.tr("How long a registration lasts; 3600 is usual."),
            check=self._doubt_expires,
        )
        self.timeout_field = Field(
            self.tr("Fixed &time, in seconds"), self.timeout, check=self._doubt_timeout
        )
        self.why_fail_back = Remark()
        self._lay_out()
        self._connect()

    def _modes(self) -> dict[FailBack | None, str]:
        return {
            None: self.tr("The handset's default"),
            FailBack.REGISTRATION: self.tr("With the next registration"),
            FailBack.DNS_TTL: self.tr("After the time to live (DNSTTL)"),
            FailBack.DURATION: self.tr("After a fixed time (duration)"),
        }

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.line_field, 1)
        first.addWidget(self.expires_field, 2)
        second.addWidget(Field(self.tr("&Fail-back to the first server"), self.fail_back), 2)
        second.addWidget(self.timeout_field, 1)
        self._fields = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for line in (first, second):
            line.setSpacing(2 * GRID)
            self._fields.addLayout(line, 1)
        self._fields.setSpacing(2 * GRID)
        self._ticks = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._ticks.setSpacing(2 * GRID)
        self._ticks.addWidget(self.proxy)
        self._ticks.addWidget(self.logging)
        self._ticks.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(heading(self.tr("Which lines of the handset?")))
        column.addWidget(self.family)
        column.addSpacing(GRID // 2)
        column.addLayout(self._fields)
        column.addWidget(self.why_fail_back)
        column.addLayout(self._ticks)

    def _connect(self) -> None:
        self.family.chosen.connect(lambda value: self._edit(family=value))
        self.line.valueChanged.connect(lambda value: self._edit(line=value))
        self.expires.valueChanged.connect(lambda value: self._edit(expires=value))
        self.fail_back.currentIndexChanged.connect(lambda: self._edit(fail_back=self.fail_back.value()))
        self.timeout.valueChanged.connect(lambda value: self._edit(fail_back_timeout=value))
        self.proxy.toggled.connect(lambda on: self._edit(outbound_proxy=on))
        self.logging.toggled.connect(lambda on: self._edit(logging=on))

    def _edit(self, **changed: Any) -> None:
        self.edited.emit(replace(self._settings, **changed))

    def show_settings(self, settings: HandsetSettings) -> None:
        """Draws the settings; a number that is being typed is left alone."""
        self._settings = settings
        self.family.set_value(settings.family)
        set_visible(self.line_field, settings.family is Family.REG)
        set_visible(self.timeout_field, settings.fail_back is FailBack.DURATION)
        for box, number in (
            (self.line, settings.line),
            (self.expires, settings.expires),
            (self.timeout, settings.fail_back_timeout),
        ):
            shown = min(max(number, box.minimum()), box.maximum())
            if box.value() != shown:
                with QSignalBlocker(box):
                    box.setValue(shown)
        with QSignalBlocker(self.fail_back):
            self.fail_back.set_value(settings.fail_back)
        for tick, on in ((self.proxy, settings.outbound_proxy), (self.logging, settings.logging)):
            with QSignalBlocker(tick):
                tick.setChecked(on)
        for field in (self.expires_field, self.timeout_field):
            if not field.editor.hasFocus():
                field.check()
        self.why_fail_back.say(
            fail_back_sentence(settings.fail_back, settings.expires, settings.fail_back_timeout)
        )
        self.why_fail_back.set_source(basis_line(Basis.VENDOR, SOURCE))

    def _doubt_expires(self) -> Note | None:
        if self.expires.value() >= LEAST_EXPIRES:
            return None
        text = self.tr("Some manuals allow {least} seconds or more.").format(least=LEAST_EXPIRES)
        return Note(Role.WARNING, text)

    def _doubt_timeout(self) -> Note | None:
        if self.timeout.value() == 0 or self.timeout.value() >= SHORTEST_FAIL_BACK_TIMEOUT:
            return None
        text = self.tr("Type {least} or more, or 0 for no return before the next failure.")
        return Note(Role.FAILED, text.format(least=SHORTEST_FAIL_BACK_TIMEOUT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        for layout, room in ((self._fields, _BESIDE_FROM), (self._ticks, _TICKS_FROM)):
            beside = event.size().width() >= room
            layout.setDirection(
                QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
            )
        super().resizeEvent(event)
