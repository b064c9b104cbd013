"""What a technician does in each scene of :mod:`tests.bench.stalls`, and the files that it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QToolButton

from tests.bench.arrivals import ARRIVALS, Props, Scene, round_trip
from tests.bench.desk import ALT, CONTROL, NONE, Action, Desk
from wizard.core.case.case import Case
from wizard.core.case.file import save
from wizard.core.case.steps import Step
from wizard.core.handset.configuration import HandsetSettings, document
from wizard.core.plan.deployment import Deployment, NaptrUse, SipServer
from wizard.core.plan.draft import draft_of
from wizard.core.plan.recipes import products
from wizard.core.plan.records import records_for
from wizard.core.record import Record, RecordType, Soa, Target
from wizard.practice.server import PracticeServer
from wizard.workers import result_of

DATA = Path(__file__).parents[1] / "data"


# Parts that several scenes have


def typing(desk: Desk, name: str, text: str, what: str) -> Iterator[Action]:
    """Each letter is an action of its own; the table has the slowest."""
    for letter in text:
        yield Action(what, lambda letter=letter: desk.write(QLineEdit, name, letter))


def work_on_setup(desk: Desk) -> Iterator[Action]:
    yield Action("back to DNS setup", lambda: desk.go(Step.SETUP))
    yield from typing(desk, "Domain", "x\b", "DNS setup: type into the domain")
    titles = list(products().values())
    for title in titles:
        yield Action(f"DNS setup: tab {title}", lambda title=title: desk.press(title))
    yield Action(f"DNS setup: tab {titles[0]} again", lambda: desk.press(titles[0]))
    yield Action("DNS setup: another transport", lambda: desk.choose("Transport", 1))
    yield Action("DNS setup: the transport of before", lambda: desk.choose("Transport", 0))
    yield Action("DNS setup: add a server", lambda: desk.press("Add a server"))
    last = len(desk.session.case.draft.servers)
    for name, text in (("Host name", "extra"), ("IP address", "10.9.9.9")):
        yield from typing(desk, f"{name}, server {last}", text, "DNS setup: type into a server row")
    yield Action(
        "DNS setup: move a server up",
        lambda: desk.key(Qt.Key.Key_Up, ALT, desk.named(QLineEdit, f"Host name, server {last}")),
    )
    yield Action("DNS setup: remove a server", lambda: desk.press(f"Remove server {last - 1}"))
    yield Action("DNS setup: sub-domain", lambda: desk.press("New sub-domain"))
    yield Action("DNS setup: existing domain", lambda: desk.press("Existing domain"))


def work_on_handset(desk: Desk) -> Iterator[Action]:
    yield Action("back to Handset", lambda: desk.go(Step.HANDSET))
    for title in (
        "XML for one line (reg.x)",
        "What to type in CMS",
        "Logging",
        "XML for all lines (voIpProt)",
    ):
        yield Action(f"Handset: tab {title}", lambda title=title: desk.press(title))
    yield Action("Handset: as a block", lambda: desk.choose("Show the XML as", 1))
    yield Action("Handset: copy", lambda: desk.press("Copy"))
    yield Action("Handset: side Check files", lambda: desk.press("Check files"))
    yield Action("Handset: side Write it", lambda: desk.press("Write it for the plan"))


def open_configurations(desk: Desk, *files: Path) -> Iterator[Action]:
    for file in files:
        count = len(desk.session.case.configurations)
        yield Action(
            "Handset: drop a configuration file",
            lambda file=file: desk.drop(file),
            lambda count=count: len(desk.session.case.configurations) > count,
        )
    for title in ("File", "Repair", "What counts", "Findings"):
        yield Action(f"Handset: tab {title} of the files", lambda title=title: press_starting(desk, title))


def press_starting(desk: Desk, text: str) -> None:
    """Clicks the tab whose title begins so: it may count something behind."""
    for tab in desk.page.findChildren(QToolButton):
        if tab.isVisible() and tab.text().replace("&", "").startswith(text):
            tab.click()
            return
    raise LookupError(f"nothing that begins with {text!r} is shown")


def work_on_log(desk: Desk) -> Iterator[Action]:
    yield Action("back to Log review", lambda: desk.go(Step.LOG))
    yield Action("Log review: next failure", lambda: desk.key(Qt.Key.Key_F8))
    yield Action("Log review: next failure", lambda: desk.key(Qt.Key.Key_F8))
    yield Action("Log review: open the search", lambda: desk.key(Qt.Key.Key_F, CONTROL))
    yield from typing(desk, "Find in the log", "no match", "Log review: type into the search")
    yield Action("Log review: next hit", lambda: desk.key(Qt.Key.Key_F3))
    yield Action("Log review: close the search", lambda: desk.key(Qt.Key.Key_Escape))
    yield Action("Log review: open the filter", lambda: desk.press("Filter"))
    for chip in ("dns", "sip"):
        yield Action("Log review: filter by module", lambda chip=chip: desk.press(chip))
    for chip in ("dns", "sip"):
        yield Action("Log review: filter off", lambda chip=chip: desk.press(chip))


def work_on_summary(desk: Desk) -> Iterator[Action]:
    yield Action("back to Fix summary", lambda: desk.go(Step.SUMMARY))
    yield from typing(desk, "Site", " x\b\b", "Fix summary: type the site")
    yield Action("Fix summary: type a note", lambda: desk.write(QPlainTextEdit, "Notes", "x"))
    for number in (1, 3, 0):
        yield Action(
            "Fix summary: another DNS product",
            lambda number=number: desk.choose("Steps and commands for", number),
        )
    yield Action("Fix summary: records and configuration", lambda: desk.press("Records and configuration"))


def looks(desk: Desk) -> Iterator[Action]:
    """Sizes and themes on every page."""
    for step in desk.window.steps:
        yield Action(f"{step.value}: go there again", lambda step=step: desk.go(step))
        yield Action(f"{step.value}: window made small", lambda: desk.window.resize(800, 500))
        yield Action(f"{step.value}: window made large", lambda: desk.window.resize(1366, 768))
        yield Action(f"{step.value}: window as before", lambda: desk.window.resize(1180, 720))
        for theme in ("dark", "light"):
            yield Action(f"{step.value}: theme {theme}", lambda theme=theme: desk.theme(theme))


# The scenes


def practice_actions(desk: Desk, props: Props) -> Iterator[Action]:
    yield Action("start: practice case", lambda: desk.press("Try the practice case"))
    yield from round_trip(desk)
    yield Action("start: go back", lambda: desk.go(Step.START))
    yield from round_trip(desk, " again")
    yield from work_on_setup(desk)
    yield from work_on_handset(desk)
    yield from open_configurations(desk, *sorted(props.values()))
    yield from check(desk)
    yield Action("Live checks: open a disclosure", lambda: desk.press("What the handset would log"))
    yield Action("Live checks: how it works", lambda: desk.press("How this check works"))
    yield from work_on_log(desk)
    yield from work_on_summary(desk)
    yield Action("repair the practice DNS", lambda: desk.press("Repair the practice DNS"))
    yield from check(desk)
    yield from round_trip(desk, " after the repair")
    yield from looks(desk)
    yield Action("start: go back", lambda: desk.go(Step.START))
    yield Action("start: new case", lambda: desk.press("New case"))
    yield from round_trip(desk, " with a new case")


def check(desk: Desk) -> Iterator[Action]:
    before = desk.session.case.report
    yield Action("back to Live checks", lambda: desk.go(Step.CHECKS))
    yield Action(
        "Live checks: run",
        lambda: desk.key(Qt.Key.Key_F5),
        lambda: desk.session.case.report is not before,
    )


def practice_props(_folder: Path) -> Props:
    files = ("sound-site.cfg", "transport-invalid.cfg", "sound-0004f2a1b2c3.cfg")
    return {name: DATA / "config" / name for name in files}


def large_plan(count: int) -> Deployment:
    return Deployment(
        domain="eslab.local",
        subdomain="testserver",
        servers=tuple(
            SipServer(f"piper{n}.eslab.local", f"10.225.{n // 250}.{n % 250 + 1}", priority=10 * n, weight=10)
            for n in range(1, count + 1)
        ),
        naptr=NaptrUse.ALWAYS,
        ttl=3600,
    )


def plan_props(count: int) -> Callable[[Path], Props]:
    """A case with so many servers, and the configuration file for it."""

    def props(folder: Path) -> Props:
        plan = large_plan(count)
        written = {"case": folder / "plan.json", "cfg": folder / "site.cfg"}
        save(Case(draft=draft_of(plan), site=f"{count} servers"), written["case"])
        written["cfg"].write_text(document(plan, HandsetSettings()), encoding="utf-8")
        return written

    return props


def opened(desk: Desk, path: Path) -> Iterator[Action]:
    yield Action("drop the case", lambda: desk.drop(path), lambda: not desk.session.case.is_blank)


def plan_actions(desk: Desk, props: Props) -> Iterator[Action]:
    yield from opened(desk, props["case"])
    yield from round_trip(desk)
    yield from round_trip(desk, " again")
    yield from work_on_setup(desk)
    yield from work_on_handset(desk)
    yield from open_configurations(desk, props["cfg"])
    yield from work_on_summary(desk)
    yield from looks(desk)


def faulty(lines: int, size: int) -> Callable[[Path], Props]:
    """A configuration file with 21 faults at each line of the handset, and so many bytes.

    What fills it up is in order.
    """

    def props(folder: Path) -> Props:
        wrong = (
            ("address", "piper{m}_x.eslab.local."),
            ("port", "sip"),
            ("transport", "naptr"),
            ("expires", "5"),
        )
        given = [
            f'reg.{n}.server.{m}.{name}="{value.format(m=m)}"'
            for n in range(1, lines + 1)
            for m in range(1, 5)
            for name, value in wrong
        ]
        while sum(map(len, given)) + 7 * len(given) < size:
            given.append(f'feature.ring.{len(given)}.name="Ring tone number {len(given)}"')
        text = "\n      ".join(("  <all", *given))
        case, cfg = folder / "practice.json", folder / "site.cfg"
        save(Case(draft=draft_of(large_plan(2)), site="Configuration"), case)
        cfg.write_text(
            f'<?xml version="1.0"?>\n<handsetConfig>\n{text}/>\n</handsetConfig>\n', encoding="utf-8"
        )
        return {"case": case, "cfg": cfg}

    return props


def file_actions(desk: Desk, props: Props) -> Iterator[Action]:
    yield from opened(desk, props["case"])
    yield Action("go to Handset", lambda: desk.go(Step.HANDSET))
    yield from open_configurations(desk, props["cfg"])
    yield from round_trip(desk)
    yield from round_trip(desk, " again")
    yield Action("back to Handset", lambda: desk.go(Step.HANDSET))
    yield Action("Handset: side Write it", lambda: desk.press("Write it for the plan"))
    yield Action("Handset: side Check files", lambda: press_starting(desk, "Check files"))
    yield from work_on_summary(desk)
    yield from looks(desk)


NOISE = 100
"""Lines of other modules between two failed registrations."""


def log_of(megabytes: float) -> Callable[[Path], Props]:
    """A handset's log in which a failed registration comes after every hundred lines of noise."""

    def props(folder: Path) -> Props:
        source = (DATA / "bulletin" / "failed-restored.log").read_text(encoding="utf-8")
        failed = [line.split("|", 1)[1] for line in source.splitlines() if line.count("|") >= 4]
        noise = [f"so   |2|00|soCoreAudioTermChg: chassis -> idle {number}" for number in range(NOISE)]
        log, case = folder / "0004f2a1b2c3-app.log", folder / "practice.json"
        save(Case(draft=draft_of(large_plan(2)), site="Log"), case)
        size, second = 0, 0
        with log.open("w", encoding="utf-8", newline="\n") as file:
            while size < megabytes * 1_000_000:
                second += 10
                clock = f"{second // 3600 % 24:02}{second // 60 % 60:02}{second % 60:02}"
                stamp = f"10{1 + second // 86_400:02}{clock}"
                size += file.write("".join(f"{stamp}|{line}\n" for line in (*noise, *failed)))
        return {"log": log, "case": case}

    return props


