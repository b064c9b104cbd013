"""BIND, and every server that reads zone files: Knot DNS, NSD, PowerDNS.

Documented: the zone file format (RFC 1035, 5.1), ``named-checkzone``, ``rndc reload``, ``freeze``
and ``thaw`` (BIND 9 Administrator Reference Manual); ``knotc zone-reload``, ``nsd-control reload``,
``pdns_control bind-reload-now`` and ``pdnsutil edit-zone`` (the manuals of these products). Tested:
BIND, Knot DNS, NSD and PowerDNS (its BIND backend) load the lines and answer as planned.

All names are absolute, so the lines mean the same in whatever file and under whatever ``$ORIGIN``.
BIND ignores records outside the zone, with a warning; they stand as comments.
"""

from __future__ import annotations

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

TITLE = "recipe.bind.title"

_OPEN = "recipe.bind.open"
_OWN_ZONE = "recipe.bind.own-zone"
_REMOVE = "recipe.bind.remove"
_ADD = "recipe.bind.add"
_ADD_OTHERS = "recipe.bind.add-others"
_SERIAL = "recipe.bind.serial"
_CHECK = "recipe.bind.check"
_LOAD = "recipe.bind.load"
_DYNAMIC = "recipe.bind.dynamic"
_UNDO = "recipe.bind.undo"
_OTHERS = "recipe.bind.others"


def bind(change: RecordChange) -> Recipe:
    """Zone lines with absolute names."""
    here = inside(change)
    return Recipe(
        Product.BIND,
        told(TITLE),
        steps=_steps(here),
        commands=_lines(here),
        undo=_lines(here.reversed()),
        verified=Verified.TESTED,
        notes=(
            *outside_notes(change),
            *unwritten_notes(here, zone_line),
            told(_DYNAMIC, zone=shown(change.zone)),
            told(_UNDO),
            told(_OTHERS, zone=shown(change.zone)),
        ),
    )


def _lines(change: RecordChange) -> tuple[str, ...]:
    mark = COMMENTS[Product.BIND] + REMOVE
    removed = written(change.delete, zone_line)
    return (*(mark + line for line in removed), *written(change.create, zone_line))


def _steps(change: RecordChange) -> tuple[str, ...]:
    zone, subdomain = shown(change.zone), shown(full_subdomain(change))
    steps = [told(_OPEN, zone=zone)]
    if change.subdomain:
        steps.append(told(_OWN_ZONE, subdomain=subdomain))
    if change.delete:
        steps.append(told(_REMOVE))
    if change.create:
        steps.append(told(_ADD_OTHERS) if change.delete else told(_ADD))
    if has_addresses(change):
        steps.append(told(EXISTING_HOST))
    return (*steps, told(_SERIAL), told(_CHECK, zone=zone), told(_LOAD, zone=zone), told(RESTART))
