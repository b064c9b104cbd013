"""One probe of one SIP server, and the one value that came of it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from wizard.core.about import told
from wizard.core.sip.certificate import Certificate

DEFAULT_PORTS = {"udp": 5060, "tcp": 5060, "tls": 5061}
_BROADCAST = ipaddress.IPv4Address("255.255.255.255")


class Target(Protocol):
    """What can be probed; the servers that the virtual handset found are of this shape."""

    @property
    def host(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def protocol(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a SIP server is asked. ``protocol`` is ``udp``, ``tcp`` or ``tls``; ``host`` is its name."""

    host: str
    address: str
    port: int
    protocol: str

    def __str__(self) -> str:
        """``10.225.2.31:5060/udp``."""
        return f"{bracketed(self.address)}:{self.port}/{self.protocol}"

    @property
    def problem(self) -> str:
        """Why nothing can be sent there, empty if something can."""
        if self.protocol not in DEFAULT_PORTS:
            return told("sip-place.protocol", protocol=self.protocol)
        if not 0 < self.port < 65536:
            return told("sip-place.port", port=self.port)
        try:
            address = ipaddress.ip_address(self.address)
        except ValueError:
            if not self.address:
                return told("sip-place.unknown")
            return told("sip-place.no-address", address=self.address)
        if address.is_multicast or address.is_unspecified or address == _BROADCAST:
            return told("sip-place.no-machine", address=address)
        return ""


def endpoint_of(target: Target) -> Endpoint:
    """The target with the usual port where it has none."""
    protocol = target.protocol.lower()
    return Endpoint(target.host, target.address, target.port or DEFAULT_PORTS.get(protocol, 0), protocol)


def bracketed(address: str) -> str:
    """An address as SIP writes it: IPv6 in brackets, without a zone."""
    return f"[{address.partition('%')[0]}]" if ":" in address else address


class Outcome(StrEnum):
    """What came of a probe, every case told apart."""

    ANSWERS = "answers"
    NO_REPLY = "no reply"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TLS_FAILED = "tls failed"
    MALFORMED = "malformed"
    CANCELLED = "cancelled"


class Taken(StrEnum):
    """What became of a connection that a server took and on which it sent no SIP reply.

    ``AT_ONCE``: it closes a connection on which nothing is asked, too. ``TLS``: what it sent is TLS's.
    """

    NOTHING = ""
    OPEN = "open"
    CLOSED = "closed"
    AT_ONCE = "closed at once"
    TLS = "wants TLS"


@dataclass(frozen=True, slots=True)
class Probe:
    """What one OPTIONS request showed.

    ``domain`` is the name that the handset is configured with. ``status``, ``reason`` and
    ``software`` (Server or User-Agent) are the reply's, 0 and empty without one; any status proves
    a SIP server alive. ``detail`` says in plain words why there is none. ``milliseconds`` run from
    the request to the first reply, or from start to end where none came. ``request`` and ``reply``
    are the messages as they travelled: ``reply`` is untrusted, also what came back when it is no SIP.

    For TLS: ``tls_version`` as agreed, the server's ``certificate``, and whether the server broke off
    because it wants to see a certificate of the caller, which a probe has not (``wants_certificate``).
    ``taken`` is for TCP and TLS.
    """

    server: Endpoint
    domain: str
    outcome: Outcome
    detail: str = ""
    status: int = 0
    reason: str = ""
    software: str = ""
    milliseconds: float = 0.0
    request: str = ""
    reply: str = ""
    tls_version: str = ""
    certificate: Certificate | None = None
    wants_certificate: bool = False
    taken: Taken = Taken.NOTHING

    @property
    def alive(self) -> bool:
        """Whether a SIP server replied."""
        return self.outcome is Outcome.ANSWERS

    @property
    def certificate_names_domain(self) -> bool:
        """Whether the certificate is made out to the name in the handset (RFC 5922, 7)."""
        return self.certificate is not None and self.certificate.names(self.domain)

    @property
    def certificate_names_host(self) -> bool:
        """Whether the certificate is made out to this server's own name."""
        return self.certificate is not None and self.certificate.names(self.server.host)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why no reply came, as far as a step of a probe can tell."""

    outcome: Outcome
    detail: str = ""
    wants_certificate: bool = False
    taken: Taken = Taken.NOTHING

    def of(self, probe: Probe) -> Probe:
        """The probe that ran into it."""
        return replace(
            probe,
            outcome=self.outcome,
            detail=self.detail,
            wants_certificate=self.wants_certificate,
            taken=self.taken,
        )


def outcome_words(outcome: Outcome) -> str:
    """An outcome in a few plain words."""
    return told(f"sip-outcome.{outcome.value.replace(' ', '-')}")


def in_words(probe: Probe) -> str:
    """What came of a probe in one line: ``answers 200 OK, kamailio (5.6.3)``."""
    what = outcome_words(probe.outcome)
    if probe.alive:
        said = f"{what} {probe.status} {probe.reason}".rstrip()
        return f"{said}, {probe.software}" if probe.software else said
    return f"{what}: {probe.detail}" if probe.detail else what
