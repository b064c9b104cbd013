"""Lines that are not in the log, by its level, by a cut or by CPU load: what can be said all the same."""

from __future__ import annotations

import pytest

from tests.core.faults import FAILED, FAULTS, OK, changed, judged
from tests.core.judged import KNOWN, codes, found, history, lines, verdict
from tests.core.logs import HEALTHY, LAB, OWNER, Form, Phone, numbers, register, zone
from wizard.core.trace import events as ev

HIDDEN = "config.dns-logging-off"
# Of a declined service nothing but the records tells: the virtual handset looks for no address of ".".
UNFOUND = sorted(
    name
    for name, fault in FAULTS.items()
    if FAILED in fault.codes and fault.lookfor == LAB and name != "SIP declined"
)


@pytest.mark.parametrize("least", [2, 3])
@pytest.mark.parametrize("name", [*UNFOUND, "an address missing"])
def test_a_level_that_hides_the_records_does_not_hide_why_no_server_was_found(name: str, least: int) -> None:
    """The names of SIP servers alone end with a dot."""
    fault = FAULTS[name]
    judgement = judged(register(zone(*fault.zone)), Form(least_level=least))
    assert HIDDEN in codes(judgement)
    if FAILED in fault.codes:
        assert verdict(judgement) == fault.verdict
        assert found(judgement, FAILED).caused_by == fault.verdict
    else:
        assert verdict(judgement) == fault.verdict
        assert FAILED not in codes(judgement)


@pytest.mark.parametrize("least", [2, 3])
@pytest.mark.parametrize("name", UNFOUND)
def test_a_fault_is_history_where_servers_were_found_later_also_if_the_level_hides_how_the_search_ended(
    name: str, least: int
) -> None:
    """No line of level 2 or 3 says that: a handset that had worked for a day was told as broken."""
    phone = Phone(LAB)
    for there in (FAULTS[name].zone, HEALTHY):
        for _ in range(3):
            phone.register(zone(*there))
            phone.now += 4000
        phone.boot()
    judgement = judged(phone.said, Form(least_level=least))
    assert verdict(judgement) == ""
    assert FAULTS[name].verdict in history(judgement)


@pytest.mark.parametrize("least", [2, 3])
def test_a_480_behind_servers_that_were_found_may_be_the_handsets_own_where_the_level_hides_searches(
    least: int,
) -> None:
    phone = Phone(LAB)
    phone.register(zone(*HEALTHY))
    phone.rejected(480, "Temporarily not available")
    rejected = found(judged(phone.said, Form(least_level=least)), "registration.rejected")
    assert rejected.variant == "unclear"


@pytest.mark.parametrize("least", [2, 3])
def test_a_search_of_which_the_log_shows_only_the_end_takes_no_answer_of_a_later_one(least: int) -> None:
    """A snapshot begins anywhere: servers that were found in the end were told as without addresses."""
    phone = Phone(LAB)
    for _ in range(3):
        phone.register(zone(*FAULTS["all addresses missing"].zone))
        phone.boot()
    phone.register(zone(*HEALTHY))
    first = next(place for place, event in enumerate(phone.said) if isinstance(event, ev.TargetLookup))
    for begin in range(first, first + 6):
        judgement = judged(phone.said[begin:], Form(least_level=least))
        assert verdict(judgement) == ""
        assert "address.missing" in history(judgement)


@pytest.mark.parametrize("least", [2, 3, 4, 5])
@pytest.mark.parametrize("name", FAULTS)
def test_a_level_that_hides_the_end_of_each_search_is_no_cut_log(name: str, least: int) -> None:
    fault = FAULTS[name]
    judgement = judged(register(zone(*fault.zone), fault.lookfor), Form(least_level=least), fault.plan)
    assert "log.truncated" not in codes(judgement)


def test_a_log_that_is_cut_at_both_ends_says_so_once_and_shows_both_places() -> None:
    said = register(zone(*HEALTHY), times=2)[8:-12]
    cut = found(judged(said), "log.truncated")
    assert (cut.variant, lines(cut)) == ("both", [1, len(said)])


# Error 480 ---------------------------------------------------------------------------------


def test_a_480_of_which_the_log_does_not_show_the_reason_may_come_from_both() -> None:
    said = register(zone(*changed(a="", a2="")))
    (failed,) = numbers(said, ev.RegistrationFailed)
    for kept in (said[failed - 1 :], said[failed - 2 :], [*said[:3], said[failed - 1]]):
        judgement = judged(kept)
        rejected = found(judgement, "registration.rejected")
        assert (verdict(judgement), rejected.variant) == ("registration.rejected", "unclear")
        assert lines(rejected) == [len(kept)]
        assert "user name" not in " ".join(KNOWN.explain(rejected).fix)


