"""A probe over UDP, with the repetitions of RFC 3261."""

from __future__ import annotations

import socket
import time

from wizard.core.sip.hearing import FINAL_WAIT, Hearing
from wizard.core.sip.message import options
from wizard.core.sip.outcome import Outcome, Probe, Trouble
from wizard.core.sip.waiting import Patience

T1 = 0.5
"""Seconds until the first repetition; each further one waits twice as long (RFC 3261, 17.1.2.2)."""
T2 = 4.0
"""Seconds that lie between two repetitions at most."""
_LARGEST_DATAGRAM = 65535


def over_udp(probe: Probe, patience: Patience) -> Probe:
    """Sends the request and repeats it until a reply comes.

    The socket is connected, and so hears of a closed port.
    """
    server = probe.server
    family = socket.AF_INET6 if ":" in server.address else socket.AF_INET
    hearing: Hearing | None = None
    trouble = Trouble(Outcome.NO_REPLY)
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as sock:
            sock.setblocking(False)
            sock.connect((server.address, server.port))
            hearing = Hearing(options(server, probe.domain, *sock.getsockname()[:2]))
            _converse(sock, hearing, patience)
    except (ConnectionRefusedError, ConnectionResetError):
        trouble = Trouble(Outcome.REFUSED)
    except OSError as error:
        trouble = Trouble(Outcome.UNREACHABLE, error.strerror or str(error))
    return hearing.result(probe, trouble) if hearing is not None else trouble.of(probe)


def _converse(sock: socket.socket, hearing: Hearing, patience: Patience) -> None:
    wire = hearing.request.to_bytes()
    pause, send_at = T1, time.perf_counter()
    while not patience.over and not hearing.final:
        if hearing.reply is None and time.perf_counter() >= send_at:
            sock.send(wire)
            send_at += pause
            pause = min(pause * 2, T2)
        if hearing.reply is None:
            turn = patience.at_most(send_at - time.perf_counter())
        else:
            patience = turn = patience.at_most(hearing.since + FINAL_WAIT - time.perf_counter())
        if turn.wait(sock):
            try:
                hearing.hear(sock.recv(_LARGEST_DATAGRAM))
            except BlockingIOError:  # a datagram with a wrong checksum: the system has dropped it
                continue
