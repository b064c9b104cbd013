"""The log language: every printed line, both directions, and no line that keeps the reader busy."""

from __future__ import annotations

import dataclasses
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.log.line import LogLine, parse
from wizard.core.trace import events as ev
from wizard.core.trace import grammar

BULLETIN = Path(__file__).parents[2] / "data" / "bulletin"
LOGS = sorted(path.name for path in BULLETIN.glob("*.log"))
RULES = pytest.mark.parametrize("rule", grammar.RULES, ids=lambda rule: rule.id)


def printed(name: str) -> list[LogLine]:
    lines = (BULLETIN / name).read_text(encoding="utf-8").splitlines()
    return [parse(number, line) for number, line in enumerate(lines, start=1)]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text.strip())


@pytest.mark.parametrize("name", LOGS)
def test_every_printed_line_is_read_and_written_back(name: str) -> None:
    lines = printed(name)
    assert len(lines) == (31 if name.startswith("failed") else 65)
    for line in lines:
        event = grammar.read(line.module, line.message)
        assert event is not None, line.raw
        rule = grammar.rule_of(event)
        assert (rule.module, rule.level) == (line.module, line.level)
        written = squeezed(grammar.write(event))
        misprinted = squeezed(line.message) == 'service "'
        assert written == ("service ''" if misprinted else squeezed(line.message))


def test_the_misprint_stands_once_in_the_printed_log() -> None:
    found = [
        line.number for line in printed("successful-as-printed.log") if line.message.strip() == 'service "'
    ]
    assert found == [12]


# Both directions ---------------------------------------------------------------------------

_NO_QUOTE = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="'()\u2028\u2029\x85")
_INNER = st.text(_NO_QUOTE, max_size=40).filter(
    lambda text: text == text.strip() and not re.search(r"\s\s|\s$", text)
)
_HOSTS = st.one_of(
    _INNER,
    st.from_regex(r"[a-z0-9_.-]{1,40}", fullmatch=True),
    st.sampled_from(
        ("", ".", "a|b", "%s%n", "<b>x</b>", "{host}", "a.b.", "$(x)", "TTL=5", "x expires in", "\u202eabc")
    ),
)
_QUOTED = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\x85"), max_size=40
)
_NUMBERS = st.integers(0, 2**31 - 1)
_TYPES = st.sampled_from(("A", "SRV", "NAPTR", "AAAA"))
_WORDS = st.from_regex(r"[a-z0-9_-]{0,12}", fullmatch=True)
_USERS = _INNER.filter(lambda text: not any(mark in text for mark in ("Dsp:", "Auth:", "Inx:", ", Error")))


def values(rule: grammar.Rule, field: str) -> st.SearchStrategy[object]:
    """What a field of this rule may hold so that its line has one reading."""
    kind = rule.kinds[field]
    if kind is grammar.NUMBER:
        return _NUMBERS
    if kind is grammar.TYPE:
        return _TYPES
    if kind is grammar.WORD:
        return _WORDS
    if kind is grammar.SLOTS:
        slot = st.sampled_from(("", "10.225.2.31", "a'b"))
        return st.lists(slot, min_size=1, max_size=60).map(tuple)
    if kind is grammar.SERVICE:
        return _QUOTED
    if kind is grammar.TAIL:
        return _QUOTED
    if kind is grammar.REST:
        return _QUOTED
    if field == "uptime":  # stands between two spaces, so it cannot be empty
        return _USERS.filter(bool)
    return _USERS if rule.module == "sip" else _HOSTS


def events_of(rule: grammar.Rule) -> st.SearchStrategy[ev.Event]:
    return st.builds(rule.event, **{field: values(rule, field) for field in rule.kinds})


@RULES
@given(data=st.data())
def test_what_is_written_is_read_as_the_same_event(rule: grammar.Rule, data: st.DataObject) -> None:
    event = data.draw(events_of(rule))
    message = grammar.write(event)
    assert grammar.read(rule.module, message) == event
    assert grammar.read(f" {rule.module} ", f"  {message} \r") == event
    others = [
        other.id for other in grammar.RULES if other is not rule and other.read(message.strip()) is not None
    ]
    assert others == []
    line = parse(1, grammar.line(event, "1028091201"))
    assert (line.module, line.level, line.missed) == (rule.module, rule.level, 0)
    assert grammar.read(line.module, line.message) == event


