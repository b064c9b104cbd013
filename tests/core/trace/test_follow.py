"""From lines to attempts: the two printed logs, threads that interleave, holes, caches, several lines."""

from __future__ import annotations

import gc
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core import logs
from tests.core.logs import HEALTHY, NAME, OWNER, STRAY, Phone, interleaved, register, zone
from wizard.core.finding import Evidence, EvidenceKind
from wizard.core.handset.resolver import Lookfor
from wizard.core.log.review import review
from wizard.core.log.source import read as read_file
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Attempt, Ending, Entry, FoundServer, LookupResult, Story
from wizard.core.trace.follow import follow

BULLETIN = Path(__file__).parents[2] / "data" / "bulletin"
GOOD = zone(*HEALTHY)
NOTHING = zone()
PIPERS = (
    FoundServer("piper.eslab.local", "10.225.2.31", 5060, "udp", 10, 10),
    FoundServer("piper2.eslab.local", "10.225.2.32", 5060, "udp", 20, 10),
)


def story(said: list[ev.Event]) -> Story:
    evidence = [Evidence(EvidenceKind.LOG, "a.log", "", number) for number in range(1, len(said) + 1)]
    return follow([Entry(event, seen) for event, seen in zip(said, evidence, strict=True)])


def shape(attempt: Attempt) -> tuple[object, ...]:
    """An attempt without its line numbers and its user."""
    lookups = [(o.rtype, o.host, o.result, o.records, o.ttl, o.negative_ttl) for o in attempt.lookups]
    # No line tells which of two users who fail at once looked for which name.
    failure = attempt.failure.event.code if attempt.failure is not None else None  # type: ignore[attr-defined]
    return (attempt.name, attempt.protocol, lookups, attempt.ending, attempt.servers, failure, attempt.port)


def results(attempt: Attempt) -> list[tuple[str, LookupResult]]:
    return [(lookup.rtype, lookup.result) for lookup in attempt.lookups]


# The printed logs --------------------------------------------------------------------------


@pytest.mark.parametrize(("which", "ttl"), [("as-printed", 36), ("restored", 3600)])
def test_the_failed_log_is_one_attempt_that_found_nothing(which: str, ttl: int) -> None:
    told = review(read_file(BULLETIN / f"failed-{which}.log")).story
    (attempt,) = told.attempts
    assert told.loose_failures == ()
    assert (attempt.name, attempt.ending, attempt.servers) == (NAME, Ending.NOTHING, ())
    assert results(attempt) == [(rtype, LookupResult.EMPTY) for rtype in ("NAPTR", "SRV", "A")]
    assert [lookup.negative_ttl for lookup in attempt.lookups] == [ttl] * 3
    assert attempt.failure is not None
    assert attempt.failure.evidence.line == 31
    # Lines 4 and 5 are the stray address of another thread; 3, 14 and 24 name the shortened host.
    seen = {evidence.line for evidence in attempt.seen()} | {
        e.line for lookup in attempt.lookups for e in lookup.seen()
    }
    assert seen == set(range(1, 32)) - {3, 4, 5, 14, 24}


@pytest.mark.parametrize(("which", "ttl"), [("as-printed", 36), ("restored", 3600)])
def test_the_successful_log_is_an_attempt_and_one_from_memory(which: str, ttl: int) -> None:
    told = review(read_file(BULLETIN / f"successful-{which}.log")).story
    first, again = told.attempts
    assert told.loose_failures == ()
    servers = (
        FoundServer("piper.eslab.local", "10.225.2.31", 5060, "udp", 1, 10),
        FoundServer("piper2.eslab.local", "10.225.2.32", 5060, "udp", 2, 20),
    )
    for attempt in told.attempts:
        assert (attempt.name, attempt.ending, attempt.servers) == (NAME, Ending.FOUND, servers)
        assert results(attempt) == [(r, LookupResult.FOUND) for r in ("NAPTR", "SRV", "A", "A")]
        assert all(lookup.is_complete for lookup in attempt.lookups)
    assert [lookup.ttl for lookup in first.lookups] == [ttl] * 4
    assert [lookup.cached for lookup in again.lookups] == [True] * 4
    assert (first.user, first.entries[0].evidence.line, again.entries[0].evidence.line) == ("1512", 2, 47)


