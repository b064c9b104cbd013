"""Logs out of a mail: their long lines broken, and read as if they were not."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.judged import KNOWN, codes, found, lines, verdict
from tests.core.log.reading import by_engine, simply
from tests.core.logs import FORMS, HEALTHY, Form, register, zone
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log.line import parse
from wizard.core.log.review import Review
from wizard.core.log.wrapped import rejoined
from wizard.core.trace import events as ev
from wizard.core.trace import grammar

FORBIDDEN = "Registration failed User: 1512, Error Code:403 Forbidden"
BROKEN = "log.lines-broken"


def by_words(line: str, width: int = 70) -> list[str]:
    """As mail programs do."""
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]


def anywhere(line: str, width: int = 70) -> list[str]:
    """As terminals do."""
    return [line[at : at + width] for at in range(0, len(line), width)] or [""]


def quoted(line: str, width: int = 70) -> list[str]:
    """As an answer to a mail does."""
    return [f"> {piece}" for piece in by_words(line, width)]


def apart(line: str, width: int = 70) -> list[str]:
    """As a mail does that makes a paragraph of each piece."""
    return [text for piece in by_words(line, width) for text in (piece, "")]


def unreasoned(event: ev.Event) -> ev.Event:
    """The reason of a failure is its code in words: without it the line says as much."""
    return replace(event, reason="") if isinstance(event, ev.RegistrationFailed) else event


Way = Callable[[str, int], list[str]]
WAYS: list[Way] = [by_words, anywhere, quoted, apart]


def read_both(pieces: Iterable[str]) -> Review:
    """By the engine, which must say the same as reading line by line."""
    data = "\n".join([*pieces, ""]).encode()
    fast, slow = by_engine(data), simply(data)
    assert (fast.entries, fast.broken) == (slow.entries, slow.broken)
    return fast


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", ["raw", "numbered", "CRLF"])
@pytest.mark.parametrize(("records", "says"), [((), "name.missing"), (HEALTHY, "registration.ok")])
def test_a_broken_log_is_judged_as_the_whole_one(
    records: tuple[str, ...], says: str, form: str, way: Way
) -> None:
    said = register(zone(*records))
    whole = FORMS[form].lines(said)
    review = read_both(piece for line in whole for piece in way(line, 70))
    assert [unreasoned(entry.event) for entry in review.entries] == [unreasoned(event) for event in said]
    judgement = judge_log(review, KNOWN)
    assert verdict(judgement) == says
    told = found(judgement, BROKEN)
    assert told.facts["count"] == str(len(review.broken))
    assert len(review.broken) > 5
    assert lines(told) == sorted(review.broken)[:3]
    assert BROKEN not in codes(judge_log(read_both(whole), KNOWN))


@given(st.integers(60, 120), st.sampled_from(WAYS), st.text("abcdefghij-_", min_size=1, max_size=60))
def test_a_name_of_any_length_broken_at_any_width(width: int, way: Way, label: str) -> None:
    said: list[ev.Event] = [
        ev.LookupStarted("SRV", f"{label}.example.com"),
        ev.NoAnswer("SRV", f"{label}.example.com"),
        ev.LookupEmpty("SRV", f"{label}.example.com"),
    ]
    review = read_both(piece for line in Form().lines(said) for piece in way(line, width))
    assert [entry.event for entry in review.entries] == said


def test_the_evidence_is_the_whole_line_at_the_number_of_its_first_piece() -> None:
    (line,) = Form().lines([ev.NoAnswer("NAPTR", "a-rather-long-name.example.com")])
    review = read_both(["a note", *by_words(line)])
    (entry,) = review.entries
    assert (entry.evidence.text, entry.evidence.line, review.broken) == (line, 2, {2})


@pytest.mark.parametrize(
    "behind",
    [
        ["Server has some other word"],
        ["", "", "Server has no Answer"],
        ["1015152006|lldp |4|00|Ignoring corrupt LLDP packet.", "Server has no Answer"],
        ["Server", "has", "no", "Answer"],
        ["x" * 5000],
    ],
)
def test_what_is_not_certain_is_not_put_together(behind: list[str]) -> None:
    review = read_both(["1028091202|dns  |3|00|DNS lookup for (NAPTR) 'example.com'", *behind])
    assert (review.entries, review.broken) == ((), frozenset())


def test_a_name_with_a_blank_in_it_was_put_together_the_wrong_way() -> None:
    line = parse(1, "1028091202|dns  |3|00|DNS lookup for (A) 'voice.exam")
    joined = rejoined(line, [parse(2, "ple.com' Server has no Answer")], [])
    assert joined is not None
    assert joined[0] == ev.NoAnswer("A", "voice.example.com")


# Numbers at the end ------------------------------------------------------------------------

CUT = {
    "DNS lookup for (NAPTR) 'example.com'() TTL=3": ("600", ev.Answered("NAPTR", "example.com", ("",), 3600)),
    "dnsSrv2A calling LookupForList(A) for 'piper.' port 50": ("60", ev.TargetLookup("piper.", 5060)),
    "doDnsSrvLookupForARecordList(udp): kept port at 506": ("0", ev.PortKept("udp", 5060)),
}
"""Messages that were cut in the number with which they end, its other digits, and what they say."""


def of_width(message: str) -> list[str]:
    """A line that was broken where the line with this message was."""
    head = "1028091201|dns  |2|00|"
    long = f"Miss in All DNS cache for {'a' * 60}.example.com(NAPTR)"
    return [(head + long)[: len(head + message)], (head + long)[len(head + message) :]]


@pytest.mark.parametrize("message", CUT)
@pytest.mark.parametrize("quote", ["", "> "])
def test_a_number_that_was_cut_gets_its_other_digits(message: str, quote: str) -> None:
    digits, says = CUT[message]
    pieces = [*of_width(message), f"1028091202|dns  |3|00|{message}", digits]
    review = read_both(quote + piece for piece in pieces)
    assert [entry.event for entry in review.entries][1:] == [says]
    assert review.broken == {1, 3}


@pytest.mark.parametrize("message", CUT)
def test_a_number_alone_on_its_line_is_not_the_rest_of_another(message: str) -> None:
    """It may be the number of a line, a note, or the body of a SIP message."""
    line, digits = f"1028091202|dns  |3|00|{message}", CUT[message][0]
    longer = f"1028091202|dns  |2|00|Miss in All DNS cache for {'a' * 60}.example.com(NAPTR)"
    alone = parse(1, line)
    for pieces in (
        [line, digits],
        [*of_width(message), line, f"{digits} of them"],
        [*of_width(message), line, "99999999999"],
        [longer, *of_width(message), line, digits],
        [*of_width(message), line, digits, longer],
    ):
        said = {entry.evidence.text: entry.event for entry in read_both(pieces).entries}
        assert said[line] == grammar.read(alone.module, alone.message)


def test_no_time_to_live_or_port_is_higher_than_it_can_be() -> None:
    for message, digits in (("DNS lookup for (A) 'a.b'(10.0.0.1) TTL=21474836", "48"), (list(CUT)[2], "000")):
        pieces = [*of_width(message), f"1028091202|dns  |3|00|{message}", digits]
        assert read_both(pieces).broken == {1}


@pytest.mark.parametrize("at", [len("Registration failed User: 1512,"), len(FORBIDDEN) - len("03 Forbidden")])
def test_a_registration_that_failed_gets_its_code_from_the_next_line(at: int) -> None:
    review = read_both([f"1028091204|sip  |4|00|{FORBIDDEN[:at]}", FORBIDDEN[at:]])
    assert [entry.event for entry in review.entries] == [ev.RegistrationFailed("1512", 403, "Forbidden")]


# What stands before a message, broken ------------------------------------------------------

SYSLOG = "<134>Oct 28 09:12:04 phone-1512.eslab.local 0004f2a1b2c3|"


@pytest.mark.parametrize("width", [60, 65, 70, 72, 76, 78, 80])
@pytest.mark.parametrize("head", [SYSLOG, "Oct 28 09:12:04 10.225.2.70 0004f2a1b2c3|", "0004f2a1b2c3 "])
@pytest.mark.parametrize(("records", "says"), [((), "name.missing"), (HEALTHY, "registration.ok")])
def test_a_mail_may_break_a_line_before_its_message(
    records: tuple[str, ...], says: str, head: str, width: int
) -> None:
    whole = Form(head=head).lines(register(zone(*records)))
    review = read_both(piece for line in whole for piece in by_words(line, width))
    judgement = judge_log(review, KNOWN)
    assert verdict(judgement) == says
    assert codes(judgement) == codes(judge_log(read_both(whole), KNOWN)) | {BROKEN}
    times = {entry.evidence.time for entry in review.entries}
    assert "" not in times


@pytest.mark.parametrize(
    "head",
    [
        "1028091202|dns",
        "1028091202|dns  |",
        "1028091202|dns  |3",
        "1028091202|dns  |3|",
        "091202.250|dns  |3|00",
    ],
)
def test_a_head_that_ends_anywhere_behind_its_module_gets_its_rest(head: str) -> None:
    whole = f"{head.partition('|')[0]}|dns  |3|00|DNS lookup for (A) 'a.b' Server has no Answer"
    review = read_both(["a note", head, whole[len(head) :]])
    (entry,) = review.entries
    assert (entry.event, entry.evidence.line) == (ev.NoAnswer("A", "a.b"), 2)
    assert entry.evidence.text.replace(" ", "") == whole.replace(" ", "")
    assert entry.evidence.time == head.partition("|")[0]


@pytest.mark.parametrize(
    "pieces",
    [
        ["1028091202|dns", "", "", "|3|00|DNS lookup for (A) 'a.b' Server has no Answer"],
        ["1028091202|dns", "|3|00|Something else"],
        ["102809120|dns", "|3|00|DNS lookup for (A) 'a.b' Server has no Answer"],
        ["|dns", "|3|00|DNS lookup for (A) 'a.b' Server has no Answer"],
        ["|dns  |3|00", "|DNS lookup for (A) 'a.b' Server has no Answer"],
        ["see the module|dns", "|3|00|DNS lookup for (A) 'a.b' Server has no Answer"],
        ["1028091202|dns", "1028091202|dns  |3|00|something else"],
        ["1028091202|dns"],
    ],
)
def test_a_head_without_a_certain_rest_says_nothing(pieces: list[str]) -> None:
    review = read_both(["1028091200|cfg  |3|00|a synthetic line", *pieces])
    assert (review.entries, review.broken) == ((), frozenset())


# Whatever stands there, two true lines are never made one -----------------------------------

DIGITS = ("600", "17", "5060")
BESIDE = (
    "",
    "REGISTER sip:eslab.local SIP/2.0",
    "SIP/2.0 403 Forbidden",
    "Via: SIP/2.0/UDP 10.225.2.40;branch=z9hG4bK7",
    "CSeq: 5060 REGISTER",
    "a=rtpmap:9 G722/8000",
    "-- ",
    "1028091205|so",
    "|2|00|a synthetic line",
    "Kind regards",
    "On Monday the phone wrote:",
    "1028091205|so   |2|00|soCoreAudioTermChg: chassis -> idle",
    "1028091205|sip  |1|00|<<< Data received",
)
"""What stands between the lines of a log or a mail, as far as it is no part of the handset's own messages."""


