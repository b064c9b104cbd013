"""The healthy zone of the tests, and the plan that it is made by."""

from __future__ import annotations

from wizard.core.plan.deployment import Deployment, SipServer, Transport

OK = "registration.ok"
CACHED = "ttl.negative-cached"
GOOD = {
    "naptr": 'testserver NAPTR 10 10 "s" "SIP+D2U" "" _sip._udp.testserver',
    "srv": "_sip._udp.testserver SRV 10 10 5060 piper",
    "srv2": "_sip._udp.testserver SRV 20 10 5060 piper2",
    "a": "piper A 10.225.2.31",
    "a2": "piper2 A 10.225.2.32",
}


def body(*more: str, **lines: str) -> str:
    """The healthy records with others in their place, or without; and ``more`` behind them."""
    assert set(lines) <= set(GOOD)
    return "\n".join([*filter(None, {**GOOD, **lines}.values()), *more])


SRV = "_sip._udp.testserver SRV"
NAPTR = "testserver NAPTR"


def plan_of(domain: str, transport: Transport = Transport.UDP) -> Deployment:
    """The plan whose records the healthy zone has."""
    port = transport.default_port
    servers = (
        SipServer(f"piper.{domain}", "10.225.2.31", port, 10, 10),
        SipServer(f"piper2.{domain}", "10.225.2.32", port, 20, 10),
    )
    return Deployment(domain, "testserver", servers, transport)
