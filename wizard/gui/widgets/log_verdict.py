"""A log's verdict in a sentence, and its attempts in a line."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from wizard.core.case.reading import Reading
from wizard.core.finding import Finding, Severity
from wizard.core.knowledge import Explained, Knowledge
from wizard.core.trace.attempts import Attempt
from wizard.gui.icons import icon, role_icon
from wizard.gui.palette import SEVERITY_ROLES
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.attempt_list import first_line, outcome
from wizard.gui.widgets.buttons import tool_button
from wizard.gui.widgets.finding_card import severity_word
from wizard.gui.widgets.raw_text import spelled
from wizard.gui.widgets.rows import Flow
from wizard.gui.widgets.tab_order import keep_place
from wizard.gui.widgets.verdict_banner import VerdictBanner

MOST_ATTEMPTS = 4
MOST_HANDSETS = 4


def say_verdict(banner: VerdictBanner, reading: Reading, knowledge: Knowledge, *, short: bool) -> None:
    """Puts the verdict into the banner; ``short`` leaves the reason to the findings."""
    findings = reading.judgement.findings
    told = _told(reading, knowledge)
    if told is None:
        banner.show_verdict(Role.INFO, _nothing())
        return
    role = verdict_role(told)
    text = (
        QCoreApplication.translate("Log", "Show the fi&x")
        if role is Role.FAILED
        else QCoreApplication.translate("Log", "Show findings ({count})").format(count=len(findings))
    )
    why, word = "" if short else spelled(with_handsets(told, reading).why), word_of(told)
    banner.show_verdict(role, spelled(told.title), why, text, word=word)


def with_handsets(told: Explained, reading: Reading) -> Explained:
    """With whose lines prove it, where a log holds the lines of several handsets."""
    whose = reading.handsets_of(told.finding)
    if not whose:
        return told
    text = QCoreApplication.translate("Log", "Handset: {names}.")
    if len(whose) > MOST_HANDSETS:
        text = QCoreApplication.translate("Log", "Handsets: {names} and {more} more.")
    elif len(whose) > 1:
        text = QCoreApplication.translate("Log", "Handsets: {names}.")
    more = f"{len(whose) - MOST_HANDSETS:,}"
    said = text.format(names=", ".join(whose[:MOST_HANDSETS]), more=more)
    return replace(told, why=f"{said} {told.why}")


def role_of(reading: Reading, knowledge: Knowledge) -> Role:
    """What a log's verdict says in one sign."""
    told = _told(reading, knowledge)
    return verdict_role(told) if told is not None else Role.INFO


def sentence_of(reading: Reading, knowledge: Knowledge) -> str:
    """A log's verdict in one sentence."""
    told = _told(reading, knowledge)
    return spelled(told.title) if told is not None else _nothing()


def _nothing() -> str:
    return QCoreApplication.translate(
        "Log", "This log does not tell whether the handset found its SIP servers."
    )


def _told(reading: Reading, knowledge: Knowledge) -> Explained | None:
    told = _telling(reading)
    return knowledge.explain(told) if told is not None else None


def _telling(reading: Reading) -> Finding | None:
    findings = reading.judgement.findings
    return reading.judgement.verdict or findings[0] if findings else None


def proof_of(reading: Reading) -> int:
    """The number of the line with which the proof of a log's verdict begins.

    A finding cites the attempt that it speaks of before what proved the same earlier. A verdict about the
    file as a whole has no such line: then it is the first failure, else the first line.
    """
    told = None if reading.partial else _telling(reading)  # Which failure counts is not known yet.
    for seen in told.evidence if told is not None else ():
        if seen.source == reading.log.review.name and seen.line in reading.marked:
            return seen.line
    return reading.failures.place(0) + 1 if len(reading.failures) and not reading.partial else 1


def verdict_role(told: Explained) -> Role:
    """The colour and icon of a verdict: only found servers are all right."""
    if told.finding.code == "registration.ok":
        return Role.OK
    return Role.INFO if told.severity is Severity.INFO else SEVERITY_ROLES[told.severity]


def word_of(told: Explained) -> str:
    """How grave a verdict is, in a word; empty for the good one, which is no finding of a fault."""
    return "" if verdict_role(told) is Role.OK else severity_word(told.severity)


class AttemptStrip(QWidget):
    """The last attempts as links to the lines with which they begin: as many as fit into one line."""

    line_wanted = Signal(int)
    all_wanted = Signal()
    """Those before them too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow(self, spacing=GRID // 2)
        self._count = self._failed = 0  # All attempts, and those that failed before the links.
        self._links: list[QToolButton] = []
        self._fails: list[bool] = []  # Of each link's attempt.
        self._before = self._link_to_all()

    def show_reading(self, reading: Reading) -> None:
        """Shows what a log tells of attempts."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        attempts = reading.log.review.story.attempts
        first = max(len(attempts) - MOST_ATTEMPTS, 0) + 1
        # Counted once: there may be ten thousand, and a window is dragged through many widths.
        fails = [outcome(attempt)[0] is Role.FAILED for attempt in attempts]
        self._count, self._failed, self._fails = len(fails), sum(fails[: first - 1]), fails[first - 1 :]
        self._before = self._link_to_all()
        self._links = [self._link(number, one) for number, one in enumerate(attempts[first - 1 :], first)]
        for link in (self._before, *self._links):
            self._flow.addWidget(link)
        keep_place(self)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            self._fit()

    def _fit(self) -> None:
        """The lines of the log need the height: what does not fit into one line is told by its number."""
        room = self.width() + self._flow.spacing()
        for left_out in range(max(len(self._links), 1)):
            shown = self._links[left_out:]
            before = self._count - len(shown)
            self._tell_before(before, self._failed + sum(self._fails[:left_out]))
            told = [self._before, *shown] if before else shown
            if sum(one.sizeHint().width() + self._flow.spacing() for one in told) <= room:
                break
        for number, link in enumerate(self._links):
            link.setVisible(number >= left_out)
        self._before.setVisible(before > 0)
        self.updateGeometry()

    def _link_to_all(self) -> QToolButton:
        link = tool_button("", "list-checks")
        link.setToolTip(self.tr("Show all attempts"))
        link.clicked.connect(self.all_wanted)
        link.hide()
        return link

    def _tell_before(self, count: int, failed: int) -> None:
        text = self.tr("{n} attempts before, {failed} failed")
        if count == 1:
            text = self.tr("1 attempt before, failed") if failed else self.tr("1 attempt before")
        elif not failed:
            text = self.tr("{n} attempts before, none failed")
        self._before.setText(text.format(n=f"{count:,}", failed=f"{failed:,}"))
        self._before.setIcon(role_icon(Role.FAILED) if failed else icon("list-checks"))

    def _link(self, number: int, attempt: Attempt) -> QToolButton:
        role, word = outcome(attempt)
        line = first_line(attempt)
        text = self.tr("Attempt {number}: {outcome} (line {line})")
        if attempt.handset:
            text = self.tr("Attempt {number}, {handset}: {outcome} (line {line})")
        said = text.format(number=number, outcome=word, line=line, handset=spelled(attempt.handset))
        link = tool_button(said, "circle")
        link.setIcon(role_icon(role))
        link.clicked.connect(lambda: self.line_wanted.emit(line))
        return link
