"""The DNS records that a plan needs."""

from __future__ import annotations

import ipaddress

from wizard.core import names
from wizard.core.plan.deployment import Deployment
from wizard.core.record import (
    Address,
    Naptr,
    Record,
    RecordChange,
    RecordType,
    Srv,
    Target,
)

NAPTR_ORDER = 10
NAPTR_PREFERENCE = 10


def naptr_record(plan: Deployment) -> Record:
    """The NAPTR that every reading of the handset's behaviour follows to the same SRV records."""
    replacement = f"{plan.transport.labels}.{plan.name}"
    data = Naptr(NAPTR_ORDER, NAPTR_PREFERENCE, "s", plan.transport.service, "", replacement)
    return Record(plan.name, RecordType.NAPTR, plan.ttl, data)


def srv_records(plan: Deployment) -> tuple[Record, ...]:
    """One SRV record for every SIP server, the first to be used first."""
    owner = f"{plan.transport.labels}.{plan.name}"
    return tuple(
        Record(
            owner,
            RecordType.SRV,
            plan.ttl,
            Srv(server.priority, server.weight, server.port, server.host),
        )
        for server in plan.in_order()
    )


def address_records(plan: Deployment) -> tuple[Record, ...]:
    """One A record for every host name, however many servers share it."""
    found: dict[tuple[str, str], Record] = {}
    for server in plan.servers:
        record = Record(server.host, RecordType.A, plan.ttl, Address(server.address))
        found.setdefault((names.fold(server.host), server.address), record)
    return tuple(found.values())


def pointer_records(plan: Deployment) -> tuple[Record, ...]:
    """PTR records: good practice (CS-14-17, Step 2), never asked for by the handset."""
    return tuple(pointer_for(record) for record in address_records(plan))


def pointer_for(address: Record) -> Record:
    """The PTR record that belongs to an A record."""
    assert isinstance(address.data, Address)
    owner = ipaddress.ip_address(address.data.address).reverse_pointer
    return Record(owner, RecordType.PTR, address.ttl, Target(address.owner))


def records_for(plan: Deployment) -> tuple[Record, ...]:
    """Everything that the handset asks for: NAPTR where the plan has one, SRV, A."""
    first = (naptr_record(plan),) if plan.has_naptr else ()
    return (*first, *srv_records(plan), *address_records(plan))


def change_for(plan: Deployment) -> RecordChange:
    """All records of the plan as one change of its zone."""
    return RecordChange(plan.domain, plan.subdomain, create=records_for(plan))
