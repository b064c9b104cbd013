"""What stands in the logs of handsets that work, and must be no fault: services, calls, turning answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.core.courses import FIRST, GOOD, NOTHING, READY, Course, Handset, begun, used
from tests.core.faults import FAILED, NAPTR, OK, SRV
from tests.core.field import Log, judged, only, registered, srv, turns
from tests.core.judged import codes, found, graver, verdict
from tests.core.logs import HEALTHY, NAME, OWNER, Zone, zone
from wizard.core.trace import events as ev

GATEWAY, ELSEWHERE = "gateway.eslab.local", "other.example.com"
TELEPHONE = "2.1.5.1.5.5.5.3.0.3.1.e164.arpa"


def later(*events: ev.Event) -> Callable[[], Log]:
    """Long after the handset has registered."""
    return lambda: registered().course.say(*events).rest(600)


def before(*events: ev.Event) -> Callable[[], Log]:
    """Before the handset begins to register."""

    def log() -> Course:
        course = Course().say(*events)
        Handset(course=course).does(GOOD, begin=True)
        return course.uses(FIRST).say(READY).rest(60)

    return log


def turning(*zones: Zone) -> Callable[[], Log]:
    """Renewals, to which DNS answers otherwise each time."""

    def log() -> Course:
        handset = begun(zones[0])
        for number in range(1, 7):
            handset.course.uses(FIRST).rest(3700)
            handset.does(zones[number % len(zones)], passed=3700)
        return handset.course.rest(60)

    return log


def none(rtype: str, host: str) -> list[ev.Event]:
    return [
        ev.LookupStarted(rtype, host),
        ev.CacheMiss(host, rtype),
        ev.NoAnswer(rtype, host),
        ev.NoMatch(rtype, host, 4),
        ev.LookupEmpty(rtype, host),
        ev.NegativeCached(host, rtype, 3600),
        ev.CacheEntryFound(host, rtype),
    ]


def there(host: str, *addresses: str, ttl: int = 60) -> list[ev.Event]:
    asked = [ev.LookupStarted("A", host), ev.CacheMiss(host, "A")]
    return [*asked, ev.Answered("A", host, addresses, ttl), ev.CacheAdded(host, "A", ttl)]


def service(owner: str, host: str) -> list[ev.Event]:
    """One SRV record of something else."""
    asked = [
        ev.LookupStarted("SRV", owner),
        ev.CacheMiss(owner, "SRV"),
        ev.Answered("SRV", owner, ("",), 600),
    ]
    dump = [ev.SrvAdded(), ev.SrvTarget(f"{host}.", 389), ev.SrvPriority(0), ev.SrvWeight(100)]
    return [*asked, *dump, ev.CacheAdded(owner, "SRV", 600), *there(f"{host}.", "10.225.2.10")]


def telephone(*, is_there: bool) -> list[ev.Event]:
    """A number that is looked up as a name (RFC 6116)."""
    if not is_there:
        return none("NAPTR", TELEPHONE)
    return [
        ev.LookupStarted("NAPTR", TELEPHONE),
        ev.Answered("NAPTR", TELEPHONE, ("",), 600),
        ev.ListStarted(),
        ev.NaptrOrder(100),
        ev.NaptrPreference(10),
        ev.NaptrFlags("u"),
        ev.NaptrService("E2U+sip"),
        ev.NaptrRegexp("!^.*$!sip:1600@eslab.local!"),
        ev.NaptrReplacement(""),
        ev.NaptrAdded(),
        ev.CacheAdded(TELEPHONE, "NAPTR", 600),
    ]


def calls(host: str, address: str, port: int = 5060) -> list[ev.Event]:
    """The other end, or a proxy, names a host and a port."""
    return [ev.AddressFallback("udp", port), *there(host, address), ev.PortKept("udp", port), *used(address)]


def calls_nobody(host: str) -> list[ev.Event]:
    asked = [*none("NAPTR", host), ev.NaptrEmpty(host), *none("SRV", f"_sip._udp.{host}"), ev.SrvEmpty("udp")]
    return [*asked, ev.AddressFallback("udp", 0), *none("A", host), ev.NothingFound("udp", host)]


def lived(seconds: int) -> Zone:
    return zone(*(line.replace("3600", str(seconds), 1) for line in HEALTHY))


def hosts(first: str, second: str) -> Callable[[], Log]:
    lines = (f"{SRV} 10 10 5060 {first}", f"{SRV} 20 10 5060 {second}")
    return only(zone(HEALTHY[0], *lines, f"{first} 60 A 10.225.2.31", f"{second} 60 A 10.225.2.32"))


def text(edit: Callable[[str], str]) -> Callable[[], Log]:
    return lambda: edit(registered().course.rest(60).text)


OLD, NEW = (zone(*HEALTHY[:3], f"piper.eslab.local 60 A {one}", HEALTHY[4]) for one in ("10.9.9.9", FIRST))
TWO = (f"{NAPTR} 10 10 s SIP+D2U - {OWNER}", f"{NAPTR} 20 10 s SIP+D2T - _sip._tcp.{NAME}")
WELL: dict[str, Callable[[], Log]] = {
    "no directory": later(*none("SRV", "_ldap._tcp.eslab.local")),
    "no directory, asked before": before(*none("SRV", "_ldap._tcp.eslab.local")),
    "no directory below the name itself": later(*none("SRV", f"_ldap._tcp.{NAME}")),
    "one directory": later(*service("_ldap._tcp.eslab.local", "dc1.eslab.local")),
    "one directory below the name itself": later(*service(f"_ldap._tcp.{NAME}", "dc1.eslab.local")),
    "no time server": later(*none("SRV", "_ntp._udp.eslab.local"), *none("A", "eslab.local")),
    "the time server's answer lives for no time": later(*there("time.eslab.local", "10.0.0.9", ttl=0)),
    "the time server's answer lives for a week": later(*there("time.eslab.local", "10.0.0.9", ttl=604800)),
    "many time servers": later(*there("pool.ntp.org", "10.0.0.9", "10.0.0.8", "10.0.0.7")),
    "a time server that is missing": later(*none("A", "pool.ntp.org")),
    "another transport is asked for": later(*none("SRV", f"_sips._tcp.{NAME}")),
    "a number that nobody has": later(*telephone(is_there=False)),
    "a number": later(*telephone(is_there=True)),
    "a call by way of a gateway": later(*calls(GATEWAY, "10.225.2.90")),
    "two calls by way of a gateway": later(*2 * calls(GATEWAY, "10.225.2.90")),
    "a call by way of a SIP server": later(*calls("piper.eslab.local", FIRST)),
    "a call by way of the name with a port": later(*calls(NAME, FIRST)),
    "a call by way of a gateway that is missing": later(
        ev.AddressFallback("udp", 5060), *none("A", GATEWAY), ev.NothingFound("udp", GATEWAY)),
    "the address of the name is asked for before": before(*none("A", NAME)),
    "the address of the name is there before": before(*there(NAME, "10.225.2.50")),
    "the address of the name is asked for later": later(*none("A", NAME)),
    "a server's address is asked for later by its short name": later(*none("A", "piper")),
    "the SRV records turn": turning(GOOD, zone(HEALTHY[0], *HEALTHY[2:0:-1], *HEALTHY[3:])),
    "the NAPTR records turn": turning(zone(*TWO, *HEALTHY[1:]), zone(*TWO[::-1], *HEALTHY[1:])),
    "the time to live runs down": turning(GOOD, lived(1234), lived(17)),
    "the time to live is a second": turning(GOOD, lived(1)),
    "the time to live is nearly a day": only(lived(86399)),
    "a server has moved": lambda: turns(OLD, OLD, NEW, NEW, NEW),
    "a target in other letters": turning(
        GOOD, zone(*HEALTHY[:3], "PIPER.eslab.local 60 A 10.225.2.31", HEALTHY[4])),
    "servers below the name": hosts(f"a.{NAME}", f"b.{NAME}"),
    "servers named like the zone": hosts("local.eslab.local", "eslab.eslab.local"),
    "a server named like the domain": hosts("eslab.local", "piper2.eslab.local"),
    "a server with a short name": hosts("piper", "piper2.eslab.local"),
    "priorities far apart": only(srv("1 10 5060 piper@", "65535 10 5060 piper2@")),
    "the column of lost lines is blank": text(lambda log: log.replace("|00|", "| |")),
    "the column of lost lines has one digit": text(lambda log: log.replace("|00|", "|0|")),
    "lines end twice": text(lambda log: log.replace("\n", "\r\r\n")),
    "a heading": text(lambda log: f"Handset 8440\nuploaded\n\n{log}"),
}  # fmt: skip


@pytest.mark.parametrize("name", WELL)
def test_a_handset_that_works_has_no_fault(name: str) -> None:
    judgement = judged(WELL[name]())
    assert (verdict(judgement), graver(judgement)) == (OK, set())


def test_a_name_without_which_the_handset_registers_is_a_warning() -> None:
    """The other end of a call, or a mailbox: an error would follow if it were a registration's."""
    judgement = judged(later(*calls_nobody(ELSEWHERE))())
    assert (verdict(judgement), graver(judgement)) == (OK, {"name.missing"})
    assert found(judgement, "name.missing").variant == "beside"
    # Where nothing else is found, where the log ends, and with an error, it may be the server.
    course = Course().say(*calls_nobody(NAME)).rest(600)
    assert verdict(judged(course)) == "name.missing"
    course = registered().course.say(*calls_nobody(ELSEWHERE))
    assert verdict(judged(course)) == "name.missing"
    course = registered().course.say(ev.RegisterStarted("1513", "1513", "1513", 1))
    course.say(*calls_nobody(ELSEWHERE)).rest(600)
    assert verdict(judged(course)) == "name.missing", "its error may be lost"
    failed = registered().course.say(*calls_nobody(ELSEWHERE)).fails(480).rest(600)
    assert verdict(judged(failed)) == "name.missing"
    assert FAILED in codes(judged(failed))


def test_with_a_call_beside_it_a_handset_that_finds_nothing_is_judged_by_that() -> None:
    handset = begun(NOTHING)
    handset.course.say(*calls_nobody(ELSEWHERE), *calls(GATEWAY, "10.225.2.90")).rest(600)
    judgement = judged(handset.course)
    assert (verdict(judgement), FAILED in codes(judgement)) == ("name.missing", True)


def test_a_port_that_a_registration_begins_with_is_told_also_where_calls_have_one() -> None:
    course = registered().course.say(*calls(GATEWAY, "10.225.2.90")).rest(60)
    course.say(ev.RegisterStarted("1513", "1513", "1513", 1), *calls("pbx.eslab.local", "10.225.2.80"))
    judgement = judged(course.rest(600))
    assert found(judgement, "config.port-not-zero").subject == "pbx.eslab.local"
