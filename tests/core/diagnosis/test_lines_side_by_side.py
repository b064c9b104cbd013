"""Two lines of one handset, of which the second keeps DNS out: the first being right does not hide it."""

from __future__ import annotations

import pytest

from tests.core.faults import OK, judged
from tests.core.judged import KNOWN, codes, found, history, lines, verdict
from tests.core.logs import HEALTHY, NAME, STRAY, Form, Phone, numbers, zone
from wizard.core.diagnosis.judge import judge_log
from wizard.core.finding import Severity
from wizard.core.handset.resolver import Lookfor
from wizard.core.log.review import review
from wizard.core.log.source import LogText
from wizard.core.trace import events as ev

BY_IP, BY_PORT = "config.address-is-ip", "config.port-not-zero"
ELSEWHERE = "10.225.2.40"
FIRST = "10.225.2.31"
THERE = zone(*HEALTHY, f"{NAME} 3600 A {FIRST}", f"other.eslab.local 3600 A {ELSEWHERE}")


def line(lookfor: Lookfor | None = None, user: str = "1512") -> list[ev.Event]:
    phone = Phone(lookfor, user) if lookfor is not None else Phone(user=user)
    phone.register(THERE)
    return phone.said


def routine(address: str = FIRST, port: int = 5060) -> list[ev.Event]:
    """What a handset writes of a server that it uses, or in a call of whom it calls."""
    look = [ev.LookupStarted("A", address), ev.AddressPassedThrough(address)]
    return [*look, ev.AddressFallback("udp", port), *look, ev.PortKept("udp", port)]


def orders(second: list[ev.Event]) -> dict[str, list[ev.Event]]:
    """Both lines, whichever comes first; both may begin before either searches."""
    first = line()
    return {
        "first, second": [*first, *second],
        "second, first": [*second, *first],
        "both begin": [first[0], second[0], *first[1:], *second[1:]],
        "both begin, second first": [first[0], second[0], *second[1:], *first[1:]],
    }


@pytest.mark.parametrize("order", orders(line()))
@pytest.mark.parametrize("port", [0, 5060])
def test_an_ip_address_on_the_second_line_is_told(order: str, port: int) -> None:
    said = orders(line(Lookfor(ELSEWHERE, port), "1513"))[order]
    (fallback, *_) = numbers(said, ev.AddressFallback)
    (passed, *_) = numbers(said, ev.AddressPassedThrough, address=ELSEWHERE)
    for log in (said, [*said, *routine(), *routine()]):
        judgement = judged(log)
        assert (verdict(judgement), codes(judgement)) == (BY_IP, {BY_IP, OK})
        by_ip = found(judgement, BY_IP)
        assert (by_ip.variant, by_ip.subject, lines(by_ip)) == ("log-line", ELSEWHERE, [fallback, passed])
        assert KNOWN.severity(by_ip) is Severity.ERROR


def test_a_stray_address_beside_it_is_not_taken_for_it() -> None:
    second = line(Lookfor(ELSEWHERE, 5060), "1513")
    (fallback,) = numbers(second, ev.AddressFallback)
    stray = [ev.LookupStarted("A", STRAY), ev.AddressPassedThrough(STRAY)]
    judgement = judged([*line(), *second[:fallback], *stray, *second[fallback:]])
    assert found(judgement, BY_IP).subject == ELSEWHERE


def test_what_is_called_by_its_address_is_no_server() -> None:
    """The other end of a call is looked up in the same words, however many lines there are."""
    one, other = line(), line(user="1513")
    waits = [ev.BootReady("491.052")] * 60
    for log in (
        [*one, *routine(ELSEWHERE)],
        [*one, *other, *routine(ELSEWHERE)],
        [*one, *other, *waits, *routine(ELSEWHERE)],
        [one[0], other[0], *one[1:], *other[1:], *routine(ELSEWHERE)],
        # The second begins and the log ends, or the first line's server is looked up meanwhile.
        [*one, other[0], *routine(), *other[1:]],
        [*one, other[0], *routine()],
    ):
        judgement = judged(log)
        assert (verdict(judgement), codes(judgement)) == (OK, {OK})


def test_where_remembered_answers_hide_the_servers_addresses_no_address_is_a_strangers() -> None:
    phone = Phone()
    phone.register(THERE)
    phone.said.clear()
    phone.now += 60
    phone.register(THERE)
    assert verdict(judged([*phone.said, ev.RegisterStarted("1513", "1513", "1513", 1), *routine()])) == OK


def test_of_two_handsets_in_one_file_the_one_with_an_address_is_told() -> None:
    well = Form(head="<134>0004f2a1b2c3 ").lines(line())
    by_ip = Form(head="<134>0004f2a1b2c4 ").lines(line(Lookfor(FIRST, 5060), "1513"))
    judgement = judge_log(review(LogText("syslog", "\n".join([*well, *by_ip]))), KNOWN)
    assert (verdict(judgement), codes(judgement)) == (BY_IP, {BY_IP, OK})
    assert lines(found(judgement, BY_IP)) == [len(well) + 2, len(well) + 4]


@pytest.mark.parametrize("order", orders(line()))
@pytest.mark.parametrize("name", [NAME, "other.eslab.local", "piper.eslab.local"])
def test_a_port_on_the_second_line_is_told(order: str, name: str) -> None:
    """Also where the first line is right for the same name, or the name is one of its servers."""
    said = orders(line(Lookfor(name, 5060), "1513"))[order]
    for log in (said, [*said, *routine(), *routine()]):
        judgement = judged(log)
        assert (verdict(judgement), codes(judgement)) == (BY_PORT, {BY_PORT, OK})
        assert lines(found(judgement, BY_PORT)) == numbers(said, ev.AddressFallback)


@pytest.mark.parametrize("name", [NAME, "piper.eslab.local"])
def test_the_same_line_without_its_port_is_repaired(name: str) -> None:
    before, after = line(Lookfor(name, 5060)), line()
    judgement = judged([*before, *[ev.BootReady("491.052")] * 20, *after])
    assert (verdict(judgement), codes(judgement), history(judgement)) == (OK, {OK}, {BY_PORT})


def test_a_port_that_everybody_of_a_name_lost_is_repaired_and_one_that_another_line_has_not() -> None:
    """The log names nobody: a restart takes longer than a second line to begin."""
    before, after = line(Lookfor(NAME, 5060))[1:], line()[1:]
    assert history(judged([*before, *[ev.BootReady("491.052")] * 20, *after])) == {BY_PORT}
    assert verdict(judged([*before, *after])) == BY_PORT
