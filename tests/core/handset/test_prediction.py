"""How sure each predicted line is: the vendor's word, put together, or unknown."""

from __future__ import annotations

import pytest

from tests.core.chains import chain_of
from tests.core.handset.test_resolver import PRINTED, printed
from tests.core.logs import HEALTHY, LAB, NAME, OWNER, read, without, zone
from wizard.core.dns.answer import Outcome
from wizard.core.handset.prediction import Predicted, doubts_of, predict, predicted_text, ranges
from wizard.core.handset.resolver import Lookfor
from wizard.core.knowledge import Basis
from wizard.core.trace import events as ev
from wizard.core.trace import grammar

SUFFIX = "the rule behind it"


def doubtful(lines: tuple[Predicted, ...]) -> list[Predicted]:
    """The doubtful lines but for the second look into the cache, which always is."""
    return [line for line in lines if line.basis is not Basis.VENDOR and SUFFIX not in line.why]


def of(lines: tuple[Predicted, ...], *kinds: type[ev.Event], **fields: object) -> list[Predicted]:
    return [
        line
        for line in lines
        if isinstance(line.entry.event, kinds)
        and all(getattr(line.entry.event, name) == value for name, value in fields.items())
    ]


# As printed --------------------------------------------------------------------------------


@pytest.mark.parametrize(("there", "name"), [(zone(), "failed"), (PRINTED, "successful")])
def test_what_the_bulletin_shows_is_the_vendors_word(there, name) -> None:
    lines = predict(chain_of(there, LAB))
    assert doubtful(lines) == []
    said = printed(f"{name}-restored.log")
    stands_there = [line for line in lines if grammar.write(line.entry.event) in said]
    # But for the user, who is not known here.
    assert len(lines) - len(stands_there) == (1 if name == "failed" else 0)
    second = [line for line in lines if SUFFIX in line.why]
    assert {line.basis for line in second} == {Basis.INFERRED}
    assert len(second) == sum(
        isinstance(line.entry.event, ev.CacheMiss)
        and not line.entry.event.host.rstrip(".").endswith(".local")
        for line in lines
    )


def test_an_address_with_a_port_is_as_printed() -> None:
    assert doubtful(predict(chain_of(zone(), Lookfor("10.225.2.31", 5060)))) == []


def test_the_text_is_that_of_the_events() -> None:
    chain = chain_of(HEALTHY, LAB)
    assert [line.text for line in predict(chain)] == [grammar.line(entry.event) for entry in chain.entries]


# Put together ------------------------------------------------------------------------------

