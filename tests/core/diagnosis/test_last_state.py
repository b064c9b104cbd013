"""The verdict is about the last state: what the last attempt asked again and got otherwise is history."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.faults import CACHED, FAILED, FAULTS, NAPTR, OK, SRV, changed, judged
from tests.core.judged import codes, found, history, lines, verdict
from tests.core.logs import HEALTHY, LAB, NAME, Form, Phone, numbers, register, zone
from wizard.core.handset.resolver import Lookfor
from wizard.core.trace import events as ev

LATER = {
    "nothing at all": (),
    "no SRV": changed(srv="", srv2=""),
    "no address": changed(a="", a2=""),
    "all targets doubled": changed(
        srv=f"{SRV} 10 10 5060 piper.eslab.local.eslab.local",
        srv2=f"{SRV} 20 10 5060 piper2.eslab.local.eslab.local",
    ),
    "well": HEALTHY,
}


def course(*zones: tuple[str, ...], times: int = 1) -> list[ev.Event]:
    """A handset that registers ``times`` times with each zone and restarts between them."""
    phone = Phone(LAB)
    for there in zones:
        for _ in range(times):
            phone.register(zone(*there))
            phone.now += 60
        phone.boot()
    return phone.said


@pytest.mark.parametrize("later", LATER)
@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault.lookfor == LAB])
def test_a_fault_that_another_one_took_the_place_of_is_history(name: str, later: str) -> None:
    now = LATER[later]
    alone = judged(course(now))
    both = judged(course(FAULTS[name].zone, now))
    assert (verdict(both), codes(both)) == (verdict(alone), codes(alone))


def test_a_short_target_that_was_completed_is_history() -> None:
    """The handset then looks for ``piper`` in its memory once more, as the short form of the full name."""
    short = changed(srv=f"{SRV} 10 10 5060 piper")
    said = [*course(short, times=2), *course(HEALTHY)]
    assert len(numbers(said, ev.CacheMiss, host="piper", rtype="A")) == 1
    judgement = judged(said)
    assert (verdict(judgement), codes(judgement)) == (OK, {OK})
    assert {"srv.target-short", "address.missing"} <= history(judgement)


@pytest.mark.parametrize("seconds", [0, 172_800])
def test_a_time_to_live_that_was_changed_is_history_also_once_it_is_remembered(seconds: int) -> None:
    odd = changed(a=f"piper.eslab.local {seconds} A 10.225.2.31")
    judgement = judged(course(odd, HEALTHY, times=2))
    assert codes(judgement) == {OK}
    assert history(judgement) & {"ttl.zero", "ttl.long"}


def test_a_fault_that_the_last_attempt_does_not_show_stays() -> None:
    """Nobody asked for the servers again: whether there are two now, cannot be told."""
    said = course(changed(naptr=f"{NAPTR} 1 1 a SIP+D2U - _sip._udp.{NAME}", srv2=""))
    late = [ev.RegisterStarted("1512", "1512", "1512", 0)]
    late += [ev.LookupStarted("NAPTR", NAME), ev.NothingFound("udp", NAME)]
    late += [ev.RegistrationFailed("1512", 480, "Temporarily not available")]
    assert {"srv.single", "naptr.flag-not-s"} <= codes(judged([*said, *late]))


def test_later_attempts_without_look_ups_do_not_mend_what_failed_before() -> None:
    """At level 3 a handset that remembers "there is none" writes nothing but that it found no records."""
    said = register(zone(), times=3)
    judgement = judged(said, Form(least_level=3))
    assert (verdict(judgement), history(judgement)) == ("name.missing", set())
    failed = found(judgement, FAILED)
    assert (failed.caused_by, failed.variant) == ("name.missing", "")
    assert len(lines(failed)) == 6


def test_what_is_remembered_of_a_name_that_is_needed_no_more_is_history() -> None:
    only_host = (f"{NAME} 3600 A 10.225.2.40",)
    judgement = judged(course(only_host, changed(naptr="")))
    assert codes(judgement) == {OK, "naptr.missing"}
    assert CACHED in history(judgement)


ALONE = sorted(name for name, fault in FAULTS.items() if fault.lookfor == LAB)


@given(st.sampled_from(ALONE), st.integers(1, 60), st.sampled_from(ALONE), st.booleans())
def test_a_search_that_a_restart_ended_says_nothing(first: str, cut: int, name: str, begin: bool) -> None:
    after = register(zone(*FAULTS[name].zone), begin=begin)
    both = judged([*register(zone(*FAULTS[first].zone), begin=begin)[:cut], *after])
    alone = judged(after)
    # Which of the attempts is whole, and how it began, is not what this is about.
    about_the_log = {"log.truncated", "config.transport-not-dnsnaptr"}
    assert verdict(both) == verdict(alone)
    assert codes(both) - about_the_log == codes(alone) - about_the_log


def test_an_answer_that_is_stored_after_its_search_ended_is_not_an_older_searches() -> None:
    """The older one was cut by a restart before it said that it found no records."""
    cut = [
        event for event in register(zone()) if not isinstance(event, ev.NothingFound | ev.RegistrationFailed)
    ]
    judgement = judged([*cut, *register(zone(f"{NAME} 3600 A 10.225.2.40"))])
    assert verdict(judgement) == "srv.missing"
    assert "name.missing" in history(judgement)


# Two lines of a handset that share a name ------------------------------------------------------


def remembered(*there: str) -> tuple[list[ev.Event], list[ev.Event]]:
    """What one registration says, and what the next one does, from memory."""
    phone = Phone()
    phone.register(zone(*there))
    first = list(phone.said)
    phone.now += 60
    phone.register(zone(*there))
    return first, phone.said[len(first) :]


def test_the_end_of_one_lines_search_is_not_that_of_the_other_which_still_waits() -> None:
    first, memory = remembered(*changed(srv2=""))
    (asked,) = numbers(first, ev.LookupStarted, rtype="SRV")
    (ended,) = numbers(first, ev.TargetsResolved)
    said = [*first[: ended - 1], *first[:asked], *first[ended - 1 :], *first[asked:], *memory]
    assert verdict(judged(said)) == "srv.single"


def test_a_routine_look_up_beside_a_search_for_the_same_name_is_no_configured_port() -> None:
    first, memory = remembered(f"{NAME} 3600 A 10.225.2.40")
    (found_none,) = numbers(memory, ev.AddressFallback)
    begun = [event for event in memory[:found_none] for _ in range(2)]
    rest = memory[found_none:]
    routine = [ev.LookupStarted("A", "10.225.2.40"), ev.AddressPassedThrough("10.225.2.40")]
    one = [*rest, ev.AddressFallback("udp", 5060)]
    said = [*first, *begun, *one, rest[0], *routine, ev.PortKept("udp", 5060), *rest[1:]]
    judgement = judged(said)
    assert verdict(judgement) == "srv.missing"
    assert "config.port-not-zero" not in codes(judgement)


NO_ADDRESS = changed(a="", a2="")


@pytest.mark.parametrize("before", [HEALTHY, (), NO_ADDRESS])
@pytest.mark.parametrize("hidden", [(), (ev.RegistrationFailed,)])
def test_servers_without_an_address_are_blamed_though_no_line_says_that_nothing_was_found(
    before: tuple[str, ...], hidden: tuple[type[ev.Event], ...]
) -> None:
    """What a handset writes then is not known; its own 480 was taken for a SIP server's no."""
    early = course(before)
    never = (ev.TargetsResolved, ev.RegisterStarted, *hidden)
    late = [one for one in course(NO_ADDRESS, times=3) if not isinstance(one, never)]
    judgement = judged([*early, *late])
    assert verdict(judgement) == "address.missing"
    assert codes(judgement) - {FAILED} == {"address.missing", CACHED}
    assert hidden or FAILED in codes(judgement)


