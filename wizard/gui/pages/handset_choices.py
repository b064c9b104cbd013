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
    FailOver,
    Family,
    HandsetSettings,
    expires_doubt,
)
from wizard.core.handset.failback import (
    SOURCE,
    fail_back_sentence,
    fail_over_doubt,
    fail_over_sentence,
)
from wizard.core.knowledge import Basis
from wizard.core.plan.deployment import Redundancy
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

_BESIDE_FROM = 100 * GRID
_SPARE = 6 * GRID


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
        self.fail_over = ChoiceBox(self._registrations())
        self.proxy = ChoiceBox(self._proxies())
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
        self.why_fail_back = Remark(source=basis_line(Basis.VENDOR, SOURCE))
        self.why_fail_over = Remark(source=basis_line(Basis.VENDOR, SOURCE))
        self.doubt_fail_over = Remark()
        self.why_proxy = Remark(source=basis_line(Basis.VENDOR, SOURCE))
        self._lay_out()
        self._connect()

    def _modes(self) -> dict[FailBack | None, str]:
        return {
            None: self.tr("The handset's default"),
            FailBack.REGISTRATION: self.tr("With the next registration"),
            FailBack.DNS_TTL: self.tr("After the time to live (DNSTTL)"),
            FailBack.DURATION: self.tr("After a fixed time (duration)"),
        }

    def _registrations(self) -> dict[FailOver | None, str]:
        return {
            None: self.tr("The handset's default"),
            FailOver.SHARED: self.tr("Servers share it (shared)"),
            FailOver.SEPARATE: self.tr("Register with each (separate)"),
        }

    def _proxies(self) -> dict[tuple[bool, bool], str]:
        """By outbound_proxy and registrar."""
        return {
            (False, True): self.tr("None"),
            (True, True): self.tr("As well as the server"),
            (True, False): self.tr("Instead of the server"),
        }

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        third = self._servers = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        first.addWidget(self.line_field, 1)
        first.addWidget(self.expires_field, 2)
        second.addWidget(Field(self.tr("&Fail-back to the first server"), self.fail_back), 2)
        second.addWidget(self.timeout_field, 1)
        self._pair = (
            Field(self.tr("&Registration on failover"), self.fail_over),
            Field(self.tr("Outbound &proxy"), self.proxy),
        )
        for field in self._pair:
            third.addWidget(field, 1)
        self._fields = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for line in (first, second):
            line.setSpacing(2 * GRID)
            self._fields.addLayout(line, 1)
        third.setSpacing(2 * GRID)
        self._fields.setSpacing(2 * GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(heading(self.tr("Which lines of the handset?")))
        column.addWidget(self.family)
        column.addSpacing(GRID // 2)
        column.addLayout(self._fields)
        column.addWidget(self.why_fail_back)
        column.addSpacing(GRID // 2)
        column.addLayout(third)
        for widget in (self.doubt_fail_over, self.why_fail_over, self.why_proxy):
            column.addWidget(widget)
        column.addSpacing(GRID // 2)
        column.addWidget(self.logging)

    def _connect(self) -> None:
        self.family.chosen.connect(lambda value: self._edit(family=value))
        self.line.valueChanged.connect(lambda value: self._edit(line=value))
        self.expires.valueChanged.connect(lambda value: self._edit(expires=value))
        self.fail_back.currentIndexChanged.connect(lambda: self._edit(fail_back=self.fail_back.value()))
        self.timeout.valueChanged.connect(lambda value: self._edit(fail_back_timeout=value))
        self.fail_over.currentIndexChanged.connect(lambda: self._edit(fail_over=self.fail_over.value()))
        self.proxy.currentIndexChanged.connect(self._edit_proxy)
        self.logging.toggled.connect(lambda on: self._edit(logging=on))

    def _edit(self, **changed: Any) -> None:
        self.edited.emit(replace(self._settings, **changed))

    def _edit_proxy(self) -> None:
        chosen = self.proxy.value()
        if chosen is not None:
            self._edit(outbound_proxy=chosen[0], registrar=chosen[1])

    def show_settings(self, settings: HandsetSettings, redundancy: Redundancy) -> None:
        """Draws the settings; a number that is being typed is left alone.

        ``redundancy`` is what DNS setup says of the servers.
        """
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
        proxy = (settings.outbound_proxy, settings.registrar or not settings.outbound_proxy)
        for choice, value in (
            (self.fail_back, settings.fail_back),
            (self.fail_over, settings.fail_over),
            (self.proxy, proxy),
        ):
            with QSignalBlocker(choice):
                choice.set_value(value)
        with QSignalBlocker(self.logging):
            self.logging.setChecked(settings.logging)
        for field in (self.expires_field, self.timeout_field):
            if not field.editor.hasFocus():
                field.check()
        self.why_fail_back.say(
            fail_back_sentence(settings.fail_back, settings.expires, settings.fail_back_timeout)
        )
        self.why_fail_over.say(fail_over_sentence(settings.fail_over))
        self.doubt_fail_over.say(fail_over_doubt(settings.fail_over, redundancy), Role.WARNING)
        self.why_proxy.say(self._proxy_words(settings))

    def _proxy_words(self, settings: HandsetSettings) -> str:
        if not settings.outbound_proxy:
            return ""
        if settings.registrar:
            return self.tr(
                "The handset sends everything to the proxy, which it finds through the same records. What is "
                "chosen for failing over is written for the proxy."
            )
        return self.tr(
            "Only the proxy is written. A server that the handset has already stays as it is, and everything "
            "goes through the proxy."
        )

    def _doubt_expires(self) -> Note | None:
        doubt = expires_doubt(self.expires.value())
        return Note(Role.WARNING, doubt) if doubt else None

    def _doubt_timeout(self) -> Note | None:
        if self.timeout.value() == 0 or self.timeout.value() >= SHORTEST_FAIL_BACK_TIMEOUT:
            return None
        text = self.tr("Type {least} or more, or 0 for no return before the next failure.")
        return Note(Role.FAILED, text.format(least=SHORTEST_FAIL_BACK_TIMEOUT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = event.size().width()
        # More than the pair needs: a page that scrolls gives it that, however narrow the window is.
        pair = sum(field.minimumSizeHint().width() for field in self._pair) + _SPARE
        for fields, beside in ((self._fields, width >= _BESIDE_FROM), (self._servers, width >= pair)):
            fields.setDirection(
                QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
            )
        super().resizeEvent(event)
