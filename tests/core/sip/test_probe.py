"""Probes of real SIP servers, and of a scripted one for what those do not do."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.servers import kamailio, process, sip_peer, sipp
from tests.servers.process import LOOPBACK
from tests.servers.sip_peer import Line, reply
from wizard.core.sip.outcome import Endpoint, Outcome, Probe, Taken, in_words
from wizard.core.sip.probe import probe, probe_all
from wizard.core.trace.attempts import FoundServer

N, T = "testserver.eslab.local", "piper.eslab.local"
SHORT = 0.4
# Beyond the time limit: threads, and a machine that has other things to do.
SLACK = 1.5
# Below it: a clock that ticks (every 16 ms, Windows), and the last digit of a difference.
TICK = 0.05


def at(port: int, protocol: str, address: str = LOOPBACK, timeout: float = 2.0) -> Probe:
    return probe(FoundServer(T, address, port, protocol), N, timeout)


def outcome_of(asked: Probe) -> tuple[Outcome, str]:
    return asked.outcome, asked.detail


# Real servers ------------------------------------------------------------------------------


@pytest.mark.servers
def test_kamailio_over_udp_tcp_and_tls():
    with kamailio.serve(aliases=[N], certificate_name=T) as server:
        for protocol in ("udp", "tcp", "tls"):
            port = server.tls_port if protocol == "tls" else server.port
            asked = at(port, protocol)
            assert (asked.outcome, asked.status, asked.reason) == (Outcome.ANSWERS, 200, "OK"), asked
            assert asked.software.startswith("kamailio")
            assert asked.request.startswith(f"OPTIONS sip:{N} SIP/2.0\r\nVia: SIP/2.0/{protocol.upper()} ")
            assert asked.reply.startswith("SIP/2.0 200 OK\r\n")
            assert 0 < asked.milliseconds < 1000
        assert asked.certificate is not None
        assert asked.certificate.distrust == "self-signed certificate"
        assert asked.tls_version == "TLSv1.3"
        assert (asked.certificate_names_domain, asked.certificate_names_host) == (False, True)


@pytest.mark.servers
def test_kamailio_that_does_not_serve_the_domain_is_alive():
    with kamailio.serve() as server:
        asked = at(server.port, "udp")
        assert (asked.alive, asked.status, asked.reason) == (True, 404, "Not Found")
        assert in_words(asked).startswith("answers 404 Not Found, kamailio")


@pytest.mark.servers
def test_tls_to_a_port_without_tls_ends_by_our_own_limit():
    with kamailio.serve() as server:
        asked = at(server.port, "tls", timeout=SHORT)
    assert asked.outcome is Outcome.TLS_FAILED
    assert asked.detail == "the server took the connection, but did not answer the TLS greeting in time"
    assert (SHORT - TICK) * 1000 <= asked.milliseconds < (SHORT + SLACK) * 1000


@pytest.mark.servers
@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_sipp_that_says_no_is_alive(transport):
    with sipp.serve(transport=transport, status="503 Service Unavailable") as server:
        asked = at(server.port, transport)
        assert (asked.alive, asked.status, asked.reason) == (True, 503, "Service Unavailable")


# Nobody there ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "protocol",
    [
        pytest.param("udp", marks=pytest.mark.not_under_wine("tells nobody that a UDP port is closed")),
        "tcp",
        "tls",
    ],
)
def test_a_closed_port_is_refused_at_once(protocol):
    asked = at(process.free_port(), protocol, timeout=10.0)
    assert outcome_of(asked) == (Outcome.REFUSED, "")
    assert asked.milliseconds < 3000


def test_silence_over_udp_with_repetitions():
    with sip_peer.datagrams(lambda _request: []) as peer:
        started = time.monotonic()
        asked = at(peer.port, "udp", timeout=1.7)
        taken = time.monotonic() - started
    assert outcome_of(asked) == (Outcome.NO_REPLY, "")
    assert 1.7 - TICK <= taken < 1.7 + SLACK
    assert len(peer.heard) == 3  # at once, after 0.5 and after 1.5 seconds
    assert set(peer.heard) == {asked.request.encode()}


def test_a_repetition_is_answered():
    with sip_peer.datagrams(lambda request: [reply(request)] if len(peer.heard) == 2 else []) as peer:
        asked = at(peer.port, "udp")
    assert asked.alive
    assert (0.5 - TICK) * 1000 < asked.milliseconds < 1400  # the second request went after half a second


def test_silence_over_tcp():
    with sip_peer.connections(Line.stay) as peer:
        asked = at(peer.port, "tcp", timeout=SHORT)
    assert outcome_of(asked) == (Outcome.NO_REPLY, "the server took the connection, but sent no reply")
    assert asked.request.startswith("OPTIONS ")


def test_a_connection_that_nobody_takes():
    with ExitStack() as stack:
        server = stack.enter_context(socket.socket())
        server.bind((LOOPBACK, 0))
        server.listen(0)
        for _ in range(4):  # the queue is full: further greetings are dropped
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        asked = at(server.getsockname()[1], "tcp", timeout=SHORT)
    assert outcome_of(asked) == (Outcome.NO_REPLY, "nobody took the connection")
    assert asked.request == ""


@pytest.mark.parametrize(
    ("server", "why"),
    [
        (FoundServer(T, "", 5060, "udp"), "its address is not known"),
        (FoundServer(T, "piper", 5060, "udp"), "“piper” is no IP address"),
        (FoundServer(T, "224.0.0.1", 5060, "udp"), "224.0.0.1 is not the address of one machine"),
        (FoundServer(T, "0.0.0.0", 5060, "tcp"), "0.0.0.0 is not the address of one machine"),
        (FoundServer(T, "255.255.255.255", 5060, "udp"), "255.255.255.255 is not the address of one machine"),
        (FoundServer(T, LOOPBACK, 70000, "udp"), "70000 is no port"),
        (FoundServer(T, LOOPBACK, 5060, "sctp"), "“sctp” is no way in which SIP travels"),
    ],
)
def test_where_nothing_can_be_sent(server, why):
    assert outcome_of(probe(server, N)) == (Outcome.UNREACHABLE, why)


@pytest.mark.parametrize(("protocol", "port"), [("udp", 5060), ("tcp", 5060), ("tls", 5061), ("TLS", 5061)])
def test_usual_ports(protocol, port):
    asked = probe(FoundServer(T, "", 0, protocol), N)
    assert asked.server == Endpoint(T, "", port, protocol.lower())


@pytest.mark.skipif(not process.has_ipv6(), reason="no IPv6 loopback")
@pytest.mark.parametrize("protocol", ["udp", "tcp"])
def test_ipv6(protocol):
    def talk(line: Line) -> None:
        line.send(reply(line.request()))

    serve = (
        sip_peer.datagrams(lambda r: [reply(r)], "::1")
        if protocol == "udp"
        else sip_peer.connections(talk, "::1")
    )
    with serve as peer:
        asked = at(peer.port, protocol, "::1")
    assert asked.alive
    assert str(asked.server) == f"[::1]:{peer.port}/{protocol}"
    assert f"Via: SIP/2.0/{protocol.upper()} [::1]:" in asked.request


# Cancelling --------------------------------------------------------------------------------


@pytest.mark.parametrize("protocol", ["udp", "tcp", "tls"])
def test_cancelling_ends_every_wait_at_once(protocol):
    stop = threading.Event()
    stopped_at = 0.0

    def cancel() -> None:
        nonlocal stopped_at
        stopped_at = time.monotonic()
        stop.set()

    serve = sip_peer.datagrams(lambda _r: []) if protocol == "udp" else sip_peer.connections(Line.stay)
    with serve as peer:
        timer = threading.Timer(0.2, cancel)
        timer.start()
        asked = probe(FoundServer(T, LOOPBACK, peer.port, protocol), N, 10.0, stop.is_set)
        ended_at = time.monotonic()
        timer.join()
    assert asked.outcome is Outcome.CANCELLED
    assert 0 <= ended_at - stopped_at < 3


def test_what_is_cancelled_before_it_starts_sends_nothing():
    with sip_peer.datagrams(lambda request: [reply(request)]) as peer:
        asked = probe(FoundServer(T, LOOPBACK, peer.port, "udp"), N, 2.0, lambda: True)
    assert asked.outcome is Outcome.CANCELLED
    assert peer.heard == []


# Replies over UDP --------------------------------------------------------------------------


def datagrams(*answers: str | bytes, timeout: float = SHORT, **changed: str) -> Probe:
    """A probe whose request is answered with these statuses (or these very bytes)."""

    def answer(request: bytes) -> list[bytes]:
        return [one if isinstance(one, bytes) else reply(request, one, **changed) for one in answers]

    with sip_peer.datagrams(answer) as peer:
        return at(peer.port, "udp", timeout=timeout)


def test_the_final_reply_counts_more_than_a_provisional_one():
    assert datagrams("100 Trying", "183 Progress", "486 Busy Here").status == 486


def test_a_provisional_reply_alone_proves_life_and_is_not_waited_on_for_long():
    started = time.monotonic()
    asked = datagrams("100 Trying", timeout=10.0)
    assert (asked.alive, asked.status) == (True, 100)
    assert asked.milliseconds < 3000
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("changed", [{"call_id": "other@x"}, {"cseq": "2 OPTIONS"}, {"cseq": "1 INVITE"}])
def test_replies_to_others_are_ignored(changed):
    asked = datagrams("200 OK", **changed)
    assert outcome_of(asked) == (Outcome.NO_REPLY, "only messages came that do not reply to the request")


def test_garbage_before_the_reply_is_passed_over():
    assert datagrams(b"\0\xff\x80", b"", "200 OK").status == 200


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"\xff\xfe\0garbage", "it begins with “���garbage”"),
        (b"SIP/2.0 200 OK\r\nVia: cut", "it ends in the middle"),
        ("x\u202etxt.exe\r\n".encode(), "it begins with “x�txt.exe”"),
    ],
)
def test_garbage_alone_is_malformed(data, detail):
    asked = datagrams(data)
    assert outcome_of(asked) == (Outcome.MALFORMED, detail)
    assert asked.reply == data.decode("utf-8", "replace")


def test_hostile_words_of_a_reply_are_kept_raw_and_made_harmless():
    def answer(request: bytes) -> list[bytes]:
        return [reply(request, "200 \u202eKO\0" + "!" * 5000, "Server: \x1b[31mevil\u2066")]

    with sip_peer.datagrams(answer) as peer:
        asked = at(peer.port, "udp")
    assert asked.alive
    assert asked.reason.isprintable()
    assert len(asked.reason) == 201
    assert asked.software == "\N{REPLACEMENT CHARACTER}[31mevil\N{REPLACEMENT CHARACTER}"
    assert "\u202eKO\0" in asked.reply


# Replies over TCP --------------------------------------------------------------------------


def over_tcp(talk, timeout: float = SHORT) -> Probe:
    with sip_peer.connections(talk) as peer:
        return at(peer.port, "tcp", timeout=timeout)


def test_a_reply_in_single_bytes():
    def talk(line: Line) -> None:
        line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        whole = reply(line.request(), body=b"v=0\r\n\r\n")
        line.send(*(whole[at : at + 1] for at in range(len(whole))))
        line.stay()

    asked = over_tcp(talk, 2.0)
    assert (asked.status, asked.reply[-7:]) == (200, "v=0\r\n\r\n")
    assert asked.milliseconds < 1500


def test_several_replies_in_one_segment():
    def talk(line: Line) -> None:
        request = line.request()
        other = reply(request, "500 Other", call_id="other", body=b"SIP/2.0 500\r\n\r\n")
        line.send(b"\r\n\r\n" + other + reply(request, "100 Trying") + reply(request, "200 Fine") + b"rest")
        line.stay()

    asked = over_tcp(talk, 2.0)
    assert (asked.status, asked.reason) == (200, "Fine")
    assert asked.reply.startswith("SIP/2.0 200 Fine\r\n")


def test_folded_and_compact_headers():
    def talk(line: Line) -> None:
        request = line.request()
        call, via = sip_peer.header(request, "Call-ID"), sip_peer.header(request, "Via")
        head = f"SIP/2.0 200 OK\r\nv: {via}\r\ni:\r\n {call}\r\nCSEQ : 1\r\n\tOPTIONS\r\nl:0\r\n\r\n"
        line.send(head.encode())
        line.stay()

    assert over_tcp(talk, 2.0).status == 200


def test_a_reply_without_a_length_proves_life():
    def talk(line: Line) -> None:
        line.send(reply(line.request()).replace(b"Content-Length: 0\r\n", b""))
        line.stay()

    asked = over_tcp(talk, 2.0)
    assert asked.status == 200
    assert asked.milliseconds < 1000


@pytest.mark.parametrize("length", ["50", "99999999", "-1", "many"])
def test_a_reply_with_a_wrong_length_proves_life(length):
    def talk(line: Line) -> None:
        line.send(reply(line.request(), content_length=length))

    assert over_tcp(talk).status == 200


def test_an_early_end():
    def talk(line: Line) -> None:
        line.request()

    assert outcome_of(over_tcp(talk, 2.0)) == (
        Outcome.NO_REPLY,
        "the server took the connection and closed it without a reply",
    )


def says_nothing(line: Line) -> None:
    line.request()
    line.stay()


def hangs_up_when_asked(line: Line) -> None:
    line.request()


def hangs_up(_line: Line) -> None:
    pass


def breaks_off(line: Line) -> None:
    """Closes with a reset, as a service that dies does, or a firewall."""
    line.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.parametrize(
    ("talk", "taken"),
    [
        (says_nothing, Taken.OPEN),
        (hangs_up_when_asked, Taken.CLOSED),
        (hangs_up, Taken.AT_ONCE),
        (breaks_off, Taken.AT_ONCE),
    ],
)
def test_what_becomes_of_a_connection_without_a_reply(talk, taken):
    asked = over_tcp(talk, 1.0)
    assert (asked.outcome, asked.taken) == (Outcome.NO_REPLY, taken)
    assert asked.milliseconds < (1.0 + SLACK) * 1000


def test_a_server_that_is_gone_after_it_hung_up_is_not_called_one_that_hangs_up_at_once():
    """Its service fails at the question: nobody is there to be asked once more."""
    with socket.create_server((LOOPBACK, 0)) as listening:
        port = listening.getsockname()[1]

        def serve() -> None:
            connection, _caller = listening.accept()
            with connection:
                connection.recv(65535)
                listening.close()

        with ThreadPoolExecutor(1) as pool:
            serving = pool.submit(serve)
            asked = at(port, "tcp")
            serving.result(10)
    assert (asked.outcome, asked.taken) == (Outcome.NO_REPLY, Taken.CLOSED)


@pytest.mark.servers
def test_a_port_of_kamailio_that_takes_tls_alone():
    with kamailio.serve() as server:
        asked = at(server.tls_port, "tcp")
        assert at(server.tls_port, "tls").alive
    # It says so by an alert of TLS, or not at all, as its TLS library likes.
    assert (asked.outcome, asked.taken) in {
        (Outcome.MALFORMED, Taken.TLS),
        (Outcome.NO_REPLY, Taken.CLOSED),
    }


def test_a_message_of_tls_is_known():
    def talk(line: Line) -> None:
        line.request()
        line.send(b"\x15\x03\x01\0\x02\x02\x46")

    asked = over_tcp(talk)
    assert (asked.outcome, asked.taken, asked.detail) == (
        Outcome.MALFORMED,
        Taken.TLS,
        "what came back is a message of TLS",
    )


def test_a_reply_that_ends_in_the_middle():
    def talk(line: Line) -> None:
        line.send(reply(line.request())[:40])

    assert outcome_of(over_tcp(talk, 2.0)) == (Outcome.MALFORMED, "it ends in the middle")


def test_another_service_is_known_at_once():
    def talk(line: Line) -> None:
        line.send(b"220 mail.eslab.local ESMTP\r\n")
        line.request()
        line.stay()

    asked = over_tcp(talk, 5.0)
    assert outcome_of(asked) == (Outcome.MALFORMED, "it begins with “220 mail.eslab.local ESMTP”")
    assert asked.reply == "220 mail.eslab.local ESMTP\r\n"
    assert asked.milliseconds < 1000


@pytest.mark.parametrize(
    "flood",
    [b"SIP/2.0 200 OK\r\n" + b"X-Much: of it\r\n" * 70_000, b"\0" * 1_000_000, b"SIP/2.0 " * 130_000],
    ids=["headers", "NUL", "one line"],
)
def test_a_flood_is_read_no_further_than_the_limit(flood):
    def talk(line: Line) -> None:
        line.request()
        line.send(flood)
        line.stay()

    asked = over_tcp(talk, 5.0)
    assert outcome_of(asked) == (Outcome.MALFORMED, "it is larger than 65535 bytes")
    assert len(asked.reply) <= 65535
    assert asked.milliseconds < 2000


def test_endless_line_ends_and_strangers_end_by_the_time_limit():
    def talk(line: Line) -> None:
        stranger = reply(line.request(), call_id="other")
        while not line.peer.stopped.wait(0.01):
            line.send(b"\r\n" * 50, stranger)

    asked = over_tcp(talk)
    assert asked.outcome is Outcome.NO_REPLY
    assert asked.milliseconds < (SHORT + SLACK) * 1000


# TLS ---------------------------------------------------------------------------------------


def talk_sip(line: Line) -> None:
    line.send(reply(line.request()))


def over_tls(names: str, common_name: str = "box", timeout: float = 2.0, **dates: str) -> Probe:
    with (
        sip_peer.certificate(common_name, names, **dates) as path,
        sip_peer.connections(talk_sip, context=sip_peer.tls_context(path)) as peer,
    ):
        asked = at(peer.port, "tls", timeout=timeout)
        assert len(peer.heard) == 1
        assert peer.connections == 2, "one for the request, one to learn about trust"
        return asked


@pytest.mark.parametrize(
    ("names", "of_n", "of_t"),
    [
        (f"URI:sip:{N}", True, False),
        (f"DNS:{T}", False, True),
        (f"DNS:{N},DNS:{T}", True, True),
        ("DNS:pbx.example.com", False, False),
    ],
)
def test_whom_the_certificate_names(names, of_n, of_t):
    asked = over_tls(names)
    assert asked.alive
    assert (asked.certificate_names_domain, asked.certificate_names_host) == (of_n, of_t)
    assert asked.certificate is not None
    assert asked.certificate.valid
    assert asked.certificate.distrust == "self-signed certificate"


def test_an_expired_certificate_does_not_hide_life():
    asked = over_tls(f"DNS:{T}", start="20200101000000Z", end="20210101000000Z")
    assert asked.alive
    assert asked.certificate is not None
    assert not asked.certificate.valid
    assert asked.certificate.not_after.year == 2021


def test_a_certificate_that_this_computer_trusts(monkeypatch):
    with (
        sip_peer.certificate(T, f"DNS:{T}") as path,
        sip_peer.connections(talk_sip, context=sip_peer.tls_context(path)) as peer,
    ):
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        asked = at(peer.port, "tls")
    assert asked.certificate is not None
    assert asked.certificate.distrust == ""


def test_the_greeting_names_the_host():
    seen: list[str | None] = []
    with sip_peer.certificate(T) as path:
        context = sip_peer.tls_context(path)
        context.sni_callback = lambda _sock, name, _context: seen.append(name)
        with sip_peer.connections(talk_sip, context=context) as peer:
            assert at(peer.port, "tls").alive
            assert probe(FoundServer("10.225.2.31", LOOPBACK, peer.port, "tls"), N).alive
            assert probe(FoundServer("..\\032 odd..", LOOPBACK, peer.port, "tls"), N).alive
    assert seen[:2] == [T, T]
    assert set(seen[2:]) == {None}


def test_an_old_server_is_alive():
    with sip_peer.certificate(T) as path:
        context = sip_peer.tls_context(path)
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        with pytest.warns(DeprecationWarning, match="TLSv1"):
            context.maximum_version = ssl.TLSVersion.TLSv1
        with sip_peer.connections(talk_sip, context=context) as peer:
            asked = at(peer.port, "tls")
    assert asked.alive, asked
    assert asked.tls_version == "TLSv1"


def test_a_server_that_wants_a_certificate_of_the_caller():
    with sip_peer.certificate(T) as path:
        context = sip_peer.tls_context(path)
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(path)
        with sip_peer.connections(talk_sip, context=context) as peer:
            asked = at(peer.port, "tls")
    assert outcome_of(asked) == (Outcome.TLS_FAILED, "the server wants to see a certificate of the caller")
    assert asked.wants_certificate
    assert asked.certificate is not None


def broken_tls(talk) -> Probe:
    with sip_peer.connections(talk) as peer:
        return at(peer.port, "tls", timeout=SHORT)


def hear(line: Line) -> None:
    """Takes the greeting without noting it: it is no SIP."""
    line.sock.recv(65535)


def test_tls_to_servers_that_speak_otherwise():
    def plain_sip(line: Line) -> None:
        hear(line)
        line.send(b"SIP/2.0 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    def banner(line: Line) -> None:
        line.send(b"SSH-2.0-OpenSSH_9.2\r\n")
        line.stay()

    for talk in (plain_sip, banner):
        assert outcome_of(broken_tls(talk)) == (Outcome.TLS_FAILED, "what the server sent is not TLS")


def test_tls_that_is_broken_off_or_alerted():
    def alert(line: Line) -> None:
        hear(line)
        line.send(bytes.fromhex("15030300020246"))  # fatal: protocol version
        line.stay()

    closed = (Outcome.TLS_FAILED, "the server broke the connection off during the TLS greeting")
    assert outcome_of(broken_tls(hear)) == closed
    assert outcome_of(broken_tls(alert)) == (
        Outcome.TLS_FAILED,
        "the server and this computer know no TLS version in common",
    )


def test_silence_after_the_greeting():
    with (
        sip_peer.certificate(T) as path,
        sip_peer.connections(Line.stay, context=sip_peer.tls_context(path)) as peer,
    ):
        asked = at(peer.port, "tls", timeout=SHORT)
    assert asked.outcome is Outcome.NO_REPLY
    assert asked.certificate is not None
    assert asked.certificate.distrust is None  # no time was left to find out


# Several -----------------------------------------------------------------------------------


def test_probe_all_yields_in_order_and_returns_all():
    seen: list[Probe] = []

    def all_of(asking: Generator[Probe, None, tuple[Probe, ...]]) -> Generator[Probe, None, None]:
        assert (yield from asking) == tuple(seen)

    with sip_peer.datagrams(lambda request: [reply(request)]) as peer:
        servers = [FoundServer(T, LOOPBACK, peer.port, "udp"), FoundServer("", "", 0, "udp")]
        for asked in all_of(probe_all(servers, N)):
            seen.append(asked)  # noqa: PERF402  the returned ones are compared with those seen so far
    assert [asked.outcome for asked in seen] == [Outcome.ANSWERS, Outcome.UNREACHABLE]


@pytest.mark.parametrize("protocol", ["udp", "tcp", "tls"])
def test_one_request_is_all_that_goes_over_the_wire(protocol):
    with sip_peer.certificate(T) as path:
        context = sip_peer.tls_context(path) if protocol == "tls" else None
        serve = (
            sip_peer.datagrams(lambda request: [reply(request)])
            if protocol == "udp"
            else sip_peer.connections(talk_sip, context=context)
        )
        with serve as peer:
            asked = at(peer.port, protocol)
    assert [data.decode() for data in peer.heard] == [asked.request]
    assert asked.request.startswith("OPTIONS sip:")
