"""A set of small pages that uses every shared part: for the tests, and to look at.

``python -m tests.gui.demo FOLDER [light|dark|system] [WIDTHxHEIGHT]`` saves a picture of each page;
QT_SCALE_FACTOR=1.5 before it gives them the scale.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QT_TR_NOOP, QSettings, QSize
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
)

from tests.gui.whole import whole_window
from wizard.core.case.steps import Progress, Status, Step
from wizard.core.finding import Evidence, EvidenceKind, Finding, Severity, State
from wizard.core.knowledge import Basis, Explained
from wizard.gui.icons import role_icon
from wizard.gui.pages.base import Page
from wizard.gui.shots import shoot
from wizard.gui.theme import GRID, Choice, Role, mark, tint
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.cards import RadioCards
from wizard.gui.widgets.code_block import CodeBlock
from wizard.gui.widgets.empty_state import EmptyState
from wizard.gui.widgets.field import Field, Note
from wizard.gui.widgets.finding_list import FindingList
from wizard.gui.widgets.inputs import ChoiceBox, NumberBox
from wizard.gui.widgets.labels import heading, plain
from wizard.gui.widgets.rows import Flow, row
from wizard.gui.widgets.tables import prepare
from wizard.gui.widgets.tabs import Tabs
from wizard.gui.widgets.verdict_banner import VerdictBanner

RECORDS = """\
_sip._udp.sip.eslab.local.  3600 IN SRV  1 10 5060 piper.eslab.local.
_sip._udp.sip.eslab.local.  3600 IN SRV  2 20 5060 piper2.eslab.local.
piper.eslab.local.          3600 IN A    10.225.2.31
piper2.eslab.local.         3600 IN A    10.225.2.32
"""
LINE = (
    "0101000040|dns  |4|00|doDnsListLookup(udp): doDnsSrvLookupForARecordList "
    "'testserver.eslab.local' port 5060 returned no results <img src='//host/x'>"
)
STATUSES = {
    Step.START: Status(Progress.OK, ""),
    Step.SETUP: Status(Progress.INCOMPLETE, "No server yet"),
    Step.HANDSET: Status(Progress.WARNING, "1 problem"),
    Step.CHECKS: Status(Progress.FAILED, "2 problems"),
    Step.LOG: Status(Progress.STALE, "Plan changed since"),
    Step.SUMMARY: Status(Progress.TODO, ""),
}


def statuses(_case: Any) -> Mapping[Step, Status]:
    return STATUSES


def explained(
    severity: Severity = Severity.ERROR,
    *,
    basis: Basis = Basis.VENDOR,
    state: State = State.CURRENT,
    evidence: int = 1,
    code: str = "srv.missing",
    cause: str | None = None,
) -> Explained:
    seen = tuple(
        Evidence(EvidenceKind.LOG, "0004f2a1b2c3-app.log", LINE, line=6 + n) for n in range(evidence)
    )
    finding = Finding(code, "_sip._udp.testserver.eslab.local", seen, state=state, caused_by=cause)
    return Explained(
        finding,
        severity,
        "Sub-domain “testserver” does not exist in eslab.local",
        "NAPTR, SRV and A lookups all returned no answer, so the handset raised SIP 480 by itself.",
        (
            "Create the sub-domain “testserver” in the zone eslab.local.",
            "Add one SRV record for each SIP server, each with its own priority, then check again.",
        ),
        "CS-14-17, Step 1; RFC 2782" if basis in (Basis.VENDOR, Basis.STANDARD) else "",
        basis,
    )


class StartPage(Page):
    step = Step.START
    title = QT_TR_NOOP("What do you want to do?")
    lead = QT_TR_NOOP("Every step can be opened at any time, in any order.")

    def __init__(self) -> None:
        super().__init__()
        empty = EmptyState(
            "phone", "No case is open", "Open one, drop a handset's log here, or try the practice case."
        )
        empty.add_button("Open a case…", "folder-open")
        empty.add_button("Try the practice case", "play")
        empty.add_button("Paste a log", "clipboard-paste")
        self.content.addWidget(empty)
        chips = Flow()
        for name in ("dns", "sip", "cfg", "app", "net", "so", "Level 4", "Level 3", "Failures only"):
            chip = QPushButton(name)
            chip.setCheckable(True)
            chip.setChecked(name == "sip")
            mark(chip, "kind", "chip")
            chips.addWidget(chip)
        self.content.addLayout(chips)


class SetupPage(Page):
    step = Step.SETUP
    title = QT_TR_NOOP("How is DNS set up for failover?")
    lead = QT_TR_NOOP("The handset resolves NAPTR, then SRV, then A. Choose where the SRV records live.")

    def __init__(self) -> None:
        super().__init__()
        cards = RadioCards()
        cards.add("domain", "&Existing domain", "SRV records go straight into the domain you already have.")
        cards.add(
            "sub", "New &sub-domain", "SRV records go into their own sub-domain: easier to see at a glance."
        )
        cards.set_value("sub")
        self.content.addWidget(cards)
        self.domain = QLineEdit("eslab.local")
        self.sub = QLineEdit("sip server")
        grid = QGridLayout()
        grid.setSpacing(2 * GRID)
        field = Field("&Domain", self.domain, hint="The zone that your DNS server holds.")
        wrong = Field("Sub-domain &name", self.sub, check=self.check_sub)
        wrong.check()
        grid.addWidget(field, 0, 0)
        grid.addWidget(wrong, 0, 1)
        grid.addWidget(Field("&Transport", ChoiceBox({"udp": "UDP", "tcp": "TCP", "tls": "TLS"})), 1, 0)
        grid.addWidget(Field("SIP &port", NumberBox(0, 65535, empty="Automatic")), 1, 1)
        self.content.addLayout(grid)
        tabs = Tabs()
        self.code = CodeBlock("Records to create")
        self.code.set_text(RECORDS)
        tabs.addTab(self.code, "Records")
        for name in ("Windows DNS", "PowerShell", "dnscmd", "BIND", "dnsmasq", "unbound", "Static cache"):
            tabs.addTab(CodeBlock(name), name)
        self.content.addWidget(tabs)

    def check_sub(self) -> Note | None:
        if " " in self.sub.text():
            return Note(Role.FAILED, "A DNS name cannot contain a space. Use letters, digits and hyphens.")
        return None


class HandsetPage(Page):
    step = Step.HANDSET
    title = QT_TR_NOOP("What the handset needs")
    lead = QT_TR_NOOP("Type these values in CMS, or save the file.")

    def __init__(self) -> None:
        super().__init__()
        banner = VerdictBanner()
        banner.show_verdict(Role.WARNING, "The port is set.", "With a port the handset skips the SRV lookup.")
        self.content.addWidget(banner)
        for role in (Role.OK, Role.INFO):
            more = VerdictBanner()
            more.show_verdict(role, "All phones use piper; if it fails, piper2.")
            self.content.addWidget(more)
        for box in (QCheckBox("Off"), QCheckBox("On"), QRadioButton("One"), QRadioButton("Other")):
            box.setChecked(box.text() in ("On", "One"))
            self.content.addWidget(box)
        third = QCheckBox("Partly")
        third.setTristate(True)
        third.setCheckState(third.checkState().PartiallyChecked)
        gone = QCheckBox("Not now")
        gone.setEnabled(False)
        self.content.addLayout(row(third, gone))
        self.content.addWidget(heading("Buttons"))
        off = QPushButton("Off")
        off.setEnabled(False)
        self.content.addLayout(row(button("Add a server", "plus"), off))
        self.content.addWidget(plain("A muted line.", role=Role.MUTED))


class ChecksPage(Page):
    step = Step.CHECKS
    title = QT_TR_NOOP("Live checks")
    lead = QT_TR_NOOP("Asks DNS what the handset asks. Nothing is sent before you click.")

    def __init__(self) -> None:
        super().__init__()
        self.primary = button("&Check now", "play", primary=True)
        self.content.addLayout(row(self.primary))
        self.banner = VerdictBanner()
        self.banner.show_verdict(
            Role.FAILED,
            "Sub-domain “testserver” does not exist in eslab.local.",
            "NAPTR, SRV and A lookups all returned no answer; the handset raised SIP 480 by itself.",
            "Show the fix",
        )
        self.content.addWidget(self.banner)
        self.findings = FindingList()
        self.findings.show_findings(FINDINGS)
        self.content.addWidget(self.findings)


FINDINGS = (
    explained(Severity.WARNING, basis=Basis.STANDARD, evidence=5, code="ttl.short", cause="srv.missing"),
    explained(Severity.CRITICAL),
    explained(Severity.NOTICE, basis=Basis.INFERRED, evidence=0, code="one"),
    explained(Severity.INFO, basis=Basis.UNVERIFIED, evidence=0, code="two"),
    explained(Severity.ERROR, state=State.REPAIRED, code="three"),
)


class LogPage(Page):
    step = Step.LOG
    title = QT_TR_NOOP("Log review")
    lead = QT_TR_NOOP("0004f2a1b2c3-app.log · 31 lines · 6 failures · drop another log here")
    fills = True

    def __init__(self) -> None:
        super().__init__()
        banner = VerdictBanner()
        banner.show_verdict(Role.FAILED, "The handset found no server.", "See line 6.", "Show the fix")
        self.content.addWidget(banner)
        self.content.addLayout(row(QLineEdit(), QCheckBox("Failures only"), QPushButton("Next failure (F8)")))
        self.table = QTableWidget(40, 4)
        prepare(self.table, "Log lines")
        self.table.setHorizontalHeaderLabels(["", "Line", "Module", "Message"])
        for number in range(40):
            bad = number % 4 == 0
            cells = ("Failure" if bad else "", str(number), "dns", LINE)
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if bad:
                    item.setBackground(tint(Role.FAILED))
                if bad and column == 0:
                    item.setIcon(role_icon(Role.FAILED))
                self.table.setItem(number, column, item)
        self.table.selectRow(3)
        self.content.addWidget(self.table, 1)


class SummaryPage(Page):
    step = Step.SUMMARY
    title = QT_TR_NOOP("Fix summary")

    def __init__(self) -> None:
        super().__init__()
        code = CodeBlock("A long one", most_lines=8)
        code.set_text("\n".join(f"{n:3} {LINE}" for n in range(30)))
        self.content.addWidget(code)
        self.cases: list[Any] = []

    def show_case(self, case: Any) -> None:
        self.cases.append(case)


PAGES = {page.step: page for page in (StartPage, SetupPage, HandsetPage, ChecksPage, LogPage, SummaryPage)}


def main(folder: str, theme: str = "light", size: str = "1366x768") -> None:
    app = QApplication([])
    settings = QSettings(str(Path(folder, "settings.ini")), QSettings.Format.IniFormat)
    window = whole_window(None, PAGES, statuses, settings, name_of=lambda _case: "Site Aarhus")
    width, height = (int(part) for part in size.split("x"))
    shoot(window, Path(folder), QSize(width, height), app.devicePixelRatio(), Choice(theme))
    window.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