# Transports, ports, addresses --------------------------------------------------------------


@pytest.mark.parametrize(
    ("transport", "labels", "protocol"),
    [
        ("DNSnaptr", "_sip._udp", "udp"),
        ("UDPOnly", "_sip._udp", "udp"),
        ("TCPOnly", "_sip._tcp", "tcp"),
        ("TCPpreferred", "_sip._tcp", "tcp"),
        ("TLS", "_sips._tcp", "tls"),
    ],
)
def test_the_transport_is_read_from_the_question(transport: str, labels: str, protocol: str) -> None:
    there = zone(f"{labels}.{NAME} 60 SRV 1 1 5070 piper.eslab.local", "piper.eslab.local 60 A 10.225.2.31")
    (attempt,) = story(register(there, Lookfor(NAME, 0, transport))).attempts
    assert attempt.servers == (FoundServer("piper.eslab.local", "10.225.2.31", 5070, protocol, 1, 1),)
    assert attempt.srv_owner == f"{labels}.{NAME}"
    (failed,) = story(register(NOTHING, Lookfor(NAME, 0, transport))).attempts
    assert (failed.ending, failed.protocol) == (Ending.NOTHING, protocol)


def test_a_configured_port_is_an_attempt_by_address() -> None:
    there = zone(f"{NAME} 60 A 10.225.2.31")
    (attempt,) = story(register(there, Lookfor(NAME, 5080))).attempts
    assert attempt.servers == (FoundServer(NAME, "10.225.2.31", 5080, "udp"),)
    assert (attempt.port, attempt.by_address, attempt.ending) == (5080, True, Ending.FOUND)


def test_a_configured_port_is_seen_past_another_threads_address() -> None:
    said = register(zone(f"{NAME} 60 A 10.225.2.31"), Lookfor(NAME, 5080))
    stray = [ev.LookupStarted("A", STRAY), ev.AddressPassedThrough(STRAY)]
    for place in range(1, len(said)):
        told = story([*said[:place], *stray, *said[place:]])
        assert [shape(attempt) for attempt in told.attempts] == [shape(story(said).attempts[0])]


def test_a_configured_address_is_no_attempt_whatever_is_looked_up_later() -> None:
    for port in (0, 5060):
        said = [*register(NOTHING, Lookfor("10.225.2.31", port)), ev.LookupStarted("A", "pool.ntp.org")]
        assert story(said).attempts == ()


def test_an_address_is_looked_up_again_after_registration_without_a_new_attempt() -> None:
    phone = Phone()
    phone.register(GOOD)
    phone.said += [ev.AddressFallback("udp", 5060), ev.LookupStarted("A", "piper.eslab.local")]
    phone.said += [ev.CacheHit("piper.eslab.local", "A", 3000), ev.PortKept("udp", 5060)]
    assert [attempt.name for attempt in story(phone.said).attempts] == [NAME]


def test_other_names_that_a_handset_looks_up_are_no_attempts() -> None:
    other = [
        ev.LookupStarted("A", "pool.ntp.org"),
        ev.CacheMiss("pool.ntp.org", "A"),
        ev.NoAnswer("A", "pool.ntp.org"),
        ev.NoMatch("A", "pool.ntp.org", 4),
        ev.LookupStarted("A", "boot.eslab.local"),
        ev.Answered("A", "boot.eslab.local", ("10.225.2.9",), 60),
    ]
    assert story(other).attempts == ()
    assert len(story([*register(GOOD), *other]).attempts) == 1


def test_a_target_that_is_an_address_and_is_passed_through_was_reached() -> None:
    said = [
        ev.LookupStarted("SRV", OWNER), ev.Answered("SRV", OWNER, ("",), 60), ev.SrvAdded(),
        ev.SrvTarget("10.225.2.31", 5060), ev.SrvPriority(1), ev.SrvWeight(1),
        ev.TargetLookup("10.225.2.31", 5060), ev.LookupStarted("A", "10.225.2.31"),
        ev.AddressPassedThrough("10.225.2.31"), ev.TargetsResolved(OWNER),
    ]  # fmt: skip
    (attempt,) = story(said).attempts
    assert attempt.ending is Ending.FOUND
    assert attempt.servers == (FoundServer("10.225.2.31", "10.225.2.31", 5060, "udp", 1, 1),)


