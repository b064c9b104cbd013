"""What a rule looks at, and how it states what it found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wizard.core import names
from wizard.core.finding import Evidence, Finding
from wizard.core.handset.chain import Chain
from wizard.core.plan.deployment import Deployment, Transport
from wizard.core.record import RecordChange
from wizard.core.trace.attempts import Attempt


@dataclass(frozen=True, slots=True)
class View:
    """One attempt with what else is known. ``chain`` is there for a live check only."""

    attempt: Attempt
    plan: Deployment | None = None
    chain: Chain | None = None

    @property
    def own_plan(self) -> Deployment | None:
        """The plan, if it is about the name of this attempt."""
        if self.plan is not None and names.same(self.plan.name, self.attempt.name):
            return self.plan
        return None

    @property
    def zone(self) -> str:
        """The zone that should hold the name: the plan's, else the name without its first label.

        A name of two labels is taken for a zone of its own. Without the plan this is a guess.
        """
        if self.own_plan is not None:
            return self.own_plan.domain
        above = names.parent(self.attempt.name)
        return above if "." in above else self.attempt.name

    @property
    def transport(self) -> Transport:
        """The transport that the handset looked for."""
        return Transport(self.attempt.protocol)

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
        """A finding about this attempt; ``name``, ``zone`` and ``owner`` are always among its facts."""
        common = {"name": self.attempt.name, "zone": self.zone, "owner": self.attempt.srv_owner}
        return Finding(
            code, subject, unique(evidence), {**common, **facts}, variant, caused_by, change=change
        )


def unique(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The same evidence once, in order."""
    return tuple(dict.fromkeys(evidence))
