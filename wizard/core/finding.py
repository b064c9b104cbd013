"""The one result type: something noticed, with what proves it.

A finding says *code + facts*. Its severity and its wording are data (see ``knowledge``), so the
same fault reads the same wherever it was seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:  # The first window has findings' colours before it has records.
    from wizard.core.record import RecordChange


class Severity(StrEnum):
    """How grave a finding is, in the catalogue's five words."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for ``info`` up to 4 for ``critical``."""
        return _RANKS[self]

    @property
    def fails(self) -> bool:
        """Whether it makes a verdict and an exit code of 1."""
        return _RANKS[self] >= _FAILING


_RANKS = {
    Severity.INFO: 0,
    Severity.NOTICE: 1,
    Severity.WARNING: 2,
    Severity.ERROR: 3,
    Severity.CRITICAL: 4,
}
_FAILING = _RANKS[Severity.ERROR]


class EvidenceKind(StrEnum):
    """Where something was seen."""

    LOG = "log"
    DNS = "dns"
    CONFIG = "config"
    SIP = "sip"
    PLAN = "plan"


class State(StrEnum):
    """``repaired``: a later attempt for the same address succeeded, so it is history."""

    CURRENT = "current"
    REPAIRED = "repaired"


# A member of an enumeration is looked up by a search, each time; these are looked at for every finding.
CURRENT, REPAIRED = State.CURRENT, State.REPAIRED


class Evidence(NamedTuple):
    """One thing seen: a log line, a DNS answer, an attribute of a file.

    ``source`` is a file name, or a DNS server as ``address:port``. ``line`` and ``column`` count
    from 1 and are 0 where there is none. ``text`` is what was there, as it was: untrusted.
    ``time`` is as the source writes it. Every line that tells something makes one, in a third of the time
    that a frozen dataclass takes.
    """

    kind: EvidenceKind
    source: str
    text: str
    line: int = 0
    column: int = 0
    time: str = ""


# Values, as mypy sees to: to have Python see to it too takes three times as long to make one.
@dataclass(slots=True, unsafe_hash=True)
class Finding:
    """Something noticed. What it means lies in the knowledge base, under ``code``.

    ``variant`` picks one of the entry's variants (other wording, other severity) where the same
    fault has different consequences; empty for the plain entry. ``change`` is the change of DNS
    records that mends it, where records can. ``parts`` are the findings that this one tells together.
    ``omitted`` is how much more evidence there is than is kept.
    """

    code: Final[str]
    subject: Final[str]
    evidence: Final[tuple[Evidence, ...]] = ()
    facts: Final[Mapping[str, str]] = field(default_factory=dict)
    variant: Final[str] = ""
    caused_by: Final[str | None] = None
    state: Final[State] = CURRENT
    change: Final[RecordChange | None] = None
    parts: Final[tuple[Finding, ...]] = ()
    omitted: Final[int] = 0

    def but(
        self,
        *,
        evidence: tuple[Evidence, ...] | None = None,
        facts: Mapping[str, str] | None = None,
        state: State | None = None,
        omitted: int | None = None,
    ) -> Finding:
        """The same with what is given here: in a fifth of the time that ``dataclasses.replace`` takes."""
        return Finding(
            self.code,
            self.subject,
            self.evidence if evidence is None else evidence,
            self.facts if facts is None else facts,
            self.variant,
            self.caused_by,
            self.state if state is None else state,
            self.change,
            self.parts,
            self.omitted if omitted is None else omitted,
        )

    def __reduce__(self) -> tuple[object, ...]:
        """By its fields alone, the evidence as plain tuples: workers send most of that to each other."""
        return _received, (
            self.code,
            self.subject,
            tuple(map(tuple, self.evidence)),
            self.facts,
            self.variant,
            self.caused_by,
            self.state,
            self.change,
            self.parts,
            self.omitted,
        )


_EVIDENCE = partial(tuple.__new__, Evidence)  # In half the time of its ``_make``.


def _received(code: str, subject: str, evidence: Iterable[tuple[object, ...]], *others: Any) -> Finding:
    """A finding that was sent."""
    return Finding(code, subject, tuple(map(_EVIDENCE, evidence)), *others)
