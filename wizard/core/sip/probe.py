"""Asks one SIP server for a sign of life: one OPTIONS request over UDP, TCP or TLS.

OPTIONS changes nothing at the server, and any reply to it, also one that says no, proves a SIP
server alive. No other request is ever sent.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable
from dataclasses import replace

from wizard.core.sip.datagram import over_udp
from wizard.core.sip.outcome import Outcome, Probe, Target, endpoint_of
from wizard.core.sip.stream import distrust, over_stream
from wizard.core.sip.waiting import Cancelled, Patience, never

DEFAULT_TIMEOUT = 2.0


def probe(
    server: Target, domain: str, timeout: float = DEFAULT_TIMEOUT, cancelled: Cancelled = never
) -> Probe:
    """Asks and waits at most ``timeout`` seconds in all. ``domain`` is the name in the handset."""
    started = time.perf_counter()
    patience = Patience(started + timeout, cancelled)
    endpoint = endpoint_of(server)
    blank = Probe(endpoint, domain, Outcome.UNREACHABLE, endpoint.problem)
    if endpoint.problem:
        return blank
    asked = over_udp(blank, patience) if endpoint.protocol == "udp" else over_stream(blank, patience)
    if not asked.alive and cancelled():
        asked = replace(asked, outcome=Outcome.CANCELLED, detail="")
    if not asked.alive:
        asked = replace(asked, milliseconds=round((time.perf_counter() - started) * 1000, 1))
    if asked.certificate is not None:
        trust = distrust(endpoint, patience)
        asked = replace(asked, certificate=replace(asked.certificate, distrust=trust))
    return asked


def probe_all(
    servers: Iterable[Target], domain: str, timeout: float = DEFAULT_TIMEOUT, cancelled: Cancelled = never
) -> Generator[Probe, None, tuple[Probe, ...]]:
    """Asks servers one after the other; yields each probe as it arrives and returns them all.

    To ask them side by side, run one generator for each.
    """
    probes = []
    for server in servers:
        probes.append(probe(server, domain, timeout, cancelled))
        yield probes[-1]
    return tuple(probes)
