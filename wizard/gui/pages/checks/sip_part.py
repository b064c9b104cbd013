"""Asks the SIP servers that were found for a sign of life, once somebody wants it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from threading import Event

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.case.case import Case, CheckReport
from wizard.core.case.judging import Judge
from wizard.core.diagnosis.judge import servers_to_ask
from wizard.core.sip.outcome import Outcome, Probe, endpoint_of
from wizard.core.sip.probe import DEFAULT_TIMEOUT
from wizard.gui.job import Job, Work
from wizard.gui.pages.checks.words import moment_text
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button, set_icon
from wizard.gui.widgets.labels import breakable, escaped, plain
from wizard.gui.widgets.raw_text import spelled
from wizard.gui.widgets.rows import row
from wizard.live import live_probe, now

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class _Run:
    job: Job
    stop: Event
    before: CheckReport


class SipPart(QWidget):
    """Says what would be sent and to whom; nothing is sent before the click."""

    arrived = Signal(object)
    """list[Probe]: what came just now."""
    asked = Signal(object, object)
    """The CheckReport before, and the one with what the servers said."""
    ended = Signal()
    """It is over, whether anything came or not."""

    def __init__(self, judge: Judge, job: Callable[[Work], Job], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._judge = judge
        self._make_job = job
        self._report: CheckReport | None = None
        self._timeout = DEFAULT_TIMEOUT
        self._running: _Run | None = None
        self._came = 0
        self._problem = ""
        self.button = button(self.tr("Ask the SIP ser&vers (OPTIONS)"), "phone")
        self.button.clicked.connect(self._press)
        self.line = plain(role=Role.MUTED)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(row(self.button, self.line, stretch_last=True))
        self.hide()

    @property
    def running(self) -> bool:
        """Whether servers are being asked."""
        return self._running is not None

    def show_report(self, report: CheckReport | None, timeout: float = DEFAULT_TIMEOUT) -> None:
        """The servers of another check, or of none; ``timeout`` is in seconds for each."""
        if report is not self._report:
            self._problem = ""
            if self._running is not None and report is not self._running.before:
                self.drop()
        self._report, self._timeout = report, timeout
        if self._running is None or report is None:
            self._refresh()

    def _refresh(self) -> None:
        report = self._report
        found = servers_to_ask(report.chains) if report is not None else ()
        self.setVisible(bool(found) and report is not None and not report.recorded)
        if report is None or not found:
            return
        again = bool(report.probed)
        self.button.setText(
            self.tr("Ask the SIP ser&vers again") if again else self.tr("Ask the SIP ser&vers (OPTIONS)")
        )
        set_icon(self.button, "refresh-cw" if again else "phone")
        self.button.setToolTip(escaped(spelled(self._sends(report))))
        text = self._problem or (self._came_of(report) if again else self._sends(report))
        self.line.setText(breakable(spelled(text)))

    def _sends(self, report: CheckReport) -> str:
        found = servers_to_ask(report.chains)
        named = [
            self.tr("{host} at {place}").format(host=server.host.rstrip("."), place=endpoint_of(server))
            for server in found[:MOST_NAMED]
        ]
        if len(found) > MOST_NAMED:
            named.append(self.tr("{count} more").format(count=len(found) - MOST_NAMED))
        text = self.tr(
            "Sends the SIP message OPTIONS to {servers}, and to nobody else. It asks for a sign of life and "
            "changes nothing. Nothing is sent before you click."
        )
        return text.format(servers=", ".join(named))

    def _came_of(self, report: CheckReport) -> str:
        alive = sum(probe.alive for probe in report.probes)
        text = self.tr("Asked on {when}: {alive} of {count} answer. See the picture and the steps below.")
        return text.format(when=moment_text(report.probed), alive=alive, count=len(report.probes))

    # Running

    def _press(self) -> None:
        if self._running is None:
            self.ask()
        else:
            self.stop()

    def ask(self) -> None:
        """Asks them; does nothing while they are being asked."""
        report = self._report
        if self._running is not None or report is None or not servers_to_ask(report.chains):
            return
        stop = Event()
        job = self._make_job(_work(self._judge, report, self._timeout, stop))
        self._running = _Run(job, stop, report)
        self._came = 0
        self._problem = ""
        job.items.connect(self._arrived)
        job.finished.connect(self._finished)
        job.failed.connect(self._failed)
        job.ended.connect(self._ended)
        self.button.setText(self.tr("&Cancel"))
        set_icon(self.button, "x")
        self._progress()
        job.start()

    def stop(self) -> None:
        """Ends it; what has come is kept."""
        if self._running is not None:
            self._running.stop.set()
            self.line.setText(self.tr("Cancelling…"))

    def drop(self) -> None:
        """Wants nothing of it any more."""
        if self._running is not None:
            self._running.stop.set()
            self._running.job.cancel()

    def _arrived(self, probes: Sequence[Probe]) -> None:
        heard = [probe for probe in probes if probe.outcome is not Outcome.CANCELLED]
        self._came += len(heard)
        if self._running is not None and not self._running.stop.is_set():
            self._progress()
        if self._running is not None and self._report is self._running.before:
            self.arrived.emit(heard)

    def _progress(self) -> None:
        assert self._running is not None
        count = len(servers_to_ask(self._running.before.chains))
        text = self.tr("Asking: {came} of {count} have answered or were given up.")
        self.line.setText(text.format(came=self._came, count=count))

    def _finished(self, report: CheckReport | None) -> None:
        running, self._running = self._running, None
        if running is not None and report is not None:
            self.asked.emit(running.before, report)

    def _failed(self, summary: str, _details: str) -> None:
        text = self.tr("Asking ended early because of a defect in this program: {summary}")
        self._problem = text.format(summary=summary)

    def _ended(self) -> None:
        self._running = None
        self._refresh()
        self.ended.emit()


def _work(
    judge: Judge, report: CheckReport, timeout: float, stop: Event
) -> Callable[[Callable[[], bool]], Generator[Probe, None, CheckReport | None]]:
    """The asking for a job; the report with what came, None if nothing did."""

    def work(cancelled: Callable[[], bool]) -> Generator[Probe, None, CheckReport | None]:
        def ending() -> bool:
            return stop.is_set() or cancelled()

        started = now()
        domain = report.lookfor.address
        probes = yield from live_probe(servers_to_ask(report.chains), domain, timeout, ending)
        heard = tuple(probe for probe in probes if probe.outcome is not Outcome.CANCELLED)
        if not heard:
            return None
        done = replace(report, probes=heard, probed=started)
        judge.check(Case(report=done))  # It is remembered: the window need not wait for it.
        return done

    return work