def log_actions(desk: Desk, props: Props) -> Iterator[Action]:
    yield from opened(desk, props["case"])
    yield Action("go to Log review", lambda: desk.go(Step.LOG))
    yield Action("drop the log", lambda: desk.drop(props["log"]), lambda: bool(desk.session.case.logs))
    yield from round_trip(desk)
    yield from round_trip(desk, " again")
    yield from work_on_log(desk)
    yield from work_on_setup(desk)
    yield Action("Log review after the plan has changed", lambda: desk.go(Step.LOG))
    yield from work_on_handset(desk)
    yield from work_on_summary(desk)
    yield from looks(desk)
    yield Action("back to Log review", lambda: desk.go(Step.LOG))
    yield Action("close the log", lambda: desk.key(Qt.Key.Key_W, CONTROL))
    yield Action("go to Fix summary without the log", lambda: desk.go(Step.SUMMARY))


MANY = 660
"""SRV records at one name; three DNS servers of it make about 2,000 steps."""


def many_props(folder: Path) -> Props:
    """A case with the report of a check of three DNS servers, each with very many SIP servers."""
    from wizard.core.dns.answer import Server
    from wizard.live import live_check

    plan = large_plan(MANY)
    zone = (
        *records_for(plan),
        Record(plan.domain, RecordType.SOA, 3600, Soa(f"ns.{plan.domain}", 1, minimum=3600)),
        Record(plan.domain, RecordType.NS, 3600, Target(f"ns.{plan.domain}")),
    )
    case = Case(draft=draft_of(plan), site="Two thousand steps")
    assert case.lookfor is not None
    servers = [PracticeServer(zone) for _ in range(3)]
    for server in servers:
        server.start()
    asking = live_check(case.lookfor, [Server(one.address, one.port) for one in servers], plan, timeout=5)
    report = result_of(asking)
    for server in servers:
        server.stop()
    path = folder / "many.json"
    save(replace(case, report=report, draft=draft_of(large_plan(2))), path)
    return {"case": path}


