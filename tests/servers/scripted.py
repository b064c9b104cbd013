"""A DNS server that follows a script: what real servers refuse to do.

::

    script = scripted.Script(scripted.records("eslab.local", "piper.eslab.local. 3600 IN A 10.225.2.31"))
    script.on("testserver.eslab.local", "SRV", scripted.wrong_id(scripted.nodata()))
    script.drop("NAPTR")
    with scripted.serve(script) as server:
        …  # server.address, server.port, server.address6; server.count("piper.eslab.local", "A")
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import dns.exception
import dns.flags
import dns.message
import dns.rdatatype

from tests.servers.behaviours import (
    Asked,
    Behaviour,
    Reply,
    answer,
    bit_flipped,
    changed,
    delayed,
    failing,
    flapping,
    formerr,
    formerr_to_edns,
    garbage,
    hijack,
    lame,
    nodata,
    notimp,
    nxdomain,
    other_port,
    records,
    refused,
    servfail,
    silence,
    truncated,
    truncated_header,
    truncated_tcp_closed,
    wrong_id,
    wrong_question,
)
from tests.servers.process import LOOPBACK, free_port, has_ipv6

__all__ = [
    "ANY", "Asked", "Behaviour", "Question", "Reply", "Script", "ScriptedServer", "answer", "bit_flipped",
    "changed", "delayed", "failing", "flapping", "formerr", "formerr_to_edns", "garbage", "hijack", "lame",
    "nodata", "notimp", "nxdomain", "other_port", "records", "refused", "serve", "servfail", "silence",
    "truncated", "truncated_header", "truncated_tcp_closed", "wrong_id", "wrong_question",
]  # fmt: skip

ANY = "*"
PATIENCE_S = 10.0
_LOOPBACK6 = "::1"
_POLL = 0.05


def _folded(name: str) -> str:
    return name.lower().rstrip(".") or "."


class Script:
    """A behaviour for each name and type; ``ANY`` stands for all. It may change while it is served.

    The most special one counts: name and type, then the name, then the type, then ``default``.
    """

    def __init__(self, default: Behaviour | None = None) -> None:
        self.default = default or refused()
        self._rules: dict[tuple[str, str], Behaviour] = {}

    def on(self, name: str, rdtype: str, behaviour: Behaviour) -> Script:
        """Sets what happens to this question."""
        self._rules[_folded(name), rdtype.upper()] = behaviour
        return self

    def drop(self, rdtype: str) -> Script:
        """Never answers questions of this type, whatever the name."""
        return self.on(ANY, rdtype, silence())

    def behaviour(self, name: str, rdtype: str) -> Behaviour:
        """What happens to a question."""
        for key in ((name, rdtype), (name, ANY), (ANY, rdtype), (ANY, ANY)):
            if key in self._rules:
                return self._rules[key]
        return self.default


@dataclass(frozen=True)
class Question:
    """One question that came in. ``name`` is folded: lower case, no final dot."""

    name: str
    type: str
    transport: str
    edns: bool
    address: str


@dataclass
class ScriptedServer:
    """``address6`` is empty where ::1 cannot be used. ``unreadable`` counts what was no DNS question."""

    script: Script
    port: int
    address: str = LOOPBACK
    address6: str = ""
    questions: list[Question] = field(default_factory=list)
    unreadable: int = 0
    errors: list[Exception] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, name: str = ANY, rdtype: str = ANY, transport: str = ANY) -> int:
        """How many such questions came in."""
        with self._lock:
            return sum(
                name in (ANY, one.name) and rdtype in (ANY, one.type) and transport in (ANY, one.transport)
                for one in self.questions
            )

    def counted(self, wanted: int, name: str = ANY, rdtype: str = ANY, transport: str = ANY) -> int:
        """As :meth:`count`, when so many have come: what was asked may wait for this server's turn."""
        until = time.monotonic() + PATIENCE_S
        while self.count(name, rdtype, transport) < wanted and time.monotonic() < until:
            self._stop.wait(0.02)
        return self.count(name, rdtype, transport)

    def reply_to(self, wire: bytes, transport: str, source: str) -> Reply | None:
        """Notes the question and asks the script. A script's own fault ends up in ``errors``."""
        try:
            query = dns.message.from_wire(wire)
        except dns.exception.DNSException:
            query = None
        if query is None or len(query.question) != 1 or query.flags & dns.flags.QR:
            self.unreadable += 1
            return None
        name = _folded(query.question[0].name.to_text())
        rdtype = dns.rdatatype.to_text(query.question[0].rdtype)
        question = Question(name, rdtype, transport, query.edns >= 0, source)
        with self._lock:
            self.questions.append(question)
            nth = sum((one.name, one.type) == (name, rdtype) for one in self.questions)
        try:
            asked = Asked(name, rdtype, transport, question.edns, nth, query)
            return self.script.behaviour(name, rdtype)(asked)
        except Exception as error:
            self.errors.append(error)
            return None

    def serve_udp(self, listener: socket.socket) -> None:
        """The thread of one UDP socket."""
        while not self._stop.is_set():
            try:
                wire, source = listener.recvfrom(65535)
            except TimeoutError:
                continue
            except OSError:  # Windows tells here that an asker is gone
                continue
            self._in_thread(self._datagram, listener, wire, source)

    def _datagram(self, listener: socket.socket, wire: bytes, source: tuple[str, int]) -> None:
        reply = self.reply_to(wire, "udp", source[0])
        if reply is None or self._stop.wait(reply.delay):
            return
        with suppress(OSError):
            if reply.other_port:
                with socket.socket(listener.family, socket.SOCK_DGRAM) as other:
                    other.bind((listener.getsockname()[0], 0))
                    other.sendto(reply.wire, source)
            else:
                listener.sendto(reply.wire, source)

    def serve_tcp(self, listener: socket.socket) -> None:
        """The thread of one listening socket."""
        while not self._stop.is_set():
            try:
                connection, source = listener.accept()
            except OSError:
                continue
            self._in_thread(self._connection, connection, source)

    def _connection(self, connection: socket.socket, source: tuple[str, int]) -> None:
        connection.settimeout(_POLL)
        with connection, suppress(OSError):
            while not self._stop.is_set():
                length = self._read(connection, 2)
                wire = self._read(connection, int.from_bytes(length, "big"))
                if len(length) < 2 or not wire:
                    return
                reply = self.reply_to(wire, "tcp", source[0])
                if reply is None:
                    continue
                if self._stop.wait(reply.delay):
                    return
                if reply.wire:
                    connection.sendall(len(reply.wire).to_bytes(2, "big") + reply.wire)
                if reply.close:
                    return

    def _read(self, connection: socket.socket, wanted: int) -> bytes:
        """So many octets; fewer when the client or the server ends."""
        read = b""
        while len(read) < wanted and not self._stop.is_set():
            try:
                more = connection.recv(wanted - len(read))
            except TimeoutError:
                continue
            if not more:
                break
            read += more
        return read

    def _in_thread(self, work: object, *arguments: object) -> None:
        threading.Thread(target=work, args=arguments, daemon=True).start()  # type: ignore[arg-type]

    def end(self) -> None:
        """Tells all threads to end."""
        self._stop.set()


