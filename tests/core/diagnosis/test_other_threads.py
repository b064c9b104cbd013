"""Look-ups of other threads (the time server's, for one) between any two lines of the SIP stack."""

from __future__ import annotations

import pytest

from tests.core.faults import FAULTS, judged
from tests.core.judged import codes, found, verdict
from tests.core.logs import HEALTHY, LAB, STRAY, Phone, register, zone
from wizard.core.handset.resolver import Lookfor
from wizard.core.trace import events as ev

TIME = "time.eslab.local"
ANSWERED: list[ev.Event] = [
    ev.LookupStarted("A", TIME),
    ev.CacheMiss(TIME, "A"),
    ev.Answered("A", TIME, ("10.0.0.9",), 3600),
    ev.CacheAdded(TIME, "A", 3600),
]
UNANSWERED: list[ev.Event] = [
    ev.LookupStarted("A", TIME),
    ev.NoAnswer("A", TIME),
    ev.NoMatch("A", TIME, 4),
    ev.LookupEmpty("A", TIME),
]


def routine(address: str = "10.225.2.31") -> list[ev.Event]:
    """What a registered handset writes of its server's address."""
    once = [ev.LookupStarted("A", address), ev.AddressPassedThrough(address)]
    return [*once, ev.AddressFallback("udp", 5060), *once, ev.PortKept("udp", 5060), *once]


def with_other(said: list[ev.Event], other: list[ev.Event]) -> list[list[ev.Event]]:
    return [[*said[:place], *other, *said[place:]] for place in range(len(said) + 1)]


@pytest.mark.parametrize("other", [ANSWERED, UNANSWERED], ids=["answered", "unanswered"])
@pytest.mark.parametrize("name", sorted(name for name, fault in FAULTS.items() if fault.lookfor == LAB))
def test_another_threads_name_is_never_taken_for_the_configured_one(name: str, other: list[ev.Event]) -> None:
    fault = FAULTS[name]
    phone = Phone()
    servers = phone.register(zone(*fault.zone))
    address = next((server.address for server in servers if server.is_usable), "")
    after = routine(address) if address else []
    alone = codes(judged([*phone.said, *after], plan=fault.plan))
    for after_and_other in with_other(after, other):
        judgement = judged([*phone.said, *after_and_other], plan=fault.plan)
        assert (verdict(judgement), codes(judgement)) == (fault.verdict, alone)


def test_nor_is_it_in_a_snapshot_of_remembered_answers() -> None:
    phone = Phone()
    for _ in range(2):
        phone.register(zone(*HEALTHY))
        phone.now += 60
    snapshot = phone.said[len(phone.said) // 2 + 10 :]
    alone = codes(judged([*snapshot, *routine()]))
    for other in with_other(routine(), ANSWERED):
        assert codes(judged([*snapshot, *other])) == alone


@pytest.mark.parametrize("other", [ANSWERED, UNANSWERED], ids=["answered", "unanswered"])
def test_a_configured_address_is_told_whatever_another_thread_looks_up(other: list[ev.Event]) -> None:
    said = [*register(zone(), Lookfor("10.225.2.31", 5060)), *routine()]
    stray: list[ev.Event] = [ev.LookupStarted("A", STRAY), ev.AddressPassedThrough(STRAY)]
    (fallback, *_) = [number for number, event in enumerate(said) if isinstance(event, ev.AddressFallback)]
    for between in (other, stray, [*stray, *other]):
        judgement = judged([*said[: fallback + 1], *between, *said[fallback + 1 :]])
        assert verdict(judgement) == "config.address-is-ip"
        assert found(judgement, "config.address-is-ip").subject == "10.225.2.31"
