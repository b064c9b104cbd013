"""SIP servers probed side by side."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack

from tests.servers import sip_peer
from tests.servers.process import LOOPBACK, free_port
from wizard.core.sip.outcome import Outcome, Probe
from wizard.core.trace.attempts import FoundServer
from wizard.live import live_probe

N = "testserver.eslab.local"


def run(servers, timeout=2.0, cancelled=lambda: False) -> tuple[list[Probe], tuple[Probe, ...]]:
    """The probes as they arrived, and as they were returned."""
    returned: list[tuple[Probe, ...]] = []

    def whole():
        returned.append((yield from live_probe(servers, N, timeout, cancelled)))

    return list(whole()), returned[0]


def test_the_living_arrive_first_and_all_return_in_failover_order():
    with (
        sip_peer.datagrams(lambda _request: []) as silent,
        sip_peer.datagrams(lambda request: [sip_peer.reply(request)]) as living,
    ):
        servers = [
            FoundServer("piper", LOOPBACK, silent.port, "udp", 10),
            FoundServer("piper2", LOOPBACK, living.port, "udp", 20),
            FoundServer("piper3", LOOPBACK, free_port(), "tcp", 30),
        ]
        arrived, returned = run(servers, 0.5)
    assert [probe.server.host for probe in returned] == ["piper", "piper2", "piper3"]
    assert [probe.outcome for probe in returned] == [Outcome.NO_REPLY, Outcome.ANSWERS, Outcome.REFUSED]
    assert sorted(arrived, key=returned.index) == list(returned)
    assert arrived[-1].server.host == "piper"


def test_the_time_limit_holds_for_all_together():
    with ExitStack() as stack:
        peers = [stack.enter_context(sip_peer.datagrams(lambda _request: [])) for _ in range(12)]
        started = time.monotonic()
        _, returned = run([FoundServer(f"pbx{p.port}", LOOPBACK, p.port, "udp") for p in peers], 0.5)
        assert time.monotonic() - started < 3  # One after the other, they would take six seconds.
    assert [probe.server.port for probe in returned] == [peer.port for peer in peers]
    assert all(len(peer.heard) == 1 for peer in peers)


def test_each_place_is_asked_once_and_those_without_an_address_not_at_all():
    with sip_peer.datagrams(lambda request: [sip_peer.reply(request)]) as peer:
        one = FoundServer("piper", LOOPBACK, peer.port, "udp", 10)
        _, returned = run([FoundServer("gone", "", 5060, "udp"), one, FoundServer(*one_as(one), 20), one])
    assert [probe.server.host for probe in returned] == ["piper"]
    assert len(peer.heard) == 1
    assert run([]) == ([], ())


def one_as(server: FoundServer) -> tuple[str, str, int, str]:
    return server.host, server.address, server.port, server.protocol


def test_cancelling_ends_all_of_them():
    stop = threading.Event()
    with sip_peer.datagrams(lambda _request: []) as peer, sip_peer.connections(sip_peer.Line.stay) as slow:
        threading.Timer(0.2, stop.set).start()
        started = time.monotonic()
        servers = [FoundServer("a", LOOPBACK, peer.port, "udp"), FoundServer("b", LOOPBACK, slow.port, "tls")]
        _, returned = run(servers, 20.0, stop.is_set)
        assert time.monotonic() - started < 5
    assert {probe.outcome for probe in returned} == {Outcome.CANCELLED}
