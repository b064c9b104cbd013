"""Windows DNS by DNS Manager's dialogs.

Documented by Microsoft: where a host and an SRV record are created and deleted, the SRV dialog's
fields, View > Advanced for the time to live and its form ``0:1:0:0``. From CS-14-17, Steps 1 and 2:
New Domain… with the label alone, the field names, the host name alone in New Host, the pointer
tick-box. Unverified: the NAPTR dialog (Windows Server 2008 R2 and later) with its field names, and
that it wants its replacement with the final dot. Nothing here was run on a Windows server by us.

A record is created in the folder of the name that it belongs to: a host typed into the sub-domain's
folder becomes ``host.sub.eslab.local`` (an error of the bulletin's Option 2). A new folder is empty.
"""

from __future__ import annotations

from dataclasses import replace

from wizard.core import names
from wizard.core.about import told
from wizard.core.plan.recipes import dnscmd
from wizard.core.plan.recipes.dialogs import (
    DIALOGS,
    created_in,
    dialog,
    folder,
    listed_in,
)
from wizard.core.plan.recipes.placing import (
    full_subdomain,
    has_addresses,
    inside,
    outside_notes,
    printable,
    shown,
    sound,
    unwritten_notes,
)
from wizard.core.plan.recipes.recipe import (
    EXISTING_HOST,
    RESTART,
    TICKED,
    DialogRecord,
    Product,
    Recipe,
    Verified,
)
from wizard.core.record import Record, RecordChange, RecordType, data_text

TITLE = "recipe.windows.title"

_OPEN = "recipe.windows.open"
_OWN_ZONE = "recipe.windows.own-zone"
_NEW_FOLDER = "recipe.windows.new-folder"
_CREATE_OTHER = "recipe.windows.create-other"
_CREATE_HOST = "recipe.windows.create-host"
_CREATE = "recipe.windows.create"
_FIELDS = "\x00"  # No name can hold it, so the sentence can be parted there.
_HOST_PLACE = "recipe.windows.host-place"
_DELETE = "recipe.windows.delete"
_DELETE_FOLDER = "recipe.windows.delete-folder"
_EMPTY_FOLDER = "recipe.windows.empty-folder"
_NAPTR = "recipe.windows.naptr"

_POINTER = "recipe.windows.pointer"


def windows(change: RecordChange) -> Recipe:
    """Steps and fields, in the order in which a technician works; no commands."""
    here = inside(change)
    notes = [*outside_notes(change), *unwritten_notes(here, _typeable)]
    here = _typeable_part(here)
    forms = tuple(_form(record, here) for record in here.create)
    if here.subdomain and here.create:
        notes.append(told(_EMPTY_FOLDER))
    if any(record.type is RecordType.NAPTR for record in here.create):
        notes.append(told(_NAPTR))
    tick = next((label for form in forms for label, value in form.fields if value == TICKED), "")
    if tick:
        notes.append(told(_POINTER, tick=tick))
    existing = (told(EXISTING_HOST),) if has_addresses(here) else ()
    back = here.reversed()
    return Recipe(
        Product.WINDOWS,
        told(TITLE),
        steps=(told(_OPEN), *existing, *_changes(here), told(dnscmd.REPLICATION), told(RESTART)),
        commands=(),
        undo=(*_changes(back), *_old_folders(here), told(RESTART)),
        verified=Verified.DOCUMENTED,
        notes=(*notes, told(dnscmd.NOT_RUN)),
        fields=forms,
        undo_fields=tuple(_form(record, back) for record in back.create),
    )


def _typeable(record: Record) -> str | None:
    return record.owner if printable(record) else None


def _typeable_part(change: RecordChange) -> RecordChange:
    return replace(
        change,
        create=tuple(record for record in change.create if sound(record) and _typeable(record)),
        delete=tuple(record for record in change.delete if sound(record) and _typeable(record)),
    )


def _changes(change: RecordChange) -> list[str]:
    """Where the folder is, then deleting, then new folders, then each record in its dialog."""
    subdomain = full_subdomain(change)
    steps = []
    if change.subdomain and (change.create or any(_lies_in(record, subdomain) for record in change.delete)):
        path = _path(subdomain, change)
        steps.append(told(_OWN_ZONE, subdomain=shown(subdomain), path=path))
    steps += [_deletion(record, change) for record in change.delete]
    steps += _new_folders(change)
    for record in change.create:
        if _is_host(record) and _could_go_wrong(record, change):
            label = record.owner.partition(".")[0]
            place, wrong = _path(created_in(record, change), change), f"{label}.{subdomain}"
            steps.append(told(_HOST_PLACE, place=place, subdomain=subdomain, wrong=shown(wrong)))
        steps.append(_form(record, change).step)
    return steps


def _lies_in(record: Record, name: str) -> bool:
    return names.same(record.owner, name) or names.is_below(record.owner, name)


def _deletion(record: Record, change: RecordChange) -> str:
    place, name = listed_in(record, change)
    return told(
        _DELETE,
        place=_path(place, change),
        type=record.type.value,
        name=shown(name),
        data=shown(data_text(record.data)),
    )


def _form(record: Record, change: RecordChange) -> DialogRecord:
    """The record's dialog with the step that opens it, fills it in and closes it."""
    sentence = {
        RecordType.NAPTR: _CREATE_OTHER,
        RecordType.SRV: _CREATE_OTHER,
        RecordType.A: _CREATE_HOST,
        RecordType.AAAA: _CREATE_HOST,
    }.get(record.type, _CREATE)
    form = dialog(record, change)
    opening, _, closing = told(
        sentence, place=shown(form.place), kind=DIALOGS[record.type], fields=_FIELDS
    ).partition(f" {_FIELDS}. ")
    fields = "; ".join(form.filled_in())
    return replace(form, step=f"{opening} {shown(fields)}. {closing}", opening=opening, closing=closing)


def _new_folders(change: RecordChange) -> list[str]:
    """One step a label, the outermost first, for the sub-domain and for hosts further down."""
    steps: dict[str, str] = {}
    for place in (created_in(record, change) for record in change.create):
        for name in reversed(_chain(place, change.zone)):
            sentence = told(
                _NEW_FOLDER, parent=_path(names.parent(name), change), label=shown(name.partition(".")[0])
            )
            steps.setdefault(names.fold(name), sentence)
    return list(steps.values())


def _old_folders(change: RecordChange) -> list[str]:
    """The folders that the records may leave empty, the innermost first."""
    steps: dict[str, str] = {}
    for place in (created_in(record, change) for record in change.create):
        for name in _chain(place, change.zone):
            steps.setdefault(names.fold(name), told(_DELETE_FOLDER, path=_path(name, change)))
    return list(steps.values())


def _chain(name: str, zone: str) -> list[str]:
    """``name`` and the names above it, as far as they lie below the zone."""
    found = []
    while names.is_below(name, zone):
        found.append(name)
        name = names.parent(name)
    return found


def _path(name: str, change: RecordChange) -> str:
    return shown(folder(name, change.zone))


def _is_host(record: Record) -> bool:
    return record.type in (RecordType.A, RecordType.AAAA, RecordType.CNAME)


def _could_go_wrong(record: Record, change: RecordChange) -> bool:
    """Whether there is a sub-domain's folder at hand into which the host does not belong."""
    return bool(change.subdomain) and not names.same(created_in(record, change), full_subdomain(change))
