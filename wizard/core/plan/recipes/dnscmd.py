"""Windows DNS by ``dnscmd``, the one command line that can write a NAPTR record.

Documented by Microsoft: ``dnscmd [server] /RecordAdd zone node type data`` and ``/RecordDelete … /f``, a
left-out server name for this server, ``@`` for the zone itself, ``/EnumZones``. Inferred from tools in
public use (one creates NAPTR records this way): the time to live before the type, the order of a
NAPTR's fields, dotted node names, double quotes. Nothing here was run by us.

For ``cmd.exe`` alone: Windows PowerShell 5.1 drops the empty argument of the NAPTR's regular expression.
"""

from __future__ import annotations

import re

from wizard.core import names
from wizard.core.about import told
from wizard.core.plan.recipes.placing import (
    full_subdomain,
    has_addresses,
    inside,
    outside_notes,
    shown,
    unwritten_notes,
    written,
)
from wizard.core.plan.recipes.recipe import (
    EXISTING_HOST,
    RESTART,
    Product,
    Recipe,
    Verified,
)
from wizard.core.record import Address, Naptr, Record, RecordChange, RecordData, Srv, Target

TITLE = "recipe.dnscmd.title"

_OPEN = "recipe.dnscmd.open"
_OWN_ZONE = "recipe.dnscmd.own-zone"
_RUN = "recipe.dnscmd.run"
REPLICATION = "recipe.dnscmd.replication"
NOT_RUN = "recipe.dnscmd.not-run"

_BARE = re.compile(r"[A-Za-z0-9_.+@:-]+")
_UNSAFE = re.compile(r'["%]|^/|\\$')
"""Ends the quotes, is replaced even inside them, or reads as an option of dnscmd."""


def dnscmd(change: RecordChange) -> Recipe:
    """Commands for cmd.exe."""
    here = inside(change)
    return Recipe(
        Product.DNSCMD,
        told(TITLE),
        steps=_steps(here),
        commands=_commands(here),
        undo=_commands(here.reversed()),
        verified=Verified.DOCUMENTED,
        notes=(
            *outside_notes(change),
            *unwritten_notes(here, lambda record: add(record, here.zone)),
            told(NOT_RUN),
        ),
    )


def add(record: Record, zone: str) -> str | None:
    """The command that creates a record, None where cmd.exe cannot carry its text."""
    node, data = _node(record.owner, zone), _data(record.data)
    if node is None or data is None or not _safe(zone):
        return None
    return " ".join(["dnscmd /RecordAdd", _argument(zone), node, str(record.ttl), record.type.value, *data])


def delete(record: Record, zone: str) -> str | None:
    """The command that deletes exactly this record."""
    node, data = _node(record.owner, zone), _data(record.data)
    if node is None or data is None or not _safe(zone):
        return None
    return " ".join(["dnscmd /RecordDelete", _argument(zone), node, record.type.value, *data, "/f"])


def _commands(change: RecordChange) -> tuple[str, ...]:
    return (
        *written(change.delete, lambda record: delete(record, change.zone)),
        *written(change.create, lambda record: add(record, change.zone)),
    )


def _node(owner: str, zone: str) -> str | None:
    """The name inside the zone; ``@`` only for the zone itself."""
    if names.same(owner, zone):
        return "@"
    node = names.relative(owner, zone)
    return _argument(node) if _safe(node) else None


def _safe(text: str) -> bool:
    return text.isprintable() and not _UNSAFE.search(text)


def _argument(text: str) -> str:
    """As it is, or in double quotes, in which cmd.exe leaves all but ``%`` and ``"`` alone."""
    return text if _BARE.fullmatch(text) else f'"{text}"'


def _data(data: RecordData) -> list[str] | None:
    match data:
        case Naptr():
            numbers = [str(data.order), str(data.preference)]
            texts = [data.flags, data.service, data.regexp, _absolute(data.replacement)]
        case Srv():
            numbers = [str(data.priority), str(data.weight), str(data.port)]
            texts = [_absolute(data.target)]
        case Address():
            numbers, texts = [], [data.address]
        case Target():
            numbers, texts = [], [_absolute(data.name)]
        case _:
            return None
    if not all(_safe(text) for text in texts):
        return None
    return [*numbers, *(_argument(text) for text in texts)]


def _absolute(name: str) -> str:
    return name.rstrip(".") + "."


def _steps(change: RecordChange) -> tuple[str, ...]:
    steps = [told(_OPEN)]
    if change.subdomain:
        steps.append(
            told(
                _OWN_ZONE,
                subdomain=shown(full_subdomain(change)),
                zone=shown(change.zone),
                label=shown(change.subdomain),
            )
        )
    if has_addresses(change):
        steps.append(told(EXISTING_HOST))
    return (*steps, told(_RUN), told(REPLICATION), told(RESTART))
