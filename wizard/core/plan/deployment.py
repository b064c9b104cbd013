"""The plan: which SIP servers the handsets use, in which order, found through which name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

DEFAULT_TTL = 3600
DEFAULT_EXPIRES = 3600
LEAST_EXPIRES = 300
"""Seconds; that less is out of range stands in some manuals only."""
FIRST_PRIORITY = 10
PRIORITY_STEP = 10
DEFAULT_WEIGHT = 10


class Transport(StrEnum):
    """How SIP travels. The properties are the names that DNS and the handset use for it."""

    UDP = "udp"
    TCP = "tcp"
    TLS = "tls"

    @property
    def labels(self) -> str:
        """The SRV labels, ``_sip._udp`` (RFC 3263, 4.1). The handset's TLS label is unverified."""
        return {"udp": "_sip._udp", "tcp": "_sip._tcp", "tls": "_sips._tcp"}[self.value]

    @property
    def service(self) -> str:
        """The NAPTR service field (RFC 3263, 4.1)."""
        return {"udp": "SIP+D2U", "tcp": "SIP+D2T", "tls": "SIPS+D2T"}[self.value]

    @property
    def default_port(self) -> int:
        """5060, or 5061 for TLS (CS-14-17, Step 1)."""
        return 5061 if self is Transport.TLS else 5060

    @property
    def literal(self) -> str:
        """The handset's transport value that asks SRV for this transport alone."""
        return {"udp": "UDPOnly", "tcp": "TCPOnly", "tls": "TLS"}[self.value]


class Option(StrEnum):
    """The bulletin's two ways (CS-14-17, Step 1)."""

    EXISTING_DOMAIN = "existing-domain"
    SUB_DOMAIN = "sub-domain"


class NaptrUse(StrEnum):
    """When NAPTR records are made: only where the transport needs one, always, or never."""

    NEEDED = "needed"
    ALWAYS = "always"
    NEVER = "never"


class Redundancy(StrEnum):
    """Whether the SIP servers know of each other's registrations."""

    ACTIVE_ACTIVE = "active-active"
    ACTIVE_PASSIVE = "active-passive"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SipServer:
    """One SIP server. ``host`` is a full name without the final dot, ``address`` is IPv4."""

    host: str
    address: str
    port: int = 5060
    priority: int = FIRST_PRIORITY
    weight: int = DEFAULT_WEIGHT


@dataclass(frozen=True, slots=True)
class Deployment:
    """A complete plan. ``servers`` are in failover order; ``ttl`` and ``expires`` in seconds."""

    domain: str
    subdomain: str = ""
    servers: tuple[SipServer, ...] = ()
    transport: Transport = Transport.UDP
    naptr: NaptrUse = NaptrUse.NEEDED
    ttl: int = DEFAULT_TTL
    redundancy: Redundancy = Redundancy.UNKNOWN
    expires: int = field(default=DEFAULT_EXPIRES)

    @property
    def option(self) -> Option:
        """Which of the bulletin's two options this is."""
        return Option.SUB_DOMAIN if self.subdomain else Option.EXISTING_DOMAIN

    @property
    def name(self) -> str:
        """The name that the handset is configured with."""
        return f"{self.subdomain}.{self.domain}" if self.subdomain else self.domain

    @property
    def has_naptr(self) -> bool:
        """Whether this plan makes a NAPTR record.

        Without one the handset was seen to ask ``_sip._udp`` alone, so UDP does not need it.
        """
        if self.naptr is NaptrUse.NEEDED:
            return self.transport is not Transport.UDP
        return self.naptr is NaptrUse.ALWAYS

    @property
    def handset_transport(self) -> str:
        """The handset's transport value: DNSnaptr wherever that leads to the right servers."""
        if self.has_naptr or self.transport is Transport.UDP:
            return "DNSnaptr"
        return self.transport.literal

    def in_order(self) -> tuple[SipServer, ...]:
        """The servers as SRV orders them: by priority, then as listed."""
        return tuple(sorted(self.servers, key=lambda server: server.priority))

    def renumbered(self) -> Deployment:
        """The same servers with priorities 10, 20, … in the order listed."""
        servers = tuple(
            replace(server, priority=FIRST_PRIORITY + PRIORITY_STEP * position)
            for position, server in enumerate(self.servers)
        )
        return replace(self, servers=servers)
