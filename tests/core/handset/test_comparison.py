"""A prediction beside a real log: what has to differ is no difference, what differs is found."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.chains import chain_of
from tests.core.handset.test_resolver import PRINTED
from tests.core.logs import FORMS, HEALTHY, LAB, NAME, OWNER, STRAY, Form, Phone, read, without, zone
from wizard.core.finding import Evidence, EvidenceKind
from wizard.core.handset.comparison import Comparison, Match, comparable, compare, lines_of
from wizard.core.handset.parting import difference
from wizard.core.handset.prediction import predict
from wizard.core.handset.resolver import Lookfor
from wizard.core.log.review import review
from wizard.core.log.source import LogText
from wizard.core.trace import events as ev
from wizard.core.trace import grammar
from wizard.core.trace.attempts import Attempt, Entry

BULLETIN = Path(__file__).parents[2] / "data" / "bulletin"
ZONES = {
    "healthy": HEALTHY,
    "nothing": (),
    "no NAPTR": HEALTHY[1:],
    "an address at the name": (f"{NAME} 60 A 10.0.0.1",),
    "a target without an address": HEALTHY[:-1],
    "no target has one": HEALTHY[:-2],
    "two addresses": (*HEALTHY, "piper.eslab.local 3600 A 10.225.2.41"),
    "three servers": (
        *HEALTHY, f"{OWNER} 3600 SRV 5 5 5080 piper3.eslab.local", "piper3.eslab.local 3600 A 10.225.2.33",
    ),
    "two NAPTR": (*HEALTHY, f"{NAME} 3600 NAPTR 20 10 s SIP+D2T - _sip._tcp.{NAME}"),
}  # fmt: skip


def laid(there, said, form: Form | None = None, lookfor: Lookfor = LAB) -> Comparison:
    attempt = comparable(read(said, form).story.attempts, NAME)
    assert attempt is not None
    return compare(predict(chain_of(there, lookfor)), attempt)


def printed(name: str, there) -> Comparison:
    text = (BULLETIN / name).read_text(encoding="utf-8")
    attempt = comparable(review(LogText(name, text)).story.attempts, NAME)
    assert attempt is not None
    return compare(predict(chain_of(there, LAB)), attempt)


def first(comparison: Comparison):
    assert comparison.first is not None
    return comparison.pairs[comparison.first]


# No difference -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["restored", "as-printed"])
@pytest.mark.parametrize(("name", "there"), [("failed", zone()), ("successful", PRINTED)])
def test_the_printed_logs_are_as_predicted(name, there, form) -> None:
    comparison = printed(f"{name}-{form}.log", there)
    assert comparison.first is None
    assert difference(comparison) == ""
    same = [pair for pair in comparison.pairs if pair.match is Match.SAME]
    assert len(same) == {"failed": 26, "successful": 35}[name]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("there", ZONES)
def test_however_a_log_is_written_it_is_as_predicted(there, form) -> None:
    phone = Phone(stray=STRAY)
    phone.register(zone(*ZONES[there]))
    comparison = laid(ZONES[there], phone.said, FORMS[form])
    assert comparison.first is None, difference(comparison)
    assert any(pair.match is Match.SAME for pair in comparison.pairs)


def noisy(said: list[ev.Event], chance: random.Random) -> list[ev.Event]:
    """The same search as another handset would write it, an hour later, among other things."""
    found: list[ev.Event] = [ev.RegisterStarted("7", "7", "7", 0)]
    for event in _shuffled(said, chance):
        found.append(_elsewhere(event, chance))
        if isinstance(event, ev.CacheMiss) and chance.random() < 0.4:
            found += [ev.LookupStarted("A", STRAY), ev.AddressPassedThrough(STRAY)]
        if isinstance(event, ev.CacheAdded) and chance.random() < 0.3:
            found.insert(len(found) - 1, ev.CacheRetained("time.eslab.local", "A"))
    return found


def _elsewhere(event: ev.Event, chance: random.Random) -> ev.Event:
    match event:
        case ev.CacheHit() | ev.CacheAdded() | ev.NegativeCached():
            return replace(event, seconds=chance.randrange(100_000))
        case ev.Answered():
            return replace(event, ttl=chance.randrange(100_000))
        case ev.RegistrationFailed():
            return replace(event, user="7")
    return event


def _shuffled(said: list[ev.Event], chance: random.Random) -> list[ev.Event]:
    """The records of every answer in another order."""
    found: list[ev.Event] = []
    records: list[list[ev.Event]] = []
    for event in said:
        if isinstance(event, ev.SrvAdded | ev.ListStarted):
            records.append([event])
        elif (
            records
            and type(event).__name__.startswith(("Srv", "Naptr"))
            and not isinstance(event, ev.SrvEmpty)
        ):
            records[-1].append(event)
        else:
            chance.shuffle(records)
            found += [one for record in records for one in record]
            records = []
            found.append(event)
    return found


@given(
    st.sampled_from(sorted(ZONES)), st.randoms(use_true_random=False), st.sampled_from(["eslab.local", ""])
)
def test_what_has_to_differ_is_no_difference(name, chance, domain) -> None:
    """Times, seconds, user, stray addresses, other entries kept, order of records, the second look."""
    phone = Phone(Lookfor(NAME, own_domain=domain))
    phone.register(zone(*ZONES[name]), begin=False)
    comparison = laid(ZONES[name], noisy(phone.said, chance))
    assert comparison.first is None, difference(comparison)


@given(st.sampled_from(sorted(ZONES)), st.sampled_from(sorted(ZONES)), st.randoms(use_true_random=False))
def test_every_line_of_both_sides_is_there_once_in_order(name, other, chance) -> None:
    phone = Phone(stray=STRAY)
    phone.register(zone(*ZONES[other]), begin=False)
    attempt = comparable(read(noisy(phone.said, chance)).story.attempts, NAME)
    assert attempt is not None
    lines = predict(chain_of(ZONES[name], LAB))
    comparison = compare(lines, attempt)
    real = [pair.real for pair in comparison.pairs if pair.real is not None]
    assert real == list(lines_of(attempt))
    ours = [pair.predicted for pair in comparison.pairs if pair.predicted is not None]
    assert sorted(map(id, ours)) == sorted(map(id, lines))
    for pair in comparison.pairs:
        assert (pair.match is Match.MISSING) == (pair.real is None and pair.match is not Match.SKIPPED)
        assert (pair.match is Match.EXTRA) == (pair.predicted is None and pair.match is not Match.SKIPPED)
    assert comparison.first is None or comparison.pairs[comparison.first].match in {
        Match.DIFFERS, Match.MISSING, Match.EXTRA,
    }  # fmt: skip
    assert bool(difference(comparison)) == (comparison.first is not None)


# A difference ------------------------------------------------------------------------------

LOST = (ev.NoAnswer, ev.NoMatch, ev.LookupEmpty, ev.Answered, ev.TargetLookup, ev.SrvEmpty, ev.NaptrEmpty)


@given(st.sampled_from(sorted(ZONES)), st.data())
def test_the_first_line_that_is_gone_is_found(name, data) -> None:
    """From the real log, so that the prediction has one more there."""
    phone = Phone()
    phone.register(zone(*ZONES[name]), begin=False)
    places = [n for n, event in enumerate(phone.said) if isinstance(event, LOST)]
    place = data.draw(st.sampled_from(places))
    gone = phone.said[place]
    comparison = laid(ZONES[name], phone.said)
    lines = predict(chain_of(ZONES[name], LAB))
    attempt = comparable(read(phone.said).story.attempts, NAME)
    assert attempt is not None
    less = replace(
        attempt,
        entries=tuple(e for e in attempt.entries if e.evidence.line != place + 1),
        lookups=tuple(
            replace(o, entries=tuple(e for e in o.entries if e.evidence.line != place + 1))
            for o in attempt.lookups
        ),
    )
    assert comparison.first is None
    pair = first(compare(lines, less))
    assert pair.predicted is not None
    assert grammar.write(pair.predicted.entry.event) == grammar.write(gone)


def test_another_order_of_the_targets_is_a_difference() -> None:
    there = (
        f"{OWNER} 3600 SRV 20 10 5060 piper.eslab.local",
        f"{OWNER} 3600 SRV 10 10 5060 piper2.eslab.local",
    )
    phone = Phone()
    phone.register(zone(*there, *HEALTHY[3:]))
    comparison = laid(HEALTHY[1:], phone.said)
    pair = first(comparison)
    assert isinstance(pair.predicted.entry.event, ev.SrvPriority)
    assert "record that the handset got differs" in difference(comparison)


HOSTS = ("piper", "piper2")
SAID = {
    "an answer now": (HEALTHY, (), "got no answer for NAPTR"),
    "no answer now": ((), HEALTHY, "got an answer for NAPTR"),
    "another address": (
        (*HEALTHY[1:-1], "piper2.eslab.local 60 A 10.9.9.9"), HEALTHY[1:], "another answer for A piper2",
    ),
    "another record": (
        (HEALTHY[2], f"{OWNER} 3600 SRV 10 10 5070 piper.eslab.local", *HEALTHY[3:]), HEALTHY[1:],
        "differs from the one in the check",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SAID)
def test_a_difference_is_said_in_words(case) -> None:
    now, then, words = SAID[case]
    phone = Phone()
    phone.register(zone(*then))
    assert words in difference(laid(now, phone.said))


def test_another_configuration_asks_for_another_name() -> None:
    phone = Phone(Lookfor(NAME, 0, "TCPOnly", "eslab.local"))
    phone.register(zone())
    assert f"asked for SRV _sip._tcp.{NAME}" in difference(laid((), phone.said))


def test_a_refused_registration_is_the_servers_word() -> None:
    phone = Phone()
    phone.register(zone(*HEALTHY))
    phone.rejected(403)
    comparison = laid(HEALTHY, phone.said)
    assert "turned the registration down (403)" in difference(comparison)
    assert first(comparison).match is Match.EXTRA


def test_a_remembered_answer_is_said_to_be_one() -> None:
    """Where the log has an attempt that asked anew, that one is taken."""
    phone = Phone()
    phone.register(zone(*HEALTHY))
    phone.register(zone(*HEALTHY))
    attempts = read(phone.said).story.attempts
    assert comparable(attempts, NAME) == attempts[0]
    comparison = compare(predict(chain_of(HEALTHY, LAB)), attempts[1])
    assert f"remembered the answer for NAPTR {NAME}" in difference(comparison)


def test_a_doubtful_line_of_the_prediction_says_so_itself() -> None:
    there = without(HEALTHY, "piper")
    attempt = comparable(read(_said(there)).story.attempts, NAME)
    assert attempt is not None
    kept = tuple(entry for entry in attempt.entries if not isinstance(entry.event, ev.TargetsResolved))
    ended = compare(predict(chain_of(there, LAB)), replace(attempt, entries=kept))
    assert "This line of the prediction is unverified only: It is not known" in difference(ended)


def _said(there) -> list[ev.Event]:
    phone = Phone()
    phone.register(zone(*there))
    return phone.said


# Which attempt -----------------------------------------------------------------------------


def test_only_a_finished_attempt_for_the_same_name_will_do() -> None:
    phone = Phone(Lookfor("other.eslab.local"))
    phone.register(zone())
    assert comparable(read(phone.said).story.attempts, NAME) is None
    whole = Phone()
    whole.register(zone())
    assert comparable(read(whole.said[:8]).story.attempts, NAME) is None
    assert comparable(read(whole.said).story.attempts, NAME.upper()) is not None


def test_a_log_whose_level_hides_too_much_is_not_compared() -> None:
    for there in (HEALTHY, ()):
        assert comparable(read(_said(there), Form(least_level=2)).story.attempts, NAME) is None


def test_sixty_servers_are_compared_to_the_last() -> None:
    records = [f"{OWNER} 60 SRV {n} 0 5060 h{n}.eslab.local" for n in range(60)]
    hosts = [f"h{n}.eslab.local 60 A 10.1.0.{n}" for n in range(60)]
    phone = Phone()
    phone.register(zone(*records, *hosts[:-1]))
    pair = first(laid((*records, *hosts), phone.said))
    assert pair.predicted.entry.event.host == "h59.eslab.local."


@pytest.mark.parametrize("other", [1, 2])
def test_a_hostile_log_is_compared_in_time(other) -> None:
    """The same few lines again and again, where nothing can be matched."""
    said = [ev.NoMatch("A", f"h{n % other}.eslab.local", 4) for n in range(30_000)]
    entries = tuple(Entry(event, Evidence(EvidenceKind.LOG, "x", "", n)) for n, event in enumerate(said, 1))
    lines = predict(chain_of(HEALTHY, LAB))
    begun = time.process_time()
    comparison = compare(lines * 60, Attempt(NAME, entries=entries))
    assert time.process_time() - begun < 5
    assert comparison.first is not None
