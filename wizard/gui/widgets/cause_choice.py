"""The causes that many logs show, to choose one of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from wizard.core.diagnosis.causes import Cause, Key
from wizard.core.diagnosis.fleet import Judged
from wizard.gui.widgets.fleet_model import icon_name, role_of
from wizard.gui.widgets.raw_text import spelled
from wizard.gui.widgets.wrapped_table import Cell, WrappedTable

LOWEST = 84
"""Pixels of height that it can do with."""

_NONE = "\N{EN DASH}"


class CauseChoice(WrappedTable):
    """One cause, or all of them.

    How high it may be hangs on the height that there is, its least height does not: the page around it
    would follow what it was before, and Qt would follow the two in a circle.
    """

    changed = Signal()
    """Another one is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        shown = self.tr("What their logs show")
        super().__init__(shown, [self.tr("Handsets"), shown], stiff=[0])
        if parent is not None:
            self.setParent(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._causes: Sequence[Cause] = ()
        self._chosen: Key | None = None
        self.currentCellChanged.connect(lambda row, *_: self._choose(row))

    def show_causes(self, causes: Sequence[Cause], total: int, *, handsets: bool) -> None:
        """Offers these; the one that was chosen stays chosen. ``total`` ``handsets``, or logs, there are.

        A cause that was the only one was chosen by nobody: beside others all of them are shown.
        """
        had_choice = len(self._keys()) > 1
        counted = self.tr("Handsets") if handsets else self.tr("Logs")
        self.set_headers([counted, self.accessibleName()])
        self._causes = causes
        keys = self._keys()
        # Beside logs, what is none is counted as nothing: above it stands how many handsets there are.
        beside = len(causes) > 1
        rows = [
            (Cell(_NONE if beside and cause.is_no_log else f"{cause.count:,}"), self._title(cause))
            for cause in causes
        ]
        if len(keys) > len(causes):
            rows.insert(0, (Cell(f"{total:,}"), Cell(self.tr("All of these"), "list-checks")))
        place = keys.index(self._chosen) if had_choice and self._chosen in keys else 0
        self.blockSignals(True)
        self.set_rows(rows)
        if keys:
            self.setCurrentCell(place, 0)
        self.blockSignals(False)
        self.setVisible(bool(keys))
        self._chosen = keys[place] if keys else None

    def cause(self) -> Cause | None:
        """The chosen one; None for all."""
        return next((cause for cause in self._causes if cause.key == self._chosen), None)

    def choose_with(self, log: Judged) -> None:
        """Makes sure that this log is among those of the choice."""
        cause = self.cause()
        if cause is not None and not any(one.name == log.name for one in cause.logs):
            self.setCurrentCell(0, 0)

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), min(least.height(), LOWEST))

    def _keys(self) -> list[Key | None]:
        every: list[Key | None] = [None] if len(self._causes) > 1 else []
        return [*every, *(cause.key for cause in self._causes)]

    def _title(self, cause: Cause) -> Cell:
        if cause.said is None:
            return Cell(self.tr("No look-up in it to judge"), icon_name(None))
        title = spelled(cause.said.title)
        if cause.alike:
            title = self.tr("{title} (and {count} more like it)").format(title=title, count=cause.alike)
        return Cell(title, icon_name(cause.said), role_of(cause.said))

    def _choose(self, row: int) -> None:
        keys = self._keys()
        if 0 <= row < len(keys) and keys[row] != self._chosen:
            self._chosen = keys[row]
            self.changed.emit()
