"""Puts one question to one DNS server, as the handset would: plain DNS over UDP, TCP when cut.

Never uses the operating system's resolver: it adds search suffixes, sends ``.local`` to multicast
and merges the failures that a diagnosis must tell apart.
"""

from __future__ import annotations

import contextlib
import secrets
import select
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode

from wizard.core.about import told
from wizard.core.dns.answer import Answer, Outcome, Question, Server
from wizard.core.dns.reading import is_reply_to, read_message

DEFAULT_TIMEOUT = 3.0
TCP_TRY = 1.0
"""Seconds granted to the TCP try that follows silence over UDP."""
SLICE = 0.1
"""Seconds between two looks at the cancel flag."""
MAX_UDP = 65535

Cancelled = Callable[[], bool]


def never() -> bool:
    """The cancel flag of a question that nobody can cancel."""
    return False


def ask(
    question: Question, server: Server, timeout: float = DEFAULT_TIMEOUT, cancelled: Cancelled = never
) -> Answer:
    """Asks and waits at most ``timeout`` seconds for UDP and a second more for TCP.

    Two datagrams are sent: the first from a connected socket, which hears "port closed", the
    second from a free one, which also hears replies from a wrong address. Time is that of
    ``perf_counter``: on Windows ``monotonic`` ticks every 16 ms, more than most answers take.
    """
    started = time.perf_counter()
    try:
        answer = _Asking(question, server, timeout, cancelled).run()
    except (dns.exception.DNSException, UnicodeError) as error:
        detail = told("dns-answer.unwritable", error=error)
        answer = Answer(question, server, Outcome.MALFORMED, detail=detail)
    except OSError as error:  # no socket at all: a computer without IPv6, for example
        answer = Answer(question, server, Outcome.UNREACHABLE, detail=error.strerror or str(error))
    return replace(answer, milliseconds=round((time.perf_counter() - started) * 1000, 1))


@dataclass
class _Heard:
    """What came in over UDP without being the reply."""

    malformed: str = ""
    stranger: str = ""
    closed: bool = False
    unreachable: str = ""


