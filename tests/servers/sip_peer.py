"""A SIP server that does what a test tells it, over UDP, TCP or TLS: mostly what real servers do not.

::

    with sip_peer.datagrams(lambda request: [sip_peer.reply(request)]) as peer: …
    with sip_peer.connections(lambda line: line.send(sip_peer.reply(line.request()))) as peer: …

``peer.heard`` is everything that came over the wire, request by request.
"""

from __future__ import annotations

import re
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.servers.process import LOOPBACK, folder, program

_POLL = 0.05
ALL_HEARD: list[bytes] = []
"""What all peers of this run have heard."""


@dataclass
class Peer:
    address: str
    port: int
    heard: list[bytes] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    connections: int = 0

    def hears(self, data: bytes) -> None:
        self.heard.append(data)
        ALL_HEARD.append(data)


@dataclass
class Line:
    """One connection. Everything ends quietly when the caller has gone."""

    sock: socket.socket
    peer: Peer

    def request(self) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = self.sock.recv(65535)
            if not piece:
                break
            data += piece
        if data:
            self.peer.hears(data)
        return data

    def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.sock.sendall(piece)

    def stay(self) -> None:
        """Keeps the connection open and says nothing more."""
        self.peer.stopped.wait(20)


def reply(request: bytes, status: str = "200 OK", *more: str, body: bytes = b"", **changed: str) -> bytes:
    """A proper reply; ``changed`` headers (``call_id=``, ``cseq=``) replace those of the request."""
    lines = [f"SIP/2.0 {status}"]
    for name in ("Via", "From", "To", "Call-ID", "CSeq"):
        value = changed.get(name.lower().replace("-", "_"))
        lines.append(f"{name}: {header(request, name) if value is None else value}")
    lines += [*more, f"Content-Length: {changed.get('content_length', len(body))}", "", ""]
    return "\r\n".join(lines).encode() + body


def header(request: bytes, name: str) -> str:
    match = re.search(rf"^{name}: *(.*?)\r$", request.decode(), re.IGNORECASE | re.MULTILINE)
    return match[1] if match else ""


@contextmanager
def datagrams(answer: Callable[[bytes], Iterable[bytes]], address: str = LOOPBACK) -> Iterator[Peer]:
    """Answers every datagram with what ``answer`` makes of it."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.bind((address, 0))
        sock.settimeout(_POLL)
        peer = Peer(address, sock.getsockname()[1])

        def run() -> None:
            while not peer.stopped.is_set():
                with suppress(OSError):
                    request, caller = sock.recvfrom(65535)
                    peer.hears(request)
                    for one in answer(request):
                        sock.sendto(one, caller)

        with _thread(run, peer):
            yield peer


@contextmanager
def connections(
    talk: Callable[[Line], None], address: str = LOOPBACK, context: ssl.SSLContext | None = None
) -> Iterator[Peer]:
    """Takes connections, with TLS if ``context`` is given, and runs ``talk`` on each."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with ExitStack() as stack:
        sock = stack.enter_context(socket.socket(family, socket.SOCK_STREAM))
        sock.bind((address, 0))
        sock.listen(8)
        sock.settimeout(_POLL)
        peer = Peer(address, sock.getsockname()[1])

        def serve(plain: socket.socket) -> None:
            plain.settimeout(10)
            with plain, suppress(OSError):
                if context is None:
                    talk(Line(plain, peer))
                else:
                    with context.wrap_socket(plain, server_side=True) as sealed:
                        talk(Line(sealed, peer))

        def run() -> None:
            while not peer.stopped.is_set():
                with suppress(OSError):
                    connection, _caller = sock.accept()
                    peer.connections += 1
                    stack.enter_context(_thread(partial(serve, connection), peer))

        with _thread(run, peer):
            yield peer


@contextmanager
def _thread(run: Callable[[], None], peer: Peer) -> Iterator[None]:
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        peer.stopped.set()
        thread.join(12)
        assert not thread.is_alive()


# Certificates --------------------------------------------------------------------------------

_CA = """
[ca]
default_ca = here
[here]
database = {place}/index.txt
serial = {place}/serial
new_certs_dir = {place}
default_md = sha256
policy = any
x509_extensions = names
unique_subject = no
[any]
commonName = supplied
[names]
basicConstraints = CA:FALSE
{names}
"""


@contextmanager
def certificate(
    common_name: str, names: str = "", start: str = "20200101000000Z", end: str = "20490101000000Z"
) -> Iterator[Path]:
    """A certificate that signs itself, with its key, in one file.

    ``names`` as OpenSSL writes them: ``DNS:piper.eslab.local,URI:sip:eslab.local``.
    """
    openssl = program("openssl")
    with folder("certificate") as place:
        (place / "index.txt").touch()
        (place / "serial").write_text("01\n")
        extension = f"subjectAltName = {names}" if names else ""
        (place / "ca.cnf").write_text(_CA.format(place=place, names=extension))
        key, request, made = place / "key.pem", place / "request.pem", place / "made.pem"
        new = [openssl, "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        sign = [openssl, "ca", "-batch", "-selfsign", "-notext", "-config", place / "ca.cnf"]
        for command in (
            [*new, "-subj", f"/CN={common_name}", "-keyout", key, "-out", request],
            [*sign, "-keyfile", key, "-startdate", start, "-enddate", end, "-in", request, "-out", made],
        ):
            subprocess.run(command, check=True, capture_output=True, timeout=30)
        whole = place / "whole.pem"
        whole.write_text(key.read_text() + made.read_text())
        yield whole


def tls_context(path: Path) -> ssl.SSLContext:
    """What a TLS server with that certificate needs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
