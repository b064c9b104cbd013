"""dnsmasq: ``naptr-record``, ``srv-host``, ``host-record``.

Documented: the options and their order of fields, ``local-ttl``, ``--test`` (dnsmasq manual).
Tested: the lines pass ``dnsmasq --test``, and dnsmasq answers as planned.

Only ``host-record`` and ``cname`` carry a time to live of their own. NAPTR and SRV answers have 0
unless ``local-ttl`` says otherwise, and dnsmasq refuses a second ``local-ttl``.
"""

from __future__ import annotations

import re

from wizard.core.about import told
from wizard.core.plan.recipes.placing import (
    full_subdomain,
    has_addresses,
    inside,
    outside_notes,
    printable,
    shown,
    unwritten_notes,
    written,
)
from wizard.core.plan.recipes.recipe import (
    COMMENTS,
    EXISTING_HOST,
    REMOVE,
    REMOVE_ADDED,
    RESTART,
    Product,
    Recipe,
    Verified,
)
from wizard.core.record import Address, Naptr, Record, RecordChange, RecordType, Srv, Target

TITLE = "recipe.dnsmasq.title"

_PLAIN = re.compile(r"[A-Za-z0-9_.+-]*")
_NAME = re.compile(r"[A-Za-z0-9_.-]+")

_REMOVE = "recipe.dnsmasq.remove"
_ADD = "recipe.dnsmasq.add"
_ADD_OTHERS = "recipe.dnsmasq.add-others"
_TTL = "recipe.dnsmasq.ttl"
_CHECK = "recipe.dnsmasq.check"
_LOAD = "recipe.dnsmasq.load"
_TTL_NOTE = "recipe.dnsmasq.ttl-note"
_FORWARD = "recipe.dnsmasq.forward"


def dnsmasq(change: RecordChange) -> Recipe:
    """Lines for dnsmasq.conf."""
    here = inside(change)
    removed, added = _lines(here.delete, here.create)
    notes = [*outside_notes(change), *unwritten_notes(here, _line)]
    if _ttl_line(here.create):
        notes.append(told(_TTL_NOTE))
    if change.subdomain:
        notes.append(told(_FORWARD, name=shown(full_subdomain(change))))
    return Recipe(
        Product.DNSMASQ,
        told(TITLE),
        steps=_steps(here),
        commands=_commands(removed, added, _ttl_line(here.create)),
        undo=_commands(added, removed, "", _ttl_line(here.create)),
        verified=Verified.TESTED,
        notes=tuple(notes),
    )


def _lines(delete: tuple[Record, ...], create: tuple[Record, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lines to take out and lines to add; a record that differs only in its TTL may be neither."""
    removed, added = written(delete, _line), written(create, _line)
    both = set(removed) & set(added)
    return (
        tuple(line for line in removed if line not in both),
        tuple(line for line in added if line not in both),
    )


def _commands(
    removed: tuple[str, ...], added: tuple[str, ...], ttl: str, ttl_removed: str = ""
) -> tuple[str, ...]:
    mark = COMMENTS[Product.DNSMASQ] + REMOVE
    own = (COMMENTS[Product.DNSMASQ] + REMOVE_ADDED + ttl_removed,) if ttl_removed else ()
    return (*own, *(mark + line for line in removed), *((ttl,) if ttl else ()), *added)


def _ttl_line(create: tuple[Record, ...]) -> str:
    ttls = [record.ttl for record in create if record.type in (RecordType.NAPTR, RecordType.SRV)]
    return f"local-ttl={min(ttls)}" if ttls else ""


def _line(record: Record) -> str | None:
    data, owner = record.data, record.owner
    if not printable(record) or not _NAME.fullmatch(owner):
        return None
    match data:
        case Naptr() if _is_target(data.replacement):
            fields = ",".join(_field(text) for text in (data.flags, data.service, data.regexp))
            return f"naptr-record={owner},{data.order},{data.preference},{fields},{data.replacement}"
        case Srv() if _is_target(data.target):
            return f"srv-host={owner},{data.target},{data.port},{data.priority},{data.weight}"
        case Address():
            return f"host-record={owner},{data.address},{record.ttl}"
        case Target() if record.type is RecordType.CNAME and _is_target(data.name):
            return f"cname={owner},{data.name},{record.ttl}"
        case Target() if record.type is RecordType.PTR and _is_target(data.name):
            return f"ptr-record={owner},{data.name}"
        case _:
            return None


def _is_target(name: str) -> bool:
    return name in ("", ".") or _NAME.fullmatch(name) is not None


def _field(text: str) -> str:
    """Plain, or in double quotes, where only the quote and the backslash are special."""
    if _PLAIN.fullmatch(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _steps(change: RecordChange) -> tuple[str, ...]:
    steps = []
    if change.delete:
        steps.append(told(_REMOVE))
    if change.create:
        steps.append(told(_ADD_OTHERS) if change.delete else told(_ADD))
    if _ttl_line(change.create):
        steps.append(told(_TTL))
    if has_addresses(change):
        steps.append(told(EXISTING_HOST))
    return (*steps, told(_CHECK), told(_LOAD), told(RESTART))
