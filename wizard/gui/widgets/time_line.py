"""When the attempts of a long log failed: drawn, and in words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from wizard.core.case.timeline import Spell, Timeline
from wizard.core.log.times import TimeForm
from wizard.gui.icons import role_icon
from wizard.gui.palette import Role
from wizard.gui.theme import GRID
from wizard.gui.widgets.buttons import tool_button
from wizard.gui.widgets.labels import plain
from wizard.gui.widgets.log_times import readable
from wizard.gui.widgets.rows import Flow
from wizard.gui.widgets.tab_order import keep_place
from wizard.gui.widgets.time_chart import TimeChart

MOST_SPELLS = 40
"""Spells of failures that are listed; the drawing has all."""


class TimeLine(QScrollArea):
    """The chart, its ends, and the same in words with links."""

    line_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = TimeChart()
        self.summary = plain(selectable=True)
        self._ends = plain(role=Role.MUTED)
        self._spells = QWidget()
        self._flow = Flow(self._spells, spacing=GRID // 2, even=True)
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID // 2)
        for widget in (self.summary, self.chart, self._ends, self._spells):
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.chart.line_wanted.connect(self.line_wanted)
        self._form: TimeForm | None = None

    def show_line(self, line: Timeline | None, form: TimeForm | None = None) -> None:
        """Draws a log's attempts, or says that there are too few."""
        self._form = form
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.chart.setVisible(line is not None)
        self._ends.setVisible(line is not None)
        if line is None:
            self.summary.setText(self.tr("This log tells of too few attempts for a time-line."))
            return
        said = self.tr("{failed} of {total} attempts failed.")
        text = said.format(failed=f"{line.failed:,}", total=f"{line.total:,}")
        if not line.by_time:
            text += " " + self.tr("Its times do not run steadily, so this goes by lines.")
        self.summary.setText(text)
        ends = (
            self.tr("From {begin} to {end}") if line.by_time else self.tr("From line {begin} to line {end}")
        )
        key = self.tr("Wide bars: attempts that failed. Narrow bars: attempts that found servers.")
        begin, end = (self._time(time) if line.by_time else time for time in (line.begin, line.end))
        self._ends.setText(f"{ends.format(begin=begin, end=end)}. {key}")
        self.chart.show_line(line, " ".join([text, *(self._say(one) for one in line.spells[:MOST_SPELLS])]))
        for one in line.spells[:MOST_SPELLS]:
            link = tool_button(self._say(one), "circle-x")
            link.setIcon(role_icon(Role.FAILED))
            link.clicked.connect(lambda _checked, number=one.first_line: self.line_wanted.emit(number))
            self._flow.addWidget(link)
        left = len(line.spells) - MOST_SPELLS
        if left > 0:
            self._flow.addWidget(
                plain(self.tr("and {n} more").format(n=f"{left:,}"), role=Role.MUTED, wrap=False)
            )
        keep_place(self._spells)
        self._spells.updateGeometry()

    def _say(self, one: Spell) -> str:
        if one.count == 1:
            said = self.tr("Line {line}: 1 failed attempt")
        else:
            said = self.tr("Lines {line} to {last}: {count} failed attempts")
        text = said.format(line=one.first_line, last=one.last_line, count=f"{one.count:,}")
        if not one.begin or one.end == one.begin:
            return text
        return f"{text} ({self._times(one.begin, one.end)})"

    def _times(self, begin: str, end: str) -> str:
        """Both of them; their day once if it is the same."""
        first, last = self._time(begin), self._time(end)
        day, _, clock = last.rpartition(" ")
        if day and first.startswith(f"{day} "):
            last = clock
        return self.tr("{begin} to {end}").format(begin=first, end=last)

    def _time(self, time: str) -> str:
        return readable(time, self._form) or time