# Records -----------------------------------------------------------------------------------


def test_many_records_in_one_answer() -> None:
    records = [f"{OWNER} 60 SRV {n} {n} {5000 + n} pbx{n}.eslab.local" for n in range(60)]
    hosts = [f"pbx{n}.eslab.local 60 A 10.0.0.{n}" for n in range(60)]
    (attempt,) = story(register(zone(*records, *hosts))).attempts
    assert [server.address for server in attempt.servers] == [f"10.0.0.{n}" for n in range(60)]


def test_several_naptr_records() -> None:
    records = [f"{NAME} 60 NAPTR {n} 1 s SIP+D2T - _sip._tcp.{NAME}" for n in (3, 1, 2)]
    (attempt,) = story(register(zone(*records))).attempts
    naptr = attempt.lookup("NAPTR")
    assert naptr is not None
    assert [record.order for record in naptr.records] == [3, 1, 2]


def test_a_lost_line_leaves_the_records_incomplete() -> None:
    said = register(GOOD)
    (place,) = logs.numbers(said, ev.SrvTarget, target="piper2.eslab.local.")
    (attempt,) = story([*said[: place - 1], *said[place:]]).attempts
    srv = attempt.lookup("SRV")
    assert srv is not None
    assert not srv.is_complete
    assert len(srv.records) == 1
    assert [server.host for server in attempt.servers] == ["piper.eslab.local", "piper2.eslab.local"]
    assert attempt.ending is Ending.FOUND


def test_an_alternative_dns_server_that_answers_counts() -> None:
    said = register(GOOD)
    (place,) = logs.numbers(said, ev.Answered, rtype="SRV")
    told = story([*said[: place - 1], ev.NoAnswer("SRV", OWNER), *said[place - 1 :]])
    assert [shape(attempt) for attempt in told.attempts] == [shape(story(said).attempts[0])]


# Memory ------------------------------------------------------------------------------------


def test_repeated_attempts_from_memory_and_after_it_ran_out() -> None:
    phone = Phone()
    for pause in (60, 60, 3600, 60):
        phone.register(GOOD)
        phone.now += pause
    told = story(phone.said)
    assert [attempt.servers for attempt in told.attempts] == [PIPERS] * 4
    assert [attempt.lookups[0].cached for attempt in told.attempts] == [False, True, True, False]


def test_remembered_failures_are_failures() -> None:
    told = story(register(NOTHING, times=3))
    assert [attempt.ending for attempt in told.attempts] == [Ending.NOTHING] * 3
    assert [lookup.cached for lookup in told.attempts[1].lookups] == [True] * 3
    assert all(attempt.failure is not None for attempt in told.attempts)


def test_a_log_of_remembered_answers_alone_found_its_servers() -> None:
    """A snapshot of the last 300 lines of a healthy handset shows nothing else."""
    phone = Phone()
    phone.register(GOOD)
    phone.said.clear()
    phone.now += 60
    phone.register(GOOD, begin=False)
    (attempt,) = story(phone.said).attempts
    assert attempt.ending is Ending.FOUND
    assert [(server.host, server.port, server.address) for server in attempt.reachable] == [
        ("piper.eslab.local", 5060, ""),
        ("piper2.eslab.local", 5060, ""),
    ]


def test_a_remembered_address_of_the_name_itself_was_found() -> None:
    phone = Phone(Lookfor(NAME, 5060))
    phone.register(zone(f"{NAME} 60 A 10.225.2.31"))
    phone.said.clear()
    phone.register(NOTHING)
    (attempt,) = story(phone.said).attempts
    assert (attempt.ending, len(attempt.reachable)) == (Ending.FOUND, 1)


# Failures ----------------------------------------------------------------------------------


def test_a_server_that_says_no_after_the_servers_were_found() -> None:
    phone = Phone()
    phone.register(GOOD)
    phone.rejected()
    (attempt,) = story(phone.said).attempts
    assert attempt.ending is Ending.FOUND
    assert attempt.failure is not None
    assert attempt.failure.event == ev.RegistrationFailed("1512", 403, "Forbidden")


