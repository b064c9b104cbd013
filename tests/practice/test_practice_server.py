"""The practice server on real sockets, under real clients and a real resolver."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import dns.flags
import dns.message
import dns.query
import dns.rcode
import pytest

from tests.servers import unbound
from tests.servers.process import has_ipv6
from wizard.practice import stream
from wizard.practice.lab import BROKEN, REPAIRED, ZONE
from wizard.practice.server import PracticeServer

NAME = f"testserver.{ZONE}"
SRV = f"_sip._udp.{NAME}"
TARGETS = ["1 10 5060 piper.eslab.local.", "2 10 5060 piper2.eslab.local."]


@pytest.fixture
def server():
    with PracticeServer(REPAIRED) as running:
        yield running


def ask(server, name, rdtype="A", *, how=dns.query.udp, timeout=5.0, **more):
    query = dns.message.make_query(name, rdtype, **more)
    return how(query, server.address, port=server.port, timeout=timeout)


def texts(reply):
    return sorted(str(rdata) for rrset in reply.answer for rdata in rrset)


def threads():
    return [thread for thread in threading.enumerate() if thread.name == "practice-dns"]


@pytest.mark.parametrize("how", [dns.query.udp, dns.query.tcp])
def test_the_lab_over_udp_and_tcp(server, how):
    assert server.address == "127.0.0.1"
    assert texts(ask(server, SRV, "SRV", how=how)) == TARGETS
    assert texts(ask(server, NAME, "NAPTR", how=how)) == [f'10 10 "s" "SIP+D2U" "" {SRV}.']
    assert texts(ask(server, f"piper2.{ZONE}", how=how)) == ["10.225.2.32"]
    assert ask(server, NAME, how=how).rcode() == dns.rcode.NOERROR
    assert ask(server, f"none.{ZONE}", how=how).rcode() == dns.rcode.NXDOMAIN
    assert ask(server, "example.com", how=how).rcode() == dns.rcode.REFUSED


def test_other_content_while_it_runs(server):
    server.load(BROKEN)
    missing = ask(server, NAME, "NAPTR")
    assert (missing.rcode(), missing.authority[0].ttl) == (dns.rcode.NXDOMAIN, 3600)
    assert texts(ask(server, f"piper.{ZONE}")) == ["10.225.2.31"]
    with pytest.raises(ValueError, match="no SOA"):
        server.load("")
    assert ask(server, NAME, "NAPTR").rcode() == dns.rcode.NXDOMAIN
    server.load(REPAIRED)
    assert texts(ask(server, SRV, "SRV")) == TARGETS


def test_many_clients_while_the_content_changes(server):
    def one(number):
        how = dns.query.tcp if number % 3 == 0 else dns.query.udp
        reply = ask(server, SRV, "SRV", how=how)
        return reply.rcode(), texts(reply)

    with ThreadPoolExecutor(16) as clients:
        answers = clients.map(one, range(300))
        for turn in range(50):
            server.load(BROKEN if turn % 2 else REPAIRED)
        seen = list(answers)
    assert len(seen) == 300
    assert all(one in [(dns.rcode.NOERROR, TARGETS), (dns.rcode.NXDOMAIN, [])] for one in seen)


def test_garbage_over_udp_is_ignored(server):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(0.1)
        client.connect((server.address, server.port))
        for wire in (b"", b"\x00", bytes(11), b"\xff" * 600, os.urandom(12)[:11]):
            client.send(wire)
        with pytest.raises(TimeoutError):
            client.recv(65535)
    assert texts(ask(server, SRV, "SRV")) == TARGETS
    assert len(threads()) == 1


def test_garbage_over_tcp_is_ignored(server):
    good = dns.message.make_query(SRV, "SRV")
    with socket.create_connection((server.address, server.port), 5) as client:
        client.sendall(b"\x00\x03abc" + b"\x00\x00")
        dns.query.send_tcp(client, good)
        reply, _time = dns.query.receive_tcp(client)
    assert good.is_response(reply)
    with socket.create_connection((server.address, server.port), 5) as client:
        client.sendall(b"GET / HTTP/1.1\r\n\r\n")
        client.shutdown(socket.SHUT_WR)
        assert client.recv(100) == b""
    assert len(threads()) == 1


def test_questions_in_pieces_and_in_a_row(server):
    wires = [dns.message.make_query(name, "SRV").to_wire() for name in (SRV, ZONE, "example.com")]
    stream_of_all = b"".join(len(wire).to_bytes(2, "big") + wire for wire in wires)
    with socket.create_connection((server.address, server.port), 5) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for octet in stream_of_all:
            client.send(bytes([octet]))
        client.shutdown(socket.SHUT_WR)
        replies = [dns.query.receive_tcp(client)[0] for _wire in wires]
        assert client.recv(1) == b""
    assert [reply.rcode() for reply in replies] == [0, 0, dns.rcode.REFUSED]


def test_a_silent_connection_holds_up_nobody(server):
    held = [socket.create_connection((server.address, server.port), 5) for _client in range(20)]
    try:
        held[0].send(b"\x00")
        assert texts(ask(server, SRV, "SRV", how=dns.query.tcp, timeout=1)) == TARGETS
        assert texts(ask(server, SRV, "SRV", timeout=1)) == TARGETS
    finally:
        for client in held:
            client.close()


def test_idle_and_too_many_connections_are_closed(monkeypatch, server):
    clients = [socket.create_connection((server.address, server.port), 5) for _client in range(65)]
    try:
        assert clients[-1].recv(1) == b""
        monkeypatch.setattr(stream, "IDLE", 0.0)
        assert [client.recv(1) for client in clients[:-1]] == [b""] * 64
        monkeypatch.undo()
    finally:
        for client in clients:
            client.close()
    assert texts(ask(server, SRV, "SRV", how=dns.query.tcp)) == TARGETS


def test_a_client_that_never_reads_holds_up_nobody(monkeypatch, server):
    question = dns.message.make_query(SRV, "SRV").to_wire()
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect((server.address, server.port))
        client.settimeout(0.2)
        with suppress(TimeoutError):
            client.sendall((len(question).to_bytes(2, "big") + question) * 50_000)
        for how in (dns.query.udp, dns.query.tcp):
            assert texts(ask(server, SRV, "SRV", how=how, timeout=1)) == TARGETS
        monkeypatch.setattr(stream, "IDLE", 0.0)
        client.settimeout(10)
        with suppress(ConnectionError):
            while client.recv(65535):
                pass
        monkeypatch.undo()
    assert texts(ask(server, SRV, "SRV", how=dns.query.tcp)) == TARGETS


def test_it_ends_soon_and_frees_its_port():
    with PracticeServer(REPAIRED) as server:
        port = server.port
        held = socket.create_connection((server.address, port), 5)
        assert texts(ask(server, SRV, "SRV")) == TARGETS
        start = time.monotonic()
    assert time.monotonic() - start < 5
    assert (threads(), server.port) == ([], 0)
    with held:
        held.settimeout(1)
        assert held.recv(1) == b""
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), 1):
        pass


def test_start_and_stop_may_be_repeated():
    server = PracticeServer(REPAIRED)
    server.stop()
    for _time in range(3):
        server.start()
        port = server.port
        server.start()
        assert server.port == port
        assert texts(ask(server, SRV, "SRV", how=dns.query.tcp)) == TARGETS
        server.stop()
        server.stop()
        assert threads() == []


def test_two_servers_side_by_side():
    with PracticeServer(REPAIRED) as one, PracticeServer(BROKEN) as other:
        assert ask(one, SRV, "SRV").rcode() == dns.rcode.NOERROR
        assert ask(other, SRV, "SRV").rcode() == dns.rcode.NXDOMAIN


def test_ipv6_loopback():
    if not has_ipv6():
        pytest.skip("no ::1 here")
    with PracticeServer(REPAIRED, "::1") as server:
        for how in (dns.query.udp, dns.query.tcp):
            assert texts(ask(server, SRV, "SRV", how=how)) == TARGETS


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.1", "::", "10.225.2.35"])
def test_it_refuses_to_listen_beyond_loopback(address):
    with pytest.raises(ValueError, match="loopback only"):
        PracticeServer(REPAIRED, address)


CHILD = """
import sys, threading
from wizard.practice.lab import REPAIRED
from wizard.practice.server import PracticeServer
server = PracticeServer(REPAIRED)
server.start()
print(server.port, flush=True)
{rest}
"""


@pytest.mark.parametrize(
    ("rest", "end"),
    [
        ("threading.Event().wait()", "terminate"),
        ("threading.Event().wait()", "kill"),
        ("sys.exit(0)", ""),
        ("raise RuntimeError", ""),
    ],
)
def test_a_program_that_ends_takes_it_along(rest, end):
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", CHILD.format(rest=rest)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env) as child:
        port = int(child.stdout.readline())
        start = time.monotonic()
        if end:
            assert texts(dns.query.tcp(dns.message.make_query(SRV, "SRV"), "127.0.0.1", 5, port)) == TARGETS
            start = time.monotonic()
            getattr(child, end)()
        child.wait(10)
        assert time.monotonic() - start < 5
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), 1):
        pass


INTERRUPTED = """
try:
    print("waiting", flush=True)
    threading.Event().wait()
