"""Logs that lost lines: of a handset that works nothing that was lost makes a fault, whatever is left.

What a busy handset, a copy or a filter leaves out is chance: seeds stand for it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.core.courses import BOTH, FIRST, GOOD, READY, Course, Handset, begun, healthy_day, used
from tests.core.faults import NAPTR, OK, SRV
from tests.core.field import TCP, judged, renewals
from tests.core.judged import KNOWN, codes, current, found, graver, verdict
from tests.core.logs import HEALTHY, LAB, NAME, OWNER, interleaved, register, zone
from wizard.core.handset.resolver import Lookfor
from wizard.core.trace import events as ev
from wizard.core.trace import grammar

OTHER, OTHERS = "other.eslab.local", "_sip._udp.other.eslab.local"
THREE = zone(
    HEALTHY[0],
    *HEALTHY[1:3],
    f"{SRV} 30 10 5060 piper3.eslab.local",
    *HEALTHY[3:],
    "piper3.eslab.local 60 A 10.225.2.33",
)
TWO_NAPTR = zone(HEALTHY[0], f"{NAPTR} 20 10 s SIP+D2T - {TCP.split()[0]}", *HEALTHY[1:])
ZONES = (GOOD, THREE, TWO_NAPTR)


def healthy(chance: random.Random, seed: int) -> list[str]:
    """A handset that restarts and renews, several lines of one, or a whole day."""
    there = chance.choice(ZONES)
    match chance.randrange(4):
        case 0:
            return healthy_day(seed)
        case 1:
            handset = begun(chance.choice([*ZONES, BOTH, zone(*HEALTHY[1:])]))
            for _ in range(chance.randrange(6)):
                handset.course.uses(FIRST).rest(chance.choice([60, 600, 3600]))
                later = chance.choice(ZONES)
                handset.restarts(later) if chance.random() < 0.4 else handset.does(later, passed=3601)
            return handset.course.rest(60).lines
        case 2:
            return renewals(chance.randrange(1, 6), there).course.rest(60).lines
    course = Course()
    for number in range(chance.randrange(2, 5)):
        Handset(LAB, str(1512 + number), course=course).does(there, begin=True)
    return course.rest(60).lines


def without_some(lines: list[str], chance: random.Random) -> list[str]:
    """Lines lost one by one, or blocks of them."""
    if chance.random() < 0.4:
        lost = chance.choice([0.02, 0.05, 0.1, 0.2, 0.3, 0.5])
        return [line for line in lines if chance.random() >= lost]
    for _ in range(chance.randrange(1, 5)):
        start = chance.randrange(max(1, len(lines)))
        lines = lines[:start] + lines[start + chance.randrange(1, 20) :]
    return lines


@settings(max_examples=300, derandomize=True)  # Rates are for long runs: here the same logs each time.
@given(seed=st.integers(0, 2**32))
def test_of_a_handset_that_works_no_lines_that_are_left_show_a_fault(seed: int) -> None:
    chance = random.Random(seed)
    left = without_some(healthy(chance, seed), chance) or ["1028091201|so   |2|00|a synthetic line"]
    judgement = judged("\n".join(left))
    assert not [one.code for one in current(judgement) if KNOWN.severity(one).fails]


def log(events: Iterable[ev.Event]) -> str:
    return "\n".join([*(grammar.line(event, "1028091201") for event in events), ""])


def lost(events: Iterable[ev.Event], first: ev.Event, last: ev.Event) -> list[ev.Event]:
    """The events without the first block from one to another."""
    said = list(events)
    start = said.index(first)
    return said[:start] + said[said.index(last, start) + 1 :]


PIPER, PIPER2 = ev.SrvTarget("piper.eslab.local.", 5060), ev.SrvTarget("piper2.eslab.local.", 5060)
MADE_OF_TWO = {
    # A log of one search: from where to where it lost lines.
    "the second half of one record, and the first half of the next": (ev.SrvPriority(10), PIPER2),
    "all but its first line": (ev.SrvPriority(20), ev.SrvWeight(10)),
    "the end of the first record": (ev.SrvPriority(10), ev.SrvWeight(10)),
}


@pytest.mark.parametrize("name", MADE_OF_TWO)
def test_a_record_that_may_be_made_of_two_tells_nothing_of_their_order(name: str) -> None:
    """The next search shows the same records: they are not added to what is left of the first."""
    whole = register(GOOD)
    said = lost(whole, *MADE_OF_TWO[name])
    ends = ev.TargetsResolved(OWNER)
    for first in (said, [event for event in said if event != ends]):
        again = [event for event in register(GOOD) if not isinstance(event, ev.Answered)]
        judgement = judged(log([*first, *again]))
        assert graver(judgement) == set()


def two_names() -> list[ev.Event]:
    """Two lines of a handset, the records of one told behind those of the other."""
    runs = register(GOOD), register(BOTH, Lookfor(OTHER, own_domain="eslab.local"), user="1513")
    turns = iter([0] * 1000)
    said = interleaved(lambda _count: next(turns), *runs)
    return sorted(said, key=lambda event: isinstance(event, ev.TargetLookup | ev.TargetsResolved))


def test_records_of_another_name_fill_no_answer_that_lost_its_own() -> None:
    """A primary of each of two names was told as two primaries of one."""
    said = two_names()
    said = lost(said, PIPER2, ev.Answered("SRV", OTHERS, ("", ""), 3600))
    assert ev.CacheAdded(OWNER, "SRV", 3600) not in said
    assert ev.CacheAdded(OTHERS, "SRV", 3600) in said
    assert graver(judged(log(said))) == set()


def test_equal_priorities_are_told_where_the_log_shows_the_whole_answer() -> None:
    same = zone(*(line.replace(" 20 10 5060", " 10 10 5060") for line in HEALTHY))
    said = register(same)
    assert verdict(judged(log(said))) == "srv.equal-priority"
    # A line about something else that was lost takes nothing back.
    assert verdict(judged(log(event for event in said if not isinstance(event, ev.CacheMiss)))) == (
        "srv.equal-priority"
    )
    assert "srv.equal-priority" not in codes(judged(log(event for event in said if event != PIPER2)))


# Addresses and ports ---------------------------------------------------------------------------


@pytest.mark.parametrize("later", ["09:03:00", "09:03:30", "10:02:55", "11:00:00"])
def test_a_host_that_is_looked_up_long_behind_a_look_up_that_lost_its_end_has_no_port(later: str) -> None:
    course = begun().course.say(ev.RegisterStarted("1513", "1513", "1513", 1))  # Its search is lost.
    course.at("2025-10-28T09:01:55").uses(FIRST)
    assert "hostname '10.225.2.31'" in course.lines[-3]
    del course.lines[-3:]
    course.at(f"2025-10-28T{later}")
    course.say(ev.LookupStarted("A", "boot.eslab.local"), ev.NoMatch("A", "boot.eslab.local", 4))
    assert codes(judged(course.rest(60))) == {OK}


def test_the_other_end_of_a_call_is_no_configured_address_where_the_search_is_lost() -> None:
    course = begun().course.uses(FIRST).say(READY)
    lost_words = ("R: hostname", "V: hostname", "TTL=", "returned OK", "kept port", "(NAPTR) expires")
    lines = [line for line in course.lines if not any(word in line for word in lost_words)]
    course.lines = lines
    course.rest(600).uses("10.225.2.83").rest(60)
    assert verdict(judged(course)) == ""


def test_an_address_of_which_the_answer_was_lost_is_none_that_was_typed() -> None:
    course = begun().course.uses(FIRST)
    other = Handset(Lookfor(OTHER, own_domain="eslab.local"), "1513", course=course).does(BOTH, begin=True)
    other.course.uses("10.225.3.31").rest(60)
    lost_words = ("3.31) TTL", f"hostname '{OTHER}", f"hostname '{OTHERS}", "returned OK")
    kept = [line for line in course.lines if not any(word in line for word in lost_words)]
    passed = [place for place, line in enumerate(kept) if line.endswith("ipAddress '10.225.3.31'")]
    left = [line for place, line in enumerate(kept) if place not in passed[:-1]]
    assert "config.address-is-ip" not in codes(judged("\n".join(left)))


def test_an_srv_target_whose_record_lost_lines_is_no_configured_host() -> None:
    said = [event for event in register(GOOD) if not isinstance(event, ev.SrvWeight | ev.TargetLookup)]
    announced = [ev.RegisterStarted("1513", "1513", "1513", 1), ev.AddressFallback("udp", 5060)]
    begins = next(place for place, event in enumerate(said) if getattr(event, "rtype", "") == "A")
    told = judged(log([*announced, *said[:begins], *said[begins:]]))
    assert "config.port-not-zero" not in codes(told)


GATEWAY = "gateway.eslab.local"


def call(host: str, port: int = 5060) -> list[ev.Event]:
    looked_up = [ev.LookupStarted("A", host), ev.CacheMiss(host, "A")]
    answer = [ev.Answered("A", host, ("10.225.2.90",), 60), ev.CacheAdded(host, "A", 60)]
    return [
        ev.AddressFallback("udp", port),
        *looked_up,
        *answer,
        ev.PortKept("udp", port),
        *used("10.225.2.90"),
    ]


@pytest.mark.parametrize("host", [GATEWAY, "piper.eslab.local", NAME])
def test_a_calls_host_is_no_configured_port_in_a_snapshot_without_a_registration(host: str) -> None:
    course = Course().rest(10).uses(FIRST).rest(600).say(*call(host)).rest(100)
    assert graver(judged(course)) == set()
    assert OK not in codes(judged(course)), "it tells of no registration"
    renewed = Handset(course=course).does(GOOD).course.rest(100)
    assert (verdict(judged(renewed)), graver(judged(renewed))) == (OK, set())


def test_a_configured_port_is_told_where_the_log_shows_that_it_is_one() -> None:
    by_port = Lookfor(NAME, 5060)
    failing = begun(zone(), by_port).course.rest(60).lines[1:]
    assert verdict(judged("\n".join(failing))) == "config.port-not-zero"
    course = Course().rest(10)
    ready = begun(zone(*HEALTHY, f"{NAME} 60 A {FIRST}"), by_port).course.say(ev.BootReady("81.2")).rest(60)
    cut = "\n".join([*course.lines, *ready.lines[1:]])
    assert found(judged(cut), "config.port-not-zero").subject == NAME


@example(seed=42)
@settings(max_examples=40)
@given(seed=st.integers(0, 2**32))
def test_a_transport_is_told_also_where_two_lines_share_their_look_ups(seed: int) -> None:
    runs = [register(GOOD, Lookfor(NAME, 0, "UDPOnly"), user=user) for user in ("1512", "1513")]
    judgement = judged(log(interleaved(random.Random(seed).randrange, *runs)))
    assert {"config.transport-not-dnsnaptr", OK} <= codes(judgement)


# Hosts without an address ----------------------------------------------------------------------

FIRST_LACKS, SECOND_LACKS = zone(*HEALTHY[:3], HEALTHY[4]), zone(*HEALTHY[:4])
NO_ADDRESS = "address.missing"
LACKING = {"piper.eslab.local": FIRST_LACKS, "piper2.eslab.local": SECOND_LACKS}


@pytest.mark.parametrize("host", LACKING)
def test_a_host_without_an_address_is_told_wherever_its_search_is_cut_off(host: str) -> None:
    lines = begun(LACKING[host]).course.rest(60).lines
    proven = next(place for place, line in enumerate(lines) if f"'{host}.' Server has no Answer" in line)
    for end in range(len(lines) + 1):
        judgement = judged("\n".join(lines[:end]))
        assert graver(judgement) - {"log.not-a-handset-log"} == ({NO_ADDRESS} if end > proven else set()), end
        if end > proven:
            missing = found(judgement, NO_ADDRESS)
            assert (missing.subject, missing.variant) == (host, "")


LOST = ("(,) TTL", "returned OK", "SRV: hostname", "weight", "TTL=3600", "calling LookupForList(A)")


@pytest.mark.parametrize("gone", LOST)
@pytest.mark.parametrize("host", LACKING)
def test_a_host_without_an_address_is_told_where_lines_of_its_search_are_lost(host: str, gone: str) -> None:
    lines = begun(LACKING[host]).course.rest(60).lines
    judgement = judged("\n".join(line for line in lines if gone not in line))
    assert (verdict(judgement), graver(judgement)) == (NO_ADDRESS, {NO_ADDRESS})
    assert found(judgement, NO_ADDRESS).subject == host


def test_a_later_search_without_an_end_takes_a_missing_address_back() -> None:
    handset = begun(SECOND_LACKS)
    handset.course.rest(300)
    handset.restarts(GOOD)
    lines = [line for line in handset.course.rest(60).lines if "returned OK" not in line]
    assert graver(judged("\n".join(lines))) == set()


def test_a_wrong_name_of_a_host_is_told_with_its_missing_address_also_where_the_search_is_cut_off() -> None:
    doubled = zone(HEALTHY[0], f"{SRV} 10 10 5060 piper.eslab.local.eslab.local", *HEALTHY[2:])
    lines = begun(doubled).course.lines
    proven = next(place for place, line in enumerate(lines) if "has no Answer" in line)
    judgement = judged("\n".join(lines[: proven + 1]))
    assert (verdict(judgement), found(judgement, NO_ADDRESS).caused_by) == (
        "srv.target-doubled",
        "srv.target-doubled",
    )


@pytest.mark.parametrize("gone", ["TTL=3600", "kept port"])
def test_a_configured_port_is_no_configured_address_where_the_answer_is_lost(gone: str) -> None:
    lines = begun(zone(f"{NAME} 60 A {FIRST}".replace(" 60 ", " 3600 ")), Lookfor(NAME, 5060)).course.lines
    judgement = judged("\n".join(line for line in lines if gone not in line))
    assert (verdict(judgement), graver(judgement)) == ("config.port-not-zero", {"config.port-not-zero"})
