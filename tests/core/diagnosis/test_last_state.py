"""The verdict is about the last state: what the last attempt asked again and got otherwise is history."""

from __future__ import annotations

import pytest

from tests.core.faults import CACHED, FAILED, FAULTS, NAPTR, OK, SRV, changed, judged
from tests.core.judged import codes, found, history, lines, verdict
from tests.core.logs import HEALTHY, LAB, NAME, Form, Phone, numbers, register, zone
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