def many_actions(desk: Desk, props: Props) -> Iterator[Action]:
    yield from opened(desk, props["case"])
    yield from round_trip(desk)
    yield from round_trip(desk, " again")
    yield Action("back to Live checks", lambda: desk.go(Step.CHECKS))
    yield Action("Live checks: down the page", lambda: desk.scroll(1_000_000))
    for _ in range(3):
        yield Action("Live checks: next step", lambda: desk.key(Qt.Key.Key_Down, NONE, desk.table()))
    yield Action("Live checks: last step", lambda: desk.key(Qt.Key.Key_End, CONTROL, desk.table()))
    yield Action("Live checks: what the handset would log", lambda: desk.press("What the handset would log"))
    yield Action(
        "Live checks: another server's picture",
        lambda: desk.named(QComboBox, "DNS server of the picture").setCurrentIndex(1),
    )
    yield from looks(desk)


SCENES = {
    **ARRIVALS,
    "practice": Scene("the practice case", practice_props, practice_actions),
    "twelve": Scene("a plan with 12 servers", plan_props(12), plan_actions),
    "thirty": Scene("a plan with 30 servers", plan_props(30), plan_actions),
    "faults": Scene("a configuration with 300 findings", faulty(15, 0), file_actions),
    "large": Scene("a configuration of 50 KB", faulty(1, 50_000), file_actions),
    "log5": Scene("a log of 5 MB", log_of(5), log_actions),
    "log100": Scene("a log of 100 MB", log_of(100), log_actions),
    "many": Scene("a check of 2,000 steps", many_props, many_actions),
}
