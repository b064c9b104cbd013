"""DNS records as values: what a plan wants, what a server answered and what a log shows.

Names are kept as written, without the final dot, except the root itself (``"."``), which an SRV
target uses to say "decidedly not available" (RFC 2782). Compare names with :func:`names.same`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class RecordType(StrEnum):
    """The record types that the product speaks of."""

    NAPTR = "NAPTR"
    SRV = "SRV"
    A = "A"
    AAAA = "AAAA"
    CNAME = "CNAME"
    PTR = "PTR"
    SOA = "SOA"
    NS = "NS"


@dataclass(frozen=True, slots=True)
class Naptr:
    """NAPTR data (RFC 3403, 4.1)."""

    order: int
    preference: int
    flags: str
    service: str
    regexp: str
    replacement: str


@dataclass(frozen=True, slots=True)
class Srv:
    """SRV data (RFC 2782): the lowest ``priority`` is used first, ``weight`` is a share within it."""

    priority: int
    weight: int
    port: int
    target: str


@dataclass(frozen=True, slots=True)
class Address:
    """An IPv4 or IPv6 address (A and AAAA records)."""

    address: str


@dataclass(frozen=True, slots=True)
class Target:
    """One name: the data of CNAME, PTR and NS records."""

    name: str


@dataclass(frozen=True, slots=True)
class Soa:
    """The parts of an SOA record that a diagnosis needs; times in seconds."""

    primary: str
    serial: int
    minimum: int


RecordData = Naptr | Srv | Address | Target | Soa


def data_text(data: RecordData) -> str:
    """A record's data for a sentence, in the form of a zone file: it may be copied into one."""
    match data:
        case Naptr():
            return (
                f'{data.order} {data.preference} "{data.flags}" "{data.service}" "{data.regexp}" '
                f"{data.replacement}"
            )
        case Srv():
            return f"{data.priority} {data.weight} {data.port} {data.target}"
        case Address():
            return data.address
        case Target():
            return data.name
        case Soa():
            return f"{data.primary} {data.serial}"


@dataclass(frozen=True, slots=True)
class Record:
    """One resource record. ``ttl`` in seconds."""

    owner: str
    type: RecordType
    ttl: int
    data: RecordData


@dataclass(frozen=True, slots=True)
class RecordChange:
    """Records to create and to delete in one zone.

    ``zone`` is the zone that holds the names (``eslab.local``); ``subdomain`` is the label path
    below it that Windows DNS shows as a folder of its own (``testserver``), empty for none.
    """

    zone: str
    subdomain: str = ""
    create: tuple[Record, ...] = field(default=())
    delete: tuple[Record, ...] = field(default=())

    def reversed(self) -> RecordChange:
        """The change that undoes this one."""
        return RecordChange(self.zone, self.subdomain, create=self.delete, delete=self.create)
