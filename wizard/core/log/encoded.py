"""Logs that were written in letters and digits alone, or as attributes, to come through whole."""

from __future__ import annotations

import base64
import binascii
import re
from itertools import takewhile

from wizard.core.log.form import Form, Kind
from wizard.core.log.kinds import utf16_of
from wizard.core.log.origin import HEAD
from wizard.core.trace.signs import unescaped

_BASE64 = re.compile(
    r"\s*+(?:-----BEGIN [A-Z0-9 ]{1,40}-----\s|begin-base64 [^\r\n]{1,200}\n|data:[^\s,]{0,100};base64,)?+"
    r"([A-Za-z0-9+/\r\n]{100,}+)={0,2}\s*+(?:-----END|====|\Z)"
)
"""As base64, certutil and uuencode -m write it, and browsers (RFC 4648, RFC 2397)."""
_UUENCODED = re.compile(r"\s*+begin [0-7]{3,4} [^\r\n]{1,200}\r?\n")
_SYSLOG = re.compile(r'<field name="syslog\.msg"[^<>]*? show="([^"<>]*+)"')


def encoded(text: str) -> Form | None:
    """A log in Base64, or as uuencode writes it."""
    if _BASE64.match(text):
        return Form(Kind.ENCODED, _from_base64, whole=True)
    return Form(Kind.ENCODED, _from_uuencoded, whole=True) if _UUENCODED.match(text) else None


def _from_base64(text: str) -> str:
    found = _BASE64.match(text)
    if found is None:
        return text
    signs = re.sub(r"[\r\n]", "", found[1])
    return _text_of(base64.b64decode(signs[: len(signs) // 4 * 4] + _rest_of(signs)))


def _rest_of(signs: str) -> str:
    """The last bytes, whose number is no multiple of three."""
    rest = signs[len(signs) // 4 * 4 :]
    return rest.ljust(4, "=") if len(rest) > 1 else ""


def _from_uuencoded(text: str) -> str:
    head = _UUENCODED.match(text)
    if head is None:
        return text
    lines = takewhile(lambda line: line.rstrip("\r") not in {"end", "`"}, text[head.end() :].split("\n"))
    return _text_of(b"".join(map(_from_line, lines)))


def _from_line(line: str) -> bytes:
    try:
        return binascii.a2b_uu(line.rstrip("\r").encode("ascii", "replace"))
    except binascii.Error:  # It was cut.
        return b""


def _text_of(data: bytes) -> str:
    wide = utf16_of(data[:HEAD])
    text = data.decode(wide, "replace") if wide else data.decode("utf-8", "surrogateescape")
    return text.replace("\0", "")


def packets(text: str) -> Form | None:
    """What phones sent to a syslog server, as Wireshark saves it with all details (PDML)."""
    return Form(Kind.VALUES, _messages, whole=True) if _SYSLOG.search(text) else None


def _messages(text: str) -> str:
    return "\n".join(unescaped(found).rstrip("\r\n") for found in _SYSLOG.findall(text))
