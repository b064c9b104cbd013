"""More logs as technicians meet them: what was repaired, what broke, servers that fail, logs of a few lines.

What a good support engineer would say of each was decided before it was tried.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.core.courses import BOTH, FIRST, GOOD, NOTHING, OTHER, READY, SECOND, Course, Handset, begun, woven
from tests.core.faults import CACHED, FAILED, OK
from tests.core.field import (
    GONE,
    MISSING,
    NO,
    NO_ADDRESS,
    ONE_HOST,
    REJECTED,
    Log,
    is_told,
    judged,
    registered,
    renamed,
    renewals,
    srv,
    turns,
)
from tests.core.judged import KNOWN, codes, found, graver, history, verdict
from tests.core.logs import HEALTHY, LAB, NAME, OWNER, Zone, register, zone
from wizard.core.handset.resolver import Lookfor
from wizard.core.trace import events as ev
from wizard.core.trace import grammar

EQUAL, SINGLE, SET_PORT = "srv.equal-priority", "srv.single", "config.port-not-zero"
TYPED = "config.address-malformed"
THIRD = "10.225.2.33"
THREE = srv("10 10 5060 piper@", "20 10 5060 piper2@", "30 10 5060 piper3@")
A_HERE = f"{NAME} 60 A {FIRST}"
ONE_SERVER = zone(HEALTHY[0], HEALTHY[1], HEALTHY[3])


def renewed(there: Zone) -> Callable[[], Log]:
    """DNS changes before the answers run out."""

    def log() -> Handset:
        handset = begun()
        handset.course.uses(FIRST).say(READY).rest(3700)
        handset.does(there, passed=3700).course.rest(120)
        return handset

    return log


def restarts(*zones: Zone) -> Callable[[], Log]:
    return lambda: turns(*zones)


def reconfigured(before: Lookfor, after: Lookfor) -> Callable[[], Log]:
    there = zone(*HEALTHY, A_HERE)
    return lambda: Handset(after, course=begun(there, before).course.rest(300)).does(there, begin=True)


def of_three(*happens: str | int) -> Callable[[], Log]:
    """Errors, and which server is used then."""

    def log() -> Course:
        course = begun(THREE).course.uses(FIRST).say(READY).rest(600)
        for one in happens:
            course = course.uses(one) if isinstance(one, str) else course.rest(32).fails(one)
        return course.rest(600)

    return log


def again(code: int, after: int, passed: int = 3000) -> Callable[[], Log]:
    """An error so many seconds behind the search, then a good search, and a log that goes on for so long."""

    def log() -> Course:
        handset = begun()
        handset.course.uses(FIRST).say(READY).rest(passed).fails(code).rest(60)
        return handset.does(GOOD, passed=passed + 60).course.rest(after)

    return log


def loop(code: int, times: int) -> Callable[[], Log]:
    def log() -> Course:
        handset = begun()
        for _ in range(times):
            handset.course.rest(2).fails(code).rest(60)
            handset.does(GOOD, passed=62)
        return handset.course.rest(2).fails(code).rest(60)

    return log


def interrupted() -> Handset:
    handset = begun()
    del handset.course.lines[9:]
    handset.course.rest(90)
    return handset.restarts(GOOD)


def one_behind_the_other() -> str:
    later = begun(user="1600", now=datetime(2025, 10, 29, 9)).course.rest(60)
    return begun(NOTHING).course.text + later.text


def noise(*lines: str) -> Callable[[], Log]:
    def log() -> Course:
        course = registered().course
        course.lines += [f"{course.time}|{line}" for line in lines]
        return course.rest(60)

    return log


def edited(there: Zone, edit: Callable[[list[str]], list[str]]) -> Callable[[], Log]:
    return lambda: "\n".join([*edit(begun(there).course.rest(60).lines), ""])


def says(*events: ev.Event) -> Callable[[], Log]:
    return lambda: "\n".join([*(grammar.line(event, "1028091201") for event in events), ""])


def chosen(text: str, there: Zone = NOTHING) -> Callable[[], Log]:
    """The lines of a log that somebody chose by a word."""
    return edited(there, lambda lines: [line for line in lines if text in line])


def flapping() -> Course:
    """The first server fails again and again, and comes back."""
    handset = registered()
    for _ in range(4):
        handset.course.fails(503).uses(SECOND).rest(1800)
        handset.does(GOOD, passed=1800).course.uses(FIRST).rest(1800)
    return handset.course


def refused_by_the_second() -> Course:
    handset = registered()
    handset.course.fails(503).uses(SECOND).rest(3).fails(403).rest(60)
    return handset.does(GOOD, passed=90).course.uses(FIRST).rest(700)


def level_raised() -> Handset:
    handset = Handset(course=Course(level=3)).does(GOOD, begin=True)
    handset.course.rest(300).level = 0
    return handset.restarts(ONE_SERVER)


def of_two_handsets(lookfor: Lookfor, there: Zone) -> Callable[[], Log]:
    def log() -> str:
        well = begun(head="<134>0004f2000001 ").course.rest(60).lines
        other = begun(there, lookfor, user="1513", head="<134>0004f2000002 ").course.rest(60).lines
        return woven([well, other], 3)

    return log


BEGINS, READY_AGAIN = ev.RegisterStarted("1512", "1512", "1512", 0), ev.BootReady("491.052")
NO_NAPTR, FOUND_NONE = ev.NaptrEmpty(NAME), ev.NothingFound("udp", NAME)
OWN, NO_SRV = ev.RegistrationFailed("1512", 480, "Temporarily not available"), ev.SrvEmpty("udp")

FIELD: dict[str, tuple[Callable[[], Log], str, str, set[str], set[str]]] = {
    # What happens; the verdict, its severity, what else stands there above a notice, what is history.
    "the first server's address is deleted": (
        renewed(zone(*HEALTHY[:3], HEALTHY[4])), NO_ADDRESS, "error", NO, NO),
    "an SRV record is deleted": (renewed(ONE_SERVER), SINGLE, "error", NO, NO),
    "the SRV records are deleted": (
        renewed(zone(HEALTHY[0], *HEALTHY[3:])), "srv.missing", "critical", {FAILED}, NO),
    "the priorities are swapped": (
        renewed(srv("20 10 5060 piper@", "10 10 5060 piper2@")), OK, "info", NO, NO),
    "a server moves": (renewed(zone(*HEALTHY[:3], "piper.eslab.local 60 A 10.225.2.99", HEALTHY[4])),
                       OK, "info", NO, NO),
    "the NAPTR record is deleted": (renewed(zone(*HEALTHY[1:])), OK, "info", NO, NO),
    "the NAPTR record is made": (restarts(zone(*HEALTHY[1:]), GOOD), OK, "info", NO, {"naptr.missing"}),
    "a doubled target is repaired": (
        restarts(srv("10 10 5060 piper@.eslab.local", "20 10 5060 piper2@"), GOOD),
        OK, "info", NO, {"srv.target-doubled", NO_ADDRESS, CACHED}),
    "equal priorities are repaired": (
        restarts(srv("10 10 5060 piper@", "10 10 5060 piper2@"), GOOD), OK, "info", NO, {EQUAL}),
    "the second server is made": (restarts(ONE_SERVER, GOOD), OK, "info", NO, {SINGLE}),
    "a long life is shortened": (
        restarts(zone(HEALTHY[0].replace("3600", "86400", 1), *HEALTHY[1:]), GOOD),
        OK, "info", NO, {"ttl.long"}),
    "the port is taken out": (reconfigured(Lookfor(NAME, 5060), LAB), OK, "info", NO, {SET_PORT}),
    "a port is put in": (reconfigured(LAB, Lookfor(NAME, 5060)), SET_PORT, "error", NO, NO),
    "answers live for half a minute": (
        lambda: renewals(6, zone(*(line.replace("3600", "30", 1) for line in HEALTHY))), OK, "info", NO, NO),
    "a restart in the middle of a search": (interrupted, OK, "info", NO, NO),
    "two logs one behind the other": (one_behind_the_other, OK, "info", NO, GONE),
    "another domain by DHCP": (
        lambda: renamed("testserver.old.local", NAME), OK, "info", NO, GONE),
    "a scheme is typed, and taken out": (
        lambda: renamed(f"sip:{NAME}", NAME), OK, "info", NO, {TYPED, FAILED, CACHED}),
    "a port is typed into the name": (
        lambda: renamed(NAME, f"{NAME}:5060"), TYPED, "critical", {FAILED}, NO),
    "a host alone is typed, then the whole name": (
        lambda: renamed("testserver", NAME), OK, "info", NO, GONE),
    "one of two handsets is mistyped": (
        of_two_handsets(Lookfor(f"sip:{NAME}"), GOOD), TYPED, "critical", {FAILED}, NO),
    "the level is raised in the middle": (level_raised, SINGLE, "error", NO, NO),
    "the first server flaps": (flapping, OK, "info", NO, {REJECTED}),
    "the second server refuses, the first comes back": (
        refused_by_the_second, OK, "info", NO, {REJECTED}),
    # Servers that fail.
    "two of three servers are dead": (of_three(503, SECOND, 408, THIRD), REJECTED, "error", NO, NO),
    "all three are dead": (of_three(503, SECOND, 408, THIRD, 408), REJECTED, "critical", NO, NO),
    "the third one is used at once": (of_three(503, THIRD), REJECTED, "error", NO, NO),
    "a wrong password, again and again": (loop(403, 4), REJECTED, "critical", NO, NO),
    "401 again and again": (loop(401, 4), REJECTED, "critical", NO, NO),
    "503, then good for two minutes": (again(503, 120), OK, "info", NO, {REJECTED}),
    "408, then good for two minutes": (again(408, 120), OK, "info", NO, {REJECTED}),
    "408 at both servers may take a minute": (again(408, 50), REJECTED, "critical", NO, NO),
    "408 at once, then good for a minute": (again(408, 50, passed=32), OK, "info", NO, {REJECTED}),
    "408 at once, then good for no longer": (again(408, 20, passed=32), REJECTED, "critical", NO, NO),
    # What says nothing about the registration.
    "calls to somebody who is busy": (
        noise("sip  |4|00|a synthetic line: 486 Busy Here", "sip  |4|00|synthetic, Error Code:487"),
        OK, "info", NO, NO),
    "the log server is down": (
        noise("log  |4|00|UtilLogServerC::uploadFifoLog: upload error. protocol 0 result = 17"),
        OK, "info", {"log.upload-failed"}, NO),
    "graver lines of other modules": (
        noise("lldp |4|00|Ignoring corrupt LLDP packet.", "cfg  |6|00|a synthetic line"), OK, "info", NO, NO),
    # How the file was made.
    "the newest line first, good": (edited(GOOD, lambda lines: lines[::-1]), OK, "info", NO, NO),
    "the newest line first, failed": (
        edited(NOTHING, lambda lines: lines[::-1]), MISSING, "critical", {FAILED}, NO),
    "every line twice, good": (
        edited(GOOD, lambda lines: [one for line in lines for one in (line, line)]), OK, "info", NO, NO),
    "every line twice, failed": (
        edited(NOTHING, lambda lines: [one for line in lines for one in (line, line)]),
        MISSING, "critical", {FAILED}, NO),
    "the lines with “no match” alone": (chosen("no match"), MISSING, "critical", NO, NO),
    "the lines with “err code” alone": (chosen("err code"), MISSING, "critical", NO, NO),
    "the lines with “Negative” alone": (chosen("Negative"), MISSING, "critical", NO, NO),
    "the lines of the module sip alone": (chosen("|sip "), FAILED, "critical", NO, NO),
    "the line with “found no records” alone": (says(FOUND_NONE), FAILED, "critical", NO, NO),
    "the error alone": (says(OWN), REJECTED, "critical", NO, NO),
    "no records, and the error": (says(FOUND_NONE, OWN), FAILED, "critical", NO, NO),
    "no NAPTR record, and a no": (
        says(NO_NAPTR, ev.RegistrationFailed("1512", 403, "")), REJECTED, "critical", NO, NO),
}  # fmt: skip


@pytest.mark.parametrize("name", FIELD)
def test_what_a_support_engineer_would_say_of_a_course(name: str) -> None:
    log, code, severity, more, before = FIELD[name]
    judgement = judged(log())
    is_told(judgement, code, severity, more)
    assert history(judgement) == before


NOTHING_TOLD: dict[str, Callable[[], Log]] = {
    "it begins": says(BEGINS),
    "it is ready": says(READY_AGAIN),
    "no NAPTR record": says(NO_NAPTR),
    "no SRV record": says(NO_SRV),
    "the lines about SRV of a good log": chosen("(SRV)", GOOD),
    "the ends of good searches": chosen("dnsSrv2A", GOOD),
    "what a good log stored": chosen("Added Dynamic", GOOD),
}


@pytest.mark.parametrize("name", NOTHING_TOLD)
def test_a_few_lines_that_prove_nothing_are_no_fault(name: str) -> None:
    judgement = judged(NOTHING_TOLD[name]())
    assert (verdict(judgement), graver(judgement)) == ("", NO)


@pytest.mark.parametrize("word", ["SRV", "dnsSrv2A"])
def test_a_choice_of_lines_does_not_tell_that_nobody_asked_for_naptr(word: str) -> None:
    """Of two searches only some lines were kept: the questions for NAPTR are among those left out."""
    handset = begun()
    handset.course.rest(600)
    lines = handset.does(GOOD, passed=600).course.rest(60).lines
    assert "config.transport-not-dnsnaptr" not in codes(
        judged("\n".join(line for line in lines if word in line))
    )


ADVICE = {
    400: "log of the SIP server",
    401: "user name and password",
    403: "user name and password",
    404: NAME,
    405: "takes no registrations",
    408: "piper.eslab.local (10.225.2.31:5060), piper2.eslab.local (10.225.2.32:5060)",
    423: "voIpProt.server.1.expires",
    500: "repair that server",
    503: "maintenance",
}


@pytest.mark.parametrize("code", ADVICE)
def test_the_first_step_is_for_the_code_that_the_log_has(code: int) -> None:
    said = KNOWN.explain(found(judged(registered().course.fails(code).rest(60)), REJECTED))
    assert ADVICE[code] in said.fix[0]
    assert not [step for step in said.fix if "For 40" in step]


@pytest.mark.parametrize(("code", "tells"), [(408, "srv.missing"), (403, REJECTED), (503, REJECTED)])
def test_where_nobody_answers_at_the_names_own_address_the_missing_srv_records_are_the_cause(
    code: int, tells: str
) -> None:
    """The domain controllers of a company's domain: they answer no SIP."""
    there = zone(f"{NAME} 600 A 10.225.2.10", f"{NAME} 600 A 10.225.2.11")
    judgement = judged(begun(there).course.rest(32).fails(code).rest(600))
    assert (verdict(judgement), graver(judgement)) == (tells, {"srv.missing", REJECTED})
    missing, rejected = found(judgement, "srv.missing"), found(judgement, REJECTED)
    if tells == REJECTED:
        assert (missing.variant, rejected.caused_by) == ("one-host", None)
    else:
        assert (missing.variant, rejected.caused_by) == ("one-host-silent", "srv.missing")
        assert "_sip._udp.testserver.eslab.local" in KNOWN.explain(missing).fix[0]


