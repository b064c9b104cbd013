"""Windows DNS by PowerShell (module DnsServer, Windows Server 2012 and later).

Documented by Microsoft: ``Add-DnsServerResourceRecord`` and its ``-Srv``, ``-AAAA``, ``-CName`` and ``-Ptr``
forms, ``Add-DnsServerResourceRecordA``, ``Remove-DnsServerResourceRecord`` with SRV data as four strings,
a dotted ``-Name`` for a record below the zone, ``Add-DnsServerPrimaryZone -NetworkId``,
``Get-DnsServerZone -Name``, ``-TimeToLive`` as a TimeSpan, and single-quoted strings, in which only the
quote is special and curly quotes count as quotes. Inferred from scripts in public use: ``@`` for the
zone itself, and that ``Get-DnsServerZone`` returns nothing for a name that is no zone. Nothing here was
run by us.

NAPTR has no form of its own, and the generic ``-Type 35 -RecordData`` has an undocumented format: the
record is left to ``dnscmd``.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from itertools import groupby

from wizard.core import names
from wizard.core.about import told
from wizard.core.plan.recipes import dnscmd
from wizard.core.plan.recipes.placing import (
    Writer,
    full_subdomain,
    has_addresses,
    inner_zones,
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
    RESTART,
    Product,
    Recipe,
    Verified,
)
from wizard.core.record import Address, Record, RecordChange, RecordType, Srv, Target

TITLE = "recipe.powershell.title"

_OPEN = "recipe.powershell.open"
_PASTE = "recipe.powershell.paste"
_PASTE_WITH_CHOICE = "recipe.powershell.paste-with-choice"
_NAPTR = "recipe.powershell.naptr"
_NAPTR_OWN_ZONE = "recipe.powershell.naptr-own-zone"
_NAPTR_LINE = "recipe.powershell.naptr-line"
_REVERSE_LINE = "recipe.powershell.reverse-line"
_POINTER = "recipe.powershell.pointer"
_POINTER_LEFT = "recipe.powershell.pointer-left"

_QUOTES = re.compile("(['\u2018\u2019\u201a\u201b])")
_SECONDS_A_DAY = 86_400
_COMMENT = COMMENTS[Product.POWERSHELL]

Cmdlet = Callable[[Record, str], str | None]
"""Writes one record; the second argument is its ``-ZoneName`` and ``-Name``, already quoted."""


def powershell(change: RecordChange) -> Recipe:
    """Cmdlets for everything but NAPTR."""
    here = inside(change)
    notes = [*outside_notes(change), *unwritten_notes(here, lambda record: _probe(record, here.zone))]
    if any(record.type is RecordType.A for record in here.create):
        notes += [told(_POINTER), told(_POINTER_LEFT)]
    return Recipe(
        Product.POWERSHELL,
        told(TITLE),
        steps=_steps(here),
        commands=(*_reverse_zones(here.create), *_commands(here, _add)),
        undo=_commands(here.reversed(), _add_without_pointer),
        verified=Verified.DOCUMENTED,
        notes=(*notes, told(dnscmd.NOT_RUN)),
    )


def quoted(text: str) -> str:
    """A PowerShell string in which nothing is special."""
    doubled = _QUOTES.sub(r"\1\1", text)
    return f"'{doubled}'"


def timespan(seconds: int) -> str:
    """``hh:mm:ss``, from a day on ``d.hh:mm:ss``."""
    days, rest = divmod(seconds, _SECONDS_A_DAY)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return f"{days}.{clock}" if days else clock


def _commands(change: RecordChange, add: Cmdlet) -> tuple[str, ...]:
    return (
        *_block(change.delete, change, _remove, dnscmd.delete),
        *_block(change.create, change, add, dnscmd.add),
    )


def _block(
    records: Iterable[Record],
    change: RecordChange,
    cmdlet: Cmdlet,
    naptr: Callable[[Record, str], str | None],
) -> list[str]:
    """The commands of one kind. Records of one owner share the look for their zone."""
    lines: list[str] = []
    for (owner, by_dnscmd), group in groupby(records, lambda record: (record.owner, _is_naptr(record))):
        if by_dnscmd:
            commands = written(group, lambda record: naptr(record, change.zone))
            lines += [_COMMENT + told(_NAPTR_LINE, command=command) for command in commands]
            continue
        looks, place = _place(owner, change)
        if cmdlets := written(group, _at(place, cmdlet)):
            lines += [*looks, *cmdlets]
    return lines


def _at(place: str, cmdlet: Cmdlet) -> Writer:
    return lambda record: cmdlet(record, place)


def _place(owner: str, change: RecordChange) -> tuple[list[str], str]:
    """Lines that find the zone of ``owner``, and the arguments that name it."""
    zone, name = quoted(change.zone), quoted(names.relative(owner, change.zone))
    inner = inner_zones(owner, change)
    if not inner:
        return [], f"-ZoneName {zone} -Name {name}"
    looks = [f"$zone = {zone}; $name = {name}"]
    for candidate in inner:
        zone, name = quoted(candidate), quoted(names.relative(owner, candidate))
        looks.append(
            f"if (Get-DnsServerZone -Name {zone} -ErrorAction SilentlyContinue) "
            f"{{ $zone = {zone}; $name = {name} }}"
        )
    return looks, "-ZoneName $zone -Name $name"


def _add(record: Record, place: str) -> str | None:
    line = _add_without_pointer(record, place)
    return f"{line} -CreatePtr" if line and record.type is RecordType.A else line


def _add_without_pointer(record: Record, place: str) -> str | None:
    if not printable(record):
        return None
    verb, ttl, data = "Add-DnsServerResourceRecord", timespan(record.ttl), record.data
    match data:
        case Srv():
            rest = (
                f"-DomainName {quoted(data.target)} "
                f"-Priority {data.priority} -Weight {data.weight} -Port {data.port}"
            )
            return f"{verb} -Srv {place} {rest} -TimeToLive {ttl}"
        case Address() if record.type is RecordType.A:
            return f"{verb}A {place} -IPv4Address {data.address} -TimeToLive {ttl}"
        case Address():
            return f"{verb} -AAAA {place} -IPv6Address {data.address} -TimeToLive {ttl}"
        case Target() if record.type is RecordType.CNAME:
            return f"{verb} -CName {place} -HostNameAlias {quoted(data.name)} -TimeToLive {ttl}"
        case Target():
            return f"{verb} -Ptr {place} -PtrDomainName {quoted(data.name)} -TimeToLive {ttl}"
        case _:
            return None


def _remove(record: Record, place: str) -> str | None:
    if not printable(record):
        return None
    data = record.data
    match data:
        case Srv():
            texts = [str(data.priority), str(data.weight), str(data.port), f"{data.target.rstrip('.')}."]
        case Address():
            texts = [data.address]
        case Target():
            texts = [f"{data.name.rstrip('.')}."]
        case _:
            return None
    values = ",".join(quoted(text) for text in texts)
    return f"Remove-DnsServerResourceRecord {place} -RRType {record.type.value} -RecordData {values} -Force"


def _reverse_zones(create: Iterable[Record]) -> list[str]:
    addresses = [record.data.address for record in create if isinstance(record.data, Address)]
    networks = [ipaddress.ip_network(f"{text}/24", strict=False) for text in addresses if names.is_ipv4(text)]
    lines = [
        f"Add-DnsServerPrimaryZone -NetworkId '{network}' -ReplicationScope 'Domain'"
        for network in dict.fromkeys(networks)
    ]
    return [_COMMENT + told(_REVERSE_LINE, command=line) for line in lines]


def _probe(record: Record, zone: str) -> str | None:
    if _is_naptr(record):
        return dnscmd.add(record, zone)
    return _add_without_pointer(record, "")


def _is_naptr(record: Record) -> bool:
    return record.type is RecordType.NAPTR


def _steps(change: RecordChange) -> tuple[str, ...]:
    records = (*change.create, *change.delete)
    steps = [told(_OPEN)]
    if has_addresses(change):
        steps.append(told(EXISTING_HOST))
    chosen = any(inner_zones(record.owner, change) for record in records if not _is_naptr(record))
    steps.append(told(_PASTE_WITH_CHOICE) if chosen else told(_PASTE))
    if any(_is_naptr(record) for record in records):
        sentence = _NAPTR_OWN_ZONE if change.subdomain else _NAPTR
        steps.append(told(sentence, subdomain=shown(full_subdomain(change))))
    return (*steps, told(dnscmd.REPLICATION), told(RESTART))
