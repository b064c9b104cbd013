"""What a rule looks at, and how it states what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, TypeVar

from wizard.core import names
from wizard.core.finding import Evidence, Finding
from wizard.core.handset.chain import Chain
from wizard.core.plan.deployment import Deployment, Transport
from wizard.core.record import Record, RecordChange, RecordType
from wizard.core.trace.attempts import Attempt

Made = TypeVar("Made")
_AT_ONCE = 1024
"""So much evidence is compared in one go: in half a millisecond."""


# A value, as mypy sees to: each attempt gets one, in a third of the time that a frozen one takes.
@dataclass(slots=True, unsafe_hash=True)
class View:
    """One attempt with what else is known. ``chain`` is there for a live check only.

    ``memo`` keeps what many rules ask for: an answer can hold hundreds of records.
    """

    attempt: Final[Attempt]
    plan: Final[Deployment | None] = None
    chain: Final[Chain | None] = None
    memo: Final[dict[str, Any]] = field(default_factory=dict, compare=False, repr=False)

    def once(self, what: str, work: Callable[[], Made]) -> Made:
        """What ``work`` makes, made once."""
        if what not in self.memo:
            self.memo[what] = work()
        made: Made = self.memo[what]
        return made

    @property
    def own_plan(self) -> Deployment | None:
        """The plan, if it is about the name of this attempt."""
        if self.plan is not None and names.same(self.plan.name, self.attempt.name):
            return self.plan
        return None

    @property
    def comparable_plan(self) -> Deployment | None:
        """The plan, if its SRV records are those that the handset asked for.

        Another transport has others.
        """
        plan = self.own_plan
        return plan if plan is not None and plan.transport is self.transport else None

    @property
    def zone(self) -> str:
        """The zone that should hold the name: the plan's, else the one that a live answer names.

        With neither it is a guess: the name without its first label, or a name of two labels itself.
        """
        if self.own_plan is not None:
            return self.own_plan.domain
        if self.chain is not None:
            heard = (*self.chain.answers, *(found.answer for found in self.chain.further))
            for record in (r for answer in heard for r in answer.authority):
                if record.type is RecordType.SOA and _holds(record.owner, self.attempt.name):
                    return record.owner
        above = names.parent(self.attempt.name)
        return above if "." in above else self.attempt.name

    @property
    def transport(self) -> Transport:
        """The transport that the handset looked for."""
        return Transport(self.attempt.protocol)

    def change(self, create: Iterable[Record] = (), delete: Iterable[Record] = ()) -> RecordChange | None:
        """A change of the zone that holds the name, None if there is nothing to do."""
        made, gone = tuple(create), tuple(delete)
        if not made and not gone:
            return None
        plan = self.own_plan
        return RecordChange(self.zone, plan.subdomain if plan is not None else "", made, gone)

    def finding(
        self,
        code: str,
        subject: str,
        evidence: Iterable[Evidence],
        *,
        variant: str = "",
        caused_by: str | None = None,
        change: RecordChange | None = None,
        **facts: str,
    ) -> Finding:
        """A finding about this attempt; ``name``, ``zone`` and ``owner`` are always among its facts.

        Of a log's findings the same evidence is told once where they are merged, all at once.
        """
        common = self.once("common", self._common)
        shown = unique(evidence) if self.chain is not None else tuple(evidence)
        return Finding(code, subject, shown, {**common, **facts}, variant, caused_by, change=change)

    def _common(self) -> dict[str, str]:
        return {"name": self.attempt.name, "zone": self.zone, "owner": self.attempt.srv_owner}


def _holds(zone: str, name: str) -> bool:
    return "." in zone and (names.same(zone, name) or names.is_below(name, zone))


def unique(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The same evidence once, in order.

    Piece by piece: Python lets no other thread do anything while it looks through forty thousand lines.
    """
    rest = iter(evidence)
    seen = dict.fromkeys(islice(rest, _AT_ONCE))
    while piece := dict.fromkeys(islice(rest, _AT_ONCE)):
        seen.update(piece)
    return tuple(seen)