@pytest.mark.parametrize("lost", ["(SRV) '_sip._udp.testserver", "(A) 'piper", "returned OK"])
def test_an_error_stands_also_where_its_search_lost_lines(lost: str) -> None:
    """A handset that was refused in the end was told as registered: by an earlier search of another name."""
    before = begun(BOTH, Lookfor(OTHER), user="1513")
    before.course.rest(3000)
    begins = len(before.course.lines)
    handset = Handset(course=before.course).does(GOOD, begin=True)
    lines = handset.course.rest(2).fails(403).rest(600).lines
    kept = [line for number, line in enumerate(lines) if number < begins or lost not in line]
    assert len(kept) < len(lines)
    judgement = judged("\n".join(kept))
    assert (verdict(judgement), OK in codes(judgement)) == (REJECTED, False)


@pytest.mark.parametrize("target", ["piper.", "piper2."])
def test_a_host_without_an_address_is_told_also_where_its_announcement_was_lost(target: str) -> None:
    """A busy handset loses lines: its SRV records say whose address it asks for."""
    lines = begun(ONE_HOST).course.rest(100).lines
    kept = [line for line in lines if f"dnsSrv2A calling LookupForList(A) for '{target}" not in line]
    assert len(kept) == len(lines) - 1
    judgement = judged("\n".join(kept))
    assert (verdict(judgement), graver(judgement)) == (NO_ADDRESS, {NO_ADDRESS})


def test_what_is_behind_a_search_for_a_name_with_service_labels_is_that_search() -> None:
    """Somebody typed the name of the SRV records: the handset asks below it, and for no other name."""
    told = judged("\n".join(grammar.line(event) for event in register(NOTHING, Lookfor(OWNER))))
    assert {finding.facts.get("name", OWNER) for finding in told.findings} == {OWNER}
