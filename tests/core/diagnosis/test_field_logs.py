"""Logs as technicians meet them: what a good support engineer would say of each, said before it was tried."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.courses import (
    BOTH,
    FIRST,
    GOOD,
    NOTHING,
    OTHER,
    READY,
    SECOND,
    Course,
    Handset,
    begun,
    healthy_day,
    woven,
)
from tests.core.faults import CACHED, FAILED, NAPTR, OK
from tests.core.field import (
    BY_TCP,
    BY_TLS,
    GONE,
    MISSING,
    NO,
    NO_ADDRESS,
    NO_HOSTS,
    ONE_HOST,
    REJECTED,
    Log,
    is_told,
    judged,
    only,
    registered,
    renamed,
    renewals,
    srv,
    turns,
)
from tests.core.judged import KNOWN, codes, history, verdict
from tests.core.logs import HEALTHY, NAME, OWNER, Zone, zone
from wizard.core.handset.resolver import Lookfor
from wizard.core.trace import events as ev

BY_IP, VARY = "config.address-is-ip", "dns.answers-vary"
ALL = (401, 403, 404, 408, 480, 486, 500, 503)


def remembered(there: Zone, passed: int, first: Zone = NOTHING) -> Handset:
    handset = begun(first)
    handset.course.rest(passed)
    return handset.does(there, passed=passed)


def back() -> Handset:
    handset = registered()
    handset.course.fails(408).uses(SECOND).rest(3600)
    handset.does(GOOD, passed=3600).course.uses(FIRST).rest(700)
    return handset


def every_code(*more: Zone) -> Handset:
    handset = begun()
    for number, code in enumerate(ALL):
        if number:
            handset.does(GOOD, passed=60)
        handset.course.rest(2).fails(code).rest(60)
    for there in more:
        handset.does(there, passed=60).course.rest(300)
    return handset


def in_january() -> Handset:
    early = begun(NOTHING, now=UNSET)
    early.course.at("2025-10-28T09:00:00")
    early.boot()
    return early.does(GOOD)


def level_off(there: Zone) -> Handset:
    handset = begun(NOTHING)
    handset.course.rest(300).level = 7
    return handset.restarts(there)


def level_on() -> Handset:
    handset = Handset(course=Course(level=7)).does(NOTHING, begin=True)
    handset.course.rest(300).level = 0
    return handset.restarts(GOOD)


def to_address(there: Zone, address: str) -> Handset:
    """Somebody types an IP address, and the handset restarts."""
    before = begun(there)
    before.course.uses(FIRST).say(READY).rest(3000)
    return Handset(Lookfor(address, 5060), course=before.course).does(GOOD, begin=True)


def settled(there: Zone, address: str) -> Handset:
    handset = to_address(there, address)
    handset.course.uses(address).say(READY).rest(100)
    return handset


def from_address() -> Handset:
    before = begun(GOOD, Lookfor(FIRST, 5060))
    before.course.uses(FIRST).say(READY).rest(3000)
    return Handset(course=before.course).does(GOOD, begin=True)


def several(*rejected: str, begin_first: bool = False, count: int = 6) -> Course:
    course = Course()
    users = [Handset(user=str(1512 + number), course=course) for number in range(count)]
    if begin_first:
        course.say(*(ev.RegisterStarted(one.user, one.user, one.user, 0) for one in users))
    for one in users:
        one.does(GOOD, begin=not begin_first)
    for user in rejected:
        course.fails(403, user)
    return course.rest(300)


def calls() -> Course:
    course = registered().course
    return course.uses("10.225.2.77").rest(600).uses("10.225.2.78", 5062).rest(60)


def each_renewal_goes_on() -> Course:
    handset = registered()
    for _ in range(3):
        handset.does(GOOD, passed=3600).course.rest(32).fails(408).uses(SECOND).rest(3600)
    return handset.course


OLD = zone(*HEALTHY[:3], "piper.eslab.local 60 A 10.9.9.9", HEALTHY[4])
NEW = zone(*HEALTHY[:3], "piper.eslab.local 60 A 10.225.2.31", HEALTHY[4])

UNSET = datetime(2025, 1, 1, 0, 0, 20)
FIELD: dict[str, tuple[Callable[[], Log], str, str, set[str], set[str]]] = {
    # What happens; the verdict, its severity, what else stands there above a notice, what is history.
    "one of two DNS servers lies, the last answer was good": (
        lambda: turns(GOOD, NOTHING, GOOD, NOTHING, GOOD, NOTHING, GOOD), OK, "info", {VARY}, GONE),
    "one of two DNS servers lies, the last answer was bad": (
        lambda: turns(GOOD, NOTHING, GOOD, NOTHING, GOOD, NOTHING), MISSING, "critical", {FAILED, VARY}, NO),
    "DNS was not ready at the first try": (lambda: turns(NOTHING, GOOD), OK, "info", NO, GONE),
    "two DNS servers have two addresses": (
        lambda: turns(OLD, NEW, OLD, NEW, OLD, NEW, OLD, NEW), OK, "info", {VARY}, NO),
    "repaired, but “there is none” is remembered": (
        lambda: remembered(GOOD, 600), MISSING, "critical", {FAILED}, NO),
    "repaired, and an hour later it works": (lambda: remembered(GOOD, 3700), OK, "info", NO, GONE),
    "the second host was made, but is remembered as missing": (
        lambda: remembered(GOOD, 600, ONE_HOST), NO_ADDRESS, "error", NO, NO),
    "the second host was made": (
        lambda: remembered(GOOD, 3700, ONE_HOST), OK, "info", NO, {NO_ADDRESS, CACHED}),
    "the first server died": (
        lambda: registered().course.fails(408).uses(SECOND).rest(600), REJECTED, "error", NO, NO),
    "the first server died and is back": (back, OK, "info", NO, {REJECTED}),
    "the first server was dead at the start": (
        lambda: begun().course.rest(32).fails(408).uses(SECOND).say(READY).rest(600),
        REJECTED, "error", NO, NO),
    "the first server is dead for hours": (each_renewal_goes_on, REJECTED, "error", NO, NO),
    "both servers died": (
        lambda: registered().course.fails(408).uses(SECOND).rest(5).fails(503).rest(600),
        REJECTED, "critical", NO, NO),
    "the second server does not know the user": (
        lambda: registered().course.fails(503).uses(SECOND).rest(5).fails(403).rest(600),
        REJECTED, "critical", NO, NO),
    "every code, good at last": (lambda: every_code(GOOD), OK, "info", NO, {REJECTED}),
    "every code, and no end": (every_code, REJECTED, "critical", NO, NO),
    "six hours of renewals": (lambda: renewals(6), OK, "info", NO, NO),
    "DNS is gone at the renewals": (lambda: renewals(3, NOTHING), MISSING, "critical", {FAILED}, NO),
    "DNS was gone for hours": (lambda: renewals(3, NOTHING).does(GOOD, passed=3700), OK, "info", NO, GONE),
    "six lines of one handset": (several, OK, "info", NO, NO),
    "one of six lines is refused": (lambda: several("1515"), REJECTED, "critical", NO, NO),
    "one of six that began at once is refused": (
        lambda: several("1514", begin_first=True), REJECTED, "critical", NO, NO),
    "calls to other handsets": (calls, OK, "info", NO, NO),
    "begins again without a search": (
        lambda: registered().course.say(ev.RegisterStarted("1512", "1512", "1512", 0)).uses(FIRST).rest(600),
        OK, "info", NO, NO),
    "an IP address was typed": (lambda: settled(GOOD, "10.225.2.40"), BY_IP, "error", NO, NO),
    "the first server's IP address was typed": (lambda: settled(GOOD, FIRST), BY_IP, "error", NO, NO),
    "an IP address as a way out": (lambda: settled(NOTHING, FIRST), BY_IP, "error", NO, GONE),
    "the IP address that was typed is dead": (
        lambda: to_address(GOOD, "10.225.2.40").course.rest(32).fails(408).rest(100),
        REJECTED, "critical", {BY_IP}, NO),
    "an IP address, then the name": (from_address, OK, "info", NO, NO),
    "the name was mistyped": (
        lambda: renamed(NAME, "testsrever.eslab.local"), MISSING, "critical", {FAILED}, NO),
    "the mistyped name was put right": (
        lambda: renamed("testsrever.eslab.local", NAME), OK, "info", NO, GONE),
    "in January nothing, with the clock set all is well": (in_january, OK, "info", NO, GONE),
    "refused behind the jump of the clock": (
        lambda: begun(now=UNSET).course.at("2025-10-28T09:00:00").fails(403).rest(60),
        REJECTED, "critical", NO, NO),
    "a restart with the clock back in January": (
        lambda: Handset(course=begun().course.fails(503).at("2025-01-01T00:00:20")).does(GOOD, begin=True),
        OK, "info", NO, {REJECTED}),
    "fails, and fails again with look-ups hidden": (
        lambda: level_off(NOTHING), MISSING, "critical", {FAILED}, NO),
    "only the error first, then good look-ups": (level_on, OK, "info", NO, {FAILED}),
    "480 without a reply, then good": (
        lambda: Handset(course=begun().course.rest(32).fails(480).rest(60)).does(GOOD),
        OK, "info", NO, {REJECTED}),
    "SRV made, addresses forgotten": (
        lambda: turns(NOTHING, NO_HOSTS), NO_ADDRESS, "critical", {FAILED}, {MISSING, CACHED}),
    "SRV made after a single host": (
        lambda: remembered(GOOD, 3700, zone(f"{NAME} 60 A {FIRST}")),
        OK, "info", NO, {"srv.missing", CACHED}),
    "weights make no order": (
        only(srv("10 10 5060 piper@", "10 90 5060 piper2@")), "srv.equal-priority", "error", NO, NO),
    "two backups share a priority": (
        only(srv("10 10 5060 piper@", "20 10 5060 piper2@", "20 10 5060 piper3@")), OK, "info", NO, NO),
    "two first ones and a backup": (
        only(srv("10 10 5060 piper@", "10 10 5060 piper2@", "20 10 5060 piper3@")),
        "srv.equal-priority", "error", NO, NO),
    "weight 0": (only(srv("10 0 5060 piper@", "20 0 5060 piper2@")), OK, "info", NO, NO),
    "a target in capitals": (
        only(srv("10 10 5060 PIPER.ESLAB.LOCAL", "20 10 5060 piper2@")), OK, "info", NO, NO),
    "TCP alone, and only UDP in DNS": (
        only(GOOD, Lookfor(NAME, 0, "TCPOnly")), MISSING, "critical", {FAILED}, NO),
    "TCP alone, and all is there": (
        only(zone(*HEALTHY, *BY_TCP), Lookfor(NAME, 0, "TCPOnly")), OK, "info", NO, NO),
    "TLS, and all is there": (only(zone(*HEALTHY, *BY_TLS), Lookfor(NAME, 0, "TLS")), OK, "info", NO, NO),
    "NAPTR leads to TCP, which is missing": (
        only(zone(f"{NAPTR} 10 10 s SIP+D2T - _sip._tcp.{NAME}", *HEALTHY[1:])),
        "srv.missing", "critical", {FAILED}, NO),
    "NAPTR leads to TCP, which is there": (
        only(zone(f"{NAPTR} 10 10 s SIP+D2T - _sip._tcp.{NAME}", *BY_TCP, *HEALTHY[3:])), OK, "info", NO, NO),
    "NAPTR with a service that nobody knows": (
        only(zone(f"{NAPTR} 10 10 s SIP+D2X - {OWNER}", *HEALTHY[1:])),
        OK, "info", {"naptr.service-unusable"}, NO),
    "NAPTR in other letters": (
        only(zone(f"{NAPTR} 10 10 S sip+d2u - {OWNER}", *HEALTHY[1:])), OK, "info", NO, NO),
}  # fmt: skip


@pytest.mark.parametrize("name", FIELD)
def test_what_a_support_engineer_would_say(name: str) -> None:
    log, code, severity, more, before = FIELD[name]
    judgement = judged(log())
    is_told(judgement, code, severity, more)
    assert history(judgement) == before


SHARED: dict[str, tuple[list[tuple[str, int] | str], str]] = {
    # Who fails with which code, and which server is used then; the severity for both.
    "both fail, both go on": ([("1512", 503), ("1513", 503), SECOND, SECOND], "error"),
    "one behind the other": ([("1512", 503), SECOND, ("1513", 408), SECOND], "error"),
    "only one goes on": ([("1512", 503), ("1513", 503), SECOND], "critical"),
    "one is refused": ([("1512", 503), ("1513", 403), SECOND, SECOND], "critical"),
    "one goes back": ([("1512", 503), ("1513", 503), SECOND, SECOND, FIRST], "critical"),
    "the other does not fail": ([("1512", 503), SECOND, SECOND], "critical"),
    "one fails at the second server too": (
        [("1512", 503), SECOND, ("1512", 503), ("1513", 503), SECOND, SECOND], "critical"),
}  # fmt: skip


@pytest.mark.parametrize("name", SHARED)
def test_two_lines_of_one_name_went_on_only_if_both_did(name: str) -> None:
    first = begun()
    second = Handset(user="1513", course=first.course)
    second.handset.cache = first.handset.cache
    second.does(GOOD, begin=True).course.uses(FIRST).uses(FIRST).rest(600)
    happens, severity = SHARED[name]
    for one in happens:
        second.course.uses(one) if isinstance(one, str) else second.course.fails(one[1], one[0])
    judgement = judged(second.course.rest(600))
    assert judgement.verdict is not None
    assert (verdict(judgement), KNOWN.severity(judgement.verdict).value) == (REJECTED, severity)


@pytest.mark.parametrize("code", ALL)
def test_each_error_alone_is_told(code: int) -> None:
    judgement = judged(registered().course.fails(code).rest(300))
    assert (verdict(judgement), codes(judgement)) == (REJECTED, {REJECTED})


def test_cut_at_its_end_an_attempt_takes_nothing_back() -> None:
    handset = begun(NOTHING)
    kept = len(handset.course.rest(600).lines)
    lines = handset.restarts(GOOD).course.lines
    judgement = judged("\n".join(lines[: kept + 20]))
    assert (verdict(judgement), "log.truncated" in codes(judgement)) == (MISSING, True)
    judgement = judged("\n".join(lines[kept : kept + 20]))
    assert (verdict(judgement), codes(judgement)) == ("", {"log.truncated"})


@pytest.mark.parametrize("seed", range(5))
def test_several_handsets_in_one_file_are_told_apart(seed: int) -> None:
    def of(number: int) -> str:
        return f"<134>0004f200000{number} "

    good = begun(head=of(1)).course.rest(60).lines
    missing = begun(NOTHING, user="1513", head=of(2)).course.rest(60).lines
    refused = begun(user="1514", head=of(3)).course.fails(403, "1514").rest(60).lines
    gone_on = begun(user="1515", head=of(4)).course.uses(FIRST).fails(503, "1515").uses(SECOND).rest(60).lines
    for others, code, severity in (
        ([], OK, "info"),
        ([missing], MISSING, "critical"),
        ([refused], REJECTED, "critical"),
        ([gone_on], REJECTED, "error"),
        ([missing, refused], MISSING, "critical"),
    ):
        judgement = judged(woven([good, *others], seed))
        assert judgement.verdict is not None
        assert (verdict(judgement), KNOWN.severity(judgement.verdict).value) == (code, severity)


def test_a_second_lines_missing_name_is_told_however_both_interleave() -> None:
    course = Course()
    Handset(course=course).does(GOOD, begin=True)
    Handset(Lookfor(OTHER), "1513", course=course).does(GOOD, begin=True)
    assert verdict(judged(course)) == MISSING
    Handset(Lookfor(OTHER), "1513", course=course).does(BOTH, begin=True)
    assert verdict(judged(course.rest(60))) == OK


@settings(max_examples=150)
@given(seed=st.integers(0, 2**32), lost=st.floats(0, 0.08))
def test_of_a_healthy_day_no_part_shows_a_fault(seed: int, lost: float) -> None:
    """A snapshot begins and ends anywhere; a busy handset loses lines."""
    chance, lines = random.Random(seed), healthy_day(seed)
    start = chance.randrange(len(lines))
    part = lines[start : chance.randrange(start, len(lines)) + 1]
    for kept in (part, [line for line in lines if chance.random() >= lost]):
        judgement = judged("\n".join(kept))
        assert not [f for f in judgement.findings if KNOWN.severity(f).fails and f.state.value == "current"]


def refused(handset: Handset) -> None:
    handset.does(GOOD, begin=True).course.fails(403)


def goes_on(handset: Handset) -> None:
    handset.does(GOOD, begin=True).course.uses(FIRST).rest(100).fails(503).uses(SECOND)


BAD_ENDS: dict[str, tuple[Callable[[Handset], object], str]] = {
    "nothing in DNS": (lambda handset: handset.does(NOTHING, begin=True), MISSING),
    "no host has an address": (lambda handset: handset.does(NO_HOSTS, begin=True), NO_ADDRESS),
    "one host has none": (lambda handset: handset.does(ONE_HOST, begin=True), NO_ADDRESS),
    "refused": (refused, REJECTED),
    "the first server died": (goes_on, REJECTED),
}


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32), end=st.sampled_from(sorted(BAD_ENDS)))
def test_how_a_day_ends_is_told_wherever_its_log_begins(seed: int, end: str) -> None:
    course = Course(lines=healthy_day(seed)).at("2025-10-29T09:00:00")
    kept = random.Random(seed).randrange(len(course.lines) + 1)
    happens, code = BAD_ENDS[end]
    happens(Handset(course=course))
    lines = course.rest(100).rest(100).lines
    for part in (lines, lines[kept:]):
        assert verdict(judged("\n".join(part))) == code


def test_an_address_that_was_typed_is_told_though_the_handsets_first_beginning_is_cut_off() -> None:
    lines = settled(GOOD, "10.225.2.40").course.lines
    judgement = judged("\n".join(lines[1:]))
    assert (verdict(judgement), codes(judgement)) == (BY_IP, {BY_IP})
    # Shortly behind a search it may be another line of the handset: the search is judged too.
    course = begun().course
    Handset(Lookfor("10.225.2.40", 5060), "1513", course=course).does(GOOD, begin=True)
    assert OK in codes(judged("\n".join(course.rest(60).lines[1:])))