def test_a_480_after_servers_that_were_found_is_theirs() -> None:
    phone = Phone()
    phone.register(zone(*HEALTHY))
    phone.rejected(480, "Temporarily Unavailable")
    assert found(judged(phone.said), "registration.rejected").variant == ""


@pytest.mark.parametrize("code", [4, 48])
def test_the_handsets_own_error_is_known_by_its_first_digits(code: int) -> None:
    said = register(zone())
    said[-1] = ev.RegistrationFailed("1512", code, "")
    judgement = judged(said)
    assert (verdict(judgement), found(judgement, FAILED).caused_by) == ("name.missing", "name.missing")


@pytest.mark.parametrize("code", [4, 40])
def test_a_code_that_is_cut_is_not_told_as_a_code(code: int) -> None:
    phone = Phone()
    phone.register(zone(*HEALTHY))
    phone.rejected(code, "")
    rejected = found(judged(phone.said), "registration.rejected")
    assert rejected.variant == "cut"
    assert str(code) not in KNOWN.explain(rejected).title.replace("1512", "")


# Lines lost to CPU load --------------------------------------------------------------------


def routine(*lost: type[ev.Event]) -> list[ev.Event]:
    """What a registered handset writes of its server's address, without some lines."""
    whole = [
        ev.AddressFallback("udp", 5060),
        ev.LookupStarted("A", "10.225.2.31"),
        ev.AddressPassedThrough("10.225.2.31"),
        ev.PortKept("udp", 5060),
    ]
    return [event for event in whole if not isinstance(event, lost)]


def test_a_routine_look_up_that_lost_its_beginning_is_no_configured_port() -> None:
    later = [
        ev.LookupStarted("A", "time.eslab.local"),
        ev.Answered("A", "time.eslab.local", ("10.0.0.1",), 60),
    ]
    said = [*register(zone(*HEALTHY)), *routine(ev.LookupStarted), *later]
    assert codes(judged(said)) == {OK}


def test_a_server_of_the_srv_records_is_no_configured_name_with_a_port() -> None:
    """Of all that the routine look-up wrote the first line is left; the next search follows."""
    lost = (ev.LookupStarted, ev.AddressPassedThrough, ev.PortKept)
    again = register(zone(*HEALTHY))
    again = [event for event in again if not isinstance(event, ev.SrvTarget | ev.LookupStarted)]
    targets = [ev.LookupStarted("A", host) for host in ("piper.eslab.local.", "piper2.eslab.local.")]
    judgement = judged([*register(zone(*HEALTHY)), *routine(*lost), *again, *targets])
    assert "config.port-not-zero" not in codes(judgement)


def test_a_routine_look_up_long_ago_is_no_configured_port() -> None:
    lost = (ev.LookupStarted, ev.AddressPassedThrough, ev.PortKept)
    said = [*register(zone(*HEALTHY)), *routine(*lost), *register(zone(*HEALTHY), times=4)]
    later = [
        ev.LookupStarted("A", "time.eslab.local"),
        ev.Answered("A", "time.eslab.local", ("10.0.0.1",), 60),
    ]
    assert codes(judged([*said, *later])) == {OK}


def test_records_of_an_answer_that_was_lost_are_not_those_of_an_earlier_search() -> None:
    first = register(zone(*HEALTHY))
    first = [event for event in first if event != ev.SrvTarget("piper.eslab.local.", 5060)]
    second = register(zone(*HEALTHY))
    second = [event for event in second if not (isinstance(event, ev.Answered) and event.rtype == "SRV")]
    judgement = judged([*first, *second])
    assert not {"srv.duplicate", "srv.single"} & {finding.code for finding in judgement.findings}


def test_a_remembered_answer_that_declines_the_service_is_told() -> None:
    said: list[ev.Event] = [
        ev.LookupStarted("SRV", OWNER),
        ev.CacheHit(OWNER, "SRV", 3000),
        ev.TargetLookup(".", 0),
        ev.LookupStarted("A", "."),
        ev.NoAnswer("A", "."),
        ev.NoMatch("A", ".", 4),
        ev.NegativeCached(".", "A", 3600),
        ev.TargetsResolved(OWNER),
        ev.RegistrationFailed("1512", 480, "Temporarily not available"),
    ]
    judgement = judged(said)
    declined = found(judgement, "srv.service-declined")
    assert (judgement.verdict, declined.subject, lines(declined)) == (declined, OWNER, [3])
    assert codes(judgement) == {"srv.service-declined", FAILED}, "no host is there that could have an address"
