"""Findings of SIP probes, and what they do to a verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from wizard.core import knowledge
from wizard.core.diagnosis.judge import judge
from wizard.core.diagnosis.sip import probe_findings
from wizard.core.finding import EvidenceKind, Finding
from wizard.core.sip.certificate import Certificate
from wizard.core.sip.outcome import Endpoint, Outcome, Probe, Taken
from wizard.paths import resource

N, T = "testserver.eslab.local", "piper.eslab.local"
KNOWN = knowledge.load(resource("knowledge"))
GOOD = Certificate(
    common_name=T,
    dns_names=(T,),
    uris=(),
    addresses=(),
    not_before=datetime(2025, 7, 1, tzinfo=UTC),
    not_after=datetime(2026, 6, 30, 12, 30, tzinfo=UTC),
    valid=True,
    distrust="self-signed certificate",
)


def probe(outcome: Outcome = Outcome.ANSWERS, detail: str = "", protocol: str = "udp", **more) -> Probe:
    reply = {"status": 200, "reason": "OK"} if outcome is Outcome.ANSWERS else {}
    endpoint = more.pop("server", Endpoint(T, "10.225.2.31", 5060, protocol))
    return Probe(endpoint, N, outcome, detail, **{**reply, **more})


def codes(*probes: Probe, name: str = N) -> list[tuple[str, str]]:
    return [(finding.code, finding.variant) for finding in probe_findings(probes, name)]


def words(finding: Finding) -> str:
    said = KNOWN.explain(finding)
    return "\n".join((said.title, said.why, *said.fix))


@pytest.mark.parametrize(
    ("outcome", "code", "first", "later"),
    [
        (Outcome.ANSWERS, "sip.answers", "", ""),
        (Outcome.NO_REPLY, "sip.no-reply", "", "backup"),
        (Outcome.UNREACHABLE, "sip.no-reply", "", "backup"),
        (Outcome.REFUSED, "sip.refused", "", "backup"),
        (Outcome.TLS_FAILED, "sip.tls-failed", "", "backup"),
        (Outcome.MALFORMED, "sip.no-reply", "no-sip", "no-sip-backup"),
    ],
)
def test_the_first_server_is_graver_than_the_others(outcome, code, first, later):
    assert codes(probe(outcome, "why"), probe(outcome, "why")) == [(code, first), (code, later)]
    severities = [KNOWN.severity(f).value for f in probe_findings([probe(outcome)] * 2, N)]
    assert severities == (["info", "info"] if outcome is Outcome.ANSWERS else ["critical", "error"])
    for finding in probe_findings([probe(outcome, "because of x")] * 2, N):
        assert "10.225.2.31" in words(finding)
        assert T in words(finding)


@pytest.mark.parametrize(
    ("outcome", "code", "variant", "more"),
    [
        (Outcome.NO_REPLY, "sip.no-reply", "covered", {}),
        (Outcome.UNREACHABLE, "sip.no-reply", "covered", {}),
        (Outcome.REFUSED, "sip.refused", "covered", {}),
        (Outcome.TLS_FAILED, "sip.tls-failed", "covered", {}),
        (Outcome.MALFORMED, "sip.no-reply", "no-sip-covered", {}),
        *(
            (Outcome.NO_REPLY, "sip.no-reply", f"{word}-covered", {"taken": taken})
            for word, taken in {
                "accepts": Taken.OPEN,
                "closes": Taken.CLOSED,
                "closes-at-once": Taken.AT_ONCE,
                "wants-tls": Taken.TLS,
            }.items()
        ),
    ],
)
def test_where_a_backup_answers_handsets_register_and_the_verdict_says_both(outcome, code, variant, more):
    """By the catalogue "critical" is: the handset cannot register. It can, and cannot fail over any more."""
    dead, alive = (Endpoint(host, f"10.0.0.{n}", 5060, "udp") for n, host in enumerate(("b", "c"), start=1))
    probes = [probe(outcome, "x", **more), probe(Outcome.NO_REPLY, server=dead), probe(server=alive)]
    first, second, _ = probe_findings(probes, N)
    assert (first.code, first.variant, KNOWN.severity(first).value) == (code, variant, "error")
    assert (second.variant, KNOWN.severity(second).value) == ("backup", "error")
    title = KNOWN.explain(first).title
    assert T in title
    assert "backup c " in title
    verdict = judge(probe_findings(probes, N), KNOWN).verdict
    assert (verdict.code, verdict.variant) == (code, variant)


def test_what_proves_nothing():
    nowhere = Endpoint(T, "", 5060, "udp")
    assert codes(probe(Outcome.CANCELLED), probe(Outcome.UNREACHABLE, server=nowhere)) == []
    assert codes() == []


def test_evidence_and_facts():
    [found] = probe_findings([probe(software="kamailio (5.6.3)", milliseconds=12.4, request="OPTIONS …")], N)
    assert found.subject == "10.225.2.31:5060/udp"
    assert [(e.kind, e.source, e.text) for e in found.evidence] == [
        (EvidenceKind.SIP, "10.225.2.31:5060/udp", "OPTIONS: answers 200 OK, kamailio (5.6.3) (12 ms)")
    ]
    assert words(found).startswith(f"The SIP server {T} answers at 10.225.2.31, port 5060, over UDP")


def test_where_nothing_was_sent_the_evidence_does_not_say_so():
    [found] = probe_findings([probe(Outcome.TLS_FAILED, "what the server sent is not TLS", "tls")], N)
    assert found.evidence[0].text == "no secure connection (TLS): what the server sent is not TLS (0 ms)"


def test_a_caller_without_a_certificate_proves_no_fault():
    asked = probe(Outcome.TLS_FAILED, "x", "tls", wants_certificate=True)
    assert codes(asked) == [("sip.tls-failed", "wants-certificate")]
    assert KNOWN.severity(probe_findings([asked], N)[0]).value == "warning"


def with_certificate(**changed) -> Probe:
    return probe(protocol="tls", certificate=replace(GOOD, **changed))


@pytest.mark.parametrize("dns", [(T,), (N,), ("other.example", N.upper())])
def test_a_certificate_for_the_name_or_the_host_is_well(dns):
    assert codes(with_certificate(dns_names=dns)) == [("sip.answers", "")]


def test_a_certificate_for_others():
    others = tuple(f"pbx{number}.example.com" for number in range(6))
    found = probe_findings([with_certificate(dns_names=others)], N)[1]
    assert (found.code, KNOWN.severity(found).value) == ("sip.certificate-differs", "warning")
    assert found.facts["names"] == ", ".join(others[:4]) + " and 2 more"
    assert found.evidence[1].text == (
        f"certificate for {found.facts['names']}, valid from 2025-07-01 00:00 to 2026-06-30 12:30 UTC, "
        "not trusted by this computer: self-signed certificate"
    )
    nameless = with_certificate(dns_names=(), common_name="")
    assert probe_findings([nameless], N)[1].facts["names"] == "nobody"


def test_an_expired_certificate_for_others_is_two_faults():
    found = probe_findings([with_certificate(dns_names=("other.example",), valid=False)], N)
    assert [f.code for f in found] == ["sip.answers", "sip.certificate-expired", "sip.certificate-differs"]
    assert "valid from 2025-07-01 to 2026-06-30" in words(found[1])


def test_hostile_names_are_made_harmless():
    found = probe_findings([with_certificate(dns_names=("\u202e" + "x" * 5000, "{server}", "a\0b"))], N)[1]
    assert all(text.isprintable() and len(text) < 400 for text in found.facts.values())
    assert "{server}" in words(found)


def test_the_verdict_is_the_silent_first_server():
    dead = probe(Outcome.NO_REPLY, server=Endpoint("piper2", "10.225.2.32", 5060, "udp"))
    judged = judge(probe_findings([probe(Outcome.REFUSED), dead], N), KNOWN)
    assert judged.verdict is not None
    assert judged.verdict.code == "sip.refused"
    assert judge(probe_findings([probe(), dead], N), KNOWN).verdict.variant == "backup"
    assert judge(probe_findings([probe()], N), KNOWN).verdict is None


def probes(count: int, outcome: Outcome = Outcome.NO_REPLY, **more) -> list[Probe]:
    """A first server that answers, then so many others."""
    return [
        probe(),
        *(
            probe(outcome, server=Endpoint(f"pbx{n}.eslab.local", f"10.0.0.{n}", 5060, "udp"), **more)
            for n in range(1, count + 1)
        ),
    ]


@pytest.mark.parametrize(
    ("outcome", "code", "variant", "more"),
    [
        (Outcome.NO_REPLY, "sip.no-reply", "backup-several", {}),
        (Outcome.MALFORMED, "sip.no-reply", "no-sip-backup-several", {}),
        (Outcome.NO_REPLY, "sip.no-reply", "accepts-backup-several", {"taken": Taken.OPEN}),
        (Outcome.NO_REPLY, "sip.no-reply", "closes-backup-several", {"taken": Taken.CLOSED}),
        (Outcome.NO_REPLY, "sip.no-reply", "closes-at-once-backup-several", {"taken": Taken.AT_ONCE}),
        (Outcome.MALFORMED, "sip.no-reply", "wants-tls-backup-several", {"taken": Taken.TLS}),
        (Outcome.REFUSED, "sip.refused", "backup-several", {}),
        (Outcome.TLS_FAILED, "sip.tls-failed", "backup-several", {"detail": "no version in common"}),
        (Outcome.TLS_FAILED, "sip.tls-failed", "wants-certificate-several", {"wants_certificate": True}),
    ],
)
def test_three_servers_with_one_fault_are_one_card(outcome, code, variant, more):
    said = judge(probe_findings(probes(3, outcome, **more), N), KNOWN).findings
    (one,) = (finding for finding in said if finding.code == code)
    assert (one.variant, one.facts["count"], len(one.parts), len(one.evidence)) == (variant, "3", 3, 3)
    assert one.subject == "10.0.0.1:5060/udp, 10.0.0.2:5060/udp, 10.0.0.3:5060/udp"
    told = words(one)
    assert "(pbx1.eslab.local, pbx2.eslab.local, …)" in told
    assert all(f"pbx{n}.eslab.local (10.0.0.{n}, port 5060)" in told for n in (1, 2, 3))
    two = judge(probe_findings(probes(2, outcome, **more), N), KNOWN).findings
    assert [finding.parts for finding in two if finding.code == code] == [(), ()]


@pytest.mark.parametrize("taken", Taken)
@pytest.mark.parametrize("outcome", Outcome)
def test_whatever_a_saved_probe_says_of_its_connection_can_be_put_into_words(outcome, taken):
    said = probe_findings([probe(outcome, taken=taken), *probes(3, outcome, taken=taken)[1:]], N)
    for finding in judge(said, KNOWN).findings:
        assert words(finding)


def test_a_service_that_hangs_up_is_not_called_silent():
    first = probe(Outcome.NO_REPLY, protocol="tcp", taken=Taken.AT_ONCE)
    backup = replace(first, server=Endpoint("piper2", "10.225.2.32", 5060, "tcp"), taken=Taken.OPEN)
    found = probe_findings([first, backup], N)
    assert [KNOWN.severity(one).value for one in found] == ["critical", "error"]
    assert [KNOWN.explain(one).title for one in found] == [
        f"The first SIP server, {T}, takes connections and hangs up at once",
        "The backup SIP server piper2 takes connections but does not answer",
    ]


def test_certificates_of_three_servers_are_told_once_each_fault():
    bad = replace(GOOD, valid=False, dns_names=("other.example",))
    said = judge(probe_findings(probes(3, Outcome.ANSWERS, certificate=bad)[1:], N), KNOWN).findings
    assert [(f.code, f.variant) for f in said if f.parts] == [
        ("sip.certificate-expired", "several"),
        ("sip.certificate-differs", "several"),
    ]


def test_the_first_server_and_another_reason_keep_their_cards():
    silent = [replace(one, outcome=Outcome.NO_REPLY) for one in probes(3)]
    said = judge(probe_findings(silent, N), KNOWN)
    assert [(f.variant, f.facts.get("count")) for f in said.findings] == [("", None), ("backup-several", "3")]
    assert said.verdict is not None
    assert said.verdict.subject == "10.225.2.31:5060/udp"
    other = Endpoint("pbx2.eslab.local", "10.0.0.2", 5060, "tcp")
    mixed = [replace(one, server=other) if number == 2 else one for number, one in enumerate(silent)]
    assert not any(f.parts for f in judge(probe_findings(mixed, N), KNOWN).findings)


def test_addresses_of_one_server_are_not_several_servers():
    one_host = [
        probe(),
        *(
            probe(Outcome.NO_REPLY, server=Endpoint("pbx.eslab.local", f"10.0.0.{n}", 5060, "udp"))
            for n in (1, 2, 3)
        ),
    ]
    assert not any(f.parts for f in judge(probe_findings(one_host, N), KNOWN).findings)