@contextmanager
def serve(script: Script | Behaviour, *, tcp: bool = True) -> Iterator[ScriptedServer]:
    """Serves a script, or one behaviour for every question, on 127.0.0.1 and, where possible, ::1.

    With ``tcp=False`` TCP connections are refused.
    """
    addresses = [LOOPBACK, _LOOPBACK6] if has_ipv6() else [LOOPBACK]
    port = free_port(*addresses)
    whole = script if isinstance(script, Script) else Script(script)
    server = ScriptedServer(whole, port, address6=_LOOPBACK6 if _LOOPBACK6 in addresses else "")
    sockets = [(server.serve_udp, _bound(address, port, socket.SOCK_DGRAM)) for address in addresses]
    if tcp:
        sockets += [(server.serve_tcp, _bound(address, port, socket.SOCK_STREAM)) for address in addresses]
    threads = [threading.Thread(target=work, args=(one,), daemon=True) for work, one in sockets]
    for thread in threads:
        thread.start()
    try:
        yield server
    finally:
        server.end()
        for thread in threads:
            thread.join(5)
        for _work, one in sockets:
            one.close()
    assert not server.errors, f"the script itself failed: {server.errors}"


def _bound(address: str, port: int, kind: socket.SocketKind) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.socket(family, kind)
    listener.settimeout(_POLL)
    listener.bind((address, port))
    if kind == socket.SOCK_STREAM:
        listener.listen()
    return listener
