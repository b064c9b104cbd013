"""The sentences about a live check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from wizard.core import names
from wizard.core.case.case import Case, CheckReport
from wizard.core.case.checking import CheckReading
from wizard.core.finding import Severity, State
from wizard.core.knowledge import Explained
from wizard.gui.palette import SEVERITY_ROLES
from wizard.gui.theme import Role
from wizard.gui.widgets.finding_card import severity_word
from wizard.gui.widgets.labels import breakable
from wizard.gui.widgets.raw_text import spelled
from wizard.gui.widgets.verdict_banner import VerdictBanner

_GOOD = "registration.ok"


def moment_text(iso: str) -> str:
    """A moment, ISO 8601, in this computer's time zone: ``2026-11-22 17:47``, the same in every language."""
    try:
        moment = datetime.fromisoformat(iso).astimezone()
    except (ValueError, OverflowError):
        return iso
    return f"{moment:%Y-%m-%d %H:%M}"


def when(report: CheckReport) -> str:
    """The moment at which a check began."""
    return moment_text(report.started)


def sends_line(reading: CheckReading, *, zone: bool = False) -> str:
    """What Run checks will send, and to whom; ``zone``: also to the server that holds the zone."""
    if reading.lookfor is not None and names.is_ip(reading.lookfor.address):
        return QCoreApplication.translate(
            "Checks", "Nothing will be sent: with an IP address the handset asks DNS nothing."
        )
    if reading.lookfor is None or not reading.servers:
        return QCoreApplication.translate(
            "Checks", "Asks the DNS servers that you name, and nobody else. Nothing is sent before you click."
        )
    text = QCoreApplication.translate(
        "Checks",
        "Sends DNS questions to {servers} and to nobody else: about {name}, the servers found there, names "
        "beside it and invented ones. Nothing is sent before you click.",
    )
    if zone:
        text = QCoreApplication.translate(
            "Checks",
            "Sends DNS questions to {servers}, to the server that holds the zone, and to nobody else: about "
            "{name}, the servers found there, names beside it and invented ones. Nothing is sent before you "
            "click.",
        )
    servers = ", ".join(server.with_port for server in reading.servers)
    return text.format(name=reading.lookfor.address, servers=servers)


def asked_line(report: CheckReport) -> str:
    """What was asked, whom and when."""
    target = report.lookfor
    servers = ", ".join(chain.server.with_port for chain in report.chains)
    text = QCoreApplication.translate(
        "Checks", "Asked for {name} (port {port}, {transport}) at {servers}, {when}."
    )
    return text.format(
        name=target.address, port=target.port, transport=target.transport, servers=servers, when=when(report)
    )


def progress_line(answers: int, servers: int) -> str:
    """How far a check is."""
    came = (
        QCoreApplication.translate("Checks", "1 answer so far")
        if answers == 1
        else QCoreApplication.translate("Checks", "{count} answers so far")
    )
    asking = (
        QCoreApplication.translate("Checks", "asking 1 server")
        if servers == 1
        else QCoreApplication.translate("Checks", "asking {servers} servers")
    )
    return f"{came.format(count=answers)}; {asking.format(servers=servers)}"


def show_notice(notice: VerdictBanner, case: Case) -> None:
    """Whether the result is out of date or incomplete."""
    report = case.report
    if report is not None and report.recorded:
        _show_recorded(notice, case, report)
    elif report is not None and case.check_is_stale:
        notice.show_verdict(
            Role.WARNING,
            QCoreApplication.translate("Checks", "Run the checks again: this result is out of date."),
            QCoreApplication.translate(
                "Checks", "The plan or what is looked up has changed since {when}. The result is kept below."
            ).format(when=when(report)),
        )
    elif report is not None and report.cancelled:
        notice.show_verdict(
            Role.INFO,
            QCoreApplication.translate("Checks", "This check was cancelled, so it proves little."),
            QCoreApplication.translate(
                "Checks", "Run it again for the whole result. What came is kept below."
            ),
        )
    else:
        notice.hide()


def _show_recorded(notice: VerdictBanner, case: Case, report: CheckReport) -> None:
    text = QCoreApplication.translate(
        "Checks",
        "They are from {file}, asked on {when} for {name}. Run the checks to ask now.",
    )
    why = text.format(file=report.recorded, when=when(report), name=report.lookfor.address)
    if report.cancelled:
        why += " " + QCoreApplication.translate(
            "Checks", "The check was cancelled before it was complete, so it proves little."
        )
    if not case.is_blank and case.lookfor is not None and case.check_is_stale:
        why += " " + QCoreApplication.translate(
            "Checks", "They were asked for another name or plan than this case has."
        )
    sentence = QCoreApplication.translate("Checks", "These answers are recorded: nothing was asked now.")
    notice.show_verdict(Role.INFO, sentence, breakable(spelled(why)))


def show_verdict(
    banner: VerdictBanner, verdict: Explained | None, findings: Sequence[Explained], report: CheckReport
) -> None:
    """One sentence about the whole check."""
    fix = QCoreApplication.translate("Checks", "Show the fi&x")
    if report.cancelled and (verdict is None or verdict.finding.code == _GOOD):
        banner.hide()  # Half a check is no good news.
        return
    if verdict is None:
        sentence = QCoreApplication.translate("Checks", "There is nothing to judge.")
        banner.show_verdict(Role.INFO, sentence)
        return
    if verdict.finding.code != _GOOD:
        role, word = SEVERITY_ROLES[verdict.severity], severity_word(verdict.severity)
        banner.show_verdict(role, verdict.title, verdict.why, fix, word=word)
        return
    warnings = [
        one for one in findings if one.severity is Severity.WARNING and one.finding.state is State.CURRENT
    ]
    if warnings:
        more = QCoreApplication.translate("Checks", "There is something to look at below: {title}.")
        why = f"{verdict.why} {more.format(title=warnings[0].unstopped)}"
        word = QCoreApplication.translate("Severity", "OK, with warnings")
        banner.show_verdict(Role.WARNING, verdict.title, why, fix, word=word)
    else:
        banner.show_verdict(Role.OK, verdict.title, verdict.why)
