"""The real servers start, answer, and are gone afterwards."""

from __future__ import annotations

import socket

import dns.exception
import dns.flags
import dns.message
import dns.query
import dns.rcode
import pytest

from tests.servers import bind, dnsmasq, kamailio, knot, nsd, powerdns, process, sipp, unbound, zone
from tests.servers.ready import sip_status

pytestmark = pytest.mark.servers

ZONE = "eslab.local"
BODY = """
testserver            IN NAPTR 10 10 "s" "SIP+D2U" "" _sip._udp.testserver
_sip._udp.testserver  IN SRV 1 10 5060 piper
_sip._udp.testserver  IN SRV 2 10 5060 piper2
piper                 IN A 10.225.2.31
piper2                IN A 10.225.2.32
"""
SRV = "_sip._udp.testserver.eslab.local"


def ask(server, name, rdtype="A", *, how=dns.query.udp, timeout=5.0):
    query = dns.message.make_query(name, rdtype)
    return how(query, server.address, port=server.port, timeout=timeout)


def texts(reply):
    return sorted(str(rdata) for rrset in reply.answer for rdata in rrset)


TARGETS = ["1 10 5060 piper.eslab.local.", "2 10 5060 piper2.eslab.local."]


def test_bind_loads_other_zones_without_a_new_start():
    with bind.serve({ZONE: BODY}) as server:
        bind.reload(server, {ZONE: "piper A 10.0.0.1", "other.local": ""})
        assert texts(ask(server, f"piper.{ZONE}")) == ["10.0.0.1"]
        assert ask(server, SRV, "SRV").rcode() == dns.rcode.NXDOMAIN
        assert ask(server, "other.local", "SOA").answer
        bind.reload(server, {ZONE: BODY})
        assert texts(ask(server, SRV, "SRV")) == TARGETS
        assert ask(server, "other.local", "SOA").rcode() == dns.rcode.REFUSED
        assert server.process.poll() is None


@pytest.mark.parametrize("product", [bind, knot, nsd, powerdns], ids=["bind", "knot", "nsd", "powerdns"])
def test_authoritative(product):
    with product.serve({ZONE: BODY}) as server:
        for how in (dns.query.udp, dns.query.tcp):
            reply = ask(server, SRV, "SRV", how=how)
            assert texts(reply) == TARGETS
            assert reply.flags & dns.flags.AA
        assert ask(server, "testserver.eslab.local").rcode() == 0
        missing = ask(server, "none.eslab.local")
        assert (missing.rcode(), missing.authority[0].ttl) == (dns.rcode.NXDOMAIN, 3600)
        assert ask(server, "elsewhere.example").rcode() == dns.rcode.REFUSED


def test_bind_takes_whole_zone_files_and_several_zones():
    with bind.serve({ZONE: zone.text(ZONE, BODY, minimum=60), "2.225.10.in-addr.arpa": ""}) as server:
        assert ask(server, "none.eslab.local").authority[0].ttl == 60
        assert ask(server, "2.225.10.in-addr.arpa", "NS").answer


def test_bind_secondary_that_was_never_transferred():
    with bind.serve({ZONE: BODY}, secondary=["other.local"]) as server:
        assert ask(server, "x.other.local").rcode() == dns.rcode.SERVFAIL
        assert ask(server, "piper.eslab.local").answer


def test_unbound_over_bind():
    with (
        bind.serve({ZONE: BODY}) as below,
        unbound.serve(stubs={ZONE: (below.address, below.port)}) as server,
    ):
        reply = ask(server, SRV, "SRV")
        assert texts(reply) == TARGETS
        assert reply.flags & dns.flags.RA
        assert not reply.flags & dns.flags.AA
        assert ask(server, "none.eslab.local").rcode() == dns.rcode.NXDOMAIN
        assert ask(server, "elsewhere.example").rcode() == dns.rcode.SERVFAIL


def test_unbound_with_static_data_refusal_and_silence():
    data = [
        'testserver.eslab.local. 3600 IN NAPTR 2 10 "s" "SIP+D2U" "" _sip._udp.testserver.eslab.local.',
        "piper.eslab.local. 3600 IN A 10.225.2.31",
    ]
    zones = {"eslab.local": "static", "refused.example": "refuse", "silent.example": "deny"}
    with unbound.serve(local_data=data, local_zones=zones) as server:
        assert ask(server, "testserver.eslab.local", "NAPTR").answer
        assert ask(server, "none.eslab.local").rcode() == dns.rcode.NXDOMAIN
        assert ask(server, "refused.example").rcode() == dns.rcode.REFUSED
        with pytest.raises(dns.exception.Timeout):
            ask(server, "silent.example", timeout=0.3)


def test_dnsmasq():
    lines = [
        "local=/eslab.local/",
        "naptr-record=testserver.eslab.local,2,10,s,SIP+D2U,,_sip._udp.testserver.eslab.local",
        f"srv-host={SRV},piper.eslab.local,5060,1,10",
        f"srv-host={SRV},piper2.eslab.local,5060,2,10",
        "host-record=piper.eslab.local,10.225.2.31",
    ]
    with dnsmasq.serve(lines) as server:
        assert texts(ask(server, SRV, "SRV")) == TARGETS
        assert ask(server, "testserver.eslab.local", "NAPTR", how=dns.query.tcp).answer
        missing = ask(server, "none.eslab.local")
        assert (missing.rcode(), missing.authority) == (dns.rcode.NXDOMAIN, [])


def test_kamailio_over_udp_tcp_and_tls():
    with kamailio.serve(aliases=["testserver.eslab.local"]) as server:
        assert sip_status(server.address, server.port) == 200
        assert sip_status(server.address, server.port, "tcp") == 200
        assert sip_status(server.address, server.tls_port, "tls") == 200
        assert "CERTIFICATE" in (server.folder / "certificate.pem").read_text()


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_sipp_says_what_it_is_told(transport):
    with sipp.serve(transport=transport, status="503 Service Unavailable") as server:
        assert sip_status(server.address, server.port, transport) == 503
        assert sip_status(server.address, server.port, transport) == 503


def test_two_servers_side_by_side():
    with sipp.serve() as one, sipp.serve() as other:
        assert one.port != other.port
        assert sip_status(one.address, one.port) == sip_status(other.address, other.port) == 200


def test_a_stopped_server_is_gone_with_its_folder():
    with bind.serve({ZONE: BODY}) as server:
        server.stop()
        server.stop()
        with pytest.raises(ConnectionRefusedError):
            ask(server, ZONE, how=dns.query.tcp)
    assert server.process.poll() is not None
    assert not server.folder.exists()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind((server.address, server.port))


def test_a_server_that_does_not_start_says_why():
    with (
        pytest.raises(pytest.fail.Exception, match="out of range"),
        bind.serve({ZONE: "x IN SRV 1 1 70000 y"}),
    ):
        pass


def test_its_output_goes_with_a_failing_test():
    with pytest.raises(AssertionError) as caught, bind.serve({ZONE: BODY}):
        raise AssertionError("the test's own")
    assert "named wrote" in caught.value.__notes__[0]


def test_a_missing_program_skips_or_fails(monkeypatch):
    monkeypatch.delenv("FAILOVER_REQUIRE_SERVERS", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-server is not installed"):
        process.program("no-such-server")
    monkeypatch.setenv("FAILOVER_REQUIRE_SERVERS", "1")
    with pytest.raises(pytest.fail.Exception, match="no-such-server is not installed"):
        process.program("no-such-server")
