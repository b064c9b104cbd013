"""What probes of the SIP servers show: who is alive, and what TLS certificates say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wizard.core import names
from wizard.core.about import told
from wizard.core.finding import Evidence, EvidenceKind, Finding
from wizard.core.sip.certificate import Certificate
from wizard.core.sip.message import METHOD, plain
from wizard.core.sip.outcome import Outcome, Probe, Taken, in_words

_CODES = {
    Outcome.ANSWERS: "sip.answers",
    Outcome.NO_REPLY: "sip.no-reply",
    Outcome.UNREACHABLE: "sip.no-reply",
    Outcome.MALFORMED: "sip.no-reply",
    Outcome.REFUSED: "sip.refused",
    Outcome.TLS_FAILED: "sip.tls-failed",
}
_TAKEN = {
    Taken.OPEN: "accepts",
    Taken.CLOSED: "closes",
    Taken.AT_ONCE: "closes-at-once",
    Taken.TLS: "wants-tls",
}
_SHOWN_NAMES = 4


def probe_findings(probes: Sequence[Probe], name: str) -> list[Finding]:
    """What probes in failover order show; ``name`` is the one in the handset.

    The first probe is of the server that every handset uses. If it is silent, handsets register only where
    another one answers: that is graver the fewer do. A cancelled probe, and a server whose address was
    not found, prove nothing.
    """
    found: list[Finding] = []
    standby = next((plain(probe.server.host.rstrip(".")) for probe in probes[1:] if probe.alive), "")
    for position, probe in enumerate(probes):
        if probe.outcome in _CODES and probe.server.address:
            found.append(_life(probe, first=position == 0, standby=standby))
            found += _certificate_findings(probe, name)
    return found


def unproven_ports(findings: Iterable[Finding], probes: Iterable[Probe]) -> list[Finding]:
    """The findings without unusual ports on which a SIP server answered: there the port is meant so."""
    alive = {(names.fold(p.server.host), str(p.server.port)) for p in probes if p.alive}
    return [
        finding
        for finding in findings
        if finding.code != "srv.port-differs"
        or (names.fold(finding.facts["target"]), finding.facts["port"]) not in alive
    ]


def _life(probe: Probe, *, first: bool, standby: str) -> Finding:
    code = _CODES[probe.outcome]
    facts = {**_facts(probe), "detail": plain(probe.detail)}
    variant = _variant(probe, "" if first and not standby else "covered" if first else "backup")
    if variant.endswith("covered"):
        facts["standby"] = standby
    return Finding(code, str(probe.server), (evidence_of(probe),), facts, variant)


def _variant(probe: Probe, place: str) -> str:
    if probe.alive:
        return ""
    if probe.wants_certificate and probe.outcome is Outcome.TLS_FAILED:
        return "wants-certificate"
    what = "no-sip" if probe.outcome is Outcome.MALFORMED else ""
    if _CODES[probe.outcome] == "sip.no-reply":
        what = _TAKEN.get(probe.taken, what)
    return "-".join(filter(None, (what, place)))


def _certificate_findings(probe: Probe, name: str) -> Iterator[Finding]:
    certificate = probe.certificate
    if certificate is None:
        return
    where = str(probe.server)
    shown = (evidence_of(probe), _evidence(probe, _certificate_text(certificate)))
    if not certificate.valid:
        dates = {"start": f"{certificate.not_before:%Y-%m-%d}", "end": f"{certificate.not_after:%Y-%m-%d}"}
        yield Finding("sip.certificate-expired", where, shown, {**_facts(probe), **dates})
    if not certificate.names(name) and not certificate.names(probe.server.host):
        facts = {**_facts(probe), "names": _names(certificate)}
        yield Finding("sip.certificate-differs", where, shown, facts)


def _facts(probe: Probe) -> dict[str, str]:
    server = probe.server
    return {
        "server": plain(server.host.rstrip(".")),
        "address": server.address,
        "port": str(server.port),
        "transport": server.protocol.upper(),
    }


def _names(certificate: Certificate) -> str:
    identities = certificate.identities
    listed = ", ".join(plain(name, 100) for name in identities[:_SHOWN_NAMES]) or told("certificate.nobody")
    more = len(identities) - _SHOWN_NAMES
    return told("certificate.more", listed=listed, count=more) if more > 0 else listed


def _certificate_text(certificate: Certificate) -> str:
    text = told(
        "certificate.seen",
        names=_names(certificate),
        start=f"{certificate.not_before:%Y-%m-%d %H:%M}",
        end=f"{certificate.not_after:%Y-%m-%d %H:%M}",
    )
    if certificate.distrust is None:
        return text
    if not certificate.distrust:
        return told("certificate.trusted", before=text)
    return told("certificate.not-trusted", before=text, why=certificate.distrust)


def evidence_of(probe: Probe) -> Evidence:
    """A probe as evidence."""
    sent = f"{METHOD}: " if probe.request else ""
    return _evidence(probe, f"{sent}{in_words(probe)} ({probe.milliseconds:.0f} ms)")


def _evidence(probe: Probe, text: str) -> Evidence:
    return Evidence(EvidenceKind.SIP, str(probe.server), text)
