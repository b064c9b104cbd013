"""Healthy zones on real servers: good news, and nothing at warning or above."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.core import live
from tests.core.judged import codes, found, graver, verdict
from tests.core.zones import OK, SRV, body, plan_of
from tests.servers import bind, dnsmasq, knot, unbound, zone
from wizard.core import names
from wizard.core.handset.resolver import Lookfor
from wizard.core.plan.deployment import Deployment, NaptrUse, SipServer, Transport

pytestmark = pytest.mark.servers

HEALTHY = {
    "with NAPTR": (body(), "testserver", Transport.UDP, NaptrUse.ALWAYS),
    "without NAPTR": (body(naptr=""), "testserver", Transport.UDP, NaptrUse.NEEDED),
    "upper case": (body().upper(), "TestServer", Transport.UDP, NaptrUse.ALWAYS),
    "NAPTR for ENUM beside it": (
        body('testserver NAPTR 1 1 "u" "E2U+sip" "!^.*$!sip:a@b!" .'), "testserver", Transport.UDP,
        NaptrUse.ALWAYS,
    ),
    "TCP by NAPTR": (
        body(naptr='testserver NAPTR 10 10 "s" "SIP+D2T" "" _sip._tcp.testserver').replace("._udp", "._tcp"),
        "testserver", Transport.TCP, NaptrUse.NEEDED,
    ),
    "TLS without NAPTR": (
        body(naptr="").replace("_sip._udp", "_sips._tcp").replace("5060", "5061"),
        "testserver", Transport.TLS, NaptrUse.NEVER,
    ),
    "weight 0": (
        body(srv=f"{SRV} 10 0 5060 piper", srv2=f"{SRV} 20 0 5060 piper2"),
        "testserver", Transport.UDP, NaptrUse.ALWAYS,
    ),
    "a name in other letters than ASCII": (
        body().replace("testserver", "xn--bcher-kva"), "xn--bcher-kva", Transport.UDP, NaptrUse.ALWAYS,
    ),
    "escaped labels": (
        body().replace("testserver", r"we\.ird\032\@name"), r"we\.ird\032\@name", Transport.UDP,
        NaptrUse.ALWAYS,
    ),
    "priorities far apart, and turned round": (
        body(srv=f"{SRV} 60000 7 5060 piper2", srv2=f"{SRV} 3 65535 5060 piper"),
        "testserver", Transport.UDP, NaptrUse.ALWAYS,
    ),
    "a wildcard beside it": (
        body("* A 10.225.2.77", "* TXT x"), "testserver", Transport.UDP, NaptrUse.ALWAYS,
    ),
    "a wildcard that is an alias": (
        body("* CNAME www", "www A 10.225.2.77"), "testserver", Transport.UDP, NaptrUse.ALWAYS,
    ),
    "a wildcard with the same address": (
        body("* A 10.225.2.31"), "testserver", Transport.UDP, NaptrUse.ALWAYS,
    ),
    "other records around": (
        body("testserver A 10.0.0.9", "testserver TXT x", "_sip._tcp.testserver SRV 1 1 5060 piper",
             "piper AAAA ::1", "piper TXT y", "_ldap._tcp.testserver SRV 1 1 389 piper"),
        "testserver", Transport.UDP, NaptrUse.ALWAYS,
    ),
}  # fmt: skip
PLACES = {name: f"good{number}.local" for number, name in enumerate(HEALTHY)}


@pytest.fixture(scope="module")
def good() -> Iterator[object]:
    zones = {PLACES[name]: zone.text(PLACES[name], records) for name, (records, *_rest) in HEALTHY.items()}
    with bind.serve(zones) as running:
        yield running


@pytest.mark.parametrize("planned", [False, True], ids=["without a plan", "with a plan"])
@pytest.mark.parametrize("name", HEALTHY)
def test_a_healthy_zone_is_good_news(good: object, name: str, planned: bool) -> None:
    _records, host, transport, use = HEALTHY[name]
    port = transport.default_port
    servers = tuple(
        SipServer(f"{label}.{PLACES[name]}", address, port, priority, 10)
        for label, address, priority in (("piper", "10.225.2.31", 10), ("piper2", "10.225.2.32", 20))
    )
    plan = Deployment(PLACES[name], host.lower(), servers, transport, use)
    lookfor = Lookfor(f"{host}.{PLACES[name]}", 0, plan.handset_transport)
    judgement = live.judged(good, lookfor, plan if planned else None, further=True)
    assert graver(judgement) == set()
    assert verdict(judgement) == OK
    assert codes(judgement) <= {OK, "naptr.missing", "ptr.missing"}
    described = found(judgement, OK).facts["servers"].lower()
    assert described == ", ".join(f"{s.host} ({s.address}:{s.port})" for s in servers)


def test_a_resolver_that_counts_down_and_turns_round_is_good_news() -> None:
    domain = "good.local"
    options = ["rrset-roundrobin: yes", "cache-max-ttl: 30", 'local-zone: "10.in-addr.arpa." nodefault']
    with bind.serve({domain: body(), "10.in-addr.arpa": ""}) as below:
        where = (below.address, below.port)
        with unbound.serve(stubs={domain: where, "10.in-addr.arpa": where}, options=options) as server:
            lookfor = Lookfor(f"testserver.{domain}")
            for _ in range(3):
                judgement = live.judged(server, lookfor, plan_of(domain))
                assert (codes(judgement), verdict(judgement)) == ({OK}, OK)
            chain = live.chain(server, lookfor)
            assert all(record.ttl <= 30 for answer in chain.answers for record in answer.matching)
            both = live.judged([below, server], lookfor, plan_of(domain))
            assert (codes(both), verdict(both)) == ({OK}, OK)


def test_a_name_typed_in_other_letters_is_asked_for_as_dns_has_it(good: object) -> None:
    name = "a name in other letters than ASCII"
    typed = names.clean(f" Bücher.{PLACES[name]}. ")
    assert typed.name == f"xn--bcher-kva.{PLACES[name]}"
    judgement = live.judged(good, Lookfor(typed.name), further=True)
    assert (graver(judgement), verdict(judgement)) == (set(), OK)


def test_other_products_that_serve_the_records_are_good_news() -> None:
    """Negative answers without an SOA record, another order, other words for what is not there."""
    domain = "good.local"
    lines = [
        f"local=/{domain}/",
        f"naptr-record=testserver.{domain},10,10,s,SIP+D2U,,_sip._udp.testserver.{domain}",
        f"srv-host=_sip._udp.testserver.{domain},piper2.{domain},5060,20,10",
        f"srv-host=_sip._udp.testserver.{domain},piper.{domain},5060,10,10",
        f"host-record=piper.{domain},10.225.2.31",
        f"host-record=piper2.{domain},10.225.2.32",
    ]
    lookfor = Lookfor(f"testserver.{domain}")
    with knot.serve({domain: body()}) as one, dnsmasq.serve(lines) as other:
        for servers in ([one], [other], [one, other]):
            judgement = live.judged(servers, lookfor, plan_of(domain), further=True)
            assert graver(judgement) <= {"ttl.zero"}, "dnsmasq gives no time to live unless it is told to"
            assert verdict(judgement) == OK
    lines[1:] = [line for line in lines[1:] if not line.startswith("naptr")]
    with dnsmasq.serve(lines) as server:
        assert verdict(live.judged(server, lookfor, plan_of(domain), further=True)) == OK
