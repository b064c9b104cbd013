"""Who serves the handsets by the plan, also while servers are down; and where the hosts belong."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from wizard.core import names
from wizard.core.handset.failover import Standing, planned_servers, standings
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.hosts import host_notes
from wizard.core.plan.sentence import percent
from wizard.core.words import words as english
from wizard.gui.slices import Slices
from wizard.gui.theme import Role
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.labels import breakable, plain
from wizard.gui.widgets.notes import Remark
from wizard.gui.widgets.share_bars import Bar, ShareBars
from wizard.gui.widgets.tab_order import chain
from wizard.gui.widgets.visible import laid_out_once, set_visible
from wizard.gui.widgets.whatif import WhatIf

_MOST_NOTES = 3
_AT_ONCE = 4
"""More hosts than this stand below what a window shows of a page that it opens."""


def _hosts(plan: Deployment | None) -> int:
    return len({names.fold(server.host) for server in plan.servers}) if plan is not None else 0


def _comes_later(part: QWidget, plan: Deployment | None) -> bool:
    """Whether a plan is long, and the part's page about to be shown: that comes first."""
    page = part.parentWidget()
    return _hosts(plan) > _AT_ONCE and page is not None and not page.isVisible()


class Serving(QWidget):
    """A bar for each server, and ticks that suppose it down. Hidden where there is one host."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ordered: list[QCheckBox] = []
        self.bars = ShareBars()
        source = self.tr("That is what the plan says; nothing is switched off.")
        self.whatif = WhatIf(source, told_before=True)
        self.whatif.changed.connect(self._draw)
        column = Column(self)
        column.addWidget(plain(self.tr("Who serves how many of the handsets:"), role=Role.MUTED))
        column.addWidget(self.bars)
        column.addWidget(self.whatif)
        self._plan: Deployment | None = None
        self._slices = Slices(self, self._draw_plan)
        set_visible(self, False)

    @property
    def waiting(self) -> bool:
        """Whether a plan is still to be drawn."""
        return self._slices.waiting

    def show_plan(self, plan: Deployment | None) -> None:
        """Draws a plan; ticks stay where the hosts do. A long one comes once its page is there."""
        self._plan = plan
        self._slices.stop()
        if _comes_later(self, plan):
            set_visible(self, False)
            self._slices.start()
        elif _hosts(plan) > 1:
            self._draw_plan()
        else:
            set_visible(self, False)

    def _draw_plan(self) -> bool:
        if self._plan is None:
            return False
        with laid_out_once(self):
            self.whatif.show_servers(planned_servers(self._plan))
            self._order_tabs()
            self._draw()
            set_visible(self, True)
        return False

    def _order_tabs(self) -> None:
        """Ticks that came later would otherwise be the last stop of the page."""
        if self._ordered == self.whatif.boxes:
            return
        self._ordered = list(self.whatif.boxes)
        chain(self, self._ordered)

    def _draw(self) -> None:
        found = standings(self.whatif.servers, self.whatif.down())
        hosts = [names.fold(one.server.host) for one in found]
        weights = [one.server.weight for one in found if one.part]
        # A weight of 0 among others has its own small chance (RFC 2782), so a simple fraction would be wrong.
        total = sum(weights) if len(weights) > 1 and all(weights) else 0
        bars = [
            self._bar(one, total, twice=hosts.count(host) > 1) for one, host in zip(found, hosts, strict=True)
        ]
        self.bars.show_bars(bars)

    def _bar(self, one: Standing, total: int, *, twice: bool) -> Bar:
        name = f"{one.server.host}:{one.server.port}" if twice else one.server.host
        if one.is_down:
            return Bar(name, 0.0, self.tr("down"), is_down=True)
        words = percent(one.part, english()) if one.part else self.tr("waits")
        if one.part and total:
            text = self.tr("{share}: weight {weight} of {total}")
            words = text.format(share=words, weight=one.server.weight, total=total)
        return Bar(name, float(one.part), words)


class HostNotes(QWidget):
    """Where the A records of the hosts belong; hidden where nothing is to be said."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remarks = [Remark() for _ in range(_MOST_NOTES)]
        self._plan: Deployment | None = None
        self._slices = Slices(self, self._draw_plan)
        column = Column(self)
        for remark in self._remarks:
            column.addWidget(remark)

    def show_plan(self, plan: Deployment | None) -> None:
        """Says it for this plan; of a long one, which it names all hosts of, once its page is there."""
        self._plan = plan
        if _comes_later(self, plan):
            set_visible(self, False)
            self._slices.start()
        else:
            self._slices.stop()
            self._draw_plan()

    def _draw_plan(self) -> bool:
        plan = self._plan
        found = host_notes(plan) if plan is not None else ()
        notes = [note.in_words(english()) for note in found]
        with laid_out_once(self):
            for remark, text in zip(self._remarks, [*notes, *[""] * _MOST_NOTES], strict=False):
                remark.say(breakable(text))
            set_visible(self, bool(notes))
        return False
