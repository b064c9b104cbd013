"""A failover that a log shows: the first server failed, the next was used, and later the first again."""

from __future__ import annotations

import pytest

from tests.core.faults import OK, judged
from tests.core.judged import KNOWN, codes, found, history, lines, verdict
from tests.core.logs import HEALTHY, LAB, NAME, Phone, zone
from wizard.core.finding import Severity
from wizard.core.handset.resolver import Lookfor
from wizard.core.trace import events as ev

GOOD = zone(*HEALTHY)
OTHER = "other.eslab.local"
REJECTED = "registration.rejected"
FIRST, SECOND, STRANGER = "10.225.2.31", "10.225.2.32", "10.225.2.35"


def used(address: str) -> list[ev.Event]:
    """What a handset says when it uses a server (CS-14-17, Successful Registration Log, lines 60 to 65)."""
    look = [ev.LookupStarted("A", address), ev.AddressPassedThrough(address)]
    return [*look, ev.AddressFallback("udp", 5060), *look, ev.PortKept("udp", 5060)]


def course(code: int, *addresses: str) -> list[ev.Event]:
    """A registration that fails, and the servers that are used then."""
    phone = Phone()
    phone.register(GOOD)
    phone.rejected(code, "")
    return [*phone.said, *(event for address in addresses for event in used(address))]


@pytest.mark.parametrize("code", [408, 500, 503])
def test_a_handset_that_went_on_to_its_next_server_is_told_as_such(code: int) -> None:
    judgement = judged(course(code, SECOND))
    assert (verdict(judgement), codes(judgement)) == (REJECTED, {REJECTED})
    rejected = found(judgement, REJECTED)
    said = KNOWN.explain(rejected)
    assert (rejected.variant, said.severity) == ("went-on", Severity.ERROR)
    assert said.title == (
        f"piper.eslab.local failed for user 1512 (SIP code {code}); the handset went on to piper2.eslab.local"
    )


@pytest.mark.parametrize("code", [401, 403, 404, 480, 486])
def test_a_no_to_the_user_makes_no_handset_go_on(code: int) -> None:
    assert found(judged(course(code, SECOND)), REJECTED).variant == ""


@pytest.mark.parametrize("addresses", [(), (FIRST,), (STRANGER,), (SECOND, FIRST)])
def test_the_same_server_again_or_a_strangers_address_is_no_failover(addresses: tuple[str, ...]) -> None:
    assert found(judged(course(408, *addresses)), REJECTED).variant == ""


def test_the_address_alone_is_no_failover_something_else_may_run_on_that_machine() -> None:
    """A handset looks up whatever it turns to: the server of its configuration, or of the time."""
    phone = Phone()
    phone.register(GOOD)
    phone.rejected(408, "")
    plain = [ev.LookupStarted("A", SECOND), ev.AddressPassedThrough(SECOND)]
    other_port = [ev.AddressFallback("udp", 69), *plain, ev.PortKept("udp", 69)]
    for elsewhere in (plain, other_port, [*used(FIRST), *plain], [*plain, *used(FIRST)]):
        assert found(judged([*phone.said, *elsewhere]), REJECTED).variant == ""
    assert found(judged([*phone.said, *plain, *used(SECOND)]), REJECTED).variant == "went-on"


def test_another_line_of_the_handset_that_uses_the_second_server_is_no_failover_of_the_first() -> None:
    """Its name leads to the same servers the other way round, to share the load; or both have one name."""
    turned = zone(*(line.replace(NAME, OTHER).replace("SRV 20", "SRV 5") for line in HEALTHY))
    for there, look in ((turned, Lookfor(OTHER)), (GOOD, LAB)):
        line = Phone(look, user="1513")
        line.register(there)
        judgement = judged([*course(408), *line.said, *used(SECOND)])
        assert found(judgement, REJECTED).variant == ""
        judgement = judged([*line.said, *used(SECOND), *course(408, SECOND)])
        assert found(judgement, REJECTED).variant == "", "which of the two it was, nobody can tell"


def test_where_the_next_server_fails_too_nothing_took_over() -> None:
    said = [*course(408, SECOND), ev.RegistrationFailed("1512", 408, "Request Timeout")]
    judgement = judged(said)
    rejected = found(judgement, REJECTED)
    assert (rejected.variant, lines(rejected)[-1]) == ("", len(said))
    assert KNOWN.severity(rejected) is Severity.CRITICAL


def test_back_on_the_first_server_all_is_well_and_the_history_is_told() -> None:
    phone = Phone()
    phone.register(GOOD)
    phone.rejected(408, "Request Timeout")
    phone.said += used(SECOND)
    phone.now += 3600
    phone.register(GOOD)
    judgement = judged([*phone.said, *used(FIRST)])
    assert (verdict(judgement), codes(judgement), history(judgement)) == (OK, {OK}, {REJECTED})
