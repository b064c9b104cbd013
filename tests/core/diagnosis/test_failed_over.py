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
    goes_on = [ev.BootReady("491.052")] * 40
    for elsewhere in (other_port, [*used(FIRST), *plain], [*plain, *used(FIRST)], [*goes_on, *plain]):
        assert found(judged([*phone.said, *elsewhere, *goes_on]), REJECTED).variant == ""
    assert found(judged([*phone.said, *plain, *used(SECOND)]), REJECTED).variant == "went-on"
    # It was looked up before there was any error.
    judgement = judged([*phone.said[:-1], *plain, phone.said[-1], *plain, *goes_on])
    assert found(judgement, REJECTED).variant == ""


@pytest.mark.parametrize("begin", [True, False])
def test_the_next_servers_address_at_once_behind_the_error_is_where_the_handset_registers(
    begin: bool,
) -> None:
    """As behind its search (CS-14-17, Successful Registration Log, lines 58 and 59)."""
    said = course(503)
    again = [ev.RegisterStarted("1512", "1512", "1512", 0)] if begin else []
    said += [*again, ev.LookupStarted("A", SECOND), ev.AddressPassedThrough(SECOND)]
    ends = found(judged(said), REJECTED)
    assert (ends.variant, KNOWN.severity(ends)) == ("turned-to", Severity.CRITICAL)
    assert KNOWN.explain(ends).title.endswith("whether piper2.eslab.local took over is not in the log")
    judgement = judged([*said, *[ev.BootReady("491.052")] * 40])
    goes_on = found(judgement, REJECTED)
    assert (verdict(judgement), goes_on.variant) == (REJECTED, "went-on")
    assert (KNOWN.severity(goes_on), lines(goes_on)) == (Severity.ERROR, [len(course(503)), len(said)])
    fails = judged([*said, ev.RegistrationFailed("1512", 503, ""), *[ev.BootReady("491.052")] * 40])
    assert (found(fails, REJECTED).variant, KNOWN.severity(found(fails, REJECTED))) == ("", Severity.CRITICAL)


def again_with(address: str, priority: int = 20) -> list[ev.Event]:
    """The first server fails; the handset searches again, and begins with this one."""
    there = zone(*(line.replace("SRV 20", f"SRV {priority}") for line in HEALTHY))
    phone = Phone()
    phone.register(there)
    phone.rejected(503, "")
    phone.now += 60
    phone.register(there)
    return [*phone.said[:-2], ev.LookupStarted("A", address), ev.AddressPassedThrough(address)]


def test_who_registers_with_the_backup_has_not_mended_the_first_server() -> None:
    goes_on = [ev.BootReady("491.052")] * 60
    judgement = judged([*again_with(SECOND), *goes_on])
    rejected = found(judgement, REJECTED)
    assert (verdict(judgement), codes(judgement), rejected.variant) == (REJECTED, {REJECTED, OK}, "went-on")
    judgement = judged([*again_with(FIRST), *goes_on])
    assert (verdict(judgement), codes(judgement), history(judgement)) == (OK, {OK}, {REJECTED})
    # Of servers that share the load chance chooses.
    assert REJECTED in history(judged([*again_with(SECOND, priority=10), *goes_on]))
    # It was back meanwhile: what is the matter now nobody tells.
    assert history(judged([*again_with(FIRST), *used(SECOND), *goes_on])) == {REJECTED}


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
