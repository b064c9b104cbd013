"""More logs as technicians meet them: clocks, reboots, changes of DNS, other transports, errors of DNS.

What a good support engineer would say of each was decided before it was tried.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.core.courses import BOTH, FIRST, GOOD, NOTHING, OTHER, READY, SECOND, Course, Handset, begun
from tests.core.faults import CACHED, FAILED, NAPTR, OK, SRV
from tests.core.field import (
    BY_TCP,
    BY_TLS,
    GONE,
    MISSING,
    NO,
    NO_ADDRESS,
    ONE_HOST,
    REJECTED,
    Log,
    is_told,
    judged,
    only,
    registered,
    renewals,
    srv,
    turns,
)
from tests.core.judged import found, history, verdict
from tests.core.logs import HEALTHY, NAME, OWNER, Zone, register, zone
from wizard.core.handset.resolver import Lookfor
from wizard.core.trace import events as ev

LED, EQUAL, SHARED = "srv.missing", "srv.equal-priority", "address.shared"
HOSTS = HEALTHY[3:]
BEGINS = ev.RegisterStarted("1512", "1512", "1512", 0)


def clock(
    start: str, end: str, there: Zone = GOOD, *, code: int = 0, boots: bool = False
) -> Callable[[], Log]:
    """Two searches with the clock set between; ``code`` is an error of the first one."""

    def log() -> Handset:
        handset = begun(there, now=datetime.fromisoformat(start))
        if code:
            handset.course.rest(30).fails(code)
        handset.course.at(end)
        if boots:
            handset.boot()
        handset.does(GOOD, passed=3700).course.rest(700)
        return handset

    return log


def refused_in_the_new_year() -> Course:
    handset = begun(now=datetime(2025, 12, 31, 23, 50))
    handset.course.uses(FIRST).at("2026-01-01T00:20:00")
    return handset.does(GOOD, passed=1800).course.rest(30).fails(403).rest(60)


def renewed(*there: str) -> Callable[[], Log]:
    def log() -> Handset:
        handset = begun()
        handset.course.uses(FIRST).rest(3700)
        return handset.does(zone(*there), passed=3700)

    return log


def lived(seconds: int, *places: int) -> Zone:
    changed = (
        line.replace(" 3600 ", f" {seconds} ", 1) if place in places else line
        for place, line in enumerate(HEALTHY)
    )
    return zone(*changed)


def two_lines(second: str, *, refused: str = "") -> Callable[[], Log]:
    def log() -> Course:
        course = Course()
        Handset(course=course).does(BOTH, begin=True)
        Handset(Lookfor(second), "1513", course=course).does(BOTH, begin=True)
        return (course.fails(403, refused) if refused else course).rest(60)

    return log


def by(transport: str, *records: str, code: int = 0, then: str = "") -> Callable[[], Log]:
    def log() -> Course:
        course = begun(zone(*HEALTHY, *records), Lookfor(NAME, 0, transport)).course
        course.lines.append(f"{course.time}|cfg  |4|00|a synthetic line: certificate verify failed")
        if code:
            course.rest(2).fails(code)
        return (course.uses(then) if then else course).rest(600)

    return log


def nothing_by(code: int | None) -> Callable[[], Log]:
    """Each look-up without an answer; ``code`` is what the handset says of it, None for nothing."""

    def asked(rtype: str, host: str) -> list[ev.Event]:
        said: list[ev.Event] = [
            ev.LookupStarted(rtype, host),
            ev.CacheMiss(host, rtype),
            ev.NoAnswer(rtype, host),
        ]
        return said if code is None else [*said, ev.NoMatch(rtype, host, code), ev.LookupEmpty(rtype, host)]

    events = [
        BEGINS,
        *asked("NAPTR", NAME),
        ev.NaptrEmpty(NAME),
        *asked("SRV", OWNER),
        ev.SrvEmpty("udp"),
        ev.AddressFallback("udp", 0),
        *asked("A", NAME),
        ev.NothingFound("udp", NAME),
        ev.RegistrationFailed("1512", 480, ""),
    ]
    return lambda: Course().say(*events).rest(60)


def hung() -> Course:
    search = register(GOOD, begin=False)
    return Course().say(BEGINS, *search[:30]).rest(600).say(BEGINS, *search).rest(60)


def reboots() -> Course:
    handset = registered()
    for _ in range(4):
        handset.restarts(GOOD).course.uses(FIRST).say(READY).rest(200)
    return handset.course


def minute_by_minute() -> Handset:
    handset = begun(zone(negative=0))
    handset.course.rest(10)
    return handset.does(GOOD, passed=10)


TCP_ONLY = f"{NAPTR} 10 10 s SIP+D2T - _sip._tcp.{NAME}"
TLS_ONLY = f"{NAPTR} 10 10 s SIPS+D2T - _sips._tcp.{NAME}"
FIELD: dict[str, tuple[Callable[[], Log], str, str, set[str], set[str]]] = {
    # What happens; the verdict, its severity, what else stands there above a notice, what is history.
    "clocks go back": (clock("2025-10-26T02:59:00", "2025-10-26T02:00:10"), OK, "info", NO, NO),
    "an error, and clocks go back": (
        clock("2025-10-26T02:58:00", "2025-10-26T02:00:10", code=503), OK, "info", NO, {REJECTED}),
    "clocks go on at a restart": (
        clock("2025-03-30T01:59:00", "2025-03-30T03:00:01", NOTHING, boots=True), OK, "info", NO, GONE),
    "refused in the new year": (refused_in_the_new_year, REJECTED, "critical", NO, NO),
    "five restarts, all good": (reboots, OK, "info", NO, NO),
    "it restarts again and again, and finds nothing": (
        lambda: turns(*[NOTHING] * 5), MISSING, "critical", {FAILED}, NO),
    "one host, nothing, all": (
        lambda: turns(ONE_HOST, NOTHING, GOOD), OK, "info", NO, GONE | {NO_ADDRESS}),
    "it hung in a search and tried again": (hung, OK, "info", NO, NO),
    "the second line of another domain is refused": (
        two_lines(OTHER, refused="1513"), REJECTED, "critical", NO, NO),
    "the second line's domain is missing": (
        two_lines("third.example.com"), MISSING, "critical", {FAILED}, NO),
    "priorities are made equal": (
        renewed(HEALTHY[0], f"{SRV} 10 10 5060 piper.eslab.local", f"{SRV} 10 10 5060 piper2.eslab.local",
                *HOSTS), EQUAL, "error", NO, NO),
    "both hosts get one address": (
        renewed(*HEALTHY[:4], f"piper2.eslab.local 60 A {FIRST}"), SHARED, "error", NO, NO),
    "SRV is replaced by A": (renewed(f"{NAME} 60 A {FIRST}"), LED, "error", NO, NO),
    "a NAPTR to TCP is repaired": (
        lambda: turns(zone(TCP_ONLY, *HEALTHY[1:]), GOOD), OK, "info", NO, {FAILED, LED, CACHED}),
    "NAPTR for TLS alone, all is there": (only(zone(TLS_ONLY, *BY_TLS, *HOSTS)), OK, "info", NO, NO),
    "NAPTR for TLS alone, SRV for UDP": (
        only(zone(TLS_ONLY, *HEALTHY[1:])), LED, "critical", {FAILED}, NO),
    "NAPTR for UDP, SRV for TCP, an address at the name": (
        only(zone(HEALTHY[0], *BY_TCP, *HOSTS, f"{NAME} 60 A {FIRST}")), LED, "error", NO, NO),
    "TLS without a reply": (by("TLS", *BY_TLS, code=408), REJECTED, "critical", NO, NO),
    "TLS with a certificate that is told of, registered": (by("TLS", *BY_TLS), OK, "info", NO, NO),
    "TCP is refused, and the next server is used": (
        by("TCPOnly", *BY_TCP, code=503, then=SECOND), REJECTED, "error", NO, NO),
    "SRV lives for no time": (only(lived(0, 1, 2)), OK, "info", {"ttl.zero"}, NO),
    "nothing lives for any time, renewed": (
        lambda: renewals(3, lived(0, *range(5))), OK, "info", {"ttl.zero"}, NO),
    "an address lives for a week": (only(lived(604800, 3)), OK, "info", {"ttl.long"}, NO),
    "“there is none” is not remembered": (minute_by_minute, OK, "info", NO, {MISSING, FAILED}),
    "two aliases of one host": (
        only(zone(*HEALTHY[:3], f"piper.eslab.local 60 A {FIRST}", f"piper2.eslab.local 60 A {FIRST}")),
        SHARED, "error", NO, NO),
    "no answer, and no word why": (nothing_by(None), MISSING, "critical", {FAILED}, NO),
    "no answer, by another code": (nothing_by(2), MISSING, "critical", {FAILED}, NO),
    "its own domain is wrong": (
        only(GOOD, Lookfor(NAME, own_domain="wrong.example")), OK, "info", NO, NO),
    "the domain stands twice": (
        only(GOOD, Lookfor(f"{NAME}.eslab.local")), MISSING, "critical", {FAILED}, NO),
    "both on the port of TLS": (
        only(srv("10 10 5061 piper@", "20 10 5061 piper2@")), "srv.port-differs", "error", NO, NO),
}  # fmt: skip


@pytest.mark.parametrize("name", FIELD)
def test_what_a_support_engineer_would_say_of_times_and_transports(name: str) -> None:
    log, code, severity, more, before = FIELD[name]
    judgement = judged(log())
    is_told(judgement, code, severity, more)
    assert history(judgement) == before


def test_an_address_that_was_typed_is_told_though_the_first_registration_lost_lines() -> None:
    handset = begun(GOOD, Lookfor(FIRST, 5060))
    handset.course.rest(60)
    del handset.course.lines[1]
    handset.does(GOOD, begin=True)
    judgement = judged(handset)
    assert (verdict(judgement), found(judgement, "config.address-is-ip").subject) == (
        "config.address-is-ip",
        FIRST,
    )