def test_a_no_belongs_to_the_last_attempt_and_not_to_an_old_failure() -> None:
    phone = Phone()
    phone.register(NOTHING)
    assert isinstance(phone.said.pop(), ev.RegistrationFailed)  # as if its line had been lost
    phone.boot()
    phone.register(GOOD)
    phone.rejected()
    old, new = story(phone.said).attempts
    assert old.failure is None
    assert new.failure is not None


def test_a_no_after_the_handsets_own_failure_comes_from_another_server() -> None:
    phone = Phone()
    phone.register(NOTHING)
    phone.rejected(403)
    told = story(phone.said)
    assert told.attempts[0].failure is not None
    assert told.attempts[0].failure.event.code == 480  # type: ignore[attr-defined]
    assert [entry.event for entry in told.loose_failures] == [ev.RegistrationFailed("1512", 403, "Forbidden")]


def test_a_failure_without_any_attempt_is_loose() -> None:
    told = story([ev.RegistrationFailed("1512", 503, "Service Unavailable")])
    assert (told.attempts, len(told.loose_failures)) == ((), 1)


def test_only_the_lines_of_the_sip_module() -> None:
    for times in (1, 3):
        said = [event for event in register(NOTHING, times=times) if _is_sip(event)]
        told = story(said)
        assert [(a.name, a.ending) for a in told.attempts] == [(NAME, Ending.NOTHING)] * times
        assert all(attempt.failure is not None for attempt in told.attempts)
        assert told.loose_failures == ()


def _is_sip(event: ev.Event) -> bool:
    return logs.grammar.rule_of(event).module == "sip"


def test_targets_without_addresses_found_nothing_whatever_the_handset_says_next() -> None:
    said = register(zone(*HEALTHY[:3]))
    failure = said.pop()
    for more in ([failure], [ev.NothingFound("udp", NAME), failure]):
        (attempt,) = story([*said, *more]).attempts
        assert (attempt.ending, len(attempt.servers)) == (Ending.NOTHING, 2)
        assert attempt.failure is not None


def test_a_declined_service_found_nothing() -> None:
    (attempt,) = story(register(zone(f"{OWNER} 60 SRV 0 0 0 ."))).attempts
    assert (attempt.ending, [server.host for server in attempt.servers]) == (Ending.NOTHING, ["."])


# Cut logs ----------------------------------------------------------------------------------


@pytest.mark.parametrize("there", [GOOD, NOTHING], ids=["good", "nothing"])
def test_a_log_that_begins_or_ends_anywhere(there: logs.Zone) -> None:
    said = register(there, times=2)
    whole = [shape(attempt) for attempt in story(said).attempts]
    second = logs.numbers(said, ev.RegisterStarted)[1]
    for cut in range(second):
        last = story(said[cut:]).attempts[-1]
        assert last.ending is story(said).attempts[1].ending
        assert bool(last.reachable) == (there is GOOD)
    for cut in range(second, len(said)):
        told = story(said[:cut])
        assert shape(told.attempts[0]) == whole[0]
        assert len(told.attempts) <= 2


def test_a_target_whose_lines_were_lost_leaves_the_end_open() -> None:
    said = register(zone(*HEALTHY[:4]))
    kept = [event for event in said if getattr(event, "rtype", "") != "A" or not _of_piper(event)]
    (attempt,) = story(kept).attempts
    assert attempt.ending is Ending.UNFINISHED


def _of_piper(event: ev.Event) -> bool:
    return getattr(event, "host", "") == "piper.eslab.local."


# Side by side ------------------------------------------------------------------------------

_ENDS = st.sampled_from(("good", "nothing", "one host", "no targets"))
_OTHER = "phones.example.org"


def _zone_of(name: str, end: str, hosts: str) -> logs.Zone:
    if end == "nothing":
        return zone()
    if end == "one host":
        return zone(f"{name} 60 A 10.1.1.9")
    lines = [f"_sip._udp.{name} 60 SRV {n} 5 5060 {hosts}{n}.eslab.local" for n in (1, 2)]
    if end == "good":
        lines += [f"{hosts}{n}.eslab.local 60 A 10.1.1.{n}" for n in (1, 2)]
    return zone(f"{name} 60 NAPTR 1 1 s SIP+D2U - _sip._udp.{name}", *lines)


