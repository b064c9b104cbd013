"""Events: what a handset says it does while it looks for its SIP servers.

One event is one log line (CS-14-17, "Parsing the Log"). The same events come out of a real log
(through ``grammar``) and out of the virtual handset. Names are as the handset writes them, so the
target of an SRV record keeps its final dot.
"""

from __future__ import annotations

from dataclasses import dataclass

_LOWEST_CODE = 100


@dataclass(frozen=True, slots=True)
class Event:
    """Anything that a log line can say."""


@dataclass(frozen=True, slots=True)
class LookupStarted(Event):
    """A look-up begins, in the cache first."""

    rtype: str
    host: str


@dataclass(frozen=True, slots=True)
class AddressPassedThrough(Event):
    """The "host name" was an IP address already: no question is asked."""

    address: str


@dataclass(frozen=True, slots=True)
class CacheMiss(Event):
    """The cache holds nothing; never a failure."""

    host: str
    rtype: str


@dataclass(frozen=True, slots=True)
class CacheHit(Event):
    """The cache holds an answer for ``seconds`` more."""

    host: str
    rtype: str
    seconds: int


@dataclass(frozen=True, slots=True)
class CacheEntryFound(Event):
    """Seen after a negative answer: the entry found is the negative one."""

    host: str
    rtype: str


@dataclass(frozen=True, slots=True)
class NoAnswer(Event):
    """The server had no answer for the question."""

    rtype: str
    host: str


@dataclass(frozen=True, slots=True)
class NoMatch(Event):
    """No record; code 4 does not tell "no such name" from "no such record"."""

    rtype: str
    host: str
    code: int


@dataclass(frozen=True, slots=True)
class LookupEmpty(Event):
    """The look-up as a whole found nothing."""

    rtype: str
    host: str


@dataclass(frozen=True, slots=True)
class NegativeCached(Event):
    """The handset remembers for ``seconds`` that there is no such record."""

    host: str
    rtype: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Answered(Event):
    """An answer: one slot a record, filled with the address for A, empty otherwise."""

    rtype: str
    host: str
    slots: tuple[str, ...]
    ttl: int


@dataclass(frozen=True, slots=True)
class ListStarted(Event):
    """The dump of a NAPTR record follows."""


@dataclass(frozen=True, slots=True)
class NaptrOrder(Event):
    """A NAPTR's order: the lowest wins absolutely."""

    order: int


@dataclass(frozen=True, slots=True)
class NaptrPreference(Event):
    """A NAPTR's preference within one order."""

    preference: int


@dataclass(frozen=True, slots=True)
class NaptrFlags(Event):
    """A NAPTR's flags; ``s`` leads to SRV records."""

    flags: str


@dataclass(frozen=True, slots=True)
class NaptrService(Event):
    """A NAPTR's service, such as ``SIP+D2U``."""

    service: str


@dataclass(frozen=True, slots=True)
class NaptrRegexp(Event):
    """A NAPTR's regular expression, empty for SIP."""

    regexp: str


@dataclass(frozen=True, slots=True)
class NaptrReplacement(Event):
    """Where a NAPTR points."""

    replacement: str


@dataclass(frozen=True, slots=True)
class NaptrAdded(Event):
    """A NAPTR record is complete and stored."""


@dataclass(frozen=True, slots=True)
class SrvAdded(Event):
    """An SRV record is stored; its fields follow."""


@dataclass(frozen=True, slots=True)
class SrvTarget(Event):
    """An SRV record's target and port."""

    target: str
    port: int


@dataclass(frozen=True, slots=True)
class SrvPriority(Event):
    """An SRV record's priority: the lowest is used first."""

    priority: int


@dataclass(frozen=True, slots=True)
class SrvWeight(Event):
    """An SRV record's weight: its share within one priority."""

    weight: int


@dataclass(frozen=True, slots=True)
class CacheRetained(Event):
    """A live entry of the same type stays."""

    host: str
    rtype: str


@dataclass(frozen=True, slots=True)
class CacheAdded(Event):
    """An answer is remembered for ``seconds``."""

    host: str
    rtype: str
    seconds: int


@dataclass(frozen=True, slots=True)
class TargetLookup(Event):
    """The address of an SRV target is looked up."""

    target: str
    port: int


@dataclass(frozen=True, slots=True)
class TargetsResolved(Event):
    """All targets of an SRV name were looked up."""

    host: str


@dataclass(frozen=True, slots=True)
class SrvEmpty(Event):
    """No SRV record for this protocol."""

    protocol: str


@dataclass(frozen=True, slots=True)
class AddressFallback(Event):
    """The name itself is looked up as a host."""

    protocol: str
    port: int


@dataclass(frozen=True, slots=True)
class PortKept(Event):
    """The port known before is used."""

    protocol: str
    port: int


@dataclass(frozen=True, slots=True)
class NaptrEmpty(Event):
    """No NAPTR record."""

    host: str


@dataclass(frozen=True, slots=True)
class NothingFound(Event):
    """NAPTR, SRV and A all failed: the handset knows no server."""

    protocol: str
    host: str


@dataclass(frozen=True, slots=True)
class RegistrationFailed(Event):
    """A registration failed. 480 right after ``NothingFound`` is the handset's own.

    ``code`` is 0 if the line does not come to it, and below 100 if the line ends in the middle of it;
    ``user`` is empty if the line does not come to its end.
    """

    user: str
    code: int
    reason: str

    @property
    def has_code(self) -> bool:
        """Whether the line shows a whole SIP code: three digits (RFC 3261, 7.2)."""
        return self.code >= _LOWEST_CODE


@dataclass(frozen=True, slots=True)
class RegisterStarted(Event):
    """A registration begins (``index`` counts lines from 0)."""

    user: str
    display: str
    auth: str
    index: int


@dataclass(frozen=True, slots=True)
class BootReady(Event):
    """The handset is ready for calls after a boot."""

    uptime: str


@dataclass(frozen=True, slots=True)
class UploadFailed(Event):
    """The log could not be uploaded, so the server's copy is stale."""

    protocol: int
    result: int
