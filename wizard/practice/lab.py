"""The practice case: the lab of CS-14-17 as data, before and after the repair.

The plan, the zone and the sample logs tell one story: a handset configured with
``testserver.eslab.local`` finds nothing there; once the plan's records exist it finds both servers.
"""

from __future__ import annotations

from pathlib import Path

from wizard.core.plan.deployment import Deployment, NaptrUse, SipServer
from wizard.core.plan.records import address_records, records_for
from wizard.core.record import Address, Record, RecordType, Soa, Target
from wizard.paths import resource

ZONE = "eslab.local"
TTL = 3600
_NAME_SERVER = f"ns.{ZONE}"

LAB_PLAN = Deployment(
    domain=ZONE,
    subdomain="testserver",
    servers=(
        SipServer(f"piper.{ZONE}", "10.225.2.31", priority=1, weight=10),
        SipServer(f"piper2.{ZONE}", "10.225.2.32", priority=2, weight=10),
    ),
    naptr=NaptrUse.ALWAYS,
    ttl=TTL,
)


def _frame(serial: int) -> tuple[Record, ...]:
    """What the zone holds for its own sake. The name server is this computer."""
    return (
        Record(ZONE, RecordType.SOA, TTL, Soa(_NAME_SERVER, serial, minimum=TTL)),
        Record(ZONE, RecordType.NS, TTL, Target(_NAME_SERVER)),
        Record(_NAME_SERVER, RecordType.A, TTL, Address("127.0.0.1")),
    )


BROKEN: tuple[Record, ...] = (*_frame(serial=1), *address_records(LAB_PLAN))
REPAIRED: tuple[Record, ...] = (*_frame(serial=2), *records_for(LAB_PLAN))


def broken_log() -> Path:
    """The log of the handset that found nothing."""
    return resource("samples", "broken-0004f2a1b2c3-app.log")


def repaired_log() -> Path:
    """The log of the same handset after the repair and a restart."""
    return resource("samples", "repaired-0004f2a1b2c3-app.log")
