"""Every fault of a zone that the handset's own questions show, and what a live check must say of it."""

from __future__ import annotations

from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class Row:
    """A zone's records (``@`` is ``row<n>.local``), what is looked for in it and what is judged."""

    records: str
    codes: set[str]
    verdict: str
    transport: str = "DNSnaptr"
    port: int = 0
    name: str = "testserver"
    plan: bool = False
    variants: dict[str, str] = field(default_factory=dict)
    minimum: int = 3600


SRV = "_sip._udp.testserver SRV"
NAPTR = "testserver NAPTR"
ROWS = {
    "no such name": Row(
        "", {"name.missing", CACHED}, "name.missing", variants={"name.missing": "nxdomain"}
    ),
    "a name without records for SIP": Row(
        "testserver TXT x", {"name.missing", CACHED}, "name.missing", variants={"name.missing": "empty"}
    ),
    "an empty non-terminal": Row(
        "x.testserver A 10.0.0.1", {"name.missing", CACHED}, "name.missing",
        variants={"name.missing": "empty"},
    ),
    "the apex of a zone without records for SIP": Row(
        "", {"name.missing", CACHED}, "name.missing", name="", variants={"name.missing": "empty"}
    ),
    "no such name, the transport set": Row(
        "", {"name.missing", CACHED}, "name.missing", "TLS", variants={"name.missing": "nxdomain"}
    ),
    "no such name, a port set": Row(
        "", {"name.missing", "config.port-not-zero", CACHED}, "name.missing", port=5060,
        variants={"name.missing": "nxdomain"},
    ),
    "only SRV records, a port set": Row(
        body(), {"config.port-not-zero", CACHED}, "config.port-not-zero", port=5060
    ),
    "an address, a port set": Row(
        body("testserver A 10.0.0.1"), {"config.port-not-zero", OK}, "config.port-not-zero", port=5060,
        variants={OK: "live-one-server"},
    ),
    "NAPTR for ENUM alone": Row(
        body(naptr=f'{NAPTR} 10 10 "u" "E2U+sip" "!^.*$!sip:a@b!" .'), {"naptr.service-unusable", OK}, OK
    ),
    "NAPTR without a service": Row(
        body(naptr=f'{NAPTR} 10 10 "s" "" "" _sip._udp.testserver'), {"naptr.service-unusable", OK}, OK,
        variants={"naptr.service-unusable": "empty"},
    ),
    "NAPTR elsewhere": Row(
        body(naptr=f'{NAPTR} 10 10 "s" "SIP+D2U" "" _sip._udp.es'), {"naptr.replacement-mismatch", OK}, OK
    ),
    "NAPTR without a final dot": Row(
        body(naptr=f'{NAPTR} 10 10 "s" "SIP+D2U" "" _sip._udp.testserver.@@'),
        {"naptr.replacement-doubled", OK}, OK,
    ),
    "NAPTR with the flag a": Row(
        body(naptr=f'{NAPTR} 10 10 "a" "SIP+D2U" "" _sip._udp.testserver'), {"naptr.flag-not-s", OK},
        "naptr.flag-not-s",
    ),
    "NAPTR with both": Row(
        body(naptr=f'{NAPTR} 10 10 "s" "SIP+D2U" "!a!b!" _sip._udp.testserver'),
        {"naptr.regexp-and-replacement", OK}, OK,
    ),
    "NAPTR prefers TCP": Row(
        body(f'{NAPTR} 5 10 "s" "SIP+D2T" "" _sip._tcp.testserver',
             "_sip._tcp.testserver SRV 10 1 5060 piper", "_sip._tcp.testserver SRV 20 1 5060 piper2"),
        {"naptr.order-prefers-other-transport", OK}, "naptr.order-prefers-other-transport", plan=True,
    ),
    "no SRV, an address": Row(
        body("testserver A 10.0.0.1", srv="", srv2=""), {"srv.missing", OK, CACHED}, "srv.missing",
        variants={"srv.missing": "one-host", OK: "live-one-server"},
    ),
    "no SRV, no address, but NAPTR": Row(body(srv="", srv2=""), {"srv.missing", CACHED}, "srv.missing"),
    "SRV without a final dot": Row(
        body(srv=f"{SRV} 10 10 5060 piper.@@"), {"srv.target-doubled", "address.missing", OK, CACHED},
        "srv.target-doubled", variants={OK: "live-one-server"},
    ),
    "SRV target is an address": Row(
        body(srv=f"{SRV} 10 10 5060 10.225.2.31."), {"srv.target-is-address", OK}, "srv.target-is-address",
        variants={OK: "live-one-server"},
    ),
    "SRV targets short": Row(
        body(srv=f"{SRV} 10 10 5060 piper.", srv2=f"{SRV} 20 10 5060 piper2."), {"srv.target-short"},
        "srv.target-short",
    ),
    "SIP declined": Row(
        body(srv=f"{SRV} 0 0 0 .", srv2=""), {"srv.service-declined"}, "srv.service-declined"
    ),
    "equal priorities": Row(
        body(srv2=f"{SRV} 10 90 5060 piper2"), {"srv.equal-priority", OK}, "srv.equal-priority"
    ),
    "one record": Row(
        body(srv2=""), {"srv.single", OK}, "srv.single", variants={OK: "live-one-server"}
    ),
    "priorities against the plan": Row(
        body(srv=f"{SRV} 30 10 5060 piper"), {"srv.priority-inverted", OK}, "srv.priority-inverted",
        plan=True,
    ),
    "an unusual port": Row(
        body(srv2=f"{SRV} 20 10 5070 piper2"), {"srv.port-differs", OK}, "srv.port-differs"
    ),
    "a port against the plan": Row(
        body(srv2=f"{SRV} 20 10 5070 piper2"), {"srv.port-differs", OK}, "srv.port-differs", plan=True
    ),
    "port 0": Row(body(srv=f"{SRV} 10 10 0 piper"), {"srv.port-zero", OK}, "srv.port-zero"),
    "one server too many": Row(
        body(f"{SRV} 30 10 5060 old", "old A 10.225.2.39"), {"srv.target-unplanned", OK},
        "srv.target-unplanned", plan=True,
    ),
    "one server too few": Row(
        body(srv2=""), {"srv.single", "srv.target-unplanned", OK}, "srv.single", plan=True,
        variants={"srv.target-unplanned": "planned-missing", OK: "live-one-server"},
    ),
    "one server twice": Row(body(f"{SRV} 30 10 5060 piper"), {"srv.duplicate", OK}, OK),
    "an address missing": Row(
        body(a2=""), {"address.missing", OK, CACHED}, "address.missing", variants={OK: "live-one-server"}
    ),
    "addresses missing": Row(
        body(a="", a2="piper2 AAAA ::1"), {"address.missing", CACHED}, "address.missing",
        variants={"address.missing": "none"},
    ),
    "several addresses": Row(body("piper A 10.225.2.41"), {"address.multiple", OK}, "address.multiple"),
    "one address for two": Row(body(a2="piper2 A 10.225.2.31"), {"address.shared", OK}, "address.shared"),
    "an address against the plan": Row(
        body(a="piper A 10.225.2.99"), {"address.differs", OK}, "address.differs", plan=True
    ),
    "an underscore": Row(
        body("pi_per A 10.225.2.31", srv=f"{SRV} 10 10 5060 pi_per", a=""), {"host.underscore", OK}, OK
    ),
    "time to live 0": Row(body(a="piper 0 A 10.225.2.31"), {"ttl.zero", OK}, OK),
    "time to live of a day": Row(body(a="piper 86400 A 10.225.2.31"), {"ttl.long", OK}, OK),
    "an alias to one of the targets": Row(
        body("first CNAME piper", srv=f"{SRV} 10 10 5060 first"), {"srv.target-is-alias", OK}, OK
    ),
    "an alias to nowhere": Row(
        body("first CNAME nowhere", srv=f"{SRV} 10 10 5060 first"),
        {"srv.target-is-alias", "address.missing", OK, CACHED}, "address.missing",
        variants={OK: "live-one-server"},
    ),
    "an alias at the SRV name": Row(
        body("_sip._udp.testserver CNAME _sip._udp.other", "_sip._udp.other SRV 1 1 5060 piper",
             "_sip._udp.other SRV 2 1 5060 piper2", srv="", srv2=""),
        {"srv.owner-is-alias", OK}, OK,
    ),
    "an alias at the name": Row(
        "testserver CNAME other\nother A 10.0.0.1", {"name.owner-is-alias", "srv.missing", CACHED},
        "name.owner-is-alias", variants={"srv.missing": "one-host"},
    ),
    "an alias at the name that leads nowhere": Row(
        "testserver CNAME nowhere", {"name.owner-is-alias", "name.missing", CACHED}, "name.owner-is-alias",
        variants={"name.missing": "empty"},
    ),
    "a short memory of what is missing": Row(
        "", {"name.missing", CACHED}, "name.missing", minimum=17, variants={"name.missing": "nxdomain"}
    ),
    "the transport set": Row(
        body("_sip._tcp.testserver SRV 1 1 5060 piper", "_sip._tcp.testserver SRV 2 1 5060 piper2"),
        {OK}, OK, "TCPOnly",
    ),
}  # fmt: skip
ZONES = {name: f"row{number}.local" for number, name in enumerate(ROWS)}


def plan_of(domain: str, transport: Transport = Transport.UDP) -> Deployment:
    """The plan whose records the healthy zone has."""
    port = transport.default_port
    servers = (
        SipServer(f"piper.{domain}", "10.225.2.31", port, 10, 10),
        SipServer(f"piper2.{domain}", "10.225.2.32", port, 20, 10),
    )
    return Deployment(domain, "testserver", servers, transport)
