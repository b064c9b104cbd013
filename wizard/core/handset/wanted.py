"""What a plan says about the addresses of a configuration, and what nobody can know without one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from wizard.core import names
from wizard.core.about import told
from wizard.core.handset.parameters import Kind
from wizard.core.handset.sheet import Sheet
from wizard.core.handset.values import read_address
from wizard.core.plan.deployment import Deployment, Redundancy

_DIGITS = re.compile(r"[0-9]+")
_ALIKE = 0.9
NO_PLAN = "wanted.no-plan"
OTHER_SYSTEM = "wanted.other-system"


@dataclass(frozen=True, slots=True)
class Wanted:
    """``strangers`` are the registrars' addresses in these files that the plan does not know.

    ``names_plan``: one of them, or an outbound proxy, has the name of the plan.
    """

    plan: Deployment | None
    strangers: frozenset[str]
    names_plan: bool = False

    def is_planned(self, address: str) -> bool:
        """Whether the plan knows this address: its own name, a server's host or IP address."""
        return self.plan is not None and (
            names.same(address, self.plan.name) or self.is_server(address) or self.is_server_ip(address)
        )

    def is_server(self, name: str) -> bool:
        """Whether this is the host name of one planned server, and not the name to look up."""
        plan = self.plan
        if plan is None or names.same(name, plan.name):
            return False
        return any(names.same(name, server.host) for server in plan.servers)

    def is_server_ip(self, address: str) -> bool:
        """Whether this is the IP address of a planned server."""
        return self.plan is not None and any(address == server.address for server in self.plan.servers)

    def is_unplanned(self, name: str) -> bool:
        """Whether a handset with these files looks for this name, and nowhere for the plan's.

        Where only one server is active the files name each of them, and DNS need not.
        """
        if self.plan is None or self.plan.redundancy is Redundancy.ACTIVE_PASSIVE:
            return False
        return not self.names_plan and not self.is_planned(name)

    def is_near(self, name: str) -> bool:
        """Whether a name is the plan's misspelled, or a domain above or below it: hardly another system's.

        Names that differ in a digit may be those of two sites.
        """
        plan = self.plan
        if plan is None or names.is_below(plan.name, name) or names.is_below(name, plan.name):
            return plan is not None
        one, other = (_DIGITS.sub("0", names.fold(each)) for each in (name, plan.name))
        return one != other and SequenceMatcher(None, one, other, autojunk=False).ratio() > _ALIKE

    def covers(self, kind: Kind, address: str) -> bool:
        """Whether the plan is about the entry with this address, so that its values belong there.

        A registrar that the plan does not know is taken for the old one where it is the only one.
        An outbound proxy may be quite another machine.
        """
        if self.plan is None:
            return False
        if self.is_planned(address) or self.is_planned(read_address(address).bare or "."):
            return True
        return kind is Kind.SERVER and len(self.strangers) <= 1

    def why_not(self, address: str) -> str:
        """Why the address cannot be put right here."""
        return told(NO_PLAN) if self.plan is None else told(OTHER_SYSTEM, address=address)


def wanted(plan: Deployment | None, sheet: Sheet) -> Wanted:
    """What ``plan`` says about the entries of ``sheet``."""
    known = Wanted(plan, frozenset())
    # Behind an outbound proxy the server's address is the SIP domain: the proxy is what is looked for.
    read = [read_address(placed.value).bare for entry in sheet.entries for placed in entry.get("address")]
    # However it is written: a name that is yet to be cleaned is no other one.
    registrars = {
        names.fold(read_address(placed.value).bare or placed.value)
        for entry in sheet.entries
        if entry.kind is Kind.SERVER
        for placed in entry.get("address")
        if placed.value
    }
    strangers = {one for one in registrars if not known.is_planned(one)}
    names_plan = plan is not None and any(names.same(one, plan.name) for one in read)
    return Wanted(plan, frozenset(strangers), names_plan)