@given(
    first=_ENDS, second=_ENDS, times=st.integers(1, 2), seed=st.integers(0, 2**32),
    shared=st.booleans(),
)  # fmt: skip
def test_attempts_for_two_names_side_by_side(
    first: str, second: str, times: int, seed: int, shared: bool
) -> None:
    one = register(_zone_of(NAME, first, "a"), Lookfor(NAME), user="1512", times=times)
    hosts = "a" if shared else "b"
    other = register(_zone_of(_OTHER, second, hosts), Lookfor(_OTHER), user="1513", times=times)
    told = story(interleaved(random.Random(seed).randrange, one, other))
    alone = [*story(one).attempts, *story(other).attempts]
    if shared and first != second:
        return  # one host would have two truths: no log can hold that
    assert told.loose_failures == ()
    for name in (NAME, _OTHER):
        together = [shape(attempt) for attempt in told.attempts if attempt.name == name]
        apart = [shape(attempt) for attempt in alone if attempt.name == name]
        if not shared:
            assert together == apart
        else:
            assert [(a[3], a[4], a[5]) for a in together] == [(a[3], a[4], a[5]) for a in apart]


@given(end=_ENDS, seed=st.integers(0, 2**32), begin=st.booleans())
def test_two_lines_with_one_name_side_by_side(end: str, seed: int, begin: bool) -> None:
    there = _zone_of(NAME, end, "a")
    one, other = (register(there, Lookfor(NAME), user=user, begin=begin) for user in ("1512", "1513"))
    told = story(interleaved(random.Random(seed).randrange, one, other))
    ended = [attempt for attempt in told.attempts if attempt.ending is not Ending.UNFINISHED]
    alone = story(one).attempts[0]
    assert {attempt.ending for attempt in ended} == {alone.ending}
    assert told.loose_failures == ()
    assert any(attempt.failure is not None for attempt in ended) == (alone.failure is not None)
    assert ended[-1].servers == alone.servers


def test_users_are_told_apart_by_the_failure() -> None:
    one = register(NOTHING, Lookfor(NAME), user="1512")
    other = register(_zone_of(_OTHER, "good", "b"), Lookfor(_OTHER), user="1513")
    phone = Phone(user="1513")
    phone.rejected(401, "Unauthorized")
    told = story([*one, *other, *phone.said])
    failed = {attempt.name: attempt.failure.event.user for attempt in told.attempts if attempt.failure}  # type: ignore[attr-defined]
    assert failed == {NAME: "1512", _OTHER: "1513"}


def test_a_long_history_costs_no_more_than_its_length() -> None:
    looks: list[int] = []
    for times in (50, 100):
        said = register(NOTHING, times=times)
        counter = _Counter()
        sys.setprofile(counter)
        try:
            story(said)
        finally:
            sys.setprofile(None)
        looks.append(counter.calls)
    assert looks[1] < 2.6 * looks[0]


class _Counter:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, frame: object, event: str, arg: object) -> None:
        self.calls += event == "call"


@given(st.lists(st.integers(0, 400), max_size=80), st.randoms())
def test_any_order_of_any_lines_is_followed_without_an_error(picks: list[int], chance: random.Random) -> None:
    pool = [
        *register(GOOD, times=2),
        *register(NOTHING),
        *register(_zone_of(_OTHER, "no targets", "a"), Lookfor(_OTHER)),
    ]
    said = [pool[pick % len(pool)] for pick in picks]
    chance.shuffle(said)
    for attempt in story(said).attempts:
        # Of an SRV answer that the handset remembered, no line shows the port.
        hidden = not any(server.port for server in attempt.servers)
        assert attempt.ending is not Ending.FOUND or attempt.reachable or hidden


def test_nothing_of_the_way_there_stays_in_memory() -> None:
    phone = Phone()
    for there in (NOTHING, GOOD, NOTHING):
        phone.register(there)
        phone.boot()
    gc.collect()
    gc.disable()  # What is left in cycles is counted here, not found by chance before.
    try:
        made = story(phone.said)
        assert len(made.attempts) == 3
        assert gc.collect() == 0
    finally:
        gc.enable()