class _Asking:
    def __init__(self, question: Question, server: Server, timeout: float, cancelled: Cancelled) -> None:
        self.question, self.server, self.timeout, self.cancelled = question, server, timeout, cancelled
        name = dns.name.from_text(question.name)
        number = secrets.randbelow(65536)
        self.query = dns.message.make_query(name, question.type.value, use_edns=False, id=number)
        if question.unchecked:
            self.query.flags |= dns.flags.CD
        self.wire = self.query.to_wire()
        self.family = socket.AF_INET6 if ":" in server.address else socket.AF_INET
        self.heard = _Heard()

    def run(self) -> Answer:
        reply = self.over_udp()
        if self.cancelled():
            return self.answer(Outcome.CANCELLED)
        if reply is not None:
            if reply.flags & dns.flags.TC:
                return self.after_truncation()
            return self.read(reply, "udp")
        if self.heard.unreachable:
            return self.answer(Outcome.UNREACHABLE, self.heard.unreachable)
        return self.after_silence()

    # UDP -----------------------------------------------------------------------------------

    def over_udp(self) -> dns.message.Message | None:
        now = time.perf_counter()
        with contextlib.ExitStack() as stack:
            connected = stack.enter_context(socket.socket(self.family, socket.SOCK_DGRAM))
            free = stack.enter_context(socket.socket(self.family, socket.SOCK_DGRAM))
            if not self.send(connected, connect=True):
                return None
            reply = self.listen([connected], now + self.timeout / 2)
            if reply is not None or self.heard.closed or self.cancelled():
                return reply
            if not self.send(free, connect=False):
                return None
            return self.listen([connected, free], now + self.timeout)

    def send(self, sock: socket.socket, *, connect: bool) -> bool:
        try:
            sock.setblocking(False)
            if connect:
                sock.connect((self.server.address, self.server.port))
                sock.send(self.wire)
            else:
                sock.sendto(self.wire, (self.server.address, self.server.port))
        except ConnectionRefusedError:
            self.heard.closed = True
        except OSError as error:
            self.heard.unreachable = error.strerror or str(error)
            return False
        return True

    def listen(self, sockets: list[socket.socket], until: float) -> dns.message.Message | None:
        while (left := until - time.perf_counter()) > 0 and not self.cancelled():
            ready, _, _ = select.select(sockets, [], [], min(SLICE, left))
            for sock in ready:
                try:
                    wire, source = sock.recvfrom(MAX_UDP)
                except (ConnectionRefusedError, ConnectionResetError):
                    self.heard.closed = True
                    return None
                except OSError as error:
                    self.heard.unreachable = error.strerror or str(error)
                    return None
                reply = self.accept(wire, source)
                if reply is not None:
                    return reply
        return None

    def accept(self, wire: bytes, source: tuple[object, ...]) -> dns.message.Message | None:
        if source[:2] != (self.server.address, self.server.port):
            self.heard.stranger = f"{source[0]}:{source[1]}"
            return None
        reply, problem = is_reply_to(self.query, wire)
        if reply is None:
            self.heard.malformed = problem
        return reply

    # TCP -----------------------------------------------------------------------------------

    def over_tcp(self, seconds: float) -> dns.message.Message | str:
        """The reply, or ``refused``, ``silent``, ``accepted``, ``malformed``, ``cancelled``."""
        until = time.perf_counter() + seconds
        with socket.socket(self.family, socket.SOCK_STREAM) as sock:
            sock.setblocking(False)
            try:
                sock.connect_ex((self.server.address, self.server.port))
                if not self.wait(sock, until, write=True):
                    return "cancelled" if self.cancelled() else "silent"
                if sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                    return "refused"
                sock.sendall(len(self.wire).to_bytes(2, "big") + self.wire)
                head = self.receive(sock, 2, until)
                wire = self.receive(sock, int.from_bytes(head, "big"), until) if len(head) == 2 else b""
            except OSError:
                return "refused"
        if not wire:
            return "cancelled" if self.cancelled() else "accepted"
        reply, problem = is_reply_to(self.query, wire)
        if reply is None:
            self.heard.malformed = problem
            return "malformed"
        return reply

    def wait(self, sock: socket.socket, until: float, *, write: bool) -> bool:
        while (left := until - time.perf_counter()) > 0 and not self.cancelled():
            wanted = [sock]
            # Windows reports a refused connection as an exceptional condition only.
            readable, writable, failed = select.select(
                [] if write else wanted, wanted if write else [], wanted, min(SLICE, left)
            )
            if readable or writable or failed:
                return True
        return False

    def receive(self, sock: socket.socket, count: int, until: float) -> bytes:
        data = b""
        while len(data) < count and self.wait(sock, until, write=False):
            piece = sock.recv(count - len(data))
            if not piece:
                break
            data += piece
        return data if len(data) == count else b""

    # What it comes to ----------------------------------------------------------------------

    def after_truncation(self) -> Answer:
        reply = self.over_tcp(self.timeout)
        if isinstance(reply, dns.message.Message):
            return self.read(reply, "tcp")
        if reply == "cancelled":
            return self.answer(Outcome.CANCELLED)
        return replace(self.answer(Outcome.TRUNCATED, told("dns-outcome.truncated")), tcp=reply)

    def after_silence(self) -> Answer:
        heard = self.heard
        if heard.malformed:
            return self.answer(Outcome.MALFORMED, heard.malformed)
        if heard.stranger:
            return self.answer(Outcome.UNEXPECTED_SOURCE, heard.stranger)
        reply = self.over_tcp(min(self.timeout, TCP_TRY))
        if isinstance(reply, dns.message.Message) or reply == "malformed":
            return replace(self.answer(Outcome.TIMEOUT, told("dns-answer.tcp-alone")), tcp="answers")
        if reply == "cancelled":
            return self.answer(Outcome.CANCELLED)
        outcome = Outcome.PORT_CLOSED if heard.closed or reply == "refused" else Outcome.TIMEOUT
        return replace(self.answer(outcome), tcp=reply)

    def answer(self, outcome: Outcome, detail: str = "") -> Answer:
        return Answer(self.question, self.server, outcome, detail=detail)

    def read(self, reply: dns.message.Message, protocol: str) -> Answer:
        return read_message(self.question, self.server, reply, protocol)
