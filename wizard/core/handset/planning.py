"""A configuration as a plan: what its files name of it, and what they cannot tell.

A configuration names what the handset looks for. The SIP servers behind that name are in DNS, so they
come from elsewhere: from a static DNS cache, from several server entries, or from the draft there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wizard.core import names
from wizard.core.about import told
from wizard.core.handset.configuration import HandsetSettings
from wizard.core.handset.settings import written_of
from wizard.core.handset.sheet import Entry, Sheet
from wizard.core.handset.static_records import Cached, cached_records
from wizard.core.handset.values import AddressKind, meant_transport, number, parts_of, read_address
from wizard.core.plan.deployment import DEFAULT_TTL, NaptrUse, Option, Transport
from wizard.core.plan.draft import Draft
from wizard.core.plan.typed import DraftServer

NO_SERVERS = "from-files.no-servers"
NO_NAME = "from-files.no-name"
NO_HOSTS = "from-files.no-hosts"
NO_ADDRESSES = "from-files.no-addresses"
SPLIT = "from-files.own-domain"
TRANSPORT = "from-files.transport"


@dataclass(frozen=True, slots=True)
class Planned:
    """The draft and the choices that a configuration makes. ``missing`` are sentences."""

    draft: Draft
    settings: HandsetSettings
    missing: tuple[str, ...] = ()


def plan_of(sheet: Sheet, before: Draft | None = None) -> Planned | None:
    """The plan that these files name; None if no server and no proxy is set.

    Where ``before`` is about the same name, what the files cannot tell stays as it is there.
    """
    written = written_of(sheet)
    if written is None:
        return None
    name, servers = _named(sheet)
    earlier = before if before is not None and _is_about(before, name) else None
    reader = _Reader(sheet, meant_transport(written.transport), name, servers, earlier)
    return Planned(reader.draft(), written.settings, tuple(reader.missing()))


def _named(sheet: Sheet) -> tuple[str, tuple[DraftServer, ...]]:
    """The name to look up, and the servers that stand there one by one."""
    places: list[tuple[str, bool, str]] = []
    for entry in _leading(sheet):
        port = entry.value("port")
        for text in parts_of(entry.value("address")):
            read = read_address(text)
            is_ip = read.kind is AddressKind.IP
            bare = text.strip("[]") if is_ip else read.bare
            if bare:
                places.append((bare, is_ip, port if number(port) else ""))
    hosts = [place for place in places if not place[1]]
    # One name is what to look up, also beside an IP address, as the bulletin's pictures have it.
    name = hosts[0][0] if len(hosts) == 1 else ""
    rows = [
        DraftServer(address=bare, port=port) if is_ip else DraftServer(host=bare, port=port)
        for bare, is_ip, port in places
        if is_ip or not name
    ]
    return name, tuple(dict.fromkeys(rows))


def _leading(sheet: Sheet) -> Sequence[Entry]:
    """The servers of the first line that has some, else those of all lines, else the proxy."""
    for line in (*sheet.lines, 0):
        entries = sheet.servers(line)
        proxy = sheet.proxy(line)
        if entries or proxy is not None:
            return entries or [entry for entry in (proxy,) if entry is not None]
    return ()


def _is_about(draft: Draft, name: str) -> bool:
    plan = draft.read().plan
    return bool(name) and plan is not None and names.same(plan.name, name)


@dataclass(frozen=True, slots=True)
class _Reader:
    sheet: Sheet
    value: str
    name: str
    listed: tuple[DraftServer, ...]
    before: Draft | None

    @property
    def cached(self) -> Cached | None:
        return cached_records(self.sheet, self.name) if self.name else None

    def draft(self) -> Draft:
        """The plan as far as it is known."""
        cached = self.cached
        if self.before is not None and cached is None:
            return self._as_before(self.before)
        transport, naptr = self._transport(cached)
        domain, subdomain = self._split()
        servers = cached.servers if cached is not None else self.listed
        return Draft(
            option=Option.SUB_DOMAIN if subdomain or not domain else Option.EXISTING_DOMAIN,
            domain=domain,
            subdomain=subdomain,
            servers=servers or Draft().servers,
            transport=transport,
            naptr=naptr,
            ttl=str(cached.ttl if cached is not None else DEFAULT_TTL),
            redundancy=self.before.redundancy if self.before is not None else Draft().redundancy,
        )

    def _as_before(self, before: Draft) -> Draft:
        plan = before.read().plan
        if plan is not None and plan.handset_transport == (self.value or "DNSnaptr"):
            return before
        transport, naptr = self._transport(None)
        return replace(before, transport=transport, naptr=naptr)

    def _transport(self, cached: Cached | None) -> tuple[Transport, NaptrUse]:
        if cached is not None:
            return cached.transport, cached.naptr
        transport = {"TCPOnly": Transport.TCP, "TCPpreferred": Transport.TCP, "TLS": Transport.TLS}.get(
            self.value, Transport.UDP
        )
        return transport, NaptrUse.NEEDED if transport is Transport.UDP else NaptrUse.NEVER

    def _split(self) -> tuple[str, str]:
        """The domain and the sub-domain of the name. Which is which, the files do not say."""
        plan = self.before.read().plan if self.before is not None else None
        if plan is not None:
            return plan.domain, plan.subdomain
        first, _, rest = self.name.partition(".")
        return (rest, first) if "." in rest else (self.name, "")

    def missing(self) -> Iterator[str]:
        """What nobody can read in these files."""
        draft, cached = self.draft(), self.cached
        known = [server for server in draft.servers if not server.is_blank]
        if not self.name:
            yield told(NO_NAME)
        elif draft.option is Option.SUB_DOMAIN and self.before is None:
            yield told(SPLIT, name=self.name, subdomain=draft.subdomain, domain=draft.domain)
        if not known:
            yield told(NO_SERVERS)
        if any(not server.host for server in known):
            yield told(NO_HOSTS)
        if any(not server.address for server in known):
            yield told(NO_ADDRESSES)
        if self.value in {"", "DNSnaptr"} and cached is None and self.before is None:
            yield told(TRANSPORT, value=self.value or told("from-files.default-transport"))