except KeyboardInterrupt:
    server.stop()
    print(server.port, threading.active_count())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for a child there")
def test_an_interrupt_closes_it_in_order():
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", CHILD.format(rest=INTERRUPTED)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env) as child:
        assert [child.stdout.readline() for _line in range(2)][1] == b"waiting\n"
        child.send_signal(signal.SIGINT)
        assert child.stdout.read().split() == [b"0", b"1"]
        assert child.wait(10) == 0


@pytest.mark.servers
def test_a_real_resolver_over_it(server):
    stubs = {ZONE: (server.address, server.port)}
    with unbound.serve(stubs=stubs) as resolver:
        reply = ask(resolver, SRV, "SRV")
        assert texts(reply) == TARGETS
        assert reply.flags & dns.flags.RA
        assert texts(ask(resolver, NAME, "NAPTR")) == [f'10 10 "s" "SIP+D2U" "" {SRV}.']
        assert ask(resolver, f"_udp.{NAME}").rcode() == dns.rcode.NOERROR
        missing = ask(resolver, f"none.{ZONE}")
        assert missing.rcode() == dns.rcode.NXDOMAIN
        assert 3590 <= missing.authority[0].ttl <= 3600


@pytest.mark.servers
def test_a_real_resolver_with_harsh_habits(server):
    """Names in random case, one label at a time, and a short UDP size that forces TCP."""
    lines = "".join(f"_sip._udp IN SRV 1 1 5060 host{number}\n" for number in range(60))
    server.load(
        "$ORIGIN eslab.local.\n$TTL 60\n@ IN SOA ns x 1 1 1 1 60\n@ IN NS ns\nns IN A 127.0.0.1\n" + lines
    )
    options = ["use-caps-for-id: yes", "qname-minimisation-strict: yes", "edns-buffer-size: 512"]
    with unbound.serve(stubs={ZONE: (server.address, server.port)}, options=options) as resolver:
        assert len(texts(ask(resolver, f"_sip._udp.{ZONE}", "SRV", how=dns.query.tcp))) == 60
        assert ask(resolver, f"_udp.{ZONE}").rcode() == dns.rcode.NOERROR


def test_the_usual_tools(server):
    found = shutil.which("dig") or shutil.which("kdig")
    if found is None:
        pytest.skip("neither dig nor kdig is installed")
    at = [found, f"@{server.address}", "-p", str(server.port), "+noall", "+answer"]
    for transport in ("+notcp", "+tcp"):
        command = [*at, transport, SRV, "SRV"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
        lines = [line.split() for line in done.stdout.splitlines() if line and not line.startswith(";")]
        assert sorted(" ".join(line) for line in lines) == [f"{SRV}. 3600 IN SRV {one}" for one in TARGETS]
