"""Logs as technicians meet them: what happens to a handset, and what is to be said of its log."""

from __future__ import annotations

from collections.abc import Callable

from tests.core.courses import FIRST, GOOD, READY, Course, Handset, begun
from tests.core.faults import CACHED, FAILED, OK, SRV
from tests.core.judged import KNOWN, checked, graver, verdict
from tests.core.logs import HEALTHY, NAME, Zone, zone
from wizard.core.diagnosis.judge import Judgement, judge_log
from wizard.core.handset.resolver import Lookfor
from wizard.core.log.review import review
from wizard.core.log.source import LogText

REJECTED, MISSING, NO_ADDRESS = "registration.rejected", "name.missing", "address.missing"
GONE = {MISSING, FAILED, CACHED}
Log = Course | Handset | str
TCP, TLS = f"_sip._tcp.{NAME} 3600 SRV", f"_sips._tcp.{NAME} 3600 SRV"
BY_TCP = (f"{TCP} 10 10 5060 piper.eslab.local", f"{TCP} 20 10 5060 piper2.eslab.local")
BY_TLS = (f"{TLS} 10 10 5061 piper.eslab.local", f"{TLS} 20 10 5061 piper2.eslab.local")
NO_HOSTS, ONE_HOST = zone(*HEALTHY[:3]), zone(*HEALTHY[:4])
NO: set[str] = set()


def judged(log: Log) -> Judgement:
    text = log if isinstance(log, str) else log.text if isinstance(log, Course) else log.course.rest(60).text
    return checked(judge_log(review(LogText("0004f2a1b2c3-app.log", text)), KNOWN))


def turns(*zones: Zone) -> Handset:
    """It restarts every five minutes, and asks another DNS server each time."""
    handset = begun(zones[0])
    for there in zones[1:]:
        handset.course.rest(300)
        handset.boot()
        handset.does(there)
    return handset


def registered() -> Handset:
    handset = begun()
    handset.course.uses(FIRST).say(READY).rest(3000)
    handset.now += 3000
    return handset


def renewals(hours: int, there: Zone = GOOD) -> Handset:
    handset = begun()
    handset.course.uses(FIRST)
    for _ in range(hours):
        handset.course.rest(3600)
        handset.does(there, passed=3601)
    return handset


def renamed(first: str, last: str) -> Handset:
    before = begun(GOOD, Lookfor(first))
    before.course.rest(3000)
    return Handset(Lookfor(last), course=before.course).does(GOOD, begin=True)


def records(*lines: str) -> Zone:
    return zone(HEALTHY[0], *lines, *HEALTHY[3:], "piper3.eslab.local 3600 A 10.225.2.33")


def srv(*data: str) -> Zone:
    return records(*(f"{SRV} {one.replace('@', '.eslab.local')}" for one in data))


def only(there: Zone, lookfor: Lookfor | None = None) -> Callable[[], Log]:
    return lambda: begun(there, lookfor or Lookfor(NAME, own_domain="eslab.local"))


def is_told(judgement: Judgement, code: str, severity: str, more: set[str]) -> None:
    """The verdict, how grave it is, and what else is graver than a notice."""
    assert judgement.verdict is not None
    assert (verdict(judgement), KNOWN.severity(judgement.verdict).value) == (code, severity)
    assert graver(judgement) == more | ({code} - {OK})
