"""The handset's static DNS cache (``dns.cache.*``), read back as the servers of a plan."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.core import names
from wizard.core.handset.sheet import Sheet
from wizard.core.plan.deployment import DEFAULT_TTL, NaptrUse, Transport
from wizard.core.plan.typed import DraftServer

_PREFIX = "dns.cache."


@dataclass(frozen=True, slots=True)
class Cached:
    """What the cache holds for one name: its SRV records, with the addresses of their hosts."""

    transport: Transport
    naptr: NaptrUse
    servers: tuple[DraftServer, ...]
    ttl: int


def cached_records(sheet: Sheet, name: str) -> Cached | None:
    """The cache's servers of ``name``, None if it has no SRV record for it."""
    rows = _rows(sheet)
    addresses = {
        names.fold(row["name"]): row["address"]
        for kind, row in rows
        if kind == "A" and row.get("name") and row.get("address")
    }
    for transport in Transport:
        owner = f"{transport.labels}.{name}"
        found = [row for kind, row in rows if kind == "SRV" and names.same(row.get("name", "."), owner)]
        servers = tuple(_server(row, addresses) for row in found)
        if servers:
            pointed = any(kind == "NAPTR" and names.same(row.get("name", "."), name) for kind, row in rows)
            return Cached(transport, _naptr(transport, pointed=pointed), servers, _ttl(found))
    return None


def _rows(sheet: Sheet) -> list[tuple[str, dict[str, str]]]:
    """The entries in the order of their numbers: their type, and their fields with a value."""
    found: dict[tuple[str, int], dict[str, str]] = {}
    for parameter, placed in sheet.cells.values():
        if parameter.prefix.startswith(_PREFIX):
            kind, _, number = parameter.prefix.removeprefix(_PREFIX).partition(".")
            found.setdefault((kind, int(number)), {})[parameter.field] = placed[0].value
    return [(kind, found[kind, number]) for kind, number in sorted(found)]


def _server(row: dict[str, str], addresses: dict[str, str]) -> DraftServer:
    host = row.get("target", "").rstrip(".")
    return DraftServer(
        host,
        addresses.get(names.fold(host), ""),
        row.get("port", ""),
        row.get("priority", ""),
        row.get("weight", ""),
    )


def _naptr(transport: Transport, *, pointed: bool) -> NaptrUse:
    if transport is Transport.UDP:
        return NaptrUse.ALWAYS if pointed else NaptrUse.NEEDED
    return NaptrUse.NEEDED if pointed else NaptrUse.NEVER


def _ttl(rows: list[dict[str, str]]) -> int:
    texts = {row.get("ttl", "") for row in rows}
    text = texts.pop() if len(texts) == 1 else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 and int(text) else DEFAULT_TTL