@RULES
def test_white_space_is_forgiven_and_other_words_are_not(rule: grammar.Rule) -> None:
    fields = {name: _example(rule, name) for name in rule.kinds}
    event = rule.event(**fields)
    message = grammar.write(event)
    assert grammar.read(rule.module, re.sub(" ", " \t ", message)) == event
    assert grammar.read(rule.module, "x" + message) is None
    assert grammar.read("so", message) is None


def _example(rule: grammar.Rule, name: str) -> object:
    kind = rule.kinds[name]
    if kind is grammar.NUMBER:
        return 7
    if kind is grammar.SLOTS:
        return ("10.225.2.31",)
    return "A" if kind is grammar.TYPE else "x"


def test_every_event_has_one_rule_and_every_field_a_kind() -> None:
    assert (
        len({rule.event for rule in grammar.RULES})
        == len({rule.id for rule in grammar.RULES})
        == len(grammar.RULES)
    )
    for rule in grammar.RULES:
        assert set(rule.kinds) == {field.name for field in dataclasses.fields(rule.event)}


def test_a_failure_without_a_reason_is_a_failure() -> None:
    read = grammar.read("sip", "Registration failed User: 1512, Error Code:403 ")
    assert read == ev.RegistrationFailed("1512", 403, "")


@pytest.mark.parametrize(
    ("message", "event"),
    [
        ("regexp ''", ev.NaptrRegexp("")),
        ("regexp '!^.*$!sip:info@eslab.local!'", ev.NaptrRegexp("!^.*$!sip:info@eslab.local!")),
        ("service 'SIP+D2U'", ev.NaptrService("SIP+D2U")),
        ("flags ''", ev.NaptrFlags("")),
        (
            "DNS lookup for (A) 'a'(10.0.0.1,10.0.0.2) TTL=0",
            ev.Answered("A", "a", ("10.0.0.1", "10.0.0.2"), 0),
        ),
        ("target:port '.:0'", ev.SrvTarget(".", 0)),
        ("Miss in All DNS cache for a(b(A)", ev.CacheMiss("a(b", "A")),
    ],
)
def test_unusual_values(message: str, event: ev.Event) -> None:
    assert grammar.read("dns", message) == event


@given(module=st.sampled_from(("dns", "sip", "log", "so", "")), message=st.text(max_size=300))
def test_any_text_is_an_event_or_none(module: str, message: str) -> None:
    event = grammar.read(module, message)
    assert event is None or isinstance(event, ev.Event)


# Hostile lines -----------------------------------------------------------------------------


def _hostile() -> list[tuple[str, str, str]]:
    """Modules with a beginning that a rule likes and a piece that invites it to try again and again."""
    found = []
    for rule in grammar.RULES:
        literals = re.split(r"\{\w+\}", rule.template)
        pieces = {" ", "'", "(", "A", "(A", "9", ",", ":", *literals, *(f" {text} " for text in literals)} - {
            ""
        }
        for count in range(1, len(literals) + 1):
            found += [(rule.module, "".join(literals[:count]), piece) for piece in sorted(pieces)]
    return found


def test_four_thousand_hostile_characters_cost_no_more_than_a_moment() -> None:
    """A quadratic pattern needs 50 ms and more for one of these lines, a linear one a tenth of one."""
    slowest = 0.0
    worst = ("", "", "")
    for module, beginning, piece in _hostile():
        text = (beginning + piece * 4096)[:4096]
        begun = time.process_time()
        grammar.read(module, text)
        spent = time.process_time() - begun
        if spent > slowest:
            slowest, worst = spent, (module, beginning, piece)
    assert slowest < 0.02, worst


def test_three_names_in_one_line_do_not_multiply() -> None:
    text = "Sip Register Usr:" + " Dsp:" * 250 + " Auth:'" * 200 + "' Inx:" * 230
    begun = time.process_time()
    assert grammar.read("sip", text) is None
    assert time.process_time() - begun < 0.02
