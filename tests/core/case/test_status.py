"""How far a step is, in the step list's words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wizard.core.case.case import Case
from wizard.core.case.status import setup_status
from wizard.core.case.steps import Progress, Status
from wizard.core.plan.draft import Draft, draft_of
from wizard.core.plan.typed import DraftServer
from wizard.practice.lab import LAB_PLAN

LAB = draft_of(LAB_PLAN)


def with_addresses(*addresses: str) -> Draft:
    servers = (replace(one, address=address) for one, address in zip(LAB.servers, addresses, strict=True))
    return replace(LAB, servers=tuple(servers))


@pytest.mark.parametrize(
    ("draft", "status"),
    [
        (Draft(), Status(Progress.TODO, "To do")),
        (Draft(domain="eslab.local"), Status(Progress.INCOMPLETE, "2 fields to mend")),
        (replace(LAB, domain=""), Status(Progress.INCOMPLETE, "1 field to mend")),
        (LAB, Status(Progress.OK, "2 servers, UDP")),
        (replace(LAB, servers=LAB.servers[:1]), Status(Progress.WARNING, "1 server: no failover")),
        (with_addresses("10.225.2.31", "127.0.0.1"), Status(Progress.WARNING, "2 servers, 1 doubt")),
        (with_addresses("169.254.2.31", "127.0.0.1"), Status(Progress.WARNING, "2 servers, 2 doubts")),
        (
            replace(LAB, servers=(*LAB.servers, DraftServer("piper3", "0.1.2.3"))),
            Status(Progress.INCOMPLETE, "1 field to mend"),
        ),
    ],
)
def test_dns_setup_is_ticked_only_where_nothing_is_doubtful(draft: Draft, status: Status) -> None:
    assert setup_status(Case(draft=draft)) == status
