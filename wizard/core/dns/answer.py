"""One question to one DNS server, and the one value that came of it."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum

from wizard.core import names
from wizard.core.record import Record, RecordType

DNS_PORT = 53
_WITH_PORT = re.compile(
    r"\[(?P<six>[^\]]+)\](?::(?P<port>[0-9]{1,5}))?|(?P<four>[^:\s]+):(?P<port4>[0-9]{1,5})"
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. ``name`` is absolute, without the final dot.

    ``unchecked``: the server shall not check signatures (the CD flag, RFC 4035 3.2.2). No handset asks so.
    """

    name: str
    type: RecordType
    unchecked: bool = False

    def __str__(self) -> str:
        text = f"{self.type.value} {self.name}"
        return f"{text} (signatures not checked)" if self.unchecked else text


@dataclass(frozen=True, slots=True)
class Server:
    """A DNS server: an IPv4 or IPv6 address and a port."""

    address: str
    port: int = DNS_PORT

    def __str__(self) -> str:
        host = f"[{self.address}]" if ":" in self.address else self.address
        return host if self.port == DNS_PORT else f"{host}:{self.port}"

    @property
    def with_port(self) -> str:
        """``address:port``, also for the usual port."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{host}:{self.port}"


def parse_server(text: str) -> Server | None:
    """Reads ``IP``, ``IP:PORT``, ``IPv6`` or ``[IPv6]:PORT``; None if it is none of these."""
    cleaned = names.tidy(text)
    match = _WITH_PORT.fullmatch(cleaned)
    address, port = cleaned, DNS_PORT
    if match is not None:
        address = match["six"] or match["four"]
        port = int(match["port"] or match["port4"] or DNS_PORT)
    try:
        address = str(ipaddress.ip_address(address))
    except ValueError:
        return None
    return Server(address, port) if 1 <= port <= 65535 else None


class Outcome(StrEnum):
    """What came back, every case told apart."""

    DATA = "data"
    NODATA = "nodata"
    NXDOMAIN = "nxdomain"
    SERVFAIL = "servfail"
    REFUSED = "refused"
    FORMERR = "formerr"
    NOTIMP = "notimp"
    OTHER = "other"
    TIMEOUT = "timeout"
    PORT_CLOSED = "port closed"
    TRUNCATED = "truncated"
    REFERRAL = "referral"
    UNEXPECTED_SOURCE = "unexpected source"
    MALFORMED = "malformed"
    UNREACHABLE = "unreachable"
    CANCELLED = "cancelled"
    NOT_ASKED = "not asked"
    """The server had not answered before, so the question was not sent."""

    @property
    def is_answer(self) -> bool:
        """Whether the server answered the question, with data or with "there is none"."""
        return self in {Outcome.DATA, Outcome.NODATA, Outcome.NXDOMAIN}


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a question.

    ``records`` is the answer section with each record's own TTL; ``authority`` the next section.
    ``negative_ttl`` is the time in seconds that a "there is none" may be kept: min(SOA TTL, SOA
    minimum) by RFC 2308, None where the server sent no SOA. ``protocol`` is ``udp`` or ``tcp``.
    ``tcp`` tells what a TCP try after silence over UDP found: ``answers``, ``refused``, ``silent``,
    ``accepted`` (a connection, but no reply) or empty where none was made. ``detail`` says more in words,
    ``raw`` is the whole message.
    """

    question: Question
    server: Server
    outcome: Outcome
    records: tuple[Record, ...] = ()
    authority: tuple[Record, ...] = ()
    authoritative: bool = False
    recursion_available: bool = False
    negative_ttl: int | None = None
    size: int = 0
    protocol: str = "udp"
    tcp: str = ""
    milliseconds: float = 0.0
    detail: str = ""
    raw: str = ""

    @property
    def matching(self) -> tuple[Record, ...]:
        """The records of the type asked for."""
        return tuple(record for record in self.records if record.type is self.question.type)