@given(
    st.randoms(use_true_random=False),
    st.sampled_from([(), HEALTHY]),
    st.integers(40, 120),
    st.sampled_from([*WAYS, None]),
    st.floats(0, 0.4),
    st.sampled_from(["", SYSLOG, "0004f2a1b2c3 "]),
)
def test_two_true_lines_are_never_put_together(
    chance: random.Random, records: tuple[str, ...], width: int, way: Way | None, share: float, head: str
) -> None:
    """Each event that is read is one that was written, in its order, at most with a number cut short."""
    said = [unreasoned(event) for event in register(zone(*records), times=2)]
    pieces: list[str] = []
    for event in said:
        line = head + grammar.line(event, "1028091202")
        pieces += way(line, width) if way is not None else [line]
        while chance.random() < share:
            # Behind a number at the very width at which words are broken, they may be its other digits.
            pieces.append(chance.choice(BESIDE if way is anywhere else (*BESIDE, *DIGITS)))
    rest = iter(said)
    for entry in read_both(pieces).entries:
        read = unreasoned(entry.event)
        assert any(read == event or is_cut_short(read, event) for event in rest), entry.evidence.text


def is_cut_short(read: ev.Event, event: ev.Event) -> bool:
    """Whether it is the same but for the last digits of the number at its end, or a failure's code."""
    field = {ev.Answered: "ttl", ev.TargetLookup: "port", ev.PortKept: "port"}.get(type(event))
    if isinstance(
        event, ev.RegisterStarted
    ):  # Whether a blank in a name was where it broke, nobody can tell.
        return isinstance(read, ev.RegisterStarted) and read.display.replace(" ", "") == event.display
    if isinstance(event, ev.RegistrationFailed):
        return (
            isinstance(read, ev.RegistrationFailed) and not read.has_code and event.user.startswith(read.user)
        )
    if field is None or type(read) is not type(event):
        return False
    digits, whole = (str(getattr(one, field)) for one in (read, event))
    return whole.startswith(digits) and replace(read, **{field: 0}) == replace(event, **{field: 0})
