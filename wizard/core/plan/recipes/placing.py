"""Where each record of a change belongs: inside its zone, or in a zone of its own elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from wizard.core import names
from wizard.core.about import told
from wizard.core.record import (
    Address,
    Naptr,
    Record,
    RecordChange,
    RecordType,
    Soa,
    Srv,
    Target,
    data_text,
)

SUPPORTED = frozenset(
    {
        RecordType.NAPTR,
        RecordType.SRV,
        RecordType.A,
        RecordType.AAAA,
        RecordType.CNAME,
        RecordType.PTR,
    }
)

_OUTSIDE = "recipe.placing.outside"
_OUTSIDE_DELETE = "recipe.placing.outside-delete"
_UNWRITABLE = "recipe.placing.unwritable"


def inside(change: RecordChange) -> RecordChange:
    """The change without the records that lie outside its zone."""
    return replace(
        change,
        create=tuple(record for record in change.create if _holds(record, change.zone)),
        delete=tuple(record for record in change.delete if _holds(record, change.zone)),
    )


def outside(change: RecordChange) -> tuple[Record, ...]:
    """The records to create that belong into another zone, pointers apart."""
    return tuple(
        record
        for record in change.create
        if not _holds(record, change.zone) and record.type is not RecordType.PTR
    )


def outside_notes(change: RecordChange) -> tuple[str, ...]:
    """One sentence for every record that belongs into another zone."""
    away = [record for record in change.delete if not _holds(record, change.zone)]
    return (
        *(_about(_OUTSIDE, record, change.zone) for record in outside(change)),
        *(_about(_OUTSIDE_DELETE, record, change.zone) for record in away),
    )


Writer = Callable[[Record], str | None]
"""How a product writes one record; None where its syntax cannot carry it safely."""


def written(records: Iterable[Record], write: Writer) -> tuple[str, ...]:
    """The lines of all records that ``write`` can carry."""
    lines = (write(record) for record in records if sound(record))
    return tuple(line for line in lines if line is not None)


def unwritten_notes(change: RecordChange, *writers: Writer) -> tuple[str, ...]:
    """One sentence for every record of the change that one of the writers left out."""
    records = dict.fromkeys((*change.create, *change.delete))
    return tuple(
        _about(_UNWRITABLE, record, "")
        for record in records
        if not sound(record) or any(write(record) is None for write in writers)
    )


def full_subdomain(change: RecordChange) -> str:
    """The sub-domain's full name; the zone's where the change has no sub-domain."""
    return f"{change.subdomain}.{change.zone}" if change.subdomain else change.zone


def has_addresses(change: RecordChange) -> bool:
    """Whether the change creates A records that a host may already have.

    A change of addresses alone mends what there is: leaving its records out would repair nothing.
    """
    kinds = {record.type for record in change.create}
    return RecordType.A in kinds and kinds != {RecordType.A}


def inner_zones(owner: str, change: RecordChange) -> tuple[str, ...]:
    """Names between the zone and ``owner`` that may be zones of their own, the outermost first.

    Labels such as ``_udp`` are left out; ``owner`` itself counts only if it is the sub-domain.
    """
    above = owner if names.same(owner, full_subdomain(change)) else names.parent(owner)
    found: list[str] = []
    while names.is_below(above, change.zone):
        if not above.startswith("_"):
            found.insert(0, above)
        above = names.parent(above)
    return tuple(found)


def sound(record: Record) -> bool:
    """Whether products read a record as it is meant.

    An address must be one: it is the only text that goes without quotes. A label ``@`` would be read
    as the zone itself. Records that delegate or head a zone are not for a recipe.
    """
    if record.type not in SUPPORTED or "@" in record.owner.split("."):
        return False
    if not isinstance(record.data, Address):
        return True
    check = names.is_ipv4 if record.type is RecordType.A else names.is_ip
    return check(record.data.address) and "%" not in record.data.address  # a scope may be any text


def texts(record: Record) -> tuple[str, ...]:
    """All free text of a record: what a product's quoting must be able to carry."""
    data = record.data
    match data:
        case Naptr():
            return (record.owner, data.flags, data.service, data.regexp, data.replacement)
        case Srv():
            return (record.owner, data.target)
        case Address():
            return (record.owner, data.address)
        case Target():
            return (record.owner, data.name)
        case Soa():
            return (record.owner, data.primary)


def printable(record: Record) -> bool:
    """Whether no text of the record holds a control character, a line end or a hidden sign."""
    return all(text.isprintable() for text in texts(record))


def shown(text: str) -> str:
    """Text from outside, fit for a sentence or a comment: on one line, nothing hidden in it."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def _holds(record: Record, zone: str) -> bool:
    return names.same(record.owner, zone) or names.is_below(record.owner, zone)


def _about(sentence: str, record: Record, zone: str) -> str:
    return shown(
        told(sentence, owner=record.owner, zone=zone, type=record.type.value, data=data_text(record.data))
    )
