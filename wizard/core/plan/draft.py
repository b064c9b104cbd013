"""What somebody typed for a plan, kept as typed, and the plan that it makes.

A draft may be wrong or half done; nothing of it is ever lost. :meth:`Draft.read` gives the plan, or
says what each field lacks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from wizard.core import names
from wizard.core.plan.deployment import (
    DEFAULT_TTL,
    Deployment,
    NaptrUse,
    Option,
    Redundancy,
    Transport,
)
from wizard.core.plan.reader import Reader
from wizard.core.plan.typed import DraftServer, Reading

_IPV6 = r"\[[^\]/\s]*\]|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[^/\s]*"
"""Read as a whole, so that its colons start no port and the sentence speaks of the address."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The DNS set-up as typed."""

    option: Option = Option.SUB_DOMAIN
    domain: str = ""
    subdomain: str = ""
    servers: tuple[DraftServer, ...] = (DraftServer(), DraftServer())
    transport: Transport = Transport.UDP
    naptr: NaptrUse = NaptrUse.NEEDED
    ttl: str = str(DEFAULT_TTL)
    redundancy: Redundancy = Redundancy.UNKNOWN

    @property
    def is_blank(self) -> bool:
        """Whether nothing has been typed yet."""
        rows = all(server.is_blank for server in self.servers)
        return rows and not (names.tidy(self.domain) or names.tidy(self.subdomain))

    def read(self) -> Reading:
        """The plan that this draft makes, or what it lacks."""
        return Reader(self).read()


def draft_of(plan: Deployment) -> Draft:
    """The draft that makes ``plan``: reading it gives the same plan."""
    return Draft(
        option=plan.option,
        domain=plan.domain,
        subdomain=plan.subdomain,
        servers=tuple(
            DraftServer(s.host, s.address, str(s.port), str(s.priority), str(s.weight)) for s in plan.servers
        ),
        transport=plan.transport,
        naptr=plan.naptr,
        ttl=str(plan.ttl),
        redundancy=plan.redundancy,
    )


def parse_server(text: str) -> DraftServer | None:
    """Reads ``HOST=IP[:PORT][/PRIORITY[/WEIGHT]]``; None if it has another form."""
    match = re.fullmatch(
        rf"\s*(?P<host>[^=\s]*)\s*=\s*(?P<ip>{_IPV6}|[^:/\s]*)(?::(?P<port>[^/\s]*))?"
        r"(?:/(?P<priority>[^/\s]*))?(?:/(?P<weight>[^/\s]*))?\s*",
        text,
    )
    if match is None:
        return None
    part = match.groupdict(default="")
    return DraftServer(part["host"], part["ip"], part["port"], part["priority"], part["weight"])


def with_server(draft: Draft, row: int, server: DraftServer) -> Draft:
    """The draft with one row replaced."""
    servers = list(draft.servers)
    servers[row] = server
    return replace(draft, servers=tuple(servers))
