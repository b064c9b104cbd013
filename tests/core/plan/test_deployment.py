from __future__ import annotations

import pytest
from hypothesis import given

from tests.strategies import deployments
from wizard.core.plan.deployment import Deployment, NaptrUse, Option, SipServer, Transport


@pytest.mark.parametrize(
    ("transport", "labels", "service", "port", "literal"),
    [
        (Transport.UDP, "_sip._udp", "SIP+D2U", 5060, "UDPOnly"),
        (Transport.TCP, "_sip._tcp", "SIP+D2T", 5060, "TCPOnly"),
        (Transport.TLS, "_sips._tcp", "SIPS+D2T", 5061, "TLS"),
    ],
)
def test_a_transport_has_its_names(
    transport: Transport, labels: str, service: str, port: int, literal: str
) -> None:
    assert (transport.labels, transport.service) == (labels, service)
    assert (transport.default_port, transport.literal) == (port, literal)


def test_the_two_options_of_the_bulletin() -> None:
    assert Deployment("eslab.local").option is Option.EXISTING_DOMAIN
    assert Deployment("eslab.local").name == "eslab.local"
    assert Deployment("eslab.local", "sip").option is Option.SUB_DOMAIN
    assert Deployment("eslab.local", "sip.phones").name == "sip.phones.eslab.local"


@pytest.mark.parametrize(
    ("transport", "use", "has_naptr", "handset"),
    [
        (Transport.UDP, NaptrUse.NEEDED, False, "DNSnaptr"),
        (Transport.UDP, NaptrUse.ALWAYS, True, "DNSnaptr"),
        (Transport.UDP, NaptrUse.NEVER, False, "DNSnaptr"),
        (Transport.TCP, NaptrUse.NEEDED, True, "DNSnaptr"),
        (Transport.TCP, NaptrUse.NEVER, False, "TCPOnly"),
        (Transport.TLS, NaptrUse.NEEDED, True, "DNSnaptr"),
        (Transport.TLS, NaptrUse.NEVER, False, "TLS"),
    ],
)
def test_naptr_is_made_where_the_handset_would_ask_the_wrong_transport_without(
    transport: Transport, use: NaptrUse, has_naptr: bool, handset: str
) -> None:
    plan = Deployment("eslab.local", transport=transport, naptr=use)

    assert plan.has_naptr is has_naptr
    assert plan.handset_transport == handset


def test_servers_are_ordered_by_priority_and_then_as_listed() -> None:
    second, first, third = (
        SipServer(host, "10.0.0.1", priority=p) for host, p in (("b", 2), ("a", 1), ("c", 2))
    )

    assert Deployment("eslab.local", servers=(second, first, third)).in_order() == (first, second, third)


@given(deployments())
def test_renumbering_keeps_the_servers_and_their_listed_order(plan: Deployment) -> None:
    numbered = plan.renumbered()

    assert [server.host for server in numbered.in_order()] == [server.host for server in plan.servers]
    assert [server.priority for server in numbered.servers] == [
        10 * position for position in range(1, len(plan.servers) + 1)
    ]
    assert numbered.renumbered() == numbered
