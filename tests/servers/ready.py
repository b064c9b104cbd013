"""Whether a server answers, asked as simply as possible."""

from __future__ import annotations

import socket
import ssl

import dns.exception
import dns.message
import dns.query
import dns.rdatatype

_PATIENCE = 0.5


def dns_answers(address: str, port: int, name: str, rdtype: str = "SOA", *, rcode: int | None = 0) -> bool:
    """Whether the DNS server answers over UDP, with this rcode unless None."""
    query = dns.message.make_query(name, rdtype)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(_PATIENCE)
        try:
            client.connect((address, port))  # only a connected socket learns at once that nobody listens
            client.send(query.to_wire())
            reply = dns.message.from_wire(client.recv(65535))
        except (OSError, dns.exception.DNSException):
            return False
    return query.is_response(reply) and (rcode is None or reply.rcode() == rcode)


def serial_of(address: str, port: int, origin: str) -> int:
    """The serial number of the zone that the DNS server holds, -1 if it answers none."""
    query = dns.message.make_query(origin, "SOA")
    try:
        reply = dns.query.udp(query, address, port=port, timeout=_PATIENCE)
    except (OSError, dns.exception.DNSException):
        return -1
    return next(
        (one.serial for rrset in reply.answer for one in rrset if one.rdtype == dns.rdatatype.SOA), -1
    )


def sip_status(address: str, port: int, transport: str = "udp") -> int:
    """The status of the reply to an OPTIONS request (``udp``, ``tcp``, ``tls``); 0 for none."""
    kind = socket.SOCK_DGRAM if transport == "udp" else socket.SOCK_STREAM
    with socket.socket(socket.AF_INET, kind) as plain:
        plain.settimeout(_PATIENCE)
        try:
            plain.connect((address, port))
            if transport == "tls":
                with _without_verifying().wrap_socket(plain) as sealed:
                    return _exchange(sealed, transport)
            return _exchange(plain, transport)
        except OSError:
            return 0


def _without_verifying() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _exchange(connection: socket.socket, transport: str) -> int:
    own, own_port = connection.getsockname()
    peer, peer_port = connection.getpeername()
    lines = [
        f"OPTIONS sip:{peer}:{peer_port} SIP/2.0",
        f"Via: SIP/2.0/{transport.upper()} {own}:{own_port};rport;branch=z9hG4bK-ready-{own_port}",
        f"From: <sip:ready@{own}>;tag=ready",
        f"To: <sip:{peer}:{peer_port}>",
        f"Call-ID: ready-{own_port}@{own}",
        "CSeq: 1 OPTIONS",
        "Max-Forwards: 70",
        "Content-Length: 0",
    ]
    connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    reply = connection.recv(65535).decode("utf-8", "replace")
    return int(reply.split()[1]) if reply.startswith("SIP/2.0 ") else 0
