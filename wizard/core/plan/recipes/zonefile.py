"""Records as lines of a zone file (RFC 1035, 5.1), for every product that reads them.

Names in a :class:`~wizard.core.record.Record` may hold the escapes of RFC 1035; the strings of a
NAPTR are plain. Nothing here raises: what no server can load, the server refuses by itself.
"""

from __future__ import annotations

import re

from wizard.core.record import Address, Naptr, Record, Srv, Target

_ESCAPED = re.compile(r"\\([0-9]{3})|\\(.)|(.)", re.DOTALL)
_MARKED = b'"().;\\@$'
_SPACE, _DELETE = 0x20, 0x7F


def zone_name(name: str) -> str:
    """The absolute name, with its final dot, in the characters of a zone file."""
    labels: list[bytearray] = [bytearray()]
    for number, escaped, plain in _ESCAPED.findall(name):
        if plain == ".":
            labels.append(bytearray())
        elif number and int(number) < 256:
            labels[-1].append(int(number))
        else:
            labels[-1] += (number or escaped or plain).encode("utf-8", "replace")
    if not labels[-1]:
        labels.pop()
    return ".".join(_name_text(label) for label in labels) + "."


def zone_string(text: str) -> str:
    """A quoted character string."""
    return '"' + "".join(_string_sign(byte) for byte in text.encode("utf-8", "replace")) + '"'


def zone_line(record: Record) -> str | None:
    """``owner ttl IN type data``, or None for a type that no plan and no fix has."""
    data = record.data
    match data:
        case Naptr():
            strings = " ".join(zone_string(text) for text in (data.flags, data.service, data.regexp))
            text = f"{data.order} {data.preference} {strings} {zone_name(data.replacement)}"
        case Srv():
            text = f"{data.priority} {data.weight} {data.port} {zone_name(data.target)}"
        case Address():
            text = data.address
        case Target():
            text = zone_name(data.name)
        case _:
            return None
    return f"{zone_name(record.owner)} {record.ttl} IN {record.type.value} {text}"


def _name_text(label: bytearray) -> str:
    return "".join(
        f"\\{chr(byte)}" if byte in _MARKED else chr(byte) if _SPACE < byte < _DELETE else f"\\{byte:03d}"
        for byte in label
    )


def _string_sign(byte: int) -> str:
    if byte in b'"\\':
        return f"\\{chr(byte)}"
    return chr(byte) if _SPACE <= byte < _DELETE else f"\\{byte:03d}"
