"""The handset's own static DNS cache: the last resort where a DNS server holds no NAPTR or SRV.

Documented in the 84-Series Administration Guide: the attributes ``dns.cache.{NAPTR,SRV,A}.x.*``, 12 of
each, used when DNS gives nothing; element names do not matter. Unverified: the default and the least
time to live (300 here), and that names stand without their final dot. No handset was asked by us.
"""

from __future__ import annotations

from html import escape

from wizard.core.about import told
from wizard.core.plan.recipes.placing import printable, shown, sound
from wizard.core.plan.recipes.recipe import RESTART, Product, Recipe, Verified
from wizard.core.record import Address, Naptr, Record, RecordChange, RecordType, Srv, data_text

TITLE = "recipe.static-cache.title"
MOST = 12
LEAST_TTL = 300

_PREFER = "recipe.static-cache.prefer"
_WRITE = "recipe.static-cache.write"
_TAKE_OUT = "recipe.static-cache.take-out"
_UNDO = "recipe.static-cache.undo"
_UNDO_DELETE = "recipe.static-cache.undo-delete"
_MANY = "recipe.static-cache.many"
_ODD = "recipe.static-cache.odd"
_NUMBERS = "recipe.static-cache.numbers"
_DNS_FIRST = "recipe.static-cache.dns-first"
_NOT_RUN = "recipe.static-cache.not-run"

_TYPES = (RecordType.NAPTR, RecordType.SRV, RecordType.A)


def static_cache(change: RecordChange) -> Recipe:
    """A configuration file with the records to create, hosts of other zones included."""
    kept, notes = _sorted_out(change.create)
    restart_or_nothing = (told(RESTART),) if change.create or change.delete else ()
    return Recipe(
        Product.STATIC_CACHE,
        told(TITLE),
        steps=(
            told(_PREFER),
            *(_about(_TAKE_OUT, record) for record in change.delete),
            *((told(_WRITE),) if kept else ()),
            *restart_or_nothing,
        ),
        commands=_document(kept),
        undo=(
            *((told(_UNDO),) if kept else ()),
            *(_about(_UNDO_DELETE, record) for record in change.delete),
            *restart_or_nothing,
        ),
        verified=Verified.DOCUMENTED,
        notes=(*notes, told(_DNS_FIRST), told(_NUMBERS), told(_NOT_RUN)),
    )


def _sorted_out(records: tuple[Record, ...]) -> tuple[list[Record], list[str]]:
    """The records that fit, by type, and what to say of the others."""
    kept: list[Record] = []
    notes: list[str] = []
    for kind in _TYPES:
        fitting = [record for record in records if record.type is kind and _fits(record)]
        kept += fitting[:MOST]
        notes += [_about(_MANY, record) for record in fitting[MOST:]]
    odd = [record for record in records if not _fits(record)]
    return kept, [*notes, *(_about(_ODD, record) for record in odd)]


def _fits(record: Record) -> bool:
    return record.type in _TYPES and sound(record) and printable(record)


def _document(records: list[Record]) -> tuple[str, ...]:
    counts = dict.fromkeys(_TYPES, 0)
    lines = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', "<dnsCache>"]
    for record in records:
        counts[record.type] += 1
        prefix = f"dns.cache.{record.type.value}.{counts[record.type]}"
        lines.append(f"  <{record.type.value}")
        lines += [f'    {prefix}.{name}="{escape(value)}"' for name, value in _values(record)]
        lines[-1] += "/>"
    return (*lines, "</dnsCache>")


def _values(record: Record) -> list[tuple[str, str]]:
    data = record.data
    first = [("name", record.owner), ("ttl", str(max(record.ttl, LEAST_TTL)))]
    match data:
        case Naptr():
            return [
                *first,
                ("order", str(data.order)),
                ("preference", str(data.preference)),
                ("flags", data.flags),
                ("service", data.service),
                ("regexp", data.regexp),
                ("replacement", data.replacement),
            ]
        case Srv():
            return [
                *first,
                ("priority", str(data.priority)),
                ("weight", str(data.weight)),
                ("port", str(data.port)),
                ("target", data.target),
            ]
        case Address():
            return [*first, ("address", data.address)]
        case _:
            return first


def _about(sentence: str, record: Record) -> str:
    return shown(
        told(sentence, most=MOST, type=record.type.value, owner=record.owner, data=data_text(record.data))
    )
