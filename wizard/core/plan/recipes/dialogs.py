"""DNS Manager's dialogs: which one a record needs, where it opens, and what goes into its fields.

What is documented and what is not stands in ``windows.py``.
"""

from __future__ import annotations

from functools import lru_cache

from wizard.core import names
from wizard.core.plan.recipes.placing import full_subdomain
from wizard.core.plan.recipes.recipe import TICKED, DialogRecord
from wizard.core.record import Address, Naptr, Record, RecordChange, RecordType, Srv, Target

DIALOGS = {
    RecordType.NAPTR: "Naming Authority Pointer (NAPTR)",
    RecordType.SRV: "Service Location (SRV)",
    RecordType.A: "New Host (A or AAAA)",
    RecordType.AAAA: "New Host (A or AAAA)",
    RecordType.CNAME: "New Alias (CNAME)",
    RecordType.PTR: "New Pointer (PTR)",
}

SAME_AS_PARENT = "(same as parent folder)"
"""What DNS Manager shows as the name of a record that belongs to the folder itself."""

Fields = tuple[tuple[str, str], ...]


def folder(name: str, zone: str) -> str:
    """The folder of a name as a path in DNS Manager's tree, ``eslab.local > testserver``."""
    if not names.is_below(name, zone):
        return zone
    labels = names.relative(name, zone).split(".")
    return " > ".join([zone, *reversed(labels)])


def listed_in(record: Record, change: RecordChange) -> tuple[str, str]:
    """The name of the folder that shows the record, and the name that it has there."""
    itself = record.type is RecordType.NAPTR or _is_folder(record.owner, change)
    if itself and record.type is not RecordType.SRV:
        return record.owner, SAME_AS_PARENT
    return names.parent(record.owner), record.owner.partition(".")[0]


def created_in(record: Record, change: RecordChange) -> str:
    """The name of the folder in which to open the record's dialog."""
    if record.type is not RecordType.SRV:
        return listed_in(record, change)[0]
    above = names.parent(names.parent(record.owner))
    below = names.same(above, change.zone) or names.is_below(above, change.zone)
    return above if below else change.zone


def dialog(record: Record, change: RecordChange) -> DialogRecord:
    """The record's dialog with all its fields."""
    place = created_in(record, change)
    fields = (*_fields(record, change, place), ("Time to live (TTL)", _ttl(record.ttl)))
    return DialogRecord(DIALOGS[record.type], folder(place, change.zone), fields)


def _fields(record: Record, change: RecordChange, place: str) -> Fields:
    data = record.data
    match data:
        case Srv():
            return _srv_fields(names.relative(record.owner, place), data, place)
        case Naptr():
            return (
                ("Domain", place),
                ("Order", str(data.order)),
                ("Preference", str(data.preference)),
                ("Flag string", data.flags),
                ("Service string", data.service),
                ("Regular expression", data.regexp),
                ("Replacement", data.replacement.rstrip(".") + "."),
            )
        case Address():
            return (
                ("Name", _typed_name(record, change)),
                ("IP address", data.address),
                ("Create associated pointer (PTR) record", TICKED),
            )
        case Target() if record.type is RecordType.PTR:
            return (("Host IP Address", _address(record.owner)), ("Host name", data.name))
        case Target():
            return (
                ("Alias name", _typed_name(record, change)),
                ("Fully qualified domain name (FQDN) for target host", data.name),
            )
        case _:
            return ()


def _srv_fields(owner: str, data: Srv, domain: str) -> Fields:
    service, _, protocol = owner.partition(".")
    return (
        ("Domain", domain),
        ("Service", service),
        ("Protocol", protocol),
        ("Priority", str(data.priority)),
        ("Weight", str(data.weight)),
        ("Port number", str(data.port)),
        ("Host offering this service", data.target),
    )


def _typed_name(record: Record, change: RecordChange) -> str:
    """The host's own label; empty for the folder's own name."""
    name = listed_in(record, change)[1]
    return "" if name == SAME_AS_PARENT else name


def _is_folder(name: str, change: RecordChange) -> bool:
    """Whether DNS Manager shows ``name`` as a folder: other names lie below it."""
    if names.same(name, change.zone) or names.same(name, full_subdomain(change)):
        return True
    return names.fold(name) in _above(tuple(record.owner for record in (*change.create, *change.delete)))


@lru_cache(maxsize=8)
def _above(owners: tuple[str, ...]) -> frozenset[str]:
    """All names that lie above one of these, folded. Asked for several times a record."""
    found = set()
    for owner in owners:
        _, _, name = names.fold(owner).partition(".")
        while name and name not in found:
            found.add(name)
            _, _, name = name.partition(".")
    return frozenset(found)


def _address(owner: str) -> str:
    """The address that a reverse name stands for (``31.2.225.10.in-addr.arpa``)."""
    return ".".join(reversed(owner.lower().removesuffix(".in-addr.arpa").split(".")))


def _ttl(seconds: int) -> str:
    """Days, hours, minutes and seconds, as the dialog takes them."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours // 24}:{hours % 24}:{minutes}:{seconds}"
