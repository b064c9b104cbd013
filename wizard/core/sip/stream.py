"""A probe over TCP, or over TLS."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import ssl
from dataclasses import replace
from datetime import UTC, datetime

from wizard.core.about import told
from wizard.core.sip import tls
from wizard.core.sip.certificate import Certificate, read_certificate
from wizard.core.sip.hearing import FINAL_WAIT, Hearing
from wizard.core.sip.message import Framer, options, plain
from wizard.core.sip.outcome import Endpoint, Outcome, Probe, Taken, Trouble
from wizard.core.sip.waiting import Patience

TRUST_TRY = 1.0
"""Seconds granted to the question whether this computer trusts the certificate."""
SECOND_THOUGHTS = 0.1
"""Seconds granted to a TLS 1.3 server that turns the caller away after the handshake."""
NOT_TAKEN = "sip-reply.not-taken"
CLOSED = "sip-reply.closed"
CLOSED_AT_ONCE = "sip-reply.closed-at-once"
WANTS_TLS = "sip-reply.wants-tls"
QUIET = "sip-reply.quiet"
HANGS_UP = 0.5
"""Seconds within which a server that takes nobody's connection has closed it again."""
_TLS_ALERT = "\x15\x03"
"""How an alert of TLS begins: its type, and the first byte of a version (RFC 8446, 5.1)."""
_PIECE = 16384
_UNDER_WAY = {0, errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EAGAIN}


def over_stream(probe: Probe, patience: Patience) -> Probe:
    """Connects, agrees on TLS if that is the transport, sends the request once and reads."""
    with contextlib.ExitStack() as stack:
        connection = connect(probe.server, patience)
        if isinstance(connection, Trouble):
            return connection.of(probe)
        sock = stack.enter_context(connection)
        if probe.server.protocol != "tls":
            return _looked_into(_ask(probe, sock, patience), patience)
        safe = _secure(sock, probe.server, patience, verify=False)
        if not isinstance(safe, ssl.SSLSocket):
            return tls.trouble(safe).of(probe)
        stack.enter_context(safe)
        if safe.version() == "TLSv1.3":
            # Here a server that turns the caller away says so only after the handshake. A request sent
            # before that is heard can make the system forget it (Windows does).
            patience.at_most(SECOND_THOUGHTS).wait(safe)
        met = replace(probe, tls_version=safe.version() or "", certificate=_certificate(safe))
        return _ask(met, safe, patience)


def _looked_into(asked: Probe, patience: Patience) -> Probe:
    """The probe over TCP, in which a server that hangs up on everybody, or wants TLS, is told as such."""
    if asked.outcome is Outcome.MALFORMED and asked.reply.startswith(_TLS_ALERT):
        return Trouble(Outcome.MALFORMED, told(WANTS_TLS), taken=Taken.TLS).of(asked)
    if asked.taken is Taken.CLOSED and _hangs_up(asked.server, patience.at_most(HANGS_UP)):
        return Trouble(asked.outcome, told(CLOSED_AT_ONCE), taken=Taken.AT_ONCE).of(asked)
    return asked


def _hangs_up(server: Endpoint, patience: Patience) -> bool:
    """Whether a connection on which nothing is said is closed at once."""
    connection = connect(server, patience)
    if isinstance(connection, Trouble):
        return False
    with connection:
        if not patience.wait(connection):
            return False
        try:
            return not connection.recv(_PIECE)
        except OSError:
            return True


def connect(server: Endpoint, patience: Patience) -> socket.socket | Trouble:
    """A connected socket that never blocks."""
    family = socket.AF_INET6 if ":" in server.address else socket.AF_INET
    with contextlib.ExitStack() as stack:
        try:
            sock = stack.enter_context(socket.socket(family, socket.SOCK_STREAM))
            sock.setblocking(False)
            code = sock.connect_ex((server.address, server.port))
            if code in _UNDER_WAY:
                if not patience.wait(sock, write=True):
                    return Trouble(Outcome.NO_REPLY, told(NOT_TAKEN))
                code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        except OSError as error:
            return Trouble(Outcome.UNREACHABLE, error.strerror or str(error))
        # Nothing but a connection that was there can be reset: one that nobody takes is refused.
        if code in (0, errno.ECONNRESET):
            stack.pop_all()
            return sock
    if code == errno.ECONNREFUSED:
        return Trouble(Outcome.REFUSED)
    if code == errno.ETIMEDOUT:
        return Trouble(Outcome.NO_REPLY, told(NOT_TAKEN))
    return Trouble(Outcome.UNREACHABLE, os.strerror(code))


# TLS -----------------------------------------------------------------------------------------


def _secure(
    sock: socket.socket, server: Endpoint, patience: Patience, *, verify: bool
) -> ssl.SSLSocket | ssl.SSLError | str:
    """The socket with TLS, which is the caller's to close; else the error, or the key of why not."""
    try:
        safe = tls.sealed(sock, server.host, tls.open_context(verify=verify))
    except (OSError, ValueError):
        return tls.BROKEN_OFF
    failed = tls.shake_hands(safe, patience)
    if failed:
        safe.close()
        return failed
    return safe


def _certificate(sock: ssl.SSLSocket) -> Certificate | None:
    der = sock.getpeercert(binary_form=True)
    return read_certificate(der, datetime.now(UTC)) if der else None


def distrust(server: Endpoint, patience: Patience) -> str | None:
    """Why this computer does not trust the server's certificate: empty if it does, None if unknown.

    Python tells only while it shakes hands, so this takes a connection of its own, without a request.
    """
    short = patience.at_most(TRUST_TRY)
    connection = connect(server, short)
    if isinstance(connection, Trouble):
        return None
    with connection:
        safe = _secure(connection, server, short, verify=True)
    if isinstance(safe, ssl.SSLSocket):
        safe.close()
        return ""
    if isinstance(safe, ssl.SSLCertVerificationError):
        return plain(safe.verify_message)
    return None


# The request and its reply ---------------------------------------------------------------------


def _ask(probe: Probe, sock: socket.socket, patience: Patience) -> Probe:
    framer = Framer()
    try:
        hearing = Hearing(options(probe.server, probe.domain, *sock.getsockname()[:2]))
    except OSError:
        return _hung_up().of(probe)
    trouble = _converse(sock, hearing, framer, patience)
    hearing.hear(framer.rest, framer.problem)
    return hearing.result(probe, trouble)


def _converse(sock: socket.socket, hearing: Hearing, framer: Framer, patience: Patience) -> Trouble:
    """Sends and reads until the reply is there, and says what holds if it never is."""
    unsent = hearing.request.to_bytes()
    while not patience.over and not hearing.final and not framer.problem:
        try:
            if unsent:
                unsent = unsent[sock.send(unsent) :]
                continue
            data = sock.recv(_PIECE)
        except ssl.SSLWantReadError:
            patience.wait(sock)
            continue
        except (BlockingIOError, ssl.SSLWantWriteError):
            patience.wait(sock, write=bool(unsent))
            continue
        except OSError as error:
            if unsent:  # what the server said before it hung up may still be there to read
                unsent = b""
                continue
            if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
                return tls.trouble(error)
            return _hung_up()
        if not data:
            return _hung_up()
        for message in framer.feed(data):
            hearing.hear(message)
        if hearing.reply is not None:
            patience = patience.at_most(FINAL_WAIT)
    return Trouble(Outcome.NO_REPLY, told(QUIET), taken=Taken.OPEN)


def _hung_up() -> Trouble:
    return Trouble(Outcome.NO_REPLY, told(CLOSED), taken=Taken.CLOSED)
