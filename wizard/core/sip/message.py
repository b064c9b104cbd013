"""SIP messages: the one request that is ever sent, and whatever comes back (RFC 3261)."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from wizard import __version__
from wizard.core import names
from wizard.core.about import told
from wizard.core.sip.outcome import Endpoint, bracketed

METHOD = "OPTIONS"
"""The only method that this product sends: it asks for abilities and changes nothing."""
MAX_MESSAGE = 65535
"""Bytes of the largest message that is read."""

_COMPACT = {
    "a": "accept-contact",
    "b": "referred-by",
    "c": "content-type",
    "e": "content-encoding",
    "f": "from",
    "i": "call-id",
    "k": "supported",
    "l": "content-length",
    "m": "contact",
    "o": "event",
    "r": "refer-to",
    "s": "subject",
    "t": "to",
    "u": "allow-events",
    "v": "via",
    "x": "session-expires",
}
_STATUS = re.compile(r"SIP/2\.0[ \t]+([1-6][0-9]{2})(?:[ \t]+(.*))?", re.IGNORECASE | re.DOTALL)
_REQUEST = re.compile(r"([A-Za-z0-9.!%*_+`'~-]+) +\S+ +SIP/2\.0\s*", re.IGNORECASE)
_HEADER = re.compile(r"([A-Za-z0-9.!%*_+`'~-]+)[ \t]*:(.*)", re.DOTALL)
_CSEQ = re.compile(r"([0-9]{1,10})[ \t]+(\S+)")
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]+")


@dataclass(frozen=True, slots=True)
class Message:
    """A request or a reply. ``headers`` in order, names as written, folded lines joined."""

    start: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    def get(self, name: str) -> str:
        """The first value of a header, also where it is written in its compact form; or empty."""
        wanted = name.lower()
        for written, value in self.headers:
            low = written.lower()
            if _COMPACT.get(low, low) == wanted:
                return value
        return ""

    @property
    def status(self) -> int:
        """100 to 699; 0 for a request."""
        match = _STATUS.fullmatch(self.start)
        return int(match[1]) if match is not None else 0

    @property
    def reason(self) -> str:
        """The words after the status, as the server chose them."""
        match = _STATUS.fullmatch(self.start)
        return (match[2] or "").strip() if match is not None else ""

    @property
    def sequence(self) -> tuple[int, str]:
        """Number and method of the CSeq header; 0 and empty if it makes no sense."""
        match = _CSEQ.fullmatch(self.get("cseq"))
        return (int(match[1]), match[2].upper()) if match is not None else (0, "")

    def replies_to(self, request: Message) -> bool:
        """Whether this is a reply to that request: same Call-ID, same CSeq."""
        same_call = self.get("call-id") == request.get("call-id")
        return bool(self.status) and same_call and self.sequence == request.sequence

    def to_bytes(self) -> bytes:
        """As it travels."""
        lines = [self.start, *(f"{name}: {value}" for name, value in self.headers), "", ""]
        return "\r\n".join(lines).encode() + self.body


def options(endpoint: Endpoint, domain: str, own_address: str, own_port: int) -> Message:
    """The OPTIONS request of one probe (RFC 3261, 11.1).

    It is addressed to ``domain``, as the handset's own requests are, or to the server itself where
    the domain is no name.
    """
    own = f"{bracketed(own_address)}:{own_port}"
    typed = names.clean(domain, underscore=True)
    place = f"{bracketed(endpoint.address)}:{endpoint.port}" if typed.problem else typed.name
    via = f"SIP/2.0/{endpoint.protocol.upper()} {own};rport;branch=z9hG4bK{secrets.token_hex(12)}"
    transport = "" if endpoint.protocol == "udp" else f";transport={endpoint.protocol}"
    return Message(
        f"{METHOD} sip:{place} SIP/2.0",
        (
            ("Via", via),
            ("Max-Forwards", "70"),
            ("From", f"<sip:failover-wizard@{own}>;tag={secrets.token_hex(8)}"),
            ("To", f"<sip:{place}>"),
            ("Call-ID", f"{secrets.token_hex(16)}@{bracketed(own_address)}"),
            ("CSeq", f"1 {METHOD}"),
            ("Contact", f"<sip:failover-wizard@{own}{transport}>"),
            ("Accept", "application/sdp"),
            ("User-Agent", f"failover-wizard/{__version__}"),
            ("Content-Length", "0"),
        ),
    )


def parse(data: bytes) -> Message | str:
    """Reads one message; a text says what is wrong where there is none. Never raises.

    It is lenient where the first line leaves no doubt: bare line feeds pass, header lines that make
    no sense are left out, and a body may be cut short.
    """
    end = _END_OF_HEADERS.search(data)
    head, body = (data[: end.start()], data[end.end() :]) if end is not None else (data, b"")
    first, _, rest = _FOLD.sub(b" ", head).partition(b"\n")
    start = first.rstrip(b"\r").decode("utf-8", "replace")
    if not _is_first_line(start):
        return _begins(start) if start else told("sip-reply.empty")
    if end is None:
        return told("sip-reply.half")
    headers = []
    for line in _LINE_END.split(rest):
        match = _HEADER.fullmatch(line.decode("utf-8", "replace"))
        if match is not None:
            headers.append((match[1], match[2].strip(" \t\r")))
    message = Message(start, tuple(headers), body)
    length = _content_length(message)
    return message if length is None else Message(start, tuple(headers), body[:length])


def _is_first_line(text: str) -> bool:
    return _STATUS.fullmatch(text) is not None or _REQUEST.fullmatch(text) is not None


def _begins(text: str) -> str:
    return told("sip-reply.begins", text=plain(text, 60))


def _content_length(message: Message) -> int | None:
    text = message.get("content-length")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


class Framer:
    """Cuts what comes over TCP or TLS into messages, by Content-Length (RFC 3261, 18.3).

    ``problem`` says why nothing more can be read from this stream; empty while all is well.
    """

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._searched = 0
        self._size = 0
        self.problem = ""

    @property
    def rest(self) -> bytes:
        """What has come of a message that is not whole yet, or of something that is none."""
        return bytes(self._waiting)

    def feed(self, data: bytes) -> list[bytes]:
        """The messages that have become whole with ``data``."""
        self._waiting += data
        found: list[bytes] = []
        while not self.problem and self._has_message():
            found.append(bytes(self._waiting[: self._size]))
            del self._waiting[: self._size]
            self._size = self._searched = 0
        return found

    def _has_message(self) -> bool:
        if not self._size:
            self._look_for_headers()
        return 0 < self._size <= len(self._waiting) and not self.problem

    def _look_for_headers(self) -> None:
        if self._waiting.startswith((b"\r", b"\n")):  # sent to keep a connection alive (RFC 5626, 3.5.1)
            self._waiting = self._waiting.lstrip(b"\r\n")
            self._searched = 0
        end = _END_OF_HEADERS.search(self._waiting, max(self._searched - 3, 0))
        self._searched = len(self._waiting)
        if end is None:
            self.problem = self._doubt()
            return
        message = parse(bytes(self._waiting[: end.end()]))
        if isinstance(message, str):
            self.problem = message
            return
        self._size = end.end() + (_content_length(message) or 0)
        if self._size > MAX_MESSAGE:
            self.problem = told("sip-reply.too-large", most=MAX_MESSAGE)

    def _doubt(self) -> str:
        """Why what has come so far cannot become a message."""
        if len(self._waiting) > MAX_MESSAGE:
            return told("sip-reply.too-large", most=MAX_MESSAGE)
        first, newline, _rest = self._waiting.partition(b"\n")
        text = first.rstrip(b"\r").decode("utf-8", "replace")
        return _begins(text) if newline and not _is_first_line(text) else ""


def plain(text: str, most: int = 200) -> str:
    """Text from outside for a line of our own: short, and without anything that steers a display."""
    cut = text if len(text) <= most else f"{text[:most]}…"
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in cut)
