"""BIND, and every server that reads zone files: Knot DNS, NSD, PowerDNS.

Documented: the zone file format (RFC 1035, 5.1), ``named-checkzone``, ``rndc reload``, ``freeze``
and ``thaw`` (BIND 9 Administrator Reference Manual); ``knotc zone-reload``, ``nsd-control reload``,
``pdns_control bind-reload-now`` and ``pdnsutil edit-zone`` (the manuals of these products). Tested:
BIND, Knot DNS, NSD and PowerDNS (its BIND backend) load the lines and answer as planned.

All names are absolute, so the lines mean the same in whatever file and under whatever ``$ORIGIN``.
BIND ignores records outside the zone, with a warning; they stand as comments.
"""

from __future__ import annotations

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
    COMMENTS,
    EXISTING_HOST,
    REMOVE,
    RESTART,
    Product,
    Recipe,
    Verified,
)
from wizard.core.plan.recipes.zonefile import zone_line
from wizard.core.record import RecordChange

TITLE = "BIND and other zone files"

_OPEN = "Open the zone file of {zone}."
_OWN_ZONE = (
    "If named.conf has a zone {subdomain} of its own, work in its file for the lines whose name "
    "ends in {subdomain}."
)
_REMOVE = (
    "Take the lines marked “remove” out of the file. They may be written shorter there, without "
    "the name of the zone. A name that ends in the zone's name twice is written without its final dot."
)
_ADD = "Add the lines as they are. Keep the dots at the end of the names."
_ADD_OTHERS = "Add the lines without “remove” as they are. Keep the dots at the end of the names."
_SERIAL = "Raise the serial number in the SOA record, or the secondary servers keep the old records."
_CHECK = "Check the file: named-checkzone {zone} FILE"
_LOAD = "Load it: rndc reload {zone}"
_DYNAMIC = (
    "If the zone takes dynamic updates, run “rndc freeze {zone}” before you edit the file and "
    "“rndc thaw {zone}” in place of the reload."
)
_UNDO = (
    "The undo is a change like any other: raise the serial number once more and load the zone. Never put "
    "the old number back: the secondary servers would keep what they have."
)
_OTHERS = (
    "Knot DNS, NSD and PowerDNS load the same lines. In place of rndc: knotc zone-reload {zone}, "
    "nsd-control reload {zone}, pdns_control bind-reload-now {zone}. Where PowerDNS keeps its zones in a "
    "database, put the lines in by: pdnsutil edit-zone {zone}"
)


def bind(change: RecordChange) -> Recipe:
    """Zone lines with absolute names."""
    here = inside(change)
    return Recipe(
        Product.BIND,
        TITLE,
        steps=_steps(here),
        commands=_lines(here),
        undo=_lines(here.reversed()),
        verified=Verified.TESTED,
        notes=(
            *outside_notes(change),
            *unwritten_notes(here, zone_line),
            _DYNAMIC.format(zone=shown(change.zone)),
            _UNDO,
            _OTHERS.format(zone=shown(change.zone)),
        ),
    )


def _lines(change: RecordChange) -> tuple[str, ...]:
    mark = COMMENTS[Product.BIND] + REMOVE
    removed = written(change.delete, zone_line)
    return (*(mark + line for line in removed), *written(change.create, zone_line))


def _steps(change: RecordChange) -> tuple[str, ...]:
    zone, subdomain = shown(change.zone), shown(full_subdomain(change))
    steps = [_OPEN.format(zone=zone)]
    if change.subdomain:
        steps.append(_OWN_ZONE.format(subdomain=subdomain))
    if change.delete:
        steps.append(_REMOVE)
    if change.create:
        steps.append(_ADD_OTHERS if change.delete else _ADD)
    if has_addresses(change):
        steps.append(EXISTING_HOST)
    return (*steps, _SERIAL, _CHECK.format(zone=zone), _LOAD.format(zone=zone), RESTART)