INFERRED = {
    "a transport": (HEALTHY, Lookfor(NAME, 0, "UDPOnly"), {"DNSnaptr"}),
    "a port": ((f"{NAME} 60 A 10.0.0.1",), Lookfor(NAME, 5060), {"name with a port"}),
    "an address without a port": ((), Lookfor("10.0.0.1"), {"IP address"}),
    "an address over TCP": ((), Lookfor("10.0.0.1", 5060, "TCPOnly"), {"IP address"}),
    "another replacement": (
        (f"{NAME} 60 NAPTR 1 1 s SIP+D2U - _sip._udp.other", *HEALTHY[1:]), LAB,
        {"replacement", "filled one"},
    ),
    "a filled service": (HEALTHY, LAB, {"filled one"}),
    "a NAPTR of another service": (
        (f"{NAME} 60 NAPTR 1 1 u E2U+sip !a!b! .", *HEALTHY[1:]), LAB, {"another service", "filled one"},
    ),
    "equal priorities": (
        (f"{OWNER} 60 SRV 1 1 5060 a.eslab.local", f"{OWNER} 60 SRV 1 1 5060 b.eslab.local",
         "a.eslab.local 60 A 10.0.0.1", "b.eslab.local 60 A 10.0.0.2"), LAB, {"chance"},
    ),
    "a target without an address": (without(HEALTHY, "piper2", NAME), LAB, {"SRV target without"}),
    "two addresses": (
        (*without(HEALTHY, NAME), "piper.eslab.local 3600 A 10.225.2.41"), LAB, {"one address"},
    ),
    "an address at the name": ((f"{NAME} 60 A 10.0.0.1",), LAB, {"configured name itself"}),
    "mixed times": (
        (*without(HEALTHY, NAME, OWNER), f"{OWNER} 60 SRV 1 1 5060 piper.eslab.local",
         f"{OWNER} 90 SRV 2 1 5060 piper2.eslab.local"), LAB, {"time to live"},
    ),
    "a target twice": (
        (*without(HEALTHY, NAME), f"{OWNER} 3600 SRV 30 10 5060 piper.eslab.local"), LAB, {"later attempt"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", INFERRED)
def test_what_no_log_shows_is_marked_as_inferred(case: str) -> None:
    there, lookfor, whys = INFERRED[case]
    lines = doubtful(predict(chain_of(tuple(there), lookfor)))
    assert lines
    assert {line.basis for line in lines} == {Basis.INFERRED}
    assert all(any(why in line.why for line in lines) for why in whys)
    assert all(any(why in line.why for why in whys) for line in lines)


def test_no_soa_record_leaves_open_whether_it_is_remembered() -> None:
    lines = doubtful(predict(chain_of(zone(negative=None), LAB)))
    assert [type(line.entry.event) for line in lines] == [ev.LookupEmpty] * 3


# Unknown -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "outcome",
    [one for one in Outcome if not one.is_answer and one is not Outcome.CANCELLED],
)
def test_what_it_writes_when_dns_fails_is_unknown(outcome: Outcome) -> None:
    lines = predict(chain_of(HEALTHY, LAB, {f"SRV {OWNER}": outcome}))
    failed = of(lines, ev.NoAnswer, ev.NoMatch, ev.LookupEmpty, rtype="SRV") + of(lines, ev.SrvEmpty)
    assert len(failed) == 4
    assert {line.basis for line in failed} == {Basis.UNVERIFIED}
    assert all("No known log" in line.why for line in failed)
    (fallback,) = of(lines, ev.AddressFallback)
    assert fallback.basis is Basis.INFERRED
    assert "assumed" in fallback.why
    before = lines[: lines.index(failed[0])]
    assert [line for line in doubtful(before) if "filled one" not in line.why] == []


def test_several_naptr_records_are_unknown() -> None:
    there = (f"{NAME} 60 NAPTR 2 1 s SIP+D2T - _sip._tcp.{NAME}", *HEALTHY)
    lines = predict(chain_of(there, LAB))
    dumped = of(lines, ev.ListStarted, ev.NaptrOrder, ev.NaptrAdded)
    assert len(dumped) == 6
    assert {line.basis for line in dumped} == {Basis.UNVERIFIED}
    (srv,) = of(lines, ev.LookupStarted, rtype="SRV")
    assert srv.basis is Basis.INFERRED


def test_no_target_with_an_address_leaves_the_end_unknown() -> None:
    lines = predict(chain_of(without(HEALTHY, "piper"), LAB))
    (end,) = of(lines, ev.TargetsResolved)
    (failed,) = of(lines, ev.RegistrationFailed)
    assert (end.basis, failed.basis) == (Basis.UNVERIFIED, Basis.UNVERIFIED)


def test_the_srv_name_for_tls_is_unknown_and_tcp_is_inferred() -> None:
    for service, labels, basis in (
        ("SIPS+D2T", "_sips._tcp", Basis.UNVERIFIED),
        ("SIP+D2T", "_sip._tcp", Basis.INFERRED),
    ):
        there = (f"{NAME} 60 NAPTR 1 1 s {service} - {labels}.{NAME}",)
        lines = predict(chain_of(there, LAB))
        place = lines.index(of(lines, ev.LookupStarted, rtype="SRV")[0])
        assert {line.basis for line in lines[place:]} == {basis}


def test_an_unknown_flag_is_unknown() -> None:
    lines = predict(chain_of((f"{NAME} 60 NAPTR 1 1 a SIP+D2U - {OWNER}", *HEALTHY[1:]), LAB))
    assert of(lines, ev.LookupStarted, rtype="SRV")[0].basis is Basis.UNVERIFIED


# As a text ---------------------------------------------------------------------------------


def test_the_text_to_keep_says_that_it_is_no_log_and_can_be_read_back() -> None:
    lines = predict(chain_of(HEALTHY, LAB, {f"SRV {OWNER}": Outcome.SERVFAIL}))
    text = predicted_text(lines)
    assert text.startswith("# A prediction, not a log")
    remarks = [line for line in text.splitlines() if line.startswith("#")]
    assert sum(line.startswith("# unverified (line ") and "No known log" in line for line in remarks) == 1
    assert any(line.startswith("# inferred (line 3, ") and SUFFIX in line for line in remarks)
    assert [line for line in text.splitlines() if not line.startswith("#")] == [line.text for line in lines]


def test_every_doubt_is_told_once_with_its_lines() -> None:
    lines = predict(chain_of(HEALTHY, LAB, {f"SRV {OWNER}": Outcome.SERVFAIL}))
    told = doubts_of(lines)
    assert len({doubt.why for doubt, _ in told}) == len(told)
    about = {number: doubt for doubt, numbers in told for number in numbers}
    for number, line in enumerate(lines, start=1):
        assert (number in about) == (line.basis is not Basis.VENDOR)
        assert number not in about or about[number].basis is line.basis


@pytest.mark.parametrize(
    ("numbers", "text"), [((), ""), ((3,), "3"), ((1, 2, 3), "1-3"), ((1, 3, 4, 9), "1, 3-4, 9")]
)
def test_numbers_in_words(numbers, text) -> None:
    assert ranges(numbers) == text


def test_a_log_of_the_prediction_is_read_as_the_same_events() -> None:
    chain = chain_of(HEALTHY, LAB)
    review = read([entry.event for entry in chain.entries])
    assert [entry.event for entry in review.entries] == [entry.event for entry in chain.entries]
