"""Logs out of a mail: their long lines broken, and read as if they were not."""

from __future__ import annotations

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


def unreasoned(event: ev.Event) -> ev.Event:
    """The reason of a failure is its code in words: without it the line says as much."""
    return replace(event, reason="") if isinstance(event, ev.RegistrationFailed) else event


Way = Callable[[str, int], list[str]]
WAYS: list[Way] = [by_words, anywhere, quoted]


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
        ["", "Server has no Answer"],
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
    joined = rejoined(line, [parse(2, "ple.com' Server has no Answer")])
    assert joined is not None
    assert joined[0] == ev.NoAnswer("A", "voice.example.com")


def test_a_time_to_live_that_was_cut_gets_its_other_digits() -> None:
    head = "1028100202|dns  |3|00|DNS lookup for (NAPTR) 'example.com'() TTL=3"
    for behind, ttl in (("600", 3600), ("a note", 3), ("> 600", 3600)):
        (entry,) = read_both([head, behind]).entries
        assert entry.event == ev.Answered("NAPTR", "example.com", ("",), ttl)


@pytest.mark.parametrize("at", [len("Registration failed User: 1512,"), len(FORBIDDEN) - len("03 Forbidden")])
def test_a_registration_that_failed_gets_its_code_from_the_next_line(at: int) -> None:
    review = read_both([f"1028091204|sip  |4|00|{FORBIDDEN[:at]}", FORBIDDEN[at:]])
    assert [entry.event for entry in review.entries] == [ev.RegistrationFailed("1512", 403, "Forbidden")]
