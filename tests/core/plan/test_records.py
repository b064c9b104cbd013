from __future__ import annotations

from hypothesis import given

from tests.strategies import deployments
from wizard.core.plan.deployment import Deployment, NaptrUse, SipServer, Transport
from wizard.core.plan.records import (
    address_records,
    change_for,
    naptr_record,
    pointer_records,
    records_for,
    srv_records,
)
from wizard.core.record import Address, Naptr, Record, RecordChange, RecordType, Srv, Target

_SERVERS = (
    SipServer("piper2.eslab.local", "10.225.2.32", 5070, 20, 5),
    SipServer("piper.eslab.local", "10.225.2.31"),
)


def test_the_records_of_a_plan_for_tcp() -> None:
    plan = Deployment("eslab.local", "testserver", _SERVERS, Transport.TCP, ttl=600)
    name, owner = "testserver.eslab.local", "_sip._tcp.testserver.eslab.local"

    assert records_for(plan) == (
        Record(name, RecordType.NAPTR, 600, Naptr(10, 10, "s", "SIP+D2T", "", owner)),
        Record(owner, RecordType.SRV, 600, Srv(10, 10, 5060, "piper.eslab.local")),
        Record(owner, RecordType.SRV, 600, Srv(20, 5, 5070, "piper2.eslab.local")),
        Record("piper2.eslab.local", RecordType.A, 600, Address("10.225.2.32")),
        Record("piper.eslab.local", RecordType.A, 600, Address("10.225.2.31")),
    )


def test_one_address_record_for_a_host_however_many_servers_it_runs() -> None:
    twice = (_SERVERS[1], SipServer("PIPER.eslab.local", "10.225.2.31", 5080))

    assert len(address_records(Deployment("eslab.local", servers=twice))) == 1


def test_pointers_lead_back_to_the_host() -> None:
    assert pointer_records(Deployment("eslab.local", servers=_SERVERS[1:])) == (
        Record("31.2.225.10.in-addr.arpa", RecordType.PTR, 3600, Target("piper.eslab.local")),
    )


@given(deployments())
def test_a_plan_and_its_change(plan: Deployment) -> None:
    change = change_for(plan)

    assert change == RecordChange(plan.domain, plan.subdomain, create=records_for(plan))
    assert change.reversed().reversed() == change
    assert change.reversed().delete == change.create
    assert [record.type for record in change.create].count(RecordType.NAPTR) == plan.has_naptr
    assert len(srv_records(plan)) == len(plan.servers)
    assert {record.ttl for record in change.create} == {plan.ttl}


@given(deployments())
def test_the_naptr_leads_to_the_very_name_of_the_srv_records(plan: Deployment) -> None:
    data = naptr_record(plan).data

    assert isinstance(data, Naptr)
    assert {record.owner for record in srv_records(plan)} == {data.replacement}
    assert (data.flags, data.regexp) == ("s", "")


def test_no_naptr_where_the_plan_wants_none() -> None:
    plan = Deployment("eslab.local", servers=_SERVERS, transport=Transport.TLS, naptr=NaptrUse.NEVER)

    assert {record.type for record in records_for(plan)} == {RecordType.SRV, RecordType.A}