def test_the_480_of_a_line_whose_servers_have_no_address_is_not_that_of_the_line_that_found_its_own() -> None:
    other = "second.eslab.local"
    lines = tuple(line.replace("testserver", "second").replace("piper", "organ") for line in NO_ADDRESS)
    lost = register(zone(*lines), Lookfor(other, own_domain="eslab.local"), user="1513", begin=False)
    lost = [one for one in lost if not isinstance(one, ev.TargetsResolved)]
    judgement = judged([*register(zone(*HEALTHY), begin=False), *lost])
    assert verdict(judgement) == "address.missing"
    assert "registration.rejected" not in codes(judgement)
    assert found(judgement, FAILED).subject == other


def test_a_480_at_the_beginning_of_a_log_is_told_with_the_later_ones_that_show_why() -> None:
    """A handset keeps its last lines only: the search behind the first error is cut off."""
    said = [one for one in course(NO_ADDRESS, times=2) if not isinstance(one, ev.TargetsResolved)]
    begun = next(number for number, one in enumerate(said) if isinstance(one, ev.TargetLookup))
    judgement = judged(said[begun:])
    assert verdict(judgement) == "address.missing"
    assert "registration.rejected" not in codes(judgement) | history(judgement)


def test_a_port_without_an_address_is_an_outage_only_where_the_handset_says_so() -> None:
    """A name that is missing behind an announced look-up may be another thread's: the time server's."""
    said = register(zone(*HEALTHY), Lookfor("testserver.eslab.local", 5060))
    told = [
        found(judged([one for one in said if not isinstance(one, lost)]), "config.port-not-zero")
        for lost in ((), (ev.NothingFound, ev.RegistrationFailed))
    ]
    assert [one.variant for one in told] == ["log-none", "log"]
