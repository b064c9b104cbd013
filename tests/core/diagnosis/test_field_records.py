"""More logs as technicians meet them: records in all their forms, names as they are typed, every transport.

What a good support engineer would say of each was decided before it was tried.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.core.courses import BOTH, FIRST, GOOD, NOTHING, OTHER, SECOND, Course, Handset
from tests.core.faults import FAILED, NAPTR, OK, SRV
from tests.core.field import (
    BY_TCP,
    BY_TLS,
    MISSING,
    NO,
    NO_ADDRESS,
    TLS,
    Log,
    is_told,
    judged,
    only,
    records,
    srv,
)
from tests.core.judged import KNOWN, found
from tests.core.logs import HEALTHY, NAME, OWNER, Zone, zone
from wizard.core.handset.resolver import Lookfor

FLAG, MISMATCH, SINGLE = "naptr.flag-not-s", "naptr.replacement-mismatch", "srv.single"
PORT, EQUAL, TYPED = "srv.port-differs", "srv.equal-priority", "config.address-malformed"
SET_PORT, SHARED, LED = "config.port-not-zero", "address.shared", "srv.missing"


def naptr(*data: str) -> Callable[[], Log]:
    return only(zone(*(f"{NAPTR} {one}" for one in data), *HEALTHY[1:], *BY_TCP, *BY_TLS))


def typed(address: str, there: Zone = GOOD) -> Callable[[], Log]:
    return only(there, Lookfor(address, own_domain="eslab.local"))


def by(transport: str, *more: str, port: int = 0) -> Callable[[], Log]:
    return only(zone(*HEALTHY, *more), Lookfor(NAME, port, transport))


def hosts(first: str, second: str) -> Callable[[], Log]:
    return only(zone(*HEALTHY[:3], f"piper.eslab.local 60 A {first}", f"piper2.eslab.local 60 A {second}"))


def beside(there: Zone) -> Callable[[], Log]:
    """A second line that looks for another name."""

    def log() -> Course:
        course = Course()
        Handset(course=course).does(GOOD, begin=True)
        Handset(Lookfor(OTHER, own_domain="eslab.local"), "1513", course=course).does(there, begin=True)
        return course.rest(60)

    return log


UDP_NAPTR, TCP_NAPTR, TLS_NAPTR = (
    f"s SIP+D2U - {OWNER}", f"s SIP+D2T - _sip._tcp.{NAME}", f"s SIPS+D2T - _sips._tcp.{NAME}"
)  # fmt: skip
A_HERE, A_TOO = f"{NAME} 60 A {FIRST}", f"{NAME} 60 A {SECOND}"
OTHERS_SRV = f"_sip._udp.{OTHER} 60 SRV 10 10 5060 viper.eslab.local"

FIELD: dict[str, tuple[Callable[[], Log], str, str, set[str]]] = {
    # What there is; the verdict, its severity, what else stands there above a notice.
    "NAPTR u with a regexp": (naptr("10 10 u SIP+D2U !^.*$!sip:x@eslab.local! ."), FLAG, "error", NO),
    "NAPTR s with a regexp alone": (naptr("10 10 s SIP+D2U !^.*$!_sip._udp.x! ."), OK, "info", {MISMATCH}),
    "NAPTR flag p": (naptr(f"10 10 p SIP+D2U - {OWNER}"), FLAG, "error", NO),
    "NAPTR a to a host": (naptr("10 10 a SIP+D2U - piper.eslab.local"), FLAG, "error", NO),
    "NAPTR to the name itself": (naptr(f"10 10 s SIP+D2U - {NAME}"), OK, "info", {MISMATCH}),
    "NAPTR in capitals, final dot": (naptr(f"10 10 S SIP+D2U - {OWNER.upper()}."), OK, "info", NO),
    "NAPTR of the highest order": (naptr(f"65535 65535 {UDP_NAPTR}"), OK, "info", NO),
    "NAPTR: UDP before TCP": (naptr(f"10 10 {UDP_NAPTR}", f"20 10 {TCP_NAPTR}"), OK, "info", NO),
    "NAPTR: TCP is preferred": (naptr(f"10 20 {UDP_NAPTR}", f"10 10 {TCP_NAPTR}"), OK, "info", NO),
    "NAPTR: all three": (
        naptr(f"10 10 {TLS_NAPTR}", f"20 10 {TCP_NAPTR}", f"30 10 {UDP_NAPTR}"), OK, "info", NO),
    "NAPTR: telephone numbers beside SIP": (
        naptr(f"10 10 {UDP_NAPTR}", "20 10 u E2U+sip !^.*$!sip:a@b! ."), OK, "info", NO),
    "TLS on the port of UDP": (
        only(zone(f"{NAPTR} 10 10 {TLS_NAPTR}", f"{TLS} 10 10 5060 piper.eslab.local",
                  f"{TLS} 20 10 5060 piper2.eslab.local", *HEALTHY[3:])), PORT, "error", NO),
    "UDP on the port of TLS": (only(srv("10 10 5061 piper@", "20 10 5060 piper2@")), PORT, "error", NO),
    "both on another port": (only(srv("10 10 5070 piper@", "20 10 5070 piper2@")), PORT, "error", NO),
    "port 0 at both": (only(srv("10 10 0 piper@", "20 10 0 piper2@")), "srv.port-zero", "critical", NO),
    "declined, and one that works": (
        only(srv("10 10 0 .", "20 10 5060 piper@")), "srv.service-declined", "critical", NO),
    "the middle one of three has no address": (
        only(zone(HEALTHY[0], f"{SRV} 10 10 5060 piper.eslab.local", f"{SRV} 20 10 5060 none.eslab.local",
                  f"{SRV} 30 10 5060 piper2.eslab.local", *HEALTHY[3:])), NO_ADDRESS, "error", NO),
    "priorities 0 and 1": (only(srv("0 0 5060 piper@", "1 0 5060 piper2@")), OK, "info", NO),
    "two pairs": (
        only(srv("10 10 5060 piper@", "10 10 5060 piper2@", "20 10 5060 piper3@", "20 10 5060 piper3@")),
        EQUAL, "error", NO),
    "one server, no NAPTR": (only(zone(HEALTHY[1], HEALTHY[3])), SINGLE, "error", NO),
    "no NAPTR": (only(records(*HEALTHY[1:3])), OK, "info", NO),
    "servers of another domain": (
        only(zone(HEALTHY[0], f"{SRV} 10 10 5060 a.carrier.example", f"{SRV} 20 10 5060 b.carrier.example",
                  "a.carrier.example 60 A 192.0.2.1", "b.carrier.example 60 A 192.0.2.2")), OK, "info", NO),
    "the name is a server too": (
        only(zone(HEALTHY[0], f"{SRV} 10 10 5060 {NAME}", HEALTHY[2], A_HERE, HEALTHY[4])), OK, "info", NO),
    "a server at 0.0.0.0": (hosts("0.0.0.0", SECOND), "address.differs", "error", NO),
    "a server at 127.0.1.1": (hosts("127.0.1.1", SECOND), "address.differs", "error", NO),
    "every name has one address": (hosts("10.0.0.1", "10.0.0.1"), SHARED, "error", NO),
    "there is none, for a day": (only(zone(negative=86400)), MISSING, "critical", {FAILED}),
    "addresses at the name alone": (only(zone(A_HERE, A_TOO)), LED, "error", NO),
    "the domain of a company": (
        typed("eslab.local", zone("eslab.local 600 A 10.225.2.10", "eslab.local 600 A 10.225.2.11")),
        LED, "error", NO),
    # Names as they are typed.
    "a final dot": (typed(f"{NAME}."), OK, "info", NO),
    "capitals": (typed("TestServer.ESLAB.local"), OK, "info", NO),
    "a host alone": (typed("testserver"), MISSING, "critical", {FAILED}),
    "the name of the records": (typed(OWNER), TYPED, "critical", {FAILED}),
    "a port": (typed(f"{NAME}:5060"), TYPED, "critical", {FAILED}),
    "a scheme": (typed(f"sip:{NAME}"), TYPED, "critical", {FAILED}),
    "a blank behind": (typed(f"{NAME} "), TYPED, "critical", {FAILED}),
    "a blank behind an IP address": (typed("10.225.2.31 "), TYPED, "critical", {FAILED}),
    "an IP address of three numbers": (typed("10.225.2"), TYPED, "critical", {FAILED}),
    "two servers": (typed("piper.eslab.local,piper2.eslab.local"), TYPED, "critical", {FAILED}),
    "a user": (typed(f"1512@{NAME}"), TYPED, "critical", {FAILED}),
    "a transport": (typed(f"{NAME};transport=udp"), TYPED, "critical", {FAILED}),
    "quotation marks": (typed(f'"{NAME}"'), TYPED, "critical", {FAILED}),
    "a dot too many": (typed("testserver..eslab.local"), TYPED, "critical", {FAILED}),
    "an umlaut": (typed("müller.eslab.local"), TYPED, "critical", {FAILED}),
    "a scheme, and a port beside it": (
        only(GOOD, Lookfor(f"sip:{NAME}", 5060)), TYPED, "critical", {FAILED}),
    "one server": (typed("piper.eslab.local"), LED, "error", NO),
    "another domain of its own": (only(GOOD, Lookfor(NAME, own_domain="corp.example")), OK, "info", NO),
    # Transports and ports.
    "UDPOnly": (by("UDPOnly"), OK, "info", NO),
    "TCPpreferred": (by("TCPpreferred", *BY_TCP), OK, "info", NO),
    "TCPpreferred, UDP alone in DNS": (by("TCPpreferred"), MISSING, "critical", {FAILED}),
    "TLS, UDP alone in DNS": (by("TLS"), MISSING, "critical", {FAILED}),
    "TLS, TCP in DNS too": (by("TLS", *BY_TCP), MISSING, "critical", {FAILED}),
    "TLS with its port": (by("TLS", *BY_TLS, A_HERE, port=5061), SET_PORT, "error", NO),
    "the port of UDP, two addresses": (by("", A_HERE, A_TOO, port=5060), SET_PORT, "error", NO),
    # Two lines.
    "the second line has one server": (
        beside(zone(OTHERS_SRV, "viper.eslab.local 60 A 10.225.3.31")), SINGLE, "error", NO),
    "the second line has nothing": (beside(NOTHING), MISSING, "critical", {FAILED}),
    "the second line has all": (beside(BOTH), OK, "info", NO),
}  # fmt: skip


@pytest.mark.parametrize("name", FIELD)
def test_what_a_support_engineer_would_say_of_records(name: str) -> None:
    log, code, severity, more = FIELD[name]
    judgement = judged(log())
    is_told(judgement, code, severity, more)


SAYS: dict[str, tuple[Callable[[], Log], str, str]] = {
    # What was typed; the finding's code, and what the first step tells to type.
    "a port": (typed(f"{NAME}:5060"), TYPED, f"to {NAME}, without"),
    "a scheme": (typed(f"sip:{NAME}"), TYPED, f"to {NAME}, without"),
    "the name of the records": (typed(OWNER), TYPED, f"to {NAME}, without"),
    "a blank behind": (typed(f"{NAME} "), TYPED, f"to {NAME}, without"),
    "two servers": (typed("a.eslab.local,b.eslab.local"), TYPED, "a second name"),
    "a host alone": (typed("testserver"), MISSING, "testserver.example.com"),
}


@pytest.mark.parametrize("name", SAYS)
def test_nobody_is_told_to_create_in_dns_what_was_mistyped_in_the_handset(name: str) -> None:
    log, code, first = SAYS[name]
    judgement = judged(log())
    said = KNOWN.explain(found(judgement, code))
    assert first in said.fix[0]
    assert not [step for step in said.fix if "create" in step.lower()]
    assert found(judgement, FAILED).caused_by == code
    assert not [finding for finding in judgement.findings if finding.change is not None]
