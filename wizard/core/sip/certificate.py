"""What a server's certificate says, trusted or not.

Python's ssl module reads a certificate only when it verifies it, and a probe must also tell of one
that nobody trusts. So the few fields that matter here are read from its DER form (RFC 5280, 4.1).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from wizard.core import names

_COMMON_NAME = bytes.fromhex("550403")
_SUBJECT_ALT_NAME = bytes.fromhex("551d11")
_BMP, _UNIVERSAL, _LATIN = 0x1E, 0x1C, 0x14
_GENERALIZED_TIME = 0x18
_MOST_NAMES = 200


@dataclass(frozen=True, slots=True)
class Certificate:
    """The facts of a certificate. Its texts are the server's word: untrusted.

    ``dns_names``, ``uris`` and ``addresses`` are its subject alternative names. ``valid`` is
    whether the moment of the probe lies between ``not_before`` and ``not_after`` (UTC).
    ``distrust`` says why this computer does not trust its issuer: empty if it does, None if that
    was not found out. A handset has a list of trusted issuers of its own.
    """

    common_name: str
    dns_names: tuple[str, ...]
    uris: tuple[str, ...]
    addresses: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    valid: bool
    distrust: str | None = None

    @property
    def identities(self) -> tuple[str, ...]:
        """The names that count (RFC 5922, 7.1): SIP URIs, else DNS names, else the common name."""
        hosts = tuple(host for host in map(_sip_host, self.uris) if host)
        if hosts or self.dns_names or self.uris or self.addresses:
            return (hosts or self.dns_names) + self.addresses
        return (self.common_name,) if self.common_name else ()

    def names(self, name: str) -> bool:
        """Whether it is made out to ``name``: the whole name, wildcards do not count (RFC 5922, 7.2)."""
        return bool(name) and any(names.same(name, identity) for identity in self.identities)


def _sip_host(uri: str) -> str:
    """The host of a SIP URI without a user, empty for any other (RFC 5922, 7.1)."""
    match = re.fullmatch(r"sip:([^@;?:\[\]/]+)(?::[0-9]*)?(?:[;?].*)?", uri, re.IGNORECASE | re.DOTALL)
    return match[1] if match is not None and "@" not in uri else ""


def read_certificate(der: bytes, now: datetime) -> Certificate | None:
    """The facts of a certificate in DER form; None if it cannot be read."""
    try:
        return _read(der, now)
    except (IndexError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class _Value:
    tag: int
    content: bytes

    def inside(self) -> list[_Value]:
        return list(_values(self.content))


def _values(data: bytes) -> Iterator[_Value]:
    """The values of a sequence. Raises IndexError or ValueError where the lengths do not fit."""
    at = 0
    while at < len(data):
        tag, length = data[at], data[at + 1]
        at += 2
        if length & 0x80:
            size = length & 0x7F
            if not 1 <= size <= 4:
                raise ValueError("no length of a certificate")
            length = int.from_bytes(data[at : at + size], "big")
            at += size
        if at + length > len(data):
            raise ValueError("cut short")
        yield _Value(tag, data[at : at + length])
        at += length


def _whole(der: bytes) -> _Value:
    [value] = _values(der)
    return value


def _read(der: bytes, now: datetime) -> Certificate:
    fields = _whole(der).inside()[0].inside()
    if fields[0].tag == 0xA0:  # the version, which the first version of certificates has not
        fields = fields[1:]
    _serial, _algorithm, _issuer, validity, subject = fields[:5]
    start, end = map(_time, validity.inside()[:2])
    alternative = _alternative_names(fields[5:])
    return Certificate(
        common_name=_common_name(subject),
        dns_names=tuple(_text(value) for value in alternative if value.tag == 0x82),
        uris=tuple(_text(value) for value in alternative if value.tag == 0x86),
        addresses=tuple(_address(value.content) for value in alternative if value.tag == 0x87),
        not_before=start,
        not_after=end,
        valid=start <= now <= end,
    )


def _time(value: _Value) -> datetime:
    text = value.content.decode("ascii").removesuffix("Z")
    if value.tag != _GENERALIZED_TIME:  # two digits of the year: 1950 to 2049 (RFC 5280, 4.1.2.5.1)
        text = ("19" if text[:2] >= "50" else "20") + text
    return datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _common_name(subject: _Value) -> str:
    """The last one, which is the most specific."""
    found = ""
    for part in subject.inside():
        for attribute in part.inside():
            kind, value = attribute.inside()[:2]
            if kind.content == _COMMON_NAME:
                found = _text(value)
    return found


def _text(value: _Value) -> str:
    encoding = {_BMP: "utf-16-be", _UNIVERSAL: "utf-32-be", _LATIN: "latin-1"}.get(value.tag, "utf-8")
    return value.content.decode(encoding, "replace")


def _alternative_names(rest: list[_Value]) -> list[_Value]:
    extensions = next((value for value in rest if value.tag == 0xA3), None)
    if extensions is None:
        return []
    for extension in extensions.inside()[0].inside():
        kind, *_critical, value = extension.inside()
        if kind.content == _SUBJECT_ALT_NAME:
            return _whole(value.content).inside()[:_MOST_NAMES]
    return []


def _address(packed: bytes) -> str:
    return str(ipaddress.ip_address(packed)) if len(packed) in {4, 16} else packed.hex()
