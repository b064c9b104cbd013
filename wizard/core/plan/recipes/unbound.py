"""unbound: records as ``local-data``.

Documented: ``local-zone``, its types, and ``local-data`` (unbound.conf manual). Tested: the lines
pass ``unbound-checkconf``, and unbound answers as planned.

Without a ``local-zone`` unbound would answer "no such record" for every other type at a name that
has local data, which at a domain's own name hides its mail and name servers. ``typetransparent``
resolves those types as before.
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
    REMOVE_ADDED,
    RESTART,
    Product,
    Recipe,
    Verified,
)
from wizard.core.plan.recipes.zonefile import zone_line, zone_name
from wizard.core.record import Record, RecordChange

TITLE = "recipe.unbound.title"

_SERVER = "server:"
_ADD = "recipe.unbound.add"
_ADD_OTHERS = "recipe.unbound.add-others"
_REMOVE = "recipe.unbound.remove"
_ZONE = "recipe.unbound.zone"
_CHECK = "recipe.unbound.check"
_LOAD = "recipe.unbound.load"
_FORWARD = "recipe.unbound.forward"
_STATIC = "recipe.unbound.static"


def unbound(change: RecordChange) -> Recipe:
    """``local-data`` lines of the ``server:`` section, with the ``local-zone`` that they need."""
    here = inside(change)
    notes = [*outside_notes(change), *unwritten_notes(here, _line), told(_FORWARD)]
    if here.subdomain and here.create:
        subdomain = full_subdomain(here)
        line = _zone_line(subdomain, "static").strip()
        notes.append(told(_STATIC, subdomain=shown(subdomain), line=shown(line)))
    return Recipe(
        Product.UNBOUND,
        told(TITLE),
        steps=_steps(here),
        commands=_lines(here, zone_too=not here.delete),
        undo=_lines(here.reversed(), zone_too=not here.delete),
        verified=Verified.TESTED,
        notes=tuple(notes),
    )


def _line(record: Record) -> str | None:
    line = zone_line(record)
    return None if line is None else f"    local-data: {_quoted(line)}"


def _quoted(text: str) -> str:
    """In single quotes, which know no escapes: a quote inside is written as its number."""
    return "'" + text.replace("'", "\\039") + "'"


def _zone_line(name: str, kind: str) -> str:
    return f"    local-zone: {_quoted(zone_name(name))} {kind}"


def _lines(change: RecordChange, *, zone_too: bool) -> tuple[str, ...]:
    """``zone_too``: a set-up brings its local-zone line; a repair finds one there."""
    mark = COMMENTS[Product.UNBOUND] + REMOVE
    removed, added = written(change.delete, _line), written(change.create, _line)
    zone = _zone_line(change.zone, "typetransparent")
    own = (COMMENTS[Product.UNBOUND] + REMOVE_ADDED + zone.strip(),) if zone_too and removed else ()
    if zone_too and added:
        added = (zone, *added)
    if added:
        added = (_SERVER, *added)
    return (*own, *(mark + line.strip() for line in removed), *added)


def _steps(change: RecordChange) -> tuple[str, ...]:
    steps = []
    if change.delete:
        steps.append(told(_REMOVE))
    if change.create:
        steps.append(told(_ADD_OTHERS) if change.delete else told(_ADD))
        if not change.delete:
            steps.append(told(_ZONE))
    if has_addresses(change):
        steps.append(told(EXISTING_HOST))
    return (*steps, told(_CHECK), told(_LOAD), told(RESTART))
