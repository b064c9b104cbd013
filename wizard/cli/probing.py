"""``check --sip``: a sign of life from each server that was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wizard.cli.output import say
from wizard.core.sip.certificate import Certificate
from wizard.core.sip.outcome import Probe, Target, in_words
from wizard.live import live_probe
from wizard.workers import result_of


def probed(servers: Iterable[Target], name: str, timeout: float, *, quiet: bool) -> tuple[Probe, ...]:
    """Asks the servers side by side; the probes in failover order. Tells of each as it arrives."""

    def tell(probe: Probe) -> None:
        if not quiet:
            say(f"{probe.server}  {probe.server.host}: {in_words(probe)}  ({probe.milliseconds:.0f} ms)")

    return result_of(live_probe(servers, name, timeout), tell)


def probes_json(probes: Sequence[Probe]) -> list[dict[str, Any]]:
    """Each probe with the messages as they travelled."""
    return [
        {
            "host": probe.server.host,
            "address": probe.server.address,
            "port": probe.server.port,
            "transport": probe.server.protocol,
            "outcome": probe.outcome.value,
            "detail": probe.detail,
            "connection": probe.taken.value or None,
            "status": probe.status or None,
            "reason": probe.reason,
            "software": probe.software,
            "milliseconds": probe.milliseconds,
            "tls": probe.tls_version or None,
            "certificate": _certificate(probe, probe.certificate),
            "request": probe.request,
            "reply": probe.reply,
        }
        for probe in probes
    ]


def _certificate(probe: Probe, certificate: Certificate | None) -> dict[str, Any] | None:
    if certificate is None:
        return None
    return {
        "common_name": certificate.common_name,
        "dns_names": list(certificate.dns_names),
        "uris": list(certificate.uris),
        "addresses": list(certificate.addresses),
        "not_before": certificate.not_before.isoformat(),
        "not_after": certificate.not_after.isoformat(),
        "valid": certificate.valid,
        "names_domain": probe.certificate_names_domain,
        "names_host": probe.certificate_names_host,
        "trusted": None if certificate.distrust is None else not certificate.distrust,
        "distrust": certificate.distrust or "",
    }
