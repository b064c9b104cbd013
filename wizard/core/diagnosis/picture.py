"""What a picture of a chain is made of: its stations with their states, and the ways between them.

Names and data come from DNS: untrusted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wizard.core.about import told
from wizard.core.dns.answer import Answer, Outcome
from wizard.core.record import Address, Naptr, Record, Soa, Srv, Target
from wizard.core.sip.outcome import Endpoint, Probe, bracketed


class NodeState(StrEnum):
    """What came of a station.

    ``NONE``: the server said that there is none; ``FAILED``: it did not say, or nobody is there.
    ``DOWN``: somebody supposes that it is.
    """

    FOUND = "found"
    NONE = "none"
    FAILED = "failed"
    NOT_ASKED = "not asked"
    DOWN = "down"


class NodeKind(StrEnum):
    """What a station is: the configured name, a question, or a SIP server."""

    NAME = "name"
    NAPTR = "NAPTR"
    SRV = "SRV"
    A = "A"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Node:
    """One station. ``word`` is its state with the reason: "none: no such name (NXDOMAIN)".

    ``harmless``: there is none, and the handset needs none. ``answer`` is what it was drawn from.
    A server that was found is at ``endpoints``; ``probe`` is what one of them said, if asked.
    """

    kind: NodeKind
    state: NodeState
    title: str
    word: str
    lines: tuple[str, ...] = ()
    harmless: bool = False
    answer: Answer | None = None
    endpoints: tuple[Endpoint, ...] = ()
    probe: Probe | None = None

    @property
    def in_words(self) -> str:
        """The station as one line of text."""
        more = f" ({'; '.join(self.lines)})" if self.lines else ""
        return f"{self.title}: {self.word}{more}"


@dataclass(frozen=True, slots=True)
class Edge:
    """The way from one node to another, by their numbers; ``used`` by the handset or not."""

    start: int
    end: int
    used: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Stations in order: first the way, then the servers that it leads to, side by side."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @property
    def in_words(self) -> str:
        """The whole picture, read out."""
        return " ".join(f"{'. '.join((node.title, node.word, *node.lines))}." for node in self.nodes)

    @property
    def way(self) -> tuple[int, ...]:
        """The numbers of the stations before the servers."""
        return tuple(n for n, node in enumerate(self.nodes) if node.kind is not NodeKind.SERVER)

    @property
    def servers(self) -> tuple[int, ...]:
        """The numbers of the servers, in failover order."""
        return tuple(n for n, node in enumerate(self.nodes) if node.kind is NodeKind.SERVER)


def state_of(answer: Answer) -> NodeState:
    """What came of one question."""
    match answer.outcome:
        case Outcome.DATA:
            return NodeState.FOUND
        case Outcome.NODATA | Outcome.NXDOMAIN:
            return NodeState.NONE
        case Outcome.CANCELLED | Outcome.NOT_ASKED:
            return NodeState.NOT_ASKED
        case _:
            return NodeState.FAILED


def data_text(record: Record) -> str:
    """A record's data in one line."""
    match record.data:
        case Naptr() as naptr:
            where = naptr.replacement if naptr.replacement != "." else naptr.regexp
            return told(
                "record-data.naptr",
                service=naptr.service or told("record-data.no-service"),
                where=where or told("record-data.nowhere"),
                order=naptr.order,
                preference=naptr.preference,
                flag=naptr.flags or told("record-data.no-flag"),
            )
        case Srv() as srv:
            order = told("record-data.srv-order", priority=srv.priority, weight=srv.weight)
            return f"{srv.target}:{srv.port}, {order}"
        case Address() as host:
            return host.address
        case Target() as target:
            return target.name
        case Soa() as soa:
            numbers = told("record-data.soa-numbers", serial=soa.serial, minimum=soa.minimum)
            return f"{soa.primary}, {numbers}"


def place_text(place: Endpoint) -> str:
    """Where a server is: ``10.225.2.31:5060 UDP``."""
    return f"{bracketed(place.address)}:{place.port} {place.protocol.upper()}"
