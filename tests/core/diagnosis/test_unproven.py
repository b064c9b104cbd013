"""Logs that prove nothing say why, and what to send instead; and an IP address beside a name."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests.core.courses import FIRST, GOOD, NOTHING, READY, Course, Handset, begun, used
from tests.core.faults import FAILED, OK
from tests.core.field import MISSING, judged
from tests.core.judged import KNOWN, codes, found, graver, verdict
from tests.core.logs import LAB, NAME, interleaved, register, zone
from wizard.core.handset.resolver import Lookfor
from wizard.core.trace import events as ev

HIDDEN, CUT, BY_IP = "config.dns-logging-off", "log.truncated", "config.address-is-ip"


@pytest.mark.parametrize("level", [2, 3])
@pytest.mark.parametrize("more", [False, True])
def test_a_level_that_hides_what_went_well_says_so_and_what_to_type(level: int, *, more: bool) -> None:
    handset = begun(level=level)
    if more:
        handset.course.uses(FIRST).say(READY).rest(3600)
        handset.does(GOOD, passed=3600)
    judgement = judged(handset)
    assert (verdict(judgement), found(judgement, HIDDEN).variant) == ("", "log-unproven")
    said = KNOWN.explain(found(judgement, HIDDEN))
    assert "no failure is told does not mean that all is well" in said.why
    assert said.fix[0] == "Set log.render.level to 0 and log.level.change.dns to 1."


@pytest.mark.parametrize("level", [2, 3])
def test_where_such_a_level_shows_a_fault_that_is_told_in_its_own_words(level: int) -> None:
    judgement = judged(begun(NOTHING, level=level))
    assert (verdict(judgement), found(judgement, HIDDEN).variant) == (MISSING, "log")


def chosen(there: Callable[[], Handset], *words: str) -> str:
    return "\n".join(line for line in there().course.rest(60).lines if any(word in line for word in words))


CHOSEN = ["(A)", "NAPTR", "SRV", "Added", "target", "calling", "priority"]


@pytest.mark.parametrize("word", CHOSEN)
def test_lines_that_somebody_chose_are_told_as_such_with_what_to_send(word: str) -> None:
    judgement = judged(chosen(begun, word))
    part = found(judgement, CUT)
    assert (verdict(judgement), part.variant, graver(judgement)) == ("", "part", set())
    said = KNOWN.explain(part)
    assert "chose these lines" in said.why
    assert "the whole log file" in said.fix[0]


def test_a_log_that_was_copied_too_early_is_none_of_chosen_lines() -> None:
    lines = begun().course.lines
    judgement = judged("\n".join(lines[:30]))
    assert (verdict(judgement), found(judgement, CUT).variant) == ("", "end")


def test_the_lines_of_the_module_sip_alone_ask_for_the_whole_file() -> None:
    judgement = judged(chosen(begun, "|sip "))
    assert (verdict(judgement), "log.no-lookups" in codes(judgement)) == ("", True)
    assert "the whole log file" in KNOWN.explain(found(judgement, "log.no-lookups")).fix[0]


# An IP address beside a name -------------------------------------------------------------------

BEGINS = ev.RegisterStarted("1512", "1512", "1512", 0)
ADDRESS = "10.225.2.40"


def by_ip(port: int, address: str = ADDRESS) -> list[ev.Event]:
    return register(zone(), Lookfor(address, port), begin=False)


@pytest.mark.parametrize("port", [0, 5060])
@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_an_ip_address_that_is_one_more_server_is_told(port: int, seed: int | None) -> None:
    """“IP, domain”: with both servers the handset registers at once."""
    runs = by_ip(port), register(GOOD, begin=False)
    both = [*runs[0], *runs[1]] if seed is None else interleaved(random.Random(seed).randrange, *runs)
    for begins in ([BEGINS], [BEGINS, BEGINS]):
        judgement = judged(Course().say(*begins, *both).uses(FIRST).say(READY).rest(60))
        beside = found(judgement, BY_IP)
        assert (verdict(judgement), beside.variant, beside.subject) == (BY_IP, "log-beside", ADDRESS)
        assert OK in codes(judgement)
        assert NAME in KNOWN.explain(beside).title


def test_beside_a_name_that_is_missing_the_address_is_told_too() -> None:
    judgement = judged(Course().say(BEGINS, *by_ip(0), *register(NOTHING, begin=False)).rest(60))
    assert (verdict(judgement), graver(judgement)) == (MISSING, {MISSING, FAILED, BY_IP})


def test_no_other_address_is_one_more_server() -> None:
    """A stray one, a server of the SRV records, and the other end of a call."""
    search = register(GOOD, LAB, begin=False)
    stray = [ev.LookupStarted("A", ADDRESS), ev.AddressPassedThrough(ADDRESS)]
    for events in (
        [BEGINS, *stray, *search],
        [BEGINS, *search[:3], *stray, *search[3:]],
        [BEGINS, *by_ip(5060, FIRST), *search],
    ):
        assert graver(judged(Course().say(*events).uses(FIRST).rest(60))) == set()
    course = begun().course.uses(FIRST).say(READY).rest(100).say(*used(ADDRESS)).rest(5)
    assert graver(judged(Handset(course=course).does(GOOD).course.rest(60))) == set()
