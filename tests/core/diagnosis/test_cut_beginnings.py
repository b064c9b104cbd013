"""Logs that begin in the middle of their only search: what is left of it is told, and no more."""

from __future__ import annotations

import pytest

from tests.core.faults import FAILED, OK, judged
from tests.core.judged import KNOWN, codes, found, lines, verdict
from tests.core.logs import HEALTHY, Form, Phone, numbers, zone
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log.review import review
from wizard.core.log.source import LogText
from wizard.core.trace import events as ev

MISSING, REJECTED = "address.missing", "registration.rejected"
PIPER, PIPER2 = "piper.eslab.local", "piper2.eslab.local"
NO_ADDRESS, FIRST_ONLY, SECOND_ONLY = HEALTHY[:3], HEALTHY[:4], (*HEALTHY[:3], HEALTHY[4])


def log(*records: str, code: int = 0) -> list[ev.Event]:
    phone = Phone()
    phone.register(zone(*records))
    if code:
        phone.rejected(code, "")
    return phone.said


def place(said: list[ev.Event], kind: type[ev.Event], which: int = 0, **fields: object) -> int:
    return numbers(said, kind, **fields)[which] - 1


def test_servers_without_an_address_are_blamed_wherever_the_log_begins() -> None:
    said = log(*NO_ADDRESS)
    second, last = place(said, ev.TargetLookup, 1), place(said, ev.TargetsResolved)
    told = place(said, ev.LookupStarted, -1)  # Without any such line its level may hide them.
    for cut in range(last):
        judgement = judged(said[cut:])
        assert (verdict(judgement), found(judgement, FAILED).caused_by) == (MISSING, MISSING), cut
        hosts = {f.subject for f in judgement.findings if f.code == MISSING}
        # Of the first one the line that says "found" of its negative entry is left at the last.
        assert hosts == ({PIPER, PIPER2} if cut < second else {PIPER2}), cut
        if cut <= told:
            assert ("log.truncated" in codes(judgement)) == (cut > 1 and not _begins(said[cut])), cut
    for cut in range(last, len(said)):
        assert codes(judged(said[cut:])) & {"name.missing", "srv.missing", MISSING} == set(), cut


def _begins(event: ev.Event) -> bool:
    return isinstance(event, ev.LookupStarted) and event.rtype == "SRV"


def test_of_good_news_what_is_left_is_told() -> None:
    said = log(*HEALTHY)
    (_, answered) = numbers(said, ev.Answered, rtype="A")
    for cut in range(answered):
        judgement = judged(said[cut:])
        assert verdict(judgement) == OK, cut
    (start, *_) = numbers(said, ev.LookupStarted, host=f"{PIPER}.")
    servers = found(judged(said[start - 1 :]), OK).facts["servers"]
    # The line that tells its port is cut off.
    assert servers == f"{PIPER} (10.225.2.31), {PIPER2} (10.225.2.32:5060)"


@pytest.mark.parametrize(("records", "missing"), [(FIRST_ONLY, PIPER2), (SECOND_ONLY, PIPER)])
def test_one_server_without_an_address_condemns_not_all(records: tuple[str, ...], missing: str) -> None:
    for code in (0, 480, 403):
        said = log(*records, code=code)
        for cut in range(place(said, ev.LookupEmpty, host=f"{missing}.", rtype="A")):
            judgement = judged(said[cut:])
            finding = found(judgement, MISSING)
            assert (finding.variant, finding.subject) == ("", missing), (cut, code)
            assert (REJECTED in codes(judgement)) == bool(code)
            assert FAILED not in codes(judgement), "the handset went to the other server"


@pytest.mark.parametrize("level", [2, 3])
def test_where_the_level_hides_whose_servers_they_are_their_names_say_what_they_are(level: int) -> None:
    said = log(*NO_ADDRESS)
    judgement = judged(said[place(said, ev.SrvAdded) :], Form(least_level=level))
    assert (verdict(judgement), found(judgement, FAILED).caused_by) == (MISSING, MISSING)
    for host in (PIPER, PIPER2):
        missing = found(judgement, MISSING, host)
        assert missing.variant == "none-cut"
        assert {f"'{host}.'" in seen.text for seen in missing.evidence} == {True}
    assert lines(found(judgement, FAILED))


def test_where_they_do_not_prove_it_nothing_is_blamed() -> None:
    said = log(*FIRST_ONLY, code=480)
    cut = said[place(said, ev.SrvAdded) :]
    unclear = found(judged(cut, Form(least_level=2)), REJECTED)
    assert unclear.variant == "unclear", "one has an address"
    # A time server, for example: its name has no final dot.
    other = [ev.NoMatch("A", "time.eslab.local", 4), ev.RegistrationFailed("1512", 480, "")]
    assert codes(judged(other, Form(least_level=2))) & {MISSING, FAILED} == set()
    turned_down = [ev.NoMatch("A", f"{PIPER}.", 4), ev.RegistrationFailed("1512", 403, "")]
    assert verdict(judged(turned_down, Form(least_level=2))) == REJECTED


def test_each_handset_of_a_file_is_looked_at_by_itself() -> None:
    there = Form(head="<134>0004f2a1b2c3 ").lines(log(*HEALTHY))
    said = log(*NO_ADDRESS)
    cut = Form(head="<134>0004f2a1b2c4 ", least_level=2).lines(said[place(said, ev.SrvAdded) :])
    judgement = judge_log(review(LogText("syslog", "\n".join([*there, *cut]))), KNOWN)
    assert (verdict(judgement), found(judgement, MISSING, PIPER).variant) == (MISSING, "none-cut")
    judgement = judge_log(review(LogText("syslog", "\n".join([*cut, *there]))), KNOWN)
    assert found(judgement, MISSING, PIPER2).variant == "none-cut"
